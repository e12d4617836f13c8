"""Sessions of the web: who is signed in where, and since when; each can be ended at any moment.

The browser holds a random token, the database only its hash. A session ends by itself at
``expires_at``, and when nobody did anything in it for its ``idle_minutes``. The moments of
beginning and being seen are real ones, also in a demonstration, whose clock leaps.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Text,
    column,
    delete,
    func,
    select,
    table,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import policies
from engine.errors import NotFound
from engine.policies import Policy, PolicySetting
from engine.store import Base, Key

IDLE = policies.declare(
    Policy(
        "session-idle-minutes",
        60,
        "Phiên đăng nhập kết thúc sau bao nhiêu phút không thao tác",
        "After how many minutes without a click a session ends",
        source="[K]",
        low=5,
        high=480,
    )
)
LIFETIME = timedelta(hours=8)
"""A working day: whoever comes back the next morning signs in."""
WAITING = timedelta(minutes=10)
"""How long a session waits for the code of the second factor."""
TOUCH = timedelta(minutes=1)
"""``last_seen_at`` is written no more often."""
KEPT = timedelta(days=90)
"""For how long an ended session stays in the database."""
PASSWORD, PROVIDER = "password", "provider"
ENFORCED = "second-factor-"
"""Beginning of the policies that enforce a second factor, followed by the role."""

_FACTOR = table("second_factor", column("account_id", BigInteger), column("secret", Text))


class WebSession(Base):
    """One sign-in in one browser. ``second_factor_at``: when its code was given, if ever."""

    __tablename__ = "web_session"
    __table_args__ = (
        Index("uq_web_session_token_hash", "token_hash", unique=True),
        Index("ix_web_session_account_id", "account_id", "id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int] = mapped_column(Integer)
    ended_at: Mapped[datetime | None]
    ip: Mapped[str]
    agent: Mapped[str]
    method: Mapped[str]
    second_factor_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody signs in: the address and what the browser calls itself."""

    ip: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """The session of a request. ``enforced``: roles for which anybody enforces a second factor."""

    id: int
    account_id: int
    created_at: datetime
    last_seen_at: datetime
    method: str
    second_factor: bool
    has_factor: bool
    enforced: frozenset[str]

    @property
    def waiting(self) -> bool:
        """Whether the code of the second factor is still to come."""
        return self.has_factor and not self.second_factor


def begin(
    session: Session,
    account_id: int,
    unit_id: int | None,
    where: Where,
    method: str,
    now: datetime,
    *,
    second_factor: bool = False,
    lifetime: timedelta = LIFETIME,
) -> str:
    """A new session; its token, which is nowhere but in the answer. Old rows are forgotten.

    ``unit_id``: whose policy says how long it may be idle.
    """
    token = secrets.token_urlsafe(32)
    session.execute(
        delete(WebSession).where(
            WebSession.account_id == account_id, WebSession.expires_at < now - KEPT
        )
    )
    session.add(
        WebSession(
            account_id=account_id,
            token_hash=_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + lifetime,
            idle_minutes=policies.value(session, IDLE, unit_id),
            ip=where.ip[:64],
            agent=where.agent[:300],
            method=method,
            second_factor_at=now if second_factor else None,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, now: datetime) -> Present | None:
    """The running session of that token, with what the gate asks about it, in one statement."""
    factor = select(_FACTOR.c.account_id).where(
        _FACTOR.c.account_id == WebSession.account_id, _FACTOR.c.secret.is_not(None)
    )
    enforced = (
        select(func.array_agg(func.distinct(PolicySetting.key)))
        .where(PolicySetting.key.startswith(ENFORCED), PolicySetting.value == text("'true'"))
        .scalar_subquery()
    )
    row = session.execute(
        select(
            WebSession.id,
            WebSession.account_id,
            WebSession.created_at,
            WebSession.last_seen_at,
            WebSession.method,
            WebSession.second_factor_at,
            factor.exists().label("has_factor"),
            enforced.label("enforced"),
        ).where(WebSession.token_hash == _hash(token), running(now))
    ).one_or_none()
    if row is None:
        return None
    return Present(
        row.id,
        row.account_id,
        row.created_at,
        row.last_seen_at,
        row.method,
        row.second_factor_at is not None,
        row.has_factor,
        frozenset(key.removeprefix(ENFORCED) for key in row.enforced or ()),
    )


def touch(session: Session, present: Present, now: datetime) -> bool:
    """Note that the person is there; whether anything was written (once a minute at most)."""
    if now - present.last_seen_at < TOUCH:
        return False
    session.execute(update(WebSession).where(WebSession.id == present.id).values(last_seen_at=now))
    return True


def listed(session: Session, account_id: int, now: datetime) -> list[WebSession]:
    """The account's running sessions, the one used last first."""
    found = (
        select(WebSession)
        .where(WebSession.account_id == account_id, running(now))
        .order_by(WebSession.last_seen_at.desc(), WebSession.id.desc())
    )
    return list(session.scalars(found))


def end(session: Session, account_id: int, session_id: int, now: datetime) -> None:
    """End one of the account's sessions. Raises NotFound, also for one that was ended."""
    if not _end(session, now, WebSession.account_id == account_id, WebSession.id == session_id):
        raise NotFound(what=f"session {session_id}")


def end_all(session: Session, account_id: int, now: datetime, keep: int | None = None) -> int:
    """End the account's sessions, but for the one of id ``keep``; how many that were."""
    kept = () if keep is None else (WebSession.id != keep,)
    return _end(session, now, WebSession.account_id == account_id, *kept)


def end_present(session: Session, token: str, now: datetime) -> None:
    """End the session of that token, if it is running."""
    _end(session, now, WebSession.token_hash == _hash(token))


def running(now: datetime) -> ColumnElement[bool]:
    """The condition that a session is neither ended, nor over, nor idle for too long."""
    idle = func.make_interval(0, 0, 0, 0, 0, WebSession.idle_minutes)
    return (
        WebSession.ended_at.is_(None)
        & (WebSession.expires_at > now)
        & (WebSession.last_seen_at + idle > now)
    )


def _end(session: Session, now: datetime, *which: ColumnElement[bool]) -> int:
    ended: Any = session.execute(
        update(WebSession).where(*which, WebSession.ended_at.is_(None)).values(ended_at=now)
    )
    return int(ended.rowcount)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
