"""The statements behind ``engine.selectors``: each answers many questions of one kind at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    column,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, distinct_on
from sqlalchemy.orm import aliased

from engine.units import REF_COLUMNS, Unit, UnitSuccession, in_force

PLAIN = "id"
BY_CODE = "unit by code"


def bigints(values: Iterable[int | None]) -> Any:
    """An array of ids as a parameter."""
    return cast(list(values), ARRAY(BigInteger))


class Questions:
    """Questions of one kind as a table (n, unit, arg) inside the statement; n counts from 1."""

    def __init__(self, asked: Sequence[tuple[int | None, str | None]]) -> None:
        units = bigints(unit for unit, _ in asked)
        args = cast([arg for _, arg in asked], ARRAY(Text))
        self.rows = (
            func.unnest(units, args)
            .table_valued(column("unit", BigInteger), column("arg", Text), with_ordinality="n")
            .render_derived("ask")
        )
        self.n, self.unit, self.arg = self.rows.c.n, self.rows.c.unit, self.rows.c.arg

    def any_or(self, value: Any) -> ColumnElement[bool]:
        """Whether ``value`` is the argument, where one was given."""
        return or_(self.arg.is_(None), value == self.arg)


def _reach(base: Any) -> ColumnElement[Any]:
    """The ids under which a unit's children stand: itself, and the root for a national one."""
    root = case((base.national, func.coalesce(base.parent_id, base.id)))
    return func.any(array([base.id, root]))


def _children(ask: Questions, on: date) -> Select[Any]:
    base = aliased(Unit)
    return (
        select(ask.n, *REF_COLUMNS)
        .join_from(ask.rows, base, base.id == ask.unit)
        .join(Unit, Unit.parent_id == _reach(base))
        .where(Unit.id != ask.unit, ask.any_or(Unit.tier), in_force(on))
    )


def _descendants(ask: Questions, on: date) -> Select[Any]:
    base, below = aliased(Unit), aliased(Unit)
    tree = (
        select(ask.n, ask.unit, ask.arg, below.id)
        .join_from(ask.rows, base, base.id == ask.unit)
        .join(below, below.parent_id == _reach(base))
        .where(in_force(on, below))
        .cte("tree", recursive=True)
    )
    tree = tree.union(
        select(tree.c.n, tree.c.unit, tree.c.arg, below.id)
        .join_from(tree, below, below.parent_id == tree.c.id)
        .where(in_force(on, below))
    )
    wanted = or_(tree.c.arg.is_(None), Unit.tier == tree.c.arg)
    return (
        select(tree.c.n, *REF_COLUMNS)
        .join_from(tree, Unit, Unit.id == tree.c.id)
        .where(Unit.id != tree.c.unit, wanted)
    )


def _lead(ask: Questions, on: date) -> Select[Any]:
    return (
        select(ask.n, *REF_COLUMNS)
        .join_from(ask.rows, Unit, Unit.parent_id == ask.unit)
        .where(ask.arg == func.any(Unit.fields), in_force(on))
        .ext(distinct_on(ask.n))
        .order_by(ask.n, Unit.field.is_distinct_from(ask.arg), Unit.code)
    )


def _superior(ask: Questions, on: date) -> Select[Any]:
    base = aliased(Unit)
    return (
        select(ask.n, *REF_COLUMNS)
        .join_from(ask.rows, base, base.id == ask.unit)
        .join(Unit, Unit.id == base.parent_id)
        .where(in_force(on))
    )


def _successor(ask: Questions, on: date) -> Select[Any]:
    unit = aliased(Unit)
    chain = (
        select(ask.n, unit.id, in_force(on, unit).label("valid"))
        .join_from(ask.rows, unit, unit.id == ask.unit)
        .cte("chain", recursive=True)
    )
    chain = chain.union(
        select(chain.c.n, unit.id, in_force(on, unit))
        .join_from(chain, UnitSuccession, UnitSuccession.predecessor_id == chain.c.id)
        .join(unit, unit.id == UnitSuccession.successor_id)
        .where(~chain.c.valid, UnitSuccession.on <= on)
    )
    return (
        select(chain.c.n, *REF_COLUMNS)
        .join_from(chain, Unit, Unit.id == chain.c.id)
        .where(chain.c.valid)
    )


def _by_code(ask: Questions, on: date) -> Select[Any]:
    return (
        select(ask.n, *REF_COLUMNS)
        .join_from(ask.rows, Unit, Unit.code == ask.arg)
        .where(in_force(on))
    )


STATEMENTS: dict[str, Callable[[Questions, date], Select[Any]]] = {
    "children": _children,
    "descendants": _descendants,
    "lead": _lead,
    "superior": _superior,
    "successor": _successor,
    BY_CODE: _by_code,
    PLAIN: _successor,
}
"""Kind of selection -> statement; its rows are n and the columns of a ``UnitRef``."""
