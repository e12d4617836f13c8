"""What happened under a directive, and what is still to come, day by day.

Each happening is counted, not listed: one line says how many units did the same thing on that day.
All of it by one statement for each subject, whatever the size of the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from engine import access
from engine.campaign_tables import Campaign
from engine.consolidation_tables import Rollup, RollupVersion
from engine.deadlines import LOCAL, local_day
from engine.difficulty_tables import Difficulty
from engine.directive_tables import PASSED_ON, Directive, Milestone, Recipient
from engine.extension_tables import GRANTED, Extension
from engine.people import Actor
from engine.progress import Scope, derived
from engine.report_counts import ReportCounts, counted
from engine.report_tables import MERGED, Report
from engine.units import Unit
from engine.urging_tables import NamedList, UrgingLetter

ISSUED, DERIVED, REACHED, DUE = "issued", "derived", "reached", "due"
CLOSED, ROLLUP_DUE, URGED, NAMED = "closed", "rollup-due", "urged", "named"
EXTENDED, ASKED, ANSWERED, BEGINS, ENDS = "extended", "asked", "answered", "begins", "ends"


@dataclass(frozen=True, slots=True)
class Happening:
    """On ``day`` (local), ``count`` times ``kind``; ``what`` names it (a title, a milestone).

    ``reports`` are the four figures of those due that day; ``link`` is the id of the one thing
    meant (a directive, a roll-up, a letter), None where there are several.
    """

    day: date
    kind: str
    what: str
    count: int = 1
    reports: ReportCounts | None = None
    link: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    session: Session
    actor: Actor
    seen: Scope
    family: CTE
    now: datetime


def of(session: Session, actor: Actor, seen: Scope, now: datetime) -> list[Happening]:
    """The happenings under the directive as far as ``seen`` reaches, in the order of their days.

    What is due later than ``now`` is told with its date.
    """
    asked = _Asked(session, actor, seen, derived(seen), now)
    found: list[Happening] = []
    for part in (_letters, _reached, _due, _rollups, _papers, _extensions, _matters, _campaigns):
        found += part(asked)
    return sorted(found, key=lambda h: (h.day, _ORDER.index(h.kind), h.what))


_ORDER = (ISSUED, DERIVED, REACHED, BEGINS, ASKED, ANSWERED, EXTENDED, DUE, URGED, NAMED,
          ROLLUP_DUE, CLOSED, ENDS)  # fmt: skip


def _letters(asked: _Asked) -> Iterator[Happening]:
    rows = asked.session.execute(
        select(
            _day(Directive.issued_at).label("day"),
            (Directive.id == asked.seen.directive_id).label("own"),
            func.count().label("times"),
            func.min(Directive.id).label("id"),
            func.min(Unit.name).label("issuer"),
        )
        .join(asked.family, asked.family.c.id == Directive.id)
        .join(Unit, Unit.id == Directive.issuer_id)
        .where(Directive.issued_at.is_not(None))
        .group_by("day", "own")
    )
    for r in rows:
        one = r.times == 1
        yield Happening(
            r.day, ISSUED if r.own else DERIVED, r.issuer if one else "", r.times, None,
            r.id if one else None,
        )  # fmt: skip


def _reached(asked: _Asked) -> Iterator[Happening]:
    rows = asked.session.execute(
        select(_day(Milestone.at).label("day"), Milestone.name, func.count().label("times"))
        .join(asked.family, asked.family.c.id == Milestone.directive_id)
        .join(
            Recipient,
            (Recipient.directive_id == Milestone.directive_id)
            & (Recipient.unit_id == Milestone.unit_id),
        )
        .where(Milestone.name != PASSED_ON)  # the directives derived that day say it
        .where(_part(asked.seen, asked.family, Milestone.unit_id))
        .group_by("day", Milestone.name)
    )
    for r in rows:
        yield Happening(r.day, REACHED, r.name, r.times)


def _due(asked: _Asked) -> Iterator[Happening]:
    """Reports by the last day on which they are in time."""
    last = _day(Report.due_at - func.make_interval(0, 0, 0, 0, 0, 0, 1)).label("day")
    rows = asked.session.execute(
        select(last, Report.title, Report.period, func.count().label("all"), *counted(asked.now))
        .join(asked.family, asked.family.c.id == Report.directive_id)
        .where(Report.status != MERGED, access.reports(asked.actor, Report))
        .group_by("day", Report.title, Report.period)
    )
    for r in rows:
        yield Happening(r.day, DUE, f"{r.title} ({r.period})", r.all, ReportCounts.of(r))


def _rollups(asked: _Asked) -> Iterator[Happening]:
    own = access.my_rollups(asked.actor, Rollup)
    mine = own if asked.seen.only_unit is not None else literal(True)
    rows = asked.session.execute(
        select(Rollup.id, Rollup.title, Rollup.period, Rollup.due_at, func.min(RollupVersion.at))
        .outerjoin(RollupVersion, RollupVersion.rollup_id == Rollup.id)
        .join(asked.family, asked.family.c.id == Rollup.directive_id)
        .where(mine)
        .group_by(Rollup.id)
    )
    grouped: dict[tuple[date, str, str], list[int]] = {}
    for id_, title, period, due_at, closed_at in rows:
        kind, at = (CLOSED, closed_at) if closed_at else (ROLLUP_DUE, due_at)
        grouped.setdefault((local_day(at), kind, f"{title} ({period})"), []).append(id_)
    for (day, kind, what), ids in grouped.items():
        yield Happening(day, kind, what, len(ids), None, ids[0] if len(ids) == 1 else None)


def _papers(asked: _Asked) -> Iterator[Happening]:
    if asked.seen.only_unit is not None:
        return
    letters = asked.session.execute(
        select(UrgingLetter.dated, func.count(), func.min(UrgingLetter.id))
        .join(asked.family, asked.family.c.id == UrgingLetter.directive_id)
        .where(access.late_papers(asked.actor, UrgingLetter))
        .group_by(UrgingLetter.dated)
    )
    for day, count, first in letters:
        if day is not None:  # a draft has none
            yield Happening(day, URGED, "", count, None, first if count == 1 else None)
    lists = asked.session.execute(
        select(_day(NamedList.made_at).label("day"), func.count(), func.min(NamedList.id))
        .join(asked.family, asked.family.c.id == NamedList.directive_id)
        .where(access.late_papers(asked.actor, NamedList))
        .group_by("day")
    )
    for day, count, first in lists:
        yield Happening(day, NAMED, "", count, None, first if count == 1 else None)


def _extensions(asked: _Asked) -> Iterator[Happening]:
    rows = asked.session.execute(
        select(_day(Extension.decided_at).label("day"), func.count().label("times"))
        .join(Report, Report.id == Extension.report_id)
        .join(asked.family, asked.family.c.id == Report.directive_id)
        .where(Extension.status == GRANTED, access.reports(asked.actor, Report))
        .group_by("day")
    )
    for r in rows:
        yield Happening(r.day, EXTENDED, "", r.times)


def _matters(asked: _Asked) -> Iterator[Happening]:
    for kind, at in ((ASKED, Difficulty.raised_at), (ANSWERED, Difficulty.answered_at)):
        rows = asked.session.execute(
            select(_day(at).label("day"), func.count().label("times"))
            .join(asked.family, asked.family.c.id == Difficulty.directive_id)
            .where(at.is_not(None), access.difficulties(asked.actor, Difficulty))
            .group_by("day")
        )
        for r in rows:
            yield Happening(r.day, kind, "", r.times)


def _campaigns(asked: _Asked) -> Iterator[Happening]:
    rows = asked.session.execute(
        select(Campaign.id, Campaign.name, Campaign.starts_on, Campaign.ends_on).join(
            asked.family, asked.family.c.id == Campaign.directive_id
        )
    )
    for id_, name, starts, ends in rows:
        yield Happening(starts, BEGINS, name, link=id_)
        yield Happening(ends, ENDS, name, link=id_)


def _day(moment: Any) -> ColumnElement[date]:
    return cast(func.timezone(LOCAL.key, moment), Date)


def _part(seen: Scope, family: CTE, unit_id: Any) -> ColumnElement[bool]:
    if seen.only_unit is None:
        return literal(True)
    return or_(family.c.id != seen.directive_id, unit_id == seen.only_unit)
