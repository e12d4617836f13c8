"""Rules about compensation: who undoes what, and who may ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import ACTIVITIES, Element, Process
from engine.process.vet_case import Case, Said, at, holder

TEXTS = {
    "compensation-handler-missing": Said(
        "Sự kiện bù trừ chưa dẫn tới hoạt động bù trừ nào. Hãy nối nó bằng liên kết (association) "
        "tới một hoạt động «bù trừ» cùng cấp.",
        "The compensation event leads to no compensation activity. Draw an association to an "
        "activity marked for compensation at the same level.",
    ),
    "compensation-handler-kind": Said(
        "«{handler}» không được đánh dấu bù trừ (isForCompensation). Hãy đánh dấu, hoặc nối tới hoạt "
        "động khác.",
        "«{handler}» is not marked for compensation (isForCompensation). Mark it, or lead to another "
        "activity.",
    ),
    "compensation-handler-flow": Said(
        "Không luồng nào được vào hay ra hoạt động bù trừ. Hãy bỏ luồng đó.",
        "No flow may enter or leave a compensation activity. Remove the flow.",
    ),
    "compensation-handler-unused": Said(
        "Hoạt động bù trừ này không thuộc sự kiện bù trừ nào. Hãy nối từ một sự kiện biên bù trừ, "
        "hoặc xóa.",
        "This compensation activity belongs to no compensation event. Lead to it from a "
        "compensation boundary event, or delete it.",
    ),
    "compensation-handler-boundary": Said(
        "Hoạt động bù trừ không được mang sự kiện biên. Hãy bỏ sự kiện này.",
        "A compensation activity may not bear boundary events. Remove this one.",
    ),
    "compensation-flow": Said(
        "Không luồng nào được ra khỏi sự kiện biên bù trừ. Hãy dùng liên kết (association).",
        "No flow may leave a compensation boundary event. Draw an association.",
    ),
    "compensation-twice": Said(
        "Đã có cách bù trừ khác ở đây. Hãy giữ một.",
        "There is another compensation here already. Keep one.",
    ),
    "compensation-start-place": Said(
        "Tiến trình con sự kiện bù trừ phải nằm trong tiến trình con mà nó bù trừ. Hãy chuyển vào "
        "đó.",
        "A compensation event sub-process must stand in the sub-process that it undoes. Move it "
        "there.",
    ),
    "compensation-activity": Said(
        "Không có hoạt động «{activity}» cùng cấp để bù trừ. Hãy chọn một hoạt động cùng cấp, hoặc "
        "bỏ trống để bù trừ tất cả.",
        "There is no activity «{activity}» at this level to compensate. Choose one of this level, "
        "or none to compensate everything.",
    ),
    "compensation-wait": Said(
        "Bù trừ luôn chờ đến khi xong (waitForCompletion). Hãy bỏ waitForCompletion=false.",
        "A compensation always waits until it is done. Remove waitForCompletion=false.",
    ),
}


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with compensation."""
    process = case.process
    handlers = {e.handler for e in case.elements if e.handler}
    taken: set[str] = set()  # activities, and sub-processes, that have their compensation
    for element in case.elements:
        if element.for_compensation:
            yield from _handler(process, element, handlers)
        if element.tag == "boundaryEvent" and element.event("compensate"):
            yield from _boundary(process, element)
            yield from _only(element, f"on {element.attached_to}", taken)
        if element.tag in ("intermediateThrowEvent", "endEvent"):
            yield from _throw(process, element)
        if element.by_event and _undoes(process, element):
            if element.scope == process.id:
                yield at(TEXTS, "compensation-start-place", element)
            yield from _only(element, f"in {element.scope}", taken)


def _only(element: Element, place: str, taken: set[str]) -> Iterator[Finding]:
    if place in taken:
        yield at(TEXTS, "compensation-twice", element)
    taken.add(place)


def _handler(process: Process, element: Element, handlers: set[str]) -> Iterator[Finding]:
    if process.incoming(element.id) or process.outgoing(element.id):
        yield at(TEXTS, "compensation-handler-flow", element)
    if element.id not in handlers:
        yield at(TEXTS, "compensation-handler-unused", element)
    for boundary in process.boundaries(element.id):
        yield at(TEXTS, "compensation-handler-boundary", boundary)


def _boundary(process: Process, element: Element) -> Iterator[Finding]:
    handler = process.elements.get(element.handler)
    same = handler is not None and handler.scope == element.scope
    if handler is None or not same or handler.tag not in ACTIVITIES or handler.by_event:
        yield at(TEXTS, "compensation-handler-missing", element)
    elif not handler.for_compensation:
        named = handler.name or handler.id
        yield at(TEXTS, "compensation-handler-kind", element, handler=named)
    if process.outgoing(element.id):
        yield at(TEXTS, "compensation-flow", element)


def _throw(process: Process, element: Element) -> Iterator[Finding]:
    outer = holder(process, element)
    scope = outer.scope if outer is not None and outer.by_event else element.scope
    for event in element.events:
        if event.kind != "compensate":
            continue
        if not event.waits:
            yield at(TEXTS, "compensation-wait", element)
        activity = process.elements.get(event.text)
        known = activity is not None and activity.scope == scope and activity.tag in ACTIVITIES
        if event.text and not known:
            yield at(TEXTS, "compensation-activity", element, activity=event.text)


def _undoes(process: Process, element: Element) -> bool:
    return any(e.tag == "startEvent" and e.event("compensate") for e in process.inside(element.id))
