"""Gateways, flows, data, artifacts, declarations, choreography and conversation."""

from __future__ import annotations

from collections.abc import Iterator

from engine.process.events import Start
from tests.unit.process.conformance.elements import (
    catch,
    message,
    node,
    script,
    task,
    throw,
)
from tests.unit.process.conformance.palette_item import Item

DRAWN = (
    '<message id="ms" name="order"/><collaboration id="co"><participant id="pa" processRef="P"'
    ' dondoc:tier="xa"/><participant id="pb"/><messageFlow id="mf" sourceRef="pb" targetRef="pa"'
    ' messageRef="ms"/></collaboration>'
)
BOX = '<dataObject id="do"/><dataObjectReference id="box" name="box" dataObjectRef="do"/>'
NAMED = "a variable of its name in the scope that draws it"
CHOREOGRAPHY = '<choreography id="ch"><participant id="pa"/><participant id="pb"/>{}</choreography>'
PARTIES = (
    'initiatingParticipantRef="pa"><participantRef>pa</participantRef><participantRef>pb'
    "</participantRef>"
)


def gateways() -> Iterator[Item]:
    yield Item("Exclusive", ["s x1 {n > 1} A e", "x1 {default} B e"], data={"n": 2},
               remark="no condition true and no default: a fault")  # fmt: skip
    yield Item("Inclusive", ["s i1 {n > 1} A i2 e", "i1 {n > 0} B i2"], "A B .", data={"n": 2},
               remark="a join waits while a token can still come, as table 13.3 says")  # fmt: skip
    yield Item("Parallel", ["s p1 A p2 e", "p1 B p2"], "A B .",
               remark="one token of each flow; a surplus one waits for the next round")  # fmt: skip
    chosen = node("complexGateway", "k", "<activationCondition>activationCount = 1"
                  "</activationCondition>")  # fmt: skip
    yield Item("Complex", [chosen, "s p1 k A e", "p1 k"],
               remark="`activationCount`, `waitingForStart`; then waits for the rest and resets")  # fmt: skip
    yield Item("Complex, a join without activationCondition",
               [node("complexGateway", "k"), "s p1 k A e", "p1 k"])  # fmt: skip
    yield Item("Event-based", ["s g m1 A e", "g m2 e"], moves="m1!", remark="the first event wins")
    for kind, more, moves, shape in (
        ("exclusive", {}, "", "A ."),
        ("parallel", {"eventGatewayType": "Parallel"}, "m2!", "A B ."),
    ):
        begins = node("eventBasedGateway", "g", instantiate=True, **more)
        yield Item(f"Event-based, instantiating, {kind}", [begins, "g m1 A e", "g m2 B e"], shape,
                   moves, by=Start(message="m1"))  # fmt: skip


def flows() -> Iterator[Item]:
    yield Item("Sequence flow", ["s A e"])
    yield Item("Conditional flow, out of an activity", ["s t1 {n > 1} A e", "t1 {n > 5} B e"],
               data={"n": 2}, remark="each true one; the default where none is")  # fmt: skip
    yield Item("Default flow", ["s t1 {n > 5} B e", "t1 {default} A e"], data={"n": 2})
    yield Item("Conditional flow, out of an event", ["s {n > 1} A e"])
    yield Item("Exclusive gateway's flow without a condition", ["s x1 A e", "x1 {n > 1} B e"])
    yield Item("Message flow", [throw("k", message("M")), "s k A e"], remark="between pools")
    note = '<textAnnotation id="ta"/><association id="as" sourceRef="A" targetRef="ta"/>'
    yield Item("Message flow with its message drawn", ["s A e"], decorates=True, root=DRAWN)
    yield Item("Association", [note, "s A e"], decorates=True)
    yield Item("Data association", [BOX, _moved(), "s j k e"], "42 .",
               remark="runs with an ioSpecification; else it documents")  # fmt: skip


def _moved() -> str:
    io = (
        '<ioSpecification><dataInput id="di" name="own"/><inputSet><dataInputRefs>di'
        "</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
        "<sourceRef>box</sourceRef><targetRef>di</targetRef></dataInputAssociation>"
    )
    return script("j", "42", "box") + task("k", io, "own")


def data() -> Iterator[Item]:
    uses = [script("k", "1", "box"), "s k A e"]
    yield Item("Data object, data object reference", [BOX, *uses], remark=NAMED)
    many = '<dataObject id="box" isCollection="true"/>'
    yield Item("Data object, collection", [many, *uses], remark=NAMED)
    store = '<dataStoreReference id="box" dataStoreRef="ds"/>'
    yield Item("Data store reference", [store, *uses], root='<dataStore id="ds" name="box"/>',
               remark="a variable of the process, kept with the instance")  # fmt: skip
    yield Item("Property", ['<property id="pr" name="box"/>', *uses], remark=NAMED)
    yield Item("Data input, data output of an activity", [BOX, _moved(), "s j k e"], "42 .",
               remark="variables of the activity's own")  # fmt: skip
    io = (
        '<ioSpecification id="io"><dataInput id="di" name="inbox"/><dataOutput id="dz" name="outbox"/>'
        "<inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet><dataOutputRefs>dz"
        "</dataOutputRefs></outputSet></ioSpecification>"
    )
    yield Item("Data input, data output of a process", [io, script("k", "inbox", "outbox"), "s k A e"],
               remark="variables of the process")  # fmt: skip
    state = '<dataObject id="box"><dataState id="st" name="signed"/></dataObject>'
    yield Item("Data state", [state, "s A e"], decorates=True)


def artifacts() -> Iterator[Item]:
    for name, part in (
        ("Text annotation", '<textAnnotation id="ta"><text>why</text></textAnnotation>'),
        ("Group", '<group id="gr"/>'),
        ("Lane", '<laneSet id="ls"><lane id="la"><flowNodeRef>A</flowNodeRef></lane></laneSet>'),
        ("Documentation", "<documentation>why</documentation>"),
        ("Extension elements of other tools", ('<extensionElements><o:x xmlns:o="o"/>'
         "</extensionElements>")),
        ("Auditing, monitoring", '<auditing id="au"/><monitoring id="mo"/>'),
        ("Resource roles of a process", '<potentialOwner id="po"/>'),
    ):  # fmt: skip
        yield Item(name, [part, "s A e"], decorates=True)
    pool = '<collaboration id="co">{}</collaboration>'
    own = '<participant id="pa" processRef="P" dondoc:tier="xa"/>'
    yield Item("Pool", ["s A e"], root=pool.format(own), remark="`dondoc:tier`: who plays it")
    closed = '<participant id="pb" name="somebody"/>'
    yield Item("Pool, empty", ["s A e"], root=pool.format(own + closed), decorates=True)
    several = own.replace("/>", '><participantMultiplicity minimum="2"/></participant>')
    yield Item("Pool, multi-instance", ["s A e"], root=pool.format(several), decorates=True)


def declarations() -> Iterator[Item]:
    for name, part in (
        ("Category", '<category id="ca"><categoryValue id="cv" value="x"/></category>'),
        ("Item definition", '<itemDefinition id="it"/>'),
        ("Resource", '<resource id="re" name="r"/>'),
        ("Interface, operation", ('<interface id="if" name="i"><operation id="op" name="o">'
         "<inMessageRef>x</inMessageRef></operation></interface>")),
        ("Correlation property", '<correlationProperty id="cp"/>'),
        ("Import", '<import importType="x" location="y" namespace="z"/>'),
        ("Relationship", ('<relationship id="rl" type="x"><source>a</source><target>b</target>'
         "</relationship>")),
    ):  # fmt: skip
        yield Item(name, ["s A e"], root=part, decorates=True)
    refers = "<eventDefinitionRef>told</eventDefinitionRef>"
    yield Item(
        "Event definition at the root, eventDefinitionRef", [catch("c", refers), "s c A e"],
        moves="X~", root='<signalEventDefinition id="told" signalRef="X"/>',
    )  # fmt: skip


def talks() -> Iterator[Item]:
    for tag in ("choreographyTask", "subChoreography", "callChoreography"):
        part = CHOREOGRAPHY.format(f'<{tag} id="ct" {PARTIES}</{tag}>')
        yield Item(f"Choreography: {tag}", ["s A e"], root=part, decorates=True)
    for tag in ("conversation", "subConversation", "callConversation"):
        part = (
            '<collaboration id="co"><participant id="pa" processRef="P" dondoc:tier="xa"/>'
            f'<participant id="pb"/><{tag} id="cn"><participantRef>pa</participantRef>'
            f'<participantRef>pb</participantRef></{tag}><conversationLink id="cl" sourceRef="pa"'
            ' targetRef="cn"/></collaboration>'
        )
        yield Item(f"Conversation: {tag}, link", ["s A e"], root=part, decorates=True)
