"""What a sentence prints as a deadline: 'trước ngày', 'chậm nhất', 'trong tháng', 'trong 05 ngày kể từ'.

The boundary: 'trước ngày 15/5' leaves the 14th as the last acceptable day, and so does 'chậm nhất
trước ngày'; 'chậm nhất ngày', 'trong ngày', 'trong tháng', 'đến hết ngày' and a day named after
'thời hạn:' are acceptable themselves. With a time of day the day itself is acceptable until then.
"""

from __future__ import annotations

import re
from dataclasses import replace

from engine.intake.date_forms import Printed, short_day
from engine.intake.dates import read_day, read_days, read_times
from engine.intake.deadline_marks import (
    BETWEEN,
    BRACKETED,
    CLOSED,
    COVERED,
    DOCUMENT,
    FILL,
    HARD_NOISE,
    IS_LAST,
    MARK,
    RANGE,
    TOLD,
)
from engine.intake.due import HARD, LABEL, OPEN, SOFT, WEAK, Due
from engine.intake.found import BEFORE, NO_LATER
from engine.intake.moved_deadlines import moved, replaced
from engine.intake.terms import read_terms

__all__ = ["HARD", "LABEL", "OPEN", "SOFT", "WEAK", "Due", "read_dues"]

_I = re.IGNORECASE


def read_dues(text: str) -> list[Due]:
    """The deadlines a sentence prints, in its order. Whether they are anybody's duty is not asked."""
    dues = read_terms(text)
    for start, day, before in moved(text):
        dues.append(Due(start, day.end, BEFORE if before else NO_LATER, LABEL, day))
    for found in IS_LAST.finditer(text):
        said = read_day(text, found.start())
        dues += [Due(*found.span(), NO_LATER, LABEL, said)] if said else []
    for found in _WINDOW.finditer(text):
        if not any(due.start <= found.start() < due.end for due in dues):
            dues.extend(_window(text, found))
    at = 0
    while mark := MARK.search(text, at):
        taken = any(due.start <= mark.start() < due.end for due in dues)
        marked = [] if taken else _marked(text, mark)
        dues.extend(marked)
        in_vain = mark.lastgroup == "label" and not marked
        at = mark.start() + 1 if in_vain else max(mark.end(), mark.start() + 1)
    for found in (*BETWEEN.finditer(text), *BRACKETED.finditer(text)):
        if not any(due.start <= found.end() < due.end for due in dues):
            dues.extend(_unmarked(text, found))
    return sorted(dues, key=lambda due: due.start)


_WINDOW = re.compile(
    r"(?:thời\s(?:gian|hạn|điểm)\s(?:gửi|nộp|nhận|báo\scáo|tiếp\snhận)[^.;:\d]{0,60}[:\s]\s?|(?<!\w)(?:gửi|nộp|tiếp\snhận)\s(?!.{0,80}(?:số\sliệu|tính))[^.;:\d]{0,80}?)"
    r"(?:trong\s(?:tuần|khoảng(?:\sthời\sgian)?|các\sngày)\s)?từ\s(?=(?:ngày\s)?\d)",
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


_DAILY = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi)\sngày(?!\w)", _I)
_FILLER = re.compile(FILL, _I)
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
    if not days and kind in ("before", "late"):
        short = short_day(text, _past_blanks(text, filler.end() if filler else found.end()))
        days = (short,) if short else ()
    if not days and kind in ("before", "late") and _DAILY.search(text):
        times = read_times(text, _past_blanks(text, found.end()))
        days = tuple(replace(time, every="day") for time in times)
    before = text[max(0, found.start() - 60) : found.start()]
    if (
        not days
        or HARD_NOISE.search(before)
        or replaced(before)
        or (kind not in ("before", "late", "incl") and CLOSED.search(before + found.group()))
        or not _fits(found, days, before, text)
    ):
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
        told = bool(TOLD.search(before))
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
    if day.working:
        return day, True
    if "cuối" in words or day.month is None:
        return day, False
    if re.search("qu[ýí]", words):
        return replace(day, day=1, month=day.month - 2), True
    return replace(day, day=1, month=1 if words.startswith("năm") else day.month), True


_STRENGTH = {"within": SOFT, "until": SOFT, "label": LABEL, "on": WEAK, "bare": WEAK}


def _fits(found: re.Match[str], days: tuple[Printed, ...], before: str, text: str) -> bool:
    kind = str(found.lastgroup)
    day = days[-1]
    if kind == "until" and day.day is not None and RANGE.search(before):
        return False
    if kind == "within":
        return not COVERED.search(before) and (
            day.whole or day.month is not None or day.blank or day.days_on is not None
        )
    if kind in ("on", "bare") and day.every is None and day.weekday is None:
        return _stands_alone(kind, day, before, text, found)
    if kind in ("on", "bare"):
        repeated = day.every is not None or day.weekday is not None
        return (
            repeated
            and not day.blank
            and not _ranges(before, text, day)
            and not DOCUMENT.search(before)
        )
    return True


_ALONE = re.compile(
    r"(?:[:(]|(?:kỳ|đợt|lần)\s[^,;.:()]{0,20}|tháng|qu[ýí]|năm|gửi|nộp)\s*$",
    _I,
)
_RECEIVED = re.compile(r"(?:về|cho|[Bb]áo\scáo)\s[A-ZĐỦƯ][^,;.:()\d]{2,80}\s$")


def _stands_alone(kind: str, day: Printed, before: str, text: str, found: re.Match[str]) -> bool:
    """«kỳ đầu năm ngày 05/10», «gửi về Sở vào ngày 15/6», «hằng tháng (vào ngày 25)»; no document's date."""
    if day.blank or DOCUMENT.search(before) or RANGE.search(before) or _ranges(before, text, day):
        return False
    if day.month is None:
        return kind == "on" and text[day.end : day.end + 1] in ("", ")", ",", ".", ";")
    if found.group().lower().startswith("vào"):
        return True
    named = _ALONE.search(before) or _RECEIVED.search(before)
    return bool(named) and not re.match(r"\s(?:của|tại)\s", text[day.end : day.end + 6])


_GOES_ON = re.compile(
    r"(?:\s(?:(?:năm|tháng)\s)?(?:trước|này|nay|sau|báo\scáo))?"
    r"(?:\s(?:đến|tới)\s(?:hết\s)?(?:ngày|\d)|\s?[-–]\s?(?:ngày\s)?\d{1,2}[/.]\d)",
    _I,
)
"""Behind a range's first day: «từ ngày 16 tháng 12 năm trước đến ngày 15», «từ 30/4 - 03/5»."""


def _ranges(before: str, text: str, day: Printed) -> bool:
    """'từ ngày 01 đến ngày 05 hằng tháng' begins with a 'từ', whose day is not the last one."""
    return bool(_GOES_ON.match(text, day.end)) or bool(
        re.search(r"tính\stừ\s(?:ngày\s)?[^;.]{0,30}$|(?:đến|hết|tính)\s$", before, _I)
    )
