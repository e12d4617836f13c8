"""Signals between instances: who of the same directive can hear one that was thrown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints, texts
from engine.deliveries import Delivery, Engine, Reached, To
from engine.process.definition import Definition
from engine.process.events import Broadcast, Signal

_RUNS = text("""
    SELECT DISTINCT directive_id, model_id, process FROM instance
    WHERE directive_id = ANY(CAST(:directives AS bigint[])) AND status = 'running'
""")
_HEARERS = text("""
    SELECT r.nth, i.id
    FROM unnest(CAST(:nth AS int[]), CAST(:senders AS bigint[]), CAST(:directives AS bigint[]),
                CAST(:models AS bigint[]), CAST(:processes AS text[]))
        AS r(nth, sender, directive_id, model_id, process)
    JOIN instance i ON i.directive_id = r.directive_id AND i.model_id = r.model_id
        AND i.process = r.process AND i.id <> r.sender
    WHERE i.status = 'running' ORDER BY r.nth, i.id
""")


def hearers(
    session: Session, engine: Engine, thrown: Sequence[tuple[Reached, Broadcast]]
) -> list[Delivery]:
    """Deliveries of signals to the other running instances of the same directive.

    Only processes that can catch a signal of that name are asked; an instance that does not wait
    for it just now is no fault. An instance without a directive is heard by nobody.
    """
    kinds = _running(session, engine, {r.directive_id for r, _ in thrown})
    asked = [
        (nth, reached.id, directive, model_id, process)
        for nth, (reached, signal) in enumerate(thrown)
        if (directive := reached.directive_id) is not None
        for model_id, process, names in kinds.get(directive, ())
        if signal.name in names
    ]
    if not asked:
        return []
    numbers, senders, about, models, processes = zip(*asked, strict=True)
    rows = session.execute(
        _HEARERS,
        {
            "nth": ints(numbers),
            "senders": ints(senders),
            "directives": ints(about),
            "models": ints(models),
            "processes": texts(processes),
        },
    )
    events = [(Signal(s.name, dict(s.data)), r.depth + 1) for r, s in thrown]
    return [To(r.id, events[r.nth][0], depth=events[r.nth][1]) for r in rows]


def _running(
    session: Session, engine: Engine, directives: set[int | None]
) -> dict[int, list[tuple[int, str, frozenset[str]]]]:
    """By directive the processes that run in it, each with the signals that it can catch."""
    found: dict[int, list[tuple[int, str, frozenset[str]]]] = {}
    rows = session.execute(_RUNS, {"directives": ints(d for d in directives if d is not None)})
    for directive, model_id, process in rows:
        definition = engine.library.load(session, model_id).processes[process]
        found.setdefault(directive, []).append((model_id, process, _caught(definition)))
    return found


@lru_cache(1024)
def _caught(definition: Definition) -> frozenset[str]:
    """The signals that some element of the process waits for."""
    catching = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
    return frozenset(
        event.text
        for element in definition.elements.values()
        if element.tag in catching
        for event in element.events
        if event.kind == "signal"
    )
