"""Data objects, stores, properties, inputs, outputs, associations (BPMN 10.4, 13.3.1)."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    event_sub,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    catch,
    message,
    multi,
    node,
    on,
    script,
    start,
    throw,
    user,
)

BOX = '<dataObject id="do"/><dataObjectReference id="box" name="box" dataObjectRef="do"/>'
STORE = '<dataStoreReference id="store" name="store" dataStoreRef="ds"/>'
ROOT = '<dataStore id="ds" name="store"/>'


def inner(names_in="", names_out="", associations=""):
    """An activity's own inputs and outputs, and what is assigned to and from them."""
    parts = [f'<dataInput id="in-{n}" name="{n}"/>' for n in names_in.split()]
    parts += [f'<dataOutput id="out-{n}" name="{n}"/>' for n in names_out.split()]
    parts += ["<inputSet>", *(f"<dataInputRefs>in-{n}</dataInputRefs>" for n in names_in.split())]
    parts += ["</inputSet><outputSet>"]
    parts += [f"<dataOutputRefs>out-{n}</dataOutputRefs>" for n in names_out.split()]
    parts += ["</outputSet>"]
    return f"<ioSpecification>{''.join(parts)}</ioSpecification>{associations}"


def given(source="", target="", how=""):
    sources = "".join(f"<sourceRef>{s}</sourceRef>" for s in source.split())
    return (
        f"<dataInputAssociation>{sources}<targetRef>{target}</targetRef>{how}"
        "</dataInputAssociation>"
    )


def taken(source, target, how=""):
    sources = f"<sourceRef>{source}</sourceRef>" if source else ""
    return (
        f"<dataOutputAssociation>{sources}<targetRef>{target}</targetRef>{how}"
        "</dataOutputAssociation>"
    )


def transformed(text):
    return f"<transformation>{text}</transformation>"


def assigned(source, target):
    return f"<assignment><from>{source}</from><to>{target}</to></assignment>"


GOT = '<dataOutput id="out-got" name="got"/>' + taken("out-got", "box")
CHECK = "x1 {box = 42} A e"
ELSE = "x1 {default} B e"


@pytest.mark.parametrize(
    "row",
    [
        row("a data object is a variable", [BOX, script("k", "42", "box"), "s k " + CHECK, ELSE],
            "A ."),
        row("by its id where it has no name", ['<dataObject id="box"/>', script("k", "42", "box"),
            "s k " + CHECK, ELSE], "A ."),
        row("a data store is one", [STORE, script("k", "42", "store"), "s k x1 {store = 42} A e",
            ELSE], "A .", root=ROOT),
        row("a process's property is one",
            ['<property id="pr" name="box"/>', script("k", "42", "box"), "s k " + CHECK, ELSE],
            "A ."),
        row("source to input",
            [BOX, script("j", "21", "box"),
             script("k", "own * 2", "box", inner("own", "", given("box", "in-own"))),
             "s j k " + CHECK, ELSE], "A ."),
        row("output to target",
            [BOX, script("k", "42", "own", inner("", "own", taken("out-own", "box"))),
             "s k " + CHECK, ELSE], "A ."),
        row("through both",
            [BOX, script("j", "6", "box"), script("k", "own * 7", "got", inner("own", "got",
             given("box", "in-own") + taken("out-got", "box"))), "s j k " + CHECK, ELSE], "A ."),
        row("a transformation on the way in",
            [BOX, script("j", "20", "box"), script("k", "own * 2", "box", inner("own", "",
             given("box", "in-own", transformed("box + 1")))), "s j k " + CHECK, ELSE], "A ."),
        row("a transformation on the way out",
            [BOX, script("k", "41", "own", inner("", "own", taken("out-own", "box",
             transformed("own + 1")))), "s k " + CHECK, ELSE], "A ."),
        row("an assignment in", [BOX, script("k", "own * 2", "box", inner("own", "",
            given("", "in-own", assigned("n + 1", "own")))), "s k " + CHECK, ELSE], "A .", n=20),
        row("an assignment out", [BOX, script("k", "20", "own", inner("", "own",
            taken("", "box", assigned("own * 2 + 2", "box")))), "s k " + CHECK, ELSE], "A ."),
        row("a user task's answer goes out when it is done", [BOX, user("u1", inner("", "answer",
            taken("out-answer", "box"))), "s u1 " + CHECK, ELSE], "?u1", ("u1 answer=42", "A .")),
        row("what bpmn.io draws documents only",
            [BOX, node("task", "t1", "<property id='ph' name='__targetRef_placeholder'/>"
             + given("box", "ph") + taken("", "box")), "s t1 x1 {box = null} A e", ELSE], "A ."),
        row("a sub-process's data object goes with it",
            [sub("S", BOX, script("k", "42", "box"), "s1 k " + CHECK.replace(" e", " e1"),
             "x1 {default} B e1"), "s S C e"], "A C ."),
        row("a sub-process's property goes with it",
            [sub("S", '<property id="pr" name="box"/>', script("k", "42", "box"),
             "s1 k " + CHECK.replace(" e", " e1"), "x1 {default} B e1"), "s S C e"], "A C ."),
        row("a letter's output goes on when it is caught", [BOX, catch("c", GOT + message("M")),
            "s c " + CHECK, ELSE], "", ("M! got=42", "A .")),
        row("a receive task's output", [BOX, node("receiveTask", "k", inner("", "got",
            taken("out-got", "box")), messageRef="M"), "s k " + CHECK, ELSE], "",
            ("M! got=42", "A .")),
        row("a sub-process's input", [BOX, script("j", "42", "box"), sub("S", inner("own", "",
            given("box", "in-own")), "s1 x1 {own = 42} A e1", "x1 {default} B e1"), "s j S C e"],
            "A C ."),
        row("a list for many instances", [BOX, script("j", '["p", "q"]', "box"),
            script("k", "append(trace, own)", "trace", multi(over="box", item="own")),
            "s j k e"], "p q ."),
    ],
)  # fmt: skip
def test_data(row):
    row.plays()


def test_an_input_belongs_to_its_activity_alone():
    parts = BOX, script("k", "own", "y", inner("own", "", given("box", "in-own"))), "s k e"
    assert "own" not in run(*parts).data
    outside = "s k x1 {own = 1} A e", ELSE
    assert "x1-A" in {where for _, where in refused(*parts[:2], *outside)}


def test_a_store_is_kept_for_the_whole_process_wherever_it_is_drawn():
    r = run(sub("S", STORE, script("k", "42", "store"), "s1 k e1"), "s S u1 e", root=ROOT)
    assert r.data["store"] == 42


def test_a_data_object_of_a_sub_process_is_each_instances_own():
    r = run(
        sub("S", multi(2), BOX, "s1 u1 k e1", script("k", "append(trace, box)", "trace"),
            user("u1", inner("", "answer", taken("out-answer", "box")))),
        "s S e",
    )  # fmt: skip
    for number, token in enumerate(list(r.open)):
        from engine.process.events import Complete

        r.go(Complete(token, {"answer": number}))
    assert sorted(r.trace.split()) == ["0", "1"]
    assert "box" not in r.data


@pytest.mark.parametrize(
    "associations",
    [
        given("nowhere", "in-own"),
        given("box", "nowhere"),
        given("box", "in-own", transformed("missing + 1")),
        given("", "in-own", assigned("1 +", "own")),
    ],
)
def test_an_association_that_cannot_be_made_is_refused(associations):
    part = script("k", "own", "y", inner("own", "", associations))
    assert "k" in {where for _, where in refused(BOX, part, "s k e")}


def test_a_throw_gives_away_its_input():
    given_away = (
        '<extensionElements><dondoc:input name="v" expression="own"/></extensionElements>'
        '<dataInput id="in-own" name="own"/>' + given("box", "in-own")
    )
    r = run(BOX, script("j", "7", "box"), throw("k", given_away + message("M")), "s j k e")
    assert [effect.data for effect in r.effects] == [{"v": 7}]


@pytest.mark.parametrize(
    "part",
    [
        start("s", GOT + message("M")),
        on("b", "u1", GOT + message("M")),
        event_sub("H", start("s9", GOT + message("M")), "s9 Z e9"),
    ],
)
def test_an_output_where_none_is_taken_is_refused(part):
    way = ["b C e"] if "boundary" in part else []
    assert {"s", "b", "s9"} & {where for _, where in refused(BOX, part, "s u1 e", *way)}
