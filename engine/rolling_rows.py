"""How far each obligation that rolls has come: its period opened last, and the one to open next.

One row for each, written when the first unit receives it. Whoever receives it shares the row's
lock until the end of the transaction; whoever opens a period has it alone. So a unit is there when
a period is opened for all, or sees that it was, and opens it for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.arrays import ints, texts
from engine.calendar import Calendar
from engine.deadlines import Due
from engine.obligations import Duty
from engine.store import Base


class ObligationPeriod(Base):
    """The period opened last and the next, whose window opens at ``opens_at`` (None: no more).

    ``opened_at`` is when the clock opened the last one, for so many ``units``; None while there
    were receipts only. ``retry_at`` puts off an opening that failed.
    """

    __tablename__ = "obligation_period"
    __table_args__ = (
        Index(
            "ix_obligation_period_opens_at",
            "opens_at",
            postgresql_where=text("opens_at IS NOT NULL"),
        ),
        Index(
            "ix_obligation_period_retry_at",
            "retry_at",
            postgresql_where=text("retry_at IS NOT NULL"),
        ),
    )

    obligation_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("obligation.id"), primary_key=True
    )
    last_start: Mapped[date]
    last_end: Mapped[date]
    opened_at: Mapped[datetime | None]
    units: Mapped[int] = mapped_column(Integer, server_default="0")
    key: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]


_SHARE = text("""
    SELECT obligation_id, last_end FROM obligation_period
    WHERE obligation_id = ANY(CAST(:ids AS bigint[])) ORDER BY obligation_id FOR SHARE
""")
_ROWS = """
    unnest(CAST(:ids AS bigint[]), CAST(:last_starts AS date[]), CAST(:last_ends AS date[]),
           CAST(:units AS int[]), CAST(:keys AS text[]), CAST(:starts AS date[]),
           CAST(:ends AS date[]), CAST(:opens AS timestamptz[]), CAST(:dues AS timestamptz[]))
        AS r(id, last_start, last_end, units, key, period_start, period_end, opens_at, due_at)
"""
_BEGIN = text(f"""
    INSERT INTO obligation_period (obligation_id, last_start, last_end, units, key, period_start,
                                   period_end, opens_at, due_at)
    SELECT * FROM {_ROWS} ORDER BY id ON CONFLICT DO NOTHING
""")
_MOVE = text(f"""
    UPDATE obligation_period p SET last_start = r.last_start, last_end = r.last_end,
        units = r.units, key = r.key, period_start = r.period_start, period_end = r.period_end,
        opens_at = r.opens_at, due_at = r.due_at, opened_at = :now, retry_at = NULL
    FROM {_ROWS} WHERE p.obligation_id = r.id
""")
_END = text("""
    UPDATE obligation_period SET key = NULL, period_start = NULL, period_end = NULL,
        opens_at = NULL, due_at = NULL, retry_at = NULL
    WHERE obligation_id = ANY(CAST(:ids AS bigint[]))
""")
_CLAIM = text("""
    SELECT p.obligation_id, p.last_start, p.last_end, p.units, p.key, o.directive_id
    FROM obligation_period p JOIN obligation o ON o.id = p.obligation_id
    WHERE p.opens_at <= :now AND (p.retry_at IS NULL OR p.retry_at <= :now)
        AND (CAST(:only AS bigint) IS NULL OR p.obligation_id = :only)
    ORDER BY p.opens_at, p.obligation_id LIMIT :limit FOR UPDATE OF p SKIP LOCKED
""")
_PUT_OFF = text("""
    UPDATE obligation_period SET retry_at = :until WHERE obligation_id = :id AND opens_at <= :now
""")
_NEXT = text("""
    SELECT least(
        (SELECT min(opens_at) FROM obligation_period
         WHERE opens_at IS NOT NULL AND retry_at IS NULL),
        (SELECT min(retry_at) FROM obligation_period WHERE retry_at IS NOT NULL))
""")

Moved = tuple[int, date, date, int, Due | None]
"""(obligation id, start and end of its last period, units it was opened for, the next)."""


def join(
    session: Session, duties: Mapping[int, Sequence[Duty]], calendar: Calendar, now: datetime
) -> dict[int, date]:
    """Share the rows of the duties that roll, written first where there are none.

    The end of each one's last period that was opened for all, by its id; those of which nothing
    is to come any more are left out.
    """
    rolling = {d.id: d for found in duties.values() for d in found if d.rolls(calendar)}
    if not rolling:
        return {}
    shared = _share(session, rolling)
    missing = [duty for id_, duty in sorted(rolling.items()) if id_ not in shared]
    first = [(duty, coming[-1]) for duty in missing if (coming := duty.coming(now, None, calendar))]
    if not first:
        return shared
    begun = [
        (duty.id, due.period_start, due.period_end, 0, duty.after(due.period_end, calendar))
        for duty, due in first
    ]
    session.execute(_BEGIN, _values(begun))
    return shared | _share(session, [duty.id for duty, _ in first])


def _share(session: Session, ids: Iterable[int]) -> dict[int, date]:
    rows = session.execute(_SHARE, {"ids": ints(ids)})
    return {row.obligation_id: row.last_end for row in rows}


def claim(session: Session, now: datetime, limit: int, only: int | None = None) -> Sequence[Any]:
    """The rows whose next window has opened, for this transaction alone; others' are skipped."""
    return session.execute(_CLAIM, {"now": now, "limit": limit, "only": only}).all()


def move(session: Session, moved: Sequence[Moved], now: datetime) -> None:
    """Write down what was opened, and what comes next."""
    if moved:
        session.execute(_MOVE, _values(moved) | {"now": now})


def end(session: Session, ids: Iterable[int]) -> None:
    """These roll no further."""
    session.execute(_END, {"ids": ints(ids)})


def put_off(session: Session, obligation_id: int, until: datetime, now: datetime) -> None:
    """Try an opening that failed again later, so that it does not hold up the others."""
    session.execute(_PUT_OFF, {"id": obligation_id, "until": until, "now": now})


def next_opening(session: Session) -> datetime | None:
    """When the next window of any obligation opens (or is to be tried again)."""
    found: datetime | None = session.scalar(_NEXT)
    return found


def _values(rows: Sequence[Moved]) -> dict[str, object]:
    nexts = [due for *_, due in rows]
    return {
        "ids": ints(row[0] for row in rows),
        "last_starts": [row[1] for row in rows],
        "last_ends": [row[2] for row in rows],
        "units": ints(row[3] for row in rows),
        "keys": texts(None if due is None else due.key for due in nexts),
        "starts": [due and due.period_start for due in nexts],
        "ends": [due and due.period_end for due in nexts],
        "opens": [due and due.opens_at for due in nexts],
        "dues": [due and due.due_at for due in nexts],
    }
