"""Start events: every trigger, several at once, and how an instance begins (BPMN 10.5.2, 13.5.1)."""

import pytest

from engine.process.events import Start
from engine.process.step import Stale, advance
from tests.unit.process.conformance.deploying import (
    define,
    refused,
)
from tests.unit.process.conformance.driver import (
    NOW,
    run,
)
from tests.unit.process.conformance.elements import (
    condition,
    message,
    node,
    signal,
    start,
    timer,
)

MANY = [
    "s A e",
    start("o", message("M")),
    start("q", message("N")),
    start("r", signal("X")),
    start("v", timer(date="2026-05-01T00:00:00+07:00")),
    start("w", condition("n > 3")),
    "o B e",
    "q C e",
    "r D e",
    "v F e",
    "w G e",
]


@pytest.mark.parametrize(
    ("by", "shape"),
    [
        (Start(), "A ."),
        (Start(message="M"), "B ."),
        (Start(message="N"), "C ."),
        (Start(element="s"), "A ."),
        (Start(element="o"), "B ."),
        (Start(element="r"), "D ."),
        (Start(element="v"), "F ."),
        (Start(element="w"), "G ."),
    ],
)
def test_each_way_to_begin(by, shape):
    assert run(*MANY, by=by, n=0).shape == shape


@pytest.mark.parametrize("by", [Start(message="nobody's"), Start(element="e"), Start(element="?")])
def test_what_starts_nothing_is_stale(by):
    with pytest.raises(Stale):
        advance(define(*MANY), None, by, NOW)


@pytest.mark.parametrize(
    ("inner", "waits", "move"),
    [
        (timer(), "@s", "@s"),
        (timer(date="2026-05-01T00:00:00+07:00"), "@s", "@s"),
        (signal("X"), "", "X~"),
        (condition("n > 3"), "", "n=4"),
        (message("M") + signal("X"), "", "X~"),
    ],
)
def test_without_a_plain_start_the_instance_begins_by_waiting(inner, waits, move):
    r = run(start("s", inner), "s A e", n=0)
    assert r.shape == waits
    assert r.play(move).shape == "A ."


def test_of_several_starts_that_are_waited_for_the_first_takes_all():
    r = run(*MANY[3:6], "r D e", "v F e", "w G e", n=0)
    assert r.shape == "@v"
    assert r.signal("X").shape == "D ."


def test_all_of_several_triggers():
    r = run(start("s", signal("X") + signal("Y"), parallelMultiple=True), "s A e")
    assert r.signal("Y").shape == ""
    assert r.signal("X").shape == "A ."


def test_a_receiving_task_that_instantiates_is_a_message_start():
    parts = node("receiveTask", "r", messageRef="M", instantiate=True), "r A e", "s B e"
    assert run(*parts, by=Start(message="M")).shape == "A ."
    assert run(*parts).shape == "B ."


def test_a_letter_brings_the_variables_it_starts_with():
    parts = start("s", message("M")), "s x1 {n = 5} A e", "x1 {default} B e"
    assert run(*parts, by=Start({"n": 5}, "M")).shape == "A ."


def test_only_letters_start_it_so_nothing_else_does():
    with pytest.raises(Stale):
        advance(define(start("s", message("M")), "s A e"), None, Start(), NOW)


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        (["s A e", "s2 B e"], "s2|s"),
        ([start("s", message("M")), start("s2", message("M")), "s A e", "s2 B e"], "s2|s"),
        (["s A e", "A s"], "s|A-s"),
        ([start("s", "<errorEventDefinition/>"), "s A e"], "s"),
        ([start("s", "<escalationEventDefinition/>"), "s A e"], "s"),
        ([start("s", "<cancelEventDefinition/>"), "s A e"], "s"),
        ([start("s", "<terminateEventDefinition/>"), "s A e"], "s"),
        ([start("s", '<linkEventDefinition name="L"/>'), "s A e"], "s"),
        ([start("s", timer("soon")), "s A e"], "s"),
        ([node("receiveTask", "r", messageRef="M", instantiate=True), "s r e"], "r"),
    ],
)
def test_what_no_start_can_be_is_refused(parts, element):
    assert set(element.split("|")) & {where for _, where in refused(*parts)}
