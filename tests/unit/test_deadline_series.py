"""Deadlines that recur: which periods there are, what they cover, when each is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine.calendar import Calendar, calendar_of
from engine.deadline_rules import (
    BY_WEEK,
    NO_LATER,
    DeadlineBeforeIssue,
    Rule,
    Step,
    UnknownRule,
)
from engine.deadlines import LOCAL, Due, back_off, dues, midnight, passed, series
from engine.periods import period_of
from engine.printed_days import PrintedDay

ONE_DAY = timedelta(days=1)
ISSUES = st.dates(date(1995, 1, 1), date(2095, 12, 31))
BOUNDARIES = st.sampled_from(["before", "no_later"])
CUT_OFFS = st.sampled_from([0, 14])
PRINTED = st.dates(date(2023, 1, 1), date(2024, 12, 31)).map(lambda d: PrintedDay(d.day, d.month))
BY_MONTH_RULES = st.builds(
    Rule,
    kind=st.sampled_from(["monthly", "quarterly"]),
    boundary=BOUNDARIES,
    day=st.integers(1, 31),
    after=st.integers(0, 3),
    cut_off=CUT_OFFS,
)
YEARLY_RULES = st.builds(
    Rule,
    kind=st.sampled_from(["half_year", "nine_months", "annual"]),
    boundary=BOUNDARIES,
    printed=PRINTED,
    recurring=st.just(True),
    cut_off=CUT_OFFS,
)
WEEKLY_RULES = st.builds(
    Rule,
    kind=st.sampled_from(sorted(BY_WEEK)),
    boundary=BOUNDARIES,
    weekday=st.sampled_from(["monday", "friday", "sunday"]),
    anchor=st.none() | ISSUES,
    at=st.none() | st.just(time(14)),
)
RULES = BY_MONTH_RULES | YEARLY_RULES | WEEKLY_RULES


def first(rule: Rule, issued_on: date, count: int = 14) -> list[Due]:
    return list(islice(series(rule, issued_on), count))


def keys(rule: Rule, issued_on: date, count: int = 4) -> list[tuple[str, str]]:
    return [(due.key, f"{due.last_ok:%d/%m/%Y}") for due in first(rule, issued_on, count)]


def test_the_twentieth_of_every_month_is_for_that_month() -> None:
    rule = Rule(kind="monthly", boundary="before", day=20)
    assert keys(rule, date(2023, 11, 25), 2) == [
        ("2023-T12", "19/12/2023"),
        ("2024-T01", "19/01/2024"),
    ]


def test_the_last_day_of_a_month_is_whatever_the_month_has() -> None:
    rule = Rule(kind="monthly", day=31)
    found = [due.printed for due in first(rule, date(2024, 1, 1), 4)]
    assert found == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


def test_the_fifth_of_a_quarters_last_month_or_of_the_month_after_it() -> None:
    last = Rule(kind="quarterly", day=5)
    assert keys(last, date(2023, 4, 1), 2) == [("2023-Q2", "05/06/2023"), ("2023-Q3", "05/09/2023")]
    after = Rule(kind="quarterly", day=5, after=1)
    assert keys(after, date(2023, 4, 1), 2) == [
        ("2023-Q1", "05/04/2023"),
        ("2023-Q2", "05/07/2023"),
    ]


def test_every_second_friday_at_two_in_the_afternoon() -> None:
    rule = Rule(kind="biweekly", weekday="friday", at=time(14), anchor=date(2023, 9, 27))
    due = first(rule, date(2023, 10, 2), 1)[0]
    assert due.due_at == datetime(2023, 10, 13, 14, tzinfo=LOCAL)
    assert (due.period_start, due.period_end) == (date(2023, 9, 30), date(2023, 10, 13))
    assert due.key == "2023-10-13"


def test_a_deadline_past_on_the_day_of_issue_is_shown_and_owed_by_nobody() -> None:
    rule = Rule(kind="monthly", day=20)
    assert [due.key for due in passed(rule, date(2023, 5, 25))] == ["2023-T05"]
    assert first(rule, date(2023, 5, 25), 1)[0].key == "2023-T06"
    annual = Rule(kind="annual", printed=PrintedDay(15, 11, 2022), recurring=True)
    assert [due.key for due in passed(annual, date(2023, 2, 1))] == ["2022-N"]
    assert first(annual, date(2023, 2, 1), 1)[0].key == "2023-N"


def test_a_day_before_the_issue_is_owed_only_if_the_rule_says_that_it_is_past() -> None:
    printed = PrintedDay(17, 4, 2023)
    one = Rule(kind="one_off", boundary="before", printed=printed)
    with pytest.raises(DeadlineBeforeIssue):
        dues(one, date(2023, 4, 20))
    (due,) = dues(replace(one, past=True), date(2023, 4, 20))
    assert due.last_ok == date(2023, 4, 16)
    assert Rule.from_json(replace(one, past=True).to_json()).past


def test_a_weekly_deadline_of_two_o_clock_is_past_at_three() -> None:
    rule = Rule(kind="weekly", weekday="friday", at=time(14))
    friday = date(2023, 10, 6)
    at_three = datetime(2023, 10, 6, 15, tzinfo=LOCAL)
    assert next(series(rule, friday)).printed == friday
    assert next(series(rule, friday, issued_at=at_three)).printed == date(2023, 10, 13)


def test_a_rule_without_end_gives_only_its_first_where_all_are_asked_for() -> None:
    endless = Rule(kind="annual", printed=PrintedDay(15, 11), recurring=True)
    assert [due.key for due in dues(endless, date(2023, 3, 1))] == ["2023-N"]
    bounded = Rule(kind="monthly", day=20, until=date(2023, 5, 31))
    assert [due.key for due in dues(bounded, date(2023, 3, 1))] == [
        "2023-T03",
        "2023-T04",
        "2023-T05",
    ]
    with pytest.raises(UnknownRule):
        dues(Rule(kind="monthly", day=20, until=date(2023, 1, 31)), date(2023, 3, 1))


def test_a_period_from_an_event_waits_for_its_day() -> None:
    rule = Rule(kind="within", days=15, since="event", event="công bố quyết định kiểm tra")
    assert dues(rule, date(2025, 9, 1)) == ()
    (due,) = dues(rule, date(2025, 9, 1), event_on=date(2025, 9, 12))
    assert due.last_ok == date(2025, 9, 29)  # 27/9 is a Saturday


@pytest.mark.parametrize(
    ("kind", "month", "starts", "ends"),
    [
        ("monthly", 5, date(2024, 4, 15), date(2024, 5, 14)),
        ("quarterly", 6, date(2024, 3, 15), date(2024, 6, 14)),
        ("half_year", 6, date(2023, 12, 15), date(2024, 6, 14)),
        ("nine_months", 9, date(2023, 12, 15), date(2024, 9, 14)),
        ("annual", 12, date(2023, 12, 15), date(2024, 12, 14)),
    ],
)
def test_the_regimes_data_end_on_the_fourteenth(
    kind: str, month: int, starts: date, ends: date
) -> None:
    period = period_of(kind, 2024, month, 14)
    assert (period.start, period.end) == (starts, ends)


def test_a_printed_period_wins_over_the_cut_off() -> None:
    span = (PrintedDay(1, 12), PrintedDay(30, 11))
    rule = Rule(kind="annual", printed=PrintedDay(15, 12), recurring=True, cut_off=14, period=span)
    due = first(rule, date(2023, 3, 1), 1)[0]
    assert (due.period_start, due.period_end) == (date(2022, 12, 1), date(2023, 11, 30))


@pytest.mark.parametrize(
    ("day_off", "last_ok"),
    [("keep", date(2026, 11, 14)), ("next", date(2026, 11, 16)), ("previous", date(2026, 11, 13))],
)
def test_a_printed_date_on_a_day_off_moves_only_if_its_issuer_says_so(
    day_off: str, last_ok: date
) -> None:
    rule = Rule(kind="annual", boundary="before", printed=PrintedDay(15, 11, 2026))
    (due,) = dues(rule, date(2026, 3, 1), day_off=day_off)
    assert (due.printed, due.last_ok) == (date(2026, 11, 15), last_ok)
    assert due.due_at == midnight(last_ok + ONE_DAY)
    assert due.moved_from == (None if day_off == "keep" else date(2026, 11, 14))


def test_a_period_of_days_is_moved_by_law_and_by_no_policy() -> None:
    rule = Rule(kind="within", days=10)
    friday = date(2023, 4, 21)
    holiday = calendar_of([(date(2023, 5, 1), False)])
    for day_off in ("keep", "next", "previous"):
        (due,) = dues(rule, friday, calendar=holiday, day_off=day_off)
        assert due.last_ok == date(2023, 5, 2)


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "monthly"},
        {"kind": "monthly", "day": 32},
        {"kind": "monthly", "day": 20, "recurring": True, "until": "2024-01-01"},
        {"kind": "annual", "printed": "15/5", "day": 3},
        {
            "kind": "annual",
            "printed": "15/5",
            "recurring": True,
            "period": ["1/1/2023", "31/12/2023"],
        },
        {"kind": "weekly", "weekday": "thứ sáu"},
        {"kind": "weekly", "weekday": "friday", "cut_off": 14},
        {"kind": "one_off", "printed": "15/5", "recurring": True},
        {"kind": "within", "days": 3, "since": "event"},
        {"kind": "annual", "printed": "15/5", "cut_off": 28},
    ],
)
def test_a_rule_whose_parts_do_not_fit_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(UnknownRule):
        Rule.from_json(rule)


@given(RULES, ISSUES)
def test_deadlines_come_in_order_each_for_a_period_of_its_own(rule: Rule, issued: date) -> None:
    found = first(rule, issued)
    assert len(found) == 14
    assert len({due.key for due in found}) == len(found)
    assert all(due.last_ok >= issued for due in found)
    for one, other in pairwise(found):
        assert (one.printed, one.due_at) < (other.printed, other.due_at)
        assert one.period_end < other.period_end


@given(BY_MONTH_RULES | WEEKLY_RULES | YEARLY_RULES.filter(lambda r: r.kind == "annual"), ISSUES)
def test_periods_account_for_every_day_once(rule: Rule, issued: date) -> None:
    """Across year ends and leap days, for calendar periods and the regime's cut-offs."""
    for one, other in pairwise(first(rule, issued, 40)):
        assert one.period_end + ONE_DAY == other.period_start
        assert one.period_start <= one.period_end


@given(RULES, ISSUES)
def test_nothing_is_due_outside_its_periods_year(rule: Rule, issued: date) -> None:
    for due in first(rule, issued):
        away = (due.printed - due.period_end).days
        if rule.kind in BY_WEEK:
            assert away == 0
        elif rule.printed is not None:
            assert abs(away) <= 183
        else:
            assert -30 <= away <= 31 * (rule.after + 1)
        assert due.key.startswith(f"{due.period_end.year}-")


HALFWAY = Rule(kind="half_year", printed=PrintedDay(day=30, month=12), recurring=True)
"""A day half a year from the ends of two half-years, but for leap days."""


@example(HALFWAY, date(2000, 1, 1))
@given(RULES.filter(lambda rule: rule.at is None), ISSUES)
def test_exclusive_is_one_day_before_inclusive_period_by_period(rule: Rule, issued: date) -> None:
    data = (
        rule.to_json() | {"anchor": issued.isoformat()} if rule.kind in BY_WEEK else rule.to_json()
    )
    before = {d.key: d for d in first(Rule.from_json(data | {"boundary": "before"}), issued)}
    no_later = {d.key: d for d in first(Rule.from_json(data | {"boundary": NO_LATER}), issued)}
    both = before.keys() & no_later.keys()
    assert len(both) >= 13
    for key in both:
        assert no_later[key].last_ok - before[key].last_ok == ONE_DAY
        assert no_later[key].due_at - before[key].due_at == ONE_DAY


@given(RULES, ISSUES)
def test_a_recurring_rule_survives_its_json(rule: Rule, issued: date) -> None:
    lower = Rule.from_json(rule.to_json() | {"earlier": [[3, issued.isoformat()]]})
    assert Rule.from_json(lower.to_json()) == lower
    assert lower.earlier == (Step(3, issued),)


@given(RULES, ISSUES, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 40)), max_size=3))
def test_a_rule_on_a_lower_tier_gives_what_backing_off_one_by_one_gives(
    rule: Rule, issued: date, tiers: list[tuple[int, int]]
) -> None:
    above = first(rule, issued, 30)
    assume(rule.kind not in BY_WEEK or rule.anchor is not None)
    steps: list[Step] = []
    on, kept = issued, above
    for days, later in tiers:
        on += timedelta(days=later)
        steps.append(Step(days, on))
        kept = list(_one_tier_down(kept, days, on))
    lower = Rule.from_json(
        rule.to_json() | {"earlier": [[s.days, s.issued_on.isoformat()] for s in steps]}
    )
    found = {due.key: due for due in islice(series(lower, on), 30)}
    for due in kept:
        if due.key in found:
            assert (found[due.key].printed, found[due.key].due_at) == (due.printed, due.due_at)
    assert [k for k in found if k in {d.key for d in above}] == [
        d.key for d in kept if d.key in found
    ]


def _one_tier_down(above: list[Due], days: int, on: date) -> Iterator[Due]:
    for due in above:
        try:
            yield back_off(due, days, on)
        except DeadlineBeforeIssue:
            continue


@given(
    st.sampled_from(["keep", "next", "previous"]),
    RULES.filter(lambda rule: rule.kind not in BY_WEEK),
    ISSUES,
    st.frozensets(st.integers(0, 400), max_size=40),
)
def test_a_moved_deadline_is_worked_and_is_never_before_the_issue(
    day_off: str, rule: Rule, issued: date, off: frozenset[int]
) -> None:
    calendar = Calendar(frozenset(issued + timedelta(days=n) for n in off))
    for due in islice(series(rule, issued, calendar=calendar, day_off=day_off), 5):
        assert due.last_ok >= issued
        if day_off == "next":
            assert calendar.is_working_day(due.last_ok)
        if due.moved_from is None:
            assert due.last_ok == due.printed - (due.boundary == "before") * ONE_DAY
        else:
            assert day_off != "keep" and not calendar.is_working_day(due.moved_from)
