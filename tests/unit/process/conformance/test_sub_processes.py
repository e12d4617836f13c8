"""Sub-processes: scopes, ends, own variables (BPMN 10.3.5, 13.3.4)."""

import pytest

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
    end,
    message,
    node,
    script,
    terminate,
)

OWN = sub(
    "S",
    script("k", '"mine"', "own"),
    's1 k u1 x1 {own = "yours"} A e1',
    'x1 {own = "mine"} B e1',
    variables="own",
)


def nested(depth, inner):
    for level in range(depth):
        inner = sub(
            f"S{level}", inner, f"s{level}x {'S' + str(level - 1) if level else 'A'} e{level}x"
        )
    return inner


@pytest.mark.parametrize(
    "row",
    [
        row("a sub-process", [sub("S", "s1 A e1"), "s S B e"], "A B ."),
        row("in a sub-process", [sub("S", sub("T", "s2 A e2"), "s1 T B e1"), "s S C e"], "A B C ."),
        row("five deep", [nested(5, ""), "s S4 B e"], "A B ."),
        row("without start and end", [sub("S", "A C", "B"), "s S D e"], "A B C D ."),
        row("with a start and no end", [sub("S", "s1 A"), "s S B e"], "A B ."),
        row("an end and no start", [sub("S", "A e1"), "s S B e"], "A B ."),
        row("empty", [sub("S"), "s S B e"], "B ."),
        row("it waits for all its tokens",
            [sub("S", "s1 p1 u1 e1", "p1 u2 e2"), "s S B e"], "?u1 ?u2", ("u1", "?u2"),
            ("u2", "B .")),
        row("several ends", [sub("S", "s1 x1 {test = 1} A e1", "x1 {default} C e2"), "s S B e"],
            "A B .", test=1),
        row("several flows out", [sub("S", "s1 A e1"), "s S {test = 1} B e", "S {default} C e"],
            "A B .", test=1),
        row("two tokens, two instances", [sub("S", "s1 u1 A e1"), "s p1 S B e", "p1 S"],
            "?u1 ?u1", ("u1", "A B ?u1"), ("u1", "A B A B .")),
        row("again by a way back",
            [sub("S", "s1 u1 e1"), "s x1 S x2 {n < 2} x1", "x2 {default} B e"],
            "?u1", ("u1 n=1", "?u1"), ("u1 n=2", "B .")),
        row("terminate ends the sub-process only",
            [sub("S", "s1 p1 u1 e1", "p1 u2 A e2", end("e1", terminate())),
             "s p2 S B e", "p2 u3 e3"], "?u1 ?u2 ?u3", ("u1", "B ?u3"), ("u3", "B .")),
        row("terminate in a sub-process of a sub-process",
            [sub("S", sub("T", "s2 p2 u1 e2", "p2 u2 A e4", end("e2", terminate())),
                 "s1 p1 T C e1", "p1 u3 D e3"), "s S B e"],
            "?u1 ?u2 ?u3", ("u1", "C ?u3"), ("u3", "C D B .")),
        row("terminate outside ends what is within",
            [sub("S", "s1 u1 A e1"), end("e", terminate()), "s p1 u2 e", "p1 S B e2"],
            "?u1 ?u2", ("u2", ".")),
        row("a letter reaches into it", [sub("S", "s1 m1 A e1"), "s S B e"], "",
            ("m1!", "A B .")),
        row("a dead join within is told",
            [sub("S", "s1 x1 {test = 1} A p1 e1", "x1 {default} B p1"), "s S C e"], "A !stuck",
            test=1),
        row("an inclusive join looks at its own scope only",
            [sub("S", "s1 p1 A i1 C e1", "p1 B i1"), "s p2 S D i2 e", "p2 u1 i2"],
            "A B C D ?u1", ("u1", "A B C D .")),
        row("other instances of it are not waited for",
            [sub("S", "s1 p1 u1 i1 A e1", "p1 i1"), "s p2 S e", "p2 S"],
            "?u1 ?u1", ("u1", "A ?u1"), ("u1", "A A .")),
    ],
)  # fmt: skip
def test_sub_processes(row):
    row.plays()


@pytest.mark.parametrize(("answer", "way"), [(None, "B ."), ("yours", "A .")])
def test_a_variable_of_a_sub_process_is_written_there_and_goes_with_it(answer, way):
    r = run(OWN, "s S e")
    assert "own" not in r.data
    (kept,) = [value for name, value in r.data.items() if name.startswith("#")]
    assert kept == {"own": "mine"}
    answers = {} if answer is None else {"own": answer}
    assert r.done("u1", **answers).shape == way
    assert "own" not in r.data


def test_a_variable_of_both_is_written_where_it_is_nearest():
    r = run(
        sub("S", script("k", "5", "n"), "s1 k x1 {n = 5} A e1", "x1 {default} B e1", variables="n"),
        "s S x2 {n = 1} C e",
        "x2 {default} D e",
        n=1,
    )
    assert (r.shape, r.data["n"]) == ("A C .", 1)


def test_a_variable_nobody_declares_within_is_written_outside():
    r = run(sub("S", script("k", "5", "n"), "s1 k e1", variables="own"), "s S e", n=1)
    assert r.data["n"] == 5


def test_what_a_sub_process_declares_is_unknown_outside():
    outside = "s S x1 {own = 1} A e", "x1 {default} e"
    assert "x1-A" in {where for _, where in refused(sub("S", "s1 B e1", variables="own"), *outside)}


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([sub("S", "s1 A e1"), "s S e", "s1 B"], "s1-B"),
        ([sub("S", "s1 A e1"), "s A2 A e", "A2 S"], "A2-A"),
        ([sub("S", node("startEvent", "s1", message("M")), "s1 A e1"), "s S e"], "s1"),
        ([sub("S", "s1 A e1", "s2 A"), "s S e"], "s2"),
    ],
)
def test_what_crosses_or_triggers_wrongly_is_refused(parts, element):
    assert element in {where for _, where in refused(*parts)}
