"""Is this diagram one that runs correctly? Every reason why not, at its element, at once.

A rule is a function from a ``Case`` to findings. Codes are stable: the editor, the command line
and the tests know a finding by its code. What we cannot run is refused here, never ignored there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.errors import Finding
from engine.process import vet_expressions, vet_flow
from engine.process.expressions import Compiled
from engine.process.model import DECORATION, Element, Model, Process

Services = Mapping[str, frozenset[str]]
Forms = Mapping[str, frozenset[str]]

# Which event definitions run at which element; everything else is refused.
SUPPORTED_EVENTS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"message"}),
    "endEvent": frozenset({"message", "terminate"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
    "intermediateThrowEvent": frozenset({"message"}),
    "boundaryEvent": frozenset({"timer", "message"}),
    "sendTask": frozenset({"message"}),
    "receiveTask": frozenset({"message"}),
}
CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})
MAX_ELEMENTS = 300
MUST_HAVE_EVENT = frozenset({"intermediateCatchEvent", "boundaryEvent", "sendTask", "receiveTask"})
ROLES = frozenset({"vanthu", "lanhdao", "chuyenvien", "quantri"})
REPLACED = frozenset({"pass", "merge", "cancel"})


@dataclass(frozen=True, slots=True)
class Case:
    """One process under examination, with what it may refer to."""

    model: Model
    process: Process
    services: Services
    forms: Forms


def findings(
    model: Model, services: Services, forms: Forms
) -> tuple[list[Finding], dict[str, dict[str, Compiled]]]:
    """All findings of a file, and each process's compiled expressions (complete if none found)."""
    found = list(_file(model))
    compiled: dict[str, dict[str, Compiled]] = {}
    for process in model.processes.values():
        if len(process.elements) > MAX_ELEMENTS:
            found.append(_too_large(process))
            continue
        case = Case(model, process, services, forms)
        for rule in RULES:
            found.extend(rule(case))
        expressions, wrong = vet_expressions.compile_all(process, forms)
        compiled[process.id] = expressions
        found.extend(wrong)
    return found, compiled


def _file(model: Model) -> Iterator[Finding]:
    if not model.processes:
        yield Finding(
            "process-missing",
            "",
            "",
            "Tệp không có tiến trình nào. Hãy vẽ ít nhất một.",
            "The file holds no process. Draw at least one.",
        )
    for node_id in model.duplicates:
        yield Finding(
            "id-duplicate",
            node_id,
            "",
            "Mã này dùng hai lần trong tệp. Hãy đổi một mã.",
            "This id is used twice in the file. Change one of them.",
        )
    yield from _message_flows(model)


def _message_flows(model: Model) -> Iterator[Finding]:
    ways = [(flow.source, flow.target) for flow in model.message_flows]
    inside = {p.id for p in model.processes.values()} | {
        e for p in model.processes.values() for e in p.elements
    }
    for flow in model.message_flows:
        source, target = model.process_of(flow.source), model.process_of(flow.target)
        if source is not None and source is target:
            yield Finding(
                "message-flow-inside",
                flow.id,
                "",
                "Luồng thông điệp nằm trong một nhóm. Hãy dùng luồng tuần tự.",
                "A message flow inside one pool. Use a sequence flow.",
            )
        if flow.source in inside and target is None:
            yield Finding(
                "message-flow-target",
                flow.id,
                "",
                "Luồng thông điệp không tới phần tử nào của nhóm khác.",
                "The message flow reaches no element of another pool.",
            )
        if ways.count((flow.source, flow.target)) > 1:
            yield Finding(
                "message-flow-twice",
                flow.id,
                "",
                "Hai luồng thông điệp nối cùng hai phần tử. Hãy bỏ một luồng.",
                "Two message flows join the same elements. Remove one.",
            )
        if (
            source is not None
            and target is not None
            and not _awaited(source.elements[flow.source], target.elements[flow.target])
        ):
            yield Finding(
                "message-flow-mismatch",
                flow.id,
                "",
                "Luồng thông điệp dẫn tới phần tử không chờ thông điệp này.",
                "The message flow leads to an element that does not wait for it.",
            )


def _awaited(sender: Element, receiver: Element) -> bool:
    sent, awaited = sender.event("message"), receiver.event("message")
    return (
        receiver.tag in CATCHING
        and awaited is not None
        and (sent is None or sent.text == awaited.text)
    )


def _ids(case: Case) -> Iterator[Finding]:
    process = case.process
    named = [process.id, *process.elements, *(flow.id for flow in process.flows)]
    if not all(named):
        yield Finding(
            "id-missing",
            process.id,
            process.name,
            "Có tiến trình, phần tử hoặc luồng không có mã (id).",
            "A process, an element or a flow has no id.",
        )


def _too_large(process: Process) -> Finding:
    return Finding(
        "process-too-large",
        process.id,
        process.name,
        f"Tiến trình có quá {MAX_ELEMENTS} phần tử. Hãy tách thành nhiều tiến trình.",
        f"More than {MAX_ELEMENTS} elements in one process. Split it.",
    )


def _executable(case: Case) -> Iterator[Finding]:
    if not case.process.executable:
        yield Finding(
            "process-not-executable",
            case.process.id,
            case.process.name,
            "Tiến trình chưa được đánh dấu chạy được (isExecutable). Hãy bật dấu đó.",
            "The process is not marked executable. Set isExecutable.",
        )


def _known_elements(case: Case) -> Iterator[Finding]:
    for node_id, tag, name in case.process.foreign:
        if tag not in DECORATION:
            yield Finding(
                "element-unsupported",
                node_id,
                name,
                f"Phần tử «{tag}» chưa chạy được. Hãy thay bằng phần tử khác.",
                f"«{tag}» cannot run here. Replace it by another element.",
            )
    for element in case.process.elements.values():
        for attribute in element.odd:
            yield _at(
                element,
                "attribute-unsupported",
                f"Thuộc tính «{attribute}» chưa chạy được. Hãy bỏ thuộc tính đó.",
                f"The property «{attribute}» cannot run here. Remove it.",
            )
        if element.multi:
            yield _at(
                element,
                "loop-unsupported",
                "Vòng lặp và đa thể hiện chưa chạy được.",
                "Loops and multi-instance markers cannot run here.",
            )


def _known_events(case: Case) -> Iterator[Finding]:
    for element in case.process.elements.values():
        supported = SUPPORTED_EVENTS.get(element.tag, frozenset())
        for event in element.events:
            if event.kind not in supported:
                yield _at(
                    element,
                    "event-unsupported",
                    f"Sự kiện «{event.kind}» chưa chạy được ở đây.",
                    f"A «{event.kind}» event cannot run here.",
                )
        if len(element.events) > 1:
            yield _at(
                element,
                "event-several",
                "Phần tử mang nhiều sự kiện. Hãy tách ra.",
                "Several event definitions on one element. Split them.",
            )
        if not element.events and element.tag in MUST_HAVE_EVENT:
            yield _at(
                element,
                "event-missing",
                "Phần tử chưa nói chờ hay gửi điều gì (thông điệp, mốc thời gian).",
                "The element does not say what it waits for or sends.",
            )


def _people(case: Case) -> Iterator[Finding]:
    for element in case.process.elements.values():
        if element.tag != "userTask":
            continue
        role, form = element.props.get("role", ""), element.props.get("form", "")
        if role not in ROLES:
            yield _at(
                element,
                "role-unknown",
                f"Vai trò «{role}» không có. Hãy chọn: {', '.join(sorted(ROLES))}.",
                f"There is no role «{role}». Choose one of: {', '.join(sorted(ROLES))}.",
            )
        if form not in case.forms:
            yield _at(
                element,
                "form-unknown",
                f"Không có biểu mẫu «{form}».",
                f"There is no form «{form}».",
            )
        if element.props.get("whenReplaced", "pass") not in REPLACED:
            yield _at(
                element,
                "replacement-unknown",
                "Cách xử lý khi đơn vị được thay thế phải là pass, merge hoặc cancel.",
                "What happens when the unit is replaced must be pass, merge or cancel.",
            )


def _services(case: Case) -> Iterator[Finding]:
    for element in case.process.elements.values():
        if element.tag != "serviceTask":
            continue
        handler = element.props.get("handler", "")
        if handler not in case.services:
            known = ", ".join(sorted(case.services))
            yield _at(
                element,
                "service-unknown",
                f"Không có dịch vụ «{handler}». Các dịch vụ có sẵn: {known}.",
                f"There is no service «{handler}». There are: {known}.",
            )
            continue
        declared = case.services[handler]
        for name in sorted(declared - element.inputs.keys()):
            yield _at(
                element,
                "service-input-missing",
                f"Dịch vụ «{handler}» cần đầu vào «{name}».",
                f"The service «{handler}» needs the input «{name}».",
            )
        for name in sorted(element.inputs.keys() - declared):
            yield _at(
                element,
                "service-input-unknown",
                f"Dịch vụ «{handler}» không nhận đầu vào «{name}».",
                f"The service «{handler}» takes no input «{name}».",
            )


def _letters(case: Case) -> Iterator[Finding]:
    flows = {f.source for f in case.model.message_flows}
    throwing = ("intermediateThrowEvent", "endEvent", "sendTask")
    for element in case.process.elements.values():
        event = element.event("message")
        if event is None:
            continue
        if not event.text:
            yield _at(element, "message-missing", "Chưa chọn thông điệp.", "No message is chosen.")
        if element.tag not in throwing:
            continue
        if element.id not in flows:
            yield _at(
                element,
                "message-flow-missing",
                "Thông điệp gửi đi nhưng không có luồng tới nhóm nào.",
                "The message is sent, but no message flow leads to a pool.",
            )
        if not element.props.get("recipients"):
            yield _at(
                element,
                "recipients-missing",
                "Chưa nói gửi cho những đơn vị nào.",
                "It is not said which units receive it.",
            )
        if element.props.get("directive", "own") not in ("own", "issued"):
            yield _at(
                element,
                "directive-choice",
                "Thuộc tính directive phải là own hoặc issued.",
                "The property directive must be own or issued.",
            )


def _tiers(case: Case) -> Iterator[Finding]:
    if not case.process.tiers and len(case.model.processes) > 1:
        yield Finding(
            "tier-missing",
            case.process.id,
            case.process.name,
            "Nhóm chưa có cấp đơn vị (dondoc:tier).",
            "The pool has no tier of units (dondoc:tier).",
        )


def _at(element: Element, code: str, vi: str, en: str) -> Finding:
    return Finding(code, element.id, element.name, vi, en)


Rule = Callable[[Case], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    _ids,
    _executable,
    _known_elements,
    _known_events,
    _people,
    _services,
    _letters,
    _tiers,
    lambda case: vet_flow.findings(case.process),
)
