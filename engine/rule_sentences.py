"""A deadline's rule told back in plain words, Vietnamese and English. Pure.

A reader of a draft compares the sentence with the letter, so it names the last acceptable day and
not the printed one: "trước ngày 15/5" reads "chậm nhất hết ngày 14/5". Where that day is not the
same in every month or year (ngày 30, ngày 29/2), the printed boundary is told with its exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from engine.calendar import DAY, Calendar
from engine.deadline_rules import (
    AD_HOC,
    BEFORE,
    BY_MONTH,
    BY_WEEK,
    EVENT,
    ISSUED,
    LAST_DAY,
    MONTHLY,
    RECEIVED,
    UNDATED,
    WEEKDAYS,
    WITHIN,
    YEARLY,
    Rule,
)
from engine.deadlines import NEXT, PREVIOUS, Due, last_acceptable, series
from engine.printed_days import PrintedDay
from engine.rule_words import WEEKDAY_WORDS

SHORTEST = 28
"""Days that every month has."""
_SINCE = {
    ISSUED: ("ngày ban hành", "the day of issue"),
    RECEIVED: ("ngày nhận được văn bản", "the day the directive is received"),
}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who reports, who consolidates, and to whom the consolidated report goes, as they are called.

    ``consolidator`` and ``to`` may be blank.
    """

    who: tuple[str, str]
    consolidator: str = ""
    to: str = ""


def sentence(
    parties: Parties,
    rule: Rule,
    consolidated: Rule | None = None,
    *,
    requested: bool = False,
    day_off: str = "",
    locale: str = "vi",
) -> str:
    """The whole duty in one sentence: who reports until when, who consolidates until when."""
    vi = locale == "vi"
    who = parties.who[0 if vi else 1]
    if vi:
        first = f"{who} {'được đề nghị báo cáo' if requested else 'nộp'} {moment(rule, locale)}"
    else:
        first = f"{who} {'are asked to report' if requested else 'report'} {moment(rule, locale)}"
    parts = [first]
    if parties.consolidator:
        parts.append(_consolidation(parties, consolidated, vi))
    elif consolidated is not None:
        told = moment(consolidated, locale)
        parts.append(f"báo cáo tổng hợp gửi {told}" if vi else f"the consolidated report {told}")
    parts += filter(None, (recurrence(rule, locale), _moved(rule, day_off, vi)))
    said = "; ".join(parts) + "."
    return said[:1].upper() + said[1:]


def _consolidation(parties: Parties, consolidated: Rule | None, vi: bool) -> str:
    to = f", nộp {parties.to}" if vi else f" and reports to {parties.to}"
    said = f"{parties.consolidator} {'tổng hợp' if vi else 'consolidates'}"
    said += to if parties.to else ""
    if consolidated is None:
        return said
    joined = "" if parties.to else (", gửi" if vi else ", by way of its own report")
    return f"{said}{joined} {moment(consolidated, 'vi' if vi else 'en')}"


def moment(rule: Rule, locale: str = "vi") -> str:
    """Until when, in words: "chậm nhất hết ngày 14/5", "trước 17:00 ngày 20 của tháng báo cáo"."""
    vi = locale == "vi"
    if rule.fixed:
        return _fixed(rule, vi)
    said = _moment(rule, vi)
    days = sum(step.days for step in rule.earlier)
    if not days:
        return said
    return (
        f"sớm hơn {days} ngày so với hạn «{said}» của cấp trên"
        if vi
        else f"{days} days earlier than the superior's date ({said})"
    )


def recurrence(rule: Rule, locale: str = "vi") -> str:
    """How often: "lặp lại hằng năm đến hết ngày 31/12/2025"; '' for once."""
    vi = locale == "vi"
    if not rule.recurs:
        return ""
    if rule.kind in YEARLY:
        said = "lặp lại hằng năm" if vi else "each year"
    else:
        said = {
            "weekly": ("hằng tuần", "each week"),
            "biweekly": ("hai tuần một lần", "every two weeks"),
            "monthly": ("hằng tháng", "each month"),
            "quarterly": ("hằng quý", "each quarter"),
        }[rule.kind][0 if vi else 1]
    if rule.until is None:
        return said
    return (
        f"{said} đến hết ngày {rule.until:%d/%m/%Y}"
        if vi
        else f"{said} until {rule.until:%d/%m/%Y}"
    )


def coming(
    rule: Rule, issued_on: date, calendar: Calendar, day_off: str, count: int = 3
) -> list[Due]:
    """The first deadlines of the rule in a directive of that day, as the engine will set them.

    Those counted from the receipt are for who receives it on the day of issue. Raises what
    ``deadlines.series`` raises.
    """
    found = series(rule, issued_on, calendar=calendar, day_off=day_off)
    return list(islice(found, count))


def _moment(rule: Rule, vi: bool) -> str:
    if rule.kind == UNDATED:
        return "theo quy định, không định ngày" if vi else "as the rules say, without a date"
    if rule.kind == AD_HOC:
        return "ngay khi có vụ việc (đột xuất)" if vi else "whenever something happens (ad hoc)"
    if rule.kind == WITHIN:
        return _within(rule, vi)
    if rule.at is not None:
        clock = f"{rule.at:%H:%M}"
        day = _printed(rule, vi)
        return f"trước {clock} {day}" if vi else f"before {clock} on {day}"
    told = _last_day(rule, vi)
    if told is not None:
        return f"chậm nhất hết {told}" if vi else f"by the end of {told}"
    return _varying(rule, vi)


def _within(rule: Rule, vi: bool) -> str:
    if rule.since == EVENT:
        since = (f"ngày {rule.event}", f"the day of «{rule.event}»")
    else:
        since = _SINCE[rule.since]
    if vi:
        days = f"{rule.days} ngày làm việc" if rule.working else f"{rule.days} ngày"
        return f"trong vòng {days} kể từ {since[0]}"
    days = f"{rule.days} working days" if rule.working else f"{rule.days} days"
    return f"within {days} from {since[1]}"


def _fixed(rule: Rule, vi: bool) -> str:
    if rule.at is not None:
        days = [
            f"{rule.at:%H:%M} {'ngày ' if vi else 'on '}{f.printed:%d/%m/%Y}" for f in rule.fixed
        ]
        return ("trước " if vi else "before ") + ", ".join(days)
    lasts = (last_acceptable(f.printed, rule.boundary) for f in rule.fixed)
    days = [f"{'ngày ' if vi else ''}{day:%d/%m/%Y}" for day in lasts]
    return ("chậm nhất hết " if vi else "by the end of ") + ", ".join(days)


def _last_day(rule: Rule, vi: bool) -> str | None:
    """The last acceptable day; None where it is not the same each time."""
    before = rule.boundary == BEFORE
    if rule.kind in BY_WEEK:
        place = (WEEKDAYS.index(rule.weekday) - before) % 7
        return WEEKDAY_WORDS[WEEKDAYS[place]][0 if vi else 1]
    if rule.kind in BY_MONTH:
        return _last_of_month(rule, before, vi)
    return _last_of_year(rule.printed, before, vi) if rule.printed else None


def _last_of_month(rule: Rule, before: bool, vi: bool) -> str | None:
    if rule.day == LAST_DAY:
        if before:
            return None
        return (
            f"ngày cuối {_month(rule, 0, vi)}" if vi else f"the last day of {_month(rule, 0, vi)}"
        )
    if rule.day > SHORTEST:
        return None
    day = rule.day - before
    if day == 0:
        month = _month(rule, -1, vi)
        return f"ngày cuối {month}" if vi else f"the last day of {month}"
    return f"ngày {day} {_month(rule, 0, vi)}" if vi else f"day {day} of {_month(rule, 0, vi)}"


def _last_of_year(printed: PrintedDay, before: bool, vi: bool) -> str | None:
    word = "ngày " if vi else ""
    if printed.year is not None:
        day = printed.in_year(printed.year) - before * DAY
        return f"{word}{day:%d/%m/%Y}"
    if (printed.day, printed.month) == (29, 2) and before:
        return None
    if (printed.day, printed.month) == ((1, 3) if before else (29, 2)):
        return "ngày cuối tháng 2" if vi else "the last day of February"
    day = printed.in_year(2023) - before * DAY
    return f"{word}{day.day}/{day.month}"


def _varying(rule: Rule, vi: bool) -> str:
    """The boundary as printed, where short months and years have a day of their own."""
    before = rule.boundary == BEFORE
    edge = (
        ("trước" if before else "chậm nhất hết")
        if vi
        else ("before" if before else "by the end of")
    )
    if rule.kind not in BY_MONTH:
        return (
            f"{edge} ngày 29/2 (năm không nhuận: {edge} ngày 28/2)"
            if vi
            else f"{edge} 29/2 (28/2 in a common year)"
        )
    month = _month(rule, 0, vi)
    if rule.day == LAST_DAY:
        return f"{edge} ngày cuối {month}" if vi else f"{edge} the last day of {month}"
    return (
        f"{edge} ngày {rule.day} {month} (tháng không có ngày {rule.day}: {edge} ngày cuối tháng)"
        if vi
        else f"{edge} day {rule.day} of {month} (its last day where it has no {rule.day})"
    )


def _printed(rule: Rule, vi: bool) -> str:
    """The day as it is printed, for a rule with a time of day."""
    word = "ngày " if vi else ""
    if rule.kind in BY_WEEK:
        return WEEKDAY_WORDS[rule.weekday][0 if vi else 1]
    if rule.kind in BY_MONTH:
        month = _month(rule, 0, vi)
        if rule.day == LAST_DAY:
            return f"ngày cuối {month}" if vi else f"the last day of {month}"
        return f"ngày {rule.day} {month}" if vi else f"day {rule.day} of {month}"
    printed = rule.printed
    if printed is None:
        return ""
    year = "" if printed.year is None else f"/{printed.year}"
    return f"{word}{printed.day}/{printed.month}{year}"


def _month(rule: Rule, shift: int, vi: bool) -> str:
    """Which month, counted from the period's last one."""
    after = rule.after + shift
    vi_base, en_base = (
        ("của tháng báo cáo", "the month reported on")
        if rule.kind == MONTHLY
        else ("của tháng cuối quý", "the quarter's last month")
    )
    known = {
        0: (vi_base, en_base),
        1: ("của tháng sau", "the month after it")
        if rule.kind == MONTHLY
        else ("của tháng đầu quý sau", "the first month after the quarter"),
        -1: (f"của tháng liền trước {vi_base.removeprefix('của ')}", f"the month before {en_base}"),
    }
    if after in known:
        return known[after][0 if vi else 1]
    when = ("sau", "after") if after > 0 else ("trước", "before")
    if vi:
        return f"của tháng thứ {abs(after)} {when[0]} {vi_base.removeprefix('của ')}"
    return f"month {abs(after)} {when[1]} {en_base}"


def _moved(rule: Rule, day_off: str, vi: bool) -> str:
    if not rule.is_dated or rule.kind == WITHIN or day_off not in (NEXT, PREVIOUS):
        return ""
    if day_off == NEXT:
        return (
            "rơi vào ngày nghỉ thì tính đến hết ngày làm việc kế tiếp"
            if vi
            else "on a day off it counts until the next working day"
        )
    return (
        "rơi vào ngày nghỉ thì tính đến hết ngày làm việc liền trước"
        if vi
        else "on a day off it counts until the working day before"
    )
