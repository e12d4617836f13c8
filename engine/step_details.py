"""What the history says of a step, and whether a step left the variables alone."""

from __future__ import annotations

from collections.abc import Mapping

from engine.deliveries import Reached
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Event,
    Message,
    Move,
    Signal,
    TimerDue,
    Transition,
)


def same(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Whether a step left every variable alone. By identity: 1 and true are equal, not the same."""
    return len(before) == len(after) and all(
        name in after and after[name] is value for name, value in before.items()
    )


def detail(event: Event, made: Transition, reached: Reached) -> dict[str, object]:
    """The step as its entry in the history tells it."""
    found: dict[str, object] = {"process": reached.process, "subject": reached.subject}
    found |= _told(event)
    if made.opened:
        found["opened"] = [item.element for item in made.opened]
    if made.status != "running":
        found["status"] = made.status
    if made.trouble is not None:
        found["trouble"] = made.trouble.code
    return found


def _told(event: Event) -> dict[str, object]:
    match event:
        case TimerDue(_, element):
            return {"timer": element}
        case Message(name, _):
            return {"message": name}
        case Signal(name, _):
            return {"signal": name}
        case Complete(token, data):
            return {"token": token, "answers": dict(data)}
        case Change(data):
            return {"new": dict(data)}
        case Move(token, element):
            return {"token": token, "to": element}
        case Cancel(reason):
            return {"why": reason}
    return {}
