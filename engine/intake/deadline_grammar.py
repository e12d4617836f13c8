"""What a sentence prints as a deadline: 'trước ngày', 'chậm nhất', 'trong tháng', 'trong 05 ngày kể từ'.

The boundary: 'trước ngày 15/5' leaves the 14th as the last acceptable day, and so does 'chậm nhất
trước ngày'; 'chậm nhất ngày', 'trong ngày', 'trong tháng', 'đến hết ngày' and a day named after
'thời hạn:' are acceptable themselves. With a time of day the day itself is acceptable until then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engine.intake.date_forms import NUMBERS, SAID, Printed
from engine.intake.dates import read_day, read_days, read_time
from engine.intake.found import BEFORE, NO_LATER
from engine.intake.moved_deadlines import moved, replaced

HARD, SOFT, WEAK, LABEL, OPEN = "hard", "soft", "weak", "label", "open"
"""How sure a mark is: HARD 'trước ngày'; SOFT 'trong tháng' (may be the period reported on); WEAK
'ngày 20 hằng tháng' without a word before it; LABEL 'Thời hạn: 15/5'; OPEN a day in brackets."""

_I = re.IGNORECASE
_FILL = r"(?:\s*[:,]?\s*(?:là|vào|đến|hết|trong|lúc|hồi|thời\sđiểm|khoảng)(?=\s)){0,3}\s*[:,]?\s*"
_MARK = re.compile(
    r"(?<![\w/])(?:"
    r"(?P<incl>trước\s(?:hoặc|và)\s(?:trong|đúng))"
    r"|(?P<until>(?:đến|tới|trong|trước\skhi|trước)\s(?:hết|kết\sthúc)(?=\s(?:ngày|tháng|qu[ýí]|năm|\d))"
    r"|(?:đến|vào|trước)\s(?=(?:ngày\s)?cuối\s(?:(?:mỗi|hằng|hàng|từng)\s)?(?:tháng|qu[ýí]|năm))|(?=cuối\s(?:tháng|qu[ýí])\s(?:\d|[IV])))"
    r"|(?P<before>(?:(?:chậm|muộn|trễ)\snhất\s(?:là\s|vào\s)?)?trước(?!,?\s(?:và\s)?(?:trong|sau|mắt|hết|đây|đó)\b))"
    r"|(?P<nay>từ\snay\s(?:cho\s)?đến(?:\shết)?(?=\s(?:ngày|\d)))"
    r"|(?P<label>(?:thời\s(?:hạn|gian|điểm)|hạn)(?:\s(?:gửi|nộp|báo\scáo|hoàn\sthành|thực\shiện|chốt|trình"
    r"|nhận|cuối|chót|chậm\snhất|để|và)){0,6}"
    r"(?:\s(?:về|cho|lên)\s[^.:;]{2,80}|\s(?:báo\scáo|kết\squả|số\sliệu|văn\sbản)[^.:;\d]{0,60})?(?:\s?:|\s(?:là|đến|vào)\s))"
    r"|(?P<late>(?:chậm|muộn|trễ)\snhất|không\s(?:được\s)?(?:quá|muộn\shơn|chậm\shơn|trễ\shơn|chậm\squá|sau)"
    r"|hạn\s(?:chót|cuối(?:\scùng)?)(?:\s(?:nộp|gửi|nhận|báo\scáo)){0,2}|(?:hoàn\sthành|xong)\s(?:đến|vào)(?=\s(?:ngày|hết|cuối|\d)))"
    r"|(?P<within>trong(?=\s(?:ngày|tháng|qu[ýí]|năm|thứ)\s))"
    r"|(?P<on>(?:định\sk[ỳì]|vào|từ)(?:\s(?:chiều|sáng|cuối\sgiờ|trưa))?(?=\s(?:các\s)?(?:ngày|thứ|\d|cuối\s(?:tháng|qu[ýí]))))"
    r"|(?P<bare>(?=(?<!ngày\s)(?<!tuần\s)cuối\s(?:mỗi|hằng|hàng|từng)\s(?:tháng|qu[ýí])|ngày\s\d{1,2}(?!\d)|(?:chiều\s|sáng\s)?(?:các\sngày\s)?thứ\s\w{1,3}\s(?:hằng|hàng)\stuần))"
    r")",
    _I,
)
_COUNT = (
    r"(?P<n>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)).replace(" ", r"\s") + ")"
)
_WITHIN = re.compile(
    r"(?<!\w)(?:trong(?:\s(?:vòng|thời\s(?:hạn|gian)))?|thời\s(?:hạn|gian)(?:\slà)?\s?:?|không\squá|sau"
    r"|(?:chậm|muộn)\snhất(?:\slà)?(?:\s(?:sau|trong(?:\svòng|\sthời\shạn)?))?)(?:\s(?:thời\shạn|không\squá))?"
    rf"\s{_COUNT}{SAID}\s(?P<unit>ngày(?!\s?\d)|giờ(?!\s?\d)|tiếng|tháng(?!\s?\d|\s(?:đầu|cuối)))(?P<working>\slàm\sviệc)?(?:\s?\([^()]{{2,24}}\))?"
    r"(?:\s?,?\s(?P<since>(?:kể\stừ|tính\stừ|từ|sau|so\svới)\s[^,.;()]{3,80}?"
    r"(?=\s(?:và|phải|để|thì|báo\scáo|gửi|các|UBND|Ủy\sban|Sở|Phòng|cơ\squan|đơn\svị|đề\snghị|yêu\scầu|về\s(?=[A-ZĐỦ]))(?!\w)|\s?[,.;()]|\s?$)))?",
    _I,
)
_HARD_NOISE = re.compile(
    r"(?:^|(?:người|trẻ|em|cháu|dân|niên|nam|nữ|viên|[,;(]))\s?sinh\s$|(?<!các\s)(?<!\w)cấp\s$"
    r"|(?:tuyển\sdụng|phát\ssinh|xảy\sra|khởi\scông|hiệu\slực|nghỉ\shưu|nhập\sngũ"
    r"|cư\strú|tồn\sđọng)(?:\s\w+)?\s$|(?:tính|lũy\skế|luỹ\skế)(?:\s\w+)?\s$"
    r"|(?:được|bị)(?:\s\w+)?\s(?:ban\shành|cấp|tuyển\sdụng|bổ\snhiệm|ký|thành\slập|công\snhận|đầu\stư)\s$",
    _I,
)
_TOLD = re.compile(r"(?<!\w)đã(?:\s\w+){1,3}\s$", _I)
_RANGE = re.compile(r"(?:^|[\s(])(?:từ|kể\stừ)\s(?:ngày|thứ|tháng|qu[ýí]|\d)[^.;]{0,40}$", _I)
_COVERED = re.compile(
    r"(?:(?<!báo\scáo\s)kết\squả|tình\shình|phát\ssinh|đạt\sđược|xảy\sra|hoạt\sđộng|vụ\sviệc|nhiệm\svụ|số\sliệu|công\stác"
    r"|thực\shiện|triển\skhai|diễn\sra|diễn\sbiến|nội\sdung|sự\skiện|chỉ\stiêu|biến\sđộng|tiến\sđộ)\s$",
    _I,
)
_BETWEEN = re.compile(
    r"(?<!tính\s)(?:định\sk[ỳì]\s)?từ\s(?:ngày\s)?\d{1,2}\s?(?:đến|tới|-|–)\s?(?:hết\s)?(?=ngày\s\d)",
    _I,
)
"""'từ ngày 01 đến ngày 05 hằng tháng': a window to send in, whose last day counts."""
_OPEN = re.compile(
    r"\(\s*(?=(?:ngày\s)?\d{1,2}/\d{1,2}(?:/\d{4})?(?:\shằng\snăm|\shàng\snăm)?\s*\))", _I
)
_DOCUMENT = re.compile(r"(?:số\s|/)\S*\s$")


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline's words, ``text[start:end]``; ``day`` None for a period of ``within`` days.

    ``told``: «đã bàn giao trước ngày …» may tell of what is over.
    """

    start: int
    end: int
    boundary: str
    strength: str
    day: Printed | None = None
    within: int | None = None
    working: bool = False
    since: str | None = None
    unit: str = "day"
    opens: Printed | None = None
    told: bool = False


def read_dues(text: str) -> list[Due]:
    """The deadlines a sentence prints, in its order. Whether they are anybody's duty is not asked."""
    dues = [_within(found) for found in _WITHIN.finditer(text) if _is_term(found)]
    for start, day, before in moved(text):
        dues.append(Due(start, day.end, BEFORE if before else NO_LATER, LABEL, day))
    for found in _WINDOW.finditer(text):
        if not any(due.start <= found.start() < due.end for due in dues):
            dues.extend(_window(text, found))
    for found in _MARK.finditer(text):
        if not any(due.start <= found.start() < due.end for due in dues):
            dues.extend(_marked(text, found))
    for found in (*_BETWEEN.finditer(text), *_OPEN.finditer(text)):
        if not any(due.start <= found.end() < due.end for due in dues):
            dues.extend(_unmarked(text, found))
    return sorted(dues, key=lambda due: due.start)


_WINDOW = re.compile(
    r"(?:thời\s(?:gian|hạn|điểm)\s(?:gửi|nộp|nhận|báo\scáo|tiếp\snhận)[^.;:\d]{0,60}[:\s]\s?|(?<!\w)(?:gửi|nộp|tiếp\snhận)\s(?!.{0,80}(?:số\sliệu|tính))[^.;:\d]{0,80}?)"
    r"từ\s(?=(?:ngày\s)?\d)",
    _I,
)
_TO = re.compile(r"\s*(?:đến|tới|-|–)\s*(?:hết\s)?(?:ngày\s)?(?=\d|ngày)", _I)


def _window(text: str, found: re.Match[str]) -> list[Due]:
    """«Thời gian gửi báo cáo: từ ngày 10/9 đến ngày 15/9»: its last day, with the day it opens."""
    first = read_day(text, found.end())
    joint = _TO.match(text, first.end) if first else None
    last = read_day(text, joint.end()) if joint else None
    if first is None or last is None or last.day is None or last.month is None:
        return []
    opens = replace(first, month=first.month or last.month, year=first.year or last.year)
    return [Due(found.end() - 3, last.end, NO_LATER, LABEL, last, opens=opens)]


def _unmarked(text: str, found: re.Match[str]) -> list[Due]:
    day = read_day(text, found.end())
    if day is None:
        return []
    if text[found.start()] == "(":
        return [Due(day.start, day.end, NO_LATER, OPEN, day)]
    return [Due(found.start(), day.end, NO_LATER, WEAK, day)] if day.every else []


def _is_term(found: re.Match[str]) -> bool:
    """'sau 05 ngày' alone is no term, 'từ 15 ngày' neither; both need what they count from."""
    if found["unit"].lower() != "ngày" and not found["since"]:
        return found.group().lower().startswith(("trong", "không")) and found["unit"] != "tháng"
    return bool(found["since"]) or not found.group().lower().startswith("sau")


def _within(found: re.Match[str]) -> Due:
    said = " ".join(found["n"].lower().split())
    days = int(said) if said.isdigit() else NUMBERS[said]
    since = " ".join(found["since"].split()) if found["since"] else None
    start, end = found.span()
    unit = {"ngày": "day", "tháng": "month"}.get(found["unit"].lower(), "hour")
    return Due(
        start,
        end,
        NO_LATER,
        HARD,
        within=days,
        working=bool(found["working"]),
        since=since,
        unit=unit,
    )


_DAILY = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi)\sngày(?!\w)", _I)
_FILLER = re.compile(_FILL, _I)
_BLANKS = re.compile(r"[\s:,]*(?:(?:vào|lúc|hồi|là|thời\sđiểm)\s)?")


def _past_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _marked(text: str, found: re.Match[str]) -> list[Due]:
    kind = str(found.lastgroup)
    filler = None if kind == "before" else _FILLER.match(text, found.end())
    days = read_days(text, filler.end() if filler else found.end())
    if not days:
        days = read_days(text, _past_blanks(text, found.end()))
    if not days and kind in ("before", "late") and _DAILY.search(text):
        time = read_time(text, _past_blanks(text, found.end()))
        days = (replace(time, every="day"),) if time else ()
    before = text[max(0, found.start() - 60) : found.start()]
    if not days or _HARD_NOISE.search(before) or replaced(before) or not _fits(found, days, before, text):
        return []
    strength = _STRENGTH.get(kind, HARD)
    if kind in ("on", "bare") and days[-1].every is None and days[-1].weekday is None:
        strength = WEAK if days[-1].month is None else OPEN
    start = found.start()
    dues = []
    for printed in days:
        exclusive = kind == "before" and printed.time is None
        day = printed
        if exclusive and day.whole:
            day, exclusive = _before_whole(printed, text)
        boundary = BEFORE if exclusive else NO_LATER
        told = bool(_TOLD.search(before))
        dues.append(Due(start, day.end, boundary, strength, day, told=told))
        start = day.end
    return [*dues, *_after_bracket(text, dues[-1])]


_NEXT = re.compile(r"\s*\([^()]{2,60}\)\s*(?:,|;|và)\s*(?=(?:ngày\s)?\d{1,2}/\d)")


def _after_bracket(text: str, last: Due) -> list[Due]:
    """«trước ngày 15/6 (báo cáo 6 tháng), 15/12 (báo cáo năm)»: the second is of the same kind."""
    joint = _NEXT.match(text, last.end)
    day = read_day(text, joint.end()) if joint else None
    if day is None or day.day is None or day.month is None:
        return []
    due = replace(last, start=day.start, end=day.end, day=day)
    return [due, *_after_bracket(text, due)]


def _before_whole(day: Printed, text: str) -> tuple[Printed, bool]:
    """'trước tháng 12' is before its first day; 'trước cuối tháng 12' is not beyond its last."""
    words = text[day.start : day.end].lower()
    if "cuối" in words or day.month is None:
        return day, False
    if re.search("qu[ýí]", words):
        return replace(day, day=1, month=day.month - 2), True
    return replace(day, day=1, month=1 if words.startswith("năm") else day.month), True


_STRENGTH = {"within": SOFT, "until": SOFT, "label": LABEL, "on": WEAK, "bare": WEAK}


def _fits(found: re.Match[str], days: tuple[Printed, ...], before: str, text: str) -> bool:
    kind = str(found.lastgroup)
    day = days[-1]
    if kind == "until" and day.day is not None and _RANGE.search(before):
        return False
    if kind == "within":
        return not _COVERED.search(before) and (day.whole or day.month is not None or day.blank)
    if kind in ("on", "bare") and day.every is None and day.weekday is None:
        return _stands_alone(kind, day, before, text, found)
    if kind in ("on", "bare"):
        repeated = day.every is not None or day.weekday is not None
        return (
            repeated
            and not day.blank
            and not _ranges(before, text, day)
            and not _DOCUMENT.search(before)
        )
    return True


_ALONE = re.compile(
    r"(?:[:(]|(?:kỳ|đợt|lần)\s[^,;.:()]{0,20}|tháng|qu[ýí]|năm|gửi|nộp)\s*$",
    _I,
)
_RECEIVED = re.compile(r"(?:về|cho|[Bb]áo\scáo)\s[A-ZĐỦƯ][^,;.:()\d]{2,80}\s$")


def _stands_alone(kind: str, day: Printed, before: str, text: str, found: re.Match[str]) -> bool:
    """«kỳ đầu năm ngày 05/10», «gửi về Sở vào ngày 15/6», «hằng tháng (vào ngày 25)»; no document's date."""
    if day.blank or _DOCUMENT.search(before) or _RANGE.search(before) or _ranges(before, text, day):
        return False
    if day.month is None:
        return kind == "on" and text[day.end : day.end + 1] in ("", ")", ",", ".", ";")
    if found.group().lower().startswith("vào"):
        return True
    named = _ALONE.search(before) or _RECEIVED.search(before)
    return bool(named) and not re.match(r"\s(?:của|tại)\s", text[day.end : day.end + 6])


def _ranges(before: str, text: str, day: Printed) -> bool:
    """'từ ngày 01 đến ngày 05 hằng tháng' begins with a 'từ', whose day is not the last one."""
    return bool(re.match(r"\s(?:đến|tới)\s(?:hết\s)?ngày", text[day.end : day.end + 16])) or bool(
        re.search(r"tính\stừ\s(?:ngày\s)?[^;.]{0,30}$|(?:đến|hết|tính)\s$", before, _I)
    )
