"""Random block-structured processes; which kinds of blocks occur can be switched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.reference import blocks as b
from tests.reference import shapes
from tests.reference.choosing import FORM, KINDS, LISTED, Names, Pick, Place
from tests.reference.choosing_activities import Activities
from tests.reference.choosing_gateways import Gateways


class Generator(Activities, Gateways):
    """Draws blocks with ``pick``, using only the enabled ``kinds``."""

    def seq(self, at: Place, least: int = 1, most: int = 3) -> b.Seq:
        """At least one block; it may end by itself where it may."""
        items: list[b.Block] = []
        for _ in range(least + self.pick(most - least + 1)):
            item = self.block(at)
            items.append(item)
            if shapes.ends(item):
                return b.Seq("", tuple(items))
        if at.depth > 0 and self.chance(2) and (found := self.end(at)) is not None:
            items.append(found)
        return b.Seq("", tuple(items))

    def passing(self, at: Place, most: int = 2) -> b.Seq:
        """A sequence that does not surely end by itself."""
        known = len(at.undone[0]) if at.undone else 0
        made = self.seq(at, most=most)
        if not shapes.ends(made):
            return made
        if at.undone:
            del at.undone[0][known:]  # what is thrown away here cannot be compensated
        return b.Seq("", (self.user(at),))

    def ended(self, at: Place, most: int = 2) -> b.Seq:
        """A sequence that surely ends by itself."""
        made = self.seq(replace(at, may_end=True), most=most)
        if shapes.ends(made):
            return made
        last = self.end(replace(at, may_end=True)) or b.End(self.name(at, "e"))
        return b.Seq("", (*made.items, last))

    def end(self, at: Place) -> b.End | None:
        """An end event that may stand here."""
        kinds = ["error", "terminate"]
        if at.may_end:
            kinds += ["", "", "message", "signal", "escalation", "compensate"]
        if at.handler:
            kinds = [k for k in kinds if k != "escalation"]
        if at.called:
            kinds = [k for k in kinds if k != "compensate"]
        kinds = [k for k in kinds if self.on(f"end-{k}" if k else "end")]
        if at.transaction:
            kinds += ["cancel"] * 3
        if not kinds:
            return None
        kind: Any = self.one(kinds)
        return b.End(self.name(at, "e"), kind, self.thrown(kind, at))

    def block(self, at: Place) -> b.Block:
        at.names.budget -= 1
        plain: list[Callable[[Place], b.Block]] = [self.user, self.user, self.act, self.act]
        if self.throws(at):
            plain.append(self.throw)
        if any(self.on(f"catch-{k}") for k in ("message", "timer", "signal", "conditional")):
            plain.append(self.catch)
        if self.on("link"):
            plain.append(self.link)
        nested: list[Callable[[Place], b.Block]] = []
        if at.depth < self.depth and at.names.budget > 0:
            nested = [self.act] * 3
            if not at.flat:
                nested += [getattr(self, n) for n in NESTED if self.on(n.rstrip("_"))]
                nested += [self.spread] * (at.may_end and self.on("spread"))
        return self.one(nested if nested and self.chance(6) else plain)(at)

    def throws(self, at: Place) -> list[str]:
        kinds = ["message", "signal"]
        kinds += [] if at.handler else ["escalation"]
        kinds += [] if at.called else ["compensate"]
        return [k for k in kinds if self.on(f"throw-{k}")]

    def throw(self, at: Place) -> b.Throw:
        kind: Any = self.one(self.throws(at))
        task = kind == "message" and self.chance(3)
        return b.Throw(self.name(at, "t"), kind, self.thrown(kind, at), task)

    def catch(self, at: Place) -> b.Catch:
        kinds = [k for k in ("message", "timer", "signal", "conditional") if self.on(f"catch-{k}")]
        return b.Catch(self.name(at, "c"), self.trigger(at, kinds))

    def link(self, at: Place) -> b.Link:
        return b.Link(self.name(at, "l"))


NESTED = ("exclusive", "inclusive", "parallel", "while_", "race")


def process(pick: Pick, kinds: frozenset[str] = KINDS, size: int = 12) -> b.Process:
    """A random process of about ``size`` blocks."""
    made = Generator(pick, kinds)
    reads = ("v1", "v2", "v3", "n", "route")
    at = Place(Names(size), reads, ("v1", "v2", "v3"), undone=([],))
    trigger = None
    if "start" in kinds and made.chance(1):
        trigger = made.trigger(at, ["message", "timer", "signal", "conditional"])
    body = made.seq(at, most=4)
    variables = ("v1", "v2", "v3", "c1", "c2", LISTED, "collected", *FORM)
    return b.Process("p", variables, body, made.handlers(at), trigger)


@dataclass(frozen=True, slots=True)
class Case:
    """A process, how it is drawn, and the choices of its histories."""

    process: b.Process
    seed: int
    choices: list[int]


CHOICES = 150


@st.composite
def cases(draw: Any, kinds: frozenset[str] = KINDS, size: int = 12) -> Case:
    """Random processes and histories, which Hypothesis can shrink."""
    made = process(picker(draw), kinds, size)
    seed = draw(st.integers(0, 2**16))
    return Case(made, seed, list(draw(st.binary(min_size=CHOICES, max_size=CHOICES))))


def picker(draw: Any) -> Pick:
    """Numbers below n, drawn by Hypothesis."""
    return lambda n: draw(_below(n)) if n > 1 else 0


_BELOW: dict[int, Any] = {}


def _below(n: int) -> Any:
    if n not in _BELOW:
        _BELOW[n] = st.integers(0, n - 1)
    return _BELOW[n]
