"""Officers' numbers: shares come out as asked, bad ones are refused, the narrowest line decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar import Calendar
from engine.rehearsal_answers import Forms, Question
from engine.rehearsal_behaviour import OWN, BadBehaviour, Behaviour, Numbers, Officers
from engine.story_behaviour import Hours, Rule, Task, When, horizon

START = datetime(2023, 3, 1, 1, tzinfo=UTC)
DUE = datetime(2023, 5, 14, 17, tzinfo=UTC)
HOURS = Hours(Calendar(), *horizon(START, datetime(2023, 12, 31, tzinfo=UTC)), 1)
NONE = Forms(1, {}, frozenset())


def task(unit: str, tier: str = "xa", role: str = "chuyenvien", form: str = "f") -> Task:
    report = (unit, "bc", "2023")
    return Task(unit, unit, tier, "i", "e", role, form, "", False, report, 0, START, DUE)


@settings(deadline=None)
@given(on_time=st.floats(0, 1), never=st.floats(0, 1))
def test_shares_of_many_units_are_those_asked(on_time: float, never: float) -> None:
    if on_time + never > 1:
        with pytest.raises(BadBehaviour):
            Numbers(on_time, never).vetted("x")
        return
    behaviour = Behaviour(OWN, {}, {("", ""): Numbers(on_time, never, (1.0, 30.0))})
    officers = Officers(behaviour, 7, NONE, 1)
    plans = [officers.plan(task(f"u{n}"), HOURS) for n in range(400)]
    moments = [plan[1].at for plan in plans if plan is not None]
    in_time = sum(m is not None and m < DUE for m in moments)
    assert abs(in_time / 400 - on_time) < 0.1
    assert abs(sum(m is None for m in moments) / 400 - never) < 0.1


def test_lateness_follows_the_measured_distribution() -> None:
    late = Numbers(0, 0, (0.0, 1.0, 2.0, 10.0))
    assert [late.lateness(share) for share in (0, 1 / 3, 0.5, 1)] == pytest.approx([0, 1, 1.5, 10])
    officers = Officers(Behaviour(OWN, {"u": Numbers(0, 0, (5.0,))}), 1, NONE, 1)
    planned = officers.plan(task("u"), HOURS)
    assert planned is not None and planned[1].at is not None
    assert timedelta(days=5) <= planned[1].at - DUE <= timedelta(days=9)


def test_the_narrowest_line_decides() -> None:
    lines = {
        ("", ""): Numbers(0.1),
        ("", "vanthu"): Numbers(0.2),
        ("xa", ""): Numbers(0.3),
        ("xa", "vanthu"): Numbers(0.4),
    }
    behaviour = Behaviour(OWN, {"mine": Numbers(0.5)}, lines)
    asked = [
        behaviour.of(task(unit, tier, role)).on_time
        for unit, tier, role in (
            ("a", "so", "lanhdao"),
            ("a", "so", "vanthu"),
            ("a", "xa", "lanhdao"),
            ("a", "xa", "vanthu"),
            ("mine", "xa", "vanthu"),
        )
    ]
    assert asked == [0.1, 0.2, 0.3, 0.4, 0.5]


@pytest.mark.parametrize("numbers", [Numbers(1.2), Numbers(0.5, -0.1), Numbers(0.5, 0, (500.0,))])
def test_numbers_nobody_can_behave_by_are_refused(numbers: Numbers) -> None:
    with pytest.raises(BadBehaviour):
        numbers.vetted("xa")


def test_a_form_of_ones_own_is_answered_and_each_choice_is_tried() -> None:
    questions = (
        Question("way", "choice", ("a", "b", "c")),
        Question("count", "integer", low=None, high=None),
        Question("note", "text", max_length=5),
    )
    forms = Forms(1, {"own": questions}, frozenset())
    rule = Rule(When(), Officers(Behaviour(), 1, NONE, 1)._rule.habits)
    given_ = [forms.answers(rule, task(f"u{n}", form="own"), START) for n in range(60)]
    assert {answers["way"] for answers in given_} == {"a", "b", "c"}
    assert all(len(str(answers["note"])) <= 5 for answers in given_)
    assert all(isinstance(answers["count"], int) for answers in given_)
