"""One step of one instance: where tokens go, what opens, closes, waits and leaves."""

import copy
from datetime import timedelta

import pytest

from engine.process.definition import Definition
from engine.process.events import (
    Call,
    Cancel,
    Change,
    Complete,
    Event,
    Message,
    Send,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.step import Stale, advance
from tests.helpers import bpmn as b
from tests.helpers.bpmn import NOW, boundary, catch, end, flow, gate, path, start, user

DAY = timedelta(days=1)


class Walk:
    """An instance and what its last step did."""

    def __init__(self, definition: Definition, event: Event | None = None) -> None:
        self.definition = definition
        self.state: State | None = None
        self.open: dict[str, int] = {}
        self.timers: dict[str, tuple[int, object]] = {}
        self.last: Transition
        self.go(event or Start())

    def go(self, event: Event, now=NOW) -> "Walk":
        made = advance(self.definition, self.state, event, now)
        assert made.fault is None, made.fault
        self.state, self.last = made.state, made
        for _, element in made.closed:
            del self.open[element]
        for _, element in made.timers_cleared:
            del self.timers[element]
        self.open |= {o.element: o.token for o in made.opened}
        self.timers |= {t.element: (t.token, t.due) for t in made.timers_set}
        return self

    def done(self, element: str, **data: object) -> "Walk":
        return self.go(Complete(self.open[element], data))

    def fire(self, element: str) -> "Walk":
        return self.go(TimerDue(self.timers[element][0], element))

    def stale(self, event: Event) -> bool:
        with pytest.raises(Stale):
            advance(self.definition, self.state, event, NOW)
        return True


def test_each_start_event_begins_its_own_way():
    d = b.define(
        "",
        start("s"),
        start("m", "M"),
        user("a"),
        user("c"),
        end("e"),
        path("s", "a"),
        path("m", "c", "e"),
        flow("a", "e"),
    )
    assert Walk(d).open.keys() == {"a"}
    letter = Walk(d, Start({"n": 1}, "M"))
    assert letter.open.keys() == {"c"}
    assert letter.state.data == {"n": 1}
    assert letter.done("c").last.status == "ended"
    with pytest.raises(Stale):
        advance(d, None, Start({}, "unknown"), NOW)
    assert Walk(d).stale(Message("M"))


def test_a_process_that_only_letters_start_has_no_plain_start():
    d = b.define("", start("m", "M"), user("a"), end("e"), path("m", "a", "e"))
    with pytest.raises(Stale):
        advance(d, None, Start(), NOW)


FORK = b.define(
    "",
    start("s"),
    gate("f", "parallel"),
    user("a"),
    user("c"),
    gate("j", "parallel"),
    user("z"),
    end("e"),
    path("s", "f", "a", "j", "z", "e"),
    path("f", "c", "j"),
)


@pytest.mark.parametrize("order", [("a", "c"), ("c", "a")])
def test_a_join_waits_for_all_its_branches_and_keeps_what_each_wrote(order):
    w = Walk(FORK).done(order[0], answer=order[0])
    assert w.open.keys() == {order[1]}
    w.done(order[1], n=order[1])
    assert w.open.keys() == {"z"}
    assert w.state.data == {"answer": order[0], "n": order[1]}
    assert w.done("z").last.status == "ended"


CHOICE = b.define(
    "x",
    start("s"),
    gate("g", default="g-c"),
    user("a"),
    user("c"),
    end("e"),
    path("s", "g"),
    flow("g", "a", "x > 5"),
    path("g", "c", "e"),
    flow("a", "e"),
)


@pytest.mark.parametrize(("x", "way"), [(6, "a"), (5, "c")])
def test_an_exclusive_gateway_takes_the_true_flow_or_the_default(x, way):
    assert Walk(CHOICE, Start({"x": x})).open.keys() == {way}


def test_without_default_and_with_no_flow_true_the_step_fails():
    d = b.define(
        "x",
        start("s"),
        gate("g"),
        user("a"),
        user("c"),
        end("e"),
        path("s", "g"),
        flow("g", "a", "x > 5"),
        flow("g", "c", "x < 5"),
        path("a", "e"),
        path("c", "e"),
    )
    assert advance(d, None, Start({"x": 5}), NOW).fault is not None


INCLUSIVE = b.define(
    "x y",
    start("s"),
    gate("i", "inclusive", "i-c"),
    user("a"),
    user("b"),
    user("c"),
    gate("j", "inclusive"),
    user("z"),
    end("e"),
    path("s", "i"),
    flow("i", "a", "x"),
    flow("i", "b", "y"),
    path("i", "c", "j"),
    path("a", "j"),
    path("b", "j", "z", "e"),
)


@pytest.mark.parametrize(
    ("x", "y", "ways"),
    [(True, True, "ab"), (True, False, "a"), (False, True, "b"), (False, False, "c")],
)
def test_an_inclusive_gateway_takes_every_true_flow_and_joins_them(x, y, ways):
    w = Walk(INCLUSIVE, Start({"x": x, "y": y}))
    assert w.open.keys() == set(ways)
    for way in ways:
        assert "z" not in w.open
        w.done(way)
    assert w.open.keys() == {"z"}


RACE = b.define(
    "",
    start("s"),
    gate("g", "event"),
    catch("m", "M"),
    catch("t", duration="P2D"),
    user("by-letter"),
    user("by-clock"),
    end("e"),
    path("s", "g", "m", "by-letter", "e"),
    path("g", "t", "by-clock", "e"),
)


def test_after_an_event_gateway_the_first_event_wins_and_the_other_no_longer_applies():
    w = Walk(RACE)
    assert w.timers == {"t": (w.timers["t"][0], NOW + 2 * DAY)}
    letter, clock = copy.copy(w), copy.copy(w)
    letter.open, letter.timers = {}, dict(w.timers)
    due = TimerDue(w.timers["t"][0], "t")
    assert letter.go(Message("M", {"answer": "x"})).open.keys() == {"by-letter"}
    assert letter.timers == {}
    assert letter.state.data == {"answer": "x"}
    assert clock.fire("t").open.keys() == {"by-clock"}
    assert clock.timers == {}
    for after in (letter, clock):
        assert after.stale(Message("M"))
        assert after.stale(due)


GUARDED = b.define(
    "dueAt",
    start("s"),
    gate("m"),
    user("a"),
    boundary("n", "a", date="dueAt"),
    boundary("i", "a", duration="P9D", interrupting=True),
    boundary("r", "a", message="recall"),
    user("late"),
    user("instead"),
    user("recalled"),
    gate("g", default="g-e"),
    end("e"),
    end("ee"),
    path("s", "m", "a", "g", "e"),
    flow("g", "m", 'route = "again"'),
    path("n", "late", "ee"),
    path("i", "instead", "ee"),
    path("r", "recalled", "ee"),
)
BEGUN = Start({"dueAt": NOW + DAY, "route": "on"})


def test_a_non_interrupting_timer_opens_a_branch_and_leaves_the_task():
    w = Walk(GUARDED, BEGUN).fire("n")
    assert w.open.keys() == {"a", "late"}
    assert w.timers.keys() == {"i"}


def test_an_interrupting_timer_closes_the_task_and_everything_that_waited_on_it():
    w = Walk(GUARDED, BEGUN).fire("n").fire("i")
    assert w.open.keys() == {"late", "instead"}
    assert w.timers == {}


def test_a_boundary_letter_reaches_a_task_and_is_stale_once_it_is_gone():
    w = Walk(GUARDED, BEGUN).go(Message("recall"))
    assert w.open.keys() == {"a", "recalled"}
    assert w.done("a").open.keys() == {"recalled"}
    assert w.stale(Message("recall"))


def test_timers_are_armed_again_when_the_task_opens_again():
    w = Walk(GUARDED, BEGUN)
    first, fired = w.timers["i"], w.timers["n"]
    w.fire("n").done("a", route="again", dueAt=NOW + 3 * DAY)
    assert w.timers.keys() == {"n", "i"}
    assert w.timers["n"][1] == NOW + 3 * DAY
    assert w.timers["i"][0] != first[0]
    assert w.stale(TimerDue(fired[0], "n"))
    assert w.stale(TimerDue(first[0], "i"))
    assert w.done("a", route="on").open.keys() == {"late"}
    assert w.timers == {}
    assert w.done("late").last.status == "ended"


def test_a_change_moves_the_waiting_timers_that_read_it_and_wakes_none_that_fired():
    w = Walk(GUARDED, BEGUN)
    still = w.timers["i"]
    w.go(Change({"dueAt": NOW + 6 * DAY}), NOW + DAY)
    assert w.timers["n"][1] == NOW + 6 * DAY
    assert w.timers["i"] == still
    w.fire("n").go(Change({"dueAt": NOW + 8 * DAY}))
    assert w.timers == {"i": still}
    assert w.last.opened == w.last.closed == ()
    assert w.state.data["dueAt"] == NOW + 8 * DAY


def test_a_terminating_end_closes_all_other_branches():
    d = b.define(
        "",
        start("s"),
        gate("f", "parallel"),
        user("a"),
        user("c"),
        boundary("t", "c", duration="P1D"),
        end("k", terminate=True),
        end("e"),
        path("s", "f", "a", "k"),
        path("f", "c", "e"),
        path("t", "e"),
    )
    w = Walk(d).done("a")
    assert (w.last.status, w.open, w.timers) == ("ended", {}, {})


def test_cancelling_closes_everything_and_cannot_be_undone():
    w = Walk(GUARDED, BEGUN)
    token = w.open["a"]
    w.go(Cancel())
    assert (w.last.status, w.open, w.timers) == ("cancelled", {}, {})
    assert w.stale(Complete(token))
    assert w.stale(Message("recall"))


def test_what_no_longer_applies_or_never_did_is_stale():
    w = Walk(GUARDED, BEGUN)
    token, timer = w.open["a"], w.timers["i"][0]
    for event in (
        Complete(999),
        Complete(timer),
        Complete(0),
        TimerDue(999, "n"),
        TimerDue(token, "a"),
        TimerDue(timer, "n"),
        TimerDue(timer, "nowhere"),
        Message("unexpected"),
        Message(""),
    ):
        assert w.stale(event)
    w.done("a", route="again")
    assert w.stale(Complete(token))


def test_effects_come_in_order_with_their_inputs_and_see_what_scripts_wrote():
    d = b.define(
        "x",
        start("s"),
        b.service("one", "echo", value="x + 1"),
        b.script("k", "x * 10", "x"),
        b.throw("t", "M", "[x]", sent="x"),
        end("e", "N", dondoc_recipients="[]"),
        path("s", "one", "k", "t", "e"),
    )
    made = Walk(d, Start({"x": 2})).last
    assert made.effects == (
        Call("one", "echo", {"value": 3}),
        Send("t", "M", [20], "own", {"sent": 20}),
        Send("e", "N", [], "own", {}),
    )
    assert made.state.data == {"x": 20}
    assert made.status == "ended"


@pytest.mark.parametrize(
    ("parts", "at"),
    [
        (
            (
                gate("x", default="x-e"),
                flow("x", "z", "v > 1"),
                path("s", "x", "e"),
                user("z"),
                flow("z", "e"),
            ),
            "x",
        ),
        (
            (
                b.service("x", "echo", value='v + "a" > 3 and date("x").year'),
                user("z"),
                path("s", "z", "x", "e"),
            ),
            None,
        ),
        ((user("x", dondoc_due="v"), path("s", "x", "e")), "x"),
        ((catch("x", date="v"), path("s", "x", "e")), "x"),
        ((catch("x", duration="v"), path("s", "x", "e")), "x"),
        ((user("z"), boundary("x", "z", date="v"), path("s", "z", "e"), flow("x", "e")), "x"),
    ],
)
def test_a_value_that_cannot_be_used_is_a_fault_at_its_element_and_changes_nothing(parts, at):
    d = b.define("v", start("s"), *parts, end("e"))
    made = advance(d, None, Start({"v": None}), NOW)
    if at is None:
        assert made.fault is None
        return
    assert made.fault is not None
    assert made.fault.element == at
    assert made.fault.vi
    assert made.fault.vi != made.fault.message
    assert made.state == State("", {})
    assert (made.opened, made.timers_set, made.effects) == ((), (), ())


def test_a_fault_later_leaves_the_state_as_it_was():
    w = Walk(GUARDED, BEGUN)
    before = copy.deepcopy(w.state)
    for event in (Complete(w.open["a"], {"route": 5}), Change({"dueAt": "soon"})):
        made = advance(GUARDED, w.state, event, NOW)
        assert made.fault is not None
        assert made.state == before == w.state


def test_a_script_cannot_leave_a_value_that_no_row_can_keep():
    for text in ("[1..5]", "function(y) y", "[[1, function() 2]]"):
        d = b.define(
            "", start("s"), b.script("k", text, "r"), user("a"), end("e"), path("s", "k", "a", "e")
        )
        made = advance(d, None, Start(), NOW)
        assert made.fault is not None, text
        assert made.fault.element == "k"


def test_a_join_that_can_never_fill_is_trouble_and_the_work_before_it_is_kept():
    d = b.define(
        "x",
        start("s"),
        gate("g", default="g-c"),
        user("a"),
        user("c"),
        gate("j", "parallel"),
        end("e"),
        path("s", "g"),
        flow("g", "a", "x"),
        path("g", "c", "j", "e"),
        path("a", "j"),
    )
    w = Walk(d, Start({"x": True}))
    made = advance(d, w.state, Complete(w.open["a"]), NOW)
    assert (made.fault, made.status) == (None, "running")
    assert (made.trouble.code, made.trouble.element) == ("stuck", "j")
    assert made.closed == ((w.open["a"], "a"),)


def test_an_endless_loop_is_a_fault_not_an_end():
    d = b.define(
        "",
        start("s"),
        gate("m"),
        b.script("k", "1", "n"),
        gate("g", default="g-e"),
        end("e"),
        path("s", "m", "k", "g", "e"),
        flow("g", "m", "n = 1"),
    )
    made = advance(d, None, Start(), NOW)
    assert made.fault is not None
    assert made.status == "running"


def test_a_task_may_come_back_many_times_and_is_never_lost():
    d = b.define(
        "",
        start("s"),
        gate("m"),
        b.script("k", "if n = null then 0 else n + 1", "n"),
        gate("g", default="g-a"),
        user("a"),
        end("e"),
        path("s", "m", "k", "g"),
        flow("g", "m", "n < 200"),
        path("g", "a", "e"),
    )
    made = advance(d, None, Start(), NOW)
    assert made.fault is not None or [o.element for o in made.opened] == ["a"]


def test_a_step_changes_nothing_it_was_given_and_gives_the_same_twice():
    data = {"dueAt": NOW + DAY, "route": "on", "nested": {"list": [1, {"x": None}]}}
    first = advance(GUARDED, None, Start(data), NOW)
    state = first.state
    given = copy.deepcopy(state)
    events: list[Event] = [
        Complete(first.opened[0].token, {"answer": "x"}),
        Message("recall"),
        *(TimerDue(t.token, t.element) for t in first.timers_set),
        Change({"dueAt": NOW}),
        Cancel(),
    ]
    for event in events:
        kept = copy.deepcopy(event)
        assert advance(GUARDED, state, event, NOW) == advance(GUARDED, state, event, NOW)
        assert state == given
        assert event == kept
    assert data == given.data


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "0001-01-01"),
        ("date", "9999-12-31T23:59:59-12:00"),
        ("date", "1899-12-31"),
        ("duration", "P9999Y"),
        ("duration", "P300000000D"),
    ],
)
def test_a_moment_out_of_range_is_a_fault_before_it_reaches_the_clock(kind, value):
    literal = (
        f'duration("{value}")'
        if kind == "duration"
        else f'date and time("{value}")'
        if "T" in value
        else f'date("{value}")'
    )
    makes = b.define("", start("s"), b.script("k", literal, "v"), end("e"), path("s", "k", "e"))
    wrong = advance(makes, None, Start(), NOW).state.data
    d = b.define("v", start("s"), catch("x", **{kind: "v"}), end("e"), path("s", "x", "e"))
    made = advance(d, None, Start(wrong), NOW)
    assert made.fault is not None
    assert made.fault.element == "x"
    assert made.fault.vi
