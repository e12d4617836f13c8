"""Call activities: processes and global tasks of the file (BPMN 10.3.6, 13.3.3)."""

import pytest

from engine.process.events import Call
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    call,
    process,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    end,
    node,
    on,
    script,
    signal,
    start,
    terminate,
    timer,
)

TRACED = {"into": "trace=trace", "out": "trace=trace"}
SQUARE = process("Q", script("k", "n * n", "y"), "s1 k e1")


@pytest.mark.parametrize(
    "row",
    [
        row("a process", [call("c", "Q", **TRACED), "s A c C e"], "A B C .",
            also=process("Q", "s1 B e1")),
        row("values in and out", [call("c", "Q", into="n=x + 1", out="y=y - 1"),
            "s c x1 {y = 8} A e", "x1 {default} B e"], "A .", also=SQUARE, x=2),
        row("twice at once", [call("c", "Q", into="n=2", out="x=y"),
            call("d", "Q", into="n=3", out="y=y"), "s p1 c p2 x1 {x + y = 13} A e", "p1 d p2",
            "x1 {default} B e"], "A .", also=SQUARE),
        row("in a call", [call("c", "Q", **TRACED), "s c C e"], "A B C .",
            also=process("Q", call("d", "R", **TRACED), "s1 d B e1") + process("R", "s2 A e2")),
        row("people's work in it", [call("c", "Q", out="n=n"), "s c x1 {n = 3} A e",
            "x1 {default} B e"], "?u1", ("u1 n=3", "A ."), also=process("Q", "s1 u1 e1")),
        row("terminate ends the called one", [call("c", "Q"), "s p1 c A e", "p1 u3 e2"],
            "?u1 ?u2 ?u3", ("u1", "A ?u3"),
            also=process("Q", "s1 p2 u1 e1", "p2 u2 e3", end("e1", terminate()))),
        row("interrupted from outside", [call("c", "Q"), on("b", "c", signal("X")), "s c A e",
            "b B e"], "?u1 @d", ("X~", "B ."),
            also=process("Q", "s1 u1 e1", on("d", "u1", timer()), "d e2")),
        row("a timer in it", [call("c", "Q"), "s c A e"], "?u1 @d", ("@d", "A ."),
            also=process("Q", "s1 u1 e1", on("d", "u1", timer()), "d e2")),
        row("a letter reaches into it", [call("c", "Q"), "s c A e"], "", ("M!", "A ."),
            also=process("Q", "s1 M1 e1", '<receiveTask id="M1" messageRef="M"/>')),
        row("two calls wait for one letter each", [call("c", "Q"), "s p1 c A e", "p1 c"], "",
            ("M!", "A"), ("M!", "A A ."),
            also=process("Q", "s1 M1 e1", '<receiveTask id="M1" messageRef="M"/>')),
        row("from a sub-process' own variables", [sub("S", script("k1", "4", "own"),
            call("c", "Q", into="n=own", out="x=y"), "s2 k1 c e2", variables="own"),
            "s S x1 {x = 16} A e", "x1 {default} B e"], "A .", also=SQUARE),
    ],
)  # fmt: skip
def test_calls(row):
    row.plays()


def test_the_called_process_sees_nothing_but_its_inputs_and_leaves_nothing_but_its_outputs():
    r = run(
        call("c", "Q", into="y=5", out="results=[n, y]"),
        "s c e",
        also=process("Q", script("k", "7", "x"), "s1 k e1"),
        n=1,
        x=2,
    )
    assert r.data["results"] == [None, 5]
    assert (r.data["x"], "y" in r.data) == (2, False)


def test_the_unit_is_in_scope_in_a_called_process():
    called = process("Q", script("k", "unit.code", "y"), "s1 k e1")
    assert run(call("c", "Q", out="y=y"), "s c e", also=called, unit={"code": "H30"}).data["y"] == (
        "H30"
    )


TEXT = "<script>{}</script>"


def test_global_tasks_are_called():
    root = (
        f'<globalScriptTask id="G" scriptLanguage="feel" dondoc:result="y">'
        '<ioSpecification><dataInput id="gi" name="n"/><inputSet/><outputSet/></ioSpecification>'
        f"{TEXT.format('n + 1')}"
        '</globalScriptTask><globalTask id="T"/>'
        '<globalUserTask id="U" dondoc:role="lanhdao" dondoc:form="form"/>'
    )
    r = run(
        call("c", "G", into="n=x", out="y=y"),
        call("d", "T"),
        call("f", "U", out="n=n"),
        "s c d f A e",
        root=root,
        x=1,
    )
    assert len(r.open) == 1
    (element,) = r.open.values()
    assert r.done(element, n=9).shape == "A ."
    assert (r.data["y"], r.data["n"]) == (2, 9)


def test_a_service_in_a_called_process_is_called():
    called = process("Q", node("serviceTask", "k", dondoc_handler="ping"), "s1 k e1")
    assert run(call("c", "Q"), "s c e", also=called).effects == [Call("k", "ping", {})]


@pytest.mark.parametrize(
    ("parts", "also", "element"),
    [
        ([call("c", "nowhere"), "s c e"], "", "c"),
        ([node("callActivity", "c"), "s c e"], "", "c"),
        ([call("c", "P"), "s c e"], "", "c"),
        ([call("c", "Q"), "s c e"], process("Q", call("d", "P"), "s1 d e1"), "c|d"),
        ([call("c", "Q"), "s c e"], process("Q", "A B"), "c"),
        ([call("c", "Q"), "s c e"], process("Q", start("q", signal("X")), "q A e1"), "c"),
        ([call("c", "Q"), "s c e"], process("Q", "s1 t1 e1", executable=False), "c|Q"),
        ([call("c", "Q", into="n=missing"), "s c e"], SQUARE, "c"),
        ([call("c", "Q", out="n=missing"), "s c e"], SQUARE, "c"),
        ([call("c", "Q", into="missing=1"), "s c e"], SQUARE, "c"),
    ],
)
def test_a_call_that_cannot_be_made_is_refused(parts, also, element):
    assert set(element.split("|")) & {where for _, where in refused(*parts, also=also)}
