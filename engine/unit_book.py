"""Units by the keys of their names, with their superiors, read many at once and then kept.

What is asked of a book is answered from what it has read. Where that is not enough it notes what
is missing and raises Unread; ``answers`` asks all questions, reads all that they lacked, and asks
those again. So many questions cost as many statements as the longest of them alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Text, any_, cast, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session, aliased

from engine.selectors import successors_of
from engine.unit_queries import bigints
from engine.units import REF_COLUMNS, Unit, UnitRef

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")

Superiors = tuple[tuple[int, frozenset[str]], ...]
"""A unit's superiors, the nearest first, each with the keys it is called by."""


class Unread(Exception):
    """The answer needs what the book has not read yet; it never leaves ``Book.answers``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit that bears a key that was asked for, whenever it was valid."""

    ref: UnitRef
    place: str
    kind: str
    field: str | None
    requested: bool
    parent_id: int | None
    valid_from: date
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """As ``units.in_force``."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def ended(self, on: date) -> bool:
        """Whether its last day is before ``on``."""
        return self.valid_to is not None and self.valid_to <= on


_COLUMNS = (
    *REF_COLUMNS, Unit.place, Unit.kind, Unit.field, Unit.requested, Unit.parent_id,
    Unit.valid_from, Unit.valid_to,
)  # fmt: skip


class Book:
    """See the module. It holds for one transaction: units changed afterwards are not seen."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._borne: dict[str, bool] = {}
        self._ruling: dict[str, bool] = {}
        self._named: dict[str, list[Entry]] = {}
        self._entries: dict[int, Entry] = {}
        self._above: dict[int, tuple[int | None, frozenset[str]]] = {}
        self._chains: dict[int | None, Superiors] = {None: ()}
        self._heirs: dict[tuple[int, date], list[UnitRef]] = {}
        self._lacks: dict[str, set[Any]] = defaultdict(set)

    def answers(
        self, questions: Iterable[Asked], rule: Callable[[Asked], Answer]
    ) -> dict[Asked, Answer]:
        """What ``rule`` says to each question, reading what it lacks for all of them at once."""
        found: dict[Asked, Answer] = {}
        waiting = list(dict.fromkeys(questions))
        while waiting:
            later = []
            for question in waiting:
                try:
                    found[question] = rule(question)
                except Unread:
                    later.append(question)
            self._read()
            waiting = later
        return found

    def borne(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that any unit ever bore: most words of a letter are no unit's name."""
        return self._held("borne", self._borne, keys)

    def ruling(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that a unit bears below which there are others."""
        return self._held("ruling", self._ruling, keys)

    def named(self, key: str) -> list[Entry]:
        """The units that bear the key, on any day, and are ready for ``superiors``."""
        if key not in self._named:
            self._lack("named", key)
        return self._named[key]

    def units(self, ids: Iterable[int]) -> list[Entry]:
        """Units by their ids, in the order of these."""
        asked = list(ids)
        missing = [unit for unit in asked if unit not in self._entries]
        if missing:
            self._lack("units", *missing)
        return [self._entries[unit] for unit in asked]

    def superiors(self, entry: Entry) -> Superiors:
        """The units above a unit of this book."""
        known = self._chains.get(entry.parent_id)
        if known is None:
            chain: list[tuple[int, frozenset[str]]] = []
            above = entry.parent_id
            while above is not None:
                after, keys = self._above[above]
                chain.append((above, keys))
                above = after
            known = self._chains[entry.parent_id] = tuple(chain)
        return known

    def heirs(self, units: Iterable[int], on: date) -> list[UnitRef]:
        """Who answers on ``on`` for those units, each once."""
        asked = [(unit, on) for unit in units]
        missing = [one for one in asked if one not in self._heirs]
        if missing:
            self._lack("heirs", *missing)
        return list({ref.id: ref for one in asked for ref in self._heirs[one]}.values())

    def _held(self, what: str, known: dict[str, bool], keys: Iterable[str]) -> set[str]:
        asked = set(keys)
        missing = asked - known.keys()
        if missing:
            self._lack(what, *missing)
        return {key for key in asked if known[key]}

    def _lack(self, what: str, *things: Any) -> None:
        self._lacks[what].update(things)
        raise Unread

    def _read(self) -> None:
        """Everything that was missing."""
        lacks, self._lacks = self._lacks, defaultdict(set)
        for what, known in (("borne", self._borne), ("ruling", self._ruling)):
            if keys := lacks[what]:
                held = self._holding(sorted(keys), ruling=what == "ruling")
                known.update((key, key in held) for key in keys)
        heirs: dict[date, list[int]] = defaultdict(list)
        for unit, on in sorted(lacks["heirs"]):
            heirs[on].append(unit)
        for on, units in heirs.items():
            for unit, refs in successors_of(self._session, units, on).items():
                self._heirs[unit, on] = refs
        self._read_units(sorted(lacks["named"]), sorted(lacks["units"]))

    def _holding(self, keys: list[str], *, ruling: bool) -> set[str]:
        asked = func.unnest(cast(keys, ARRAY(Text))).table_valued("key", name="asked")
        asked = asked.render_derived()
        below = aliased(Unit)
        rules = exists().where(below.parent_id == Unit.id)
        # An aggregate, so that the index is asked for each key: for one row alone, or a join, the
        # planner reads the whole table.
        held = select((func.bool_or(rules) if ruling else func.count() > 0).label("held"))
        bearing = held.where(Unit.keys.contains(array([asked.c.key]))).select_from(Unit).lateral()
        return set(self._session.scalars(select(asked.c.key).join(bearing, bearing.c.held)))

    def _read_units(self, keys: list[str], units: list[int]) -> None:
        if not keys and not units:
            return
        wanted = cast(keys, ARRAY(Text))
        borne = func.unnest(Unit.keys).column_valued("borne")
        matched = func.array(
            select(borne).where(borne == any_(wanted)).correlate(Unit).scalar_subquery(),
            type_=ARRAY(Text),
        )
        self._named.update((key, []) for key in keys)
        rows = self._session.execute(
            select(matched, *_COLUMNS).where(
                or_(Unit.keys.overlap(wanted), Unit.id == any_(bigints(units)))
            )
        )
        for borne_keys, *row in rows:
            entry = self._entries.get(row[0]) or Entry(UnitRef(*row[:5]), *row[5:])
            self._entries[entry.ref.id] = entry
            for key in borne_keys:
                self._named[key].append(entry)
        self._read_superiors()

    def _read_superiors(self) -> None:
        """All units above those read that are not known yet."""
        parents = {entry.parent_id for entry in self._entries.values()}
        missing = sorted(unit for unit in parents if unit is not None and unit not in self._above)
        if not missing:
            return
        columns = (Unit.id, Unit.parent_id, Unit.keys)
        chain = select(*columns).where(Unit.id == any_(bigints(missing))).cte(recursive=True)
        # One by one through the index: the planner expects far more of them than there are.
        parent = select(*columns).where(Unit.id == chain.c.parent_id).limit(1).lateral()
        chain = chain.union(select(parent).select_from(chain.join(parent, true())))
        for unit, above, keys in self._session.execute(select(chain)):
            self._above[unit] = (above, frozenset(keys))
