"""What a process engine gets wrong without a word: here it runs rightly or is refused aloud.

Each name says what could vanish, stall or be ignored.
"""

import pytest

from engine.errors import DondocError
from engine.process.events import Complete, Start, State
from engine.process.step import Stale, advance
from tests.unit.process.conformance.deploying import (
    define,
    findings,
    refused,
)
from tests.unit.process.conformance.drawing import (
    ad_hoc,
    call,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.driver import (
    NOW,
    Run,
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    catch,
    compensation,
    condition,
    end,
    error,
    escalation,
    for_compensation,
    link,
    loop,
    message,
    multi,
    node,
    on,
    script,
    signal,
    start,
    task,
    throw,
    timer,
    user,
)


def handler(inner, keep=False):
    return event_sub("H", start("s9", inner, keep), "s9 Z e9")


BOX = '<dataObjectReference id="box" dataObjectRef="do"/><dataObject id="do" name="box"/>'
TOLD = '<signalEventDefinition id="told" signalRef="X"/>'
COMPLEX = node(
    "complexGateway", "k", "<activationCondition>activationCount = 1</activationCondition>"
)


@pytest.mark.parametrize(
    "row",
    [
        row("an element called Start", [user("Start"), "s Start A e"], "?Start", ("Start", "A .")),
        row("an element called End", [user("End"), "s End A e"], "?End", ("End", "A .")),
        row("an event sub-process without its event", ["s A e", handler(error("E"))], "A ."),
        row("an escalation start without its event",
            ["s A e", handler(escalation("L"), True)], "A ."),
        row("a condition as the start of an event sub-process",
            ["s u1 A e", handler(condition("n > 3"))], "?u1", ("n=5", "Z ."), n=0),
        row("a top-level event sub-process interrupts", ["s u1 A e", handler(signal("X"))], "?u1",
            ("X~", "Z .")),
        row("a timer of one keeps no finished process", ["s u1 A e", handler(timer())],
            "?u1 @s9", ("u1", "A .")),
        row("several flows out of an activity", ["s A B e", "A C e"], "A B C ."),
        row("a condition on a flow out of a task", ["s A {n > 1} B e", "A {default} C e"], "A C .",
            n=1),
        row("a signal end event", [end("e2", signal("X")), catch("c", signal("X")), "s p1 c A e",
            "p1 u1 e2"], "?u1", ("u1", "A .")),
        row("links", [throw("k", link("L")), catch("c", link("L")), "s k", "c A e"], "A ."),
        row("compensation", [for_compensation("A", "Z"), throw("k", compensation()), "s A k e"],
            "A Z ."),
        row("a complex gateway", [COMPLEX, "s p1 A k C e", "p1 B k"], "A B C ."),
        row("a global task", [call("c", "G"), "s c A e"], "A .", root='<globalTask id="G"/>'),
        row("a receive task that instantiates",
            [node("receiveTask", "r", messageRef="M", instantiate=True), "r A e"], "A .",
            by=Start(message="M")),
        row("a start quantity", [task("C", startQuantity=2), "s p1 C e", "p1 C"], "C ."),
        row("a completion quantity", [task("A", completionQuantity=2), "s A B e"], "A B B ."),
        row("a behaviour of many instances",
            [user("u1", multi(2, behavior="One", oneBehaviorEventRef="told")),
             on("b", "u1", signal("X"), True), "s u1 A e", "b H e2"], "?u1 ?u1",
            ("u1", "H ?u1"), root=TOLD),
        row("an event by reference", [catch("c", "<eventDefinitionRef>told</eventDefinitionRef>"),
            "s c A e"], "", ("X~", "A ."), root=TOLD),
        row("a non-interrupting signal boundary, twice", [on("b", "u1", signal("X"), True),
            "s u1 A e", "b H e2"], "?u1", ("X~, X~", "H H ?u1")),
        row("a late interruption", [sub("S", sub("T", script("k", "5", "n"), "s8 k A e8"),
            "s1 T B e1"), on("b", "S", condition("n > 3")), "s S C e", "b H e2"], "H .", n=0),
        row("two tokens on one flow into a join", ["s p1 A x1 p2 D e", "p1 B x1", "p1 C p2"],
            "A B C D !stuck"),
        row("one branch sees the other's write", [script("k", "5", "n"), "s p1 k e",
            "p1 u1 x1 {n = 5} A e2", "x1 {default} B e2"], "?u1", ("u1", "A .")),
        row("many instances and a variable that is there already",
            [script("k", "loopCounter", "y", multi(2, out="y", into="results")),
             "s k x1 {results = [1, 2]} A e", "x1 {default} B e"], "A .", results=["old"], y=7),
        row("the counts of instances",
            [user("u1", multi(3, until="nrOfCompletedInstances + nrOfActiveInstances + "
             "nrOfTerminatedInstances = nrOfInstances and nrOfCompletedInstances = 2")),
             "s u1 A e"], "?u1 ?u1 ?u1", ("u1, u1", "A .")),
        row("an ad-hoc sub-process without a condition", [ad_hoc("S", "A", "B"), "s S C e"],
            "A B C ."),
        row("a sub-process without an end event", [sub("S", "s1 A"), "s S B e"], "A B ."),
        row("a bare duration in a timer", [catch("d", timer("P7D")), "s d A e"], "@d", ("@d", "A .")),
    ],
)  # fmt: skip
def test_what_could_go_wrong_silently(row):
    row.plays()


def test_a_data_association_assigns():
    io = (
        '<ioSpecification><dataInput id="di" name="own"/><inputSet><dataInputRefs>di'
        "</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
        "<sourceRef>box</sourceRef><targetRef>di</targetRef></dataInputAssociation>"
    )
    r = run(BOX, script("j", "4", "box"), script("k", "own", "y", io), "s j k e")
    assert r.data["y"] == 4


def test_a_data_store_does_not_break_the_file():
    store = '<dataStoreReference id="box" dataStoreRef="ds"/>'
    assert run(store, "s A e", root='<dataStore id="ds" name="archive"/>').shape == "A ."


def test_a_thousand_calls_at_once_all_run():
    called = process("Q", "s1 u1 e1")
    r = Run(define(call("c", "Q", multi(1_000)), "s c A e", also=called), once=True)
    assert len(r.open) == 1_000


def test_a_work_item_done_twice_is_stale():
    r = run("s u1 u2 e")
    first = Complete(r.token("u1"))
    assert r.go(first).stale(first)


@pytest.mark.parametrize("change", [lambda t: t.replace("1", "999"), lambda t: "", lambda t: "{}"])
def test_a_state_of_another_version_or_none_is_never_taken_for_ours(change):
    r = run("s u1 e")
    other = State(change(r.state.text), dict(r.data))
    try:
        made = advance(r.definition, other, Complete(r.token("u1")), NOW)
    except (Stale, DondocError):
        return
    assert made.fault is not None


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([task("A", loop("true", maximum=-3)), "s A e"], "A"),
        ([task("A", multi(-3)), "s A e"], "A"),
        ([task("A", startQuantity=0), "s A e"], "A"),
        ([task("A", completionQuantity=0), "s A e"], "A"),
        (["s x1 A e", "x1 {default} B e"], "x1"),
        ([script("k", "__import__('os')", "x"), "s k e"], "k"),
        ([on("b", "u1", message("M") + error("E"), True), "s u1 e", "b e2"], "b"),
    ],
)
def test_what_is_not_run_is_refused_aloud(parts, element):
    assert element in {where for _, where in refused(*parts)}


def test_a_file_with_entities_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><definitions>&x;</definitions>'
    assert [f.code for f in findings(bomb)] == ["xml-doctype"]
