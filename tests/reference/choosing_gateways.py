"""Random gateways and their branches."""

from __future__ import annotations

from dataclasses import replace

from tests.reference import blocks as b
from tests.reference.choosing import Chooser, Place
from tests.reference.terms import Compare, Const, Plus


class Gateways(Chooser):
    """The blocks that are drawn with gateways."""

    def exclusive(self, at: Place) -> b.Choice:
        return self._choice(at, inclusive=False)

    def inclusive(self, at: Place) -> b.Choice:
        return self._choice(at, inclusive=True)

    def _choice(self, at: Place, inclusive: bool) -> b.Choice:
        number = 2 + self.pick(2)
        name = self.name(at, "g")
        branches = tuple(self.seq(place) for place in self.apart(at.deeper(), number, inclusive))
        default = -1 if self.on("no-default") and self.chance(1) else self.pick(number)
        conditions = tuple(self.condition(at) for _ in range(number - (default >= 0)))
        links = not inclusive and self.on("links") and self.chance(2)
        return b.Choice(name, conditions, branches, default, inclusive, links)

    def apart(self, at: Place, number: int, concurrent: bool = True) -> list[Place]:
        """A place for each branch; concurrent ones do not write what others read."""
        if not concurrent:
            return [at] * number
        shared = [n for n in at.reads if n not in at.writes]
        made = []
        for i in range(number):
            own = tuple(v for j, v in enumerate(at.writes) if j % number == i)
            made.append(replace(at, reads=(*shared, *own) or at.reads, writes=own))
        return made

    def parallel(self, at: Place) -> b.Parallel:
        loose = 1 if self.on("loose") and self.chance(2) else 0
        joined = 2 + self.pick(3) if not loose else 1 + self.pick(2)
        name = self.name(at, "g")
        places = self.apart(at.deeper(), joined + loose)
        branches = tuple(self.passing(replace(p, may_end=False)) for p in places[:joined])
        free = tuple(self.ended(replace(p, flat=True)) for p in places[joined:])
        return b.Parallel(name, branches, free)

    def spread(self, at: Place) -> b.Spread:
        name = self.name(at, "g")
        inner = at.deeper()
        places = self.apart(replace(inner, may_end=True), 2 + self.pick(2))
        branches = tuple(self.passing(p, most=1) for p in places)
        simple = replace(inner, flat=True, writes=(), may_end=True)
        return b.Spread(name, branches, self.ended(simple))

    def while_(self, at: Place) -> b.Block:
        inner = at.deeper()
        name = self.name(at, "w")
        if self.chance(5):
            again = Compare("route", "=", "again")
            body = b.Seq("", (self.user(at), *self.passing(inner).items))
            return b.While(name, again, body, first=self.chance(5))
        count = "c1" if at.called or at.depth % 2 else "c2"
        begin = b.Act(b.Script(self.name(at, "s"), count, Const(0)))
        more = b.Act(b.Script(self.name(at, "s"), count, Plus(count, 1)))
        body = b.Seq("", (more, *self.passing(replace(inner, depth=self.depth)).items))
        limit = Compare(count, "<", 1 + self.pick(3))
        return b.Seq("", (begin, b.While(name, limit, body, first=self.chance(5))))

    def race(self, at: Place) -> b.Race:
        kinds = [k for k in ("message", "timer", "signal", "conditional") if self.on(f"catch-{k}")]
        catches: list[b.Catch] = []
        inner = at.deeper()
        for _ in range(2 + self.pick(2)):
            made = b.Catch(self.name(at, "c"), self.trigger(at, kinds))
            same = [c for c in catches if c.trigger.kind == made.trigger.kind]
            if not any(c.trigger.name == made.trigger.name and c.trigger.name for c in same):
                catches.append(made)
        if len(catches) < 2:
            catches.append(b.Catch(self.name(at, "c"), b.Trigger("timer", amount=24)))
        return b.Race(
            self.name(at, "r"), tuple(catches), tuple(self.seq(inner, most=2) for _ in catches)
        )
