"""Rules about call activities: what is called, with what, and how deep all of it nests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from engine.errors import Finding
from engine.process.model import SUBPROCESSES, Element, Model, Process
from engine.process.vet_case import MAX_NESTING, Case, Said, around, at
from engine.process.vet_names import ScopeNames

TEXTS = {
    "call-missing": Said(
        "Chưa nói gọi tiến trình nào. Hãy chọn một tiến trình của tệp (calledElement).",
        "It is not said which process is called. Choose one of the file (calledElement).",
    ),
    "call-unknown": Said(
        "Tệp không có tiến trình «{called}». Hãy chọn một tiến trình hoặc công việc dùng chung của "
        "tệp này.",
        "The file holds no process «{called}». Choose a process or global task of this file.",
    ),
    "call-not-executable": Said(
        "Tiến trình «{called}» được gọi nhưng chưa đánh dấu chạy được (isExecutable). Hãy bật dấu "
        "đó.",
        "The process «{called}» is called but not marked executable. Set its isExecutable.",
    ),
    "call-start": Said(
        "Tiến trình «{called}» không có sự kiện bắt đầu không điều kiện nên không gọi được. Hãy thêm "
        "một.",
        "The process «{called}» has no start event without a trigger and cannot be called. Add one.",
    ),
    "call-recursion": Said(
        "Tiến trình «{called}» lại gọi trở về đây, không bao giờ dừng. Hãy bỏ một lời gọi.",
        "The process «{called}» calls back to this one, without end. Remove one of the calls.",
    ),
    "call-input-unknown": Said(
        "Tiến trình «{called}» không khai báo biến «{input}». Hãy khai báo (dondoc:variable), hoặc "
        "bỏ đầu vào.",
        "The process «{called}» declares no variable «{input}». Declare it (dondoc:variable), or "
        "remove the input.",
    ),
    "nesting-too-deep": Said(
        "Tiến trình con và lời gọi lồng nhau quá {most} tầng. Hãy vẽ lại cho gọn hơn.",
        "Sub-processes and calls nest deeper than {most} levels. Draw it flatter.",
    ),
}


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with call activities by themselves."""
    for element in case.elements:
        if element.tag != "callActivity":
            continue
        called = case.file.model.processes.get(element.called)
        if not element.called:
            yield at(TEXTS, "call-missing", element)
        elif called is None:
            yield at(TEXTS, "call-unknown", element, called=element.called)
        else:
            yield from _called(element, called)


def _called(element: Element, called: Process) -> Iterator[Finding]:
    if not called.executable:
        yield at(TEXTS, "call-not-executable", element, called=called.id)
    inside = called.inside(called.id)
    plain = any(e.tag == "startEvent" and not e.events for e in inside)
    if called.whole and not plain:
        yield at(TEXTS, "call-start", element, called=called.id)


def inputs(case: Case, names: Mapping[str, ScopeNames]) -> Iterator[Finding]:
    """Inputs of calls that the called process does not know."""
    for element in case.elements:
        if element.tag != "callActivity" or element.called not in names:
            continue
        known = names[element.called].of(element.called)
        for name in element.inputs:
            if name not in known:
                said = {"called": element.called, "input": name}
                yield at(TEXTS, "call-input-unknown", element, **said)


def nesting(model: Model) -> Iterator[Finding]:
    """Calls that come back to themselves, and what nests too deep, over the whole file."""
    calls = {
        p.id: {e.called for e in p.elements.values() if e.tag == "callActivity"}
        & model.processes.keys()
        for p in model.processes.values()
    }
    circle = _circles(calls)
    for process in model.processes.values():
        for element in process.elements.values():
            if element.called in circle and circle[element.called] == circle[process.id]:
                yield at(TEXTS, "call-recursion", element, called=element.called)
    finite = {p: {c for c in called if circle[c] != circle[p]} for p, called in calls.items()}
    depths: dict[str, int] = {}
    for name in TopologicalSorter(finite).static_order():
        yield from _depth(model.processes[name], depths)


def _circles(calls: Mapping[str, set[str]]) -> dict[str, str]:
    """Each process's circle of calls, named by one in it; a process in none is alone in its own."""
    callers: dict[str, list[str]] = {name: [] for name in calls}
    for name, called in calls.items():
        for other in called:
            callers[other].append(name)
    circle: dict[str, str] = {}
    for name in reversed(_finished_in_order(calls)):
        frontier = [name]
        while frontier:
            here = frontier.pop()
            if here not in circle:
                circle[here] = name
                frontier += callers[here]
    return circle


def _finished_in_order(calls: Mapping[str, set[str]]) -> list[str]:
    """Processes in the order in which a walk along the calls is done with them."""
    order: list[str] = []
    seen: set[str] = set()
    for name in calls:
        frontier = [(name, False)]
        while frontier:
            here, done = frontier.pop()
            if done:
                order.append(here)
            elif here not in seen:
                seen.add(here)
                frontier.append((here, True))
                frontier += [(other, False) for other in calls[here]]
    return order


def _depth(process: Process, depths: dict[str, int]) -> Iterator[Finding]:
    """Note how deep the process nests; what first goes too deep is a finding."""
    deepest = 0
    for element in process.elements.values():
        calls = element.tag == "callActivity" and element.called in depths
        if not calls and element.tag not in SUBPROCESSES:
            continue
        here = sum(1 for _ in around(process, element.scope)) + 1
        inner = depths[element.called] if calls else 0
        deepest = max(deepest, here + inner)
        if here + inner > MAX_NESTING and max(here - 1, inner) <= MAX_NESTING:
            yield at(TEXTS, "nesting-too-deep", element, most=MAX_NESTING)
    depths[process.id] = deepest
