"""What follows when a task is finished, read off its diagram: the next task, a letter, a choice. Pure.

What the system does by itself in between (services, scripts, tables) is passed over: a person asks
who is next. A branch ends at the next task of a person, at the process's end, or where it comes
back to a step already told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.process.model import SUBPROCESSES, Element, Flow, Model, Process

TASK, LETTER, WAIT, CHOICE, ALL, BRANCH, UNLESS, AGAIN, END = (
    "task",
    "letter",
    "wait",
    "choice",
    "all",
    "branch",
    "unless",
    "again",
    "end",
)
MOST_STEPS = 60
"""Of one answer; a diagram in a thousand has more, and nobody reads on."""


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that follows.

    A ``task`` has a ``role``. A ``letter`` goes ``to`` a unit or pool, whose first tasks are its
    ``then``. ``choice`` and ``all`` hold branches; a ``branch`` is named after its condition ('':
    otherwise), ``unless`` after the event that ends the task early. ``again`` is a step told above; a person's has its role.
    """

    kind: str
    name: str = ""
    role: str = ""
    to: str = ""
    then: tuple[Next, ...] = ()


def after(
    model: Model, process: Process, element_id: str, known: Mapping[str, object] | None = None
) -> tuple[Next, ...]:
    """What follows the task; ``known`` are the instance's variables, by which units get a name."""
    walk = _Walk(model, known or {})
    here = process.elements[element_id]
    early = (
        Next(UNLESS, event.name, then=walk.leaving(process, event, frozenset({element_id})))
        for event in process.boundaries(element_id)
        if event.interrupting
    )
    return (*walk.leaving(process, here, frozenset({element_id})), *early)


class _Walk:
    """One reading of a diagram, at most ``MOST_STEPS`` long."""

    def __init__(self, model: Model, known: Mapping[str, object]) -> None:
        self._model = model
        self._known = known
        self._left = MOST_STEPS

    def leaving(self, process: Process, element: Element, seen: frozenset[str]) -> tuple[Next, ...]:
        """What follows an element that is done."""
        flows = process.outgoing(element.id)
        if not flows:
            return self._out_of_scope(process, element, seen)
        if len(flows) == 1:
            return self._at(process, flows[0].target, seen)
        return (Next(ALL, then=self._branches(process, flows, seen)),)

    def _at(self, process: Process, element_id: str, seen: frozenset[str]) -> tuple[Next, ...]:
        element = process.elements[element_id]
        self._left -= 1
        if element_id in seen or self._left <= 0:
            return (Next(AGAIN, element.name, element.props.get("role", "")),)
        seen |= {element_id}
        if element.tag in ("userTask", "manualTask"):
            return (Next(TASK, element.name, element.props.get("role", "")),)
        if element.tag in SUBPROCESSES:
            return self._into(process, element, seen)
        if element.tag.endswith("Gateway") and len(process.outgoing(element_id)) > 1:
            return self._gateway(process, element, seen)
        rest = self.leaving(process, element, seen)
        return (*self._told(process, element), *rest)

    def _told(self, process: Process, element: Element) -> Iterable[Next]:
        """What a person hears of an element on the way."""
        sends = element.tag in ("intermediateThrowEvent", "endEvent") and element.event("message")
        if sends or element.tag == "sendTask":
            return (self._letter(process, element),)
        if element.tag in ("intermediateCatchEvent", "receiveTask"):
            return (Next(WAIT, element.name),)
        return ()

    def _gateway(
        self, process: Process, element: Element, seen: frozenset[str]
    ) -> tuple[Next, ...]:
        flows = process.outgoing(element.id)
        kind = ALL if element.tag == "parallelGateway" else CHOICE
        if element.tag == "eventBasedGateway":
            branches = tuple(
                Next(BRANCH, process.elements[f.target].name, then=self._caught(process, f, seen))
                for f in flows
            )
        else:
            branches = self._branches(process, flows, seen)
        told = tuple(b for b in branches if kind == CHOICE or _says(b))
        if kind == ALL and len(told) == 1:
            return told[0].then
        return (Next(kind, element.name, then=told),)

    def _branches(
        self, process: Process, flows: Sequence[Flow], seen: frozenset[str]
    ) -> tuple[Next, ...]:
        return tuple(
            Next(BRANCH, flow.name, then=self._at(process, flow.target, seen)) for flow in flows
        )

    def _caught(self, process: Process, flow: Flow, seen: frozenset[str]) -> tuple[Next, ...]:
        event = process.elements[flow.target]
        return self.leaving(process, event, seen | {event.id})

    def _into(self, process: Process, scope: Element, seen: frozenset[str]) -> tuple[Next, ...]:
        starts = [e for e in process.inside(scope.id) if e.tag == "startEvent" and not e.events]
        found = tuple(n for start in starts for n in self.leaving(process, start, seen))
        return found or self.leaving(process, scope, seen)

    def _out_of_scope(
        self, process: Process, element: Element, seen: frozenset[str]
    ) -> tuple[Next, ...]:
        """The end of a sub-process leads on after it, that of the process nowhere."""
        scope = process.elements.get(element.scope)
        if scope is None or element.tag != "endEvent":
            return (Next(END, element.name),) if element.tag == "endEvent" else ()
        return self.leaving(process, scope, seen)

    def _letter(self, process: Process, element: Element) -> Next:
        name = element.name or next((e.text for e in element.events), "")
        letter = Next(LETTER, name, to=self._named(element.props.get("recipients", "")))
        for flow in self._model.message_flows:
            other = self._model.process_of(flow.target) if flow.source == element.id else None
            if other is None or other.id == process.id:
                continue
            target = other.elements[flow.target]
            first = _tasks(self.leaving(other, target, frozenset({target.id})))
            to = letter.to or other.name
            letter = replace(letter, to=to, then=(*letter.then, *first))
        return letter

    def _named(self, recipients: str) -> str:
        """The unit whom a letter goes to, where its selector is a variable that holds one."""
        unit = self._known.get(recipients)
        return str(unit.get("name", "")) if isinstance(unit, Mapping) else ""


def _tasks(found: Iterable[Next]) -> tuple[Next, ...]:
    return _kept(found, lambda n: n.kind == TASK)


def _kept(found: Iterable[Next], wanted: Callable[[Next], bool]) -> tuple[Next, ...]:
    flat: list[Next] = []
    for one in found:
        if wanted(one):
            flat.append(one)
        elif one.kind in (CHOICE, ALL, BRANCH):
            flat.extend(_kept(one.then, wanted))
    return tuple(dict.fromkeys(flat))


def _says(branch: Next) -> bool:
    """Whether a parallel branch holds anything for a person: the clockwork beside a task does not."""
    return bool(_kept(branch.then, lambda n: n.kind in (TASK, LETTER) or bool(n.role)))
