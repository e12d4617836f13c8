"""What a generator chooses by numbers: names, conditions, triggers; and where a block stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.reference import blocks as b
from tests.reference.terms import Both, Compare, Const, Plus, Term, Var

T = TypeVar("T")
Pick = Callable[[int], int]  # a number below the given one

# Everything; a run names the kinds it wants.
KINDS = frozenset(
    [
        "pass",
        "script",
        "service",
        "throw-message",
        "throw-signal",
        "throw-escalation",
        "throw-compensate",
        "end",
        "end-message",
        "end-signal",
        "end-escalation",
        "end-error",
        "end-terminate",
        "end-compensate",
        "exclusive",
        "inclusive",
        "parallel",
        "loose",
        "spread",
        "while",
        "race",
        "link",
        "links",
        "no-default",
        "catch-message",
        "catch-timer",
        "catch-signal",
        "catch-conditional",
        "receive",
        "boundary",
        "boundary-message",
        "boundary-timer",
        "boundary-signal",
        "boundary-conditional",
        "boundary-cycle",
        "boundary-error",
        "boundary-escalation",
        "loop",
        "multi",
        "sub",
        "transaction",
        "call",
        "variables",
        "compensable",
        "undo-inside",
        "start",
        "handler",
        "handler-message",
        "handler-timer",
        "handler-cycle",
        "handler-signal",
        "handler-conditional",
        "handler-error",
        "handler-escalation",
    ]
)
FORM = {"answer": ("a", "b"), "route": ("on", "again"), "n": (0, 1, 2)}
LISTED = "xs"
HOURS = (1, 2, 5, 24)


@dataclass(slots=True)
class Names:
    """Counters and the remaining size, shared by everything that is generated for one file."""

    budget: int
    last: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands and what it may therefore be."""

    names: Names
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    depth: int = 0
    may_end: bool = True  # the branch may end by itself
    flat: bool = False  # several tokens may be here, and would meet in each other's joins
    handler: bool = False  # directly in an event sub-process
    transaction: bool = False
    called: bool = False
    undone: tuple[list[str], ...] = ()  # compensable activities of the scope

    def deeper(self, **change: Any) -> Place:
        """One level further down."""
        return replace(self, depth=self.depth + 1, **change)


@dataclass(slots=True)
class Chooser:
    """Chooses with ``pick``, using only the enabled ``kinds``."""

    pick: Pick
    kinds: frozenset[str] = KINDS
    depth: int = 5

    def one(self, options: Sequence[T]) -> T:
        return options[self.pick(len(options))]

    def chance(self, of_ten: int) -> bool:
        return self.pick(10) >= 10 - of_ten

    def on(self, kind: str) -> bool:
        return kind in self.kinds

    def name(self, at: Place, letter: str) -> str:
        at.names.last += 1
        return f"{letter}{at.names.last}"

    def compare(self, at: Place) -> Compare:
        name = self.one(at.reads)
        if name in ("route", "answer"):
            return Compare(name, "=", self.one(FORM[name]))
        return Compare(name, self.one(("<", ">=", "=")), self.pick(3))

    def condition(self, at: Place) -> Term:
        return Both(self.compare(at), self.compare(at)) if self.chance(1) else self.compare(at)

    def term(self, at: Place) -> Term:
        names = [n for n in at.reads if n not in ("route", "answer")]
        which = self.pick(4)
        if which == 0 or not names:
            return Const(self.pick(4))
        return Var(self.one(names)) if which == 1 else Plus(self.one(names), 1 + self.pick(2))

    def trigger(self, at: Place, kinds: Sequence[str]) -> b.Trigger:
        kind: Any = self.one(kinds)
        if kind in ("message", "signal"):
            return b.Trigger(kind, f"{kind[0].upper()}{1 + self.pick(3)}")
        if kind == "timer":
            return b.Trigger(kind, amount=self.one(HOURS))
        if kind == "cycle":
            return b.Trigger(kind, amount=self.one(HOURS), times=self.pick(4))
        if kind == "conditional":
            return b.Trigger(kind, condition=self.compare(at))
        name = self.one(("", "1", "2"))
        return b.Trigger(kind, f"{kind}{name}" if name else "")

    def thrown(self, kind: str, at: Place) -> str:
        if kind in ("message", "signal"):
            return f"{kind[0].upper()}{1 + self.pick(3)}"
        if kind in ("error", "escalation"):
            return f"{kind}{1 + self.pick(2)}"
        known = at.undone[0] if at.undone else []
        return self.one(known) if kind == "compensate" and known and self.chance(3) else ""

    # what the rooms of the generator need of each other

    def seq(self, at: Place, least: int = 1, most: int = 3) -> b.Seq:
        """Blocks one after another."""
        raise NotImplementedError

    def passing(self, at: Place, most: int = 2) -> b.Seq:
        """A sequence that does not surely end by itself."""
        raise NotImplementedError

    def ended(self, at: Place, most: int = 2) -> b.Seq:
        """A sequence that surely ends by itself."""
        raise NotImplementedError

    def user(self, at: Place) -> b.Act:
        """A plain user task."""
        return b.Act(b.User(self.name(at, "u")))
