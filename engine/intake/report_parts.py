"""Of a report's words: to whom it goes, through whom, who puts it together, whom that goes up to, how, about what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.intake.actors import body_at, listed, names

_I = re.IGNORECASE
_TO = re.compile(
    r"(?<!\w)(?:về|cho|lên|tới|đến|gửi|(?<!đối\s)với)\s(?:cho\s|về\s|tới\s|đến\s)?(?=\S)", _I
)
_DIRECT = re.compile(r"(?<!\w)(?:báo\scáo|trình|gửi|nộp)\s(?:với\s)?(?=\S)", _I)
_VIA = re.compile(r"(?<!\w)(?:thông\s)?qua\s(?:(?:đầu\smối|địa\schỉ)\s(?:là\s)?)?(?=\S)", _I)
_PURPOSE = re.compile(
    r"(?<!\w)(?:để|nhằm|phục\svụ|sau\sđó,?(?=\s(?-i:[A-ZĐỦ])[^;.]{2,80}\stổng\shợp))\s(?P<what>[^;]{0,260})",
    _I,
)
_COLLECT = re.compile(r"tổng\shợp|theo\sdõi,?\s(?:tổng|báo)|tham\smưu", _I)
_UP = re.compile(r"(?:báo\scáo|trình|gửi|tham\smưu(?:\scho)?)\s(?:(?:cho|về|lên|với)\s)?(?=\S)", _I)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_SOFT = re.compile(r"bản\smềm|file\s(?:mềm|word|excel)|tệp\s(?:tin|mềm)|bản\sword", _I)
_PAPER = re.compile(
    r"bằng\svăn\sbản|bản\s(?:giấy|cứng)|văn\sbản\sgiấy|kèm\stheo\s(?:file|bản)\smềm|đồng\s(?:gửi|thời\sgửi)\s(?:qua\s)?(?:bản|file|tệp|e-?mail|thư)",
    _I,
)
_SYSTEM = re.compile(
    r"(?:trục\sliên\sthông[^,.;()]{0,60}|hệ\sthống\s(?:thông\stin|quản\slý|báo\scáo|phần\smềm|eoffice|iOffice|VNPT)[^,.;()]{0,80}|phần\smềm\s[^,.;()]{2,60}|cổng\sdịch\svụ[^,.;()]{0,40}"
    r"|zalo[^,.;()]{0,30}|google\s(?:drive|form|sheet)s?|đường\s(?:link|dẫn)[^,.;()]{0,60}|i-?office|e-?office)",
    _I,
)
_ABOUT_END = re.compile(
    r"\s(?:về|cho|gửi|lên|tới|đến|qua)\s(?=[A-ZĐỦƯ]|các\s|cơ\squan|cấp)|\s?[(;:.]|,?\s(?:trước|chậm\snhất|muộn\snhất|để|nhằm|gửi|theo\s(?:mẫu|đề\scương|biểu|quy\sđịnh)|bằng\svăn|đồng|định\sk[ỳì]|xong|trong\s(?:ngày|tháng|vòng|thời)|hằng|hàng|phục\svụ)(?!\w)",
    _I,
)
_ABOUT_LEAD = re.compile(
    r"(?:(?:về|gửi|nộp|trình|tổng\shợp|,|và|định\sk[ỳì]|bằng\svăn\sbản|đánh\sgiá)\s?|báo\scáo\s?|\s)*",
    _I,
)
WRITTEN, SOFT_COPY = ("văn bản", "bản mềm")


@dataclass(frozen=True, slots=True)
class Parts:
    """See ``found.Report``: the same names."""

    about: str | None = None
    to: str | None = None
    via: str | None = None
    consolidator: str | None = None
    goes_up_to: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()


NOTHING_SAID = Parts()


def parts(text: str, start: int, end: int, verb: int) -> Parts:
    """What ``text[start:end]`` says of the report its verb at ``verb`` asks for."""
    purpose = _PURPOSE.search(text, verb, end)
    stop = purpose.start() if purpose else end
    to, close = _receiver(text, verb, stop)
    if purpose and to is None and _ONLY_SENDS.match(purpose["what"]):
        purpose, stop = None, end
        to, close = _receiver(text, verb, stop)
    via, bracket = _via(text, verb, end), _bracket(text, close, stop)
    if bracket and to and not via and not _APPOSED.search(to):
        via = bracket
    about = _about(text, verb, stop)
    collects = bool(purpose and _COLLECT.search(purpose["what"]))
    consolidator = None
    if collects or via:
        own = _subject_of(purpose) if purpose else None
        consolidator = own or via or bracket or to
    up = _up(purpose) if purpose else ()
    if purpose and up and to is None and _DRAFTS.search(text, start, stop) and _subject_of(purpose):
        to, up, consolidator = up[0], up[1:], None
    consolidator = _STANDING.sub("", consolidator) if consolidator else None
    if to and bracket and not via:
        to = f"{to} ({bracket})"
    return Parts(about, to, via, consolidator, up, channels(text[start:end]))


_APPOSED = re.compile(r"[Tt]hường\s[Tt]rực|[Tt]hường\strực")
"""'Cơ quan Thường trực (Công an tỉnh)': the bracket names the same body again."""
_DRAFTS = re.compile(
    r"(?:dự\sthảo|xây\sdựng|chuẩn\sbị|hoàn\s(?:thành|thiện)|lập)\s(?:các\s)?báo\scáo", _I
)
"""«dự thảo báo cáo để UBND xã báo cáo UBND tỉnh»: it goes where the other one sends it."""
_STANDING = re.compile(r"^cơ\squan\s[Tt]hường\strực,?\s(?=Phòng|Sở|Văn)")


_ONLY_SENDS = re.compile(r"(?:gửi|nộp)\s(?:về|cho|đến|tới|lên)\s", _I)
"""«báo cáo tình hình để gửi về Sở»: no purpose beyond the report's own way."""


def _receiver(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The addressee's names, and where they end."""
    places = [*_TO.finditer(text, start, end), *_DIRECT.finditer(text, start, end)]
    for found in sorted(places, key=lambda place: place.end()):
        if own := _OWN.match(text, found.end(), end):
            return own.group(), own.end()
        if level := _LEVEL.match(text, found.end(), end):
            return level.group(), level.end()
        group = listed(text, found.end(), end)
        if group and not text[: found.start()].rstrip().endswith(("phối hợp", "liên quan")):
            return "; ".join(names(group)), group[-1].end
    return None, start


_OWN = re.compile(
    r"(?:Bộ|Ban|Hội)(?=\s(?:trước|để|theo|chậm|muộn|qua|đúng|bằng|có|tổng\shợp|xem|trong|biết)(?!\w)|\s?[,.;()]|\s?$)"
)
"""«gửi về Bộ trước ngày …»: the one that writes, by the word its name begins with."""
_LEVEL = re.compile(
    r"(?:(?:cấp\s(?:tỉnh|thành\sphố|quận|huyện|thị\sxã|phường|xã)(?:,\s(?:huyện|thị\sxã|thành\sphố|xã|phường)){0,3}|tỉnh|thành\sphố|huyện|quận|xã)"
    r"(?=\s(?:trước|để|theo|chậm|muộn|vào)(?!\w)|\s?[,.;()]|\s?$)|(?:cục|sở|chi\scục|tổng\scục|viện|quận\shội|ủy\sban)(?=\s(?:trước|chậm|muộn)(?!\w)))"
)
"""«báo cáo kết quả về cấp huyện», «gửi về thành phố trước ngày …»; «về cục trước ngày …»: the one that asks."""
_GATHERS = re.compile(
    r"(?:Sở|Phòng|Công\san|Văn\sphòng|Cục|Chi\scục|Thanh\stra|Bảo\shiểm|Ban\s(?:Tổ|Tuyên|Dân|Nội|Chỉ)|Bộ\s|Vụ\s)[^;]*$"
)


def gathering(to: str | None, who: tuple[str, ...]) -> str | None:
    """The body many report to puts their reports together, if it is a specialised one ('Sở Nội vụ')."""
    many = len(who) > 1 or any(re.search(r"(?:^|\s)[Cc]ác\s", name) for name in who)
    return to if to and many and _GATHERS.match(to) else None


def _via(text: str, start: int, end: int) -> str | None:
    for found in _VIA.finditer(text, start, end):
        if body := body_at(text, found.end(), end):
            return body.name
    return None


def _bracket(text: str, at: int, end: int) -> str | None:
    """'Ban Chỉ đạo (Phòng Nội vụ)': the body that stands for the one before it."""
    if at < end and (opened := re.match(r"\s?\(\s?(?=\S)", text[at:end])):
        body = body_at(text, at + opened.end(), end)
        return body.name if body else None
    return None


def _subject_of(purpose: re.Match[str]) -> str | None:
    """«để Sở Nội vụ tổng hợp»: who does it."""
    if own := _OWN.match(purpose["what"]):
        return own.group()
    body = body_at(purpose["what"], 0)
    return body.name if body else None


def _up(purpose: re.Match[str]) -> tuple[str, ...]:
    what = purpose["what"]
    for found in _UP.finditer(what):
        if group := listed(what, found.end()):
            more = _up_again(what, group[-1].end)
            return (
                tuple(dict.fromkeys((*names(group), *more)))
                if not found.group().lower().startswith("tham") or not more
                else more
            )
    return ()


def _up_again(what: str, at: int) -> tuple[str, ...]:
    """«tham mưu UBND tỉnh báo cáo Bộ Nội vụ»: what follows the first list."""
    found = _UP.search(what, at)
    return names(listed(what, found.end())) if found else ()


def channels(text: str) -> tuple[str, ...]:
    """How it is to be sent: on paper, by e-mail (addresses), through a system."""
    out: list[str] = []
    mails = _MAIL.findall(text)
    soft = bool(_SOFT.search(text))
    if _PAPER.search(text):
        out.append(WRITTEN)
    out.extend(
        f"e-mail: {mail}" + (f" ({SOFT_COPY})" if soft else "") for mail in dict.fromkeys(mails)
    )
    if soft and not mails:
        out.append(SOFT_COPY)
    out.extend(dict.fromkeys(found.group().strip() for found in _SYSTEM.finditer(text)))
    return tuple(out)


def _about(text: str, verb: int, end: int) -> str | None:
    """The first account's words after the verb or a later «báo cáo» that say more than a period's name."""
    for at in (verb, *(found.start() for found in _AGAIN.finditer(text, verb + 1, end))):
        about = _about_at(text, at, end)
        if about and not _ONLY_PERIOD.fullmatch(about):
            return about
    return None


_AGAIN = re.compile(r"báo\scáo\s", _I)
_ONLY_PERIOD = re.compile(
    r"(?:định\sk[ỳì]\s)?(?:(?:hằng|hàng)\s)?(?:0?[69]\s(?:\([^()]*\)\s)?tháng(?:\s(?:đầu|cuối)\snăm)?|năm|qu[ýí]|tháng|tuần|cả\snăm|bằng|bằng\svăn\sbản|này|ngay|nhanh|đầy\sđủ|sơ\sbộ|chính\sthức)[^\w]*",
    _I,
)


def _about_at(text: str, verb: int, end: int) -> str | None:
    lead = _ABOUT_LEAD.match(text, verb, end)
    start = lead.end() if lead else verb
    found = _ABOUT_END.search(text, max(verb, start - 1), end)
    about = text[start : found.start() if found else end].strip(" ,.;:-–")
    return about if len(about) > 2 and not body_at(about, 0) else None
