"""A confirmed letter understood, and, where it is our own, made a draft that its head issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine import drafting, drafting_models
from engine.deadlines import local_day
from engine.drafting_issue import waiting
from engine.errors import Conflict, InputError
from engine.instances import Engine
from engine.letter_note_texts import Note
from engine.letter_notes import notes
from engine.letter_proposal import Proposal, for_unit, propose
from engine.letter_resolving import Resolved, resolve
from engine.people import Actor
from engine.received import Letter, read
from engine.received_rows import locked, note, touched
from engine.received_tables import ISSUED
from engine.units import Unit


class LetterIncomplete(InputError):
    """Something must be answered before the letter can become a directive; ``notes`` says what."""

    code = "letter-incomplete"
    vi = "Chưa lập được văn bản từ văn bản đến này: {lines}"
    en = "Nothing can be made of this letter yet: {lines_en}"

    def __init__(self, stopping: Sequence[Note]) -> None:
        self.notes = tuple(stopping)
        super().__init__(
            lines=" ".join(n.text("vi") for n in stopping),
            lines_en=" ".join(n.text("en") for n in stopping),
        )


class NotOurs(Conflict):
    """The letter's issuer is another unit, so this unit cannot issue it."""

    code = "letter-not-ours"
    vi = "Văn bản do {issuer} ban hành; đơn vị của bạn chỉ vào sổ văn bản đến được."
    en = "The letter is by {issuer}; your unit can only file it as received."


@dataclass(frozen=True, slots=True)
class Understood:
    """A letter as the system understands it, what it would become, and what to look at."""

    letter: Letter
    resolved: Resolved
    proposal: Proposal
    notes: tuple[Note, ...]

    @property
    def stopping(self) -> list[Note]:
        """What must be answered first."""
        return [one for one in self.notes if one.stops]


def understand(session: Session, actor: Actor, letter_id: int, now: datetime) -> Understood:
    """Everything about a letter of the actor's unit. Raises NotFound. Changes nothing."""
    letter = read(session, actor, letter_id)
    today = local_day(now)
    resolved = resolve(session, actor, letter.findings, today, letter.text)
    proposal = propose(letter.findings, resolved)
    if resolved.issuer.unit is not None and not resolved.ours:
        unit = session.get_one(Unit, actor.unit_id)
        proposal = for_unit(proposal, resolved, (unit.id, unit.code, unit.short_name))
    found = notes(session, letter.findings, resolved, actor.unit_id, today)
    return Understood(letter, resolved, proposal, tuple(found))


def begin_draft(
    session: Session, engine: Engine, actor: Actor, letter_id: int, seen: int, now: datetime
) -> int:
    """Make a draft of our own letter, which its head issues; the draft's id.

    One that passes on a directive for which the unit's cascade waits does so. Raises NotFound,
    Forbidden, LetterIsDone, LetterOverwritten, NotOurs, LetterIncomplete.
    """
    row = locked(session, actor, letter_id, seen)
    found = understand(session, actor, letter_id, now)
    complete(found)
    if not found.resolved.ours:
        raise NotOurs(issuer=issuer_of(found))
    on: date = found.resolved.on
    models = drafting_models.choices(session, engine, actor.unit_id, on)
    content = {**found.proposal.content, "process": models[0].key if models else ""}
    parent = found.resolved.parent_id
    passes_on = parent is not None and _waits(session, engine, actor, parent)
    draft_id = drafting.begin(session, actor, content, now, parent_id=parent, passes_on=passes_on)
    row.status, row.drafting_id = ISSUED, draft_id
    touched(row, actor, now)
    note(session, actor, row, "letter-draft", now, {"draft": draft_id})
    return draft_id


def _waits(session: Session, engine: Engine, actor: Actor, parent_id: int) -> bool:
    """Whether our part of the superior's cascade waits for this document, and no draft has begun."""
    if drafting.opened_for(session, actor, parent_id) is not None:
        return False
    return waiting(session, engine, actor.unit_id, parent_id) is not None


def complete(found: Understood) -> None:
    """Raise LetterIncomplete unless everything that stops is answered."""
    if found.stopping:
        raise LetterIncomplete(found.stopping)


def issuer_of(found: Understood) -> str:
    """What the letter's issuer is called."""
    unit = found.resolved.issuer.unit
    return unit.short_name if unit is not None else found.resolved.issuer.text
