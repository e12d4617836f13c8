"""What the reference interpreter and hostile testing once found in the core."""

from engine.process.events import Complete, Message, Start
from engine.process.step import advance
from tests.helpers import bpmn as b
from tests.helpers.bpmn import NOW, catch, end, gate, node, path, start, user


def test_an_error_handler_that_compensates_is_no_compensation_handler_itself():
    handler = node(
        "subProcess",
        "h",
        node("startEvent", "hs", '<errorEventDefinition errorRef="E"/>')
        + user("hu")
        + node("endEvent", "he", "<compensateEventDefinition/>")
        + path("hs", "hu", "he"),
        triggeredByEvent="true",
    )
    scope = node("subProcess", "S", start("is") + end("ie") + path("is", "ie") + handler)
    thrown = node("intermediateThrowEvent", "t", "<compensateEventDefinition/>")
    source = b.sample("", start("s"), scope, thrown, end("e"), path("s", "S", "t", "e"))
    source = source.replace(b"<process ", b'<error id="E" errorCode="E"/><process ', 1)
    made = advance(b.read(source)["p"], None, Start(), NOW)
    assert (made.fault, made.status, made.opened) == (None, "ended", ())


def test_what_the_winning_letter_carries_makes_no_other_way_of_the_gateway_true():
    condition = "<conditionalEventDefinition><condition>n > 1</condition>"
    definition = b.define(
        "n",
        start("s"),
        gate("g", "event"),
        catch("m", "M"),
        node("intermediateCatchEvent", "c", f"{condition}</conditionalEventDefinition>"),
        user("a"),
        user("x"),
        end("e"),
        path("s", "g", "m", "a", "e"),
        path("g", "c", "x", "e"),
    )
    begun = advance(definition, None, Start({"n": 0}), NOW)
    made = advance(definition, begun.state, Message("M", {"n": 5}), NOW)
    assert [item.element for item in made.opened] == ["a"]
    done = advance(definition, made.state, Complete(made.opened[0].token), NOW)
    assert done.status == "ended"
