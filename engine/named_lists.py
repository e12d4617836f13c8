"""The named lists (danh sách nêu tên, phê bình): who was still late at a rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.arrays import ints, texts
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.directives import label
from engine.ladder_boxes import last_day
from engine.people import Actor
from engine.report_tables import Report
from engine.searching import contains
from engine.units import Unit
from engine.urging_tables import NamedList, NamedUnit

# Sorted, so that two workers that make the same lists do not wait for each other in a circle.
_LISTS = text("""
    INSERT INTO named_list (issuer_id, directive_id, obligation_id, period, period_start,
                            period_end, title, rung, made_at)
    SELECT DISTINCT r.consolidator_id, r.directive_id, r.obligation_id, r.period, r.period_start,
        r.period_end, r.title, n.rung, CAST(:now AS timestamptz)
    FROM unnest(CAST(:reports AS bigint[]), CAST(:rungs AS text[])) AS n(report_id, rung)
    JOIN report r ON r.id = n.report_id
    ORDER BY 3, 1, 5, 6, 8
    ON CONFLICT DO NOTHING
""")
_UNITS = text("""
    INSERT INTO named_unit (list_id, report_id, unit_id, days_late, named_at)
    SELECT l.id, r.id, r.unit_id, n.days, :now
    FROM unnest(CAST(:reports AS bigint[]), CAST(:rungs AS text[]), CAST(:days AS int[]))
        AS n(report_id, rung, days)
    JOIN report r ON r.id = n.report_id
    JOIN named_list l ON l.obligation_id = r.obligation_id AND l.issuer_id = r.consolidator_id
        AND l.period_start = r.period_start AND l.period_end = r.period_end AND l.rung = n.rung
    ON CONFLICT DO NOTHING
""")


def add(session: Session, late: Sequence[tuple[str, Any]], now: datetime) -> None:
    """Put reports (rows with ``id`` and ``first_due_at``) onto the lists of their rungs.

    A list is made with its first unit; a unit stands on it once. Two statements, however many.
    """
    if not late:
        return
    today = local_day(now)
    named = {
        "reports": ints(report.id for _, report in late),
        "rungs": texts(rung for rung, _ in late),
        "now": now,
    }
    session.execute(_LISTS, named)
    days = ints((today - last_day(report.first_due_at)).days for _, report in late)
    session.execute(_UNITS, named | {"days": days})


@dataclass(frozen=True, slots=True)
class Named:
    """A unit on a list; ``submitted_at`` is when its report came in after all."""

    unit_id: int
    unit: str
    report_id: int
    days_late: int
    named_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class LateList:
    """A named list as its readers see it; ``days_late`` count from the first deadline."""

    id: int
    issuer: str
    directive: str
    title: str
    period: str
    period_start: date
    period_end: date
    rung: str
    made_at: datetime
    units: tuple[Named, ...]
    directive_id: int


def read(
    session: Session,
    actor: Actor,
    directive_id: int | None = None,
    *,
    list_id: int | None = None,
    rung: str | None = None,
    words: str | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int | None = None,
) -> list[LateList]:
    """The lists that the actor may see, the newest first; two statements.

    They are seen by who made them and by the issuers above the directive, not by those named.
    ``words`` are looked for in report and directive, accents or none; ``after`` is when the last
    one was made, and its id.
    """
    issuer = aliased(Unit)
    query = (
        select(NamedList, Directive, issuer.short_name)
        .join(Directive, Directive.id == NamedList.directive_id)
        .join(issuer, issuer.id == NamedList.issuer_id)
        .where(access.late_papers(actor, NamedList))
        .order_by(NamedList.made_at.desc(), NamedList.id.desc())
    )
    if directive_id is not None:
        query = query.where(NamedList.directive_id == directive_id)
    if list_id is not None:
        query = query.where(NamedList.id == list_id)
    if rung:
        query = query.where(NamedList.rung == rung)
    if words:
        told = func.concat(NamedList.title, " ", Directive.subject)
        query = query.where(contains(told, words))
    if after is not None:
        last = tuple_(*(literal(v) for v in after))
        query = query.where(tuple_(NamedList.made_at, NamedList.id) < last)
    query = query.limit(limit)
    lists = session.execute(query).all()
    named = _units(session, [row.NamedList.id for row in lists])
    return [
        LateList(
            made.id,
            maker,
            label(directive),
            made.title,
            made.period,
            made.period_start,
            made.period_end,
            made.rung,
            made.made_at,
            tuple(named.get(made.id, ())),
            made.directive_id,
        )
        for made, directive, maker in lists
    ]


def _units(session: Session, lists: Sequence[int]) -> dict[int, list[Named]]:
    rows = session.execute(
        select(NamedUnit, Unit.short_name, Report.submitted_at)
        .join(Unit, Unit.id == NamedUnit.unit_id)
        .join(Report, Report.id == NamedUnit.report_id)
        .where(NamedUnit.list_id.in_(lists))
        .order_by(NamedUnit.list_id, NamedUnit.days_late.desc(), Unit.code)
    )
    found: dict[int, list[Named]] = {}
    for named, unit, submitted in rows:
        told = Named(
            named.unit_id, unit, named.report_id, named.days_late, named.named_at, submitted
        )
        found.setdefault(named.list_id, []).append(told)
    return found
