"""A district's recurring report, for the tests of rolling: issued, received, told by unit."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import cascade, contexts
from engine.deadline_rules import Rule
from engine.deadlines import LOCAL
from engine.directives import Directive, record
from engine.drafts import DirectiveDraft, Group, ObligationDraft
from engine.instances import Engine, Reached, apply
from engine.process.events import Send
from engine.report_tables import Report
from engine.units import Unit, UnitRef

DISTRICT = "UBND huyện Tuy Phước, tỉnh Bình Định"
MONTHLY = Rule(kind="monthly", day=25)
"""Trước hết ngày 25 hằng tháng; the task opens 20 days earlier, on the 6th."""

_ALL = Group("Các xã", select='children(unit, "xa")')
COMMUNES = tuple(str(code) for code in range(21952, 21989, 3))
"""Codes of the district's communes; the last but one is xã Phước An."""


def at(day: int, month: int, year: int = 2023, hour: int = 8) -> datetime:
    """A moment in Vietnam."""
    return datetime(year, month, day, hour, tzinfo=LOCAL)


def monthly(
    session: Session,
    machine: Engine,
    now: datetime,
    rule: Rule = MONTHLY,
    *,
    units: tuple[str, ...] = (),
    issuer: str = DISTRICT,
    process: str = "cascade-three-tier",
    number: str = "7",
) -> Directive:
    """A directive that asks for a report period after period, issued to all communes or these (codes)."""
    draft = DirectiveDraft(
        issuer=issuer,
        type="cong_van",
        issued_on=now.astimezone(LOCAL).date(),
        subject="Báo cáo định kỳ",
        process=process,
        number=number,
        symbol="UBND",
        field="ldtbxh",
        recipients=(Group("Các xã", units=units) if units else _ALL,),
        obligations=(ObligationDraft("bc", "Báo cáo định kỳ", rule, consolidator="unit"),),
    )
    directive = record(session, draft, now)
    assert cascade.issue(session, machine, directive, now).faults == []
    return directive


def opened(session: Session, unit_id: int | None = None) -> list[str]:
    """The periods of which somebody (or the unit) has a report, in order of their deadlines."""
    rows = sa.select(Report.period).group_by(Report.period).order_by(sa.func.min(Report.due_at))
    return list(session.scalars(rows if unit_id is None else rows.where(Report.unit_id == unit_id)))


def who(session: Session, period: str) -> list[str]:
    """Short names of the units that have a report of the period."""
    rows = sa.select(Unit.short_name).join(Report, Report.unit_id == Unit.id)
    return sorted(session.scalars(rows.where(Report.period == period)))


def send(
    session: Session, machine: Engine, directive: Directive, unit: UnitRef, now: datetime
) -> None:
    """The directive's letter to one more unit: a commune that was forgotten."""
    about = contexts.of_directives(session, [directive.id])[directive.id]
    sender = session.scalar(
        sa.text("SELECT id FROM instance WHERE directive_id = :d ORDER BY id LIMIT 1"),
        {"d": directive.id},
    )
    model, process = session.execute(
        sa.text("SELECT model_id, process FROM instance WHERE id = :i"), {"i": sender}
    ).one()
    reached = Reached(sender, model, process, directive.id, directive.issuer_id, "")
    loaded = machine.library.load(session, model)
    element = next(
        e.id
        for e in loaded.processes[process].process.elements.values()
        if e.props.get("recipients") and loaded.targets(e.id, unit.tier)
    )
    name = "Văn bản chỉ đạo"
    letter = Send(element, name, [unit.id], "own", {"directive": about})
    found, lost = cascade.route(session, machine, [(reached, letter)], now)
    assert lost == []
    assert apply(session, machine, found, now).faults == []
