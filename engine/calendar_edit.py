"""The calendar kept: public holidays loaded, overrides set and taken away, a year shown.

Work already dated never moves with the calendar; what would be dated otherwise is counted
(``engine.calendar_effects``) and shown to whoever changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, extract, insert, select
from sqlalchemy.orm import Session

from engine import audit, calendar, calendar_effects
from engine.access import require_administrator
from engine.calendar import HOLIDAYS, OVERRIDE, CalendarDay, calendar_of
from engine.calendar_effects import Effect
from engine.calendar_tables import DayRow, vet
from engine.people import Account, Actor


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: each day with its old and new state, and the open work it would redate."""

    days: tuple[dict[str, Any], ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day of the calendar as it is kept; ``wins`` unless an override says otherwise."""

    day: date
    working: bool
    source: str
    note: str
    swap_with: date | None
    set_by: str
    set_at: datetime | None
    wins: bool


def load_holidays(
    session: Session, rows: Sequence[DayRow], years: Iterable[int], now: datetime, actor: str
) -> Change:
    """Take the public holidays of those years; overrides stay, and the same again changes nothing.

    ``rows`` are all days of ``years`` that differ from the plain week. Raises TableRefused.
    """
    vet(rows, calendar_of(()))
    wanted = sorted(set(years))
    known = _kept(session, HOLIDAYS, extract("year", CalendarDay.day).in_(wanted))
    gone = {row.day for row in known} - {row.day for row in rows}
    return _change(session, known, rows, gone, HOLIDAYS, None, now, actor)


def set_days(
    session: Session,
    actor: Actor,
    rows: Sequence[DayRow],
    now: datetime,
    clear: Collection[date] = (),
) -> Change:
    """Set overrides and take away those of the days in ``clear``, all or nothing.

    A day cleared takes the other half of its swap with it. Raises Forbidden, TableRefused.
    """
    require_administrator(actor)
    known = _kept(session, OVERRIDE)
    halves = {row.swap_with for row in known if row.day in clear and row.swap_with is not None}
    gone = (set(clear) | halves) & {row.day for row in known}
    changed = gone | {row.day for row in rows}
    kept = [row for row in known if row.day not in changed]
    public = calendar_of((row.day, row.working) for row in _kept(session, HOLIDAYS))
    vet(rows, public, kept)
    by = f"account:{actor.account_id}"
    return _change(session, known, rows, gone, OVERRIDE, actor.account_id, now, by)


def year(session: Session, wanted: int) -> list[DayShown]:
    """The days of a year that differ from the plain week, in order, with who set them."""
    rows = session.execute(
        select(CalendarDay, Account.username)
        .outerjoin(Account, Account.id == CalendarDay.set_by)
        .where(extract("year", CalendarDay.day) == wanted)
        .order_by(CalendarDay.day, CalendarDay.source)
    ).all()
    overridden = {row.day for row, _ in rows if row.source == OVERRIDE}
    return [
        DayShown(
            row.day,
            row.working,
            row.source,
            row.note,
            row.swap_with,
            username or "",
            row.set_at,
            row.source == OVERRIDE or row.day not in overridden,
        )
        for row, username in rows
    ]


def _change(
    session: Session,
    known: Sequence[DayRow],
    rows: Sequence[DayRow],
    gone: Collection[date],
    source: str,
    account_id: int | None,
    now: datetime,
    actor: str,
) -> Change:
    """Write what differs, in one audit entry."""
    was = {row.day: _state(row) for row in known}
    new = {row.day: row for row in rows if _state(row) != was.get(row.day)}
    changed = sorted({*new, *gone})
    if not changed:
        return Change((), ())
    before = calendar.load(session)
    days = tuple(
        {
            "day": day.isoformat(),
            "old": was.get(day),
            "new": _state(new[day]) if day in new else None,
        }
        for day in changed
    )
    session.execute(
        delete(CalendarDay).where(CalendarDay.source == source, CalendarDay.day.in_(changed))
    )
    if new:
        told: dict[str, Any] = {"source": source, "set_by": account_id, "set_at": now}
        session.execute(
            insert(CalendarDay),
            [
                told
                | {
                    "day": row.day,
                    "working": row.working,
                    "note": row.note,
                    "swap_with": row.swap_with,
                }
                for row in new.values()
            ],
        )
    detail: dict[str, object] = {"source": source, "days": days}
    audit.record(session, [audit.Entry(actor, "calendar", detail=detail)], now)
    return Change(days, tuple(calendar_effects.of_change(session, before, calendar.load(session))))


def _kept(session: Session, source: str, *which: ColumnElement[bool]) -> list[DayRow]:
    columns = (CalendarDay.day, CalendarDay.working, CalendarDay.note, CalendarDay.swap_with)
    rows = session.execute(select(*columns).where(CalendarDay.source == source, *which))
    return [DayRow(*row) for row in rows]


def _state(row: DayRow) -> dict[str, Any]:
    other = row.swap_with.isoformat() if row.swap_with else None
    return {"working": row.working, "note": row.note, "swap_with": other}
