"""What failed, as a fault's row keeps it: its name, and everything needed to try it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.deliveries import Failed, Lost, Reached, Trouble
from engine.process.data import dump, load
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Message,
    Move,
    Signal,
    Start,
    TimerDue,
)

_NAMING = ("token", "element", "message", "name", "code")
_MORE = ("process", "units", "directive", "reason")


@dataclass(frozen=True, slots=True)
class Kept:
    """A failed event read back. ``event`` is None where its data could not be kept.

    ``by`` is the account whose answers it carried.
    """

    event: Failed | None
    token: int | None
    by: int | None


def what(reached: Reached, failed: Failed) -> str:
    """The event's name: the same for every attempt, and for an officer's other answers.

    Two letters (or signals) that differ are two losses, so theirs tells their contents apart.
    """
    parts = [
        type(failed).__name__,
        *(str(getattr(failed, name)) for name in _NAMING if hasattr(failed, name)),
    ]
    if isinstance(failed, Start):
        parts += [str(reached.directive_id), reached.subject]
    if isinstance(failed, Lost):
        parts += [failed.process, _digest(failed.units, failed.data)]
    if isinstance(failed, Message | Signal) and failed.data:
        parts.append(_digest((), failed.data))
    return ":".join(parts)


def _digest(units: tuple[int, ...], data: Mapping[str, object]) -> str:
    told = f"{units}{_text(data)[0]}".encode(errors="surrogatepass")
    return hashlib.sha256(told).hexdigest()[:12]


def _text(data: Mapping[str, object]) -> tuple[str, bool]:
    """The data as text, and whether they can be read back."""
    try:
        return dump(data), True
    except TypeError:  # what cannot be kept is why it failed; show it at least
        return json.dumps({name: repr(value) for name, value in data.items()}), False


def event_text(reached: Reached, failed: Failed) -> str:
    """An event as the fault's row keeps it: its kind, what it concerns, and its data."""
    kept: dict[str, object] = {
        name: getattr(failed, name) for name in (*_NAMING, *_MORE) if hasattr(failed, name)
    }
    if isinstance(failed, TimerDue) and failed.due is not None:
        kept["due"] = failed.due.isoformat()
    if reached.by is not None:
        kept["by"] = reached.by
    kept["data"], whole = _text(getattr(failed, "data", {}))
    if not whole:
        kept["unkept"] = True
    return json.dumps({"kind": type(failed).__name__, **kept}, ensure_ascii=False)


def read(text: str) -> Kept:
    """What ``event_text`` wrote."""
    row: dict[str, Any] = json.loads(text)
    event = None if row.get("unkept") else _event(row, load(row["data"]))
    return Kept(event, row.get("token"), row.get("by"))


def _event(row: Mapping[str, Any], data: Mapping[str, object]) -> Failed | None:
    match row["kind"]:
        case "Start":
            return Start(data, row["message"], row.get("element", ""))
        case "Complete":
            return Complete(row["token"], data)
        case "TimerDue":
            due = row.get("due")
            moment = datetime.fromisoformat(due) if due else None
            return TimerDue(row["token"], row["element"], moment)
        case "Message" | "Signal" as kind:
            return (Message if kind == "Message" else Signal)(row["name"], data)
        case "Change":
            return Change(data)
        case "Move":
            return Move(row["token"], row["element"])
    return _other(row, data)


def _other(row: Mapping[str, Any], data: Mapping[str, object]) -> Failed | None:
    match row["kind"]:
        case "Cancel":
            return Cancel(row.get("reason", ""))
        case "Trouble":
            return Trouble(row["code"])
        case "Lost":
            units = tuple(row["units"])
            return Lost(row["element"], row["name"], row["process"], units, row["directive"], data)
    return None
