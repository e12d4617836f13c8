"""A draft becomes a directive: issued by the head, once, by the way that its cascade waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, audit, cascade, date_checks, drafting_reach
from engine.date_warnings import DatesToConfirm, DateWarning
from engine.directive_tables import Directive
from engine.drafting import DraftIsOver, DraftOverwritten, mine, note
from engine.drafting_tables import ISSUED, OPEN
from engine.drafting_trial import mark
from engine.drafts import DirectiveDraft
from engine.errors import Conflict
from engine.instances import Applied, Engine, Instance, To, WorkItem, apply
from engine.people import Account, Actor
from engine.ports import DirectiveFormat
from engine.process.events import Complete
from engine.process.model import Element
from engine.recording import record

DERIVE = "derive-directive"


class NotWaited(Conflict):
    """The cascade does not wait for the unit's own document: not yet, or no longer."""

    code = "not-waited-for"
    vi = (
        "Văn bản cấp trên chưa ở bước «Ban hành văn bản triển khai» của đơn vị (hoặc đơn vị đã "
        "ban hành). Hãy hoàn thành việc tiếp nhận và phân công trước."
    )
    en = (
        "The superior's directive is not at the step in which this unit issues its own document "
        "(or the unit has issued it). Finish receiving and assigning it first."
    )


class CannotGoOut(Conflict):
    """The process could not send the directive to everybody it names; nothing was issued."""

    code = "cannot-go-out"
    vi = "Văn bản chưa ban hành vì quy trình không gửi đi được: {vi}"
    en = "The directive is not issued: its process cannot send it. {en}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The task that waits for the unit's own document, and the service that takes it up."""

    item_id: int
    instance_id: int
    token: int
    name: str
    inputs: Mapping[str, str]


def issue(
    session: Session,
    engine: Engine,
    form: DirectiveFormat,
    actor: Actor,
    draft_id: int,
    seen: int,
    now: datetime,
) -> int:
    """Issue the draft as it stood at version ``seen``; the directive's id, also the second time.

    Raises NotFound, WrongRole (not the head), DraftIsOver, DraftOverwritten, DirectiveRefused,
    DatesToConfirm, NotWaited, NoIssuingPool, CannotGoOut: nothing is issued then.
    """
    row = mine(session, actor, draft_id)
    access.require_to_issue(actor, row.issuer_id)
    if row.status == ISSUED and row.directive_id is not None:
        return row.directive_id
    if row.status != OPEN:
        raise DraftIsOver
    if row.version != seen:
        raise DraftOverwritten(name=session.get_one(Account, row.changed_by).name)
    loaded = form.load(row.content)
    directive, _ = send(
        session,
        engine,
        loaded,
        now,
        parent_id=row.parent_id,
        passes_on=row.passes_on,
        kept=frozenset(row.kept),
        by=actor.account_id,
    )
    row.status, row.directive_id = ISSUED, directive.id
    row.changed_by, row.changed_at = actor.account_id, now
    note(session, actor, row, "draft-issue", now)
    return directive.id


def send(
    session: Session,
    engine: Engine,
    loaded: DirectiveDraft,
    now: datetime,
    *,
    parent_id: int | None,
    passes_on: bool,
    kept: frozenset[str] | None,
    by: int,
) -> tuple[Directive, Applied]:
    """Record the draft and let it go its way; ``kept`` None: no date is asked about.

    Raises as ``issue``.
    """
    directive = record(session, loaded, now, parent_id)
    if not passes_on:
        drafting_reach.require(session, directive, loaded)
    warnings = [w for w in date_checks.of_directive(session, directive) if w.must_confirm]
    open_ = [w for w in warnings if kept is not None and mark(w) not in kept]
    if open_:
        raise DatesToConfirm(open_)
    if passes_on and parent_id is not None:
        applied = _pass_on(session, engine, directive, parent_id, now, by, warnings)
    else:
        actor = f"account:{by}"
        applied = cascade.issue(session, engine, directive, now, actor, confirmed=True)
    for _, _, failure in applied.faults[:1]:
        raise CannotGoOut(vi=failure.vi or failure.message, en=failure.message)
    return directive, applied


def waiting(session: Session, engine: Engine, unit_id: int, parent_id: int) -> Waiting | None:
    """The unit's open task after which ``derive-directive`` is called, under that directive."""
    rows = session.execute(
        select(WorkItem, Instance.model_id, Instance.process)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            WorkItem.unit_id == unit_id,
            WorkItem.directive_id == parent_id,
            WorkItem.subject == "",
            WorkItem.status == "open",
        )
        .order_by(WorkItem.id)
    )
    for item, model_id, process in rows:
        definition = engine.library.load(session, model_id).processes[process]
        for flow in definition.process.outgoing(item.element):
            after = definition.process.elements[flow.target]
            if _derives(after):
                return Waiting(item.id, item.instance_id, item.token, item.name, after.inputs)
    return None


def _derives(element: Element) -> bool:
    return element.tag == "serviceTask" and element.props.get("handler") == DERIVE


def _pass_on(
    session: Session,
    engine: Engine,
    directive: Directive,
    parent_id: int,
    now: datetime,
    by: int,
    warnings: list[DateWarning],
) -> Applied:
    """Finish the waiting task: the service finds what was recorded and issues it."""
    task = waiting(session, engine, directive.issuer_id, parent_id)
    if task is None:
        raise NotWaited
    cascade.known_forms(session, engine, directive)
    session.execute(select(Instance.id).where(Instance.id == task.instance_id).with_for_update())
    item = session.get_one(WorkItem, task.item_id, with_for_update=True)
    if item.status != "open":
        raise NotWaited
    said = {
        "number": directive.number,
        "symbol": directive.symbol,
        "issuedOn": directive.issued_on,
    }
    answers = {task.inputs[name]: value for name, value in said.items() if name in task.inputs}
    detail: dict[str, object] = {"confirmed": [w.to_json() for w in warnings]} if warnings else {}
    entry = audit.Entry(f"account:{by}", "issue", directive.id, directive.issuer_id, detail=detail)
    audit.record(session, [entry], now)
    event = To(task.instance_id, Complete(task.token, answers), by=by)
    return apply(session, engine, [event], now, actor=f"account:{by}")
