"""Roll-ups for the tests: reports opened, written and accepted without their process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, read
from engine import consolidation, report_views, selectors
from engine.consolidation import Rollup
from engine.deliveries import Reached
from engine.directives import DeriveRequest, Directive, derive, record
from engine.instances import Engine, ServiceCall
from engine.people import Actor
from engine.process import data
from engine.report_opening import open_reports
from engine.reports import Report

ISSUED = datetime(2023, 3, 28, 1, tzinfo=UTC)
APRIL = date(2023, 4, 3)
WRITTEN = datetime(2023, 4, 20, 3, tzinfo=UTC)
PERIOD = "2023-6T"
HOUR = timedelta(hours=1)


@dataclass
class Tiers:
    """A province's directive, passed on by some districts: roll-ups and reports by unit."""

    province: Rollup
    districts: list[Rollup]
    above: list[Report]
    communes: list[list[Report]] = field(default_factory=list)

    @property
    def chains(self) -> list[tuple[Rollup, Report, list[Report]]]:
        """Each district: its roll-up, the report it owes above, its communes' reports."""
        return list(zip(self.districts, self.above, self.communes, strict=True))


def tiers(session: Session, machine: Engine, districts: int = 2, communes: int = 3) -> Tiers:
    """Bình Định's directive: districts owe the Sở, and their communes owe them."""
    directive = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), ISSUED)
    units = selectors.children(session, directive.issuer_id, "huyen", APRIL)[:districts]
    opened(session, machine, [(directive.id, unit.id) for unit in units])
    requests = [
        DeriveRequest(directive.id, unit.id, str(n), "KH-UBND", APRIL)
        for n, unit in enumerate(units)
    ]
    made = derive(session, requests, ISSUED)
    found = Tiers(rollup(session, directive), [], [])
    for unit in units:
        own = session.get_one(Directive, made[directive.id, unit.id])
        below = selectors.children(session, unit.id, "xa", APRIL)[:communes]
        opened(session, machine, [(own.id, commune.id) for commune in below])
        found.districts.append(rollup(session, own))
        found.above.append(report(session, directive, unit.id))
        found.communes.append([report(session, own, commune.id) for commune in below])
    return found


def opened(session: Session, machine: Engine, pairs: Iterable[tuple[int, int]]) -> None:
    """What each unit owes under the directive it received is opened."""
    calls = [
        ServiceCall(Reached(0, 0, "", directive, unit, ""), "mo", {}) for directive, unit in pairs
    ]
    open_reports(session, machine, calls, ISSUED)


def rollup(session: Session, directive: Directive, period: str = PERIOD) -> Rollup:
    """The roll-up of one period of a directive."""
    query = sa.select(Rollup).where(Rollup.directive_id == directive.id, Rollup.period == period)
    return session.scalars(query).one()


def report(session: Session, directive: Directive, unit_id: int, period: str = PERIOD) -> Report:
    """A unit's report."""
    return session.scalars(
        sa.select(Report).filter_by(directive_id=directive.id, unit_id=unit_id, period=period)
    ).one()


def submitted(
    session: Session, found: Report, answers: dict[str, object], at: datetime = WRITTEN
) -> None:
    """Written and sent."""
    content = data.dump(answers)
    session.execute(
        sa.text("""
            WITH sent AS (
                UPDATE report SET status = 'submitted', submitted_at = :at, nil = :nil,
                    version = version + 1, content = CAST(:content AS jsonb) WHERE id = :id
                RETURNING id, version, content, nil)
            INSERT INTO report_version (report_id, version, form, content, nil, submitted_at)
            SELECT id, version, 'report', content, nil, :at FROM sent
        """),
        {"at": at, "nil": answers.get("nil") is True, "content": content, "id": found.id},
    )
    session.refresh(found)


def accept(
    session: Session, machine: Engine, found: Sequence[Report], at: datetime = WRITTEN
) -> None:
    """Accepted by the consolidating unit, all at once."""
    ids = [r.id for r in found]
    session.execute(
        sa.text("UPDATE report SET status = 'accepted', accepted_at = :at WHERE id = ANY(:ids)"),
        {"at": at, "ids": ids},
    )
    consolidation.accepted(session, machine, ids, at)
    for one in found:
        session.refresh(one)


def reported(
    session: Session, machine: Engine, found: Report, at: datetime = WRITTEN, **answers: object
) -> None:
    """Sent and accepted."""
    submitted(session, found, answers, at)
    accept(session, machine, [found], at)


def sent_up(session: Session, machine: Engine, found: Report, at: datetime = WRITTEN) -> None:
    """The draft that a consolidation made is sent as it is, and accepted."""
    session.refresh(found)
    submitted(session, found, report_views.answers(found.draft), at)
    accept(session, machine, [found], at)


def officer_of(unit_id: int, *roles: str) -> Actor:
    """An officer of the unit."""
    return Actor(1, unit_id, frozenset(roles or ("chuyenvien",)), "Người tổng hợp", "vi")


def consolidator(found: Rollup) -> Actor:
    """An officer of the roll-up's consolidating unit."""
    return officer_of(found.consolidator_id)
