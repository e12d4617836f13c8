"""Every activity of the palette, and the markers it can carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.process import dmn
from engine.process.events import Start
from tests.unit.process.conformance.drawing import (
    ad_hoc,
    call,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.elements import (
    compensation,
    handled,
    loop,
    multi,
    node,
    on,
    script,
    signal,
    start,
    task,
    throw,
)
from tests.unit.process.conformance.palette_item import Item

DECISIONS = dmn.read(
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="f" name="f"'
    b' namespace="t"><decision id="D" name="D"><variable name="D"/><literalExpression><text>1</text>'
    b"</literalExpression></decision></definitions>"
).decisions
CALLED = process("Q", "s9 t9 e9")
COMMON = 'dondoc:role="lanhdao" dondoc:form="form"'
COUNTED = "`loopCounter`, `numberOfInstances` and its kin (also `nrOf…`) are readable"


def tasks() -> Iterator[Item]:
    passes = "passes at once"
    yield Item("Task (abstract)", ["s t1 A e"], remark=passes)
    yield Item("User task", ["s u1 A e"], moves="u1", remark="`dondoc:role`, `dondoc:form`")
    yield Item("Manual task", [node("manualTask", "k"), "s k A e"], remark=passes)
    yield Item(
        "Service task", [node("serviceTask", "k", dondoc_handler="ping"), "s k A e"],
        remark="a named service of the host: `dondoc:handler`",
    )  # fmt: skip
    yield Item(
        "Send task", [node("sendTask", "k", messageRef="M", dondoc_recipients="[]"), "s k A e"]
    )
    receive = node("receiveTask", "k", messageRef="M")
    yield Item("Receive task", [receive, "s k A e"], moves="M!")
    instantiates = node("receiveTask", "k", messageRef="M", instantiate=True)
    yield Item(
        "Receive task, instantiating", [instantiates, "k A e"], by=Start(message="M"),
        remark="a message start",
    )  # fmt: skip
    yield Item(
        "Script task", [script("k", "1 + 1", "n"), "s k A e"], remark="FEEL; `dondoc:result`"
    )
    yield Item("Script task in another language",
               [script("k", "n = 2", "n", scriptFormat="javascript"), "s k A e"])  # fmt: skip
    rule = node("businessRuleTask", "k", dondoc_decision="D", dondoc_result="n")
    yield Item(
        "Business rule task", [rule, "s k A e"], decisions=DECISIONS,
        remark="a DMN decision of the deployment: `dondoc:decision`, `dondoc:result`",
    )  # fmt: skip
    yield Item("Business rule task, decision not in the deployment", [rule, "s k A e"])


def sub_processes() -> Iterator[Item]:
    yield Item("Sub-process, expanded or collapsed", [sub("S", "s1 A e1"), "s S e"])
    yield Item(
        "Sub-process without start and end", [sub("S", "A"), "s S e"],
        remark="what no flow enters starts, all at once",
    )  # fmt: skip
    yield Item(
        "Event sub-process", ["s u1 B e", event_sub("H", start("s9", signal("X")), "s9 A e9")],
        moves="X~",
    )  # fmt: skip
    yield Item("Transaction", [sub("S", "s1 A e1", tag="transaction"), "s S e"])
    yield Item(
        "Ad-hoc sub-process, parallel", [ad_hoc("S", "A", ordering="Parallel"), "s S e"],
        remark="all at once; finished when its condition says so, else when all is done once",
    )  # fmt: skip
    yield Item(
        "Ad-hoc sub-process, sequential", [ad_hoc("S", "A", ordering="Sequential"), "s S e"],
        remark="one after another as drawn",
    )  # fmt: skip
    yield Item("Call activity, process", [call("c", "Q"), "s c A e"], also=CALLED,
               remark="of the same file; it sees its inputs only")  # fmt: skip
    yield Item("Call activity, recursive", [call("c", "P"), "s c A e"])
    yield Item("Call activity, process of another file", [call("c", "elsewhere"), "s c A e"])
    for kind, more, inner, moves in (
        ("", "", "", ""),
        ("Manual", "", "", ""),
        ("User", f" {COMMON}", "", "G"),
        ("Script", ' scriptLanguage="feel" dondoc:result="n"', "<script>1</script>", ""),
    ):
        tag = f"global{kind}Task"
        yield Item(
            f"Call activity, {tag}", [call("c", "G"), "s c A e"], moves=moves,
            root=f'<{tag} id="G"{more}>{inner}</{tag}>',
        )  # fmt: skip


def markers() -> Iterator[Item]:
    hosts = {
        "task": lambda inner, **more: task("k", inner, '"A"', **more),
        "sub-process": lambda inner, **more: sub("k", *([inner] if inner else []), "A", **more),
        "call activity": lambda inner, **more: _calling(inner, more),
    }
    for name, host in hosts.items():
        again = "A A ." if name != "call activity" else "."
        once = "A ." if name != "call activity" else "."
        more: dict[str, Any] = {"also": CALLED} if name == "call activity" else {}
        yield Item(f"Loop: {name}", [host(loop("loopCounter < 2")), "s k e"], again,
                   remark="`loopCondition`, `testBefore`, `loopMaximum`; 100,000 turns at most",
                   **more)  # fmt: skip
        yield Item(f"Parallel multi-instance: {name}", [host(multi(2)), "s k e"], again,
                   remark=f"{COUNTED}; 5,000 at most", **more)  # fmt: skip
        yield Item(f"Sequential multi-instance: {name}", [host(multi(2, sequential=True)), "s k e"],
                   again, remark=COUNTED, **more)  # fmt: skip
        yield Item(
            f"Compensation: {name}",
            [host("", isForCompensation=True), on("b", "t1", compensation()), handled("b", "k"),
             throw("l", compensation()), "s t1 l e"], once, **more,
        )  # fmt: skip
    yield Item("Standard loop without a condition", [node("task", "k", loop()), "s k A e"])
    for behaviour, moves in (("None", "H H ."), ("One", "H ."), ("Complex", "H .")):
        inner = (
            "<complexBehaviorDefinition><condition>nrOfCompletedInstances = 1</condition>"
            '<event id="v"><signalEventDefinition signalRef="X"/></event>'
            "</complexBehaviorDefinition>"
        )
        more = {} if behaviour == "Complex" else {f"{behaviour.lower()}BehaviorEventRef": "told"}
        marker = multi(2, behavior=behaviour, inner="" if more else inner, **more)
        yield Item(
            f"Multi-instance, behavior {behaviour}",
            [sub("S", marker, "u1"), on("b", "S", signal("X"), True), "s S e", "b H e2"], moves,
            "u1, u1", "caught by a boundary of the activity",
            root='<signalEventDefinition id="told" signalRef="X"/>',
        )  # fmt: skip
    yield Item("startQuantity", [task("A", startQuantity=2), "s p1 A e", "p1 A"])
    yield Item("completionQuantity", [task("A", completionQuantity=2), "s A B e"], "A B B .")


def _calling(inner: str, more: dict[str, Any]) -> str:
    made = call("k", "Q", inner)
    return made.replace("<callActivity", '<callActivity isForCompensation="true"') if more else made
