"""Whose box a notice of the ladder goes into, and what it says of a report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from engine.deadlines import local_day
from engine.notices import SUPERIOR
from engine.selectors import resolve_many

T = TypeVar("T")


def boxes(
    session: Session, wanted: Sequence[tuple[T, str, int]], now: datetime
) -> Iterator[tuple[T, str, int]]:
    """For each (what, audience, unit it is about): the unit's own box, or its superior's."""
    above = superiors(session, {unit for _, a, unit in wanted if a == SUPERIOR}, local_day(now))
    for what, audience, unit in wanted:
        if audience != SUPERIOR:
            yield what, audience, unit
        elif unit in above:
            yield what, audience, above[unit]


def superiors(session: Session, units: Collection[int], on: date) -> dict[int, int]:
    """The unit above each; none for one at the top."""
    asked = [(unit, {"select": "superior", "unit": unit}) for unit in sorted(units)]
    found = resolve_many(session, asked, on) if asked else {}
    return {unit: above[0].id for unit, above in found.items() if above}


def about(title: str, period: str, due_at: datetime) -> dict[str, Any]:
    """What a notice says of a report: title, period, the last day in time."""
    return {"report": title, "period": period, "last_day": last_day(due_at).isoformat()}


def last_day(due_at: datetime) -> date:
    """The last day in time, where ``due_at`` is the first instant that is late."""
    return local_day(due_at - timedelta(microseconds=1))
