"""The recipients a letter names, as groups of a directive file, with the units they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.letter_below import below_of, head_of
from engine.letter_names import (
    AMBIGUOUS,
    CHOSEN,
    EVERYBODY,
    FOUND,
    OUTSIDE,
    UNKNOWN,
    Named,
    Names,
    chain,
    chosen,
)
from engine.letter_phrases import (
    ABOVE,
    ALL,
    BODY,
    LISTED,
    MASS,
    ORGANS,
    PARTY,
    TERRITORY,
    Below,
    Part,
    understood,
)
from engine.selectors import resolve
from engine.tiers_below import distances
from engine.unit_names import fold
from engine.units import Unit, UnitRef

NOBODY, PARTLY, NOT_HERE = "nobody", "partly", "not-here"
"""Why a phrase is to be looked at: it means no unit, part of it means none, a body of no tree."""
BEFORE = "before"
"""It means those named before it, which is an inference."""
COPIED = "copied"
"""It stands in Nơi nhận: what of it is not below the issuer is printed and no more."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What one phrase means: ``selects`` as FEEL over ``unit``, single ``units``, whether it is the
    whole list of recipients (``everybody``), what is not in the tree (``outside``, by its words).
    ``own`` is the issuer's code where a selection would include the issuer itself.
    """

    text: str
    selects: tuple[str, ...] = ()
    units: tuple[UnitRef, ...] = ()
    members: frozenset[int] = frozenset()
    everybody: bool = False
    requested: bool = False
    outside: tuple[str, ...] = ()
    several: tuple[Named, ...] = ()
    why: str = FOUND
    own: str = ""

    def groups(self) -> list[dict[str, Any]]:
        """The groups of a directive file; a phrase that mixes means needs more than one."""
        asked = {"requested": "true"} if self.requested else {}
        found: list[dict[str, Any]] = []
        if self.selects:
            but = {"except": [self.own]} if self.own else {}
            found.append({"group": self.text, "select": self.expression, **but, **asked})
        if self.units:
            name = self.text if not found else "; ".join(u.short_name for u in self.units)
            found.append({"group": name, "units": [u.code for u in self.units], **asked})
        if self.why == COPIED:
            found += [{"group": text, "outside": "true"} for text in self.outside]
        if not found:
            found.append({"group": self.text, "outside": "true", **asked})
        return found

    @property
    def expression(self) -> str:
        """The selections as one expression."""
        return self.selects[0] if len(self.selects) == 1 else f"[{', '.join(self.selects)}]"


@dataclass
class Recipients:
    """Looks up phrases of recipients for one issuer, on the letter's day.

    A specialised body writes to those below the body it belongs to: ``head`` is that body's id, or
    the issuer's own.
    """

    names: Names
    issuer: UnitRef
    on: date
    head: int
    near: list[int] = field(default_factory=list)
    below: Below = field(default_factory=Below)
    steps: Mapping[str, int] = field(default_factory=dict)
    selected: dict[str, frozenset[int]] = field(default_factory=dict)
    named: tuple[Meant, ...] = ()
    """The recipients, whom «nêu trên» means in what follows."""

    @property
    def session(self) -> Session:
        """Where it is looked up."""
        return self.names.session

    @classmethod
    def of(cls, names: Names, issuer: UnitRef, on: date) -> Recipients:
        """Ready to look up for that issuer."""
        session = names.session
        head = head_of(session, session.get_one(Unit, issuer.id))
        steps = distances(session, head, on)
        below = below_of(session, head, steps, on)
        return cls(names, issuer, on, head.id, chain(session, issuer.id), below, steps)

    def prepare(self, texts: Iterable[str]) -> None:
        """Look up all the bodies that these phrases name, at once."""
        parts = (part for text in texts for part in understood(text, self.below))
        near = tuple(self.near)
        self.names.prepare(
            (name, self.on, near)
            for part in parts
            if part.kind not in (ALL, ABOVE) and not self._selects(part)
            for name in part.names
        )

    def meant(self, text: str, choice: str = "") -> Meant:
        """What the phrase means; ``choice`` is what a clerk said instead: codes of units separated
        by commas, a FEEL selection, EVERYBODY, or OUTSIDE.
        """
        if choice:
            return self._chosen(text, choice)
        found = _Gathered(text)
        for part in understood(text, self.below):
            if part.kind == ABOVE:
                return self._above(text, part)
            self._take(part, found)
        return found.meant(self)

    def _take(self, part: Part, found: _Gathered) -> None:
        selects = self._selects(part)
        found.everybody = found.everybody or part.kind == ALL
        found.selects |= dict.fromkeys(selects)
        asked = part.kind in (MASS, PARTY)
        if not selects and part.kind != ALL:
            name = self._listed(part) if part.kind == LISTED else self._body(part)
            if name.unit is not None and part.kind in (BODY, LISTED):
                found.units[name.unit.id] = name.unit
                asked = self._is_asked(name.unit)
            elif name.candidates and part.kind in (BODY, LISTED):
                found.several.append(name)
            else:
                found.outside.append(part.text)
        found.asked.append(asked)

    def _body(self, part: Part) -> Named:
        return self.names.named(part.text, self.on, self.near)

    def _listed(self, part: Part) -> Named:
        """The one place of that name and tier below the issuer, of whichever of the kinds."""
        here = self.members([self.select(part.tier)])
        units: dict[int, UnitRef] = {}
        for text in part.names:
            name = self.names.named(text, self.on, self.near)
            near = (*name.candidates, *((name.unit,) if name.unit else ()))
            units |= {unit.id: unit for unit in near if unit.id in here}
        if len(units) == 1:
            return Named(part.text, next(iter(units.values())), (), FOUND)
        return Named(part.text, None, tuple(units.values()), AMBIGUOUS if units else UNKNOWN)

    def place(self, text: str) -> Named:
        """The body of that name, near the issuer; also a place below by its bare name."""
        kinds = tuple(self.below.places)
        names = (text, *(f"{kind} {text}" for kind in kinds))
        self.names.prepare((name, self.on, tuple(self.near)) for name in names)
        plain = self.names.named(text, self.on, self.near)
        if plain.unit is not None:
            return plain
        for tier in dict.fromkeys(self.below.places.values()):
            of_tier = tuple(kind for kind in kinds if self.below.places[kind] == tier)
            found = self._listed(Part(LISTED, text, tier, of_tier))
            if found.unit is not None:
                return found
        return plain

    def _above(self, text: str, part: Part) -> Meant:
        """Those of the part's kinds that were named one by one, else their whole tier if that was."""
        units = {
            unit.id: unit
            for meant in self.named
            for unit in meant.units
            if fold(self.names.entry(unit).kind) in part.kinds
        }
        if units:
            return Meant(text, (), tuple(units.values()), frozenset(units), why=BEFORE)
        tiers = {self.below.places[kind] for kind in part.kinds if kind in self.below.places}
        before = {select for meant in self.named for select in meant.selects}
        selects = tuple(s for tier in sorted(tiers) if (s := self.select(tier)) in before)
        if selects:
            return Meant(text, selects, members=self.members(selects), why=BEFORE)
        return Meant(text, outside=(text,), why=NOT_HERE)

    def expanded(self, groups: Iterable[Meant]) -> frozenset[int]:
        """All units of these phrases."""
        return frozenset[int]().union(*(group.members for group in groups))

    def _chosen(self, text: str, choice: str) -> Meant:
        if choice == OUTSIDE:
            return Meant(text, outside=(text,), why=OUTSIDE)
        if choice == EVERYBODY:
            return Meant(text, everybody=True, why=CHOSEN)
        if "(" in choice:
            members = self.members([choice])
            return Meant(text, (choice,), members=members, own=self.own([choice]))
        names = [chosen(self.session, text, code, self.on) for code in codes_of(choice)]
        units = {name.unit.id: name.unit for name in names if name.unit is not None}
        if not units or any(name.unit is None for name in names):
            return Meant(text, outside=(text,), why=NOBODY)
        return Meant(
            text,
            units=tuple(units.values()),
            members=frozenset(units),
            requested=all(map(self._is_asked, units.values())),
        )

    def _selects(self, part: Part) -> list[str]:
        tiers: Sequence[str] = {
            ORGANS: self.below.organs,
            MASS: self.below.mass,
            TERRITORY: (part.tier,),
        }.get(part.kind, ())
        return [self.select(tier) for tier in tiers]

    def select(self, tier: str) -> str:
        """All units of a tier below the issuer, as FEEL."""
        which = "children" if self.steps.get(tier) == 1 else "descendants"
        whose = "unit" if self.head == self.issuer.id else "superior(unit)"
        return f'{which}({whose}, "{tier}")'

    def members(self, selects: Iterable[str]) -> frozenset[int]:
        """The units of these selections, without the issuer."""
        found: set[int] = set()
        for expression in selects:
            if expression not in self.selected:
                kind, _, rest = expression.partition("(")
                tier = rest.partition('"')[2].partition('"')[0]
                asked = {"select": kind, "unit": self.head, "tier": tier}
                members = (unit.id for unit in resolve(self.session, asked, self.on))
                self.selected[expression] = frozenset(members)
            found |= self.selected[expression]
        return frozenset(found - {self.issuer.id})

    def own(self, selects: Iterable[str]) -> str:
        """The issuer's code, if it is of a tier that is selected beside it."""
        beside = self.head != self.issuer.id
        here = beside and any(f'"{self.issuer.tier}"' in select for select in selects)
        return self.issuer.code if here else ""

    def _is_asked(self, unit: UnitRef) -> bool:
        return self.names.entry(unit).requested


@dataclass
class _Gathered:
    """What the parts of one phrase mean, so far."""

    text: str
    selects: dict[str, None] = field(default_factory=dict)
    units: dict[int, UnitRef] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    several: list[Named] = field(default_factory=list)
    everybody: bool = False
    asked: list[bool] = field(default_factory=list)

    def meant(self, looker: Recipients) -> Meant:
        """All of it together."""
        return Meant(
            self.text,
            tuple(self.selects),
            tuple(self.units.values()),
            frozenset(self.units) | looker.members(self.selects),
            self.everybody,
            bool(self.asked) and all(self.asked),
            tuple(self.outside),
            tuple(self.several),
            self._why(),
            looker.own(self.selects),
        )

    def _why(self) -> str:
        if self.several:
            return self.several[0].why
        if not self.outside:
            return FOUND
        return PARTLY if self.selects or self.units else NOT_HERE


def codes_of(choice: str) -> list[str]:
    """The codes of the units that a clerk chose."""
    return [code.strip() for code in choice.split(",") if code.strip()]
