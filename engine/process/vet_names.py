"""Which variables an expression may read, by the place where it stands.

What a process or a sub-process declares is known in it and in everything inside; what is written
(a form's field, a result) belongs to the nearest scope around that declares it, else to the
process. An activity's data inputs and outputs and its marker's variables are known in it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.process.feel import FeelError
from engine.process.feel.words import canonical, scan
from engine.process.model import COUNTERS, SUBPROCESSES, Element, Process
from engine.process.vet_case import around

ALWAYS = ("unit", "directive")
LOOP = ("loopCounter",)
_MAX_TEXT = 10_000


class Names:
    """Names known at a place: its own, and those of the place around it."""

    __slots__ = ("_by_word", "_own", "around")

    def __init__(self, own: Iterable[str], around: Names | None = None) -> None:
        self.around = around
        self._own = frozenset(canonical(name) for name in own)
        # Each under its rarest word: names that share one ("số lượng …") are told apart by others.
        words = {name: tokens(name) for name in self._own}
        often = Counter(word for found in words.values() for word in found)
        self._by_word: dict[str, list[str]] = {}
        for name, found in words.items():
            if found:
                rarest = min(found, key=lambda word: often[word])
                self._by_word.setdefault(rarest, []).append(name)

    def __contains__(self, name: str) -> bool:
        name = canonical(name)
        return any(name in layer._own for layer in self._layers())

    def __iter__(self) -> Iterator[str]:
        return (name for layer in self._layers() for name in layer._own)

    def _layers(self) -> Iterator[Names]:
        layer: Names | None = self
        while layer is not None:
            yield layer
            layer = layer.around

    def near(self, text: str) -> set[str]:
        """Those that the text can mean: the compiler need not look at thousands of others."""
        words = set(tokens(text))
        found: set[str] = set()
        for layer in self._layers():
            for word in words & layer._by_word.keys():
                found.update(layer._by_word[word])
        return found


def tokens(text: str) -> list[str]:
    """The words and signs of a text; none of what is no FEEL at all."""
    if len(text) > _MAX_TEXT:
        return []
    try:
        return [raw.text for raw in scan(text)]
    except FeelError:
        return []


def marker_names(element: Element) -> tuple[str, ...]:
    """What the element's marker makes known in its conditions."""
    if element.instances is not None:
        outputs = (element.instances.outputs,) if element.instances.outputs else ()
        return (*LOOP, *COUNTERS, *outputs)
    return LOOP if element.loop is not None else ()


def _instance_names(element: Element) -> tuple[str, ...]:
    """What each instance of a multi-instance has for itself."""
    marker = element.instances
    return () if marker is None else tuple(n for n in (marker.item, marker.output) if n)


class ScopeNames:
    """The names of every place of one process."""

    def __init__(self, process: Process, forms: Mapping[str, Collection[str]]) -> None:
        self._process = process
        self._forms = forms
        self._scopes: dict[str, Names] = {}
        written = (name for name in self._written() if name)
        self._root = Names({*ALWAYS, *process.variables, *written})

    def of(self, scope: str) -> Names:
        """Of what stands in this sub-process or process."""
        inner = [e for e in around(self._process, scope) if e.id not in self._scopes]
        for element in reversed(inner):
            outside = self.of_known(element.scope)
            if not element.by_event:
                outside = self._in_instance(element, outside)
            own = element.variables
            self._scopes[element.id] = Names(own, outside) if own else outside
        return self.of_known(scope)

    def of_known(self, scope: str) -> Names:
        """Of a scope whose names were made already, else of the process."""
        return self._scopes.get(scope, self._root)

    def at_marker(self, element: Element) -> Names:
        """Of the activity's marker and its data associations."""
        own = (*element.data_names, *marker_names(element))
        return Names(own, self.of(element.scope)) if own else self.of(element.scope)

    def in_activity(self, element: Element) -> Names:
        """Of the activity's own work."""
        return self._in_instance(element, self.of(element.scope))

    def watching(self, element: Element) -> Names:
        """Of a boundary or start event: it waits outside of what it would interrupt or begin."""
        scope = element.scope
        if element.tag == "startEvent" and scope in self._process.elements:
            holder = self._process.elements[scope]
            scope = holder.scope if holder.by_event else scope
        return self.of(scope)

    @staticmethod
    def _in_instance(element: Element, outside: Names) -> Names:
        own = (*element.data_names, *marker_names(element), *_instance_names(element))
        return Names(own, outside) if own else outside

    def _written(self) -> Iterator[str]:
        """Names that are written and land in the process itself."""
        seen: set[tuple[str, str]] = set()
        for element in self._process.elements.values():
            own = {*element.data_names, *_instance_names(element)}
            for name in self._writes(element):
                if name in own or (element.scope, name) in seen:
                    continue
                seen.add((element.scope, name))
                if not self._declared_around(element.scope, name):
                    yield name

    def _writes(self, element: Element) -> Iterator[str]:
        yield from self._forms.get(element.props.get("form", ""), ())
        yield from element.outputs
        if element.tag in ("scriptTask", "businessRuleTask"):
            yield element.props.get("result", "")
        if element.instances is not None:
            yield element.instances.outputs

    def _declared_around(self, scope: str, name: str) -> bool:
        return any(
            name in e.variables or (not e.by_event and name in _declared_inside(e))
            for e in around(self._process, scope)
        )


def _declared_inside(element: Element) -> tuple[str, ...]:
    assert element.tag in SUBPROCESSES
    return (*element.data_names, *marker_names(element), *_instance_names(element))
