"""Timers: dates, durations, cycles, and what moving a deadline does (BPMN 10.5.5, 13.5.2)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.process.events import TimerDue
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.driver import (
    DAY,
    HOUR,
    NOW,
    fault,
    run,
)
from tests.unit.process.conformance.elements import (
    catch,
    on,
    timer,
    user,
)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("inner", "due"),
    [
        (timer("P7D"), NOW + 7 * DAY),
        (timer("PT90M"), NOW + 1.5 * HOUR),
        (timer("P2W"), NOW + 14 * DAY),
        (timer("P1M"), datetime(2026, 4, 2, 8, tzinfo=LOCAL)),
        (timer('=duration("P1D") * n'), NOW + 3 * DAY),
        (timer(date="2026-04-01T08:00:00+07:00"), datetime(2026, 4, 1, 8, tzinfo=LOCAL)),
        (timer(date="2026-04-01"), datetime(2026, 4, 1, tzinfo=LOCAL)),
        (timer(date="dueAt"), NOW + 9 * DAY),
        (timer(date='dueAt - duration("P2D")'), NOW + 7 * DAY),
        (timer(date="2026-01-01"), datetime(2026, 1, 1, tzinfo=LOCAL)),
    ],
)
def test_when_a_timer_comes_due(inner, due):
    r = run(catch("d", inner), "s d A e", variables="dueAt", n=3, dueAt=NOW + 9 * DAY)
    assert list(r.timers.values()) == [due]
    assert r.fire("d").shape == "A ."


def dues(r):
    """Fires the boundary until it is silent; the moments at which it came due."""
    found: list[datetime] = []
    while r.timers and len(found) < 9:
        found.append(min(r.timers.values()))
        r.fire("b")
    return found


@pytest.mark.parametrize(
    ("cycle", "moments"),
    [
        ("R3/PT1H", [NOW + HOUR * k for k in (1, 2, 3)]),
        ("R2/2026-03-05T00:00:00Z/P1D", [NOW.replace(day=d, hour=0) for d in (5, 6)]),
        ("R1/P1D", [NOW + DAY]),
        ("R/P1D", [NOW + DAY * k for k in range(1, 10)]),
    ],
)
def test_a_repeating_boundary(cycle, moments):
    r = run(on("b", "u1", timer(cycle=cycle), True), "s u1 A e", "b H e2")
    assert dues(r) == moments
    assert r.trace.split() == ["H"] * len(moments)
    assert r.done("u1").shape == " ".join(["H"] * len(moments) + ["A", "."])


def test_a_boundary_that_does_not_repeat_fires_once():
    r = run(on("b", "u1", timer(), True), "s u1 A e", "b H e2").fire("b")
    assert r.shape == "H ?u1"


def test_missed_turns_of_a_cycle_come_as_one():
    r = run(on("b", "u1", timer(cycle="R/P1D"), True), "s u1 A e", "b H e2")
    r.now = NOW + 5 * DAY + HOUR
    assert r.fire("b").trace == "H"
    assert list(r.timers.values()) == [NOW + 6 * DAY]


def test_missed_turns_are_counted():
    r = run(on("b", "u1", timer(cycle="R3/P1D"), True), "s u1 A e", "b H e2")
    r.now = NOW + 10 * DAY
    assert r.fire("b").shape == "H ?u1"


def test_a_cycle_on_an_interrupting_boundary_fires_once():
    r = run(on("b", "u1", timer(cycle="R3/PT1H")), "s u1 A e", "b H e2").fire("b")
    assert r.shape == "H ."


def test_a_moved_deadline_moves_the_timer():
    r = run(
        on("b", "u1", timer(date="dueAt")),
        "s u1 A e",
        "b H e",
        variables="dueAt",
        dueAt=NOW + DAY,
    )
    assert list(r.change(dueAt=NOW + 5 * DAY).timers.values()) == [NOW + 5 * DAY]


def test_a_duration_does_not_begin_anew_when_something_else_changes():
    r = run(on("b", "u1", timer()), "s u1 A e", "b H e")
    r.now += HOUR
    assert list(r.change(n=3).timers.values()) == [NOW + DAY]


def test_a_work_item_with_a_due_moment():
    r = run(user("u1", dondoc_due='now() + duration("P2D")'), "s u1 e")
    assert r.last.opened[0].due == NOW + timedelta(days=2)


def test_a_timer_that_is_gone_is_stale():
    r = run(on("b", "u1", timer()), "s u1 u2 e", "b H e")
    ((token, element),) = r.timers
    r.done("u1")
    assert r.stale(TimerDue(token, element))
    assert r.stale(TimerDue(999, "b"))


@pytest.mark.parametrize("value", ["soon", None, 5])
def test_a_timer_without_a_moment_is_a_fault(value):
    failed = fault(catch("d", timer(date="n")), "s d A e", n=value)
    assert failed.element == "d"


@pytest.mark.parametrize(
    "inner",
    [
        timer("soon"),
        timer("P"),
        timer("-P1D"),
        timer("missing"),
        timer(date="2026-13-01"),
        timer(date="P1D"),
        timer("2026-01-01"),
        timer(cycle="R3"),
        timer(cycle="R3/2026-01-01"),
        timer(cycle="0 0 9 * * MON"),
        timer(cycle="R/P0D"),
        timer(cycle="R-1/P1D"),
        "<timerEventDefinition/>",
    ],
)
def test_a_timer_that_says_nothing_is_refused(inner):
    assert "d" in {where for _, where in refused(on("d", "u1", inner, True), "s u1 e", "d H e")}
