"""Rules about where tokens can go: starts, ends, flows and their conditions."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import ACTIVITIES, SUBPROCESSES, Element, Flow, Process
from engine.process.vet_case import Case, Said, at, begins

TEXTS = {
    "start-missing": Said(
        "Tiến trình không có sự kiện bắt đầu nên không thể bắt đầu. Hãy thêm một sự kiện bắt đầu.",
        "The process has no start event, so it can never begin. Add a start event.",
    ),
    "start-twice": Said(
        "Đã có một sự kiện bắt đầu không điều kiện khác ở cùng cấp. Hãy bỏ bớt một, hoặc gắn thông "
        "điệp cho sự kiện này.",
        "There is another start event without a trigger at the same level. Remove one, or give "
        "this one a trigger.",
    ),
    "start-message-twice": Said(
        "Thông điệp «{message}» đã bắt đầu tiến trình ở phần tử khác. Hãy dùng thông điệp khác.",
        "The message «{message}» starts the process at another element already. Use another one.",
    ),
    "end-missing": Said(
        "Tiến trình không có sự kiện kết thúc. Hãy thêm ít nhất một.",
        "The process has no end event. Add at least one.",
    ),
    "start-incoming": Said(
        "Không luồng nào được vào sự kiện bắt đầu. Hãy nối luồng tới bước tiếp theo.",
        "No flow may enter a start event. Lead the flow to the step after it.",
    ),
    "boundary-incoming": Said(
        "Không luồng nào được vào sự kiện biên. Hãy bỏ luồng đó.",
        "No flow may enter a boundary event. Remove the flow.",
    ),
    "end-outgoing": Said(
        "Không luồng nào được ra khỏi sự kiện kết thúc. Hãy bỏ luồng, hoặc thay bằng sự kiện trung "
        "gian.",
        "No flow may leave an end event. Remove the flow, or draw an intermediate event.",
    ),
    "dead-end": Said(
        "Đường cụt: không có luồng đi ra. Hãy nối tới bước sau hoặc sự kiện kết thúc.",
        "A dead end: no flow leaves. Connect it to a next step or to an end event.",
    ),
    "flow-dangling": Said(
        "Luồng nối với «{end}», không thuộc tiến trình này. Hãy nối lại; giữa các nhóm hãy dùng "
        "luồng thông điệp.",
        "The flow joins «{end}», which is not in this process. Connect it anew; between pools "
        "draw a message flow.",
    ),
    "flow-crossing": Said(
        "Luồng tuần tự đi qua ranh giới tiến trình con. Hãy nối với chính tiến trình con, hoặc vẽ "
        "cả luồng lẫn hai đầu trong cùng một cấp.",
        "The sequence flow crosses the border of a sub-process. Connect the sub-process itself, or "
        "keep the flow and both its ends in one.",
    ),
    "condition-misplaced": Said(
        "Luồng «{flow}» ra từ đây không được có điều kiện. Hãy bỏ điều kiện hoặc đặt cổng loại trừ "
        "ở giữa.",
        "The flow «{flow}» that leaves here may not have a condition. Remove it, or put an "
        "exclusive gateway between.",
    ),
    "condition-missing": Said(
        "Luồng «{flow}» thiếu điều kiện. Hãy viết điều kiện hoặc đặt làm luồng mặc định.",
        "The flow «{flow}» has no condition. Write one, or make it the default flow.",
    ),
    "default-unknown": Said(
        "Luồng mặc định «{flow}» không xuất phát từ đây. Hãy chọn một luồng đi ra.",
        "The default flow «{flow}» does not leave this element. Choose one that does.",
    ),
    "default-condition": Said(
        "Luồng mặc định không được có điều kiện. Hãy xóa điều kiện của nó.",
        "A default flow may not have a condition. Delete its condition.",
    ),
    "default-misplaced": Said(
        "Phần tử này không thể có luồng mặc định. Hãy bỏ dấu mặc định.",
        "This element cannot have a default flow. Remove the mark.",
    ),
    "default-needless": Said(
        "Luồng mặc định chỉ có nghĩa khi luồng khác có điều kiện. Hãy viết điều kiện cho luồng "
        "khác, hoặc bỏ dấu mặc định.",
        "A default flow means nothing where no other flow has a condition. Write a condition on "
        "another flow, or remove the mark.",
    ),
}

_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
_CONDITIONAL = frozenset((*_CHOOSING, "complexGateway", *ACTIVITIES))


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with the starts, ends and sequence flows."""
    process = case.process
    if process.whole:
        yield from _starts_and_ends(process)
    for flow in process.flows:
        yield from _ends_of(process, flow)
    for element in case.elements:
        if element.tag in SUBPROCESSES and not element.by_event:
            for extra in _plain(process.inside(element.id))[1:]:
                yield at(TEXTS, "start-twice", extra)
        yield from _entered(process, element)
        if process.whole and not process.outgoing(element.id) and _leads_nowhere(process, element):
            yield at(TEXTS, "dead-end", element)
        yield from _conditions(process, element)
        yield from _default(process, element)


def _starts_and_ends(process: Process) -> Iterator[Finding]:
    inside = process.inside(process.id)
    first = [e for e in inside if begins(e)]
    if not first:
        yield at(TEXTS, "start-missing", process)
    for extra in _plain(inside)[1:]:
        yield at(TEXTS, "start-twice", extra)
    awaited: set[str] = set()
    for element in first:
        for name in sorted(_messages(process, element)):
            if name in awaited:
                yield at(TEXTS, "start-message-twice", element, message=name)
            awaited.add(name)
    if not any(e.tag == "endEvent" for e in inside):
        yield at(TEXTS, "end-missing", process)


def _plain(inside: list[Element]) -> list[Element]:
    return [e for e in inside if e.tag == "startEvent" and not e.events]


def _messages(process: Process, element: Element) -> set[str]:
    """The messages that begin an instance at this element."""
    waiting = [element]
    if element.tag == "eventBasedGateway":
        ways = process.outgoing(element.id)
        waiting = [process.elements[f.target] for f in ways if f.target in process.elements]
    events = (event for e in waiting for event in e.events)
    return {event.text for event in events if event.kind == "message" and event.text}


def _ends_of(process: Process, flow: Flow) -> Iterator[Finding]:
    ends = [process.elements.get(flow.source), process.elements.get(flow.target)]
    for end, element in zip((flow.source, flow.target), ends, strict=True):
        if element is None:
            yield at(TEXTS, "flow-dangling", flow, end=end)
    if any(e is not None and e.scope != flow.scope for e in ends):
        yield at(TEXTS, "flow-crossing", flow)


def _entered(process: Process, element: Element) -> Iterator[Finding]:
    if process.incoming(element.id):
        if element.tag == "startEvent":
            yield at(TEXTS, "start-incoming", element)
        if element.tag == "boundaryEvent":
            yield at(TEXTS, "boundary-incoming", element)
    if element.tag == "endEvent" and process.outgoing(element.id):
        yield at(TEXTS, "end-outgoing", element)


def _leads_nowhere(process: Process, element: Element) -> bool:
    """Whether a token would be lost, or fail, at an element that no flow leaves."""
    if element.tag == "endEvent" or element.by_event or element.for_compensation:
        return False
    if element.tag == "boundaryEvent":
        return element.event("compensate") is None
    if element.tag == "intermediateThrowEvent" and element.event("link"):
        return False
    if element.tag == "eventBasedGateway":
        return False  # it has a rule of its own
    chooses = element.tag in (*_CHOOSING, "complexGateway", "startEvent")
    return chooses or element.scope == process.id  # elsewhere an end may be left undrawn


def _conditions(process: Process, element: Element) -> Iterator[Finding]:
    leaving = process.outgoing(element.id)
    for flow in leaving:
        named = flow.name or flow.id
        if flow.condition and element.tag not in _CONDITIONAL:
            yield at(TEXTS, "condition-misplaced", element, flow=named)
        if flow.condition and element.default == flow.id:
            yield at(TEXTS, "default-condition", element)
        chooses = element.tag in _CHOOSING and len(leaving) > 1
        if chooses and not flow.condition and element.default != flow.id:
            yield at(TEXTS, "condition-missing", element, flow=named)


def _default(process: Process, element: Element) -> Iterator[Finding]:
    if not element.default:
        return
    leaving = process.outgoing(element.id)
    if element.tag not in _CONDITIONAL:
        yield at(TEXTS, "default-misplaced", element)
    elif element.default not in {flow.id for flow in leaving}:
        yield at(TEXTS, "default-unknown", element, flow=element.default)
    elif (
        element.tag in ACTIVITIES
        and len(leaving) > 1
        and not any(flow.condition for flow in leaving)
    ):
        yield at(TEXTS, "default-needless", element)
