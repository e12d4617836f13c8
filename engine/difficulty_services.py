"""What the diagram of difficulties calls: a question answered to all who asked, or passed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit, contexts, policies
from engine.deadlines import local_day
from engine.deployments import deployed
from engine.difficulty_errors import AnswerMissing, NobodyAbove
from engine.difficulty_tables import Difficulty, DifficultyStep
from engine.directive_tables import Directive
from engine.instances import Begin, Delivery, Engine, Service, ServiceCall, To
from engine.notices import HEAD, OFFICER, Told, tell
from engine.process.events import Message, Start
from engine.selectors import resolve
from engine.units import Unit, UnitRef

MODEL, ASK_PROCESS, ANSWER_PROCESS = "difficulty", "df-ask", "df-answer"
QUESTION, ANSWER, MERGED = "Gửi vướng mắc", "Trả lời vướng mắc", "Gộp vướng mắc"
"""The messages, as the diagram calls them."""

ANSWER_DAYS = policies.declare(
    policies.Policy(
        "difficulty.answer-days",
        10,
        "Số ngày sau đó lãnh đạo cơ quan giữ vướng mắc được nhắc giải đáp",
        "Days after which the head of the body that holds a difficulty is reminded",
        source="custom: no text read fixes it",
        low=1,
    )
)


_ANSWER = text("""
    UPDATE difficulty SET status = 'answered', answer = r.answer, public = r.public,
        answered_at = :now
    FROM unnest(CAST(:subjects AS text[]), CAST(:answers AS text[]), CAST(:publics AS boolean[]))
        AS r(subject, answer, public)
    JOIN difficulty lead ON lead.subject = r.subject
    WHERE difficulty.lead_id = lead.id AND difficulty.status = 'open'
    RETURNING difficulty.id, difficulty.subject, difficulty.unit_id, difficulty.directive_id,
        difficulty.answer, difficulty.held_by_id
""")
_WAITING = text("""
    SELECT i.id, i.subject FROM instance i
    JOIN unnest(CAST(:directives AS bigint[]), CAST(:units AS bigint[]), CAST(:subjects AS text[]))
        AS r(directive_id, unit_id, subject)
        ON i.directive_id = r.directive_id AND i.unit_id = r.unit_id AND i.subject = r.subject
    WHERE i.process = 'df-ask' AND i.status = 'running' ORDER BY i.id
""")
_LEAVE = text("""
    UPDATE difficulty_step SET left_at = :now, note = :note
    WHERE difficulty_id = :lead AND unit_id = :unit AND left_at IS NULL
""")
_MOVED = text("""
    UPDATE difficulty SET held_by_id = :unit, at_directive_id = :directive, arrived_at = :now
    WHERE lead_id = :lead AND status = 'open'
""")


def answer(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``answer-difficulty``: the answer reaches all who asked the same, each once.

    A fixed number of statements, however many asked. Raises ``AnswerMissing``.
    """
    answers = [str(c.inputs.get("answer") or "").strip() for c in calls]
    if not all(answers):
        raise AnswerMissing
    given = {
        "subjects": [c.instance.subject for c in calls],
        "answers": answers,
        "publics": [c.inputs.get("public") is True for c in calls],
        "now": now,
    }
    asked = session.execute(_ANSWER, given).all()
    _leave_all(session, calls, now)
    audit.record(session, _entries(calls, asked), now)
    _tell_answered(session, engine, asked, now)
    waiting = session.execute(
        _WAITING,
        {
            "directives": [a.directive_id for a in asked],
            "units": [a.unit_id for a in asked],
            "subjects": [a.subject for a in asked],
        },
    )
    words = {a.subject: a.answer for a in asked}
    return [To(row.id, Message(ANSWER, {"answer": words[row.subject]})) for row in waiting]


def _leave_all(session: Session, calls: Sequence[ServiceCall], now: datetime) -> None:
    session.execute(
        text("""
        UPDATE difficulty_step SET left_at = :now
        FROM unnest(CAST(:subjects AS text[]), CAST(:units AS bigint[])) AS r(subject, unit_id)
        JOIN difficulty lead ON lead.subject = r.subject
        WHERE difficulty_step.difficulty_id = lead.id AND difficulty_step.left_at IS NULL
            AND difficulty_step.unit_id = r.unit_id
    """),
        {
            "subjects": [c.instance.subject for c in calls],
            "units": [c.instance.unit_id for c in calls],
            "now": now,
        },
    )


def _entries(calls: Sequence[ServiceCall], asked: Sequence[Any]) -> list[audit.Entry]:
    by = next((f"account:{c.instance.by}" for c in calls if c.instance.by), "letter")
    return [
        audit.Entry(
            by,
            "difficulty-answer",
            a.directive_id,
            a.unit_id,
            detail={"difficulty": a.id, "answered_by": a.held_by_id},
        )
        for a in asked
    ]


def _tell_answered(session: Session, engine: Engine, asked: Sequence[Any], now: datetime) -> None:
    holders = contexts.of_units(session, {a.held_by_id for a in asked})
    told = [
        Told(
            once=f"{a.subject}:answered",
            unit_id=a.unit_id,
            about_unit_id=a.unit_id,
            audience=OFFICER,
            directive_id=a.directive_id,
            instance_id=None,
            report_id=None,
            kind="vuong-mac-tra-loi",
            params={"holder": holders[a.held_by_id]["name"], "answer": a.answer},
        )
        for a in asked
    ]
    tell(session, engine.outbox, told, now)


def pass_up(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``pass-difficulty``: one question, however many asked it, goes to the issuer above.

    A person decides it for one question at a time. Raises ``NobodyAbove``.
    """
    begun: list[Delivery] = []
    for call in calls:
        lead = session.scalars(
            select(Difficulty)
            .where(Difficulty.subject == call.instance.subject)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        directive, body = _issuer_above(session, lead, now)
        words = str(call.inputs.get("note") or "").strip() or None
        here = {"lead": lead.id, "unit": lead.held_by_id, "note": words, "now": now}
        session.execute(_LEAVE, here)
        reached(session, lead.id, body.id, directive, now)
        by = f"account:{call.instance.by}" if call.instance.by else "letter"
        detail: dict[str, object] = {"difficulty": lead.id, "to": body.id, "note": words}
        whose = (lead.directive_id, lead.held_by_id, call.instance.id)
        audit.record(session, [audit.Entry(by, "difficulty-pass", *whose, detail)], now)
        tell_arrival(session, engine, lead, body.id, now)
        begun.append(_begin(session, lead, body, now))
    return begun


def reached(session: Session, lead_id: int, unit_id: int, directive_id: int, now: datetime) -> None:
    """Write down that a question has arrived at a body."""
    moved = {"lead": lead_id, "unit": unit_id, "directive": directive_id, "now": now}
    session.execute(_MOVED, moved)
    session.add(DifficultyStep(difficulty_id=lead_id, unit_id=unit_id, arrived_at=now))
    session.flush()


def _issuer_above(session: Session, lead: Difficulty, now: datetime) -> tuple[int, UnitRef]:
    """The next directive up the chain whose issuer is another body, and that body of today."""
    here = session.get_one(Directive, lead.at_directive_id)
    reached = set(
        session.scalars(
            select(DifficultyStep.unit_id).where(DifficultyStep.difficulty_id == lead.id)
        )
    )
    while here.parent_id is not None:
        here = session.get_one(Directive, here.parent_id)
        body = resolve(session, [here.issuer_id], local_day(now))[0]
        if body.id not in reached and body.id != lead.unit_id:
            return here.id, body
    raise NobodyAbove(unit=session.get_one(Unit, lead.held_by_id).short_name)


def remind_at(session: Session, unit_id: int, now: datetime) -> datetime:
    """When the body's head is reminded of a question that arrives at ``now``."""
    days: int = policies.value(session, ANSWER_DAYS, unit_id)
    return now + timedelta(days=days)


def about(lead: Difficulty) -> dict[str, object]:
    """What a process knows of the question."""
    return {"id": lead.id, "text": lead.text}


def _begin(session: Session, lead: Difficulty, body: UnitRef, now: datetime) -> Begin:
    directives = contexts.of_directives(session, [lead.directive_id])
    data = {
        "unit": contexts.of_unit(body),
        "directive": directives[lead.directive_id],
        "difficulty": about(lead),
        "remindAt": remind_at(session, body.id, now),
    }
    model = deployed(session, MODEL).id
    whose = (lead.directive_id, body.id, lead.subject)
    return Begin(model, ANSWER_PROCESS, *whose, Start(data, QUESTION))


def tell_arrival(
    session: Session, engine: Engine, lead: Difficulty, unit_id: int, now: datetime
) -> None:
    """The head of the body it reached."""
    told = Told(
        once=f"{lead.subject}:new:{unit_id}",
        unit_id=unit_id,
        about_unit_id=lead.unit_id,
        audience=HEAD,
        directive_id=lead.directive_id,
        instance_id=None,
        report_id=None,
        kind="vuong-mac-moi",
        params={"question": lead.text},
    )
    tell(session, engine.outbox, [told], now)


SERVICES: Mapping[str, Service] = {
    "answer-difficulty": Service(frozenset({"answer", "public"}), answer),
    "pass-difficulty": Service(frozenset({"note"}), pass_up),
}
