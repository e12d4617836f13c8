"""A confirmed letter becomes a directive: our own, by way of a draft, or a superior's on our book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, audit, cascade, drafting, drafting_models
from engine.deadlines import local_day
from engine.deliveries import Delivery, Reached
from engine.deployments import Loaded, ProcessModel, deployed
from engine.directive_tables import Directive, Recipient
from engine.directives import issue as mark_issued
from engine.drafting_issue import CannotGoOut, waiting
from engine.drafting_models import CHOSEN, throws
from engine.drafts import DirectiveDraft
from engine.errors import Conflict, InputError
from engine.instances import Engine, apply
from engine.letter_names import chain
from engine.letter_notes import Note, notes
from engine.letter_proposal import Proposal, for_unit, propose
from engine.letter_resolving import Resolved, resolve
from engine.model_releases import DIAGRAM, current
from engine.people import Actor
from engine.ports import DirectiveFormat
from engine.process.events import Send
from engine.process.model import Element
from engine.received import Letter, locked, note, read, touched
from engine.received_tables import FILED, ISSUED
from engine.recording import record
from engine.units import Unit

BOOK = "received_by"
"""In a directive's content: the unit that put it on record as a letter it received."""


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


class OurOwn(Conflict):
    """The letter's issuer is this unit: it is issued, not received."""

    code = "letter-is-our-own"
    vi = "Văn bản do chính đơn vị bạn ban hành; hãy lập dự thảo để ban hành."
    en = "The letter is your unit's own; make a draft of it to issue it."


class NotSentToUs(Conflict):
    """Its issuer has the directive in the system, and did not send it to this unit."""

    code = "letter-not-sent-to-us"
    vi = (
        "Văn bản này đã có trong hệ thống do {issuer} ban hành, nhưng không gửi cho đơn vị bạn. "
        "Hãy liên hệ nơi ban hành để được bổ sung nơi nhận."
    )
    en = (
        "This directive is in the system, issued by {issuer}, and was not sent to your unit. Ask "
        "its issuer to add your unit to the recipients."
    )


class NoProcessForUs(InputError):
    """No process has a place for this unit as a recipient."""

    code = "no-process-for-us"
    vi = "Không có quy trình nào để đơn vị cấp «{tier}» nhận văn bản. Hãy báo quản trị."
    en = "No process lets a unit of tier «{tier}» receive a directive. Tell the administrator."


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
    resolved = resolve(session, actor, letter.findings, today)
    proposal = propose(session, letter.findings, resolved)
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
    _complete(found)
    if not found.resolved.ours:
        raise NotOurs(issuer=_issuer(found))
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


def file(
    session: Session,
    engine: Engine,
    form: DirectiveFormat,
    actor: Actor,
    letter_id: int,
    seen: int,
    now: datetime,
) -> int:
    """Put a superior's letter on our book: its duties for our unit open at once; the directive's id.

    If it is in the system already, the letter is tied to it. Raises NotFound, WrongRole,
    LetterIsDone, LetterOverwritten, OurOwn, LetterIncomplete, NotSentToUs, DirectiveRefused,
    NoProcessForUs, CannotGoOut: nothing is changed then.
    """
    row = locked(session, actor, letter_id, seen)
    access.require_to_file(actor)
    found = understand(session, actor, letter_id, now)
    _complete(found)
    if found.resolved.ours:
        raise OurOwn
    known = found.resolved.known
    if known is None:
        directive = _recorded(session, engine, form, actor, found, now)
        deliver(session, engine, directive, actor, now)
    else:
        directive = session.get_one(Directive, known)
        _join(session, engine, directive, actor, found, now)
    row.status, row.directive_id = FILED, directive.id
    touched(row, actor, now)
    note(session, actor, row, "letter-file", now)
    return directive.id


def deliver(
    session: Session, engine: Engine, directive: Directive, actor: Actor, now: datetime
) -> None:
    """Let our unit receive the directive, as a letter from its issuer would: tasks and reports
    open, its clerk is told. Raises NoProcessForUs, CannotGoOut.
    """
    unit = session.get_one(Unit, actor.unit_id)
    model = deployed(session, directive.model_key)
    loaded = engine.library.load(session, model.id)
    send = _letter(loaded, unit)
    if send is None:
        raise NoProcessForUs(tier=unit.tier)
    process, element = send
    letter = Send(element.id, _message(element), [unit.id], "own", {})
    origin = Reached(0, model.id, process, directive.id, directive.issuer_id, "")
    deliveries: list[Delivery]
    deliveries, faults = cascade.route(session, engine, [(origin, letter)], now)
    applied = apply(session, engine, deliveries, now, actor=f"account:{actor.account_id}")
    for _, _, failure in [*faults, *applied.faults][:1]:
        raise CannotGoOut(vi=failure.vi or failure.message, en=failure.message)


def _recorded(
    session: Session,
    engine: Engine,
    form: DirectiveFormat,
    actor: Actor,
    found: Understood,
    now: datetime,
) -> Directive:
    """The superior's directive on record, issued by its paper; contradicting dates are its own."""
    issuer = found.resolved.issuer.unit
    assert issuer is not None  # noqa: S101  (``_complete`` has refused a letter without one)
    unit = session.get_one(Unit, actor.unit_id)
    key = _process(session, engine, issuer.id, unit, found.resolved.on)
    content = {**found.proposal.content, "issuer": issuer.code, "process": key}
    loaded: DirectiveDraft = form.load(content)
    directive = record(session, loaded, now, found.resolved.parent_id)
    directive.content = {**directive.content, BOOK: actor.unit_id}
    mark_issued(session, directive, now)
    cascade.known_forms(session, engine, directive)
    told = audit.Entry(f"account:{actor.account_id}", "file-received", directive.id, unit.id)
    audit.record(session, [told], now)
    return directive


def _join(
    session: Session,
    engine: Engine,
    directive: Directive,
    actor: Actor,
    found: Understood,
    now: datetime,
) -> None:
    """Tie the letter to a directive on record: one sent to us, or that another recipient filed."""
    sent = select(Recipient.unit_id).where(
        Recipient.directive_id == directive.id,
        Recipient.unit_id == actor.unit_id,
        Recipient.sent_at.is_not(None),
    )
    if session.scalar(sent) is not None:
        return
    if BOOK not in directive.content:
        raise NotSentToUs(issuer=_issuer(found))
    deliver(session, engine, directive, actor, now)


def _process(session: Session, engine: Engine, issuer_id: int, unit: Unit, on: date) -> str:
    """The process in which the issuer, or a body above it, would send us a letter; else any that
    lets a unit of our tier receive one. Raises NoProcessForUs.
    """
    for above in chain(session, issuer_id):
        for choice in drafting_models.choices(session, engine, above, on):
            model = deployed(session, choice.key)
            if _letter(engine.library.load(session, model.id), unit):
                return choice.key
    rows = session.scalars(
        select(ProcessModel)
        .where(ProcessModel.id.in_(current(session, DIAGRAM).values()))
        .order_by(ProcessModel.key)
    )
    for row in rows:
        if _letter(engine.library.load(session, row.id), unit):
            return row.key
    raise NoProcessForUs(tier=unit.tier)


def _letter(loaded: Loaded, unit: Unit) -> tuple[str, Element] | None:
    """The throw by which a directive reaches a unit of this tier, and the process it stands in."""
    for key, definition in loaded.processes.items():
        for element in throws(definition, "own"):
            if element.props["recipients"] == CHOSEN and loaded.targets(element.id, unit.tier):
                return key, element
    return None


def _message(element: Element) -> str:
    event = element.event("message")
    return event.text if event is not None else ""


def _waits(session: Session, engine: Engine, actor: Actor, parent_id: int) -> bool:
    """Whether our part of the superior's cascade waits for this document, and no draft has begun."""
    if drafting.opened_for(session, actor, parent_id) is not None:
        return False
    return waiting(session, engine, actor.unit_id, parent_id) is not None


def _complete(found: Understood) -> None:
    if found.stopping:
        raise LetterIncomplete(found.stopping)


def _issuer(found: Understood) -> str:
    unit = found.resolved.issuer.unit
    return unit.short_name if unit is not None else found.resolved.issuer.text
