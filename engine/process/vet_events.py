"""Rules about event definitions: which run where, what they must refer to, links in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.errors import Finding
from engine.process.model import Element, EventDef, Process
from engine.process.vet_case import Case, Said, at, holder

TEXTS = {
    "event-missing": Said(
        "Phần tử chưa nói chờ hay gửi điều gì. Hãy chọn thông điệp, tín hiệu, mốc thời gian…",
        "The element does not say what it waits for or sends. Choose a message, a signal, a timer…",
    ),
    "event-unsupported": Said(
        "Sự kiện «{kind}» không dùng được ở đây. Ở đây dùng được: {known}.",
        "A «{kind}» event cannot be here. Here may be: {known}.",
    ),
    "event-several": Said(
        "Sự kiện «{kind}» không dùng chung được với các sự kiện này trên một phần tử. Hãy tách ra "
        "nhiều phần tử.",
        "A «{kind}» event cannot be together with these on one element. Split them.",
    ),
    "event-interrupts": Said(
        "Sự kiện «{kind}» luôn ngắt công việc. Hãy đổi thành sự kiện ngắt.",
        "A «{kind}» event always interrupts. Make the event interrupting.",
    ),
    "reference-unknown": Said(
        "Sự kiện dẫn tới «{reference}», tệp không khai báo mã đó. Hãy chọn lại.",
        "The event refers to «{reference}», which the file does not declare. Choose again.",
    ),
    "message-missing": Said(
        "Chưa chọn thông điệp. Hãy chọn một thông điệp.",
        "No message is chosen. Choose one.",
    ),
    "signal-missing": Said(
        "Chưa chọn tín hiệu. Hãy chọn một tín hiệu.",
        "No signal is chosen. Choose one.",
    ),
    "link-missing": Said(
        "Liên kết chưa có tên. Hãy đặt cùng một tên cho nơi đi và nơi đến.",
        "The link has no name. Give both its ends the same name.",
    ),
    "link-alone": Said(
        "Không có nơi đến của liên kết «{link}» trong cùng cấp. Hãy vẽ sự kiện liên kết đến cùng "
        "tên.",
        "No link catch event of the name «{link}» is at this level. Draw one.",
    ),
    "link-unused": Said(
        "Không có nơi đi nào dẫn tới liên kết «{link}» trong cùng cấp. Hãy vẽ sự kiện liên kết đi, "
        "hoặc xóa.",
        "No link throw event of the name «{link}» is at this level. Draw one, or delete this.",
    ),
    "link-twice": Said(
        "Đã có nơi đến khác của liên kết «{link}». Hãy đổi tên hoặc xóa một.",
        "There is another link catch event of the name «{link}». Rename or delete one.",
    ),
    "link-incoming": Said(
        "Không luồng nào được vào nơi đến của liên kết. Hãy bỏ luồng đó.",
        "No flow may enter a link catch event. Remove the flow.",
    ),
    "link-outgoing": Said(
        "Không luồng nào được ra khỏi nơi đi của liên kết. Hãy bỏ luồng đó.",
        "No flow may leave a link throw event. Remove the flow.",
    ),
}


@dataclass(frozen=True, slots=True)
class Position:
    """Which event definitions run at a kind of element: ``alone``, and among ``several``."""

    alone: frozenset[str]
    several: frozenset[str]


def _position(several: str, alone: str = "") -> Position:
    among = frozenset(several.split())
    return Position(among | frozenset(alone.split()), among)


_START = "message timer conditional signal"
START = _position(_START)
EVENT_START = _position(f"{_START} error escalation", "compensate")
POSITIONS: Mapping[str, Position] = {
    "endEvent": _position("message signal error escalation compensate", "cancel terminate"),
    "intermediateCatchEvent": _position(_START, "link"),
    "intermediateThrowEvent": _position("message signal escalation compensate", "link"),
    "boundaryEvent": _position(f"{_START} error escalation", "compensate cancel"),
    "sendTask": _position("", "message"),
    "receiveTask": _position("", "message"),
}
NOWHERE = _position("")
# An element that throws or waits for one of these twice does it once; one of all cannot wait.
_ONCE = ("timer", "compensate")
_NEVER_ALL = "error"
_MUST_HAVE = frozenset({"intermediateCatchEvent", "boundaryEvent", "sendTask", "receiveTask"})
_INTERRUPTING = frozenset({"error", "cancel"})


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with event definitions."""
    for element in case.elements:
        position = _of(case.process, element)
        if position is not None:
            yield from _kinds(element, position)
        if not element.events and element.tag in _MUST_HAVE:
            yield at(TEXTS, "event-missing", element)
        for event in element.events:
            yield from _names(element, event)
            watching = element.tag in ("startEvent", "boundaryEvent")
            if watching and not element.interrupting and event.kind in _INTERRUPTING:
                yield at(TEXTS, "event-interrupts", element, kind=event.kind)
    yield from _links(case.process)


def _of(process: Process, element: Element) -> Position | None:
    """Which events run at this element; None where another room has refused any."""
    if element.tag != "startEvent":
        return POSITIONS.get(element.tag, NOWHERE)
    around = holder(process, element)
    if around is None:
        return START
    return EVENT_START if around.by_event else None


def _kinds(element: Element, position: Position) -> Iterator[Finding]:
    kinds = [event.kind for event in element.events]
    known = ", ".join(sorted(position.alone)) or "–"
    for event in element.events:
        if event.kind not in position.alone and not event.unknown:
            yield at(TEXTS, "event-unsupported", element, kind=event.kind, known=known)
    if len(kinds) < 2:
        return
    for kind in dict.fromkeys(kinds):
        alone = kind in position.alone and kind not in position.several
        twice = kind in _ONCE and kinds.count(kind) > 1
        never = kind == _NEVER_ALL and element.all_events
        if alone or twice or never:
            yield at(TEXTS, "event-several", element, kind=kind)


def _names(element: Element, event: EventDef) -> Iterator[Finding]:
    if event.unknown:
        yield at(TEXTS, "reference-unknown", element, reference=event.unknown)
    elif event.kind in ("message", "signal", "link") and not event.text:
        yield at(TEXTS, f"{event.kind}-missing", element)


def _links(process: Process) -> Iterator[Finding]:
    ends: dict[str, dict[tuple[str, str], list[Element]]] = {
        "intermediateCatchEvent": {},
        "intermediateThrowEvent": {},
    }
    for element in process.elements.values():
        link = element.event("link")
        if link is not None and link.text and element.tag in ends:
            ends[element.tag].setdefault((element.scope, link.text), []).append(element)
    catches, throws = ends.values()
    for (scope, name), elements in throws.items():
        for throw in elements:
            yield from _link_throw(process, throw, name, (scope, name) in catches)
    for (scope, name), elements in catches.items():
        for catch in elements:
            yield from _link_catch(process, catch, name, (scope, name) in throws)
        for second in elements[1:]:
            yield at(TEXTS, "link-twice", second, link=name)


def _link_throw(process: Process, throw: Element, name: str, paired: bool) -> Iterator[Finding]:
    if not paired:
        yield at(TEXTS, "link-alone", throw, link=name)
    if process.outgoing(throw.id):
        yield at(TEXTS, "link-outgoing", throw)


def _link_catch(process: Process, catch: Element, name: str, paired: bool) -> Iterator[Finding]:
    if not paired:
        yield at(TEXTS, "link-unused", catch, link=name)
    if process.incoming(catch.id):
        yield at(TEXTS, "link-incoming", catch)
