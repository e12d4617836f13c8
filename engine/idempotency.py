"""Changes asked for twice are made once: the answer is kept in the transaction of the change.

A client names its change with a key of its own choosing. What was answered is written beside the
effect, in the same transaction: after a crash there are both, or neither and the change can be
asked for again. Two requests with one key at a time: the later one is told so (docs/adr/0057).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, InputError
from engine.store import Base

KEPT = timedelta(hours=24)


class IdempotencyKey(Base):
    """What an account's change of that key was answered; ``digest`` is of the request."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("ix_idempotency_key_created_at", "created_at"),)

    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    status: Mapped[int] = mapped_column(Integer)
    location: Mapped[str | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    code = "still-running"
    vi = "Yêu cầu trước với cùng Idempotency-Key đang được xử lý. Hãy chờ rồi gửi lại."
    en = "The earlier request with this Idempotency-Key is still running. Wait, then send it again."


class KeyReused(InputError):
    """The key belongs to another request."""

    code = "key-reused"
    vi = "Idempotency-Key này đã dùng cho một yêu cầu khác. Mỗi yêu cầu mới cần một khóa mới."
    en = "This Idempotency-Key was used for another request. A new request needs a new key."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a change was answered."""

    status: int
    body: bytes
    location: str | None = None


def digest(parts: Iterable[bytes]) -> str:
    """A request as a hash: where one part ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8) + part)
    return whole.hexdigest()


def begin(
    session: Session, account_id: int, key: str, request: str, now: datetime
) -> Answer | None:
    """The kept answer of this very request; None: make the change, then ``keep`` its answer.

    Until the caller's transaction ends, nobody else begins with this key. Raises ``StillRunning``
    and ``KeyReused``.
    """
    name = f"{account_id}:{key}"
    mine = session.scalar(
        select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, text("57"))))
    )
    if not mine:
        raise StillRunning(what=key)
    found = session.execute(
        select(IdempotencyKey).where(
            IdempotencyKey.account_id == account_id, IdempotencyKey.key == key
        )
    ).scalar_one_or_none()
    if found is None:
        return None
    if found.created_at <= now - KEPT:
        session.delete(found)
        session.flush()
        return None
    if found.digest != request:
        raise KeyReused(key=key)
    return Answer(found.status, found.body, found.location)


def keep(
    session: Session, account_id: int, key: str, request: str, answer: Answer, now: datetime
) -> None:
    """Keep the answer of the change, to be committed with it."""
    session.add(
        IdempotencyKey(
            account_id=account_id,
            key=key,
            digest=request,
            status=answer.status,
            location=answer.location,
            body=answer.body,
            created_at=now,
        )
    )
    session.flush()


def sweep(session: Session, now: datetime) -> int:
    """Forget answers that are older than ``KEPT``; how many."""
    gone = session.execute(
        delete(IdempotencyKey)
        .where(IdempotencyKey.created_at <= now - KEPT)
        .returning(IdempotencyKey.key)
    )
    return len(gone.all())
