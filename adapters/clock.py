"""The clock: the database's, so that all workers agree; in a demonstration, moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import timers
from engine.errors import InputError

CHANNEL = "dondoc_clock"


class NotADemonstration(InputError):
    """Somebody tried to move a real clock."""

    code = "not-a-demonstration"
    vi = "Chỉ chuyển được đồng hồ ở chế độ trình diễn."
    en = "The clock can be moved in a demonstration only."


_NOW = text("SELECT clock_timestamp() + coalesce((SELECT shift FROM demo_clock), interval '0')")


def now(session: Session) -> datetime:
    """This moment by the database's clock (and the demonstration's shift), in UTC."""
    moment: datetime = session.execute(_NOW).scalar_one()
    return moment.astimezone(UTC)


def real(session: Session) -> datetime:
    """This moment by the database's clock, also in a demonstration: for what telephones count."""
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def shift(session: Session, delta: timedelta) -> datetime:
    """Move the demonstration's clock and wake the workers; the new moment.

    Raises ``NotADemonstration`` where no demonstration was set up.
    """
    moved = session.execute(
        text("UPDATE demo_clock SET shift = shift + :delta RETURNING shift"), {"delta": delta}
    ).first()
    if moved is None:
        raise NotADemonstration
    session.execute(text(f"NOTIFY {CHANNEL}"))
    return now(session)


def in_order(session: Session) -> datetime:
    """This moment, or that of the earliest thing due: so each thing happens at its own time.

    For a demonstration, whose clock leaps a week: a worker that was away for a week tells only what
    is worst by now, but in the demonstration nobody was away.
    """
    moment, due = now(session), timers.next_due(session)
    return moment if due is None else min(moment, due)


def begin_demonstration(session: Session, at: datetime) -> None:
    """Set the clock of a new demonstration to ``at``."""
    session.execute(
        text("""
        INSERT INTO demo_clock (single, shift)
        VALUES (true, CAST(:at AS timestamptz) - clock_timestamp())
        ON CONFLICT (single) DO UPDATE SET shift = excluded.shift
    """),
        {"at": at},
    )


def is_demonstration(session: Session) -> bool:
    """Whether this database's clock was ever set by hand."""
    return session.scalar(text("SELECT EXISTS (SELECT FROM demo_clock)")) is True
