"""Recurring obligations roll by themselves: the next period opens when its window does.

Whoever fires timers opens periods too (``timers.fire_due``): a claim, the reports of all who owe
and what comes next are one transaction. Who owed the last period owes the next one; a unit that
is no more is replaced by its successors, or left out where there are none. What a body passed on that
has become one with the body above it, its units owe that body (``rolling_sources``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit, rolling_rows
from engine.addressees import addressees_of
from engine.arrays import ints
from engine.deadlines import local_day
from engine.instances import Engine, apply
from engine.obligations import Duty, any_of, calendar_for, duties_of
from engine.report_opening import Period, open_periods
from engine.rolling_rows import next_opening
from engine.rolling_sources import sources_of
from engine.selectors import successors_of
from engine.units import Unit, in_force

__all__ = ["Opened", "due", "next_opening", "open_due", "put_off"]

BATCH = 1000
"""Obligations that one transaction rolls at most."""
REPORTS = 20_000
"""Reports after which it takes no further obligation."""
PAUSE = timedelta(hours=1)
"""After which an opening that failed is tried again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What one batch did: obligations claimed, reports opened."""

    claimed: int
    reports: int


# A directive that its issuer, or anybody above it, has closed asks for nothing more.
_CLOSED = text("""
    WITH RECURSIVE above AS (
        SELECT id AS asked, id, parent_id, root_id, status FROM directive
        WHERE id = ANY(CAST(:ids AS bigint[]))
        UNION
        SELECT a.asked, d.id, d.parent_id, d.root_id, d.status
        FROM above a JOIN directive d ON d.id = a.parent_id
    )
    SELECT DISTINCT asked FROM above WHERE status <> 'issued'
""")
_OWED_LAST = text("""
    SELECT r.obligation_id, r.unit_id, bool_and(r.requested) AS requested
    FROM unnest(CAST(:ids AS bigint[]), CAST(:starts AS date[]), CAST(:ends AS date[]))
        AS p(id, period_start, period_end)
    JOIN report r ON r.obligation_id = p.id AND r.period_start = p.period_start
        AND r.period_end = p.period_end
    GROUP BY 1, 2 ORDER BY 1, 2
""")


def open_due(
    session: Session, engine: Engine, now: datetime, limit: int = BATCH, only: int | None = None
) -> Opened:
    """Open the next period of up to ``limit`` obligations whose window has opened by ``now``.

    ``only``: that obligation alone. Of several windows missed the earliest; it is claimed again
    for the next. The caller goes on until nothing is claimed.
    """
    rows = _some(rolling_rows.claim(session, now, limit, only))
    if not rows:
        return Opened(0, 0)
    rolls = _Roll(session, rows, now)
    begins = open_periods(session, rolls.owing + rolls.lifted, now)
    apply(session, engine, begins, now, actor="clock")
    rolls.go_on()
    return Opened(len(rows), len(begins))


def due(session: Session, now: datetime) -> list[int]:
    """Ids of the obligations whose window has opened, unclaimed: to be tried one by one."""
    return [row.obligation_id for row in rolling_rows.claim(session, now, BATCH)]


def put_off(session: Session, obligation_id: int, now: datetime) -> None:
    """Try an opening that failed again in an hour, and the others without it."""
    rolling_rows.put_off(session, obligation_id, now + PAUSE, now)


def _some(rows: Sequence[Any]) -> list[Any]:
    """As many as make about ``REPORTS``; the rest stays for the next transaction."""
    found: list[Any] = []
    reports = 0
    for row in rows:
        if found and reports + row.units > REPORTS:
            break
        found.append(row)
        reports += row.units
    return found


class _Roll:
    """One batch of claimed obligations: who owes their next period, and what follows it."""

    def __init__(self, session: Session, rows: Sequence[Any], now: datetime) -> None:
        self.session, self.rows, self.now = session, rows, now
        directives = {row.directive_id for row in rows}
        found = duties_of(session, directives)
        self.calendar = calendar_for(session, found)
        self.duties = {duty.id: duty for duties in found.values() for duty in duties}
        self.addressees = addressees_of(session, [row.obligation_id for row in rows])
        closed = set(session.scalars(_CLOSED, {"ids": ints(directives)}))
        units = self._owed_last()
        self.sources = sources_of(session, [row.obligation_id for row in rows])
        bodies = {b for row in rows for b in self._bodies(row)}
        bodies.update(b for source in self.sources.values() for b in source.bodies)
        heirs = _heirs(session, {u for us in units.values() for u in us} | bodies, local_day(now))
        self.owing: list[tuple[Period, list[tuple[int, bool]]]] = []
        self.lifted: list[tuple[Period, list[tuple[int, bool]]]] = []
        self.ended: list[Any] = []
        for row in rows:
            period = None if row.directive_id in closed else self._period(row, heirs)
            if period is None:
                self.ended.append(row)
                continue
            booked = self.duties[row.obligation_id].booked
            owing = period, _who(units[row.obligation_id], heirs, None if booked else period)
            if period.obligation_id == row.obligation_id:
                self.owing.append(owing)
            else:
                # The duty above goes on from these by its own row; this one has come to its end.
                self.lifted.append(owing)
                self.ended.append(row)

    def _owed_last(self) -> dict[int, dict[int, bool]]:
        found: dict[int, dict[int, bool]] = defaultdict(dict)
        values = {
            "ids": ints(row.obligation_id for row in self.rows),
            "starts": [row.last_start for row in self.rows],
            "ends": [row.last_end for row in self.rows],
        }
        for row in self.session.execute(_OWED_LAST, values):
            found[row.obligation_id][row.unit_id] = row.requested
        return found

    def _bodies(self, row: Any) -> tuple[int, int]:
        """The consolidator, and the addressee behind it."""
        addressee = self.addressees[row.obligation_id]
        return self.duties[row.obligation_id].consolidator_id or addressee, addressee

    def _period(self, row: Any, heirs: Mapping[int, Sequence[int]]) -> Period | None:
        """The next period, with who receives it today; None when nobody is left to, or it ends.

        Its dates are worked out again: the calendar may have changed since they were noted.
        """
        obligation, bodies = row.obligation_id, self._bodies(row)
        source = self.sources.get(obligation)
        if source is not None and source.is_owed(heirs):
            obligation, bodies = source.obligation_id, (source.consolidator, source.addressee)
        consolidators, addressees = (_now(body, heirs) for body in bodies)
        consolidator = next(iter([*consolidators, *addressees]), None)
        due = self.duties[row.obligation_id].after(row.last_end, self.calendar)
        if consolidator is None or due is None:
            return None
        return Period(
            obligation,
            consolidator,
            due.key,
            due.period_start,
            due.period_end,
            due.opens_at,
            due.due_at,
            next(iter(addressees), consolidator),
        )

    def go_on(self) -> None:
        """Write down what was opened and what comes next, and tell the history."""
        moved: list[rolling_rows.Moved] = []
        entries = []
        for period, units in self.owing:
            duty = self.duties[period.obligation_id]
            after = duty.after(period.end, self.calendar)
            moved.append((duty.id, period.start, period.end, len(units), after))
            entries.append(_entry(duty, {"period": period.key, "reports": len(units)}))
        for row in self.ended:
            duty = self.duties[row.obligation_id]
            entries.append(_entry(duty, {"period": row.key, "ended": True}))
        rolling_rows.move(self.session, moved, self.now)
        rolling_rows.end(self.session, [row.obligation_id for row in self.ended])
        audit.record(self.session, entries, self.now)


def _entry(duty: Duty, told: dict[str, object]) -> audit.Entry:
    detail = {"obligation": duty.code, **told}
    return audit.Entry("clock", "roll", duty.directive_id, duty.consolidator_id, detail=detail)


def _heirs(session: Session, units: Collection[int], on: date) -> dict[int, list[int]]:
    """Of the units that are no more, those that answer for them on that day."""
    gone = session.scalars(select(Unit.id).where(Unit.id == any_of(units), ~in_force(on))).all()
    found = successors_of(session, gone, on) if gone else {}
    return {unit: [ref.id for ref in found.get(unit, ())] for unit in gone}


def _now(unit: int, heirs: Mapping[int, Sequence[int]]) -> Sequence[int]:
    return heirs.get(unit, (unit,))


def _who(
    last: Mapping[int, bool], heirs: Mapping[int, Sequence[int]], period: Period | None
) -> list[tuple[int, bool]]:
    """Who owes the period; a unit that answers for several is only asked if all of them were.

    Nobody owes it to itself (``period`` None: that does not count).
    """
    found: dict[int, bool] = {}
    for unit, asked in last.items():
        for heir in _now(unit, heirs):
            found[heir] = asked and found.get(heir, True)
    if period is not None:
        found.pop(period.consolidator_id, None)
    return list(found.items())
