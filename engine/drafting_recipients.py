"""Whom a draft's groups mean on its day of issue: counted, listed, with those left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine import units
from engine.deadlines import local_day
from engine.drafting import Draft
from engine.drafting_content import issued_on
from engine.drafts import DirectiveDraft, Group, Problem, Problems, Source
from engine.errors import InputError
from engine.obligations import any_of
from engine.resolving import Resolver
from engine.tiers_below import distances
from engine.unit_names import fold
from engine.units import Unit, UnitRef, in_force

SHOWN = 20
"""Units that a search lists."""
SELECTED = 'children(unit, "{tier}")'
DEEPER = 'descendants(unit, "{tier}")'


@dataclass(frozen=True, slots=True)
class Resolved:
    """A group with the units it means now; ``out`` are those of its selection left out."""

    place: int
    group: Group
    members: list[UnitRef]
    out: list[UnitRef]
    problems: list[Problem]

    @property
    def tiers(self) -> list[tuple[str, int]]:
        """How many units of each tier, the most first."""
        return Counter(m.tier for m in self.members).most_common()


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection that may be added: all units of a tier, so many steps below."""

    select: str
    tier: str
    steps: int


class Recipients:
    """The recipients of one draft, looked up once."""

    def __init__(self, session: Session, draft: Draft, now: datetime) -> None:
        self.session, self.draft = session, draft
        self.on: date = issued_on(draft.content) or local_day(now)
        self.now = now
        self.issuer = session.get_one(Unit, draft.issuer_id)
        self.ref = UnitRef(
            self.issuer.id,
            self.issuer.code,
            self.issuer.name,
            self.issuer.short_name,
            self.issuer.tier,
        )

    def groups(self) -> list[Resolved]:
        """Every group of the draft, with its units."""
        listed = self.draft.content.get("recipients") or ()
        return [self.group(place, _group(data, place)) for place, data in enumerate(listed)]

    def group(self, place: int, group: Group) -> Resolved:
        """One group, with its units in the order of their codes."""
        problems = Problems(Source())
        resolver = self._resolver(problems)
        members = resolver.members(self.ref, group)
        whole = resolver.members(self.ref, _whole(group)) if group.but else members
        known = self._refs({*members, *whole})
        inside = set(members)
        return Resolved(
            place,
            group,
            [r for r in known if r.id in inside],
            [r for r in known if r.id not in inside],
            problems.found,
        )

    def choices(self) -> list[Choice]:
        """All units of each tier below the issuer, the nearest first."""
        below = distances(self.session, self.issuer, self.on)
        return [
            Choice((SELECTED if steps == 1 else DEEPER).format(tier=tier), tier, steps)
            for tier, steps in below.items()
        ]

    def bodies(self) -> list[tuple[str, str, str]]:
        """Specialist bodies directly below the issuer: (code, short name, field)."""
        rows = self.session.execute(
            select(Unit.code, Unit.short_name, Unit.field)
            .where(Unit.parent_id == self.issuer.id, Unit.field.is_not(None), in_force(self.on))
            .order_by(Unit.short_name)
        )
        return [(row.code, row.short_name, row.field) for row in rows]

    def found(self, text: str) -> list[UnitRef]:
        """Units of that name, typed with or without accents; those near the issuer first."""
        folded = fold(text)
        if not folded:
            return []
        near = (Unit.parent_id == self.issuer.id, Unit.province_code == self.issuer.province_code)
        wanted = (
            units.refs()
            .where(Unit.search.contains(folded, autoescape=True), in_force(self.on))
            .order_by(*(func.coalesce(n, false()).desc() for n in near))
            .order_by(func.length(Unit.search), Unit.code)
            .limit(SHOWN)
        )
        return [UnitRef(*row) for row in self.session.execute(wanted)]

    def name(self, text: str) -> str:
        """What a consolidator's expression, name or code means; the text itself if nothing."""
        if not text:
            return self.ref.short_name
        resolver = self._resolver(Problems(Source()))
        try:
            if "(" in text or text == "unit":
                return ", ".join(r.short_name for r in resolver.select(self.ref, text))
            return resolver.unit(text, self.ref.id).short_name
        except InputError:
            return text

    def _resolver(self, problems: Problems) -> Resolver:
        blank = DirectiveDraft(
            issuer=self.ref.code, type="", issued_on=self.on, subject="", process=""
        )
        return Resolver(self.session, blank, self.now, problems)

    def _refs(self, ids: Iterable[int]) -> list[UnitRef]:
        rows = self.session.execute(units.refs().where(Unit.id == any_of(ids)).order_by(Unit.code))
        return [UnitRef(*row) for row in rows]


def _whole(group: Group) -> Group:
    return Group(group.group, group.select, group.units, path=group.path)


def _group(data: Mapping[str, Any], place: int) -> Group:
    """A group as it stands in the draft, whatever is missing in it."""
    return Group(
        group=str(data.get("group") or ""),
        select=str(data.get("select") or ""),
        units=tuple(map(str, data.get("units") or ())),
        but=tuple(map(str, data.get("except") or ())),
        requested=str(data.get("requested")) == "true",
        outside=str(data.get("outside")) == "true",
        path=f"recipients[{place}]",
    )
