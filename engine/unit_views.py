"""One unit's page: what it is, what it owes, what became of that, and how its peers do.

It is open to the unit itself, to every unit above it, and to whoever may know of a duty of it or of
a unit below it; all it says of duties is of those that the reader may know. To others the unit is
not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from engine import access, duty_list, unit_papers
from engine.access import Reach
from engine.board_figures import Figures
from engine.deadlines import local_day
from engine.duty_facts import Wish, added, from_reports, require_unit
from engine.duty_list import Choice, DutyPage, DutyRow
from engine.people import Account, Actor
from engine.post_tables import Post, holds_on
from engine.report_counts import ReportCounts
from engine.unit_papers import Papers
from engine.units import Unit, UnitSuccession

OPEN = 10
HISTORY = 20


@dataclass(frozen=True, slots=True)
class Link:
    """Another unit of which at least the name is told; ``open`` tells that its page may be read."""

    id: int
    name: str
    open: bool
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a post in the unit."""

    name: str
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The duties of a year and kind: the unit's own, and those of its peers (same superior, same
    tier) together, None where the reader may know of no peer's."""

    year: int
    kind: str
    own: Figures
    peers: Figures | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """All of the page. ``below`` are the figures of the units below together, None without any.

    ``people`` is None for a reader who is neither of the unit nor above it.
    """

    unit: Unit
    superior: Link | None
    predecessors: list[Link]
    successors: list[Link]
    own: Figures
    below: Figures | None
    open_duties: DutyPage
    late_duties: list[DutyRow]
    rates: list[Rate]
    papers: Papers
    people: list[Holder] | None


def read(session: Session, actor: Actor, now: datetime, unit_id: int) -> UnitView:
    """The page. Raises NotFound."""
    reach = access.reach(session, actor)
    require_unit(session, reach, unit_id)
    unit = session.get_one(Unit, unit_id)
    own = Wish(unit_id=unit_id, own=True)
    below = session.scalar(select(Unit.id).where(Unit.parent_id == unit_id).limit(1)) is not None
    whole = _figures(session, reach, Wish(unit_id=unit_id), now) if below else None
    return UnitView(
        unit=unit,
        superior=next(iter(_links(session, actor, Unit.id == unit.parent_id)), None),
        predecessors=_linked(session, actor, unit_id, before=True),
        successors=_linked(session, actor, unit_id, before=False),
        own=_figures(session, reach, own, now),
        below=whole,
        open_duties=duty_list.page(session, actor, now, own, Choice("unfinished"), limit=OPEN),
        late_duties=duty_list.page(
            session, actor, now, own, Choice("late"), limit=HISTORY, newest=True
        ).rows,
        rates=_rates(session, reach, unit, now),
        papers=unit_papers.of(session, actor, reach, unit_id, HISTORY),
        people=_people(session, actor, unit_id, now),
    )


def _figures(session: Session, reach: Reach, wish: Wish, now: datetime) -> Figures:
    facts = from_reports(reach, wish, now).c
    return Figures(ReportCounts.of(session.execute(select(*added(facts, wish, now))).one()))


def _links(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[Link]:
    known = access.subtree(actor, Unit.id).label("open")
    rows = session.execute(select(Unit.id, Unit.name, known).where(which))
    return [Link(row.id, row.name, row.open) for row in rows]


def _linked(session: Session, actor: Actor, unit_id: int, *, before: bool) -> list[Link]:
    """Those it succeeded, or those that succeeded it, by the day and their rank."""
    s = UnitSuccession
    this, other = (
        (s.successor_id, s.predecessor_id) if before else (s.predecessor_id, s.successor_id)
    )
    rows = session.execute(
        select(Unit.id, Unit.name, access.subtree(actor, Unit.id).label("open"), s.on)
        .join(s, other == Unit.id)
        .where(this == unit_id)
        .order_by(s.on, s.position, Unit.code)
    )
    return [Link(row.id, row.name, row.open, row.on) for row in rows]


def _rates(session: Session, reach: Reach, unit: Unit, now: datetime) -> list[Rate]:
    """By year of the deadline and kind, the latest year first: two groups in one statement."""
    peer = aliased(Unit)
    peers = select(peer.id).where(peer.parent_id == unit.parent_id, peer.tier == unit.tier)
    facts = from_reports(reach, Wish(), now).c
    day = func.local_day(facts.due_at.op("-")(literal_column("interval '1 microsecond'")))
    year = cast(extract("year", day), BigInteger).label("year")
    mine = (facts.unit_id == unit.id).label("mine")
    rows = session.execute(
        select(year, facts.kind, mine, *added(facts, Wish(), now))
        .where((facts.unit_id == unit.id) | facts.unit_id.in_(peers))
        .group_by(year, facts.kind, mine)
    ).all()
    told = {(r.year, r.kind, r.mine): Figures(ReportCounts.of(r)) for r in rows}
    keys = sorted({(y, k) for y, k, own in told if own}, key=lambda key: (-key[0], key[1]))
    return [Rate(y, k, told[y, k, True], told.get((y, k, False))) for y, k in keys]


def _people(session: Session, actor: Actor, unit_id: int, now: datetime) -> list[Holder] | None:
    above = session.scalar(
        select(Unit.id).where(Unit.id == unit_id, access.subtree(actor, Unit.id))
    )
    if above is None:
        return None
    rows: Sequence[Any] = session.execute(
        select(Account.name, Post.role, Post.title)
        .join(Post, Post.account_id == Account.id)
        .where(Post.unit_id == unit_id, Account.active, holds_on(local_day(now), Post))
        .order_by(Post.role, Account.name)
    ).all()
    return [Holder(row.name, row.role, row.title) for row in rows]
