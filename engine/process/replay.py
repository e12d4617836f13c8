"""``Stepper.advance``: the same as ``step.advance``, remembering what was computed before.

Ten thousand communes stand at the same place of the same diagram; their states are the same text.
The first one's step is recorded as a script (``script``), the others perform it on their own
variables: about a hundred times cheaper than loading, moving and saving SpiffWorkflow's tree. A
row whose conditions come out otherwise is stepped by the engine and becomes a further variant.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from engine.process.definition import Definition
from engine.process.evaluation import Shared
from engine.process.events import (
    Cancel,
    Change,
    Event,
    Message,
    Move,
    Signal,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.script import Script, perform, reads, transition
from engine.process.step import Stale, failure, record

_Key = tuple[str, str, object]
MAX_VARIANTS = 32
MAX_OPERATIONS = 2_000  # a step of a hundred thousand turns is not worth its memory


class Stepper:
    """Advances instances, sharing work between those that take the same way.

    Safe between threads. ``capacity`` bounds the remembered (definition, state, event) triples;
    the least recently used go first.
    """

    def __init__(self, capacity: int = 4096) -> None:
        self._capacity = capacity
        self._scripts: OrderedDict[_Key, tuple[Script, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def advance(
        self,
        definition: Definition,
        state: State | None,
        event: Event,
        now: datetime,
        shared: Shared | None = None,
    ) -> Transition:
        """As ``step.advance``; raises ``Stale`` for an event that no longer applies."""
        return self._advance(definition, state, event, now, shared)[0]

    def begin(
        self, definition: Definition, event: Start, now: datetime, shared: Shared
    ) -> tuple[Transition, frozenset[str]]:
        """A beginning, and the variables it read: who differs in others only, begins alike."""
        made, script = self._advance(definition, None, event, now, shared)
        return made, reads(script, definition) if script is not None else frozenset()

    def _advance(
        self,
        definition: Definition,
        state: State | None,
        event: Event,
        now: datetime,
        shared: Shared | None,
    ) -> tuple[Transition, Script | None]:
        before = state or State("", {})
        key = (definition.key, before.text, _kind(event))
        try:
            for script in self._known(key):
                made = perform(script, definition, before.data, event, now, shared)
                if made is not None:
                    return made, script
            script, row = record(definition, state, event, now, shared)
            self._learn(key, script)
            return transition(script, row), script
        except Stale:
            raise
        except Exception as error:  # every failure of a step becomes a fault that a person sees
            return Transition(state=before, fault=failure(error)), None

    def _known(self, key: _Key) -> tuple[Script, ...]:
        with self._lock:
            found = self._scripts.get(key)
            if found is None:
                return ()
            self._scripts.move_to_end(key)
            return found

    def _learn(self, key: _Key, script: Script) -> None:
        if len(script.operations) > MAX_OPERATIONS:
            return
        with self._lock:
            known = self._scripts.get(key, ())
            if script not in known:
                self._scripts[key] = (*known, script)[-MAX_VARIANTS:]
            while len(self._scripts) > self._capacity:
                self._scripts.popitem(last=False)


def _kind(event: Event) -> object:
    """What of an event decides where tokens go: everything but its data."""
    match event:
        case Start(_, message, element):
            return ("start", message, element)
        case TimerDue(token, element):
            return ("timer", token, element)
        case Message(name, _):
            return ("message", name)
        case Signal(name, _):
            return ("signal", name)
        case Move(token, element):
            return ("move", token, element)
        case Change(data):
            return ("change", frozenset(data))
        case Cancel():
            return "cancel"
        case _:
            return ("complete", event.token)
