"""What a wave's transitions change and ask for, noted until all of it is written at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine import audit
from engine.deliveries import Begin, Faulted, Reached, ServiceCall, Trouble
from engine.fault_events import what
from engine.instance_families import Family
from engine.instance_rows import Changes
from engine.process.data import dump
from engine.process.definition import Definition
from engine.process.events import (
    Broadcast,
    Call,
    Cancel,
    Change,
    Complete,
    Event,
    Failure,
    Move,
    Send,
    Start,
    TimerDue,
    Transition,
    WorkItemOpened,
)
from engine.process.model import Element
from engine.process.step import failure
from engine.step_details import detail

MAX_DEPTH = 100
"""Letters and signals that lead to one another without a person or a clock between them."""

_UNSTICK = (Change, Move, Cancel)
"""What can move an instance that nothing else moves any more."""


class Notes:
    """Filled by a wave; ``actor`` is who caused the delivery at hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.actor = ""
        self.changes = Changes()
        self.entries: list[audit.Entry] = []
        self.calls: dict[str, list[ServiceCall]] = {}
        self.sends: list[tuple[Reached, Send]] = []
        self.signals: list[tuple[Reached, Broadcast]] = []
        self.succeeded: list[tuple[int, str]] = []
        self.faults: list[Faulted] = []
        self.steps = 0
        self.moves_timers = False

    def took(
        self, reached: Reached, definition: Definition, event: Event, made: Transition
    ) -> str | None:
        """Note a transition's changes and effects; its variables as text, None if it failed."""
        kept, fault = "", made.fault
        if fault is None:
            try:
                kept = dump(made.state.data)
            except TypeError as error:
                fault = failure(error)
        if fault is not None:
            self.faults.append((reached, event, fault))
            return None
        self.steps += 1
        if not isinstance(event, Start):
            self.succeeded.append((reached.id, what(reached, event)))
        if isinstance(event, _UNSTICK) and made.trouble is None:
            self.succeeded.append((reached.id, what(reached, Trouble("stuck"))))
        reached.data = made.state.data
        self._tasks(reached, definition, event, made)
        self._timers(reached, event, made)
        self._effects(reached, made, event.due if isinstance(event, TimerDue) else None)
        self._trouble(reached, made)
        self.entries.append(
            audit.Entry(
                self.actor,
                type(event).__name__.lower(),
                reached.directive_id,
                reached.unit_id,
                reached.id,
                detail(event, made, reached),
            )
        )
        return kept

    def alike(
        self, family: Family, begun: Sequence[tuple[Begin, Reached]], made: Transition
    ) -> None:
        """Note those who begin as clones of one another."""
        self.changes.families.append(family)
        self.steps += len(begun)
        for begin, one in begun:
            one.data = {**made.state.data, **begin.own, "unit": begin.unit}
            self._effects(one, made, None)
            self._trouble(one, made)

    def _timers(self, reached: Reached, event: Event, made: Transition) -> None:
        self.changes.timers_cleared.extend((reached.id, *timer) for timer in made.timers_cleared)
        self.changes.timers_set.extend(
            (reached.id, t.token, t.element, t.due) for t in made.timers_set
        )
        # A timer that was moved, or that repeats, has its row already.
        fired = (event.token, event.element) if isinstance(event, TimerDue) else None
        repeats = any((t.token, t.element) == fired for t in made.timers_set)
        self.moves_timers |= repeats or isinstance(event, Change)

    def _effects(self, reached: Reached, made: Transition, due: datetime | None) -> None:
        for effect in made.effects:
            if isinstance(effect, Call):
                call = ServiceCall(reached, effect.element, effect.inputs, due)
                self.calls.setdefault(effect.handler, []).append(call)
            elif reached.depth >= MAX_DEPTH:
                self.faults.append((reached, Trouble("endless-exchange"), _endless(effect)))
            elif isinstance(effect, Broadcast):
                self.signals.append((reached, effect))
            else:
                self.sends.append((reached, effect))

    def _trouble(self, reached: Reached, made: Transition) -> None:
        if made.trouble is not None:
            self.faults.append((reached, Trouble(made.trouble.code), made.trouble))

    def _tasks(
        self,
        reached: Reached,
        definition: Definition,
        event: Event,
        made: Transition,
    ) -> None:
        changes = self.changes
        for token, closed in made.closed:
            if isinstance(event, Complete) and event.token == token:
                changes.done.append((reached.id, token, reached.by, dump(event.data)))
                self._milestone(reached, definition.element(closed))
            else:
                changes.cancelled.append((reached.id, token))
        for item in made.opened:
            element = definition.element(item.element)
            role, form = element.props["role"], form_of(element, item)
            about = (reached.unit_id, reached.directive_id, reached.subject)
            work = (reached.id, item.token, item.element, element.name, role, form)
            changes.opened.append((*work, *about, item.due, "open", self.now))

    def _milestone(self, reached: Reached, element: Element) -> None:
        name = element.props.get("milestone")
        if name and reached.directive_id is not None:
            self.changes.milestones.append((reached.directive_id, reached.unit_id, name))


def form_of(element: Element, item: WorkItemOpened) -> str:
    """The form of a task: that which its expression gave, or the element's own."""
    return item.form or element.props["form"]


def _endless(effect: Send | Broadcast) -> Failure:
    return Failure(
        effect.element,
        f"«{effect.name}» was not sent: {MAX_DEPTH} letters and signals have led to one another "
        "without end. Mend the diagram.",
        f"Không gửi «{effect.name}»: {MAX_DEPTH} thư và tín hiệu đã nối tiếp nhau không dứt. "
        "Hãy sửa sơ đồ.",
        "endless-exchange",
    )
