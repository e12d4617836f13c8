"""Rules about who or what does a task: people and forms, services, scripts, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.errors import Finding
from engine.process.model import Element
from engine.process.vet_case import Case, Said, at

TEXTS = {
    "role-unknown": Said(
        "Vai trò «{role}» không có. Hãy chọn: {known}.",
        "There is no role «{role}». Choose one of: {known}.",
    ),
    "form-unknown": Said(
        "Không có biểu mẫu «{form}». Hãy chọn một trong: {known}.",
        "There is no form «{form}». Choose one of: {known}.",
    ),
    "replacement-unknown": Said(
        "Cách xử lý «{value}» khi đơn vị được thay thế không có. Hãy chọn pass, merge hoặc cancel.",
        "What happens when the unit is replaced is «{value}». Choose pass, merge or cancel.",
    ),
    "service-unknown": Said(
        "Không có dịch vụ «{handler}». Hãy chọn một trong: {known}.",
        "There is no service «{handler}». Choose one of: {known}.",
    ),
    "service-input-missing": Said(
        "Dịch vụ «{handler}» cần đầu vào «{input}». Hãy thêm đầu vào đó.",
        "The service «{handler}» needs the input «{input}». Add it.",
    ),
    "service-input-unknown": Said(
        "Dịch vụ «{handler}» không nhận đầu vào «{input}». Hãy bỏ đầu vào đó.",
        "The service «{handler}» takes no input «{input}». Remove it.",
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
        yield at(TEXTS, "role-unknown", element, role=role, known=_some(ROLES))
    if form not in case.file.forms:
        yield at(TEXTS, "form-unknown", element, form=form, known=_some(case.file.forms))
    replaced = element.props.get("whenReplaced", "pass")
    if replaced not in REPLACED:
        yield at(TEXTS, "replacement-unknown", element, value=replaced)


def _service(case: Case, element: Element) -> Iterator[Finding]:
    handler = element.props.get("handler", "")
    declared = case.file.services.get(handler)
    if declared is None:
        known = _some(case.file.services)
        yield at(TEXTS, "service-unknown", element, handler=handler, known=known)
        return
    for name in sorted(declared - element.inputs.keys()):
        yield at(TEXTS, "service-input-missing", element, handler=handler, input=name)
    for name in sorted(element.inputs.keys() - declared):
        yield at(TEXTS, "service-input-unknown", element, handler=handler, input=name)


def _script(element: Element) -> Iterator[Finding]:
    if element.script_format.strip().lower() not in FEEL:
        yield at(TEXTS, "script-format", element, format=element.script_format)
    if not element.props.get("result"):
        yield at(TEXTS, "script-result", element)


def _rule(case: Case, element: Element) -> Iterator[Finding]:
    decision = element.props.get("decision", "")
    if decision not in case.file.decisions:
        known = _some(case.file.decisions)
        yield at(TEXTS, "decision-unknown", element, decision=decision, known=known)
    if not element.props.get("result"):
        yield at(TEXTS, "decision-result", element)


def _some(names: Collection[str]) -> str:
    found = ", ".join(sorted(names)[:_MOST_NAMED])
    return (f"{found}…" if len(names) > _MOST_NAMED else found) or "–"
