"""A rule as its letter prints it, said as an officer would; ``rule_sentences`` tells the last day.

Vietnamese and English. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeAlias

from engine.deadline_rules import (
    ANNUAL,
    BEFORE,
    BIWEEKLY,
    BY_MONTH,
    BY_WEEK,
    EVENT,
    HALF_YEAR,
    LAST_DAY,
    MONTHLY,
    NINE_MONTHS,
    QUARTERLY,
    RECEIVED,
    WEEKDAYS,
    WEEKLY,
    WITHIN,
    Rule,
)

Words: TypeAlias = Mapping[str, str]

WEEKDAY_WORDS: Mapping[str, tuple[str, str]] = dict(
    zip(
        WEEKDAYS,
        (
            ("thứ Hai", "Monday"),
            ("thứ Ba", "Tuesday"),
            ("thứ Tư", "Wednesday"),
            ("thứ Năm", "Thursday"),
            ("thứ Sáu", "Friday"),
            ("thứ Bảy", "Saturday"),
            ("Chủ nhật", "Sunday"),
        ),
        strict=True,
    )
)
_EVERY = {
    WEEKLY: ("hằng tuần", "every week"),
    BIWEEKLY: ("hai tuần một lần", "every two weeks"),
    MONTHLY: ("hằng tháng", "every month"),
    QUARTERLY: ("hằng quý", "every quarter"),
    HALF_YEAR: ("6 tháng", "for half a year"),
    NINE_MONTHS: ("9 tháng", "for nine months"),
    ANNUAL: ("hằng năm", "every year"),
}


def of(rule: Rule) -> Words:
    """The rule as one clause: «hằng quý, chậm nhất ngày 05 của tháng liền sau kỳ»."""
    if rule.kind == WITHIN and not rule.fixed:
        return _within(rule)
    if not rule.is_dated:
        return {"vi": "không định ngày", "en": "without a date"}
    vi, en = _EVERY.get(rule.kind, ("một lần", "once"))
    if rule.fixed:
        return {"vi": f"{vi}, theo ngày đã ấn định", "en": f"{en}, on days already fixed"}
    when = next(say(rule) for of_kind, say in _WHEN if of_kind(rule))
    return {"vi": f"{vi}, {when['vi']}{_at(rule.at)}", "en": f"{en}, {when['en']}{_at(rule.at)}"}


def boundary(rule_boundary: str, at: time | None = None) -> Words:
    """What stands before the printed day."""
    if at is not None:
        return {"vi": f"trước {at:%H:%M} ngày", "en": f"before {at:%H:%M} on"}
    if rule_boundary == BEFORE:
        return {"vi": "trước ngày", "en": "before"}
    return {"vi": "chậm nhất ngày", "en": "by"}


def day(on: date) -> str:
    """14/05/2023."""
    return f"{on:%d/%m/%Y}"


def weekday(on: date) -> Words:
    """The day's name."""
    vi, en = WEEKDAY_WORDS[WEEKDAYS[on.weekday()]]
    return {"vi": vi, "en": en}


def _within(rule: Rule) -> Words:
    since = {
        RECEIVED: ("ngày nhận được văn bản", "the day the document is received"),
        EVENT: (f"khi {rule.event}", f"{rule.event}"),
    }.get(rule.since, ("ngày ban hành văn bản", "the day of issue"))
    kind = ("ngày làm việc", "working days") if rule.working else ("ngày", "days")
    return {
        "vi": f"trong vòng {rule.days} {kind[0]} kể từ {since[0]}, không tính ngày đầu",
        "en": f"within {rule.days} {kind[1]} from {since[1]}, which is not counted",
    }


def _monthly(rule: Rule) -> Words:
    last = rule.day == LAST_DAY
    vi_day = "ngày cuối" if last else f"ngày {rule.day:02}"
    en_day = "the last day" if last else f"day {rule.day}"
    vi_edge, en_edge = _edge(rule)
    vi_month, en_month = _month(rule.after)
    return {"vi": f"{vi_edge} {vi_day} {vi_month}", "en": f"{en_edge} {en_day} {en_month}"}


def _month(after: int) -> tuple[str, str]:
    if after == 0:
        return "của tháng cuối kỳ", "of the period's last month"
    if after == 1:
        return "của tháng liền sau kỳ", "of the month after the period"
    if after > 1:
        return f"của tháng thứ {after} sau kỳ", f"of month {after} after the period"
    return (
        f"của tháng thứ {-after} trước tháng cuối kỳ",
        f"of month {-after} before the period's last",
    )


def _weekly(rule: Rule) -> Words:
    vi_edge, en_edge = _edge(rule)
    vi, en = WEEKDAY_WORDS[rule.weekday]
    return {"vi": f"{vi_edge} {vi}", "en": f"{en_edge} {en}"}


def _printed(rule: Rule) -> Words:
    edge = boundary(rule.boundary)
    vi_more, en_more = ("", "")
    if rule.recurs and rule.until is not None:
        vi_more, en_more = f", đến {day(rule.until)}", f", until {day(rule.until)}"
    elif rule.recurs:
        vi_more, en_more = " mỗi năm", " each year"
    return {
        "vi": f"{edge['vi']} {rule.printed}{vi_more}",
        "en": f"{edge['en']} {rule.printed}{en_more}",
    }


def _edge(rule: Rule) -> tuple[str, str]:
    return ("trước", "before") if rule.boundary == BEFORE else ("chậm nhất", "by")


def _at(at: time | None) -> str:
    return f" ({at:%H:%M})" if at is not None else ""


_WHEN: tuple[tuple[Callable[[Rule], bool], Callable[[Rule], Words]], ...] = (
    (lambda rule: rule.kind in BY_MONTH, _monthly),
    (lambda rule: rule.kind in BY_WEEK, _weekly),
    (lambda rule: True, _printed),
)
