"""Rules about where tokens can go: starts, ends, flows, gateways, what is dead or unreachable."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process import vet_tokens
from engine.process.model import GATEWAYS, TASKS, Element, Process

CONDITIONAL = ("exclusiveGateway", "inclusiveGateway")


def findings(process: Process) -> Iterator[Finding]:
    """Everything wrong with the process's sequence flows."""
    yield from _starts_and_ends(process)
    yield from _flows(process)
    yield from _boundaries(process)
    for element in process.elements.values():
        yield from _ways(process, element)
        if element.tag in GATEWAYS:
            yield from _gateway(process, element)
    yield from _reachable(process)
    yield from _surplus(process)


def _starts_and_ends(process: Process) -> Iterator[Finding]:
    starts = [e for e in process.elements.values() if e.tag == "startEvent"]
    if not starts:
        yield Finding(
            "start-missing",
            process.id,
            process.name,
            "Tiến trình không có sự kiện bắt đầu.",
            "The process has no start event.",
        )
    plain = [e for e in starts if not e.events]
    for extra in plain[1:]:
        yield _at(
            extra,
            "start-twice",
            "Chỉ một sự kiện bắt đầu được không có thông điệp.",
            "Only one start event may be without a message.",
        )
    messages: set[str] = set()
    for start in starts:
        event = start.event("message")
        if event is not None and event.text in messages:
            yield _at(
                start,
                "start-message-twice",
                "Hai sự kiện bắt đầu chờ cùng thông điệp.",
                "Two start events wait for the same message.",
            )
        messages.add(event.text if event else "")
    if not any(e.tag == "endEvent" for e in process.elements.values()):
        yield Finding(
            "end-missing",
            process.id,
            process.name,
            "Tiến trình không có sự kiện kết thúc.",
            "The process has no end event.",
        )


def _flows(process: Process) -> Iterator[Finding]:
    for flow in process.flows:
        for end, vi, en in ((flow.source, "đi ra từ", "leaves"), (flow.target, "đi tới", "enters")):
            if end not in process.elements:
                yield Finding(
                    "flow-dangling",
                    flow.id,
                    flow.name,
                    f"Luồng {vi} phần tử «{end}» không thuộc tiến trình này.",
                    f"The flow {en} «{end}», which is not in this process.",
                )


def _boundaries(process: Process) -> Iterator[Finding]:
    for element in process.elements.values():
        if element.tag != "boundaryEvent":
            continue
        host = process.elements.get(element.attached_to)
        if host is None or host.tag not in TASKS:
            yield _at(
                element,
                "boundary-host",
                "Sự kiện biên phải gắn vào một công việc.",
                "A boundary event must sit on a task.",
            )


def _ways(process: Process, element: Element) -> Iterator[Finding]:
    entering, leaving = process.incoming(element.id), process.outgoing(element.id)
    if element.tag == "startEvent" and entering:
        yield _at(
            element,
            "start-incoming",
            "Không luồng nào được vào sự kiện bắt đầu.",
            "No flow may enter a start event.",
        )
    if element.tag == "boundaryEvent" and entering:
        yield _at(
            element,
            "boundary-incoming",
            "Không luồng nào được vào sự kiện biên.",
            "No flow may enter a boundary event.",
        )
    if element.tag == "endEvent" and leaving:
        yield _at(
            element,
            "end-outgoing",
            "Không luồng nào được ra khỏi sự kiện kết thúc.",
            "No flow may leave an end event.",
        )
    if element.tag != "endEvent" and not leaving:
        yield _at(
            element,
            "dead-end",
            "Đường cụt: không có luồng đi ra. Hãy nối tới bước sau hoặc sự kiện kết thúc.",
            "A dead end: no flow leaves. Connect it to a next step or to an end event.",
        )
    if element.tag in TASKS and len(leaving) > 1:
        yield _at(
            element,
            "flows-several",
            "Nhiều luồng ra từ một công việc. Hãy đặt cổng phân nhánh ở giữa.",
            "Several flows leave a task. Put a gateway between.",
        )
    if element.tag not in CONDITIONAL:
        for flow in leaving:
            if flow.condition:
                yield _at(
                    element,
                    "condition-misplaced",
                    "Điều kiện chỉ đặt được trên luồng ra của cổng loại trừ hoặc bao gồm.",
                    "Conditions belong on flows out of exclusive or inclusive gateways.",
                )


def _gateway(process: Process, element: Element) -> Iterator[Finding]:
    leaving = process.outgoing(element.id)
    if element.default and element.default not in {f.id for f in leaving}:
        yield _at(
            element,
            "default-unknown",
            "Luồng mặc định không xuất phát từ cổng này.",
            "The default flow does not leave this gateway.",
        )
    if element.tag in CONDITIONAL and len(leaving) > 1:
        for flow in leaving:
            default = bool(element.default) and flow.id == element.default
            if default and flow.condition:
                yield _at(
                    element,
                    "default-condition",
                    "Luồng mặc định không được có điều kiện.",
                    "A default flow may not have a condition.",
                )
            if not default and not flow.condition:
                yield _at(
                    element,
                    "condition-missing",
                    f"Luồng «{flow.name or flow.id}» thiếu điều kiện.",
                    f"The flow «{flow.name or flow.id}» has no condition.",
                )
    if element.tag == "eventBasedGateway":
        for flow in leaving:
            target = process.elements.get(flow.target)
            if target is not None and target.tag != "intermediateCatchEvent":
                yield _at(
                    element,
                    "event-gateway-target",
                    "Sau cổng sự kiện chỉ được là sự kiện chờ (thông điệp, thời gian).",
                    "An event-based gateway leads only to catch events.",
                )


def _onward(process: Process, begin: set[str], *, boundaries: bool) -> set[str]:
    """Every element that a token at ``begin`` may come to, the beginning included."""
    reached, frontier = set(begin), list(begin)
    while frontier:
        here = frontier.pop()
        onward = [f.target for f in process.outgoing(here)]
        if boundaries:
            onward += [b.id for b in process.boundaries(here)]
        for target in onward:
            if target in process.elements and target not in reached:
                reached.add(target)
                frontier.append(target)
    return reached


def _surplus(process: Process) -> Iterator[Finding]:
    ends = {end for flow in process.flows for end in (flow.source, flow.target)}
    if not ends <= process.elements.keys():
        return  # already refused, and nothing could be followed
    join = vet_tokens.crowded_join(process)
    if join is not None:
        yield _at(
            join,
            "join-surplus",
            "Hai nhánh song song có thể cùng vào một luồng của cổng hợp nhất này, và một nhánh sẽ "
            "mất. Hãy hợp nhất hoặc kết thúc chúng trước đó.",
            "Two tokens can meet on one flow into this join, and one would be lost. Join or end "
            "them before it.",
        )


def _reachable(process: Process) -> Iterator[Finding]:
    starts = {e.id for e in process.elements.values() if e.tag == "startEvent"}
    reached = _onward(process, starts, boundaries=True)
    for element in process.elements.values():
        if element.id not in reached:
            yield _at(
                element,
                "unreachable",
                "Không đường nào từ điểm bắt đầu tới phần tử này.",
                "No way leads here from a start event.",
            )


def _at(element: Element, code: str, vi: str, en: str) -> Finding:
    return Finding(code, element.id, element.name, vi, en)
