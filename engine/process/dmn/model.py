"""A decision model as others use it: its decisions and services, ready to be evaluated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Finding
from engine.process.dmn.nodes import Frame, Node
from engine.process.dmn.services import Service
from engine.process.dmn.table import Matched, Tracing
from engine.process.dmn.types import Type
from engine.process.feel import Calendar, FeelLimitExceeded
from engine.process.feel.expression import finished
from engine.process.feel.values import Run, Value, adapt
from engine.process.feel.words import canonical


@dataclass(frozen=True, slots=True)
class Trace:
    """One evaluation for the audit: the value, and each table that was read, in order."""

    value: Value
    tables: tuple[Matched, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision or decision service, to be called like a compiled expression.

    ``names`` are the inputs it needs, of all the decisions it requires too; an input of an
    imported model is a context under the import's name. Immutable, shareable between threads.
    """

    id: str
    name: str
    names: frozenset[str]
    text: str
    _node: Node = field(repr=False, compare=False)
    _service: Service | None = field(default=None, repr=False, compare=False)

    def evaluate(
        self,
        context: Mapping[str, object],
        now: dt.datetime | None = None,
        calendar: Calendar | None = None,
        warnings: list[str] | None = None,
    ) -> Value:
        """The decision's value for these inputs; absent ones are null.

        ``warnings`` receives what gave null: Problems (see problems.py), and FEEL's own remarks.
        ``now`` and ``calendar`` are as for Expression. Raises FeelLimitExceeded.
        """
        return self._run(context, Run(now, calendar, warnings))

    def explain(
        self,
        context: Mapping[str, object],
        now: dt.datetime | None = None,
        calendar: Calendar | None = None,
        warnings: list[str] | None = None,
    ) -> Trace:
        """As evaluate, with the rules that matched in every table on the way."""
        run = Tracing(now, calendar, warnings)
        run.matched = []
        value = self._run(context, run)
        return Trace(value, tuple(run.matched))

    def _run(self, context: Mapping[str, object], run: Run) -> Value:
        try:
            if self._service is not None:
                return finished(self._serve(self._service, context, run), run)
            return finished(self._node.value(Frame(context, {}), run), run)
        except RecursionError:
            raise FeelLimitExceeded(
                what="độ sâu lồng nhau", what_en="nesting depth", limit=100
            ) from None

    def _serve(self, service: Service, context: Mapping[str, object], run: Run) -> Value:
        function = self._node.value(Frame({}, {}), run)
        args: list[Value] = []
        for link in service.inputs:
            inner = context.get(link.prefix) if link.prefix else context
            found = inner.get(link.node.name) if isinstance(inner, Mapping) else None
            args.append(adapt(found))
        return function.call(run, args)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """A file that was read. ``inputs`` are its own input data: name -> type name ("Any").

    ``findings`` is empty unless it was read with ``strict=False``.
    """

    id: str
    name: str
    namespace: str
    decisions: Mapping[str, Decision]
    services: Mapping[str, Decision]
    inputs: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False, compare=False)
    types: Mapping[str, Type] = field(default_factory=dict, repr=False, compare=False)
    members: frozenset[str] = field(default=frozenset(), repr=False, compare=False)

    def named(self, name: str) -> Decision | None:
        """The decision, else the service, of that name."""
        wanted = canonical(name)
        for group in (self.decisions, self.services):
            for found in group.values():
                if canonical(found.name) == wanted:
                    return found
        return None
