"""Rules about data: names that variables can have, associations that write what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.errors import Finding
from engine.process.model import ACTIVITIES, Element, Process
from engine.process.variables import RESERVED
from engine.process.vet_case import Case, Forms, Said, at
from engine.process.vet_names import Names, ScopeNames

TEXTS = {
    "name-reserved": Said(
        "Không biến nào được có tên «{name}»: tên không được bắt đầu bằng # hoặc =. Hãy đổi tên.",
        "No variable can have the name «{name}»: a name may not begin with # or =. Rename it.",
    ),
    "data-target-unknown": Said(
        "Liên kết dữ liệu ghi vào «{target}» nhưng không nơi nào khai báo tên đó. Hãy khai báo, "
        "hoặc chọn đích khác.",
        "A data association writes to «{target}», which nothing declares. Declare it, or choose "
        "another target.",
    ),
    "data-place": Said(
        "Liên kết dữ liệu ở phần tử này không chạy được. Hãy chuyển sang một công việc bên cạnh.",
        "A data association does not run at this element. Move it to an activity beside it.",
    ),
}


def findings(case: Case, names: ScopeNames) -> Iterator[Finding]:
    """Everything wrong with data: the names of variables, and the associations."""
    for name in _reserved(case.process.variables):
        yield at(TEXTS, "name-reserved", case.process, name=name)
    for element in case.elements:
        for name in _reserved(_named(element, case.file.forms)):
            yield at(TEXTS, "name-reserved", element, name=name)
        if not element.data_in and not element.data_out:
            continue
        inside, outside = names.at_marker(element), names.of(element.scope)
        yield from _targets(element, [m.target for m in element.data_in], inside)
        yield from _targets(element, [m.target for m in element.data_out], outside)
        takes, gives = _runs(case.process, element)
        if (element.data_in and not takes) or (element.data_out and not gives):
            yield at(TEXTS, "data-place", element)


def _named(element: Element, forms: Forms) -> Iterator[str]:
    """The names of every variable that the element declares, writes or sends."""
    yield from (*element.variables, *element.data_names, *element.inputs, *element.outputs)
    yield from (move.target for move in (*element.data_in, *element.data_out))
    yield from forms.get(element.props.get("form", ""), ())
    yield element.props.get("result", "")
    if element.instances is not None:
        yield from (element.instances.item, element.instances.output, element.instances.outputs)


def _reserved(names: Iterable[str]) -> Iterator[str]:
    return (name for name in dict.fromkeys(names) if name.startswith(RESERVED))


def _targets(element: Element, targets: list[str], names: Names) -> Iterator[Finding]:
    for target in dict.fromkeys(targets):
        if target not in names:
            yield at(TEXTS, "data-target-unknown", element, target=target)


def _runs(process: Process, element: Element) -> tuple[bool, bool]:
    """Whether inputs and outputs of the element are assigned when it runs."""
    if element.tag in ACTIVITIES:
        runs = not element.by_event and not _chosen_by_gateway(process, element)
        return runs, runs
    if element.tag == "intermediateCatchEvent":
        return False, not element.event("link") and not _chosen_by_gateway(process, element)
    return element.tag in ("intermediateThrowEvent", "endEvent"), False


def _chosen_by_gateway(process: Process, element: Element) -> bool:
    sources = (process.elements.get(flow.source) for flow in process.incoming(element.id))
    return any(s is not None and s.tag == "eventBasedGateway" and not s.all_events for s in sources)
