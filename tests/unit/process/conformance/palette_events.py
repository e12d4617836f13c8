"""Every event of the palette: position × definition × interrupting or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.process.events import Start
from tests.unit.process.conformance.drawing import (
    event_sub,
    sub,
)
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
    message,
    on,
    signal,
    start,
    terminate,
    throw,
    timer,
    user,
)
from tests.unit.process.conformance.palette_item import Item

MULTIPLE = message("M") + signal("X")
ALL = {"parallelMultiple": True}
AROUND = "s u1 B e"
WAITED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Message": (message("M"), "M!", {}),
    "Timer": (timer(), "@{}", {}),
    "Conditional": (condition("n > 3"), "n=5", {}),
    "Signal": (signal("X"), "X~", {}),
    "Multiple": (MULTIPLE, "X~", {}),
    "Parallel multiple": (MULTIPLE, "X~, M!", ALL),
}
THROWN = {"Escalation": escalation("L"), "Error": error("E")}
REPEATS = "once, unless it is a timeCycle; missed turns come as one"
EDGE = "whenever it becomes true; looked at after every write, before anything moves"
CODED = "the innermost catcher; one with the same code before one for all"


def starts() -> Iterator[Item]:
    yield Item("None", ["s A e"])
    yield Item("Message", [start("s", message("M")), "s A e"], by=Start(message="M"))
    waits = "the instance begins by waiting where there is no none start event"
    yield Item("Timer", [start("s", timer()), "s A e"], moves="@s", remark=waits)
    yield Item(
        "Conditional", [start("s", condition("n > 3")), "s A e"], moves="n=5", data={"n": 0},
        remark=waits,
    )  # fmt: skip
    yield Item("Signal", [start("s", signal("X")), "s A e"], moves="X~", remark=waits)
    yield Item("Multiple", [start("s", MULTIPLE), "s A e"], moves="X~", remark="any of them")
    yield Item(
        "Parallel multiple", [start("s", MULTIPLE, **ALL), "s A e"], moves="M!, X~",
        remark="all of them, in any order",
    )  # fmt: skip


def _remark(kind: str, keep: bool) -> str:
    said = {"Timer": REPEATS if keep else "", "Conditional": EDGE, "Error": CODED,
            "Escalation": CODED}  # fmt: skip
    return said.get(kind, "stays armed" if keep and kind != "Parallel multiple" else "")


def event_sub_process_starts(keep: bool) -> Iterator[Item]:
    shape = "A ?u1" if keep else "A ."
    for kind, (inner, move, more) in WAITED.items():
        parts = [AROUND, event_sub("H", start("s9", inner, keep, **more), "s9 A e9")]
        yield Item(kind, parts, shape, move.format("s9"), _remark(kind, keep), data={"n": 0})
    for kind, inner in THROWN.items():
        if kind == "Error" and keep:
            continue
        within = end("e1", inner)
        parts = [
            sub("S", within, "s1 e1", event_sub("H", start("s9", inner, keep), "s9 A e9")),
            "s S e",
        ]
        yield Item(kind, parts, remark=_remark(kind, keep))
    if not keep:
        parts = [
            sub("S", "s1 t1 e1", event_sub("H", start("s9", compensation()), "s9 A e9")),
            throw("k", compensation()),
            "s S k e",
        ]
        yield Item(
            "Compensation", parts, remark="instead of the activities within, on their variables"
        )


def catches() -> Iterator[Item]:
    for kind, (inner, move, more) in WAITED.items():
        parts = [catch("c", inner, **more), "s c A e"]
        yield Item(kind, parts, moves=move.format("c"), data={"n": 0})
    yield _linked()


def _linked() -> Item:
    parts = [throw("k", link("L")), catch("c", link("L")), "s k", "c A e"]
    return Item("Link", parts, remark="same name, same scope; several throws, one catch")


def boundaries(keep: bool) -> Iterator[Item]:
    shape = "A ?u1" if keep else "A ."
    for kind, (inner, move, more) in WAITED.items():
        parts = [user("u1"), on("b", "u1", inner, keep, **more), AROUND, "b A e2"]
        yield Item(kind, parts, shape, move.format("b"), _remark(kind, keep), data={"n": 0})
    for kind, inner in THROWN.items():
        if kind == "Error" and keep:
            continue
        parts = [sub("S", "s1 e1", end("e1", inner)), on("b", "S", inner, keep), "s S e", "b A e2"]
        yield Item(kind, parts, remark=_remark(kind, keep))
    if not keep:
        parts = [
            sub("S", "s1 e1", end("e1", cancel()), tag="transaction"),
            on("b", "S", cancel()),
            "s S e",
            "b A e2",
        ]
        yield Item("Cancel", parts, remark="on transactions, once all is compensated")
        yield Item(
            "Compensation",
            [for_compensation("t1", "A"), throw("k", compensation()), "s t1 k e"],
            remark="its handler is reached by an association; every completion once, newest first",
        )


def throws() -> Iterator[Item]:
    yield Item("None", [throw("k"), "s k A e"])
    yield Item(
        "Message", [throw("k", message("M")), "s k A e"],
        remark="along a message flow to another pool, to the units of `dondoc:recipients`",
    )  # fmt: skip
    yield Item(
        "Escalation", [throw("k", escalation("L")), "s k A e"], remark="uncaught: goes on silently"
    )
    yield _compensating(throw("k", compensation()), "s t1 k e")
    yield _linked()
    yield Item(
        "Signal", [throw("k", signal("X")), "s k A e"],
        remark="to all that wait at that moment, in this instance and others",
    )  # fmt: skip
    yield Item("Multiple", [throw("k", MULTIPLE), "s k A e"], remark="each in order")


def _compensating(part: str, sketch: str) -> Item:
    return Item(
        "Compensation", [for_compensation("t1", "A"), part, sketch],
        remark="waits until all is compensated; `waitForCompletion=\"false\"` is refused",
    )  # fmt: skip


def ends() -> Iterator[Item]:
    yield Item("None", ["s A e"])
    yield Item("Message", [end("e", message("M")), "s A e"])
    yield Item("Escalation", [end("e", escalation("L")), "s A e"])
    yield Item(
        "Error", [end("e", error("E")), "s A e"], "A !error-uncaught .",
        remark="uncaught: the instance ends at once and a person is told",
    )  # fmt: skip
    yield Item(
        "Cancel",
        [sub("S", "s1 e1", end("e1", cancel()), tag="transaction"), on("b", "S", cancel()), "s S e",
         "b A e2"],
        remark="in transactions only",
    )  # fmt: skip
    yield _compensating(end("e", compensation()), "s t1 e")
    yield Item("Signal", [end("e", signal("X")), "s A e"])
    yield Item("Multiple", [end("e", MULTIPLE), "s A e"], remark="each in order")
    yield Item(
        "Terminate", [end("e", terminate()), "s p1 A e", "p1 u1 e2"],
        remark="ends the innermost scope; of many instances that one",
    )  # fmt: skip
