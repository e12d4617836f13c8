"""Which variables an expression may read, and where its compiled form is found."""

import pytest

from tests.unit.process.conformance.drawing import (
    ad_hoc,
    call,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.elements import (
    catch,
    condition,
    loop,
    message,
    multi,
    node,
    on,
    script,
    signal,
    start,
    task,
    timer,
    user,
)
from tests.unit.process.vetted import codes, compiled

COMPLEX = "<activationCondition>{}</activationCondition>"
OWN = (
    '<ioSpecification><dataInput id="di" name="own"/><inputSet/><outputSet/></ioSpecification>'
    "<dataInputAssociation><assignment><from>1</from><to>own</to></assignment>"
    "</dataInputAssociation>"
)
BOX = '<dataObject id="do" name="box"/>'
KNOWN = {
    "always": ["s x1 {unit = directive} A e", "x1 {default} e"],
    "a form's field": ["s u1 x1 {answer = 1} A e", "x1 {default} e"],
    "a form's field from within a sub-process":
        [sub("S", "s1 u1 e1"), "s S x1 {answer = 1} A e", "x1 {default} e"],
    "a script's result": [script("k", "1", "made"), "s k x1 {made = 1} A e", "x1 {default} e"],
    "a decision's result": [node("businessRuleTask", "k", dondoc_decision="D", dondoc_result="made"),
        "s k x1 {made = 1} A e", "x1 {default} e"],
    "a data object": [BOX, "s x1 {box = 1} A e", "x1 {default} e"],
    "a data store of a sub-process": [sub("S", '<dataStoreReference id="box"/>', "s1 t1 e1"),
        "s S x1 {box = 1} A e", "x1 {default} e"],
    "what is around": [sub("S", "s1 x1 {n = 1} t1 e1", "x1 {default} e1"), "s S e"],
    "what a sub-process declares": [sub("S", "s1 x1 {own = 1} t1 e1", "x1 {default} e1",
        variables="own"), "s S e"],
    "what one within declares": [sub("S", sub("T", script("k", "own", "n"), "s2 k e2"), "s1 T e1",
        variables="own"), "s S e"],
    "an activity's input": [task("A", OWN, "own"), "s A e"],
    "an item, by the work": [script("k", "it", "n", multi(over="items", item="it")), "s k e"],
    "an item, within": [sub("S", multi(over="items", item="it"), script("k", "it", "n"), "s1 k e1"),
        "s S e"],
    "what is collected": [script("k", "7", "y", multi(2, out="y", into="made")),
        "s k x1 {made = []} A e", "x1 {default} e"],
    "counters, by the marker": [task("A", multi(2, until="nrOfCompletedInstances = 1")), "s A e"],
    "a counter, within": [sub("S", loop("loopCounter < 2"), script("k", "loopCounter", "n"),
        "s1 k e1"), "s S e"],
    "a counter, by a data association": [script("k", "own", "n", OWN.replace("<from>1",
        "<from>loopCounter") + loop("loopCounter < 3")), "s k e"],
    "a complex gateway's": [node("complexGateway", "k", COMPLEX.format("activationCount = 1")),
        "s p1 k {waitingForStart} A e", "p1 k B e"],
    "an ad-hoc sub-process's own, by its condition":
        [ad_hoc("S", '<property id="pr" name="own"/>', "t1", until="own = 1"), "s S e"],
    "a call's output": [call("c", "Q", out="made=1"), "s c x1 {made = 1} A e", "x1 {default} e"],
}  # fmt: skip
UNKNOWN = {
    "a variable of another process": [call("c", "Q"),
        "s c x1 {other = 1} A e", "x1 {default} e"],
    "what a sub-process declares, outside": [sub("S", "s1 t1 e1", variables="own"),
        "s S x1 {own = 1} A e", "x1 {default} e"],
    "what is written to it, outside": [sub("S", script("k", "1", "own"), "s1 k e1",
        variables="own"), "s S x1 {own = 1} A e", "x1 {default} e"],
    "an activity's input, outside": [task("A", OWN), "s A x1 {own = 1} e", "x1 {default} e"],
    "an item, outside": [task("A", multi(over="items", item="it")), "s A x1 {it = 1} e",
        "x1 {default} e"],
    "an item, by the marker": [task("A", multi(over="items", item="it", until="it = 1")), "s A e"],
    "a counter, outside": [task("A", multi(2)), "s A x1 {loopCounter = 1} e", "x1 {default} e"],
    "a counter of a multi-instance, in a loop":
        [task("A", loop("nrOfInstances < 2")), "s A e"],
    "a complex gateway's, at another": ["s x1 {waitingForStart} A e", "x1 {default} e"],
    "an item, by a boundary event": [task("A", multi(over="items", item="it")),
        on("b", "A", condition("it = 1")), "s A e", "b e2"],
    "what an event sub-process declares, by its start":
        ["s u1 e", event_sub("H", start("s9", condition("own = 1")), "s9 e9", variables="own")],
    "an ad-hoc sub-process's own, outside":
        [ad_hoc("S", '<property id="pr" name="own"/>', "t1"), "s S x1 {own = 1} A e",
         "x1 {default} e"],
    "a letter's payload that nobody declares": [catch("m", message("M")), "s m x1 {told = 1} A e",
        "x1 {default} e"],
}  # fmt: skip
OTHER = process("Q", "s8 t8 e8", variables="other")


@pytest.mark.parametrize("parts", KNOWN.values(), ids=KNOWN)
def test_a_name_is_known_where_it_can_have_a_value(parts):
    assert not codes(*parts, also=_called(parts))


@pytest.mark.parametrize("parts", UNKNOWN.values(), ids=UNKNOWN)
def test_a_name_is_refused_where_it_could_have_none(parts):
    assert {code for code, _ in codes(*parts, also=_called(parts))} == {"expression-invalid"}


def _called(parts):
    return OTHER if "callActivity" in "".join(parts) else ""


def test_expressions_are_found_by_scope_and_text():
    found = compiled(
        sub("S", ad_hoc("T", "u1", until="n > 1"), catch("d", timer()), "s1 T d e1"),
        node("businessRuleTask", "k", dondoc_decision="D", dondoc_result="x"),
        call("c", "Q", into="x=y", out="y=x + 1"),
        task("A", loop("loopCounter < 3")),
        event_sub("H", start("s9", timer(cycle="R3/PT1H")), "s9 e9"),
        "s S k c A e",
        also=OTHER,
    )
    append = ("P", 'append(trace, "A")')
    assert found.keys() == {
        append,
        ("T", "n > 1"),
        ("S", 'duration("P1D")'),
        ("P", "decision:D"),
        ("P", "y"),
        ("Q", "x + 1"),
        ("P", "loopCounter < 3"),
        ("H", '"R3/PT1H"'),
    }
    assert found[append].names == {"trace"}


def test_one_text_may_stand_at_many_places():
    found = compiled("s x1 {n = 1} A e", "x1 {default} x2 {n = 1} e", "x2 {default} A")
    assert found["P", "n = 1"].names == {"n"}


def test_names_of_several_words_are_told_apart():
    declared = "".join(f'<property id="p{k}" name="số lượng {k}"/>' for k in "abc")
    found = compiled(declared, script("k", "số lượng a + số  lượng c", "n"), "s k e")
    assert found["P", "số lượng a + số  lượng c"].names == {"số lượng a", "số lượng c"}


@pytest.mark.parametrize("inner", [signal("X"), message("M"), timer()])
def test_what_reads_nothing_needs_no_name(inner):
    assert not codes(user("u1"), on("b", "u1", inner, True), "s u1 e", "b e2")
