"""A deadline as a letter prints it, as the rule of a directive file (docs/directive-file.md). Pure."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from engine import deadline_rules as rules
from engine.deadlines import last_acceptable
from engine.intake import found as kinds
from engine.intake.found import Deadline
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
_RECEIVED = ("nhan", "tiep nhan", "den")
_COUNTED_FROM = re.compile(
    r"(?:kể từ |tính từ |từ |sau )?(?:ngày |khi |thời điểm )?", re.IGNORECASE
)
"""What stands before the event wherever a rule is told: «kể từ ngày …»."""
_ISSUED = ("ban hanh", "ky", "van ban nay")


def rule(kind: str, deadline: Deadline, phrase: str) -> dict[str, Any]:
    """The deadline of a report of that kind (``found.REPORT_KINDS``), values as text.

    Once, where a day with its year is printed, unless the words say «hằng năm»; what has no day is
    undated: nothing is made up. The kinds of short periods recur by themselves.
    """
    said = fold(phrase)
    told = _within(deadline) or _by_day(kind, deadline, said) or _by_date(kind, deadline, said)
    if told is None:
        return {"kind": rules.AD_HOC if kind == kinds.AD_HOC else rules.UNDATED}
    return told


def last_day(on: date | None, boundary: str, at: str | None = None) -> date | None:
    """The last acceptable day of a printed one; None without a day or a boundary."""
    if on is None or boundary not in _BOUNDARY:
        return None
    return last_acceptable(on, _BOUNDARY[boundary], time.fromisoformat(f"{at:0>5}") if at else None)


def _within(deadline: Deadline) -> dict[str, Any] | None:
    if not deadline.within or deadline.on is not None or deadline.unit != "day":
        return None
    told: dict[str, Any] = {
        "kind": rules.WITHIN,
        "days": str(deadline.within),
        "count": "working" if deadline.working else "calendar",
    }
    since = deadline.since or ""
    words = fold(since)
    if any(word in words.split() for word in _RECEIVED):
        return told | {"since": rules.RECEIVED}
    if not words or any(word in words for word in _ISSUED):
        return told | {"since": rules.ISSUED}
    return told | {"since": rules.EVENT, "event": _COUNTED_FROM.sub("", since, count=1)}


def _by_day(kind: str, deadline: Deadline, said: str) -> dict[str, Any] | None:
    """A day of each week, month or quarter."""
    every = _EVERY.get(deadline.every or "", _KIND.get(kind, ""))
    boundary = _BOUNDARY.get(deadline.boundary)
    if boundary is None:
        return None
    told: dict[str, Any] = {"kind": every, "boundary": boundary, **_time(deadline)}
    if every == rules.WEEKLY and deadline.weekday:
        return told | {"weekday": rules.WEEKDAYS[deadline.weekday - 1]}
    if every in rules.BY_MONTH and deadline.day:
        day = "last" if deadline.day == _MONTH_END else str(deadline.day)
        told["day"] = day
        if every == rules.QUARTERLY and any(words in said for words in _LATER):
            told["after"] = "1"
        return told
    return None


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
