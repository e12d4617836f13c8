"""What the reference interpreter and hostile testing once found in the core."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.process.evaluation import Shared
from engine.process.events import Change, Complete, Message, Move, Start
from engine.process.operations import ReservedName
from engine.process.replay import Stepper
from engine.process.step import advance
from tests.helpers import bpmn as b
from tests.unit.process.conformance.deploying import define
from tests.unit.process.conformance.drawing import ad_hoc, call, event_sub, process, sub
from tests.unit.process.conformance.driver import NOW, Run, fault, run
from tests.unit.process.conformance.elements import (
    cancel,
    catch,
    compensation,
    condition,
    end,
    for_compensation,
    handled,
    loop,
    message,
    multi,
    on,
    script,
    signal,
    start,
    task,
    throw,
    timer,
    user,
)

X = signal("X")
REMEMBERED = sub(
    "S",
    script("a", "5", "own"),
    "s1 a e1",
    event_sub("U", start("s8", compensation()), "s8 Y e8"),
    variables="own",
)


def _io(inputs: str = "", outputs: str = "") -> str:
    said = [f'<dataInput id="{n}" name="{n}"/>' for n in inputs.split()]
    said += [f'<dataOutput id="{n}" name="{n}"/>' for n in outputs.split()]
    return f"<ioSpecification>{''.join(said)}</ioSpecification>"


def _moves(way: str, source: str, target: str) -> str:
    assigned = f"<assignment><from>{source}</from><to>{target}</to></assignment>"
    return f"<data{way}Association>{assigned}</data{way}Association>"


@pytest.mark.parametrize("over", [lambda r: r.done("u1"), Run.cancel], ids=["ended", "cancelled"])
def test_what_was_kept_for_a_compensation_goes_with_the_instance(over: Callable[[Run], Run]):
    r = run(REMEMBERED, "s S u1 e")
    assert any(name.startswith("#") for name in r.data)
    over(r)
    assert not any(name.startswith("#") for name in r.data)


def test_a_data_input_that_interrupts_its_own_scope_stops_the_other_inputs():
    moved = _io("a") + _moves("Input", "1", "n") + _moves("Input", "2", "a")
    watching = event_sub("H", start("s9", condition("n = 1")), "s9 Z e9")
    assert run(sub("S", "s1 u1 e1", user("u1", moved), watching), "s S A e").shape == "Z A ."


def test_instances_collect_into_the_data_output_of_their_activity():
    inner = _io(outputs="out") + multi(2, out="n", into="out") + _moves("Output", "out", "results")
    r = run(user("u1", inner), "s u1 e").play("u1 n=1", "u1 n=2")
    assert r.data["results"] == [1, 2]
    assert "out" not in r.data


@pytest.mark.parametrize(
    "attributes", [{"ordering": "Sequential"}, {"until": "n = 5"}], ids=["sequential", "again"]
)
def test_an_interrupted_ad_hoc_sub_process_begins_nothing_more(attributes: dict[str, str]):
    taken_over = event_sub("H", start("s9", X), "s9 Z e9")
    r = run(ad_hoc("S", "u1", "u2", taken_over, **attributes), "s S C e", n=0)
    assert r.play("X~").shape == "Z C ."


@pytest.mark.parametrize("marker", [multi(2, sequential=True), loop(maximum=2)])
def test_one_cancelled_instance_of_a_transaction_cancels_the_whole(marker: str):
    inner = ["s1 A u1 e1", task("A"), for_compensation("A", "K"), end("e1", cancel()), marker]
    whole = sub("S", *inner, tag="transaction")
    r = run(whole, on("b", "S", cancel()), "s S C e", "b D e2")
    assert r.play("u1").shape == "A K D ."


def test_what_compensated_is_not_itself_compensated():
    undoing = sub("U", task("B"), for_compensation("B", "K"), "s1 B e1", isForCompensation=True)
    undone = [task("A"), on("b", "A", compensation()), undoing, handled("b", "U")]
    throws = [throw("k1", compensation()), throw("k2", compensation())]
    assert run(*undone, *throws, "s A k1 C k2 e").shape == "A B C ."


def test_each_catcher_of_a_signal_has_its_data_though_a_marker_throws_in_between():
    told = multi(2, behavior="None", noneBehaviorEventRef="told", out="got", into="results")
    catchers = sub("S", "s1 c1", catch("c1", X), told)
    root = '<signalEventDefinition id="told" signalRef="Y"/>'
    r = run(catchers, on("b", "S", signal("Y"), True), "s S A e", "b B e2", root=root)
    assert r.play("X~ got=3").data["results"] == [3, 3]


def test_all_of_several_events_write_where_the_last_one_does():
    both = on("b", "S", message("M") + X, parallelMultiple=True)
    r = run(sub("S", "s1 u1 e1", variables="w"), both, "s S A e", "b B e2", variables="w")
    assert r.play("M! w=3").data["w"] == 3


def test_a_spent_timer_leaves_the_other_events_of_its_boundary_waiting():
    r = run("s u1 e", on("b", "u1", timer() + X, True), "b B e2")
    assert r.play("@b", "X~").shape == "B B ?u1"


@pytest.mark.parametrize(("inner", "waits"), [("s7 u7 e7", True), ("s7 t7 e7", False)])
def test_who_waits_in_a_called_process_does_not_begin_alike_for_another_unit(
    inner: str, waits: bool
):
    definition = define(call("c", "Q"), "s c u1 e", also=process("Q", inner))
    _, read = Stepper().begin(definition, Start({"unit": {"id": 1}}), NOW, Shared())
    assert ("unit" in read) is waits


@pytest.mark.parametrize("place", ["H", "u1:each", "S:restored"])
def test_a_token_is_not_set_down_where_none_can_come(place: str):
    watching = event_sub("H", start("s9", X), "s9 u9 e9")
    r = run("s u0 u1 S e", user("u1", multi(2)), watching, REMEMBERED)
    made = advance(r.definition, r.state, Move(r.token("u0"), place), NOW)
    assert made.fault is not None
    assert made.fault.code == "no-such-place"


def test_thousands_of_conditions_may_make_one_another_true():
    waits = '<dataOutput id="o" name="o"/>' + _moves("Output", "x", "y") + condition("n = 1")
    many = sub("S", "s1 c1", catch("c1", waits), multi(3000))
    r = Run(define(many, "s S e"), Start({"trace": [], "n": 0, "x": 1}), once=True)
    r.go(Change({"n": 1}))
    assert r.status == "ended"


def test_data_from_outside_cannot_pass_for_a_scope():
    r = run(sub("S", script("i", "1", "w"), "s1 i u1 e1", variables="w"), "s S e")
    made = advance(r.definition, r.state, Complete(r.token("u1"), {"#3": {"w": 9}}), NOW)
    assert made.fault is not None
    assert made.fault.code == ReservedName.code
    assert made.state == r.state


def test_an_error_handler_that_compensates_is_no_compensation_handler_itself():
    handler = b.node(
        "subProcess",
        "h",
        b.node("startEvent", "hs", '<errorEventDefinition errorRef="E"/>')
        + b.user("hu")
        + b.node("endEvent", "he", "<compensateEventDefinition/>")
        + b.path("hs", "hu", "he"),
        triggeredByEvent="true",
    )
    scope = b.node("subProcess", "S", b.start("is") + b.end("ie") + b.path("is", "ie") + handler)
    thrown = b.node("intermediateThrowEvent", "t", "<compensateEventDefinition/>")
    source = b.sample("", b.start("s"), scope, thrown, b.end("e"), b.path("s", "S", "t", "e"))
    source = source.replace(b"<process ", b'<error id="E" errorCode="E"/><process ', 1)
    made = advance(b.read(source)["p"], None, Start(), NOW)
    assert (made.fault, made.status, made.opened) == (None, "ended", ())


def test_what_the_winning_letter_carries_makes_no_other_way_of_the_gateway_true():
    condition = "<conditionalEventDefinition><condition>n > 1</condition>"
    definition = b.define(
        "n",
        b.start("s"),
        b.gate("g", "event"),
        b.catch("m", "M"),
        b.node("intermediateCatchEvent", "c", f"{condition}</conditionalEventDefinition>"),
        b.user("a"),
        b.user("x"),
        b.end("e"),
        b.path("s", "g", "m", "a", "e"),
        b.path("g", "c", "x", "e"),
    )
    begun = advance(definition, None, Start({"n": 0}), NOW)
    made = advance(definition, begun.state, Message("M", {"n": 5}), NOW)
    assert [item.element for item in made.opened] == ["a"]
    done = advance(definition, made.state, Complete(made.opened[0].token), NOW)
    assert done.status == "ended"


def test_an_ad_hoc_sub_process_in_which_nobody_is_asked_does_not_open_for_ever():
    found = fault(ad_hoc("D", user("u1", multi(0)), "A", until="n = 5"), "s D e", once=True, n=0)
    assert (found.code, found.element) == ("too-long", "D")
