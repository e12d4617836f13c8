"""Rules about gateways that wait for events, complex gateways, and what begins an instance."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import Element, Process
from engine.process.vet_case import Case, Said, at, begins

TEXTS = {
    "event-gateway-ways": Said(
        "Cổng sự kiện cần ít nhất hai đường ra để chọn. Hãy thêm đường, hoặc bỏ cổng.",
        "An event-based gateway needs at least two ways to choose from. Add one, or remove the "
        "gateway.",
    ),
    "event-gateway-target": Said(
        "Sau cổng sự kiện chỉ được là sự kiện chờ (thông điệp, thời gian, tín hiệu, điều kiện) hoặc "
        "công việc nhận, không phải «{target}». Hãy đổi phần tử đó.",
        "An event-based gateway leads only to catch events (message, timer, signal, condition) or "
        "receive tasks, not to «{target}». Replace that element.",
    ),
    "event-gateway-incoming": Said(
        "Sau cổng sự kiện, phần tử này không được có luồng vào nào khác. Hãy bỏ luồng kia.",
        "After an event-based gateway no other flow may enter this element. Remove the other flow.",
    ),
    "event-gateway-mixed": Said(
        "Sau một cổng sự kiện không dùng cả sự kiện thông điệp lẫn công việc nhận. Hãy chọn một "
        "kiểu.",
        "Message events and receive tasks may not both follow one event-based gateway. Use one "
        "kind.",
    ),
    "event-gateway-twice": Said(
        "Hai đường ra của cổng chờ cùng một điều («{name}»). Hãy đổi hoặc bỏ một đường.",
        "Two ways of the gateway wait for the same thing («{name}»). Change or remove one.",
    ),
    "event-gateway-several": Said(
        "Phần tử sau cổng này chờ nhiều sự kiện cùng lúc, cổng không thể chờ như vậy. Hãy tách "
        "thành nhiều đường.",
        "This element waits for several events together, which the gateway before it cannot. "
        "Split it into several ways.",
    ),
    "event-gateway-receive": Said(
        "Công việc nhận đứng sau cổng sự kiện không được có sự kiện biên, vòng lặp hay số lượng. "
        "Hãy bỏ chúng.",
        "A receive task after an event-based gateway may have no boundary event, loop or "
        "quantity. Remove them.",
    ),
    "event-gateway-parallel": Said(
        "Cổng sự kiện song song chỉ dùng được để bắt đầu tiến trình (instantiate). Hãy đổi kiểu "
        "cổng.",
        "A parallel event-based gateway can only begin a process (instantiate). Change its type.",
    ),
    "instantiate-message": Said(
        "Cổng bắt đầu tiến trình chỉ có thể chờ thông điệp, «{target}» thì không. Hãy đổi phần tử "
        "đó.",
        "A gateway that begins a process can wait for messages only; «{target}» does not. Replace "
        "that element.",
    ),
    "instantiate-place": Said(
        "Phần tử bắt đầu tiến trình (instantiate) không được nằm trong tiến trình con. Hãy đưa ra "
        "ngoài, hoặc tắt dấu đó.",
        "What begins a process (instantiate) may not stand in a sub-process. Move it out, or "
        "remove the mark.",
    ),
    "instantiate-incoming": Said(
        "Phần tử bắt đầu tiến trình (instantiate) không được có luồng vào. Hãy bỏ luồng, hoặc tắt "
        "dấu đó.",
        "No flow may enter what begins a process (instantiate). Remove the flow, or the mark.",
    ),
    "instantiate-marker": Said(
        "Công việc nhận bắt đầu tiến trình không được có vòng lặp, đa thể hiện hay startQuantity. "
        "Hãy bỏ chúng.",
        "A receive task that begins a process may have no loop, multi-instance marker or "
        "startQuantity. Remove them.",
    ),
    "complex-activation": Said(
        "Cổng phức hợp có nhiều luồng vào nhưng thiếu điều kiện kích hoạt (activationCondition). "
        "Hãy viết, ví dụ activationCount >= 2.",
        "The complex gateway has several incoming flows and no activationCondition. Write one, as "
        "activationCount >= 2.",
    ),
}


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with waiting and complex gateways, and with instantiating elements."""
    process = case.process
    for element in case.elements:
        if element.tag == "eventBasedGateway":
            yield from _event_gateway(process, element)
        if begins(element) and element.tag != "startEvent":
            yield from _instantiating(process, element)
        several = len(process.incoming(element.id)) > 1
        if element.tag == "complexGateway" and several and not element.activation:
            yield at(TEXTS, "complex-activation", element)


def _event_gateway(process: Process, gateway: Element) -> Iterator[Finding]:
    leaving = process.outgoing(gateway.id)
    targets = [process.elements[f.target] for f in leaving if f.target in process.elements]
    if len(leaving) < 2:
        yield at(TEXTS, "event-gateway-ways", gateway)
    if gateway.all_events and not gateway.instantiate:
        yield at(TEXTS, "event-gateway-parallel", gateway)
    awaited: set[tuple[str, str]] = set()
    for target in targets:
        if target.tag not in ("intermediateCatchEvent", "receiveTask"):
            yield at(TEXTS, "event-gateway-target", gateway, target=target.name or target.id)
            continue
        yield from _target(process, gateway, target)
        waits = {(e.kind, e.text) for e in target.events if e.kind in ("message", "signal")}
        for _, name in sorted(waits & awaited):
            yield at(TEXTS, "event-gateway-twice", target, name=name)
        awaited |= waits
    tags = {t.tag for t in targets if t.event("message")}
    if {"intermediateCatchEvent", "receiveTask"} <= tags:
        yield at(TEXTS, "event-gateway-mixed", gateway)


def _target(process: Process, gateway: Element, target: Element) -> Iterator[Finding]:
    if len(process.incoming(target.id)) > 1:
        yield at(TEXTS, "event-gateway-incoming", target)
    if target.tag == "receiveTask" and _burdened(process, target):
        yield at(TEXTS, "event-gateway-receive", target)
    if target.all_events and len(target.events) > 1 and not gateway.all_events:
        yield at(TEXTS, "event-gateway-several", target)
    if gateway.instantiate and any(e.kind != "message" for e in target.events):
        yield at(TEXTS, "instantiate-message", gateway, target=target.name or target.id)


def _burdened(process: Process, task: Element) -> bool:
    quantities = {task.start_quantity, task.completion_quantity}
    return bool(process.boundaries(task.id)) or task.multi or quantities != {"1"}


def _instantiating(process: Process, element: Element) -> Iterator[Finding]:
    if element.scope != process.id:
        yield at(TEXTS, "instantiate-place", element)
    if process.incoming(element.id):
        yield at(TEXTS, "instantiate-incoming", element)
    if element.tag == "receiveTask" and (element.multi or element.start_quantity != "1"):
        yield at(TEXTS, "instantiate-marker", element)
