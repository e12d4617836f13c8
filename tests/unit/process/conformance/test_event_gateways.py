"""Event-based gateways: the first event wins; as a start (BPMN 10.6.6, 13.4.3)."""

import pytest

from engine.process.events import Start
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    catch,
    condition,
    message,
    node,
    on,
    signal,
    timer,
    user,
)

EVENTS = [
    catch("m", message("M")),
    catch("x", signal("X")),
    catch("d", timer()),
    catch("c", condition("n > 3")),
]
WAYS = ["s g m A e", "g x B e", "g d C e", "g c D e"]


@pytest.mark.parametrize(("move", "way"), [("M!", "A"), ("X~", "B"), ("@d", "C"), ("n=5", "D")])
def test_the_first_event_wins(move, way):
    r = run(*EVENTS, *WAYS, n=0)
    assert r.shape == "@d"
    assert r.play(move).shape == f"{way} ."


@pytest.mark.parametrize(
    "row",
    [
        row("a condition that holds already wins at once", [*EVENTS, *WAYS], "D .", n=5),
        row("each token its own race", [*EVENTS[:3], "s p1 g m A e", "p1 g x B e", "g d C e"],
            "@d @d", ("M!", "A @d"), ("X~", "A B .")),
        row("receive tasks", [node("receiveTask", "k", messageRef="K"),
            node("receiveTask", "l", messageRef="L"), "s g k A e", "g l B e"], "", ("L!", "B .")),
        row("a receive task and a timer", [node("receiveTask", "k", messageRef="K"), EVENTS[2],
            "s g k A e", "g d B e"], "@d", ("K!", "A .")),
        row("again by a way back", [*EVENTS[:2], "s x1 g m A x1", "g x B e"], "",
            ("M!, M!", "A A"), ("X~", "A A B .")),
        row("interrupted with its sub-process", [sub("S", "s1 g d A e1", "g m e2", EVENTS[0],
            EVENTS[2]), on("b", "S", signal("X")), "s S B e", "b C e3"], "@d", ("X~", "C .")),
        row("data of the letter", [*EVENTS[:2], "s g m x1 {n = 4} A e", "x1 {default} B e",
            "g x e2"], "", ("M! n=4", "A .")),
    ],
)  # fmt: skip
def test_event_gateways(row):
    row.plays()


STARTING = [node("eventBasedGateway", "g", instantiate=True), *EVENTS[:1], catch("o", message("O")),
            "g m A e", "g o B e"]  # fmt: skip
ALL = [
    node("eventBasedGateway", "g", instantiate=True, eventGatewayType="Parallel"),
    *STARTING[1:3],
    "g m A p1 C e",
    "g o B p1",
]


@pytest.mark.parametrize(("name", "way"), [("M", "A ."), ("O", "B .")])
def test_as_a_start_the_first_letter_begins_and_is_all(name, way):
    assert run(*STARTING, by=Start(message=name)).shape == way


@pytest.mark.parametrize(
    ("first", "second", "shape"), [("M", "O", "A B C ."), ("O", "M", "B A C .")]
)
def test_as_a_parallel_start_the_others_are_waited_for(first, second, shape):
    r = run(*ALL, by=Start(message=first))
    assert r.status == "running"
    assert r.message(second).shape == shape


@pytest.mark.parametrize(
    "parts",
    [
        ["s g A e", "g m1 e"],
        [*EVENTS[:1], catch("o", message("M")), "s g m e", "g o e"],
        [*EVENTS[:1], node("receiveTask", "r", messageRef="R"), "s g m e", "g r e",
         on("b", "r", timer()), "b e"],
        ["s g m1 e", "g r e", node("receiveTask", "r", messageRef="R")],
        [catch("c", signal("X")), catch("o", signal("X")), "s g c e", "g o e"],
        ["s g {n = 1} m1 e", "g m2 e"],
        ["s g m1 e", "g m2 e", "s m1"],
        [user("u1"), node("eventBasedGateway", "g", eventGatewayType="Parallel"), "s g m1 e",
         "g m2 e"],
        [node("eventBasedGateway", "g", instantiate=True), "s g m1 e", "g m2 e"],
    ],
)  # fmt: skip
def test_what_no_event_gateway_is_gets_refused(parts):
    assert {where.split("-")[0] for _, where in refused(*parts)} & {"g", "o", "r", "b", "m1"}
