"""What a task asks for, in the directive's own words: the duty as it is printed, and its provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.directive_tables import Obligation
from engine.directive_views import Task
from engine.unit_names import fold

_REPORT = "bao cao"


@dataclass(frozen=True, slots=True)
class Asked:
    """``title`` and what is printed beside it ('' where nothing is).

    ``demands`` are the provisions that speak of reporting, for a report; of any other task all.
    ``others`` are the rest.
    """

    title: str
    about: str
    to: str
    via: str
    channels: tuple[str, ...]
    note: str
    demands: tuple[Task, ...]
    others: tuple[Task, ...]


def of_report(session: Session, obligation_id: int, provisions: Sequence[Task]) -> Asked:
    """What the duty of a report asks for; the caller has been shown the report."""
    owed = session.scalars(select(Obligation).where(Obligation.id == obligation_id)).one()
    told: dict[str, Any] = owed.details
    demands = tuple(p for p in provisions if _REPORT in fold(p.text))
    others = tuple(p for p in provisions if p not in demands)
    return Asked(
        title=owed.title,
        about=str(told.get("about") or ""),
        to=str(told.get("to") or ""),
        via=str(told.get("via") or ""),
        channels=tuple(str(c) for c in told.get("channels") or ()),
        note=str(told.get("note") or ""),
        demands=demands,
        others=others,
    )


def of_directive(provisions: Sequence[Task]) -> Asked:
    """What a task of the directive's own process is about: everything the letter orders."""
    return Asked("", "", "", "", (), "", tuple(provisions), ())
