"""Which names an expression may read at an element of a drawing, and where each comes from.

For an editor that completes them while one draws: the drawing need not be one that can run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.process.feel.words import canonical
from engine.process.model import Element, Flow, Model, Process
from engine.process.value_types import ANY, Type
from engine.process.vet_case import Forms, around
from engine.process.vet_names import ALWAYS, Names, ScopeNames, marker_names
from engine.process.vet_places import COMPLEX_START, COMPLEX_WAY
from engine.process.vet_types import TypeScope

ALWAYS_THERE, DECLARED, ANSWERED, COMPUTED, COUNTED = (
    "always",
    "declared",
    "form",
    "result",
    "marker",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name and its origin: ``kind`` is one of the constants above, ``of`` what it comes from.

    ``of`` is a form's name, an element's name or id, or ''; ``type`` what is known of its value.
    """

    name: str
    kind: str
    of: str = ""
    type: Type = ANY


def at(model: Model, place: str, forms: Forms) -> list[Known]:
    """The names known at the element, flow or process with the id ``place``, sorted.

    [] for an id that the model does not hold.
    """
    for process in model.processes.values():
        names = _names(process, place, ScopeNames(process, forms))
        if names is not None:
            origins = _origins(process, forms)
            types = TypeScope(model, process, forms)
            known = [origins.get(name, Known(name, COUNTED)) for name in set(names)]
            typed = (replace(one, type=types.known(one.name)) for one in known)
            return sorted(typed, key=lambda one: one.name.casefold())
    return []


def _names(process: Process, place: str, names: ScopeNames) -> Names | None:
    if place == process.id:
        return names.of(process.id)
    element = process.elements.get(place)
    if element is not None:
        return _of_element(element, names)
    flow = next((f for f in process.flows if f.id == place), None)
    return _of_flow(process, flow, names) if flow is not None else None


def _of_element(element: Element, names: ScopeNames) -> Names:
    if element.tag in ("startEvent", "boundaryEvent"):
        return names.watching(element)
    if element.tag == "complexGateway":
        return Names(COMPLEX_START, names.of(element.scope))
    if element.tag == "adHocSubProcess":
        return Names(marker_names(element), names.of(element.id))
    return names.in_activity(element)


def _of_flow(process: Process, flow: Flow, names: ScopeNames) -> Names:
    source = process.elements.get(flow.source)
    if source is not None and source.tag == "complexGateway":
        return Names(COMPLEX_WAY, names.of(flow.scope))
    return names.of(flow.scope)


def _origins(process: Process, forms: Forms) -> dict[str, Known]:
    """Each name under its canonical spelling; what is declared wins over what is written."""
    found: dict[str, Known] = {}
    for known in (*_written(process, forms), *_declared(process)):
        found[canonical(known.name)] = Known(canonical(known.name), known.kind, known.of)
    return found


def _declared(process: Process) -> Iterator[Known]:
    yield from (Known(name, ALWAYS_THERE) for name in ALWAYS)
    yield from (Known(name, DECLARED) for name in process.variables)
    for element in process.elements.values():
        of = element.name or element.id
        for name in (*element.variables, *element.data_names):
            yield Known(name, DECLARED, of)


def _written(process: Process, forms: Forms) -> Iterator[Known]:
    for element in process.elements.values():
        of = element.name or element.id
        for holder in (element, *around(process, element.scope)):
            marker = holder.instances
            if marker is not None:
                yield from (Known(n, COUNTED, of) for n in (marker.item, marker.output) if n)
        for name in (*element.outputs, element.props.get("result", "")):
            if name:
                yield Known(name, COMPUTED, of)
        form = element.props.get("form", "")
        yield from (Known(name, ANSWERED, form) for name in forms.get(form, ()))
