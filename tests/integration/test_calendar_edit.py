"""The calendar in the database: loaded, overridden, shown; and what it would redate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters import holidays
from engine import calendar, cascade, policies
from engine.audit import AuditEntry
from engine.calendar import CalendarDay
from engine.calendar_edit import load_holidays, set_days, year
from engine.calendar_tables import DayRow, TableRefused
from engine.directives import record
from engine.errors import Forbidden
from engine.instances import Engine
from engine.people import Account, Actor
from engine.reports import Report
from engine.units import Unit
from tests.helpers.story import ISSUED
from tests.integration.directive_drafts import draft

NOW = datetime(2025, 12, 26, 2, tzinfo=UTC)
YEARS = range(2022, 2028)
FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)
SWAP = [
    DayRow(FRIDAY, working=False, note="12729/VPCP-KGVX", swap_with=SATURDAY),
    DayRow(SATURDAY, working=True, note="12729/VPCP-KGVX", swap_with=FRIDAY),
]

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def administrator(session: Session) -> Actor:
    unit = session.scalar(select(Unit.id).limit(1))
    account = Account(
        username="quantri",
        name="Quản trị",
        password_hash="",
        unit_id=unit,
        roles=["quantri"],
        locale="vi",
        active=True,
        created_at=NOW,
    )
    session.add(account)
    session.flush()
    return Actor(account.id, account.unit_id, frozenset({"quantri"}), "Quản trị")


def loaded(session: Session) -> None:
    load_holidays(session, holidays.days(YEARS), YEARS, NOW, "command")


def entries(session: Session) -> int:
    count = select(func.count()).where(AuditEntry.action == "calendar")
    return session.scalar(count) or 0


def test_loading_again_changes_nothing_and_is_not_in_the_history(session: Session) -> None:
    loaded(session)
    days = session.scalar(select(func.count()).select_from(CalendarDay))
    again = load_holidays(session, holidays.days(YEARS), YEARS, NOW, "command")
    assert again.days == ()
    assert session.scalar(select(func.count()).select_from(CalendarDay)) == days
    assert entries(session) == 1


def test_an_override_wins_stays_when_holidays_are_loaded_again_and_can_be_taken_away(
    session: Session, administrator: Actor
) -> None:
    loaded(session)
    set_days(session, administrator, SWAP, NOW)
    culture_day = date(2026, 11, 24)
    set_days(session, administrator, [DayRow(culture_day, working=True, note="làm")], NOW)
    loaded(session)
    known = calendar.load(session)
    assert not known.is_working_day(FRIDAY)
    assert known.is_working_day(SATURDAY)
    assert known.is_working_day(culture_day)
    shown = {(d.day, d.source): d for d in year(session, 2026)}
    assert shown[FRIDAY, "override"].set_by == "quantri"
    assert shown[FRIDAY, "override"].note == "12729/VPCP-KGVX"
    assert not shown[culture_day, "holidays"].wins
    set_days(session, administrator, [], NOW, clear=[SATURDAY, culture_day])
    known = calendar.load(session)
    assert known.is_working_day(FRIDAY)
    assert not known.is_working_day(culture_day)


def test_a_table_that_contradicts_itself_changes_nothing(
    session: Session, administrator: Actor
) -> None:
    loaded(session)
    set_days(session, administrator, SWAP, NOW)
    before, told = year(session, 2026), entries(session)
    good = DayRow(date(2026, 7, 6), working=False)
    for wrong in (
        [good, DayRow(date(2026, 7, 7), working=True)],
        [good, DayRow(FRIDAY, working=False)],
        [good, DayRow(good.day, working=True)],
    ):
        with pytest.raises(TableRefused):
            set_days(session, administrator, wrong, NOW)
    assert year(session, 2026) == before
    assert entries(session) == told


def test_only_an_administrator_decides_about_days(session: Session, administrator: Actor) -> None:
    officer = Actor(administrator.account_id, administrator.unit_id, frozenset({"lanhdao"}), "A")
    with pytest.raises(Forbidden):
        set_days(session, officer, SWAP, NOW)
    assert year(session, 2026) == []


def _within(session: Session, machine: Engine) -> int:
    text = "{kind: within, days: 5, count: working, since: received}"
    return _issued(session, machine, text)


def _printed_and_moved(session: Session, machine: Engine) -> int:
    policies.put(session, "deadline-on-day-off", None, "next", NOW, "command")
    return _issued(session, machine, "{kind: one_off, boundary: no_later, date: 4/4/2023}")


def _printed(session: Session, machine: Engine) -> int:
    _issued(session, machine, "{kind: one_off, boundary: no_later, date: 4/4/2023}")
    return 0


def _issued(session: Session, machine: Engine, deadline: str) -> int:
    recorded = draft(deadline=deadline)
    cascade.issue(session, machine, record(session, recorded, ISSUED), ISSUED)
    return session.scalar(select(func.count()).select_from(Report)) or 0


@pytest.mark.parametrize("make", [_within, _printed_and_moved, _printed])
def test_work_already_dated_is_counted_and_stays(
    session: Session,
    machine: Engine,
    administrator: Actor,
    make: Callable[[Session, Engine], int],
) -> None:
    """On 28/3/2023 somebody decides that 4/4 is off: what counts working days would move."""
    expected = make(session, machine)
    dates = select(Report.id, Report.due_at).order_by(Report.id)
    before = session.execute(dates).all()
    assert before
    change = set_days(session, administrator, [DayRow(date(2023, 4, 4), working=False)], ISSUED)
    assert sum(effect.reports for effect in change.effects) == expected
    assert all(effect.then_due > effect.now_due for effect in change.effects)
    assert session.execute(dates).all() == before
