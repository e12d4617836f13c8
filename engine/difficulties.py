"""Difficulties (vướng mắc): raised on a directive, answered, or passed up; the answer flows down.

The process is ``difficulty``: one instance at the unit that asks, one at each body its question
reaches. Units that ask the same are grouped under one question (``group``); the answer reaches
them all. Reading is in ``difficulty_views``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine import access, audit, contexts, inbox
from engine.deadlines import local_day
from engine.deployments import deployed
from engine.difficulty_errors import AlreadyAnswered, BadDifficulty, NotWithUs
from engine.difficulty_services import (
    ANSWER_PROCESS,
    ASK_PROCESS,
    MERGED,
    MODEL,
    SERVICES,
    about,
    remind_at,
    tell_arrival,
)
from engine.difficulty_tables import OPEN, Difficulty, DifficultyStep
from engine.difficulty_views import ages
from engine.directive_tables import Directive, Provision, Recipient
from engine.errors import Conflict, Forbidden, NotFound
from engine.instance_rows import Instance, WorkItem, new_ids
from engine.instances import Begin, Engine, To, apply
from engine.obligations import any_of
from engine.people import LEADER, Actor
from engine.process.events import Message, Start
from engine.process.step import Stale
from engine.selectors import resolve
from engine.units import Unit, UnitRef

__all__ = ["SERVICES", "ages", "answer", "group", "pass_up", "raise_difficulty"]


_JOIN = text("""
    WITH step AS (
        UPDATE difficulty_step SET left_at = :now
        WHERE difficulty_id = ANY(:joining) AND left_at IS NULL
    )
    UPDATE difficulty SET lead_id = :lead WHERE lead_id = ANY(:joining)
""")


def raise_difficulty(
    session: Session,
    engine: Engine,
    actor: Actor,
    directive_id: int,
    words: str,
    now: datetime,
    provision_id: int | None = None,
) -> int:
    """Ask the issuer of a directive the actor's unit received; the difficulty's id.

    Raises ``NotFound`` (directive or provision), ``Forbidden`` (the unit received no such
    directive, or the actor has no role in it), ``BadDifficulty`` (no words).
    """
    access.require_directive(session, actor, directive_id)
    access.require_member(actor)
    directive = session.get_one(Directive, directive_id)
    _received(session, actor, directive_id)
    if not words.strip():
        raise BadDifficulty(why_vi="chưa ghi nội dung vướng mắc", why="the difficulty is empty")
    if provision_id is not None:
        _provision_of(session, directive, provision_id)
    body = resolve(session, [directive.issuer_id], local_day(now))[0]
    lead = _written(session, actor, directive, words.strip(), provision_id, body, now)
    by = f"account:{actor.account_id}"
    detail: dict[str, object] = {"difficulty": lead.id, "to": body.id}
    entry = audit.Entry(by, "difficulty-raise", directive_id, actor.unit_id, detail=detail)
    audit.record(session, [entry], now)
    tell_arrival(session, engine, lead, body.id, now)
    apply(session, engine, [_begin(session, lead, body, now)], now, actor=by)
    return lead.id


def _received(session: Session, actor: Actor, directive_id: int) -> None:
    found = session.get(Recipient, (directive_id, actor.unit_id))
    if found is None or found.sent_at is None:
        raise Forbidden(what="nêu vướng mắc về văn bản không gửi đơn vị mình (not your directive)")


def _provision_of(session: Session, directive: Directive, provision_id: int) -> None:
    provision = session.get(Provision, provision_id)
    holder = directive.provisions_of_id or directive.id
    if provision is None or provision.directive_id != holder:
        raise NotFound(what=f"provision {provision_id}")


def _written(
    session: Session,
    actor: Actor,
    directive: Directive,
    words: str,
    provision_id: int | None,
    body: UnitRef,
    now: datetime,
) -> Difficulty:
    fresh = new_ids(session, "difficulty", 1)[0]
    lead = Difficulty(
        id=fresh,
        lead_id=fresh,
        unit_id=actor.unit_id,
        directive_id=directive.id,
        root_id=directive.root_id or directive.id,
        provision_id=provision_id,
        text=words,
        raised_at=now,
        raised_by=actor.account_id,
        held_by_id=body.id,
        at_directive_id=directive.id,
        arrived_at=now,
        status=OPEN,
    )
    session.add(lead)
    session.flush()
    session.add(DifficultyStep(difficulty_id=fresh, unit_id=body.id, arrived_at=now))
    session.flush()
    return lead


def _begin(session: Session, lead: Difficulty, body: UnitRef, now: datetime) -> Begin:
    data = {
        "unit": contexts.of_units(session, [lead.unit_id])[lead.unit_id],
        "directive": contexts.of_directives(session, [lead.directive_id])[lead.directive_id],
        "difficulty": about(lead),
        "holder": contexts.of_unit(body),
        "remindAt": remind_at(session, body.id, now),
    }
    model = deployed(session, MODEL).id
    whose = (lead.directive_id, lead.unit_id, lead.subject)
    return Begin(model, ASK_PROCESS, *whose, Start(data))


def answer(
    session: Session,
    engine: Engine,
    actor: Actor,
    difficulty_id: int,
    words: str,
    now: datetime,
    *,
    public: bool = False,
) -> None:
    """Answer a question, for all who asked it, as the task does.

    Raises ``NotFound``, ``NotWithUs``, ``WrongRole``, ``AlreadyAnswered``, ``Conflict`` (somebody
    was faster), ``AnswerMissing``.
    """
    item = _task(session, actor, difficulty_id)
    given = {"decision": "answer", "answer": words, "public": public, "passingNote": None}
    inbox.complete(session, engine, actor, item, given, now)


def pass_up(
    session: Session, engine: Engine, actor: Actor, difficulty_id: int, note: str, now: datetime
) -> None:
    """Pass a question to the issuer above, as the task does.

    Raises what ``answer`` raises, and ``NobodyAbove``.
    """
    item = _task(session, actor, difficulty_id)
    given = {"decision": "pass", "answer": None, "public": None, "passingNote": note or None}
    inbox.complete(session, engine, actor, item, given, now)


def group(
    session: Session,
    engine: Engine,
    actor: Actor,
    difficulty_id: int,
    others: Collection[int],
    now: datetime,
) -> int:
    """The questions of ``others`` are the same as that of ``difficulty_id``; how many joined.

    All are open and with the actor's unit, and whoever asked any of them gets the one answer.
    Raises ``NotFound``, ``NotWithUs``, ``WrongRole``, ``AlreadyAnswered``, ``Conflict``.
    """
    asked = _held(session, actor, {difficulty_id, *others})
    lead = asked[difficulty_id].lead_id
    joining = sorted({d.lead_id for d in asked.values()} - {lead})
    access.require_role(actor, LEADER, actor.unit_id)
    if not joining:
        return 0
    running = _locked(session, actor, {lead, *joining})
    session.execute(_JOIN, {"lead": lead, "joining": joining, "now": now})
    by = f"account:{actor.account_id}"
    detail: dict[str, object] = {"lead": lead, "joined": joining}
    whose = (asked[difficulty_id].directive_id, actor.unit_id)
    audit.record(session, [audit.Entry(by, "difficulty-group", *whose, None, detail)], now)
    merged = [To(running[i], Message(MERGED), by=actor.account_id, strict=True) for i in joining]
    try:
        apply(session, engine, merged, now, actor=by)
    except Stale as error:
        raise Conflict(what=f"difficulty {difficulty_id}") from error
    session.expire_all()
    return len(joining)


def _locked(session: Session, actor: Actor, leads: set[int]) -> dict[int, int]:
    """The running instances of these questions at the actor's unit, locked in order: by lead."""
    rows = session.execute(
        select(Difficulty.id, Instance.id)
        .join(
            Instance,
            (Instance.directive_id == Difficulty.directive_id)
            & (Instance.unit_id == actor.unit_id)
            & (Instance.subject == Difficulty.subject),
        )
        .where(
            Difficulty.id == any_of(leads),
            Instance.process == ANSWER_PROCESS,
            Instance.status == "running",
        )
        .order_by(Instance.id)
        .with_for_update(of=Instance)
    )
    found = {row[0]: row[1] for row in rows}
    still = session.scalar(
        select(func.count()).where(Difficulty.id == any_of(leads), Difficulty.status == OPEN)
    )
    if set(found) != leads or still != len(leads):
        raise Conflict(what=f"difficulties {sorted(leads)}")
    return found


def _task(session: Session, actor: Actor, difficulty_id: int) -> int:
    """The open task of the actor's unit about the difficulty's question."""
    difficulty = _held(session, actor, [difficulty_id])[difficulty_id]
    item = session.scalar(
        select(WorkItem.id)
        .join(Difficulty, Difficulty.subject == WorkItem.subject)
        .where(
            Difficulty.id == difficulty.lead_id,
            WorkItem.unit_id == actor.unit_id,
            WorkItem.form == "difficulty-answer",
            WorkItem.status == "open",
        )
    )
    if item is None:
        raise Conflict(what=f"difficulty {difficulty_id}")
    return item


def _held(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Difficulty]:
    """Open difficulties whose questions are with the actor's unit, by id, in one statement."""
    rows = session.scalars(
        select(Difficulty)
        .where(Difficulty.id == any_of(ids), access.difficulties(actor, Difficulty))
        .execution_options(populate_existing=True)
    )
    found = {row.id: row for row in rows}
    for missing in sorted(set(ids) - set(found)):
        raise NotFound(what=f"difficulty {missing}")
    for difficulty in found.values():
        if difficulty.answered_at is not None:
            raise AlreadyAnswered(at=difficulty.answered_at.isoformat())
        if difficulty.held_by_id != actor.unit_id:
            raise NotWithUs(holder=session.get_one(Unit, difficulty.held_by_id).short_name)
    return found
