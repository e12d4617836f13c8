"""One round of ``instances.apply``: lock, advance, write, then services and letters.

A wave's deliveries are for different instances. What follows from them, services' and letters'
deliveries, is the next wave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import audit
from engine.arrays import ints, texts
from engine.deliveries import (
    Applied,
    Begin,
    Delivery,
    Engine,
    Reached,
    ServiceCall,
    To,
)
from engine.faults import mark_repaired, record_faults, what
from engine.instance_rows import Changes, Family, new_ids, write
from engine.process.data import dump, load
from engine.process.definition import Definition
from engine.process.events import (
    Call,
    Change,
    Complete,
    Event,
    Failure,
    Send,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.events import Message as MessageEvent
from engine.process.model import Element
from engine.process.script import Shared
from engine.process.step import Stale, failure

Caused = tuple[Delivery, str]
"""A delivery, and who caused it."""

_LOCK = text("""
    SELECT id, model_id, process, directive_id, unit_id, subject, issued_directive_id, status,
           state, data
    FROM instance WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id FOR UPDATE
""")
_RUNNING = text("""
    SELECT r.nth FROM unnest(CAST(:directives AS bigint[]), CAST(:processes AS text[]),
                             CAST(:units AS bigint[]), CAST(:subjects AS text[]))
        WITH ORDINALITY AS r(directive_id, process, unit_id, subject, nth)
    JOIN instance i ON i.directive_id IS NOT DISTINCT FROM r.directive_id
        AND i.process = r.process AND i.unit_id = r.unit_id AND i.subject = r.subject
    WHERE i.status = 'running'
""")


class Wave:
    """One round of ``apply``; used once."""

    def __init__(
        self,
        session: Session,
        engine: Engine,
        now: datetime,
        applied: Applied,
        shared: Shared,
    ) -> None:
        self.session, self.engine, self.now, self.applied = session, engine, now, applied
        self.shared = shared
        self.actor = ""  # who caused the delivery at hand
        self.changes = Changes()
        self.entries: list[audit.Entry] = []
        self.calls: dict[str, list[ServiceCall]] = {}
        self.sends: list[tuple[Reached, Send]] = []
        self.succeeded: list[tuple[int, str]] = []
        self.faults: list[tuple[Reached, Event, Failure]] = []
        self.moves_timers = False

    def run(self, caused: Sequence[Caused]) -> list[Delivery]:
        """Do it; what follows from it is returned. Raises ``Stale`` for a strict delivery."""
        self.actors = {id(delivery): actor for delivery, actor in caused}
        begins = self._not_running([d for d, _ in caused if isinstance(d, Begin)])
        self._begin(begins)
        self._deliver([d for d, _ in caused if isinstance(d, To)])
        write(self.session, self.changes, self.now, moves_timers=self.moves_timers)
        audit.record(self.session, self.entries, self.now)
        mark_repaired(self.session, self.succeeded, self.now)
        follow: list[Delivery] = []
        for name, calls in self.calls.items():
            handler = self.engine.services[name].handler
            follow.extend(handler(self.session, self.engine, calls, self.now))
        if self.sends:
            reached, lost = self.engine.router(self.session, self.engine, self.sends, self.now)
            follow.extend(reached)
            self.faults.extend(lost)
        record_faults(self.session, self.faults, self.now)
        self.applied.faults.extend(self.faults)
        return follow

    def _not_running(self, begins: list[Begin]) -> list[Begin]:
        if not begins:
            return []
        running = set(
            self.session.scalars(
                _RUNNING,
                {
                    "directives": ints(b.directive_id for b in begins),
                    "processes": texts(b.process for b in begins),
                    "units": ints(b.unit_id for b in begins),
                    "subjects": texts(b.subject for b in begins),
                },
            )
        )
        return [b for nth, b in enumerate(begins, 1) if nth not in running]

    def _begin(self, begins: Sequence[Begin]) -> None:
        families: dict[tuple[object, ...], list[Begin]] = {}
        for begin in begins:
            key = (
                id(begin.event),
                begin.model_id,
                begin.process,
                begin.directive_id,
                begin.subject,
            )
            families.setdefault(key, []).append(begin)
        ids = iter(new_ids(self.session, "instance", len(begins)) if begins else ())
        for family in families.values():
            reached = [
                Reached(next(ids), b.model_id, b.process, b.directive_id, b.unit_id, b.subject)
                for b in family
            ]
            if family[0].unit is None or not self._begin_alike(family, reached):
                for begin, one in zip(family, reached, strict=True):
                    self._begin_one(begin, one)

    def _begin_alike(self, family: Sequence[Begin], reached: Sequence[Reached]) -> bool:
        """Begin all as clones of the first; False if what they do depends on the unit."""
        first = family[0]
        definition = self._definition(first.model_id, first.process)
        try:
            made, read = self.engine.stepper.begin(
                definition, first.own_event(), self.now, self.shared
            )
            rest = dump({k: v for k, v in made.state.data.items() if k != "unit"})
        except (Stale, TypeError):
            return False
        if made.fault is not None or "unit" in read:
            return False
        # A process that sets ``unit`` itself, and variables written as pairs, are no clones.
        if made.state.data.get("unit") is not first.unit or rest.startswith('{"@@":'):
            return False
        self.actor = self.actors[id(first)]
        items = ((item, definition.element(item.element)) for item in made.opened)
        alike = Family(
            ids=[r.id for r in reached],
            units=[r.unit_id for r in reached],
            model_id=first.model_id,
            process=first.process,
            directive_id=first.directive_id,
            subject=first.subject,
            status=made.status,
            state=made.state.text,
            rest="," + rest[1:] if len(rest) > len("{}") else "}",
            actor=self.actor,
            detail=audit.encode(_detail(first.event, made, reached[0])),
            opened=[
                (i.token, e.id, e.name, e.props["role"], e.props["form"], i.due) for i, e in items
            ],
            timers=[(t.token, t.element, t.due) for t in made.timers_set],
        )
        self.changes.families.append(alike)
        self.applied.steps += len(reached)
        for begin, one in zip(family, reached, strict=True):
            one.data = {**made.state.data, "unit": begin.unit}
            self._note_effects(one, made, None)
        return True

    def _begin_one(self, begin: Begin, reached: Reached) -> None:
        self.actor = self.actors[id(begin)]
        definition = self._definition(begin.model_id, begin.process)
        event = begin.own_event()
        try:
            made = self.engine.stepper.advance(definition, None, event, self.now, self.shared)
        except Stale as error:
            made = Transition(State("", {}), fault=failure(error))
        text_of = self._took(reached, definition, event, made, None)
        if text_of is None:
            return
        ended = None if made.status == "running" else self.now
        self.changes.started.append(
            (
                reached.id,
                begin.model_id,
                begin.process,
                begin.directive_id,
                begin.unit_id,
                begin.subject,
                made.status,
                made.state.text,
                text_of,
                self.now,
                ended,
            )
        )

    def _deliver(self, tos: Sequence[To]) -> None:
        if not tos:
            return
        rows = {
            r.id: r for r in self.session.execute(_LOCK, {"ids": ints(t.instance_id for t in tos)})
        }
        for to in tos:
            self.actor = self.actors[id(to)]
            row = rows.get(to.instance_id)
            try:
                if row is None or row.status != "running":
                    raise Stale(what=f"instance {to.instance_id}")
                self._step(to, row)
            except Stale:
                if to.strict:
                    raise
                self.applied.stale.append(to)

    def _step(self, to: To, row: Any) -> None:
        definition = self._definition(row.model_id, row.process)
        reached = Reached(
            row.id,
            row.model_id,
            row.process,
            row.directive_id,
            row.unit_id,
            row.subject,
            row.issued_directive_id,
        )
        try:
            data = load(row.data)
        except (ValueError, TypeError, ArithmeticError) as error:
            # One damaged row is a fault of its own, not the end of everybody's batch.
            self.faults.append((reached, to.event, failure(error)))
            return
        made = self.engine.stepper.advance(
            definition, State(row.state, data), to.event, self.now, self.shared
        )
        text_of = self._took(reached, definition, to.event, made, to.by)
        if text_of is not None:
            kept = None if _same(data, made.state.data) else text_of
            self.changes.moved.append((row.id, made.status, made.state.text, kept))
            self.moves_timers |= isinstance(to.event, Change)

    def _took(
        self,
        reached: Reached,
        definition: Definition,
        event: Event,
        made: Transition,
        by: int | None,
    ) -> str | None:
        """Note a transition's changes and effects; its variables as text, None if it failed."""
        kept = ""
        if made.fault is None:
            try:
                kept = dump(made.state.data)
            except TypeError as error:
                made = Transition(made.state, fault=failure(error))
        if made.fault is not None:
            self.faults.append((reached, event, made.fault))
            return None
        self.applied.steps += 1
        if not isinstance(event, Start):
            self.succeeded.append((reached.id, what(reached, event)))
        reached.data = made.state.data
        self._note_tasks(reached, definition, event, made, by)
        self.changes.timers_cleared.extend((reached.id, *timer) for timer in made.timers_cleared)
        self.changes.timers_set.extend(
            (reached.id, t.token, t.element, t.due) for t in made.timers_set
        )
        self._note_effects(reached, made, event.due if isinstance(event, TimerDue) else None)
        self.entries.append(
            audit.Entry(
                self.actor,
                type(event).__name__.lower(),
                reached.directive_id,
                reached.unit_id,
                reached.id,
                _detail(event, made, reached),
            )
        )
        return kept

    def _note_effects(self, reached: Reached, made: Transition, due: datetime | None) -> None:
        for effect in made.effects:
            if isinstance(effect, Call):
                call = ServiceCall(reached, effect.element, effect.inputs, due)
                self.calls.setdefault(effect.handler, []).append(call)
            else:
                self.sends.append((reached, effect))

    def _note_tasks(
        self,
        reached: Reached,
        definition: Definition,
        event: Event,
        made: Transition,
        by: int | None,
    ) -> None:
        changes = self.changes
        for token, closed in made.closed:
            if isinstance(event, Complete) and event.token == token:
                changes.done.append((reached.id, token, by, dump(event.data)))
                self._milestone(reached, definition.element(closed))
            else:
                changes.cancelled.append((reached.id, token))
        for item in made.opened:
            element = definition.element(item.element)
            changes.opened.append(
                (
                    reached.id,
                    item.token,
                    item.element,
                    element.name,
                    element.props["role"],
                    element.props["form"],
                    reached.unit_id,
                    reached.directive_id,
                    reached.subject,
                    item.due,
                    "open",
                    self.now,
                )
            )

    def _milestone(self, reached: Reached, element: Element) -> None:
        name = element.props.get("milestone")
        if name and reached.directive_id is not None:
            self.changes.milestones.append((reached.directive_id, reached.unit_id, name))

    def _definition(self, model_id: int, process: str) -> Definition:
        return self.engine.library.load(self.session, model_id).processes[process]


def _same(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Whether a step left every variable alone. By identity: 1 and true are equal, not the same."""
    return len(before) == len(after) and all(
        name in after and after[name] is value for name, value in before.items()
    )


def _detail(event: Event, made: Transition, reached: Reached) -> dict[str, object]:
    detail: dict[str, object] = {"process": reached.process, "subject": reached.subject}
    match event:
        case TimerDue(_, element):
            detail["timer"] = element
        case MessageEvent(name, _):
            detail["message"] = name
        case Complete(token, data):
            detail |= {"token": token, "answers": dict(data)}
        case Change(data):
            detail["new"] = dict(data)
    if made.opened:
        detail["opened"] = [item.element for item in made.opened]
    if made.status != "running":
        detail["status"] = made.status
    return detail
