"""What the words around a sentence say of it: who is addressed, the sentence that leads a list in, the heading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.intake.actors import bodies, is_generic, listed, names
from engine.intake.found import Header
from engine.intake.letter import ANNEX, BODY, Letter, Paragraph
from engine.intake.years import Times

_RANK = {"": 0, "a)": 1, "-": 2, "+": 3, "*": 4, "•": 3}
_YEAR = re.compile(r"(?<![\d-])năm\s(?:học\s)?(20\d\d)(?!\s?-|\d)", re.IGNORECASE)
_MARK = re.compile(
    r"^(?:\(?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])(?:[.)]|/(?=\s))\s*|[-–+*•]\s*)(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]\s*)?"
)
_ADDRESS = re.compile(
    r"(?:đề\snghị|yêu\scầu|giao|(?<!Ban\s)(?<!ban\s)chỉ\sđạo|hướng\sdẫn(?=\s[^;]{3,200}như\ssau\W{0,4}$)|đề\snghị\scác\sđồng\schí|phân\scông|kính\sđề\snghị)[:,]?\s(?:đồng\schí\s)?(?=\S)",
    re.IGNORECASE,
)
_IN_PURPOSE = re.compile(r"\s*(?:Để|Nhằm)\s(?:[^,;]|,\s(?=báo\scáo|tổng\shợp|trình))*$")
"""«Để tổng hợp, báo cáo Bộ trưởng, …»: whom the purpose names is asked for nothing."""
_FEW = re.compile(
    r"(?:\d{1,3}\s)?(?:công\sty|doanh\snghiệp|đơn\svị|cơ\ssở|nhà\s(?:thầu|máy)|bệnh\sviện|trường|xã|phường|huyện|tỉnh)"
    r"(?=\s(?:này|trên|nêu|phải|báo\scáo|gửi|nộp|khẩn|thực\shiện|sớm|rà)(?!\w))"
)
"""«yêu cầu 4 công ty này báo cáo», «đề nghị công ty gửi báo cáo»: those asked, by a common word."""
_WRITTEN_TO = re.compile(
    r"(?:công\svăn|văn\sbản|công\sđiện|thông\sbáo)(?:\s[^;.,]{2,60}?)?\s(?:gửi|gởi|đến|tới)\s(?:tới\s|đến\s|cho\s)?(?=\S)",
    re.IGNORECASE,
)
"""«Bộ vừa có văn bản gửi các Sở … yêu cầu báo cáo»: those written to are asked."""
_URGED = re.compile(r"(?<!\w)đôn\sđốc(?:\sviệc)?\s(?=\S)", re.IGNORECASE)
_TO_GIVE = re.compile(
    r"\s(?:khẩn\strương\s|sớm\s|kịp\sthời\s|thực\shiện\s)?(?:nộp|gửi|lập|báo\scáo)(?!\w)",
    re.IGNORECASE,
)
"""«đôn đốc các xã nộp báo cáo»: those urged owe it."""
_AFTER_NOT = re.compile(
    r"(?:phối\shợp\s(?:với|cùng)|cùng|của|thuộc|do|với|cho|tham\smưu|về|tại|gửi|báo\scáo|trình|đến|từ|qua|theo|giúp|trực\sthuộc|quản\slý|chỉ\sđạo|hướng\sdẫn|đôn\sđốc|liên\squan)\s$",
    re.IGNORECASE,
)

_ASKS = re.compile(
    r"\s(?:vừa|đã|cũng|tiếp\stục)?\s?(?:có\s(?:công\svăn|văn\sbản)\s[^,;.]{0,80}?|ban\shành\s[^,;.]{0,80}?)?(?:yêu\scầu|đề\snghị|giao(?!\sthông)|lưu\sý|nhắc\snhở)(?!\w)",
    re.IGNORECASE,
)
"""Behind a body's name: it asks, and is not asked."""


@dataclass(frozen=True, slots=True)
class Around:
    """The letter's own: whom it addresses, when it is of, who issued it, its subject."""

    addressees: tuple[str, ...]
    times: Times
    issuer: str | None
    titles: dict[str, str] = field(default_factory=dict)
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with the words that lead it in: ``leads`` (outermost first) and the headings' titles."""

    paragraph: Paragraph
    leads: tuple[str, ...]
    titles: tuple[str, ...]


def around(letter: Letter, header: Header) -> Around:
    """What the whole letter says of every sentence of it."""
    recipients = tuple(f.value for f in header.recipients if re.search(r"\w", f.value))
    if not recipients:
        recipients = tuple(found.value for found in header.recipients_inferred) or _ordered(letter)
    titles = {h.value.number: h.value.title for h in letter.headings if h.value.title}
    issuer = header.issuer.value.name if header.issuer else None
    subject = header.subject or header.subject_inferred
    return Around(
        recipients, times(letter, header), issuer, titles, subject.value if subject else ""
    )


def times(letter: Letter, header: Header) -> Times:
    """The letter's date as far as it is printed, and the year of its subject."""
    subject = header.subject or header.subject_inferred
    years = _YEAR.findall(subject.value) if subject else []
    scope = int(years[-1]) if years else None
    issued = header.issued.value if header.issued else None
    if issued is None:
        return Times(scope or _commonest(letter), scope=scope)
    date = issued.date or _not_before(issued.year, issued.not_before)
    if date is not None:
        return Times(date.year, date.month, date.day, scope)
    return Times(issued.year or scope or _commonest(letter), issued.month, None, scope)


def _not_before(year: int | None, cited: dt.date | None) -> dt.date | None:
    return cited if cited and year in (None, cited.year) else None


def _commonest(letter: Letter) -> int | None:
    """The year the body's first paragraphs name, where no head is left."""
    for paragraph in letter.zone(BODY)[:6]:
        if years := _YEAR.findall(paragraph.text):
            return int(years[-1])
    return None


def _ordered(letter: Letter) -> tuple[str, ...]:
    """«UBND tỉnh yêu cầu các sở, ban, ngành …» in the opening sentences."""
    for paragraph in letter.zone(BODY)[:6]:
        for found in _ADDRESS.finditer(paragraph.text):
            group = listed(paragraph.text, found.end())
            if group and not all(is_generic(body.name) for body in group):
                return names(group)
    return ()


def placed(letter: Letter, known: Around) -> Iterator[Placed]:
    """The paragraphs that may ask for something, each with what leads it in."""
    stack: list[tuple[int, str, str]] = []
    for paragraph in letter.zone(BODY, ANNEX):
        rank = _RANK.get(paragraph.bullet, 1) if paragraph.bullet else 0
        while stack and (stack[-1][0] >= rank or not paragraph.where.startswith(stack[-1][1])):
            stack.pop()
        leads = tuple(text for _, _, text in stack)
        yield Placed(paragraph, leads, _titles(paragraph.where, known.titles))
        if paragraph.text.rstrip().endswith((":", "như sau")) or (
            rank == 0 and len(paragraph.text) < 120
        ):
            stack.append((rank, paragraph.where, paragraph.text))


def _titles(where: str, titles: dict[str, str]) -> tuple[str, ...]:
    path = where.split(".")
    numbers = (".".join(path[: depth + 1]) for depth in range(len(path)))
    return tuple(titles[number] for number in numbers if number in titles)


def without_mark(text: str) -> int:
    """Where a paragraph's words begin, after its number or bullet."""
    found = _MARK.match(text)
    return found.end() if found else 0


def subject(text: str, start: int, end: int) -> tuple[str, ...]:
    """The bodies of ``text[start:end]`` that are told to do what follows."""
    return _told(text, start, end) or _first_named(text, start, end)


def _told(text: str, start: int, end: int) -> tuple[str, ...]:
    """Those behind «đề nghị», «đôn đốc … nộp», «có văn bản gửi»."""
    for found in reversed(list(_ADDRESS.finditer(text, start, end))):
        if group := listed(text, found.end(), end):
            return names(group)
        if few := _FEW.match(text, found.end(), end):
            return (few.group(),)
    for found in reversed(list(_URGED.finditer(text, start, end))):
        group = listed(text, found.end(), end)
        if group and _TO_GIVE.match(text, group[-1].end):
            return names(group)
    for found in _WRITTEN_TO.finditer(text, start, end):
        if group := listed(text, found.end(), end):
            return names(group)
    return ()


_LEVEL = re.compile(
    r"\s*(?:-\s|cụ\sthể\s?:\s|riêng\s|đối\svới\s){0,2}(?P<level>cấp\s(?:tỉnh|thành\sphố|quận|huyện|thị\sxã|phường|xã|cơ\ssở)(?:,\s(?:huyện|thị\sxã|thành\sphố|xã|phường|thị\strấn)){0,3})"
    r"\s(?=(?:phải|có\strách|hoàn|báo\scáo|tổng|gửi|nộp|lập|thực\shiện)(?!\w))",
    re.IGNORECASE,
)
"""«cấp phường, xã phải hoàn thành và báo cáo»: a level at the head of its clause."""


def _first_named(text: str, start: int, end: int) -> tuple[str, ...]:
    """The first body that neither asks nor is spoken of."""
    if level := _LEVEL.match(text, start):
        return (level["level"],)
    place = start
    for body in bodies(text, start, end):
        if body.start < place:
            continue
        group = listed(text, body.start, end)
        if _ASKS.match(text, group[-1].end if group else body.end):
            place = group[-1].end if group else body.end
            continue
        if _IN_PURPOSE.match(text[start : body.start]):
            place = body.end
            continue
        if not _AFTER_NOT.search(text[max(start, body.start - 24) : body.start]):
            return names(group) or (body.name,)
        place = group[-1].end if group else body.end
    return ()


def asker(text: str) -> str | None:
    """The first body of a sentence that asks: «Thủ tướng yêu cầu các bộ …»."""
    for body in bodies(text):
        if _ASKS.match(text, body.end):
            return body.name
    return None


def headed(place: Placed) -> tuple[str, ...]:
    """The bodies the nearest heading is about: '2. Sở Y tế', 'Hoạt động của Ban Chỉ đạo'."""
    for title in reversed(place.titles):
        found = bodies(title)
        if (
            found
            and not _RECEIVES.search(title[: found[0].start])
            and (found[0].start <= MOST_BEFORE_NAME or _OWN.search(title[: found[0].start]))
        ):
            return names(found)
    return ()


_RECEIVES = re.compile(r"(?:báo\scáo|gửi|về|cho|trình|(?<!đối\s)với)\s$", re.IGNORECASE)
MOST_BEFORE_NAME = 12
_OWN = re.compile(
    r"(?:hoạt\sđộng|trách\snhiệm|nhiệm\svụ|phân\scông|chế\sđộ\sbáo\scáo)\s(?:của\s|đối\svới\s|cho\s)?$|báo\scáo\s(?:của|đối\svới)\s$",
    re.IGNORECASE,
)


_COMMON = frozenset(
    ("công ty", "doanh nghiệp", "cơ sở", "trường", "bệnh viện", "xã", "phường", "huyện", "tỉnh", "nhà máy", "nhà thầu")
)  # fmt: skip
"""What a letter calls the one it is written to."""


def who_of(found: tuple[str, ...], known: Around) -> tuple[str, ...]:
    """``found``, or where it names nobody in particular those the letter addresses."""
    if found and not all(is_generic(name) or name in _COMMON for name in found):
        return found
    return known.addressees or found or tuple(name for name in (known.issuer,) if name)
