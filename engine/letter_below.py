"""Which bodies a letter's writer may write to, read from the units of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.letter_names import chain
from engine.letter_phrases import Below
from engine.unit_names import fold
from engine.units import Unit, in_force


def head_of(session: Session, unit: Unit) -> Unit:
    """The body whose lower bodies the unit writes to: its own, or those of the body it belongs to."""
    if unit.field is None or unit.national or unit.parent_id is None:
        return unit
    return session.get_one(Unit, unit.parent_id)


def below_of(session: Session, unit: Unit, steps: Mapping[str, int], on: date) -> Below:
    """The bodies below it on that day, by the words for them; ``steps``: ``distances`` of it."""
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
