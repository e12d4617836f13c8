"""Changes of structure somebody wrote down: merge, abolish, rename, create; checked, then imported.

A unit that stands under one that ends has no parent left: it ends the same day and goes on under
the successor, as the unit of its field there if there is one, else as itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.restructuring_moves import refused
from engine.unit_import import ImportSummary, Succession, UnitRow, import_units
from engine.units import Unit, in_force

MERGE, ABOLISH, RENAME, CREATE = "merge", "abolish", "rename", "create"
KINDS = (MERGE, ABOLISH, RENAME, CREATE)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One change. ``units`` are codes: those merged, the one abolished, renamed or created.

    ``into``: codes of the successors, the heir first. ``name``, ``short_name``, ``place``,
    ``parent`` (a code), ``tier`` and ``kind`` describe what is new; what is empty is taken over
    from the first of ``units`` (a created one: from a unit under the same parent).
    """

    kind: str
    units: tuple[str, ...]
    into: tuple[str, ...] = ()
    name: str = ""
    short_name: str = ""
    place: str = ""
    parent: str = ""
    tier: str = ""
    unit_kind: str = ""


def bring_in(session: Session, changes: Sequence[UnitChange], on: date) -> ImportSummary:
    """Write the units and successions of the changes; the same again changes nothing.

    Raises StructureRefused and UnitsRefused (a circle of superiors, a code already in use), with
    nothing written.
    """
    book = _Book(session, on)
    fresh = [change for change in changes if not book.done(change)]
    _check(fresh, book, on)
    for change in fresh:
        if change.kind == CREATE or (change.kind == MERGE and change.name):
            book.create(change)
    for change in fresh:
        if change.kind == RENAME:
            book.rename(change)
        elif change.kind in (MERGE, ABOLISH):
            for code in change.units:
                if code not in change.into:
                    book.end(code, change.into)
    return import_units(session, book.rows.values(), book.successions)


def _check(changes: Sequence[UnitChange], book: _Book, on: date) -> None:
    """Refuse what contradicts itself before anything is made of it."""
    into: dict[str, tuple[str, ...]] = {}
    made = {c.units[0] for c in changes if c.kind == CREATE}
    made |= {c.into[0] for c in changes if c.kind == MERGE and c.name and c.into}
    for change in changes:
        label = ", ".join(change.units) or "?"
        if change.kind not in KINDS or not change.units:
            raise refused(label, f"không có loại «{change.kind}»", f"no change «{change.kind}»")
        if change.kind == CREATE:
            continue
        for code in change.units:
            if code not in book.living:
                raise refused(
                    code, f"không có hiệu lực trước ngày {on}", f"it is not valid before {on}"
                )
            if into.get(code, change.into) != change.into:
                raise refused(
                    code,
                    "được nhập vào hai đơn vị khác nhau; hãy ghi một dòng với cả hai đơn vị kế thừa",
                    "it goes into two different units; write one line with both successors",
                )
            into[code] = change.into
        if change.kind in (MERGE, ABOLISH) and not change.into:
            raise refused(label, "thiếu đơn vị kế thừa (into)", "its successor (into) is missing")
    _check_targets(into, made, book, on)


def _check_targets(
    into: Mapping[str, tuple[str, ...]], made: set[str], book: _Book, on: date
) -> None:
    ending = {code for code, targets in into.items() if targets and code not in targets}
    for code, targets in into.items():
        path, here = [code], code
        while here in ending:
            here = into[here][0]
            if here in path:
                raise refused(code, "kế thừa vòng quanh", "its succession is a circle")
            path.append(here)
        for target in targets:
            if target in ending:
                raise refused(
                    code,
                    f"đơn vị kế thừa {target} cũng chấm dứt ngày {on}",
                    f"its successor {target} ends on {on} itself",
                )
            if target not in made and target not in book.on_day:
                raise refused(
                    code,
                    f"đơn vị kế thừa {target} không có hiệu lực ngày {on}",
                    f"its successor {target} is not valid on {on}",
                )


class _Book:
    """The units around the day, by code, and what the changes make of them."""

    def __init__(self, session: Session, on: date) -> None:
        self.on = on
        eve = or_(Unit.valid_to.is_(None), Unit.valid_to >= on)
        before = session.scalars(select(Unit).where(Unit.valid_from < on, eve)).all()
        self.codes = {unit.id: unit.code for unit in before}
        self.living = {u.code: u for u in before}
        self.on_day = set(session.scalars(select(Unit.code).where(in_force(on))))
        self.below: dict[str, list[Unit]] = defaultdict(list)
        for unit in before:
            if unit.parent_id is not None:
                self.below[self.codes[unit.parent_id]].append(unit)
        self.rows: dict[tuple[str, date], UnitRow] = {}
        self.successions: list[Succession] = []

    def done(self, change: UnitChange) -> bool:
        """Whether the data say so already: created and begun, or ended on the day."""
        if not change.units:
            return False
        if change.kind == CREATE:
            return change.units[0] in self.on_day
        ended = [self.living.get(code) for code in change.units if code not in change.into]
        return bool(ended) and all(u is not None and u.valid_to == self.on for u in ended)

    def create(self, change: UnitChange) -> None:
        """A unit that begins on the day."""
        code = change.units[0] if change.kind == CREATE else change.into[0]
        like = self._like(change, code)
        place = change.place or like.place
        self._put(
            replace(
                like,
                code=code,
                name=change.name or like.name,
                short_name=change.short_name or change.name or like.short_name,
                place=place,
                tier=change.tier or like.tier,
                kind=change.unit_kind or like.kind,
                parent=change.parent or like.parent,
                valid_from=self.on,
                valid_to=None,
                aliases=(),
                latitude=None,
                longitude=None,
            )
        )

    def rename(self, change: UnitChange) -> None:
        """The same code under another name, or another superior, from the day on."""
        (code,) = change.units[:1]
        old = self._row(self.living[code])
        self._end(old, [code])
        self._put(
            replace(
                old,
                name=change.name or old.name,
                short_name=change.short_name or change.name or old.short_name,
                place=change.place or old.place,
                parent=change.parent or old.parent,
                aliases=(*old.aliases, old.name, old.short_name),
                valid_from=self.on,
                valid_to=None,
            )
        )
        self._hand_down(code, code)

    def end(self, code: str, into: Sequence[str]) -> None:
        """The unit ends on the day, its successors answer for it."""
        self._end(self._row(self.living[code]), into)
        self._hand_down(code, into[0])

    def _hand_down(self, old: str, new: str) -> None:
        """What stands under an ended unit goes on under its successor."""
        there = {u.field: u.code for u in self.below[new] if u.field} if new != old else {}
        for unit in self.below[old]:
            if (unit.code, unit.valid_from) in self.rows:
                continue  # it has a line of its own
            target = there.get(unit.field) if unit.field else None
            row = self._row(unit)
            if target is not None:
                self._end(row, [target])
            else:
                self._end(row, [unit.code])
                self._put(replace(row, parent=new, valid_from=self.on, valid_to=None))
            self._hand_down(unit.code, target or unit.code)

    def _end(self, row: UnitRow, into: Sequence[str]) -> None:
        self._put(replace(row, valid_to=self.on))
        self.successions.extend(Succession(row.code, code, self.on) for code in into)

    def _put(self, row: UnitRow) -> None:
        self.rows[row.code, row.valid_from] = row

    def _like(self, change: UnitChange, code: str) -> UnitRow:
        """A row to begin with: the first unit merged, or a neighbour of the same tier."""
        if change.kind == MERGE:
            return self._row(self.living[change.units[0]])
        near = [u for u in self.below[change.parent] if change.tier in ("", u.tier)]
        if not near or not change.name or not change.parent:
            raise refused(
                code,
                "đơn vị mới cần tên (name), cấp trên (parent) và cấp (tier) đã có ở đó",
                "a new unit needs a name, a parent, and a tier that exists there",
            )
        return replace(self._row(near[0]), field=None, fields=())

    def _row(self, unit: Unit) -> UnitRow:
        taken: dict[str, Any] = {
            name: getattr(unit, name)
            for name in ("code", "name", "short_name", "place", "tier", "kind", "field",
                         "valid_from", "valid_to", "requested", "national", "province_code",
                         "latitude", "longitude")
        }  # fmt: skip
        parent = self.codes[unit.parent_id] if unit.parent_id is not None else None
        return UnitRow(
            **taken, parent=parent, fields=tuple(unit.fields), aliases=tuple(unit.aliases)
        )
