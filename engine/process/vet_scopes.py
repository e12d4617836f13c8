"""Rules about sub-processes of every kind and about what sits on the border of an activity."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import ACTIVITIES, Element, Process
from engine.process.vet_case import Case, Said, around, at, holder

TEXTS = {
    "boundary-host": Said(
        "Sự kiện biên phải gắn vào một công việc hoặc tiến trình con của chính tiến trình này. Hãy "
        "gắn lại.",
        "A boundary event must sit on a task or sub-process of its own process. Attach it anew.",
    ),
    "boundary-scope": Said(
        "Sự kiện biên phải được vẽ cùng cấp với công việc mà nó gắn vào. Hãy gắn lại.",
        "A boundary event must be drawn at the same level as the activity it sits on. Attach it "
        "anew.",
    ),
    "start-trigger": Said(
        "Sự kiện bắt đầu của tiến trình con không được chờ điều gì. Hãy bỏ sự kiện, hoặc đặt làm "
        "tiến trình con sự kiện.",
        "The start event of a sub-process may not wait for anything. Remove its trigger, or make "
        "this an event sub-process.",
    ),
    "event-sub-process-flow": Said(
        "Tiến trình con sự kiện không được có luồng vào hay ra. Hãy bỏ luồng; sự kiện của nó sẽ bắt "
        "đầu nó.",
        "No flow may enter or leave an event sub-process. Remove the flow; its event begins it.",
    ),
    "event-sub-process-start": Said(
        "Tiến trình con sự kiện cần đúng một sự kiện bắt đầu, đang có {count}. Hãy sửa lại.",
        "An event sub-process needs exactly one start event and has {count}. Correct that.",
    ),
    "event-sub-process-trigger": Said(
        "Sự kiện bắt đầu của tiến trình con sự kiện phải nói chờ điều gì. Hãy chọn thông điệp, tín "
        "hiệu, mốc thời gian, lỗi…",
        "The start event of an event sub-process must say what it waits for. Choose a message, a "
        "signal, a timer, an error…",
    ),
    "event-sub-process-kind": Said(
        "Giao dịch, tiến trình con tùy biến hoặc có vòng lặp, số lượng, bù trừ không thể là tiến "
        "trình con sự kiện. Hãy bỏ dấu đó.",
        "A transaction, an ad-hoc sub-process, or one with a loop, a quantity or for compensation "
        "cannot be an event sub-process. Remove that mark.",
    ),
    "adhoc-child": Said(
        "Tiến trình con tùy biến không có sự kiện bắt đầu hay kết thúc. Hãy bỏ sự kiện này.",
        "An ad-hoc sub-process has no start or end events. Remove this one.",
    ),
    "adhoc-ordering": Said(
        "Thứ tự «{ordering}» không có. Hãy chọn Parallel hoặc Sequential.",
        "There is no ordering «{ordering}». Choose Parallel or Sequential.",
    ),
    "cancel-outside": Said(
        "Sự kiện hủy chỉ kết thúc được một giao dịch. Hãy đặt nó trong giao dịch, hoặc dùng sự "
        "kiện khác.",
        "A cancel end event can only end a transaction. Put it into one, or use another event.",
    ),
    "cancel-boundary": Said(
        "Sự kiện biên hủy chỉ gắn được vào giao dịch. Hãy dùng giao dịch hoặc sự kiện khác.",
        "A cancel boundary event can only sit on a transaction. Use a transaction or another event.",
    ),
    "cancel-uncaught": Said(
        "Giao dịch có thể bị hủy nhưng không có sự kiện biên hủy. Hãy gắn một sự kiện biên hủy.",
        "The transaction can be cancelled but has no cancel boundary event. Attach one.",
    ),
}


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with sub-processes and boundary events."""
    process = case.process
    cancelled: set[str] = set()
    for element in case.elements:
        if element.tag == "boundaryEvent":
            yield from _boundary(process, element)
        if element.by_event:
            yield from _event_sub_process(process, element)
        if element.tag == "adHocSubProcess" and element.ordering not in ("Parallel", "Sequential"):
            yield at(TEXTS, "adhoc-ordering", element, ordering=element.ordering)
        yield from _inside(process, element)
        if element.tag == "endEvent" and element.event("cancel"):
            outside = around(process, element.scope)
            transaction = next((e for e in outside if e.tag == "transaction"), None)
            if transaction is None:
                yield at(TEXTS, "cancel-outside", element)
            elif transaction.id not in cancelled:
                cancelled.add(transaction.id)
                yield from _cancelled(process, transaction)


def _boundary(process: Process, element: Element) -> Iterator[Finding]:
    host = process.elements.get(element.attached_to)
    if host is None or host.tag not in ACTIVITIES or host.by_event:
        yield at(TEXTS, "boundary-host", element)
    elif host.scope != element.scope:
        yield at(TEXTS, "boundary-scope", element)
    if element.event("cancel") and host is not None and host.tag != "transaction":
        yield at(TEXTS, "cancel-boundary", element)


def _event_sub_process(process: Process, element: Element) -> Iterator[Finding]:
    if process.incoming(element.id) or process.outgoing(element.id):
        yield at(TEXTS, "event-sub-process-flow", element)
    starts = [e for e in process.inside(element.id) if e.tag == "startEvent"]
    if len(starts) != 1:
        yield at(TEXTS, "event-sub-process-start", element, count=len(starts))
    for start in starts:
        if not start.events:
            yield at(TEXTS, "event-sub-process-trigger", start)
    plain = {element.start_quantity, element.completion_quantity} == {"1"} and not element.multi
    if element.tag != "subProcess" or not plain or element.for_compensation:
        yield at(TEXTS, "event-sub-process-kind", element)


def _inside(process: Process, element: Element) -> Iterator[Finding]:
    """What may not stand in the sub-process that the element stands in."""
    outer = holder(process, element)
    if outer is None or element.tag not in ("startEvent", "endEvent"):
        return
    if outer.tag == "adHocSubProcess":
        yield at(TEXTS, "adhoc-child", element)
    elif element.tag == "startEvent" and not outer.by_event and element.events:
        yield at(TEXTS, "start-trigger", element)


def _cancelled(process: Process, transaction: Element) -> Iterator[Finding]:
    if not any(b.event("cancel") for b in process.boundaries(transaction.id)):
        yield at(TEXTS, "cancel-uncaught", transaction)
