"""The stepper remembers; what it remembers must be what the engine would have done."""

from __future__ import annotations

import random
import threading
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.process.definition import Definition, definitions
from engine.process.evaluation import Shared
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Event,
    Message,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.replay import Stepper
from engine.process.state import dump, load
from engine.process.step import Stale, advance
from engine.services import inputs
from tests.helpers import bpmn as b
from tests.helpers.bpmn import NOW, end, flow, gate, path, start, user
from webapp.setup import form_fields, shipped_models, shipped_tables

SHIPPED = {
    d.process.id: d
    for key, source in shipped_models().items()
    for d in definitions(source, key, inputs(), form_fields(), shipped_tables())[1].values()
}
UNIT = {"id": 7, "code": "H30", "name": "xã Một", "tier": "xa"}
DATA = {
    "unit": UNIT,
    "directive": {"id": 1, "label": "1/KH", "subject": "x", "issuer": UNIT, "recipients": [7]},
    "report": {"id": 3, "title": "Báo cáo", "period": "2023-S1"},
    "reporter": UNIT,
    "consolidator": UNIT,
    "dueAt": NOW + timedelta(days=30),
    "opensAt": NOW,
}


def both(
    stepper: Stepper, d: Definition, state: State | None, event: Event, now=NOW
) -> Transition | None:
    """The engine's transition (None: stale), which the stepper's must equal, faults and all."""
    try:
        expected: Transition | None = advance(d, state, event, now)
    except Stale:
        expected = None
    for _ in range(2):
        try:
            got: Transition | None = stepper.advance(d, state, event, now)
        except Stale:
            got = None
        assert got == expected
    return expected


def messages(d: Definition) -> list[str]:
    return sorted(
        {
            e.text
            for x in d.process.elements.values()
            for e in x.events
            if e.kind == "message" and "Throw" not in x.tag and x.tag != "endEvent"
        }
    )


class Walker:
    """Takes any step an instance could be asked for, valid or not."""

    def __init__(self, d: Definition, chance: random.Random, stepper: Stepper) -> None:
        self.d, self.chance, self.stepper = d, chance, stepper
        self.now = NOW
        self.state: State | None = None
        self.open: set[tuple[int, str]] = set()
        self.timers: set[tuple[int, str]] = set()
        self.trace: list[Transition | None] = []

    def start(self, data: dict[str, object]) -> None:
        names = [
            e.event("message").text if e.events else ""
            for e in self.d.process.elements.values()
            if e.tag == "startEvent"
        ]
        self.step(Start(data, self.chance.choice(names)))

    def step(self, event: Event) -> None:
        made = both(self.stepper, self.d, self.state, event, self.now)
        self.trace.append(made)
        if made is None or made.fault is not None:
            return
        self.state = made.state
        assert set(made.closed) <= self.open
        self.open = (self.open - set(made.closed)) | {(o.token, o.element) for o in made.opened}
        assert set(made.timers_cleared) <= self.timers
        self.timers = (self.timers - set(made.timers_cleared)) | {
            (t.token, t.element) for t in made.timers_set
        }
        if made.status != "running":
            assert not self.open
            assert not self.timers

    def data(self) -> dict[str, object]:
        pick = self.chance.choice
        return {
            "route": pick(["issue", "implement", "again", None, 3]),
            "decision": pick(["accept", "return"]),
            "remarks": pick([None, "sửa"]),
            "n": pick([0, 1, 5, 9, None]),
            "number": "1",
            "symbol": "KH",
            "issuedOn": None,
            "answer": pick(["a", "b"]),
        }

    def wander(self, steps: int) -> None:
        for _ in range(steps):
            self.now += timedelta(hours=self.chance.randrange(48))
            events: list[Event] = [Complete(t, self.data()) for t, _ in sorted(self.open)]
            events += [TimerDue(*t) for t in sorted(self.timers)]
            events += [Message(m, self.data()) for m in messages(self.d)]
            events.append(Change({"dueAt": self.now, "n": self.chance.randrange(9)}))
            if self.chance.random() < 0.1:
                events = [
                    Complete(self.chance.randrange(40)),
                    Cancel(),
                    Message("nobody"),
                    TimerDue(self.chance.randrange(40), "x"),
                ]
            self.step(self.chance.choice(events))


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_on_the_shipped_models_the_stepper_is_the_engine(key):
    stepper = Stepper()
    for seed in range(12):
        walker = Walker(SHIPPED[key], random.Random(seed), stepper)
        walker.start(DATA)
        walker.wander(14)


class Drawing:
    """A random structured process: sequences, choices, forks, races, loops, boundaries."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count = draw, 0
        self.parts: list[str] = []

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def block(self, source: str, depth: int) -> str:
        kinds = ["user", "service", "script", "wait"]
        kinds += ["seq", "choice", "fork", "inclusive", "race", "loop", "guarded"] * (depth > 0)
        return getattr(self, self.draw(st.sampled_from(kinds)))(source, depth)

    def add(self, source: str, element: str, id: str) -> str:
        self.parts += [element, flow(source, id)]
        return id

    def user(self, source: str, depth: int) -> str:
        id = self.id("u")
        due = self.draw(st.sampled_from(["", 'now() + duration("P1D")']))
        return self.add(source, user(id, **({"dondoc_due": due} if due else {})), id)

    def service(self, source: str, depth: int) -> str:
        id = self.id("v")
        return self.add(source, b.service(id, "echo", value="[n, route, now()]"), id)

    def script(self, source: str, depth: int) -> str:
        id = self.id("k")
        return self.add(source, b.script(id, "if n = null then 1 else n + 1", "n"), id)

    def wait(self, source: str, depth: int) -> str:
        id = self.id("c")
        how = self.draw(st.sampled_from([{"message": "M"}, {"duration": "P1D"}, {"date": "dueAt"}]))
        return self.add(source, b.catch(id, **how), id)

    def seq(self, source: str, depth: int) -> str:
        return self.block(self.block(source, depth - 1), depth - 1)

    def split(self, source: str, depth: int, kind: str) -> str:
        g, j = self.id("g"), self.id("j")
        conditional = kind != "parallel"
        first, second = self.id("n"), self.id("n")
        self.add(source, gate(g, kind, f"{g}-{second}" if conditional else ""), g)
        self.parts.append(gate(j, kind))
        self.parts += [
            gate(first),
            gate(second),
            path(g, second),
            flow(g, first, "n > 2" if conditional else ""),
        ]
        for branch in (first, second):
            self.parts.append(flow(self.block(branch, depth - 1), j))
        return j

    def choice(self, source: str, depth: int) -> str:
        return self.split(source, depth, "exclusive")

    def fork(self, source: str, depth: int) -> str:
        return self.split(source, depth, "parallel")

    def inclusive(self, source: str, depth: int) -> str:
        return self.split(source, depth, "inclusive")

    def race(self, source: str, depth: int) -> str:
        g, m, t, j = (self.id(k) for k in "gmtj")
        self.add(source, gate(g, "event"), g)
        self.parts += [
            b.catch(m, "M"),
            b.catch(t, duration="P2D"),
            gate(j),
            path(g, m, j),
            path(g, t, j),
        ]
        return j

    def loop(self, source: str, depth: int) -> str:
        m, g, out = self.id("m"), self.id("g"), self.id("n")
        self.add(source, gate(m), m)
        last = self.block(self.user(m, depth), depth - 1)
        self.add(last, gate(g, default=f"{g}-{out}"), g)
        self.parts += [flow(g, m, 'route = "again"'), gate(out), flow(g, out)]
        return out

    def guarded(self, source: str, depth: int) -> str:
        u, t, x, v, e = (self.id(k) for k in "utnve")
        interrupting = self.draw(st.booleans())
        self.add(source, user(u), u)
        self.parts.append(b.boundary(t, u, duration="P3D", interrupting=interrupting))
        if not interrupting:
            self.parts += [b.service(v), end(e), path(t, v, e)]
            return u
        self.parts += [gate(x), path(u, x), path(t, x)]
        return x


@st.composite
def processes(draw: st.DrawFn) -> Definition:
    drawing = Drawing(draw)
    last = drawing.block("s", draw(st.integers(1, 3)))
    return b.define("n dueAt route", start("s"), *drawing.parts, end("e"), path(last, "e"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(processes(), st.integers(0, 2**32), st.integers(0, 9))
def test_on_any_small_process_the_stepper_is_the_engine(d, seed, n):
    stepper = Stepper(capacity=8)
    for shift in range(3):  # the same way with other data takes the remembered script
        walker = Walker(d, random.Random(seed), stepper)
        walker.start({"n": n + shift * 2, "dueAt": NOW + timedelta(days=3), "route": "x"})
        walker.wander(8)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(processes(), st.integers(0, 2**32))
def test_a_process_that_gets_what_it_waits_for_comes_to_its_end(d, seed):
    chance = random.Random(seed)
    walker = Walker(d, chance, Stepper())
    walker.start({"n": 3, "dueAt": NOW, "route": "x"})
    for _ in range(60):
        if walker.trace[-1] is not None and walker.trace[-1].status != "running":
            return
        assert walker.trace[-1] is None or walker.trace[-1].fault is None
        events: list[Event] = [
            Complete(t, {"route": "on", "n": 3, "answer": "x"}) for t, _ in sorted(walker.open)
        ]
        events += [TimerDue(*t) for t in sorted(walker.timers)]
        walker.step(chance.choice([*events, Message("M")]))
    raise AssertionError("it never ended")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(processes(), st.integers(0, 2**32))
def test_loading_and_saving_between_two_steps_changes_nothing(d, seed):
    walker = Walker(d, random.Random(seed), Stepper())
    walker.start({"n": 3, "dueAt": NOW, "route": "again"})
    for _ in range(6):
        if walker.state is not None:
            assert dump(load(walker.state.text, d.spec, None)) == walker.state.text
        walker.wander(1)


def test_many_rows_with_other_data_take_one_remembered_way_each():
    d = b.define(
        "n",
        start("s"),
        gate("g", default="g-c"),
        user("a"),
        user("c"),
        end("e"),
        path("s", "g", "c", "e"),
        flow("g", "a", "n > 2"),
        flow("a", "e"),
    )
    stepper = Stepper()
    for n in [0, 5, None, "x", 3, 1, 5, None]:
        both(stepper, d, None, Start({"n": n}))


def test_a_new_version_under_the_same_key_is_not_stepped_like_the_old_one():
    stepper = Stepper()
    one = b.define("", start("s"), user("a"), end("e"), path("s", "a", "e"))
    two = b.define("", start("s"), user("z"), end("e"), path("s", "z", "e"))
    both(stepper, one, None, Start())
    both(stepper, two, None, Start())


def test_what_is_remembered_is_bounded():
    d = b.define(
        "",
        start("s"),
        gate("m"),
        user("a"),
        gate("g", default="g-e"),
        end("e"),
        path("s", "m", "a", "g", "e"),
        flow("g", "m", 'route = "again"'),
    )
    stepper = Stepper(capacity=4)
    made = stepper.advance(d, None, Start(), NOW)
    for _ in range(12):
        made = stepper.advance(
            d, made.state, Complete(made.opened[0].token, {"route": "again"}), NOW
        )
    assert len(stepper._scripts) <= 4


def test_eight_threads_share_one_stepper_and_one_definition():
    d = SHIPPED["pr-report"]
    stepper, failures = Stepper(), []

    def work(seed: int) -> None:
        try:
            walker = Walker(d, random.Random(seed % 3), stepper)
            walker.start(DATA)
            walker.wander(15)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_one_instant_in_two_zones_is_not_shared_between_rows() -> None:
    definition = b.define(
        "x",
        start("s"),
        b.script("t", "string(x)", "said"),
        user("a"),
        end("e"),
        path("s", "t", "a", "e"),
    )
    shared = Shared()
    zoned = datetime(2026, 5, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    for moment in (zoned, zoned.astimezone(timezone(timedelta(hours=7)))):
        alone = advance(definition, None, Start({"x": moment}), NOW)
        batch = advance(definition, None, Start({"x": moment}), NOW, shared)
        assert batch.state.data["said"] == alone.state.data["said"]
