"""Which unit answers for which after a change of structure: successions followed to one heir each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.units import Unit, UnitSuccession


class StructureRefused(InputError):
    """A change of structure that contradicts itself or the units; nothing was changed."""

    code = "structure-refused"
    vi = "Không áp dụng được thay đổi tổ chức, «{unit}»: {why_vi}."
    en = "The change of structure cannot be applied, «{unit}»: {why}."


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """What a change of structure needs to know of a unit."""

    id: int
    code: str
    name: str
    tier: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether it is valid on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def context(self) -> dict[str, object]:
        """As processes hold it (``contexts.of_unit``)."""
        return {"id": self.id, "code": self.code, "name": self.name, "tier": self.tier}


@dataclass(frozen=True, slots=True)
class Moves:
    """Ended units by id → their heir's id; ``split``: those with several successors, the heir first.

    ``today`` are the units that end on the day itself, ``heirless`` those ended without successor.
    """

    on: date
    units: Mapping[int, UnitSpan]
    heirs: Mapping[int, int]
    split: Mapping[int, tuple[int, ...]]
    today: frozenset[int]
    heirless: frozenset[int]

    def heir(self, unit_id: int) -> int:
        """Who answers for the unit: itself while it lives."""
        return self.heirs.get(unit_id, unit_id)


def moves(session: Session, on: date) -> Moves:
    """All units ended by the day ``on``, each with the unit that answers for it on that day.

    A unit with several successors has the first of them (``UnitSuccession.position``) as its heir.
    Two statements. Raises StructureRefused for a succession that runs in a circle or whose end is
    not valid on the day.
    """
    columns = (Unit.id, Unit.code, Unit.short_name, Unit.tier, Unit.parent_id)
    rows = session.execute(select(*columns, Unit.valid_from, Unit.valid_to))
    units = {row[0]: UnitSpan(*row) for row in rows}
    after: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, date] = {}
    for old, new, day in session.execute(
        select(UnitSuccession.predecessor_id, UnitSuccession.successor_id, UnitSuccession.on)
        .where(UnitSuccession.on <= on)
        .order_by(
            UnitSuccession.predecessor_id, UnitSuccession.position, UnitSuccession.successor_id
        )
    ):
        after[old].append(new)
        ends[old] = day
    heirs = {old: _heir(old, after, units, on) for old in after}
    ended = (u.id for u in units.values() if u.valid_to is not None and u.valid_to <= on)
    return Moves(
        on,
        units,
        heirs,
        {old: tuple(new) for old, new in after.items() if len(new) > 1},
        frozenset(old for old, day in ends.items() if day == on),
        frozenset(ended) - heirs.keys(),
    )


def _heir(old: int, after: Mapping[int, list[int]], units: Mapping[int, UnitSpan], on: date) -> int:
    path = [old]
    while path[-1] in after:
        here = after[path[-1]][0]
        if here in path:
            raise refused(units[old].code, "kế thừa vòng quanh", "its succession is a circle")
        path.append(here)
    heir = units[path[-1]]
    if not heir.valid_on(on):
        raise refused(
            units[old].code,
            f"đơn vị kế thừa {heir.code} không có hiệu lực ngày {on}",
            f"its successor {heir.code} is not valid on {on}",
        )
    return heir.id


def refused(unit: str, why_vi: str, why: str) -> StructureRefused:
    """What was wrong, at which unit."""
    return StructureRefused(unit=unit, why_vi=why_vi, why=why)
