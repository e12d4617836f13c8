"""Random activities: contents, markers, boundary events, event sub-processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.reference import blocks as b
from tests.reference.choosing import FORM, LISTED, Chooser, Place
from tests.reference.terms import Both, Compare, Const, Term, Var


class Activities(Chooser):
    """The blocks that are drawn with activities."""

    def act(self, at: Place) -> b.Act:
        """An activity, perhaps with a marker, boundary events, a compensation handler."""
        nest = at.depth < self.depth and at.names.budget > 0
        marker = self.marker(at, nest)
        content = self.content(at, marker, nest)
        if isinstance(content, b.Sub) and content.transaction:
            after = self.seq(at.deeper(), most=2)
            cancelled = b.Boundary(self.name(at, "b"), b.Trigger("cancel"), True, after)
            return b.Act(content, None, (cancelled,))
        undo: b.Content | None = None
        can_undo = self.on("compensable") and not (at.handler or at.called or not at.undone)
        loops = isinstance(marker, b.Loop)
        if can_undo and not loops and not isinstance(content, b.Sub | b.Call) and self.chance(3):
            undo = self.undoing(at)
            at.undone[0].append(content.id)
        return b.Act(content, marker, self.boundaries(at, content), undo)

    def undoing(self, at: Place) -> b.Content:
        if self.on("service") and self.chance(5):
            return b.Service(self.name(at, "h"), Const(self.pick(4)))
        return b.User(self.name(at, "h"))

    def content(self, at: Place, marker: b.Loop | b.Multi | None, nest: bool) -> b.Content:
        within = at
        if isinstance(marker, b.Multi):
            own = [n for n in (marker.item, "loopCounter", "numberOfInstances") if n]
            written = (marker.output,) if marker.output else ()
            within = replace(at, reads=(*at.reads, *own), writes=written)
        elif isinstance(marker, b.Loop):
            within = replace(at, reads=(*at.reads, "loopCounter"))
        makers: list[Callable[[Place], b.Content]] = [self._user]
        makers += [self._script] * (2 if self.on("script") and within.writes else 0)
        makers += [self._service] * self.on("service") + [self._pass] * self.on("pass")
        makers += [self._receive] * (self.on("receive") and self.on("catch-message"))
        if nest:
            makers += [self._sub] * 4 * self.on("sub") + [self._call] * self.on("call")
            if self.on("transaction") and marker is None and not at.called:
                makers += [self._transaction] * 2
        return self.one(makers)(within)

    def _user(self, at: Place) -> b.Content:
        return b.User(self.name(at, "u"))

    def _script(self, at: Place) -> b.Content:
        return b.Script(self.name(at, "s"), self.one(at.writes), self.term(at))

    def _service(self, at: Place) -> b.Content:
        return b.Service(self.name(at, "v"), self.term(at))

    def _pass(self, at: Place) -> b.Content:
        return b.Pass(self.name(at, "p"), self.one(("task", "manualTask")))

    def _receive(self, at: Place) -> b.Content:
        return b.Catch(self.name(at, "c"), self.trigger(at, ["message"]), True)

    def _sub(self, at: Place) -> b.Content:
        own = tuple(n for n in ("w1", "v1") if self.on("variables") and self.chance(3))
        inner = self.scope(at, own)
        name = self.name(at, "S")
        body = self.seq(inner)
        handlers = self.handlers(inner)
        if self.on("undo-inside") and not (at.called or at.handler) and self.chance(2):
            back = replace(inner, handler=True, may_end=True, depth=self.depth)
            undo = self.seq(back, most=2)
            handlers += (b.EventSub(self.name(at, "k"), None, True, (), undo),)
        if (
            at.undone
            and not at.handler
            and (inner.undone[0] or any(not h.trigger for h in handlers))
        ):
            at.undone[0].append(name)
        return b.Sub(name, own, body, handlers)

    def scope(self, at: Place, own: tuple[str, ...], **change: Any) -> Place:
        """The place inside a sub-process."""
        reads = tuple(dict.fromkeys((*at.reads, *own)))
        writes = tuple(dict.fromkeys((*at.writes, *own)))
        given: dict[str, Any] = {
            "may_end": True,
            "handler": False,
            "transaction": False,
            "flat": False,
        }
        given["undone"] = ([],)
        return at.deeper(reads=reads, writes=writes, **(given | change))

    def _transaction(self, at: Place) -> b.Content:
        inner = self.scope(at, (), transaction=True)
        name = self.name(at, "T")
        return b.Sub(name, (), self.seq(inner), (), transaction=True)

    def _call(self, at: Place) -> b.Content:
        at.names.calls += 1
        number = at.names.calls
        inner = Place(
            at.names, ("p0", "p1", "n"), ("p0", "p1"), at.depth + 1, called=True, undone=([],)
        )
        name = self.name(at, "C")
        inputs = (("p0", self.term(at)),)
        variables = ("p0", "p1", "c1", "c2", *FORM)
        called = b.Process(f"called{number}", variables, self.seq(inner), self.handlers(inner))
        outputs = ((self.one(at.writes), Var("p1")),) if at.writes else ()
        return b.Call(name, called, inputs, outputs)

    def marker(self, at: Place, nest: bool) -> b.Loop | b.Multi | None:
        which = self.pick(10)
        if which == 8 and self.on("loop"):
            limit = Compare("loopCounter", "<", 1 + self.pick(3))
            condition = limit if self.chance(5) else Both(self.compare(at), limit)
            return b.Loop(condition, self.chance(5), self.pick(4))
        if which == 9 and self.on("multi"):
            return self.multi(at)
        return None

    def multi(self, at: Place) -> b.Multi:
        form = self.pick(3)
        cardinality = Const(self.pick(4)) if form == 0 else None
        collection: Term | None = None
        if form == 1:
            collection = Const(tuple(range(10, 11 + self.pick(3))))
        if form == 2:
            collection = Const((7, 8)) if at.called else Var(LISTED)
        output = self.one(("", "answer", "out")) if form and not at.called else ""
        until = None
        if self.chance(4):
            until = Compare("numberOfCompletedInstances", ">=", 1 + self.pick(2))
        return b.Multi(
            self.chance(5),
            cardinality,
            collection,
            "item" if form else "",
            output,
            "collected" if output else "",
            until,
        )

    def boundaries(self, at: Place, content: b.Content) -> tuple[b.Boundary, ...]:
        made: list[b.Boundary] = []
        if not self.on("boundary"):
            return ()
        kinds = ["message", "timer", "signal", "conditional", "cycle"]
        if isinstance(content, b.Sub | b.Call):
            kinds += ["error", "escalation"] * 2
        kinds = [k for k in kinds if self.on(f"boundary-{k}")]
        while kinds and self.chance(3) and len(made) < 3:
            trigger = self.trigger(at, kinds)
            if _same(trigger, [x.trigger for x in made]):
                continue
            hard = trigger.kind == "error" or (trigger.kind != "cycle" and self.chance(6))
            at_edge = at.deeper()
            beside = replace(at_edge, flat=True)
            body = self.seq(at_edge, most=2) if hard else self.ended(beside)
            made.append(b.Boundary(self.name(at, "b"), trigger, hard, body))
        return tuple(made)

    def handlers(self, at: Place) -> tuple[b.EventSub, ...]:
        made: list[b.EventSub] = []
        kinds = ["message", "timer", "signal", "conditional", "cycle", "error", "escalation"]
        kinds = [k for k in kinds if self.on(f"handler-{k}")]
        while kinds and self.on("handler") and self.chance(2) and len(made) < 2:
            trigger = self.trigger(at, kinds)
            if _same(trigger, [x.trigger for x in made if x.trigger]):
                continue
            hard = trigger.kind == "error" or (trigger.kind != "cycle" and self.chance(5))
            inner = at.deeper(handler=True, may_end=True, transaction=False, undone=at.undone)
            body = self.seq(inner, most=2)
            made.append(b.EventSub(self.name(at, "k"), trigger, hard, (), body))
        return tuple(made)


def _same(trigger: b.Trigger, others: list[b.Trigger]) -> bool:
    return any(o.kind == trigger.kind and o.name == trigger.name for o in others)
