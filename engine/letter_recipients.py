"""The recipients a letter names, as groups of a directive file, with the units they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.letter_names import FOUND, OUTSIDE, Named, Names, chain, chosen
from engine.letter_phrases import (
    ALL,
    BODY,
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
from engine.units import Unit, UnitRef, in_force

NOBODY, PARTLY, NOT_HERE = "nobody", "partly", "not-here"
"""Why a phrase is to be looked at: it means no unit, part of it means none, a body of no tree."""


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

    @property
    def session(self) -> Session:
        """Where it is looked up."""
        return self.names.session

    @classmethod
    def of(cls, names: Names, issuer: UnitRef, on: date) -> Recipients:
        """Ready to look up for that issuer."""
        session = names.session
        head = _head(session, session.get_one(Unit, issuer.id))
        steps = distances(session, head, on)
        below = _below(session, head, steps, on)
        return cls(names, issuer, on, head.id, chain(session, issuer.id), below, steps)

    def prepare(self, texts: Iterable[str]) -> None:
        """Look up all the bodies that these phrases name, at once."""
        parts = (part for text in texts for part in understood(text, self.below))
        near = tuple(self.near)
        self.names.prepare(
            (part.text, self.on, near)
            for part in parts
            if part.kind != ALL and not self._selects(part)
        )

    def meant(self, text: str, choice: str = "") -> Meant:
        """What the phrase means; ``choice`` is what a clerk said instead: a unit's code, a FEEL
        selection, or OUTSIDE.
        """
        if choice:
            return self._chosen(text, choice)
        selects: dict[str, None] = {}
        units: dict[int, UnitRef] = {}
        outside: list[str] = []
        several: list[Named] = []
        everybody, asked = False, []
        for part in understood(text, self.below):
            found = self._selects(part)
            everybody = everybody or part.kind == ALL
            selects |= dict.fromkeys(found)
            asked.append(part.kind in (MASS, PARTY))
            if found or part.kind == ALL:
                continue
            name = self.names.named(part.text, self.on, self.near)
            if part.kind == BODY and name.unit is not None:
                units[name.unit.id] = name.unit
                asked[-1] = self._is_asked(name.unit)
            elif name.candidates and part.kind == BODY:
                several.append(name)
            else:
                outside.append(part.text)
        members = frozenset(units) | self._members(selects)
        why = FOUND
        if several:
            why = several[0].why
        elif outside and (selects or units):
            why = PARTLY
        elif outside:
            why = NOT_HERE
        return Meant(
            text,
            tuple(selects),
            tuple(units.values()),
            members,
            everybody,
            bool(asked) and all(asked),
            tuple(outside),
            tuple(several),
            why,
            self._own(selects),
        )

    def expanded(self, groups: Iterable[Meant]) -> frozenset[int]:
        """All units of these phrases."""
        return frozenset[int]().union(*(group.members for group in groups))

    def _chosen(self, text: str, choice: str) -> Meant:
        if choice == OUTSIDE:
            return Meant(text, outside=(text,), why=OUTSIDE)
        if "(" in choice:
            members = self._members([choice])
            return Meant(text, (choice,), members=members, own=self._own([choice]))
        name = chosen(self.session, text, choice, self.on)
        if name.unit is None:
            return Meant(text, outside=(text,), why=NOBODY)
        return Meant(
            text,
            units=(name.unit,),
            members=frozenset({name.unit.id}),
            requested=self._is_asked(name.unit),
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

    def _members(self, selects: Iterable[str]) -> frozenset[int]:
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

    def _own(self, selects: Iterable[str]) -> str:
        """The issuer's code, if it is of a tier that is selected beside it."""
        beside = self.head != self.issuer.id
        here = beside and any(f'"{self.issuer.tier}"' in select for select in selects)
        return self.issuer.code if here else ""

    def _is_asked(self, unit: UnitRef) -> bool:
        return self.names.entry(unit).requested


def _head(session: Session, unit: Unit) -> Unit:
    """The body whose lower bodies the unit writes to: its own, or those of the body it belongs to."""
    if unit.field is None or unit.national or unit.parent_id is None:
        return unit
    return session.get_one(Unit, unit.parent_id)


def _below(session: Session, unit: Unit, steps: Mapping[str, int], on: date) -> Below:
    rows = session.execute(
        select(Unit.tier, Unit.kind, Unit.field.is_not(None), Unit.requested)
        .where(in_force(on), Unit.tier.in_(steps))
        .distinct()
    ).all()
    places = {fold(r.kind): r.tier for r in rows if not r[2] and not r.requested}
    direct = sorted(tier for tier, step in steps.items() if step == 1)
    asked = {r.tier for r in rows if r.requested}
    special = {r.tier for r in rows if r[2] and not r.requested}
    return Below(
        places=places,
        organs=tuple(tier for tier in direct if tier in special - asked),
        mass=tuple(tier for tier in direct if tier in asked),
        nearest=next((t for t in steps if t in places.values()), ""),
        own=frozenset(_own(session, unit)),
    )


def _own(session: Session, unit: Unit) -> Iterable[str]:
    """The words for the places of the unit and of the bodies above it."""
    ids = chain(session, unit.id)
    kinds = session.scalars(select(Unit.kind).where(Unit.id.in_(ids), Unit.field.is_(None)))
    return (fold(kind) for kind in kinds)
