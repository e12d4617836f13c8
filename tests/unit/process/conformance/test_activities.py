"""Tasks of every kind, and sequence flows out of and into them (BPMN 10.3, 13.3.2, 13.3.3)."""

import pytest

from engine.process.events import Call, Complete, Send
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    error,
    node,
    on,
    script,
    user,
)


@pytest.mark.parametrize(
    "row",
    [
        row("one after another", ["s A t1 B e"], "A B ."),
        row("a manual task passes", [node("manualTask", "k"), "s k A e"], "A ."),
        row("a service task passes", [node("serviceTask", "k", dondoc_handler="ping"), "s k A e"],
            "A ."),
        row("a send task passes",
            [node("sendTask", "k", messageRef="M", dondoc_recipients="[]"), "s k A e"], "A ."),
        row("a user task waits", ["s u1 A e"], "?u1", ("u1", "A .")),
        row("a receive task waits", [node("receiveTask", "k", messageRef="M"), "s k A e"], "",
            ("M!", "A .")),
        row("a letter brings data", [node("receiveTask", "k", messageRef="M"),
            "s k x1 {n = 7} A e", "x1 {default} B e"], "", ("M! n=7", "A .")),
        row("a script computes", [script("k", "n * 6", "x"), "s k x1 {x = 42} A e",
            "x1 {default} B e"], "A .", n=7),
        row("answers are variables", ["s u1 x1 {n = 3} A e", "x1 {default} B e"], "?u1",
            ("u1 n=3", "A .")),
        row("several flows out fork", ["s A B e", "A C e2"], "A B C ."),
        row("a flow with and one without condition", ["s A {test = 1} B e", "A C e2"], "A C .",
            test=0),
        row("conditions choose", ["s A {test > 0} B e", "A {test > 1} C e2", "A {test > 2} D e3"],
            "A B C .", test=2),
        row("the default where none is true", ["s A {test > 0} B e", "A {default} C e2"], "A C .",
            test=0),
        row("no default where one is true", ["s A {test > 0} B e", "A {default} C e2"], "A B .",
            test=1),
        row("a user task's answers choose its way", ["s u1 {n = 1} A e", "u1 {default} B e2"],
            "?u1", ("u1 n=2", "B .")),
        row("each token starts the activity anew", ["s p1 A C e", "p1 B C"], "A B C C ."),
        row("each token its own work item", ["s p1 u1 A e", "p1 u1"], "?u1 ?u1", ("u1", "A ?u1"),
            ("u1", "A A .")),
        row("several end events", ["s p1 u1 e", "p1 u2 e2"], "?u1 ?u2", ("u1", "?u2"), ("u2", ".")),
        row("what a branch writes the other sees at once",
            [script("k", "5", "n"), "s p1 k e", "p1 u1 x1 {n = 5} A e2", "x1 {default} B e2"],
            "?u1", ("u1", "A .")),
    ],
)  # fmt: skip
def test_activities(row):
    row.plays()


def test_services_are_called_and_letters_sent_in_the_order_of_the_tokens():
    echo = '<extensionElements><dondoc:input name="value" expression="n + 1"/></extensionElements>'
    r = run(
        node("serviceTask", "k", echo, dondoc_handler="echo"),
        node("sendTask", "l", messageRef="M", dondoc_recipients="[n]"),
        "s k l e",
        n=1,
    )
    assert r.effects == [Call("k", "echo", {"value": 2}), Send("l", "M", [1], "own", {})]


@pytest.mark.parametrize(
    ("chosen", "form"), [("short", "brief"), ("long", "report"), ("other", "")]
)
def test_the_form_of_a_work_item_is_what_its_expression_gives(chosen, form):
    text = 'if way = "short" then "brief" else if way = "long" then "report" else null'
    task = user("u1", dondoc_formFrom=text)
    r = run(task, "s u1 e", variables="way", way=chosen)
    assert [item.form for item in r.last.opened] == [form]


def test_a_work_item_is_done_once():
    r = run("s p1 u1 e", "p1 u2 e2")
    token = r.token("u1")
    assert r.done("u1").stale(Complete(token))
    assert r.stale(Complete(999))


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([user("u1", dondoc_role="nobody"), "s u1 e"], "u1"),
        ([node("receiveTask", "k"), "s k e"], "k"),
        ([node("sendTask", "k"), "s k e"], "k"),
        ([node("serviceTask", "k", dondoc_handler="none"), "s k e"], "k"),
        ([node("businessRuleTask", "k", dondoc_decision="none", dondoc_result="x"), "s k e"], "k"),
        ([script("k", "missing + 1", "x"), "s k e"], "k"),
        ([script("k", "1", "x", scriptFormat="javascript"), "s k e"], "k"),
        (["s A {missing = 1} B e", "A {default} e"], "A-B"),
        ([on("b", "nowhere", error()), "s A e", "b e"], "b"),
    ],
)
def test_what_cannot_run_is_refused_at_its_element(parts, element):
    assert element in {where for _, where in refused(*parts)}
