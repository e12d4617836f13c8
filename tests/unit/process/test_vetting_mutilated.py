"""A large correct diagram, mutilated at random: findings, or it runs; never anything else."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.process import reading, vet, xml
from engine.process.definition import definitions
from engine.process.events import Start
from engine.process.step import Stale, advance
from engine.services import inputs
from tests.unit.process.conformance.drawing import (
    ad_hoc,
    call,
    diagram,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.driver import NOW
from tests.unit.process.conformance.elements import (
    cancel,
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
from tests.unit.process.vetted import DECISIONS, FORMS, SERVICES, vetted
from webapp.setup import form_fields, shipped_models, shipped_tables

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
WHOLE = diagram(
    "s u1 x1 {n > 1} A p1 B p2 g m1 S T c k e",
    "x1 {default} i1 {n > 0} C i2 k2",
    "i1 {n > 5} D i2",
    "p1 F p2",
    "g d H1 k2",
    node("complexGateway", "k2", "<activationCondition>activationCount &gt;= 1</activationCondition>"),
    "k2 {waitingForStart} l",
    throw("l", link("L")),
    catch("l2", link("L")),
    "l2 e2",
    catch("d", timer()),
    on("b", "u1", timer(cycle="R3/PT1H"), True),
    "b e3",
    for_compensation("A", "Z"),
    task("B", multi(over="items", item="it", out="y", into="results", until="nrOfInstances > 2")),
    task("C", loop("loopCounter < 3", maximum=5)),
    '<dataObject id="do" name="box"/>',
    task("D", '<ioSpecification><dataInput id="di" name="own"/><inputSet/><outputSet/>'
         "</ioSpecification><dataInputAssociation><sourceRef>do</sourceRef><targetRef>di</targetRef>"
         "</dataInputAssociation>"),
    sub("S", "s4 q1 e4", user("q1"), end("e4", cancel()), for_compensation("q1", "Y"),
        event_sub("H", start("s5", escalation("V"), True), "s5 e5"), tag="transaction"),
    on("b2", "S", cancel()),
    "b2 e6",
    on("b3", "S", error("E")),
    "b3 e6",
    ad_hoc("T", "u2", "t1", until="n > 3", ordering="Sequential"),
    call("c", "Q", into="n=n + 1", out="x=n"),
    throw("k", message("M") + signal("X") + compensation("A")),
    script("F", "n * 2", "x"),
    event_sub("W", start("s6", condition("n > 99") + signal("Y")), "s6 r e7",
              node("receiveTask", "r", messageRef="R")),
    also=process("Q", "s8 t8 e8"),
)  # fmt: skip
TEXTS = ["", "0", "-1", "true", "false", "n", "A", "S", "P", "Q", "nobody", "7", "R/P1D", "P1D",
         "1 +", "own", "it", "Parallel", "Sequential", "x" * 50, "#1", "a:b", "²"]  # fmt: skip
ATTRIBUTES = ["id", "sourceRef", "targetRef", "attachedToRef", "default", "calledElement",
              "triggeredByEvent", "isForCompensation", "cancelActivity", "isInterrupting",
              "instantiate", "eventGatewayType", "parallelMultiple", "startQuantity",
              "completionQuantity", "ordering", "messageRef", "signalRef", "activityRef", "isExecutable",
              "loopMaximum", "behavior", "scriptFormat", "{urn:dondoc:bpmn}result",
              "{urn:dondoc:bpmn}handler", "{urn:dondoc:bpmn}form", "name"]  # fmt: skip
TAGS = ["userTask", "subProcess", "transaction", "adHocSubProcess", "callActivity", "startEvent",
        "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent",
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway",
        "eventBasedGateway", "receiveTask", "sendTask", "task", "scriptTask", "businessRuleTask",
        "globalTask", "sequenceFlow", "timerEventDefinition", "signalEventDefinition",
        "compensateEventDefinition", "linkEventDefinition", "multiInstanceLoopCharacteristics",
        "choreography", "association", "dataObject", "process"]  # fmt: skip


def mutilated(seed: int, times: int) -> bytes:
    """The whole diagram after some random changes."""
    chance = random.Random(seed)
    root = etree.fromstring(WHOLE)
    for _ in range(times):
        nodes = [n for n in root.iter() if n is not root]
        here, there = chance.choice(nodes), chance.choice(nodes)
        match chance.randrange(7):
            case 0:
                here.getparent().remove(here)
            case 1 if there not in here.iter():
                there.append(here)
            case 2:
                here.tag = MODEL + chance.choice(TAGS)
            case 3:
                here.set(chance.choice(ATTRIBUTES), chance.choice(TEXTS))
            case 4:
                here.text = chance.choice(TEXTS)
            case 5:
                here.set(chance.choice(ATTRIBUTES), there.get("id") or "")
            case _:
                there.getparent().append(etree.fromstring(etree.tostring(here)))
    return etree.tostring(root)


def test_the_whole_diagram_has_no_findings():
    assert not vetted(WHOLE)[0]


@given(seed=st.integers(0, 2**32), times=st.integers(1, 6))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(seed=0, times=200)
def test_a_mutilated_diagram_is_refused_with_reasons_or_runs(seed, times):
    source = mutilated(seed, times)
    findings, _ = vetted(source)
    assert all(f.vi and f.en for f in findings)
    assert len(set(findings)) == len(findings)
    if findings:
        return
    _, found = definitions(source, "mutilated", SERVICES, FORMS, DECISIONS)
    for definition in found.values():
        try:
            made = advance(definition, None, Start({"n": 3, "items": [1, 2], "trace": []}), NOW)
        except Stale:
            continue
        assert made.fault is None or made.fault.code, made.fault


@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_what_is_shipped_has_no_findings(name):
    model = reading.parse(xml.read(shipped_models()[name]))
    assert not vet.findings(model, inputs(), form_fields(), shipped_tables())[0]
