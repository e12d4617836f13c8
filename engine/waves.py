"""One round of ``instances.apply``: lock, advance, write, then services and letters.

A wave's deliveries are for different instances. What follows from them, services' and letters'
deliveries, is the next wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
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
    Faulted,
    Handler,
    Reached,
    ServiceCall,
    To,
)
from engine.errors import InputError
from engine.faults import mark_repaired, record_faults
from engine.instance_families import Family
from engine.instance_rows import new_ids, write
from engine.process.data import dump, load
from engine.process.definition import Definition
from engine.process.evaluation import Shared
from engine.process.events import (
    Complete,
    Event,
    Message,
    Send,
    Signal,
    State,
    Transition,
)
from engine.process.step import Stale, failure
from engine.signals import hearers
from engine.step_details import detail, same
from engine.wave_calls import CallsFailed, ask
from engine.wave_notes import Notes, form_of

FEW = 4
"""Fewer are written one by one: a statement of their own costs more than they do."""

Caused = tuple[Delivery, str]
"""A delivery, and who caused it."""

_LOCK = text("""
    SELECT id, model_id, process, directive_id, unit_id, subject, issued_directive_id, status,
           state, data
    FROM instance WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id FOR UPDATE
""")
_RUNNING = text("""
    SELECT r.nth, i.id FROM unnest(CAST(:directives AS bigint[]), CAST(:processes AS text[]),
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
        self.notes = Notes(now)
        self.lost: list[Faulted] = []  # deliveries that were undone
        self.reached: dict[int, tuple[Delivery, Reached]] = {}
        self.stale: list[Delivery] = []
        self.actors: dict[int, str] = {}
        self.deaf: set[tuple[str, str, str]] = set()  # states that hear no such signal

    def run(self, caused: Sequence[Caused]) -> list[Delivery]:
        """Do it; what follows from it is returned. Raises ``Stale`` for a strict delivery.

        A delivery that leads to a call which fails is undone, and a fault of its instance; an
        officer's own answers that a service refuses (``InputError``) raise.
        """
        while True:
            try:
                return self._run(caused)
            except CallsFailed as failed:
                caused, refused = self._without(caused, failed)
            if refused is not None:
                try:
                    raise refused
                finally:
                    del refused  # an error that its own frame holds keeps every row there alive

    def _without(
        self, caused: Sequence[Caused], failed: CallsFailed
    ) -> tuple[list[Caused], InputError | None]:
        """What is left to do again without those to blame, or what a person is to be told."""
        blamed = set()
        for instance_id, (failure_, refused) in failed.wrong.items():
            delivery, reached = self.reached[instance_id]
            if refused is not None and _answered(delivery):
                return [], refused
            event = delivery.event if isinstance(delivery, To) else delivery.own_event()
            self.lost.append((reached, event, failure_))
            blamed.add(id(delivery))
        left = [(delivery, actor) for delivery, actor in caused if id(delivery) not in blamed]
        return left, None

    def _run(self, caused: Sequence[Caused]) -> list[Delivery]:
        self.notes = Notes(self.now)
        self.notes.faults.extend(self.lost)
        self.reached, self.stale = {}, []
        self.actors = {id(delivery): actor for delivery, actor in caused}
        begins, gathered = self._not_running([d for d, _ in caused if isinstance(d, Begin)])
        self._begin(begins)
        self._deliver([d for d, _ in caused if isinstance(d, To)])
        follow = [*gathered, *self._written()]
        self.applied.stale.extend(self.stale)
        self.applied.faults.extend(self.notes.faults)
        self.applied.steps += self.notes.steps
        return follow

    def _written(self) -> list[Delivery]:
        """Write what was noted, and do what it asks for; undone as a whole if a call fails."""
        if self.notes.calls or self.notes.sends:
            with self.session.begin_nested():
                return self._write()
        return self._write()

    def _write(self) -> list[Delivery]:
        notes = self.notes
        write(self.session, notes.changes, self.now, moves_timers=notes.moves_timers)
        if self.engine.history:
            audit.record(self.session, notes.entries, self.now)
        mark_repaired(self.session, notes.succeeded, self.now)
        follow = self._effects()
        record_faults(self.session, notes.faults, self.now)
        if self.engine.watch is not None:
            self.engine.watch(notes.changes, self.now)
        return follow

    def _effects(self) -> list[Delivery]:
        """Services, letters, signals; what they deliver."""
        follow: list[Delivery] = []
        for name, calls in self.notes.calls.items():
            service = partial(self._served, self.engine.services[name].handler)
            follow.extend(ask(self.session, service, calls))
        if self.notes.sends:
            reached, lost = ask(self.session, self._routed, self.notes.sends)
            follow.extend(reached)
            self.notes.faults.extend(lost)
        if self.notes.signals:
            follow.extend(hearers(self.session, self.engine, self.notes.signals))
        return follow

    def _served(self, handler: Handler, calls: Sequence[ServiceCall]) -> list[Delivery]:
        return handler(self.session, self.engine, calls, self.now)

    def _routed(
        self, sends: Sequence[tuple[Reached, Send]]
    ) -> tuple[list[Delivery], list[Faulted]]:
        return self.engine.router(self.session, self.engine, sends, self.now)

    def _not_running(self, begins: list[Begin]) -> tuple[list[Begin], list[To]]:
        """Beginnings of what does not run yet, and letters for starts that gather several.

        Those letters are for the next wave: this one may have something for their instance.
        """
        if not begins:
            return [], []
        rows = self.session.execute(
            _RUNNING,
            {
                "directives": ints(b.directive_id for b in begins),
                "processes": texts(b.process for b in begins),
                "units": ints(b.unit_id for b in begins),
                "subjects": texts(b.subject for b in begins),
            },
        )
        running = {row.nth: row.id for row in rows}
        gathered = []
        for nth, instance_id in running.items():
            begin = begins[nth - 1]
            start = self._definition(begin.model_id, begin.process).message_start(
                begin.event.message
            )
            if start is not None and start.all_events:
                data = {k: v for k, v in begin.event.data.items() if k != "directive"}
                letter = Message(begin.event.message, data)
                gathered.append(To(instance_id, letter, depth=begin.depth))
        return [b for nth, b in enumerate(begins, 1) if nth not in running], gathered

    def _begin(self, begins: Sequence[Begin]) -> None:
        families: dict[tuple[object, ...], list[Begin]] = {}
        for begin in begins:
            key = (id(begin.event), begin.model_id, begin.process, *begin.own)
            families.setdefault(key, []).append(begin)
        ids = iter(new_ids(self.session, "instance", len(begins)) if begins else ())
        for family in families.values():
            reached = [
                Reached(
                    next(ids),
                    b.model_id,
                    b.process,
                    b.directive_id,
                    b.unit_id,
                    b.subject,
                    depth=b.depth,
                )
                for b in family
            ]
            self.reached |= {r.id: (b, r) for b, r in zip(family, reached, strict=True)}
            few = len(family) < FEW or family[0].unit is None
            if few or not self._begin_alike(family, reached):
                for begin, one in zip(family, reached, strict=True):
                    self._begin_one(begin, one)

    def _begin_alike(self, family: Sequence[Begin], reached: Sequence[Reached]) -> bool:
        """Begin all as clones of the first; False if what they do depends on what differs."""
        first = family[0]
        definition = self._definition(first.model_id, first.process)
        apart = {**first.own, "unit": first.unit}
        try:
            made, read = self.engine.stepper.begin(
                definition, first.own_event(), self.now, self.shared
            )
            rest = dump({k: v for k, v in made.state.data.items() if k not in apart})
            own = _own(family)
        except (Stale, TypeError):
            return False
        if made.fault is not None or own is None or not read.isdisjoint(apart):
            return False
        # A process that sets them itself, and variables written as pairs, are no clones.
        kept = all(made.state.data.get(name) is value for name, value in apart.items())
        if not kept or rest.startswith('{"@@":'):
            return False
        self.notes.actor = self.actors[id(first)]
        items = ((item, definition.element(item.element)) for item in made.opened)
        before, after = audit.around(detail(first.event, made, reached[0]), "subject")
        alike = Family(
            ids=[r.id for r in reached],
            units=[r.unit_id for r in reached],
            directives=[r.directive_id for r in reached],
            subjects=[r.subject for r in reached],
            own=own,
            model_id=first.model_id,
            process=first.process,
            status=made.status,
            state=made.state.text,
            rest="," + rest[1:] if len(rest) > len("{}") else "}",
            actor=self.notes.actor,
            before=before,
            after=after,
            opened=[
                (i.token, e.id, e.name, e.props["role"], form_of(e, i), i.due) for i, e in items
            ],
            timers=[(t.token, t.element, t.due) for t in made.timers_set],
        )
        self.notes.alike(alike, list(zip(family, reached, strict=True)), made)
        return True

    def _begin_one(self, begin: Begin, reached: Reached) -> None:
        self.notes.actor = self.actors[id(begin)]
        definition = self._definition(begin.model_id, begin.process)
        event = begin.own_event()
        try:
            made = self.engine.stepper.advance(definition, None, event, self.now, self.shared)
        except Stale as error:
            made = Transition(State("", {}), fault=failure(error))
        text_of = self.notes.took(reached, definition, event, made)
        if text_of is None:
            return
        ended = None if made.status == "running" else self.now
        whose = (begin.model_id, begin.process, begin.directive_id, begin.unit_id, begin.subject)
        written = (made.status, made.state.text, text_of)
        self.notes.changes.started.append((reached.id, *whose, *written, self.now, ended))

    def _deliver(self, tos: Sequence[To]) -> None:
        if not tos:
            return
        rows = {
            r.id: r for r in self.session.execute(_LOCK, {"ids": ints(t.instance_id for t in tos)})
        }
        for to in tos:
            self.notes.actor = self.actors[id(to)]
            row = rows.get(to.instance_id)
            try:
                if row is None or row.status != "running":
                    raise Stale(what=f"instance {to.instance_id}")
                self._step(to, row)
            except Stale:
                if to.strict:
                    raise
                self.stale.append(to)

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
            by=to.by,
            depth=to.depth,
        )
        self.reached[row.id] = (to, reached)
        try:
            data = load(row.data)
        except (ValueError, TypeError, ArithmeticError) as error:
            # One damaged row is a fault of its own, not the end of everybody's batch.
            self.notes.faults.append((reached, to.event, failure(error)))
            return
        made = self._advance(definition, State(row.state, data), to.event)
        text_of = self.notes.took(reached, definition, to.event, made)
        if text_of is not None:
            kept = None if same(data, made.state.data) else text_of
            self.notes.changes.moved.append((row.id, made.status, made.state.text, kept))

    def _advance(self, definition: Definition, state: State, event: Event) -> Transition:
        key = (definition.key, state.text, event.name) if isinstance(event, Signal) else None
        if key is not None and key in self.deaf:
            raise Stale(what=f"signal {key[-1]!r}")
        try:
            return self.engine.stepper.advance(definition, state, event, self.now, self.shared)
        except Stale:
            if key is not None:
                self.deaf.add(key)
            raise

    def _definition(self, model_id: int, process: str) -> Definition:
        return self.engine.library.load(self.session, model_id).processes[process]


def _answered(delivery: Delivery) -> bool:
    """Whether it is an officer's own answer, who is told at once what is wrong with it."""
    return isinstance(delivery, To) and delivery.strict and isinstance(delivery.event, Complete)


def _own(family: Sequence[Begin]) -> list[str] | None:
    """Each one's own variables as they stand in its text; None if they are written as pairs."""
    if not family[0].own:
        return []
    texts_of: dict[tuple[str, int], str] = {}
    written = []
    for begin in family:
        text_of = ""
        for name, value in begin.own.items():
            key = (name, id(value))
            if key not in texts_of:
                one = dump({name: value})
                if one.startswith('{"@@":'):
                    return None
                texts_of[key] = "," + one[1:-1]
            text_of += texts_of[key]
        written.append(text_of)
    return written
