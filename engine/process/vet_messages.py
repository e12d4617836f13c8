"""Rules about letters: what is thrown, to whom, and along which message flow it travels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.errors import Finding
from engine.process.model import Element, MessageFlow, Model, Process
from engine.process.vet_case import Case, File, Said, at, made

TEXTS = {
    "message-flow-inside": Said(
        "Luồng thông điệp nằm trong một nhóm. Hãy dùng luồng tuần tự.",
        "A message flow inside one pool. Use a sequence flow.",
    ),
    "message-flow-target": Said(
        "Luồng thông điệp không tới phần tử nào của nhóm khác. Hãy nối tới phần tử chờ thông điệp.",
        "The message flow reaches no element of another pool. Lead it to one that waits for it.",
    ),
    "message-flow-twice": Said(
        "Hai luồng thông điệp nối cùng hai phần tử. Hãy bỏ một luồng.",
        "Two message flows join the same elements. Remove one.",
    ),
    "message-flow-mismatch": Said(
        "Luồng thông điệp dẫn tới phần tử không chờ thông điệp này. Hãy chọn cùng một thông điệp ở "
        "hai đầu.",
        "The message flow leads to an element that does not wait for it. Choose the same message "
        "at both ends.",
    ),
    "message-flow-missing": Said(
        "Thông điệp «{message}» gửi đi nhưng không luồng thông điệp nào dẫn tới nơi chờ nó ở nhóm "
        "khác. Hãy vẽ luồng đó.",
        "The message «{message}» is sent, but no message flow leads to what waits for it in "
        "another pool. Draw one.",
    ),
    "recipients-missing": Said(
        "Chưa nói gửi cho những đơn vị nào. Hãy điền «Nơi nhận» (dondoc:recipients).",
        "It is not said which units receive it. Fill in «Recipients» (dondoc:recipients).",
    ),
    "directive-choice": Said(
        "Thuộc tính directive là «{value}»; phải là own hoặc issued. Hãy sửa lại.",
        "The property directive is «{value}»; it must be own or issued. Correct it.",
    ),
}
CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})
THROWING = frozenset({"intermediateThrowEvent", "endEvent", "sendTask"})


def flows(file: File) -> Iterator[Finding]:
    """Everything wrong with the message flows of a file."""
    ways = Counter((flow.source, flow.target) for flow in file.model.message_flows)
    inside = file.model.processes.keys() | file.owner.keys()
    for flow in file.model.message_flows:
        source, target = file.owner.get(flow.source), file.owner.get(flow.target)
        if source is not None and source is target:
            yield made(TEXTS, "message-flow-inside", flow.id)
        if flow.source in inside and not _is_pool(file, target):
            yield made(TEXTS, "message-flow-target", flow.id)
        if ways[flow.source, flow.target] > 1:
            yield made(TEXTS, "message-flow-twice", flow.id)
        if source is not None and target is not None and not _fits(source, target, flow):
            yield made(TEXTS, "message-flow-mismatch", flow.id)


def _is_pool(file: File, target: Process | None) -> bool:
    """Letters find their units by the pool's tier; a process that is only called has none."""
    return target is not None and (bool(target.tiers) or target.id not in file.called)


def _fits(source: Process, target: Process, flow: MessageFlow) -> bool:
    receiver = target.elements[flow.target]
    sent, awaited = _messages(source.elements[flow.source]), _messages(receiver)
    return receiver.tag in CATCHING and bool(awaited) and (not sent or bool(sent & awaited))


def _messages(element: Element) -> set[str]:
    return {event.text for event in element.events if event.kind == "message"}


def awaited_from(model: Model, owner: Mapping[str, Process]) -> dict[str, set[str]]:
    """By element that a message flow leaves: the messages awaited at its other ends."""
    found: dict[str, set[str]] = {}
    for flow in model.message_flows:
        target = owner.get(flow.target)
        awaited = _messages(target.elements[flow.target]) if target is not None else set()
        found.setdefault(flow.source, set()).update(awaited)
    return found


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with what the process throws."""
    for element in case.elements:
        if element.tag not in THROWING or not element.event("message"):
            continue
        for message in sorted(_messages(element) - _delivered(case, element)):
            yield at(TEXTS, "message-flow-missing", element, message=message)
        if not element.props.get("recipients"):
            yield at(TEXTS, "recipients-missing", element)
        directive = element.props.get("directive", "own")
        if directive not in ("own", "issued"):
            yield at(TEXTS, "directive-choice", element, value=directive)


def _delivered(case: Case, element: Element) -> set[str]:
    """The messages that need no complaint: awaited somewhere, or their only flow has one."""
    awaited = case.file.awaited.get(element.id)
    if awaited is None:
        return set()
    sent = _messages(element)
    return sent if len(sent) == 1 else awaited
