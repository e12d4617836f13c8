"""What a reader sees of difficulties: the list, one with its way up, and how old the open ones are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.difficulty_tables import OPEN, Difficulty, DifficultyStep
from engine.directive_tables import Directive, Provision
from engine.directives import label
from engine.people import Actor
from engine.searching import contains
from engine.units import Unit

PAGE = 200
HELD, OURS = "held", "ours"
AGE_BANDS = (7, 15, 30)
"""Days at which a difficulty passes into the next band of a table; a caller may give others."""


@dataclass(frozen=True, slots=True)
class DifficultyRow:
    """A difficulty in a list; those with one ``lead_id`` ask the same. ``days``: how long it waited."""

    id: int
    lead_id: int
    unit_name: str
    directive: str
    provision: str
    text: str
    status: str
    holder: str
    raised_at: datetime
    days: int
    answer: str
    public: bool
    unit_id: int
    held_by_id: int
    directive_id: int
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One body its question reached."""

    unit_name: str
    arrived_at: datetime
    left_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class DifficultyView:
    """One difficulty, its way up, and who else of those the reader may see asks the same."""

    row: DifficultyRow
    answered_at: datetime | None
    path: tuple[Step, ...]
    same: tuple[DifficultyRow, ...]


@dataclass(frozen=True, slots=True)
class Age:
    """Open difficulties that a unit holds: ``band`` (from, to) in days; ``to`` None is open."""

    tier: str
    unit_id: int
    unit_name: str
    band: tuple[int, int | None]
    count: int


def listed(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    answered: bool = False,
    directive_id: int | None = None,
    side: str | None = None,
    public: bool = False,
    text: str | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> list[DifficultyRow]:
    """Difficulties the actor may see: open ones oldest first, or the answered ones, newest first.

    ``side``: those the actor's unit holds (``HELD``) or raised (``OURS``). ``public`` keeps answers
    that everybody may read, each question once. ``text`` is looked for in question and answer,
    accents or none. ``after`` is the id of the last one of the page before.
    """
    query = _rows().where(access.difficulties(actor, Difficulty)).limit(limit)
    sides = {HELD: Difficulty.held_by_id, OURS: Difficulty.unit_id}
    if side in sides:
        query = query.where(sides[side] == actor.unit_id)
    if public:
        query = query.where(Difficulty.public, Difficulty.lead_id == Difficulty.id)
    if text:
        words = func.concat(Difficulty.text, " ", Difficulty.answer, " ", Directive.subject)
        query = query.where(contains(words, text))
    if answered:
        query = query.where(Difficulty.status != OPEN).order_by(Difficulty.id.desc())
        query = query.where(Difficulty.id < after) if after is not None else query
    else:
        query = query.where(Difficulty.status == OPEN).order_by(Difficulty.id)
        query = query.where(Difficulty.id > after) if after is not None else query
    if directive_id is not None:
        query = query.where(Difficulty.directive_id == directive_id)
    return [_row(found, now) for found in session.execute(query)]


def read(session: Session, actor: Actor, difficulty_id: int, now: datetime) -> DifficultyView:
    """One difficulty. Raises ``NotFound`` for what the actor may not see."""
    seen = access.difficulties(actor, Difficulty)
    query = _rows().where(Difficulty.id == difficulty_id, seen)
    found = access.require(session.execute(query).one_or_none(), f"difficulty {difficulty_id}")
    difficulty: Difficulty = found[0]
    group = _rows().where(
        Difficulty.lead_id == difficulty.lead_id, Difficulty.id != difficulty_id, seen
    )
    steps = session.execute(
        select(DifficultyStep, Unit.short_name)
        .join(Unit, Unit.id == DifficultyStep.unit_id)
        .where(DifficultyStep.difficulty_id.in_((difficulty_id, difficulty.lead_id)))
        .order_by(DifficultyStep.arrived_at, DifficultyStep.id)
    )
    return DifficultyView(
        _row(found, now),
        difficulty.answered_at,
        tuple(Step(unit, s.arrived_at, s.left_at, s.note or "") for s, unit in steps),
        tuple(_row(one, now) for one in session.execute(group.order_by(Difficulty.id))),
    )


def ages(
    session: Session, actor: Actor, now: datetime, bands: Sequence[int] = AGE_BANDS
) -> list[Age]:
    """How many open difficulties each unit holds, by days since they were raised; one statement.

    ``bands`` are the days at which a band ends and the next begins, ascending. Units without any
    are left out; within a unit the youngest band comes first.
    """
    edges = [0, *bands]
    since = [now - timedelta(days=edge) for edge in bands]
    band = case(
        *((Difficulty.raised_at > moment, nth) for nth, moment in enumerate(since)),
        else_=len(bands),
    ).label("band")
    rows = session.execute(
        select(Unit.tier, Difficulty.held_by_id, Unit.short_name, band, func.count())
        .join(Unit, Unit.id == Difficulty.held_by_id)
        .where(Difficulty.status == OPEN, access.difficulties(actor, Difficulty))
        .group_by(Unit.tier, Difficulty.held_by_id, Unit.short_name, Unit.code, band)
        .order_by(Unit.code, Difficulty.held_by_id, band)
    )
    ends = [*bands, None]
    return [
        Age(tier, u, name, (edges[nth], ends[nth]), count) for tier, u, name, nth, count in rows
    ]


def _rows() -> Any:
    asker, holder = aliased(Unit), aliased(Unit)
    return (
        select(Difficulty, asker.short_name, holder.short_name, Directive, Provision.number)
        .join(asker, asker.id == Difficulty.unit_id)
        .join(holder, holder.id == Difficulty.held_by_id)
        .join(Directive, Directive.id == Difficulty.directive_id)
        .outerjoin(Provision, Provision.id == Difficulty.provision_id)
    )


def _row(row: Any, now: datetime) -> DifficultyRow:
    found, unit, holder, directive, provision = row
    until = found.answered_at or now
    return DifficultyRow(
        found.id,
        found.lead_id,
        unit,
        label(directive),
        provision or "",
        found.text,
        found.status,
        holder,
        found.raised_at,
        (until - found.raised_at).days,
        found.answer or "",
        found.public,
        found.unit_id,
        found.held_by_id,
        found.directive_id,
        found.answered_at,
    )
