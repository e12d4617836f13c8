"""A deadline as a letter prints it, as the rule of a directive file (docs/directive-file.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from engine import deadline_rules as rules
from engine.deadlines import last_acceptable
from engine.intake import found as kinds
from engine.intake.found import Deadline
from engine.letter_periods import within
from engine.unit_names import fold

_BOUNDARY = {kinds.BEFORE: rules.BEFORE, kinds.NO_LATER: rules.NO_LATER}
_KIND = {
    kinds.WEEKLY: rules.WEEKLY,
    kinds.MONTHLY: rules.MONTHLY,
    kinds.QUARTERLY: rules.QUARTERLY,
    kinds.HALF_YEAR: rules.HALF_YEAR,
    kinds.NINE_MONTHS: rules.NINE_MONTHS,
    kinds.ANNUAL: rules.ANNUAL,
    kinds.AD_HOC: rules.AD_HOC,
}
_EVERY = {
    "week": rules.WEEKLY,
    "month": rules.MONTHLY,
    "quarter": rules.QUARTERLY,
    "half_year": rules.HALF_YEAR,
    "nine_months": rules.NINE_MONTHS,
    "year": rules.ANNUAL,
}
_EACH_YEAR = ("hang nam", "moi nam", "cac nam", "tung nam")
_LATER = ("sau quy", "quy sau", "thang dau quy", "ke tiep", "thang sau", "quy tiep theo")
_MONTH_END = 99
MONTHLY_GUESSED = "monthly-guessed"
"""«Trước ngày 01 tháng sau» of what is not said to be monthly: a code of ``engine.letter_note_texts``."""
_MONTHLY = ("hang thang", "moi thang", "tung thang", "cac thang", "dinh ky", "bao cao thang")
_MIDDLE_OF_QUARTER = 2
_QUARTERS = 4
_AFTER: Mapping[tuple[int, ...], dict[str, str]] = {
    (3, 6, 9, 12): {},
    (1, 4, 7, 10): {"after": "1"},
}
"""By the months in which a quarterly report is due, how long after the quarter's last one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A rule, and the code of what to look at about it; '' where the words say it all."""

    rule: dict[str, Any]
    note: str = ""


def rule(kind: str, deadline: Deadline, phrase: str, sentence: str = "") -> dict[str, Any]:
    """The deadline of a report of that kind (``found.REPORT_KINDS``), values as text."""
    return understood(kind, deadline, phrase, sentence).rule


def understood(kind: str, deadline: Deadline, phrase: str, sentence: str = "") -> Told:
    """As ``rule``, with what to look at; ``sentence`` is the one in which the phrase stands.

    Once, where a day with its year is printed, unless the words say «hằng năm»; what has no day is
    undated: nothing is made up. The kinds of short periods recur by themselves.
    """
    words = f"{sentence} {phrase}" if phrase not in sentence else sentence
    periodic = _KIND.get(kind, "") in rules.PERIODIC
    if counted := within(deadline, words, periodic=periodic):
        return Told(*counted)
    said = fold(phrase if deadline.every is None else words)
    told = _by_day(kind, deadline, fold(phrase)) or _by_date(kind, deadline, said)
    if told is None:
        return Told({"kind": rules.AD_HOC if kind == kinds.AD_HOC else rules.UNDATED})
    guessed = told["kind"] == rules.MONTHLY and deadline.following
    if guessed and not any(monthly in fold(words) for monthly in _MONTHLY):
        return Told(told, MONTHLY_GUESSED)
    return Told(told)


def last_day(on: date | None, boundary: str, at: str | None = None) -> date | None:
    """The last acceptable day of a printed one; None without a day or a boundary."""
    if on is None or boundary not in _BOUNDARY:
        return None
    return last_acceptable(on, _BOUNDARY[boundary], time.fromisoformat(f"{at:0>5}") if at else None)


def _by_day(kind: str, deadline: Deadline, said: str) -> dict[str, Any] | None:
    """A day of each week, month or quarter."""
    every = _EVERY.get(deadline.every or "", _KIND.get(kind, ""))
    boundary = _BOUNDARY.get(deadline.boundary)
    if boundary is None:
        return None
    told: dict[str, Any] = {"kind": every, "boundary": boundary, **_time(deadline)}
    if every == rules.WEEKLY and deadline.weekday:
        return told | {"weekday": rules.WEEKDAYS[deadline.weekday - 1]}
    if every == rules.QUARTERLY and deadline.on is not None:
        return _in_its_month(deadline, boundary)
    if every in rules.BY_MONTH and deadline.day:
        day = "last" if deadline.day == _MONTH_END else str(deadline.day)
        told["day"] = day
        if every == rules.QUARTERLY and any(words in said for words in _LATER):
            told["after"] = "1"
        elif every == rules.QUARTERLY and deadline.month == _MIDDLE_OF_QUARTER:
            told["after"] = "-1"
        return told
    return None


def _in_its_month(deadline: Deadline, boundary: str) -> dict[str, Any] | None:
    """One of the days of a quarterly report that are printed each with its month: it is due in that
    month of every year, and in no other (see ``quarterly``).
    """
    if deadline.every is None or deadline.on is None:
        return None
    date = f"{deadline.on:%d/%m}"
    return _told(rules.ANNUAL, boundary, date, deadline) | {"recurring": "true"}


def quarterly(told: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The one rule of four yearly days that are the same day of each quarter; None where they are
    not: «15/3, 15/6, 15/9 và 15/12 hằng năm».
    """
    if len(told) != _QUARTERS or any(
        one["kind"] != rules.ANNUAL or one.get("recurring") != "true" for one in told
    ):
        return None
    days = {one["date"][:2] for one in told}
    months = sorted(int(one["date"][3:5]) for one in told)
    alike = {(one["boundary"], one.get("time", "")) for one in told}
    after = _AFTER.get(tuple(months))
    if len(days) != 1 or len(alike) != 1 or after is None:
        return None
    first = told[0]
    kept = {name: first[name] for name in ("boundary", "time") if name in first}
    return {"kind": rules.QUARTERLY, **kept, "day": str(int(days.pop())), **after}


def _by_date(kind: str, deadline: Deadline, said: str) -> dict[str, Any] | None:
    """A printed day, of a year or once."""
    boundary = _BOUNDARY.get(deadline.boundary)
    if boundary is None:
        return None
    every = _KIND.get(kind) or _EVERY.get(deadline.every or "", rules.ONE_OFF)
    yearly = every in rules.YEARLY
    each_year = yearly and any(words in said for words in _EACH_YEAR)
    if deadline.on is not None and not each_year:
        date = f"{deadline.on:%d/%m/%Y}"
        return _told(every if yearly else rules.ONE_OFF, boundary, date, deadline)
    day, month = _day_of_year(deadline)
    if not yearly or day is None or month is None:
        return None
    told = _told(every, boundary, f"{day:02}/{month:02}", deadline)
    return told | {"recurring": "true"}


def _told(kind: str, boundary: str, date: str, deadline: Deadline) -> dict[str, Any]:
    return {"kind": kind, "boundary": boundary, "date": date, **_time(deadline)}


def _day_of_year(deadline: Deadline) -> tuple[int | None, int | None]:
    if deadline.on is not None:
        return deadline.on.day, deadline.on.month
    return deadline.day, deadline.month


def _time(deadline: Deadline) -> dict[str, str]:
    return {"time": deadline.time} if deadline.time else {}
