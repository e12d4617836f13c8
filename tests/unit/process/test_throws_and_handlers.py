"""Two letters of one throw, and a compensation handler beside a note."""

from engine.process.events import Complete, Send, Start
from engine.process.step import advance
from tests.helpers import bpmn as b
from tests.helpers.bpmn import NOW, end, node, path, start, user


def letters(*names):
    events = "".join(f'<messageEventDefinition messageRef="{n}"/>' for n in names)
    return node("intermediateThrowEvent", "t", events, dondoc_recipients="[]")


def test_a_throw_of_two_letters_sends_each_once():
    process = b.process("p", start("s"), letters("M1", "M2"), end("e"), path("s", "t", "e"))
    other = b.process("q", start("q1", "M1"), start("q2", "M2"), end("qe"), path("q1", "qe"),
                      path("q2", "qe"))  # fmt: skip
    drawn = b.pool("p", "xa") + b.pool("q", "huyen") + b.letter("t", "q1") + b.letter("t", "q2")
    definition = b.read(b.xml(process, other, collaboration=drawn))["p"]
    sent = advance(definition, None, Start(), NOW).effects
    assert [e.name for e in sent if isinstance(e, Send)] == ["M1", "M2"]


def test_a_note_drawn_first_does_not_hide_the_compensation_handler():
    definition = b.define(
        "",
        start("s"),
        user("a"),
        node("boundaryEvent", "c", "<compensateEventDefinition/>", attachedToRef="a"),
        node("textAnnotation", "note"),
        node("association", "x1", sourceRef="c", targetRef="note"),
        user("undo", isForCompensation="true"),
        node("association", "x2", sourceRef="undo", targetRef="c"),
        node("endEvent", "e", "<compensateEventDefinition/>"),
        path("s", "a", "e"),
    )
    begun = advance(definition, None, Start(), NOW)
    made = advance(definition, begun.state, Complete(begun.opened[0].token), NOW)
    assert [item.element for item in made.opened] == ["undo"]
