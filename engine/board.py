"""The board: how many duties are done, late and open; by province, tier, period, unit, directive.

Two ways lead to the same figures. Whoever commands the whole country asks the tallies, which
answer for a million duties as for a thousand; whoever answers for a part of the tree, or asks about
one directive or unit, is answered from the reports themselves.

Who sees what: an administrator everything; a unit the duties of itself and of the units below it,
and those under the directives that it issued and all that was derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine import access, policies, progress
from engine.board_figures import TOUCHED_WITHIN, Figures, live, tallied
from engine.directive_tables import Directive, Obligation
from engine.directives import label
from engine.errors import InputError
from engine.people import Actor
from engine.report_tables import MERGED, Report
from engine.tallies import LATENESS, TALLY
from engine.units import Unit

PROVINCE, TIER, PERIOD, ROOT, MONTH = "province", "tier", "period", "directive", "month"
UNIT, OBLIGATION = "unit", "obligation"


class UnknownGrouping(InputError):
    """A board was asked for lines that it does not have."""

    code = "unknown-grouping"
    vi = "Bảng không chia được theo «{by}». Hãy chọn: {known}."
    en = "The board has no lines by «{by}». Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it counts (``key``: a code or an id), its name for people, its figures."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Board:
    """The lines in the order of their keys, and all of them together."""

    by: str
    lines: list[Line]
    total: Figures


@dataclass(frozen=True, slots=True)
class Only:
    """What of the duties is counted; None: all. ``root_id`` is a cascade's first directive."""

    root_id: int | None = None
    tier: str | None = None
    period: str | None = None
    province: str | None = None


def nation(
    session: Session, actor: Actor, now: datetime, by: str = PROVINCE, only: Only | None = None
) -> Board:
    """Lines by province, tier, period, month of the deadline, or directive, from the tallies.

    An administrator's counts everything, anybody else's the cascades that their unit began.
    Raises UnknownGrouping.
    """
    t, m, chosen = TALLY.c, LATENESS.c, only or Only()
    keys: Mapping[str, Any] = {
        PROVINCE: t.province,
        TIER: t.tier,
        PERIOD: t.period,
        ROOT: t.root_id,
        MONTH: func.to_char(func.local_day(t.due_at), "YYYY-MM"),
    }
    key = _key(keys, by)
    seen = _tallied_conditions(actor, chosen, t)
    days = policies.value(session, TOUCHED_WITHIN, None)
    rows = session.execute(select(key, *tallied(now, days)).where(*seen).group_by(key)).all()
    whole = session.execute(select(*tallied(now, days)).where(*seen)).one()
    medians: Mapping[Any, float] = {}
    whole_median = None
    if chosen.tier is None and chosen.period is None:
        late = _tallied_conditions(actor, chosen, m)
        kept = {PROVINCE: m.province, ROOT: m.root_id}.get(by)
        if kept is not None:
            medians = _medians(session.execute(_lateness(late, kept)))
        whole_median = _medians(session.execute(_lateness(late, None))).get(None)
    names = _names(session, by, [row[0] for row in rows])
    lines = [
        Line(str(row[0]), names.get(row[0], str(row[0])), Figures.of(row, medians.get(row[0])))
        for row in rows
    ]
    return Board(by, sorted(lines, key=_order), Figures.of(whole, whole_median))


def below(session: Session, actor: Actor, now: datetime, unit_id: int) -> Board:
    """Lines for the units directly under ``unit_id``, each with all that is below it, and one for
    the unit itself. Raises NotFound for a unit that is neither the actor's nor below it."""
    access.require(
        session.scalar(select(Unit.id).where(Unit.id == unit_id, access.subtree(actor, Unit.id))),
        f"unit {unit_id}",
    )
    tree = branches(unit_id)
    days = policies.value(session, TOUCHED_WITHIN, unit_id)
    counted = (
        select(tree.c.branch, *live(now, days))
        .join(Report, Report.unit_id == tree.c.id)
        .where(Report.status != MERGED)
    )
    rows = session.execute(counted.group_by(tree.c.branch)).all()
    whole = session.execute(
        select(*live(now, days))
        .join_from(tree, Report, Report.unit_id == tree.c.id)
        .where(Report.status != MERGED)
    ).one()
    return _board(UNIT, rows, whole, _unit_names(session, [row[0] for row in rows]))


def of_directive(
    session: Session, actor: Actor, now: datetime, directive_id: int, by: str = TIER
) -> Board:
    """Lines of a directive and all derived from it: by tier, period, obligation or unit; a
    recipient's own part where they see no more. Raises NotFound, UnknownGrouping."""
    seen = progress.scope(session, actor, directive_id)
    keys: Mapping[str, Any] = {
        TIER: Unit.tier,
        PERIOD: Report.period,
        OBLIGATION: Obligation.title,
        UNIT: Report.unit_id,
    }
    key = _key(keys, by)
    family = progress.derived(seen)
    own = true() if seen.only_unit is None else _own(seen, family)
    days = policies.value(session, TOUCHED_WITHIN, None)
    counted = (
        select(key, *live(now, days))
        .select_from(Report)
        .join(family, family.c.id == Report.directive_id)
        .join(Unit, Unit.id == Report.unit_id)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(Report.status != MERGED, own)
    )
    rows = session.execute(counted.group_by(key)).all()
    whole = session.execute(counted.with_only_columns(*live(now, days))).one()
    names = _unit_names(session, [r[0] for r in rows]) if by == UNIT else {}
    return _board(by, rows, whole, names)


def _own(seen: progress.Scope, family: Any) -> ColumnElement[bool]:
    return or_(family.c.id != seen.directive_id, Report.unit_id == seen.only_unit)


def _board(by: str, rows: Sequence[Any], whole: Any, names: Mapping[Any, str]) -> Board:
    lines = [
        Line(str(row[0]), names.get(row[0], str(row[0])), Figures.of(row, _number(row.median)))
        for row in rows
    ]
    return Board(by, sorted(lines, key=_order), Figures.of(whole, _number(whole.median)))


def _number(median: Any) -> float | None:
    return None if median is None else float(median)


def _key(keys: Mapping[str, Any], by: str) -> Any:
    if by not in keys:
        raise UnknownGrouping(by=by, known=", ".join(keys))
    return keys[by]


def _order(line: Line) -> tuple[str, str]:
    return line.name, line.key


def _tallied_conditions(actor: Actor, only: Only, columns: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if not actor.is_administrator:
        ours = select(Directive.id).where(
            Directive.issuer_id == actor.unit_id,
            Directive.root_id == Directive.id,
            Directive.booked_by_id.is_(None),
        )
        found.append(columns.root_id.in_(ours))
    for name in ("root_id", "tier", "period", "province"):
        wanted = getattr(only, name)
        if wanted is not None and name in columns:
            found.append(columns[name] == wanted)
    return found


def _lateness(conditions: Iterable[ColumnElement[bool]], key: Any) -> Any:
    c = LATENESS.c
    days = [c.days, func.sum(c.n).label("n")]
    columns = days if key is None else [key.label("key"), *days]
    grouped = [c.days] if key is None else [key, c.days]
    return (
        select(*columns).where(*conditions).group_by(*grouped).having(func.sum(c.n) > 0)
    ).order_by(c.days)


def _medians(rows: Iterable[Any]) -> dict[Any, float]:
    """The median of each key's histogram; its rows come in the order of their days."""
    histograms: dict[Any, list[tuple[int, int]]] = {}
    for row in rows:
        key = row.key if "key" in row._fields else None
        histograms.setdefault(key, []).append((row.days, int(row.n)))
    return {key: median(histogram) for key, histogram in histograms.items()}


def median(histogram: Sequence[tuple[int, int]]) -> float:
    """The median of values given as (value, how often), in order: as PostgreSQL's percentile_cont."""
    count = sum(n for _, n in histogram)
    low, high = (count - 1) // 2, count // 2
    found: list[int] = []
    passed = 0
    for value, n in histogram:
        found += [value for at in (low, high)[len(found) :] if at < passed + n]
        passed += n
    return sum(found) / 2


def branches(unit_id: int) -> Any:
    """Each unit below with the one directly under ``unit_id`` it hangs from; the unit: itself.

    Validity does not matter: what a unit that has ended did or left undone is counted as well.
    """
    tree = (
        select(Unit.id, Unit.id.label("branch"))
        .where((Unit.id == unit_id) | (Unit.parent_id == unit_id))
        .cte("tree", recursive=True)
    )
    child = aliased(Unit)
    return tree.union_all(
        select(child.id, tree.c.branch).join(
            tree, and_(child.parent_id == tree.c.id, tree.c.id != unit_id)
        )
    )


def _names(session: Session, by: str, keys: Sequence[Any]) -> Mapping[Any, str]:
    if by == PROVINCE:
        rows = session.execute(
            select(Unit.code, Unit.short_name).where(Unit.code.in_(keys)).order_by(Unit.valid_from)
        )
        return {row.code: row.short_name for row in rows}
    if by == ROOT:
        found = session.scalars(select(Directive).where(Directive.id.in_(keys)))
        return {directive.id: label(directive) for directive in found}
    return {}


def _unit_names(session: Session, ids: Sequence[int]) -> Mapping[Any, str]:
    rows = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(ids)))
    return {row.id: row.short_name for row in rows}
