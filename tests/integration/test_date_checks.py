"""The dates of a directive against each other and against its superior's, before it is issued."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, parse, read
from engine import cascade, date_checks, policies
from engine.audit import AuditEntry
from engine.date_warnings import DatesToConfirm, DateWarning
from engine.directives import Directive, record
from engine.drafts import DirectiveRefused
from engine.instances import Engine

NOW = datetime(2023, 3, 28, 1, tzinfo=UTC)
PROVINCE = (SAMPLES / "binh-dinh-2023.yaml").read_text("utf-8")
HALF_YEAR = "{kind: half_year, boundary: before, date: 15/5, until: 31/12/2023}"

pytestmark = pytest.mark.usefixtures("units")


def province(session: Session, deadline: str = HALF_YEAR, more: str = "") -> Directive:
    """Bình Định's letter with another date for the half-year report."""
    assert HALF_YEAR in PROVINCE
    text = PROVINCE.replace(f"deadline: {HALF_YEAR}\n", f"deadline: {deadline}\n{more}")
    return record(session, parse(text.encode(), "binh-dinh.yaml"), NOW)


def ministry(session: Session) -> None:
    """The ministry's letter on record: its half-year report is due before 1/6/2023."""
    record(session, read(SAMPLES / "bo-ldtbxh-2023.yaml"), NOW)


def warned(session: Session, directive: Directive) -> list[DateWarning]:
    found = date_checks.of_directive(session, directive)
    return [w for w in found if w.obligation == "bc-6t"]


def test_the_provinces_own_letter_leaves_the_ministry_enough_and_only_its_sunday_is_told(
    session: Session,
) -> None:
    ministry(session)
    (warning,) = warned(session, province(session))
    assert (warning.code, warning.due, warning.must_confirm) == (
        "day-off",
        date(2023, 5, 14),
        False,
    )


@pytest.mark.parametrize(
    ("day", "code"),
    [("30/5", "upper-too-close"), ("28/5", "upper-too-close"), ("5/6", "upper-precedes")],
)
def test_a_date_too_near_the_ministrys_or_after_it_is_told_with_a_proposal(
    session: Session, day: str, code: str
) -> None:
    ministry(session)
    issued = province(session, f"{{kind: half_year, boundary: before, date: {day}}}")
    (warning,) = [w for w in warned(session, issued) if w.must_confirm]
    assert (warning.code, warning.on, warning.period) == (code, date(2023, 5, 31), "2023-6T")
    proposed = {p.tier: p.last_ok for p in warning.proposal}
    assert proposed["huyen"] == date(2023, 5, 26)
    assert proposed["xa"] == date(2023, 5, 21)
    assert "912/LĐTBXH-BĐG" in warning.text("vi")
    assert "31/05/2023" in warning.text("en")


def test_how_many_days_a_tier_needs_is_the_issuers_policy(session: Session) -> None:
    ministry(session)
    issued = province(session)
    policies.put(session, "days-per-tier", issued.issuer_id, 20, NOW, "command")
    assert "upper-too-close" in {w.code for w in warned(session, issued)}


def test_the_consolidated_report_goes_up_after_the_units_and_before_the_superiors_date(
    session: Session,
) -> None:
    ministry(session)
    early = "    consolidated: {boundary: before, date: 10/5}\n"
    assert {w.code for w in warned(session, province(session, more=early))} == {
        "day-off",
        "upper-precedes",
    }
    late = "    consolidated: {boundary: no_later, date: 15/6}\n"
    found = warned(session, province(session, HALF_YEAR.replace("15/5", "16/5"), late))
    assert {w.code for w in found} == {"consolidated-late"}


def test_monthly_reports_are_compared_month_by_month(session: Session) -> None:
    more = "    consolidated: {boundary: no_later, day: 22}\n"
    issued = province(session, "{kind: monthly, boundary: no_later, day: 20}", more)
    (warning,) = [w for w in warned(session, issued) if w.must_confirm]
    assert (warning.code, warning.period, warning.days) == ("upper-too-close", "2023-T04", 2)


def test_a_printed_year_that_is_over_must_be_confirmed_a_running_period_is_only_shown(
    session: Session,
) -> None:
    printed = "{kind: half_year, boundary: before, date: 15/5/2022, recurring: true}"
    (warning,) = warned(session, province(session, printed))[:1]
    assert (warning.code, warning.period, warning.must_confirm) == ("passed", "2022-6T", True)
    running = "{kind: monthly, boundary: no_later, day: 20}"
    (warning,) = warned(session, province(session, running))
    assert (warning.code, warning.period) == ("passed-this-period", "2023-T03")
    assert not warning.must_confirm


def test_a_day_of_issue_that_is_the_last_day_is_told_as_a_note(session: Session) -> None:
    issued = province(session, "{kind: one_off, boundary: no_later, date: 15/5/2023}")
    assert "due-on-issue" not in {w.code for w in warned(session, issued)}
    last = f"{{kind: one_off, boundary: no_later, date: {issued.issued_on:%d/%m/%Y}}}"
    issued.number = "other"
    session.flush()
    (warning,) = [w for w in warned(session, province(session, last)) if w.code == "due-on-issue"]
    assert (warning.due, warning.must_confirm) == (issued.issued_on, False)
    assert warning.text("vi").startswith(f"«{warning.title}»: hạn {issued.issued_on:%d/%m/%Y}")


def test_a_contradiction_stops_the_issue_until_somebody_confirms_it(
    session: Session, machine: Engine
) -> None:
    ministry(session)
    issued = province(session, "{kind: half_year, boundary: before, date: 5/6}")
    with session.begin_nested(), pytest.raises(DatesToConfirm) as refused:
        cascade.issue(session, machine, issued, NOW, "account:7")
    assert [w.code for w in refused.value.warnings] == ["upper-precedes"]
    assert "xác nhận" in refused.value.text("vi")


def test_who_confirmed_and_what_is_in_the_history(session: Session, machine: Engine) -> None:
    ministry(session)
    issued = province(session, "{kind: half_year, boundary: before, date: 5/6}")
    cascade.issue(session, machine, issued, NOW, "account:7", confirmed=True)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "issue", AuditEntry.directive_id == issued.id)
    ).one()
    (confirmed,) = json.loads(entry.detail)["confirmed"]
    assert entry.actor == "account:7"
    assert (confirmed["code"], confirmed["due"], confirmed["on"]) == (
        "upper-precedes",
        "2023-06-04",
        "2023-05-31",
    )


def test_a_consolidated_date_before_the_letter_is_a_fault_of_the_file(session: Session) -> None:
    with pytest.raises(DirectiveRefused) as refused:
        province(session, more="    consolidated: {boundary: no_later, date: 1/3/2023}\n")
    (problem,) = refused.value.problems
    assert problem.path == "obligations[0].consolidated"
