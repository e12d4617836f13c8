"""A superior's letter on our book: its directive on record, its tasks and reports open for our unit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, audit, cascade, drafting_models
from engine.deliveries import Delivery, Reached
from engine.deployments import Loaded, ProcessModel, deployed
from engine.directive_tables import Directive, Recipient
from engine.directives import issue as mark_issued
from engine.drafting_issue import CannotGoOut
from engine.drafting_models import CHOSEN, throws
from engine.drafts import DirectiveDraft
from engine.errors import Conflict, InputError
from engine.instances import Engine, apply
from engine.letter_names import chain
from engine.model_releases import DIAGRAM, current
from engine.people import Actor
from engine.ports import DirectiveFormat
from engine.process.events import Send
from engine.process.model import Element
from engine.received_issuing import Understood, complete, issuer_of, understand
from engine.received_rows import locked, note, touched
from engine.received_tables import FILED
from engine.recording import record
from engine.units import Unit


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

    Nothing arises for anybody else: our reports leave on paper, so our own officers review them. If
    the directive is in the system and was sent to us, the letter is tied to it. Raises NotFound, WrongRole,
    LetterIsDone, LetterOverwritten, OurOwn, LetterIncomplete, NotSentToUs, DirectiveRefused,
    NoProcessForUs, CannotGoOut: nothing is changed then.
    """
    row = locked(session, actor, letter_id, seen)
    access.require_to_file(actor)
    found = understand(session, actor, letter_id, now)
    complete(found)
    if found.resolved.ours:
        raise OurOwn
    known = found.resolved.known
    if known is None:
        directive = _recorded(session, engine, form, actor, found, now)
        deliver(session, engine, directive, actor, now)
    else:
        directive = session.get_one(Directive, known)
        _require_sent(session, directive, actor, found)
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
    """The superior's directive in our book, issued by its paper; contradicting dates are its own."""
    issuer = found.resolved.issuer.unit
    assert issuer is not None  # noqa: S101  (``complete`` has refused a letter without one)
    unit = session.get_one(Unit, actor.unit_id)
    key = _process(session, engine, issuer.id, unit, found.resolved.on)
    content = {**found.proposal.content, "issuer": issuer.code, "process": key}
    loaded: DirectiveDraft = form.load(content)
    directive = record(session, loaded, now, found.resolved.parent_id, booked_by=unit.id)
    mark_issued(session, directive, now)
    cascade.known_forms(session, engine, directive)
    told = audit.Entry(f"account:{actor.account_id}", "file-received", directive.id, unit.id)
    audit.record(session, [told], now)
    return directive


def _require_sent(session: Session, directive: Directive, actor: Actor, found: Understood) -> None:
    """Raise NotSentToUs unless the directive reached our unit."""
    sent = select(Recipient.unit_id).where(
        Recipient.directive_id == directive.id,
        Recipient.unit_id == actor.unit_id,
        Recipient.sent_at.is_not(None),
    )
    if session.scalar(sent) is None:
        raise NotSentToUs(issuer=issuer_of(found))


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
