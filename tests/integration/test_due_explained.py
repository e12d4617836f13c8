"""The reckoning of a due moment, step by step, against dates worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine import due_explained, policies, report_deadlines
from engine.calendar import CalendarDay, load
from engine.date_policies import DAY_OFF
from engine.deadline_rules import NO_LATER, ONE_OFF, WITHIN, Rule
from engine.deadlines import dues, midnight
from engine.directive_tables import Directive, Obligation
from engine.instances import Engine
from engine.printed_days import PrintedDay
from engine.reports import Report
from tests.web_world import TODAY, World

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def session_of(web_sessions: sessionmaker[Session]) -> Iterator[Session]:
    with web_sessions() as opened:
        yield opened


def one_report(session: Session, world: World) -> Report:
    unit = world.units["hd.cv"]
    return session.scalars(
        sa.select(Report).where(Report.unit_id == unit).order_by(Report.first_due_at).limit(1)
    ).one()


def says(session: Session, report: Report) -> dict[str, str]:
    return {step.kind: step.words["vi"] for step in due_explained.of_report(session, report.id)}


def owe(session: Session, report: Report, rule: Rule, **more: object) -> None:
    """Make the report one of that rule."""
    owed = session.get_one(Obligation, report.obligation_id)
    directive = session.get_one(Directive, report.directive_id)
    owed.rule = rule.to_json()
    (due,) = dues(rule, directive.issued_on, issued_at=directive.issued_at, **more)  # type: ignore[arg-type]
    report.first_due_at = report.due_at = due.due_at
    report.period_start, report.period_end = due.period_start, due.period_end
    session.flush()


def test_before_a_day_leaves_the_day_before(session_of: Session, world: World) -> None:
    said = says(session_of, one_report(session_of, world))
    assert said["printed"].endswith("trước ngày 01/06/2023.")
    assert said["edge"] == (
        "«Trước ngày 01/06/2023» nên ngày cuối cùng còn đúng hạn là 31/05/2023."
    )
    assert said["first"].startswith("Hạn đầu: hết ngày 31/05/2023.")
    assert "moved" not in said and "now" not in said


def test_a_day_off_moves_the_deadline_where_its_issuer_says_so(
    session_of: Session, world: World
) -> None:
    report = one_report(session_of, world)
    directive = session_of.get_one(Directive, report.directive_id)
    session_of.add(CalendarDay(day=date(2023, 6, 5), working=False, note="nghỉ bù"))
    session_of.flush()
    sunday = Rule(kind=ONE_OFF, boundary=NO_LATER, printed=PrintedDay(4, 6, 2023))
    owe(session_of, report, sunday)
    assert "giữ nguyên hạn đã in" in says(session_of, report)["kept"]
    policies.put(session_of, DAY_OFF.key, directive.issuer_id, "next", TODAY, "test")
    owe(session_of, report, sunday, calendar=load(session_of), day_off="next")
    said = says(session_of, report)
    assert said["off"] == (
        "04/06/2023 là ngày nghỉ (Chủ nhật); theo quy định của cơ quan ban hành, hạn lùi đến ngày "
        "làm việc kế tiếp: 06/06/2023."
    )
    assert said["first"].startswith("Hạn đầu: hết ngày 06/06/2023.")


def test_working_days_are_counted_from_the_day_after(session_of: Session, world: World) -> None:
    report = one_report(session_of, world)
    owe(session_of, report, Rule(kind=WITHIN, days=5, working=True))
    issued = session_of.get_one(Directive, report.directive_id).issued_on
    said = says(session_of, report)
    assert "trong vòng 5 ngày làm việc kể từ ngày ban hành văn bản" in said["rule"]
    assert said["printed"].startswith(f"Đếm 5 ngày làm việc từ ngày {issued:%d/%m/%Y}, bắt đầu")


def test_who_moved_it_and_that_lateness_counts_from_the_first(
    session_of: Session, world: World
) -> None:
    report = one_report(session_of, world)
    machine: Engine = world.machine
    later = midnight(date(2023, 6, 11))
    report_deadlines.move_deadline(
        session_of, machine, [report.id], later, datetime(2023, 5, 30, tzinfo=UTC), "account:0"
    )
    said = says(session_of, report)
    assert "từ hết ngày 31/05/2023 sang hết ngày 10/06/2023" in said["moved"]
    assert said["now"] == "Hạn đang theo: hết ngày 10/06/2023. Quá hạn vẫn tính theo hạn đầu."
    assert said["first"].startswith("Hạn đầu: hết ngày 31/05/2023.")
