"""What a unit may ask about: the directives it received, and each one's provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import Directive, Recipient
from engine.directives import label, provisions_of
from engine.people import Actor
from engine.units import Unit

MOST = 200


@dataclass(frozen=True, slots=True)
class Askable:
    """A directive the unit received; its ``issuer`` gets the question."""

    directive_id: int
    label: str
    subject: str
    issuer: str


def directives(session: Session, actor: Actor) -> list[Askable]:
    """The directives the actor's unit received, the latest first."""
    rows = session.execute(
        select(Directive, Unit.short_name)
        .join(Recipient, Recipient.directive_id == Directive.id)
        .join(Unit, Unit.id == Directive.issuer_id)
        .where(Recipient.unit_id == actor.unit_id, Recipient.sent_at.is_not(None))
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
        .limit(MOST)
    )
    return [Askable(d.id, label(d), d.subject, unit) for d, unit in rows]


def provisions(session: Session, actor: Actor, directive_id: int) -> Sequence[tuple[int, str]]:
    """(id, number and words) of a directive's provisions. Raises ``NotFound``."""
    access.require_directive(session, actor, directive_id)
    found = provisions_of(session, [directive_id])[directive_id]
    return [(p.id, f"{p.number} {p.text}".strip()) for p in found]
