"""Rules about who or what does a task: people and forms, services, scripts, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.errors import Finding, InputError
from engine.process.expressions import compile_text
from engine.process.model import Element
from engine.process.vet_case import Case, Said, at
from engine.process.vet_constants import MOST_SHOWN

TEXTS = {
    "role-unknown": Said(
        "Vai trò «{role}» không có. Hãy chọn: {known}.",
        "There is no role «{role}». Choose one of: {known}.",
    ),
    "form-unknown": Said(
        "Không có biểu mẫu «{form}». Hãy chọn một trong: {known}.",
        "There is no form «{form}». Choose one of: {known}.",
    ),
    "role-missing": Said(
        "Chưa chọn vai trò; hãy chọn một trong: {known}.",
        "No role is chosen; choose one of: {known}.",
    ),
    "form-missing": Said(
        "Chưa chọn biểu mẫu; hãy chọn một trong: {known}.",
        "No form is chosen; choose one of: {known}.",
    ),
    "replacement-unknown": Said(
        "Cách xử lý «{value}» khi đơn vị được thay thế không có. Hãy chọn pass, merge hoặc cancel.",
        "What happens when the unit is replaced is «{value}». Choose pass, merge or cancel.",
    ),
    "service-unknown": Said(
        "Không có dịch vụ «{handler}». Hãy chọn một trong: {known}.",
        "There is no service «{handler}». Choose one of: {known}.",
    ),
    "service-missing": Said(
        "Chưa chọn dịch vụ; hãy chọn một trong: {known}.",
        "No service is chosen; choose one of: {known}.",
    ),
    "service-input-missing": Said(
        "Dịch vụ «{handler}» cần đầu vào «{input}». Hãy thêm đầu vào đó.",
        "The service «{handler}» needs the input «{input}». Add it.",
    ),
    "service-input-unknown": Said(
        "Dịch vụ «{handler}» không nhận đầu vào «{input}». Hãy bỏ đầu vào đó.",
        "The service «{handler}» takes no input «{input}». Remove it.",
    ),
    "service-input-value": Said(
        "Đầu vào «{input}» của dịch vụ «{handler}» là {value}; chỉ nhận: {known}. Hãy chọn một.",
        "The input «{input}» of the service «{handler}» is {value}; it takes: {known}. Choose one.",
    ),
    "script-format": Said(
        "Chỉ chạy được kịch bản FEEL, không chạy «{format}». Hãy viết lại bằng FEEL "
        '(scriptFormat="feel").',
        'Only FEEL scripts run, not «{format}». Write it in FEEL (scriptFormat="feel").',
    ),
    "script-result": Said(
        "Kịch bản chưa nói ghi kết quả vào biến nào. Hãy đặt dondoc:result.",
        "The script does not say which variable takes its result. Set dondoc:result.",
    ),
    "decision-unknown": Said(
        "Không có quyết định «{decision}». Hãy chọn một trong: {known}.",
        "There is no decision «{decision}». Choose one of: {known}.",
    ),
    "decision-missing": Said(
        "Chưa chọn quyết định; hãy chọn một quyết định đã triển khai.",
        "No decision is chosen; choose one that is deployed.",
    ),
    "decision-result": Said(
        "Chưa nói ghi kết quả của quyết định vào biến nào. Hãy đặt dondoc:result.",
        "It is not said which variable takes the decision's result. Set dondoc:result.",
    ),
}
ROLES = frozenset({"vanthu", "lanhdao", "chuyenvien", "quantri"})
REPLACED = frozenset({"pass", "merge", "cancel"})
FEEL = frozenset({"feel", "application/feel"})
_MOST_NAMED = 20  # a list of what there is helps while it can be read


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with user, service, script and business rule tasks."""
    for element in case.elements:
        match element.tag:
            case "userTask":
                yield from _person(case, element)
            case "serviceTask":
                yield from _service(case, element)
            case "scriptTask":
                yield from _script(element)
            case "businessRuleTask":
                yield from _rule(case, element)


def _person(case: Case, element: Element) -> Iterator[Finding]:
    role, form = element.props.get("role", ""), element.props.get("form", "")
    if role not in ROLES:
        yield _chosen("role", element, role, ROLES)
    if form not in case.file.forms:
        yield _chosen("form", element, form, case.file.forms)
    replaced = element.props.get("whenReplaced", "pass")
    if replaced not in REPLACED:
        yield at(TEXTS, "replacement-unknown", element, value=replaced)


def _service(case: Case, element: Element) -> Iterator[Finding]:
    handler = element.props.get("handler", "")
    declared = case.file.services.get(handler)
    if declared is None:
        yield _chosen("service", element, handler, case.file.services, "handler")
        return
    for name in sorted(set(declared) - element.inputs.keys()):
        yield at(TEXTS, "service-input-missing", element, handler=handler, input=name)
    for name in sorted(element.inputs.keys() - set(declared)):
        yield at(TEXTS, "service-input-unknown", element, handler=handler, input=name)
    if isinstance(declared, Mapping):
        yield from _values(element, handler, declared)


def _values(
    element: Element, handler: str, declared: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Inputs that are always the same, and nothing that the service knows."""
    for name, known in declared.items():
        text = element.inputs.get(name, "")
        if not known or not text:
            continue
        try:
            value = compile_text(text, ()).evaluate({})
        except InputError:  # it reads variables, or is no expression: that is said elsewhere
            continue
        if value not in known:
            shown = "null" if value is None else f"«{value}»"
            said = {"handler": handler, "input": name, "value": shown[:MOST_SHOWN]}
            yield at(TEXTS, "service-input-value", element, known=_some(known), **said)


def _script(element: Element) -> Iterator[Finding]:
    if element.script_format.strip().lower() not in FEEL:
        yield at(TEXTS, "script-format", element, format=element.script_format)
    if not element.props.get("result"):
        yield at(TEXTS, "script-result", element)


def _rule(case: Case, element: Element) -> Iterator[Finding]:
    decision = element.props.get("decision", "")
    if decision not in case.file.decisions:
        yield _chosen("decision", element, decision, case.file.decisions)
    if not element.props.get("result"):
        yield at(TEXTS, "decision-result", element)


def _chosen(
    what: str, element: Element, value: str, known: Collection[str], said: str = ""
) -> Finding:
    """That nothing was chosen, or what does not exist."""
    if not value.strip():
        return at(TEXTS, f"{what}-missing", element, known=_some(known))
    return at(TEXTS, f"{what}-unknown", element, known=_some(known), **{said or what: value})


def _some(names: Collection[str]) -> str:
    found = ", ".join(sorted(names)[:_MOST_NAMED])
    return (f"{found}…" if len(names) > _MOST_NAMED else found) or "–"
