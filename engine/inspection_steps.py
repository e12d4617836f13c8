"""What the process of a round does: notices sent, the announcement, self-reports, minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import contexts, inspection_clock, policies
from engine.deadlines import local_day, midnight
from engine.deployments import deployed
from engine.directive_tables import Directive, Recipient
from engine.errors import NotFound
from engine.inspection_errors import WitnessMissing
from engine.inspection_notices import tell_about
from engine.inspection_rounds import in_days
from engine.inspection_tables import (
    ANNOUNCED,
    MODEL,
    NOTICED,
    RECORDED,
    REFUSED,
    REPORTED,
    VISIT_PROCESS,
    Inspection,
    InspectionFinding,
    InspectionRound,
)
from engine.instances import Begin, Delivery, Engine, ServiceCall
from engine.notices import CLERK
from engine.policies import Policy, declare
from engine.process.events import Start

CONCLUSION_DAYS = declare(
    Policy(
        "inspection.conclusion-days",
        15,
        "Số ngày sau biên bản phải ra kết luận, thông báo kết quả khi luật không quy định",
        "Days after the minutes within which the result is issued where the law sets none",
        "Không có quy định chung; thông lệ",
        high=365,
    )
)
WITNESSES = frozenset({"commune", "witness"})


def notify(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-notify``: each chosen unit is told, and its inspection begins."""
    begins: list[Delivery] = []
    model = deployed(session, MODEL)
    for round_, call in _rounds(session, calls):
        found = session.scalars(
            select(Inspection).where(Inspection.round_id == round_.id).order_by(Inspection.position)
        ).all()
        round_.noticed_at = now
        for inspection in found:
            inspection.status, inspection.noticed_at = NOTICED, now
        session.flush()
        session.execute(
            update(Recipient)
            .where(Recipient.directive_id == round_.directive_id, Recipient.sent_at.is_(None))
            .values(sent_at=now)
        )
        boxes = [(i.id, i.unit_id, CLERK) for i in found]
        tell_about(session, engine, "kiem-tra-thong-bao", boxes, now)
        begins += _visits(session, model.id, round_, found, call)
    return begins


def _visits(
    session: Session,
    model_id: int,
    round_: InspectionRound,
    found: Sequence[Inspection],
    call: ServiceCall,
) -> Iterator[Begin]:
    units = contexts.of_units(session, [i.unit_id for i in found])
    due_on = round_.self_report_due_on or round_.ends_on
    shared: dict[str, object] = {
        "unit": call.instance.data["unit"],
        "directive": call.instance.data["directive"],
        "round": call.instance.data["round"],
        "outline": round_.outline,
        "selfReportDueAt": midnight(due_on + timedelta(days=1)),
        "dueAt": midnight(round_.ends_on + timedelta(days=1)),
        "hasClock": False,
        "concludeDays": policies.value(session, CONCLUSION_DAYS, round_.unit_id),
    }
    for inspection in found:
        own = {"inspected": units[inspection.unit_id], "inspection": {"id": inspection.id}}
        key = (round_.directive_id, round_.unit_id, inspection.subject)
        yield Begin(model_id, VISIT_PROCESS, *key, Start(shared | own))


def announce(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-announce``: the day counts, and the clock starts where there is one."""
    moved: list[Delivery] = []
    for inspection, call in of_calls(session, calls):
        round_ = session.get_one(InspectionRound, inspection.round_id)
        on = day(call.inputs["announcedOn"], now)
        decided = session.get_one(Directive, round_.directive_id).issued_on
        in_days(("công bố quyết định", "announcement"), on, decided, local_day(now))
        inspection.status, inspection.announced_on = ANNOUNCED, on
        table = call.inputs["limit"]
        limit = inspection_clock.limit_of(
            session, round_.unit_id, round_.regime, table if isinstance(table, Mapping) else {}
        )
        if limit is not None:
            moved.append(inspection_clock.start(session, inspection, limit, call.instance.id, on))
        session.flush()
    return moved


def self_report(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-self-report``: what the unit reports along the outline."""
    for inspection, call in of_calls(session, calls):
        inspection.self_report = plain(call.inputs["report"])
        inspection.self_reported_at = now
    session.flush()
    return []


def minutes(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-minutes``: the minutes and their findings, signed or refused.

    Raises ``WitnessMissing`` for a refusal without its reason and a witness's name, ``WrongDay``.
    """
    boxes = []
    for inspection, call in of_calls(session, calls):
        told = plain(call.inputs["minutes"])
        on = day(call.inputs["minutesOn"], now)
        announced = inspection.announced_on or local_day(now)
        in_days(("lập biên bản", "minutes"), on, announced, local_day(now))
        if told["signature"] == REFUSED and not _witnessed(told):
            raise WitnessMissing
        inspection.status, inspection.minutes_on, inspection.minutes = RECORDED, on, told
        inspection.signature = told["signature"]
        inspection.witness = told["witnessName"] if told["signature"] == REFUSED else None
        found = lines(call.inputs["findings"])
        session.add_all(
            InspectionFinding(inspection_id=inspection.id, position=n, text=line)
            for n, line in enumerate(found)
        )
        boxes.append((inspection.id, inspection.unit_id, CLERK))
    session.flush()
    tell_about(session, engine, "kiem-tra-bien-ban", boxes, now)
    return []


def _witnessed(told: Mapping[str, Any]) -> bool:
    given = (told.get("refusalReason"), told.get("witnessName"), told.get("witnessTitle"))
    return all((text or "").strip() for text in given) and told.get("witnessKind") in WITNESSES


def close(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-report``: the round's report goes up, and the round is over."""
    for round_, call in _rounds(session, calls):
        round_.report, round_.reported_at = plain(call.inputs["report"]), now
        round_.status = REPORTED
    session.flush()
    return []


def of_calls(
    session: Session, calls: Sequence[ServiceCall]
) -> Iterator[tuple[Inspection, ServiceCall]]:
    """The inspection of each call. Raises ``NotFound``."""
    subjects = {c.instance.subject for c in calls}
    rows = session.scalars(select(Inspection).where(Inspection.subject.in_(subjects)))
    found = {row.subject: row for row in rows}
    for call in calls:
        if call.instance.subject not in found:
            raise NotFound(what=f"inspection {call.instance.subject}")
        yield found[call.instance.subject], call


def _rounds(
    session: Session, calls: Sequence[ServiceCall]
) -> Iterator[tuple[InspectionRound, ServiceCall]]:
    """The round of each call. Raises ``NotFound``."""
    subjects = {c.instance.subject for c in calls}
    rows = session.scalars(select(InspectionRound).where(InspectionRound.subject.in_(subjects)))
    found = {row.subject: row for row in rows}
    for call in calls:
        if call.instance.subject not in found:
            raise NotFound(what=f"inspection round {call.instance.subject}")
        yield found[call.instance.subject], call


def day(value: object, now: datetime) -> date:
    """A form's day; today where none was given."""
    return value if isinstance(value, date) else local_day(now)


def lines(value: object) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]


def plain(value: object) -> dict[str, Any]:
    """A FEEL context of texts as JSON."""
    context = value if isinstance(value, Mapping) else {}
    return {str(name): None if text is None else str(text) for name, text in context.items()}
