"""From a printed deadline to the first instant that is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.calendar import calendar_of
from engine.deadline_rules import DeadlineBeforeIssue, Rule, UnknownRule
from engine.deadlines import LOCAL, Due, back_off, dues, midnight, period_end
from engine.printed_days import ImpossibleDate, PrintedDay

MARCH = date(2023, 3, 16)
DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))
KINDS = st.sampled_from(["half_year", "annual", "one_off"])


def printed(day: date) -> PrintedDay:
    return PrintedDay(day.day, day.month, day.year)


def one(kind: str, text: str, boundary: str = "before", **more: object) -> Due:
    rule = Rule.from_json({"kind": kind, "printed": text, "boundary": boundary, **more})
    (due,) = dues(rule, MARCH)
    return due


def test_before_the_fifteenth_of_may_is_late_from_that_midnight() -> None:
    due = one("half_year", "15/5")
    assert (due.printed, due.last_ok) == (date(2023, 5, 15), date(2023, 5, 14))
    assert due.due_at == datetime(2023, 5, 14, 17, tzinfo=UTC)
    assert (due.period_start, due.period_end) == (date(2023, 1, 1), date(2023, 6, 30))
    assert due.key == "2023-6T"


def test_no_later_than_the_first_of_june_includes_it() -> None:
    rule = Rule(kind="half_year", boundary="no_later", printed=PrintedDay(1, 6, 2022))
    (due,) = dues(rule, date(2022, 3, 15))
    assert due.last_ok == date(2022, 6, 1)
    assert due.due_at == datetime(2022, 6, 2, tzinfo=LOCAL)


def test_an_annual_report_covers_the_year_whose_end_is_nearest() -> None:
    assert one("annual", "05/12/2023").key == "2023-N"
    early = one("annual", "15/02/2024")
    assert (early.period_start, early.period_end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_printed_cut_off_replaces_the_calendar_year() -> None:
    due = one("annual", "15/11", period=["15/12", "14/12"])
    assert (due.period_start, due.period_end) == (date(2022, 12, 15), date(2023, 12, 14))


def test_a_printed_time_of_day_is_the_first_late_instant() -> None:
    for boundary in ("before", "no_later"):
        due = one("one_off", "20/4/2023", boundary, at="17:00")
        assert due.last_ok == date(2023, 4, 20)
        assert due.due_at == datetime(2023, 4, 20, 17, tzinfo=LOCAL)
    assert one("one_off", "20/4/2023", at="00:00").last_ok == date(2023, 4, 19)


def test_an_unprinted_year_is_the_first_not_before_the_issue() -> None:
    rule = Rule(kind="half_year", boundary="before", printed=PrintedDay(15, 5))
    assert dues(rule, date(2025, 8, 1))[0].printed == date(2026, 5, 15)
    assert dues(rule, date(2025, 5, 14))[0].printed == date(2025, 5, 15)
    assert dues(rule, date(2025, 5, 15))[0].printed == date(2026, 5, 15)


def test_a_recurring_rule_comes_every_year_until_it_ends() -> None:
    rule = Rule(kind="annual", printed=PrintedDay(29, 2), until=date(2026, 12, 31))
    found = [due.printed for due in dues(rule, MARCH)]
    assert found == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]


def test_the_task_opens_a_window_before_but_not_before_the_issue() -> None:
    assert one("half_year", "15/5").opens_at == datetime(2023, 4, 15, tzinfo=LOCAL)
    issued_at = datetime(2023, 3, 16, 3, tzinfo=UTC)
    rule = Rule(kind="one_off", printed=PrintedDay(20, 3, 2023), window=60)
    assert dues(rule, MARCH, issued_at=issued_at)[0].opens_at == issued_at


def test_what_has_no_date_never_gets_one() -> None:
    assert dues(Rule(kind="undated"), MARCH) == dues(Rule(kind="ad_hoc"), MARCH) == ()


def test_a_period_skips_its_first_day_and_ends_on_a_working_day() -> None:
    holiday = calendar_of([(date(2023, 5, 1), False)])
    friday = date(2023, 4, 21)
    assert period_end(friday, 10, False, holiday) == date(2023, 5, 2)
    assert period_end(friday, 10, True, holiday) == date(2023, 5, 8)
    rule = Rule(kind="within", days=10, working=True, since="received")
    (due,) = dues(rule, MARCH, received_on=friday, calendar=holiday)
    assert (due.last_ok, due.boundary) == (date(2023, 5, 8), "no_later")


def test_a_lower_tier_is_never_asked_before_its_own_letter() -> None:
    above = one("half_year", "15/5")
    assert back_off(above, 10, date(2023, 4, 1)).printed == date(2023, 5, 5)
    assert back_off(above, 10, date(2023, 5, 12)).printed == date(2023, 5, 13)
    with pytest.raises(DeadlineBeforeIssue):
        back_off(above, 10, date(2023, 5, 15))


@pytest.mark.parametrize(
    "text", ["31/02/2024", "29/02/2023", "31/02", "15-5", "", "00/05/2024", "01/01/0001"]
)
def test_a_day_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleDate) as refused:
        PrintedDay.parse(text)
    assert f"«{text}»" in refused.value.text("vi")
    assert f"«{text}»" in str(refused.value)


def test_a_deadline_before_its_issue_is_refused_in_both_languages() -> None:
    with pytest.raises(DeadlineBeforeIssue) as refused:
        one("one_off", "15/3/2023", "no_later")
    assert "15/03/2023" in refused.value.text("vi")
    assert "before the day of issue, 16/03/2023" in str(refused.value)


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "weekly", "printed": "15/5"},
        {"kind": "annual"},
        {"kind": "annual", "printed": "15/5", "boundary": "after"},
        {"kind": "one_off", "printed": "15/5", "until": "2024-01-01"},
        {"kind": "within", "days": 0},
        {"kind": "annual", "printed": "15/5", "day": 3},
        {"printed": "15/5"},
    ],
)
def test_an_unknown_rule_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(UnknownRule):
        Rule.from_json(rule)


@given(KINDS, DAYS)
def test_exclusive_is_exactly_one_day_before_inclusive(kind: str, day: date) -> None:
    issued = day - timedelta(days=40)
    (before,) = dues(Rule(kind=kind, boundary="before", printed=printed(day)), issued)
    (no_later,) = dues(Rule(kind=kind, boundary="no_later", printed=printed(day)), issued)
    assert no_later.last_ok - before.last_ok == timedelta(days=1)
    assert no_later.due_at - before.due_at == timedelta(days=1)
    assert before.printed == no_later.printed == day


@given(KINDS, st.sampled_from(["before", "no_later"]), DAYS)
def test_due_is_local_midnight_after_the_last_day(kind: str, boundary: str, day: date) -> None:
    rule = Rule(kind=kind, boundary=boundary, printed=printed(day))
    (due,) = dues(rule, day - timedelta(days=1))
    local = due.due_at.astimezone(LOCAL)
    assert local.date() == due.last_ok + timedelta(days=1)
    assert local.time() == time()
    assert due.due_at.astimezone(UTC).time() == time(17)
    assert due.opens_at <= due.due_at


@given(st.integers(1990, 2120), st.integers(1990, 2120))
def test_the_leap_day_is_there_only_in_leap_years(year: int, issued: int) -> None:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if leap:
        due = dues(Rule(kind="one_off", printed=PrintedDay(29, 2, year)), date(year, 1, 1))[0]
        assert due.due_at == midnight(date(year, 3, 1))
    else:
        with pytest.raises(ImpossibleDate):
            PrintedDay(29, 2, year)


@given(DAYS, st.integers(0, 400), st.integers(0, 60))
def test_backing_off_stays_between_the_letter_and_the_superiors_day(
    issued: date, ahead: int, days: int
) -> None:
    assume(ahead > 0)
    rule = Rule(kind="annual", boundary="before", printed=printed(issued + timedelta(days=ahead)))
    (above,) = dues(rule, issued)
    below = back_off(above, days, issued)
    assert issued < below.printed <= above.printed
    assert (above.printed - below.printed).days <= days
    assert below.last_ok >= issued
    assert (below.period_start, below.period_end, below.key) == (
        above.period_start,
        above.period_end,
        above.key,
    )


@given(
    st.builds(
        Rule,
        kind=KINDS,
        boundary=st.sampled_from(["before", "no_later"]),
        printed=DAYS.map(printed),
        at=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        window=st.integers(0, 90),
        back_off=st.integers(0, 90),
    )
)
def test_a_rule_survives_its_json(rule: Rule) -> None:
    assert Rule.from_json(rule.to_json()) == rule
