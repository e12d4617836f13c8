"""What can be told of a block tree from its form alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from tests.reference import blocks as b
from tests.reference.terms import Part


def inside(block: object) -> Iterator[object]:
    """The block and everything in it, called processes included, outermost first."""
    if isinstance(block, tuple):
        for part in block:
            yield from inside(part)
    elif isinstance(block, Part):
        yield block
        for field in fields(block):  # type: ignore[arg-type]
            yield from inside(getattr(block, field.name))


def ends(block: object) -> bool:
    """Whether no token ever leaves it at its end (as far as its form tells)."""
    match block:
        case b.End() | b.Spread():
            return True
        case b.Seq(items=items):
            return any(map(ends, items))
        case b.Choice(branches=branches):
            return all(map(ends, branches))
        case b.Parallel(branches=branches):
            return any(map(ends, branches))
        case b.While(body=body, first=first):
            return not first and ends(body)
        case b.Race(branches=branches):
            return all(map(ends, branches))
        case b.Act(content=b.Sub() | b.Call()):
            return False
    return False


def kind_of(block: object) -> str:
    """The name under which the campaign counts it."""
    name = type(block).__name__.lower()
    match block:
        case b.Throw(kind=kind) | b.End(kind=kind):
            return f"{name}-{kind or 'none'}"
        case b.Catch(trigger=trigger, task=False):
            return f"{name}-{trigger.kind}"
        case b.Boundary(interrupting=hard) | b.EventSub(interrupting=hard):
            waits = block.trigger.kind if block.trigger else "compensation"
            return f"{name}-{waits}{'' if hard else '-beside'}"
        case b.Process(trigger=b.Trigger(kind=kind)):
            return f"process-{kind}"
    return _variant(block) or name


def _variant(block: object) -> str:
    match block:
        case b.Catch(task=True):
            return "receive"
        case b.Choice(links=True):
            return "links"
        case b.Parallel(loose=(_, *_)):
            return "loose"
        case b.Choice(inclusive=True):
            return "inclusive"
        case b.Choice():
            return "exclusive"
        case b.Multi(sequential=sequential):
            return f"multi-{'sequential' if sequential else 'parallel'}"
        case b.Sub(transaction=True):
            return "transaction"
        case b.Act(undo=undo) if undo is not None:
            return "act-compensable"
    return ""
