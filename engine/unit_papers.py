"""What was written about one unit: extensions, urging letters, named lists, inspections, matters.

Each by the gate of its own subject; of extensions and letters those who know the duty learn the
dates, not the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.access import Reach
from engine.difficulty_tables import Difficulty
from engine.extension_tables import Extension
from engine.incident_tables import Incident
from engine.inspection_tables import Inspection, InspectionRound
from engine.ladder_boxes import last_day
from engine.people import Actor
from engine.report_tables import Report
from engine.units import Unit
from engine.urging_tables import ISSUED, NamedList, NamedUnit, UrgingAddressee, UrgingLetter


@dataclass(frozen=True, slots=True)
class Asked:
    """An extension: for which report, the days it moved between, what was decided."""

    title: str
    period: str
    present: date
    wanted: date
    granted: date | None
    status: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Urged:
    """An urging letter that went to the unit."""

    number: str
    issuer: str
    dated: date | None
    title: str
    period: str
    rung: str
    new_day: date | None


@dataclass(frozen=True, slots=True)
class Named:
    """A list on which the unit stands."""

    issuer: str
    title: str
    period: str
    rung: str
    days_late: int
    named_at: datetime


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection of the unit."""

    title: str
    inspector: str
    status: str
    announced_on: date | None
    concluded_on: date | None


@dataclass(frozen=True, slots=True)
class Matters:
    """How many the unit raised, and how many of them are still open."""

    all: int
    open: int


@dataclass(frozen=True, slots=True)
class Papers:
    """The latest of each first."""

    extensions: list[Asked]
    letters: list[Urged]
    lists: list[Named]
    inspections: list[Inspected]
    difficulties: Matters
    incidents: Matters


def of(session: Session, actor: Actor, reach: Reach, unit_id: int, limit: int) -> Papers:
    """At most ``limit`` of each, in one statement each."""
    return Papers(
        _extensions(session, reach, unit_id, limit),
        _letters(session, reach, unit_id, limit),
        _lists(session, actor, unit_id, limit),
        _inspections(session, actor, unit_id, limit),
        _matters(session, Difficulty, access.difficulties(actor, Difficulty), unit_id, "answered"),
        _matters(session, Incident, access.incidents(actor, Incident), unit_id, "closed"),
    )


def _extensions(session: Session, reach: Reach, unit_id: int, limit: int) -> list[Asked]:
    rows = session.execute(
        select(Extension, Report.title, Report.period)
        .join(Report, Report.id == Extension.report_id)
        .where(Extension.unit_id == unit_id, access.duties(reach, Report))
        .order_by(Extension.id.desc())
        .limit(limit)
    )
    return [
        Asked(
            title,
            period,
            last_day(one.due_at),
            last_day(one.wanted_at),
            last_day(one.granted_at) if one.granted_at else None,
            one.status,
            one.asked_at,
        )
        for one, title, period in rows
    ]


def _letters(session: Session, reach: Reach, unit_id: int, limit: int) -> list[Urged]:
    issuer = aliased(Unit)
    rows = session.execute(
        select(UrgingLetter, issuer.short_name)
        .join(UrgingAddressee, UrgingAddressee.letter_id == UrgingLetter.id)
        .join(Report, Report.id == UrgingAddressee.report_id)
        .join(issuer, issuer.id == UrgingLetter.issuer_id)
        .where(
            UrgingAddressee.unit_id == unit_id,
            UrgingAddressee.spared_at.is_(None),
            UrgingLetter.status == ISSUED,
            access.duties(reach, Report),
        )
        .order_by(UrgingLetter.dated.desc(), UrgingLetter.id.desc())
        .limit(limit)
    )
    return [
        Urged(
            f"{letter.number}/{letter.symbol}",
            name,
            letter.dated,
            letter.title,
            letter.period,
            letter.rung,
            last_day(letter.new_due_at) if letter.new_due_at else None,
        )
        for letter, name in rows
    ]


def _lists(session: Session, actor: Actor, unit_id: int, limit: int) -> list[Named]:
    issuer = aliased(Unit)
    rows = session.execute(
        select(NamedList, NamedUnit, issuer.short_name)
        .join(NamedUnit, NamedUnit.list_id == NamedList.id)
        .join(issuer, issuer.id == NamedList.issuer_id)
        .where(NamedUnit.unit_id == unit_id, access.late_papers(actor, NamedList))
        .order_by(NamedUnit.named_at.desc(), NamedList.id.desc())
        .limit(limit)
    )
    return [
        Named(name, made.title, made.period, made.rung, named.days_late, named.named_at)
        for made, named, name in rows
    ]


def _inspections(session: Session, actor: Actor, unit_id: int, limit: int) -> list[Inspected]:
    inspector = aliased(Unit)
    rows = session.execute(
        select(InspectionRound.title, inspector.short_name, Inspection)
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .join(inspector, inspector.id == Inspection.inspector_id)
        .where(
            Inspection.unit_id == unit_id, access.inspections(actor, Inspection, InspectionRound)
        )
        .order_by(Inspection.id.desc())
        .limit(limit)
    )
    return [
        Inspected(title, name, one.status, one.announced_on, one.concluded_on)
        for title, name, one in rows
    ]


def _matters(session: Session, table: Any, seen: Any, unit_id: int, ended: str) -> Matters:
    row = session.execute(
        select(func.count(), func.count().filter(table.status != ended)).where(
            table.unit_id == unit_id, seen
        )
    ).one()
    return Matters(row[0], row[1])
