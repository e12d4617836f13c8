"""Signals: broadcast within the instance at the moment of the throw, and to others (BPMN 10.5.5)."""

import pytest

from engine.process.events import Broadcast, Signal, Start
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
    catch,
    end,
    signal,
    start,
    throw,
)

CATCH, THROW = catch("c", signal("X")), throw("k", signal("X"))


@pytest.mark.parametrize(
    "row",
    [
        row("caught beside", [CATCH, THROW, "s p1 c A e", "p1 u1 k B e2"], "?u1", ("u1", "A B .")),
        row("thrown by an end event", [CATCH, end("e2", signal("X")), "s p1 c A e", "p1 u1 e2"],
            "?u1", ("u1", "A .")),
        row("thrown before anyone waits: gone", [CATCH, THROW, "s k u1 c A e"], "?u1", ("u1", ""),
            ("X~", "A .")),
        row("everyone that waits",
            [CATCH, catch("d", signal("X")), sub("S", catch("f", signal("X")), "s1 f C e1"),
             "s p1 c A e", "p1 d B e2", "p1 S D e3"], "", ("X~", "A B C D .")),
        row("another name is not heard", [CATCH, catch("d", signal("Y")), "s p1 c A e",
            "p1 d B e2"], "", ("Y~", "B"), ("X~", "B A .")),
        row("it brings data", [CATCH, "s c x1 {n = 5} A e", "x1 {default} B e"], "",
            ("X~ n=5", "A .")),
        row("out of a call", [CATCH, call("h", "Q"), "s p1 c A e", "p1 h e2"], "?u1",
            ("u1", "A ."), also=process("Q", "s1 u1 k e1", THROW)),
        row("into a call", [call("h", "Q", out="n=n"), THROW, "s p1 h x1 {n = 4} A e",
            "x1 {default} B e", "p1 u1 k e2"], "?u1", ("u1", "A ."),
            also=process("Q", "s1 c v e1", CATCH,
                '<scriptTask id="v" scriptFormat="feel" dondoc:result="n"><script>4</script>'
                "</scriptTask>")),
        row("one throw, two events in order",
            [throw("k", signal("X") + signal("Y")), CATCH, catch("d", signal("Y")),
             "s p1 c A e", "p1 d B e2", "p1 u1 k e3"], "?u1", ("u1", "A B .")),
    ],
)  # fmt: skip
def test_signals(row):
    row.plays()


def test_a_throw_is_told_to_other_instances():
    r = run(THROW, end("e", signal("Y")), "s k A e")
    assert r.effects == [Broadcast("k", "X", {}), Broadcast("e", "Y", {})]


def test_a_signal_nobody_waits_for_is_stale():
    r = run(CATCH, "s u1 c e")
    assert r.stale(Signal("X"))
    assert not r.done("u1").stale(Signal("X"))


def test_a_signal_starts_an_instance():
    parts = start("s", signal("X")), "s x1 {n = 3} A e", "x1 {default} B e"
    assert run(*parts).signal("X", n=3).shape == "A ."
    assert run(*parts, by=Start({"n": 3}, element="s")).shape == "A ."
