"""The board's page: who is late and how far each was urged, a cell for each part of the tree,
months, and who does best and worst.

``read`` answers with a fixed number of statements. Parts are at one of three levels: directly
under the root, directly under those, or single units; or the units directly under a chosen one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    cast,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from engine import access, policies
from engine.access import Reach
from engine.board import branches
from engine.deadlines import local_day
from engine.duty_cells import Cell, DutyBoard, Month, Sum
from engine.duty_facts import (
    Wish,
    added,
    check,
    from_reports,
    from_tallies,
    is_wide,
    path,
)
from engine.ladder_boxes import last_day
from engine.people import Actor
from engine.policies import Policy, declare
from engine.tallies import PLACES
from engine.units import Unit

TOP, AREA, SINGLE = "top", "area", "unit"
LEVELS = (TOP, AREA, SINGLE)
RANKED = 5
"""How many of the best and of the worst are shown."""
MONTHS = 12
"""How many months are shown."""

LEAST = declare(
    Policy(
        "board-least-duties",
        5,
        "Số nhiệm vụ đã đến hạn ít nhất để một đơn vị được xếp hạng tốt nhất, chậm nhất",
        "Duties past their deadline that a unit needs to be ranked among the best or the worst",
        "One report on time out of one is no merit; the number is custom",
        low=1,
        high=10_000,
    )
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The rows to be added up, and the columns that say whose they are, the widest part first."""

    rows: Any
    keys: tuple[Any, ...]


def read(
    session: Session, actor: Actor, now: datetime, wish: Wish, level: str | None = None
) -> DutyBoard:
    """The board of what the actor may know and wishes to see. Raises NotFound (``check``).

    ``level`` is ignored where the board has no such one, or a unit was asked for.
    """
    reach = access.reach(session, actor)
    check(session, actor, reach, wish)
    facts = _facts(session, reach, wish, now)
    found, dues = _counted(session, facts, wish, now)
    levels = LEVELS[: len(facts.keys)] if wish.unit_id is None else ()
    used = level if level in levels else _telling(found, levels)
    parts, above = _parts(found, LEVELS.index(used) if used else -1)
    total = Sum()
    for part in parts.values():
        total.merge(part)
    units = _units(session, {unit_id for key in found for unit_id in key})
    cells = [
        _cell(units[unit_id], part, above.get(unit_id), _whole(units[unit_id], used, wish))
        for unit_id, part in parts.items()
    ]
    least = policies.value(session, LEAST, actor.unit_id)
    best, worst = ranked(cells, least)
    return DutyBoard(
        level=used,
        levels=_tiers(found, levels, units),
        cells=sorted(cells, key=lambda c: _order(c, units)),
        names={unit_id: unit.short_name for unit_id, unit in units.items()},
        total=total.figures,
        late=total.late,
        months=_months(dues, now),
        best=best,
        worst=worst,
        least=least,
        path=path(session, reach, wish.unit_id),
    )


def ranked(cells: Sequence[Cell], least: int) -> tuple[list[Cell], list[Cell]]:
    """The best and the worst by their share on time, of those with ``least`` decided duties.

    Of equals, more duties weigh more. Nobody is both, and nobody without anything late is among
    the worst: with few cells the lists are shorter.
    """
    known = [c for c in cells if c.figures.decided >= least]
    known.sort(key=lambda c: (-(c.figures.on_time_rate or 0), -c.figures.decided, c.code))
    size = min(RANKED, len(known) // 2)
    best = known[:size]
    worst = [c for c in known[size:] if best and (c.figures.on_time_rate or 0) < 1]
    worst.sort(key=lambda c: (c.figures.on_time_rate or 0, -c.figures.decided, c.code))
    return best, worst[:RANKED]


def _facts(session: Session, reach: Reach, wish: Wish, now: datetime) -> _Facts:
    """From the tallies where they know enough, else from the reports."""
    wide = is_wide(session, reach)
    place = _place(session, wish.unit_id)
    if wish.unit_id is None or (place and place.root):
        if wide:
            rows = from_tallies(reach, wish, None).c
            return _Facts(rows, (rows.top_id, rows.area_id))
        rows = from_reports(reach, wish, now).c
        return _Facts(rows, (rows.top_id, rows.area_id, rows.unit_id))
    if wide and place and place.top:
        rows = from_tallies(reach, wish, wish.unit_id).c
        return _Facts(rows, (rows.area_id,))
    facts = from_reports(reach, wish, now)
    tree = branches(wish.unit_id)
    rows = select(facts, tree.c.branch).join(tree, tree.c.id == facts.c.unit_id).subquery().c
    return _Facts(rows, (rows.branch,))


def _place(session: Session, unit_id: int | None) -> Any:
    if unit_id is None:
        return None
    return session.execute(
        select(Unit.parent_id.is_(None).label("root"), (PLACES.c.top_id == Unit.id).label("top"))
        .join(PLACES, PLACES.c.unit_id == Unit.id)
        .where(Unit.id == unit_id)
    ).one()


def _counted(
    session: Session, facts: _Facts, wish: Wish, now: datetime
) -> tuple[dict[tuple[int, ...], Sum], dict[datetime, Sum]]:
    """What each part has within the wish's days, and what is overdue from any time; and what there
    is by deadline. Two statements.

    A row may take back what another counted (a change not yet folded): what is alike is added up
    before anything is asked of it.
    """
    rows, width = facts.rows, len(facts.keys)
    found: dict[tuple[int, ...], Sum] = {}
    dues: dict[datetime, Sum] = {}
    both = func.grouping_sets(tuple_(*facts.keys), rows.due_at)
    for row in session.execute(
        select(*facts.keys, rows.due_at, *added(rows, wish, now)).group_by(both)
    ):
        if row.due_at is None:
            found.setdefault(tuple(row[:width]), Sum()).add(row)
        else:
            dues.setdefault(row.due_at, Sum()).add(row)
    alike = (*facts.keys, rows.rung, rows.due_at)
    late = (
        select(*alike, func.sum(rows.open).label("n"))
        .where(rows.due_at <= now)
        .group_by(*alike)
        .having(func.sum(rows.open) > 0)
        .subquery()
        .c
    )
    keys = list(late)[:width]
    count = cast(func.sum(late.n), BigInteger).label("count")
    for row in session.execute(
        select(*keys, late.rung, count, func.min(late.due_at).label("oldest")).group_by(
            *keys, late.rung
        )
    ):
        found.setdefault(tuple(row[:width]), Sum()).add_late(row)
    return found, dues


def _telling(found: Iterable[tuple[int, ...]], levels: tuple[str, ...]) -> str:
    """The first level at which there is something to compare."""
    for at, level in enumerate(levels):
        if len({key[at] for key in found}) > 1:
            return level
    return levels[-1] if levels else ""


def _parts(found: Mapping[tuple[int, ...], Sum], at: int) -> tuple[dict[int, Sum], dict[int, int]]:
    """The sums by the part at that place of their keys, and which part each is shown under."""
    parts: dict[int, Sum] = {}
    above: dict[int, int] = {}
    for key, counted in found.items():
        parts.setdefault(key[at], Sum()).merge(counted)
        if at > 0:
            above[key[at]] = key[at - 1]
    return parts, above


def _units(session: Session, ids: set[int]) -> dict[int, Any]:
    below = aliased(Unit)
    rows = session.execute(
        select(
            Unit.id,
            Unit.short_name,
            Unit.place,
            Unit.tier,
            Unit.code,
            Unit.valid_to,
            Unit.parent_id,
            (PLACES.c.top_id == Unit.id).label("top"),
            exists().where(below.parent_id == Unit.id).label("parts"),
        )
        .join(PLACES, PLACES.c.unit_id == Unit.id)
        .where(Unit.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _tiers(
    found: Iterable[tuple[int, ...]], levels: tuple[str, ...], units: Mapping[int, Any]
) -> dict[str, str]:
    """Of each level the tier that most of its parts are of: of those with units below them, if any.

    A part that stands there for itself (it is no deeper) says nothing of the level.
    """
    tiers: dict[str, str] = {}
    for at, level in enumerate(levels):
        ids = {key[at] for key in found if at == 0 or key[at] != key[at - 1]}
        telling = {i for i in ids if units[i].parts} or ids
        counted = Counter(units[unit_id].tier for unit_id in telling)
        if counted:
            tiers[level] = counted.most_common(1)[0][0]
    return tiers


def _whole(unit: Any, level: str, wish: Wish) -> bool:
    """Whether a cell of the unit holds what is below it, and not its own duties alone."""
    if wish.unit_id is not None:
        return bool(unit.id != wish.unit_id)
    if level == SINGLE or unit.parent_id is None:
        return False
    return level == TOP or not unit.top


def _cell(unit: Any, counted: Sum, above: int | None, whole: bool) -> Cell:
    return Cell(
        unit_id=unit.id,
        name=unit.short_name,
        place=unit.place,
        tier=unit.tier,
        code=unit.code,
        valid_to=unit.valid_to,
        group_id=above,
        whole=whole,
        parts=unit.parts,
        figures=counted.figures,
        late=counted.late,
    )


def _order(cell: Cell, units: Mapping[int, Any]) -> tuple[str, bool, bool, str, str, str]:
    """By group, the group's own duties first, then what has parts, tier and code."""
    group = units.get(cell.group_id) if cell.group_id else None
    return (
        f"{group.tier} {group.code}" if group else "",
        cell.whole,
        not cell.parts,
        cell.tier,
        cell.code,
        str(cell.valid_to or ""),
    )


def _months(dues: Mapping[datetime, Sum], now: datetime) -> list[Month]:
    """The months with deadlines within the wish, up to the present one: the last twelve."""
    months: dict[date, Sum] = {}
    for due_at, counted in dues.items():
        if any(counted.counts.values()):
            months.setdefault(last_day(due_at).replace(day=1), Sum()).merge(counted)
    found = [Month(first, months[first].figures) for first in sorted(months)]
    past = [month for month in found if month.first <= local_day(now)]
    return past[-MONTHS:] if past else found[:MONTHS]
