"""Letters that clerks confirmed, as examples by which reading is measured.

A letter that became a draft or was filed is an example: what stands in it now is what a careful
reader found. The corrections say where reading and the reader differed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine import access
from engine.intake.listing import Listing, listing_of
from engine.people import Actor
from engine.received_findings import put_together
from engine.received_rows import findings_of
from engine.received_tables import FILED, ISSUED, ReceivedCorrection, ReceivedLetter


@dataclass(frozen=True, slots=True)
class Example:
    """One letter: ``file`` is a name of its own, ``corrections`` are ``{kind, was, became}``."""

    file: str
    text: str
    listing: Listing
    corrections: list[dict[str, Any]]


def examples(session: Session, actor: Actor) -> Iterator[Example]:
    """Every confirmed letter of the installation, the oldest first. Raises Forbidden for all but
    administrators.
    """
    access.require_administrator(actor)
    corrected: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in session.scalars(select(ReceivedCorrection).order_by(ReceivedCorrection.id)):
        told = {"kind": row.kind, "was": row.was, "became": row.became}
        corrected[row.letter_id].append(told)
    letters = session.scalars(
        select(ReceivedLetter)
        .where(ReceivedLetter.status.in_((ISSUED, FILED)))
        .options(undefer(ReceivedLetter.text), undefer(ReceivedLetter.findings))
        .order_by(ReceivedLetter.id)
    )
    for letter in letters:
        name = f"{letter.id:06}.txt"
        draft = put_together(letter.text, findings_of(letter))
        listing = {key: said for key, said in listing_of(draft, name).items() if key != "evidence"}
        yield Example(name, letter.text, listing, corrected[letter.id])
