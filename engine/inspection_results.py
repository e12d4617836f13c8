"""An inspection's result: a directive to the unit inspected, its remedies real duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import cascade
from engine.deadline_rules import MAX_DAYS, NO_LATER, ONE_OFF, Rule
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.drafts import DirectiveDraft, Group, ObligationDraft
from engine.errors import InputError
from engine.inspection_errors import BadRemedy
from engine.inspection_rounds import in_days
from engine.inspection_steps import day, lines, of_calls
from engine.inspection_tables import (
    CONCLUDED,
    RESULT_MODEL,
    ROUND_PROCESS,
    SPECIALISED,
    STATE,
    Inspection,
    InspectionRound,
)
from engine.instances import Delivery, Engine, Instance, ServiceCall, To
from engine.printed_days import ImpossibleDate, PrintedDay
from engine.process.events import Change
from engine.recording import record
from engine.units import Unit

CONCLUSION, NOTICE, RECTIFICATION = "ket-luan", "thong-bao", "chan-chinh"
_TYPES = {CONCLUSION: "ket_luan", NOTICE: "thong_bao", RECTIFICATION: "cong_van"}
OUTCOMES = {
    CONCLUSION: ("Kết luận", "Conclusion"),
    NOTICE: ("Thông báo kết quả kiểm tra", "Notice of the result"),
    RECTIFICATION: ("Yêu cầu chấn chỉnh, khắc phục", "Rectification required"),
}
_NOT_OF = {SPECIALISED: {CONCLUSION}, STATE: {NOTICE}}
"""Nghị định 217/2025/NĐ-CP knows no kết luận; Luật Thanh tra 84/2025/QH15 ends with one."""

REMEDY_FORM = "report-remedy"


class WrongOutcome(InputError):
    """A kind of result that the round's regime does not know, or one that lacks its remedies."""

    code = "inspection-wrong-outcome"
    vi = "Không ban hành được «{outcome}»: {why_vi}."
    en = "«{outcome}» cannot be issued: {why}."


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is to be put right, and the last day for reporting that it is."""

    text: str
    due_on: date


def remedies_of(text: object, issued_on: date) -> list[Remedy]:
    """One remedy for each line, «what | day/month/year». Raises ``BadRemedy`` with the line."""
    found = []
    for number, line in enumerate(lines(text), 1):
        what, bar, printed = (part.strip() for part in line.rpartition("|"))
        if not bar or not what:
            raise BadRemedy(line=number, why_vi="thiếu nội dung hoặc hạn", why="a part is missing")
        try:
            parsed = PrintedDay.parse(printed)
        except ImpossibleDate as error:
            raise BadRemedy(line=number, why_vi=error.text("vi"), why=error.text("en")) from error
        due_on = parsed.in_year(parsed.year or issued_on.year)
        if due_on <= issued_on:
            day = f"{issued_on:%d/%m/%Y}"
            raise BadRemedy(line=number, why_vi=f"hạn phải sau {day}", why=f"due only after {day}")
        found.append(Remedy(what, due_on))
    return found


def conclude(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-conclude``: the result is issued; the round learns what is left.

    Each remedy is an obligation of the result's directive, so that it is reported, reminded,
    extended, urged and counted like any other duty. Raises ``BadRemedy``, ``WrongOutcome``,
    ``WrongDay`` and ``DirectiveRefused`` before anything is written.
    """
    follow: list[Delivery] = []
    rounds: dict[int, InspectionRound] = {}
    for inspection, call in of_calls(session, calls):
        round_ = session.get_one(InspectionRound, inspection.round_id)
        rounds[round_.id] = round_
        directive = _issue(session, round_, inspection, call, now)
        actor = f"account:{call.instance.by}" if call.instance.by else "letter"
        follow.append(cascade.issuing(session, engine, directive, now, actor))
        inspection.status, inspection.directive_id = CONCLUDED, directive.id
        inspection.outcome = str(call.inputs["outcome"])
        inspection.conclusion = str(call.inputs["conclusion"])
        inspection.concluded_on = directive.issued_on
        session.flush()
    return follow + _left(session, list(rounds.values()))


def _issue(
    session: Session,
    round_: InspectionRound,
    inspection: Inspection,
    call: ServiceCall,
    now: datetime,
) -> Directive:
    outcome = str(call.inputs["outcome"])
    issued_on = day(call.inputs["issuedOn"], now)
    first = inspection.minutes_on or local_day(now)
    in_days(("ban hành kết quả kiểm tra", "result"), issued_on, first, local_day(now))
    remedies = remedies_of(call.inputs["remedies"], issued_on)
    _check(round_, outcome, remedies)
    inspector = session.get_one(Unit, round_.unit_id)
    inspected = session.get_one(Unit, inspection.unit_id)
    name = OUTCOMES[outcome][0]
    draft = DirectiveDraft(
        issuer=inspector.code,
        type=_TYPES[outcome],
        number=str(call.inputs["number"] or ""),
        symbol=str(call.inputs["symbol"] or ""),
        issued_on=issued_on,
        subject=f"{name} tại {inspected.short_name}: {round_.title}",
        process=RESULT_MODEL,
        recipients=(Group("Đơn vị được kiểm tra", units=(inspected.code,)),),
        obligations=tuple(_duty(n, r, inspector.code) for n, r in enumerate(remedies, 1)),
        content={"conclusion": str(call.inputs["conclusion"])},
    )
    directive = record(session, draft, now)
    decision = session.get_one(Directive, round_.directive_id)
    directive.parent_id, directive.root_id = decision.id, decision.root_id or decision.id
    return directive


def _duty(number: int, remedy: Remedy, inspector: str) -> ObligationDraft:
    printed = PrintedDay(remedy.due_on.day, remedy.due_on.month, remedy.due_on.year)
    # Open from the first day: a remedy is worked on at once, not a month before it is due.
    rule = Rule(kind=ONE_OFF, boundary=NO_LATER, printed=printed, window=MAX_DAYS)
    return ObligationDraft(
        code=f"KP{number}",
        title=f"Kết quả khắc phục: {remedy.text}",
        rule=rule,
        consolidator=inspector,
        form=REMEDY_FORM,
        path=f"remedies[{number - 1}]",
    )


def _check(round_: InspectionRound, outcome: str, remedies: Sequence[Remedy]) -> None:
    if outcome not in OUTCOMES or outcome in _NOT_OF.get(round_.regime, ()):
        raise WrongOutcome(
            outcome=OUTCOMES.get(outcome, (outcome,))[0],
            why_vi="loại kiểm tra này không có hình thức đó",
            why="this regime does not know it",
        )
    if outcome == RECTIFICATION and not remedies:
        raise WrongOutcome(
            outcome=OUTCOMES[outcome][0],
            why_vi="chưa ghi nội dung phải khắc phục",
            why="no remedy is given",
        )


def _left(session: Session, rounds: Sequence[InspectionRound]) -> list[Delivery]:
    """Tell each round's process how many inspections are open; two at once count one by one."""
    follow: list[Delivery] = []
    for round_ in sorted(rounds, key=lambda r: r.id):
        instance = session.scalar(
            select(Instance.id)
            .where(
                Instance.process == ROUND_PROCESS,
                Instance.unit_id == round_.unit_id,
                Instance.subject == round_.subject,
                Instance.status == "running",
            )
            .with_for_update()
        )
        left = session.scalar(
            select(func.count()).where(
                Inspection.round_id == round_.id, Inspection.status != CONCLUDED
            )
        )
        if instance is not None:
            follow.append(To(instance, Change({"openInspections": left})))
    return follow
