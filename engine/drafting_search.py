"""Directives found by words typed with or without accents, among those the reader may see."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import DRAFT, Directive
from engine.directives import label
from engine.people import Actor
from engine.unit_names import fold
from engine.units import Unit


def _letters() -> tuple[str, str]:
    """Every Vietnamese letter with a mark, lower case, and the plain letter of each."""
    codes = (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
    pairs = {(chr(c).lower(), fold(chr(c))) for c in codes}
    found = sorted((marked, bare) for marked, bare in pairs if len(bare) == 1 and len(marked) == 1)
    return "".join(m for m, _ in found), "".join(b for _, b in found)


_MARKED, _BARE = _letters()


@dataclass(frozen=True, slots=True)
class FoundDirective:
    """A directive as a search lists it."""

    id: int
    label: str
    subject: str
    issuer_name: str
    issued_on: date


def search(session: Session, actor: Actor, text: str, limit: int) -> list[FoundDirective]:
    """Issued directives in whose number, symbol, subject or issuer every word typed occurs.

    Not the reader's own; the newest first.
    """
    words = fold(unicodedata.normalize("NFC", text)).split()
    said = func.concat_ws(
        " ", Directive.number, Directive.symbol, Directive.subject, Unit.name, Unit.short_name
    )
    bare: Any = func.translate(func.lower(func.normalize(said)), _MARKED, _BARE)
    rows = session.execute(
        select(Directive, Unit.name)
        .join(Unit, Unit.id == Directive.issuer_id)
        .where(
            access.directives(actor, Directive.id),
            Directive.status != DRAFT,
            Directive.issuer_id != actor.unit_id,
            *(bare.contains(word, autoescape=True) for word in words),
        )
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
        .limit(limit)
    )
    return [FoundDirective(d.id, label(d), d.subject, name, d.issued_on) for d, name in rows]
