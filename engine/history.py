"""The history as an administrator reads it: what was done, by whom, to what; newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import Session

from engine import access
from engine.audit import AuditEntry
from engine.deadlines import LOCAL
from engine.people import Account, Actor, username_key
from engine.units import Unit

PAGE = 50
ACCOUNT = "account:"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; None or '' means any. ``since`` and ``until`` are days, both included;
    ``containing`` is text of the detail."""

    action: str = ""
    username: str = ""
    unit_id: int | None = None
    directive_id: int | None = None
    since: date | None = None
    until: date | None = None
    containing: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as a list shows it; ``by`` is a person's name, or who else did it."""

    id: int
    at: datetime
    by: str
    action: str
    unit: str
    directive_id: int | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first; ``next_after`` continues where they end."""

    rows: list[Entry]
    next_after: int | None


def page(session: Session, actor: Actor, sought: Sought, after: int | None = None) -> Page:
    """The entries that match. Raises Forbidden."""
    access.require_administrator(actor)
    # NULL for whoever is no account: no order of evaluation may read a number out of a word.
    number = func.substring(AuditEntry.actor, "^account:([0-9]{1,18})$")
    account = Account.id == cast(number, BigInteger)
    wanted: Any = (
        select(AuditEntry, Account.name, Unit.short_name)
        .outerjoin(Account, account)
        .outerjoin(Unit, Unit.id == AuditEntry.unit_id)
        .order_by(AuditEntry.id.desc())
        .limit(PAGE + 1)
    )
    wanted = _narrowed(session, wanted, sought)
    if after is not None:
        wanted = wanted.where(AuditEntry.id < after)
    rows = [
        Entry(e.id, e.at, name or e.actor, e.action, unit or "", e.directive_id, _read(e.detail))
        for e, name, unit in session.execute(wanted)
    ]
    return Page(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def actions(session: Session, actor: Actor) -> Sequence[str]:
    """The kinds of entries there are, found by stepping through them. Raises Forbidden."""
    access.require_administrator(actor)
    return sorted(session.scalars(select(AuditEntry.action).distinct()))


def _narrowed(session: Session, wanted: Select[Any], sought: Sought) -> Select[Any]:
    if sought.action:
        wanted = wanted.where(AuditEntry.action == sought.action)
    if sought.username:
        key = username_key(sought.username)
        found = session.scalar(select(Account.id).where(Account.username == key))
        wanted = wanted.where(AuditEntry.actor == f"{ACCOUNT}{found or 0}")
    if sought.unit_id is not None:
        wanted = wanted.where(AuditEntry.unit_id == sought.unit_id)
    if sought.directive_id is not None:
        wanted = wanted.where(AuditEntry.directive_id == sought.directive_id)
    if sought.containing:
        wanted = wanted.where(AuditEntry.detail.contains(sought.containing, autoescape=True))
    if sought.since is not None:
        wanted = wanted.where(AuditEntry.at >= _midnight(sought.since))
    if sought.until is not None:
        wanted = wanted.where(AuditEntry.at < _midnight(sought.until + timedelta(days=1)))
    return wanted


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _read(detail: str) -> dict[str, Any]:
    found = json.loads(detail)
    return found if isinstance(found, dict) else {"": found}
