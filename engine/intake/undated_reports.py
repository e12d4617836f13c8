"""Reports asked for without a date: the reporting regime, an incident, a summary 'theo quy định'.

They never get a date. Nouns ('theo báo cáo của', 'tài liệu, báo cáo') and purposes ask for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.actors import is_generic
from engine.intake.deadline_grammar import read_dues
from engine.intake.deadline_marks import says_when
from engine.intake.difficulties_found import is_trouble
from engine.intake.duty_context import Around, Placed, headed, subject, who_of
from engine.intake.duty_doubts import DAY_UNREAD
from engine.intake.found import AD_HOC, ONE_OFF, PERIODIC, Deadline, Found, Report
from engine.intake.recurrences import EVERY_OF, once, periods
from engine.intake.report_parts import parts
from engine.intake.told_deadlines import narrated

_I = re.IGNORECASE
_REGIME = re.compile(
    r"(?<!quy\sđịnh\s)(?<!về\s)(?<!việc\s)(?<!là\s)(?<!ban\shành\s)(?<!áp\sdụng\s)(?<!rà\ssoát\s)(?:thực\shiện\s)?(?:(?:tốt|nghiêm|túc|đầy|đủ|nghiêm\stúc|đúng)\s){0,3}chế\sđộ\s(?:thông\stin,?\s(?:và\s)?)?báo\scáo"
    r"(?!\s[^;.]{0,60}?\slà\s(?:loại|chế|báo|việc|hình))(?!,?\s(?:giảm|của\sbộ|mới))",
    _I,
)
_INCIDENT = re.compile(
    r"kịp\sthời\sbáo\scáo|đột\sxuất|sự\scố|vụ\sviệc\s(?:phát\ssinh|xảy|nghiêm|phức)|tình\shuống\s(?:phát|khẩn)|báo\scáo\sngay",
    _I,
)
_HOW = re.compile(
    r"báo\scáo\s[^;.]{0,60}?\sđược\s(?:tính|thể\shiện|chốt)(?!\w)|báo\scáo\s(?:được\s)?gửi\s(?:qua|sau|kèm|bằng)|không\sđược\s(?:đưa|tổng)|của\s(?:các\s)?cơ\squan\shành\schính|^\W*báo\scáo\s[^,;]{0,60}phải\scó\s|chế\sđộ\sbáo\scáo\s[^;.]{0,60}?\slà\s(?:loại|chế|báo|việc|hình)",
    _I,
)
"""How a report is to be sent, or what happens to a late one; the title of the law on reporting."""
_CASE = re.compile(r"đột\sxuất|sự\scố|vụ\sviệc", _I)
_ASKED = re.compile(
    r"(?<!\w)(?P<lead>(?:xây\sdựng|lập|hoàn\sthiện|chuẩn\sbị|dự\sthảo|tổng\shợp[^.;]{0,60}?|xác\sminh|thông\stin|định\sk[ỳì]|và|,|;|gửi|kịp\sthời|sơ\skết|tổng\skết|theo\sdõi|đánh\sgiá|tham\smưu)\s?(?:,\s|và\s)?)?"
    r"báo\scáo(?=\s(?:kết|tình|về|cho|bằng|những|các\s(?:vụ|vấn|chỉ|nội|trường)|nhanh|đánh|tổng|sơ|số\sliệu|việc|định|kịp|công|tiến|giải\sngân|số(?!\s?\d)|lên|gửi|theo|UBND|Ủy|Uỷ|Sở|Bộ|Ban|Phòng|Thường|Chủ|Tỉnh|Huyện|Thành|Hội|cấp|cơ|chuyên|ngay|khi|sự\scố)(?!\w)|(?<=kịp\sthời\sbáo\scáo),)",
    _I,
)
_NOUN = re.compile(
    r"(?:theo|trên\scơ\ssở|căn\scứ|qua|từ|nghe|kèm\stheo|các|những|nội\sdung|mẫu|tại|trong|của|là|xem|hệ\sthống(?:\sthông\stin)?|đề\scương|việc|công\stác|kỳ|thời\s(?:gian|hạn)|trong\sđó\scó|loại|(?:không|chưa)(?:\s(?:gửi|nộp|có|thực\shiện))?)\s$"
    r"|(?<!như\s)(?:gồm|bao\sgồm)(?:\scó)?\s?:[^.]*$",
    _I,
)
_TITLE = re.compile(
    r"(?:công\svăn|văn\sbản|quyết\sđịnh|thông\stư|nghị\sđịnh|kế\shoạch|chỉ\sthị)\s(?:số|này|trên|\d)[^;]{0,200}?\s(?:về|v/v)\s[^,;.]{0,200}$"
    r"|(?<!\w)(?:về|hướng\sdẫn)\sviệc\s$",
    _I,
)
"""«Công văn số … về việc tổ chức trực và báo cáo», «hướng dẫn việc chuẩn bị báo cáo»: of a document, whatever verb leads."""
_TAKES_PART = re.compile(r"(?:tham\sgia|góp\sý|ý\skiến)\s[^;]{0,80}$", _I)
"""«tham gia vào báo cáo chính trị»: the report is another's."""
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phục\svụ|làm\scơ\ssở)\s[^;]*$", _I)
_RULE = re.compile(r"theo\s(?:đúng\s)?quy\sđịnh|định\sk[ỳì]|thường\sxuyên|tổng\shợp", _I)
_MADE = re.compile(r"^(?:xây\sdựng|lập|hoàn\sthiện|chuẩn\sbị|dự\sthảo)", _I)
_PAST = re.compile(r"(?<!\w)(?:đã\s(?:có\s)?(?:\w+\s){0,2}|(?:chưa|không)\s)$", _I)
_NOT_SENT = re.compile(r"(?<!\w)(?:chưa|không)\s(?:\w+\s){0,2}$", _I)
_ADVERBS = re.compile(r"(?:(?<!\w)(?:thực|hiện|nghiêm|túc|tốt|đầy|đủ|đúng)\s){0,6}$", _I)
_OF_TOPIC = re.compile(
    r"(?:quy\sđịnh|về|việc|là|ban\shành|áp\sdụng|rà\ssoát|hóa|hoá|phương\sán|xây\sdựng|hoàn\sthiện|sửa\sđổi|công\stác|hướng\sdẫn)\s$",
    _I,
)
"""«về thực hiện nghiêm chế độ báo cáo», «đơn giản hóa chế độ báo cáo»: what is spoken of."""
_BASIS = re.compile(r"\s*Thực\shiện\schế\sđộ\sbáo\scáo\s[^;]{0,80}?theo\s[^;]{0,60}?\d/")
"""«Thực hiện chế độ báo cáo định kỳ theo Thông tư số 03/2003 …» where a letter begins: why it asks."""


_LEADS_IN = re.compile(r"(?::|(?:như|quy\sđịnh|nội\sdung)\ssau(?:\sđây)?[.:]?)\s*$", _I)


def read(
    place: Placed, start: int, end: int, known: Around, heard: tuple[str, ...]
) -> list[Found[Report]]:
    """The undated reports of a sentence that has no dated one; one for each of its clauses at most."""
    text = place.paragraph.text
    if _LEADS_IN.search(text) or _is_heading(place, text):
        return []
    out = []
    at = start
    while at < end:
        stop = text.find(";", at, end)
        stop = end if stop < 0 else stop
        if found := _clause(place, at, stop, start, known, heard):
            out.append(found)
        at = stop + 1
    return out


def read_after(
    place: Placed, start: int, end: int, known: Around, heard: tuple[str, ...]
) -> list[Found[Report]]:
    """Of a sentence with dated reports, the clauses behind its last semicolon that ask for another, undated.

    «…; Phòng Nội vụ tổng hợp, báo cáo Sở Nội vụ theo quy định», «…; khi có cháy rừng báo cáo ngay».
    """
    text = place.paragraph.text
    at = text.rfind(";", start, end)
    if at < 0 or read_dues(text[at:end]):
        return []
    own = _COLLECTS.search(text, at, end) and subject(text, at, end)
    return read(place, at + 1, end, known, heard) if own or _INCIDENT.search(text, at, end) else []


_COLLECTS = re.compile(r"tổng\shợp", _I)


def _is_heading(place: Placed, text: str) -> bool:
    return bool(place.titles) and text.rstrip(" .:").endswith(place.titles[-1].rstrip(" .:"))


def _clause(
    place: Placed, start: int, end: int, sentence: int, known: Around, heard: tuple[str, ...]
) -> Found[Report] | None:
    text = place.paragraph.text[start:end]
    if _HOW.search(text) or narrated(text):
        return None
    if is_trouble(text) and not _CASE.search(text):
        return None
    regime = _regime(text)
    if regime and not place.paragraph.bullet and _BASIS.match(place.paragraph.text):
        return None
    asked = regime or _first_asked(text) or (_SENT.search(text) if _says_only_when(text) else None)
    if asked is None:
        return None
    kind, every = _kind(text, asked, regime is not None)
    who = _who(place, start, asked.start(), sentence, known, heard)
    said = parts(text, 0, len(text), max(asked.start(), asked.end() - len("báo cáo")))
    begin = asked.start() + len(asked.group()) - len(_JOINTS.sub("", asked.group()))
    if kind == AD_HOC and (case := _WHEN.search(text[:begin])):
        begin = case.start("when")
    phrase = " ".join(text[begin:].split()).strip(" ,;./")
    report = Report(
        kind, phrase[:400], None if regime else said.about, who, said.to, said.via,
        Deadline(every=every), None, said.goes_up_to, said.channel, place.paragraph.where,
    )  # fmt: skip
    span = (place.paragraph.span(start + begin, end),)
    if says_when(text):
        return Found(report, span, 0.65, (DAY_UNREAD,))
    return Found(report, span, 0.75)


def _regime(text: str) -> re.Match[str] | None:
    """The first «chế độ báo cáo» that is to be kept; one that is only spoken of is none."""
    for found in _REGIME.finditer(text):
        adverbs = _ADVERBS.search(text, 0, found.start())
        if not _OF_TOPIC.search(text, 0, adverbs.start() if adverbs else found.start()):
            return found
    return None


_WHEN = re.compile(
    r"(?:^|[,;:]|\s)\s?(?P<when>(?:nếu\s(?:có|xảy|phát)|khi\s(?:có|xảy|phát)|trường\shợp)\s[^;:.]{5,200})$",
    _I,
)
"""«nếu có vấn đề đột xuất …, kịp thời báo cáo»: the case belongs to the duty's words."""


def _says_only_when(text: str) -> bool:
    return says_when(text) and not _DAY.search(text)


_DAY = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}(?!\d)")
_SENT = re.compile(
    r"(?P<lead>)(?<!đã\s)(?<!chưa\s)(?<!không\s)(?:gửi|nộp)\s(?:các\s)?báo\scáo(?!\sviên)(?!\w)", _I
)
"""Where words of a day that cannot be read stand beside it, nobody may miss that a report is asked for."""
_JOINTS = re.compile(r"^(?:\s|,|;|và\s)+", _I)


def _first_asked(text: str) -> re.Match[str] | None:
    for found in _ASKED.finditer(text):
        before = text[: found.start()]
        lead = found["lead"] or ""
        plain = not lead or lead.lower().startswith("gửi")
        if (not lead or lead.lower().startswith("dự")) and _NOUN.search(before):
            continue
        if (
            _TITLE.search(before)
            or (plain and _NOT_SENT.search(before[-24:]))
            or _TAKES_PART.search(before)
            or _PURPOSE.search(before)
            or _PAST.search(before[-24:])
        ):
            continue
        return found
    return None


def _kind(text: str, asked: re.Match[str], regime: bool) -> tuple[str, str | None]:
    if _INCIDENT.search(text):
        return AD_HOC, None
    named = [p for p in periods(text) if not p.weak and not p.named]
    if named and not once(text):
        several = len({period.kind for period in named}) > 1
        return (PERIODIC, None) if several else (named[0].kind, EVERY_OF[named[0].kind])
    if regime or (_RULE.search(text) and not _MADE.match(asked.group().strip(" ,;"))):
        return PERIODIC, None
    return (
        ONE_OFF if _MADE.match(asked.group().strip(" ,;")) or asked.start() < 3 else PERIODIC
    ), None


def _who(
    place: Placed, start: int, at: int, sentence: int, known: Around, heard: tuple[str, ...]
) -> tuple[str, ...]:
    text = place.paragraph.text
    found = subject(text, start, start + at) or subject(text, sentence, start + at) or heard
    for lead in reversed(place.leads):
        found = found or subject(lead, 0, len(lead))
    if not found or all(is_generic(name) for name in found):
        found = headed(place) or found
    return who_of(found, known)


def merged(found: Sequence[Found[Report]]) -> list[Found[Report]]:
    """The regime named several times ('thực hiện chế độ báo cáo') is one duty, with all its places."""
    out: list[Found[Report]] = []
    regime: int | None = None
    for one in found:
        if not _REGIME.match(one.value.phrase) or one.value.to:
            out.append(one)
        elif regime is None:
            regime = len(out)
            out.append(one)
        else:
            first = out[regime]
            where = ", ".join(dict.fromkeys([*first.value.where.split(", "), one.value.where]))
            out[regime] = replace(
                first, value=replace(first.value, where=where), spans=(*first.spans, *one.spans)
            )
    return out
