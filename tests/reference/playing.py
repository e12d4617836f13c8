"""Random histories of one random process, played by the engine and the reference side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from engine.errors import ModelRefused
from engine.process import events as e
from engine.process.definition import Definition, definitions
from engine.process.replay import Stepper
from tests.helpers.bpmn import FORMS, NOW, SERVICES
from tests.reference import blocks as b
from tests.reference import interpreter as ref
from tests.reference import shapes
from tests.reference.choosing import FORM, LISTED, Pick
from tests.reference.comparing import Mismatch, Reference
from tests.reference.drawing import Drawing
from tests.reference.driving import Engine
from tests.reference.terms import Part, Term
from tests.reference.world import Endless

MESSAGES = ("M1", "M2", "M3")
SIGNALS = ("S1", "S2", "S3")


@dataclass(slots=True)
class Figures:
    """What a run has seen."""

    processes: int = 0
    steps: int = 0
    histories: int = 0
    ended: int = 0
    stale: int = 0
    faults: int = 0
    raced: int = 0
    endless: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Figures) -> None:
        """The sum of both."""
        for f in fields(self):
            mine = getattr(self, f.name)
            setattr(self, f.name, mine + getattr(other, f.name))


class Exhausted(Exception):
    """A history has no more choices."""


@dataclass(slots=True)
class Choices:
    """Choices drawn beforehand, so that a history can be played without its source."""

    left: list[int]

    def __call__(self, n: int) -> int:
        if not self.left:
            raise Exhausted
        return self.left.pop() % n


def play(
    process: b.Process, seed: int, pick: Pick, figures: Figures, histories: int = 2, steps: int = 12
) -> None:
    """Draw the process and live some instances of it. Raises ``Mismatch`` with all one must know."""
    drawing = Drawing(process, seed)
    source = drawing.xml()
    try:
        definition = definitions(source, "reference", SERVICES, FORMS)[1]["p"]
    except ModelRefused as refused:
        told = "\n".join(f"{f.code} at {f.element}: {f.en}" for f in refused.findings)
        raise Mismatch(explain(process, [], drawing, f"refused:\n{told}")) from None
    figures.processes += 1
    figures.kinds.update({shapes.kind_of(x) for x in shapes.inside(process)})
    stepper = Stepper()
    for _ in range(histories):
        figures.histories += 1
        history = History(process, definition, stepper, drawing, pick, figures)
        try:
            history.run(steps)
        except Exhausted:
            continue
        except Endless:
            figures.endless += 1
        except Exception as wrong:
            text = str(wrong) if isinstance(wrong, AssertionError) else repr(wrong)
            raise Mismatch(explain(process, history.told, drawing, text)) from wrong


class History:
    """One instance in both."""

    def __init__(
        self,
        process: b.Process,
        definition: Definition,
        stepper: Stepper,
        drawing: Drawing,
        pick: Pick,
        figures: Figures,
    ) -> None:
        self.process, self.pick, self.figures = process, pick, figures
        self.names = {id: name for name, id in drawing.ids.items()}
        self.engine = Engine(definition, stepper, self.names)
        self.reference = Reference(process)
        self.clock: datetime = NOW
        self.told: list[str] = []

    def run(self, steps: int) -> None:
        """Begin, then one event after another."""
        data: dict[str, Any] = {f"v{i}": self.pick(3) for i in (1, 2, 3)}
        data[LISTED] = list(range(1, 3 + self.pick(2)))
        data |= {name: options[self.pick(len(options))] for name, options in FORM.items()}
        trigger = self.process.trigger
        message = trigger.name if trigger is not None and trigger.kind == "message" else ""
        self.step(ref.Begin(data), e.Start(data, message))
        for _ in range(steps):
            if self.reference.world is None or self.ended():
                return
            self.clock += timedelta(minutes=20 * self.pick(3))
            self.step(*self.event())

    def ended(self) -> bool:
        """Whether the instance has ended; then nothing may happen to it any more."""
        if self.reference.world.status == "running":
            return False
        self.figures.ended += 1
        self.step(*self.late())
        self.step(ref.Letter("M1"), e.Message("M1"))
        self.step(ref.Wave("S1"), e.Signal("S1"))
        return True

    def step(self, event: ref.Event, given: e.Event) -> None:
        """One event in both; None of the two may do what the other does not."""
        self.told.append(f"{self.clock:%d %H:%M} {event}")
        got = self.engine.step(given, self.clock)
        before = self.reference.raced
        self.reference.follow(event, self.clock, got)
        self.figures.steps += 1
        self.figures.raced += self.reference.raced - before
        self.figures.stale += got.how == "stale"
        self.figures.faults += got.how == "fault"

    # -- what happens next

    def event(self) -> tuple[ref.Event, e.Event]:
        """Any event that could come, most of them awaited."""
        engine = self.engine
        ways: list[Any] = [self.change, self.signal, self.letter, self.late]
        waits = self.reference.world.waits
        if engine.open:
            ways += [self.complete] * 8
        if engine.timers:
            ways += [self.due] * 4
        ways += [self.letter] * 4 * any(w.trigger.kind == "message" for w in waits)
        ways += [self.signal] * 3 * any(w.trigger.kind == "signal" for w in waits)
        made: tuple[ref.Event, e.Event] = ways[self.pick(len(ways))]()
        return made

    def form(self) -> dict[str, Any]:
        names = sorted(FORM)
        chosen = [n for n in names if self.pick(2)]
        return {n: FORM[n][self.pick(len(FORM[n]))] for n in chosen}

    def complete(self) -> tuple[ref.Event, e.Event]:
        keys = self.engine.items()
        key = keys[self.pick(len(keys))]
        name, rank = self.engine.ranked(keys, key)
        data = self.form()
        return ref.Complete(name, rank, data), e.Complete(key[0], data)

    def due(self) -> tuple[ref.Event, e.Event]:
        keys = list(self.engine.timers)
        key = keys[self.pick(len(keys))]
        due = self.engine.timers[key]
        self.clock = max(self.clock, due)
        name, rank = self.engine.ranked(keys, key)
        return ref.Due(name, rank), e.TimerDue(*key, due)

    def _awaited(self, kind: str, names: tuple[str, ...]) -> str:
        waits = self.reference.world.waits
        known = sorted({w.trigger.name for w in waits if w.trigger.kind == kind})
        known = known if known and self.pick(5) else list(names)
        return known[self.pick(len(known))]

    def payload(self) -> dict[str, Any]:
        return {f"v{1 + self.pick(3)}": self.pick(4)} if self.pick(2) else {}

    def letter(self) -> tuple[ref.Event, e.Event]:
        name, data = self._awaited("message", MESSAGES), self.payload()
        return ref.Letter(name, data), e.Message(name, data)

    def signal(self) -> tuple[ref.Event, e.Event]:
        name, data = self._awaited("signal", SIGNALS), self.payload()
        return ref.Wave(name, data), e.Signal(name, data)

    def change(self) -> tuple[ref.Event, e.Event]:
        data = {f"v{1 + self.pick(3)}": self.pick(4)}
        return ref.Changed(data), e.Change(data)

    def late(self) -> tuple[ref.Event, e.Event]:
        """A task or timer that is gone."""
        gone = self.engine.gone or [e.Complete(9999)]
        return ref.Complete("gone", 0), gone[self.pick(len(gone))]


def explain(process: b.Process, told: list[str], drawing: Drawing, text: str) -> str:
    """Everything one needs to judge a mismatch."""
    ids = "\n".join(f"  {name} = {id}" for name, id in drawing.ids.items())
    events = "\n".join(f"  {line}" for line in told)
    tree = "\n".join(outline(process))
    return f"{text}\n-- blocks\n{tree}\n-- events\n{events}\n-- ids\n{ids}\n-- xml\n" + (
        drawing.xml().decode()
    )


def outline(part: object, depth: int = 0, label: str = "") -> list[str]:
    """A block tree, a line for each block."""
    pad = "  " * depth + (f"{label}: " if label else "")
    if isinstance(part, tuple):
        return [line for x in part for line in outline(x, depth, label)]
    if not isinstance(part, Part):
        return [f"{pad}{part!r}"]
    plain: list[tuple[str, object]] = []
    nested: list[tuple[str, object]] = []
    for f in fields(part):  # type: ignore[arg-type]
        value = getattr(part, f.name)
        if value in ((), None, "", "EMPTY"):
            continue
        (nested if _nests(value) else plain).append((f.name, value))
    shown = ", ".join(f"{n}={v!r}" for n, v in plain)
    lines = [f"{pad}{type(part).__name__} {shown}"]
    for name, value in nested:
        lines += outline(value, depth + 1, name)
    return lines


def _nests(value: object) -> bool:
    if isinstance(value, tuple):
        return any(map(_nests, value))
    return isinstance(value, Part) and not isinstance(value, Term | b.Trigger)
