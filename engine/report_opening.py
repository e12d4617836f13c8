"""Reports opened: the rows that units owe for a period, and the process that waits on each.

At receipt for what a unit owes from the start; for the further periods of an obligation that rolls
by the clock (``rolling``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import consolidation_merge, contexts, rolling_rows
from engine.arrays import ints, texts
from engine.deployments import deployed
from engine.directive_tables import Obligation
from engine.instances import Begin, Delivery, Engine, ServiceCall
from engine.obligations import OwedReport, any_of, calendar_for, duties_of, owed
from engine.process.events import Start
from engine.report_tables import MODEL, PROCESS

__all__ = ["Owing", "Period", "open_periods", "open_reports"]


@dataclass(frozen=True, slots=True)
class Period:
    """A period of one obligation; ``addressee_id`` None: its directive's issuer."""

    obligation_id: int
    consolidator_id: int
    key: str
    start: date
    end: date
    opens_at: datetime
    due_at: datetime
    addressee_id: int | None = None


Owing = tuple[Period, Sequence[tuple[int, bool]]]
"""A period, and who owes it: (id of the unit, whether it is only asked)."""

# What is there already stays as it is: the constraint decides who opens a report.
_INSERT = text("""
    INSERT INTO report (directive_id, obligation_id, unit_id, consolidator_id, addressee_id, title,
                        period, period_start, period_end, requested, opens_at, first_due_at,
                        due_at, status)
    SELECT o.directive_id, o.id, r.unit_id, p.consolidator_id,
        coalesce(p.addressee_id, d.issuer_id), o.title, p.key, p.period_start, p.period_end,
        r.requested, p.opens_at, p.due_at, p.due_at, 'open'
    FROM unnest(CAST(:nth AS int[]), CAST(:units AS bigint[]), CAST(:requested AS boolean[]))
        WITH ORDINALITY AS r(nth, unit_id, requested, place)
    JOIN unnest(CAST(:obligations AS bigint[]), CAST(:consolidators AS bigint[]),
                CAST(:addressees AS bigint[]), CAST(:keys AS text[]), CAST(:starts AS date[]),
                CAST(:ends AS date[]), CAST(:opens AS timestamptz[]), CAST(:dues AS timestamptz[]))
        WITH ORDINALITY AS p(obligation_id, consolidator_id, addressee_id, key, period_start,
                             period_end, opens_at, due_at, nth) ON p.nth = r.nth
    JOIN obligation o ON o.id = p.obligation_id
    JOIN directive d ON d.id = o.directive_id
    ORDER BY r.place
    ON CONFLICT (obligation_id, unit_id, period_start, period_end) DO NOTHING
    RETURNING id, obligation_id, unit_id, period_start, period_end, requested
""")


def open_reports(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``open-reports``: the reports each receiving unit owes, and their processes.

    Set-based: the same few statements for one unit and for eleven thousand.
    """
    pairs = [
        (c.instance.directive_id, c.instance.unit_id)
        for c in calls
        if c.instance.directive_id is not None
    ]
    duties = duties_of(session, {directive for directive, _ in pairs})
    rolled = rolling_rows.join(session, duties, calendar_for(session, duties), now)
    # A due is one object for all who owe by it.
    alike: dict[tuple[int, int], tuple[OwedReport, list[tuple[int, bool]]]] = {}
    for o in owed(session, pairs, now, rolled, duties):
        _, units = alike.setdefault((o.obligation_id, id(o.due)), (o, []))
        units.append((o.unit_id, o.requested))
    return list(open_periods(session, [(_period(o), units) for o, units in alike.values()], now))


def open_periods(session: Session, owing: Sequence[Owing], now: datetime) -> list[Begin]:
    """Write the reports that are not there yet; their processes, to be begun by ``apply``."""
    rows = session.execute(_INSERT, _values(owing)).all() if owing else []
    if not rows:
        return []
    consolidation_merge.opened(session, [row.id for row in rows], now)
    return _begin(session, rows, [period for period, _ in owing])


def _period(o: OwedReport) -> Period:
    due = o.due
    covered = (due.key, due.period_start, due.period_end)
    return Period(o.obligation_id, o.consolidator_id, *covered, due.opens_at, due.due_at)


def _values(owing: Sequence[Owing]) -> dict[str, object]:
    periods = [period for period, _ in owing]
    flat = [(n, unit, asked) for n, (_, us) in enumerate(owing, 1) for unit, asked in us]
    return {
        "nth": ints(n for n, _, _ in flat),
        "units": ints(unit for _, unit, _ in flat),
        "requested": texts("t" if asked else "f" for _, _, asked in flat),
        "obligations": ints(p.obligation_id for p in periods),
        "consolidators": ints(p.consolidator_id for p in periods),
        "addressees": ints(p.addressee_id for p in periods),
        "keys": texts(p.key for p in periods),
        "starts": [p.start for p in periods],
        "ends": [p.end for p in periods],
        "opens": [p.opens_at for p in periods],
        "dues": [p.due_at for p in periods],
    }


def _begin(session: Session, rows: Sequence[Any], periods: Sequence[Period]) -> list[Begin]:
    """One beginning for each report; those that begin alike share their event."""
    model_id = deployed(session, MODEL).id
    bodies = {p.consolidator_id for p in periods}
    units = contexts.of_units(session, bodies.union(r.unit_id for r in rows))
    duties = {
        row.id: row
        for row in session.execute(
            select(Obligation.id, Obligation.directive_id, Obligation.title, Obligation.form).where(
                Obligation.id == any_of({p.obligation_id for p in periods})
            )
        )
    }
    about = contexts.of_directives(session, {duty.directive_id for duty in duties.values()})
    events: dict[tuple[object, ...], Start] = {}
    alike = {}
    for p in periods:
        duty = duties[p.obligation_id]
        dates = {"opensAt": p.opens_at, "dueAt": p.due_at, "form": duty.form}
        shared = {"directive": about[duty.directive_id], "consolidator": units[p.consolidator_id]}
        named = {"title": duty.title, "period": p.key}
        alike[p.obligation_id, p.start, p.end] = (dates, duty.directive_id, named, shared)
    begins = []
    for id_, obligation, unit, start, end, requested in rows:
        dates, directive, named, shared = alike[obligation, start, end]
        # What the first step reads is the event's, so that all of one event begin alike.
        key = (*dates.values(), requested)
        event = events.setdefault(key, Start({**dates, "requested": requested}))
        own = {**shared, "report": {"id": id_, **named}}
        place = (directive, unit, f"r{id_}")
        begins.append(Begin(model_id, PROCESS, *place, event, units[unit], own=own))
    return begins
