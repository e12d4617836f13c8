"""Which version of a model new instances begin with, and every change of that: who, when and why.

A version is deployed once and never changes; a release points to it. Rolling back is a release of
an older version. Instances that run keep the version they began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import audit
from engine.store import Base, Key

DIAGRAM, TABLE, FORM = "bpmn", "dmn", "form"
KINDS = (DIAGRAM, TABLE, FORM)
SETUP, COMMAND = "setup", "command"
"""Who releases without an account: the product's own models as it is set up, and the command."""


class ModelRelease(Base):
    """From ``at`` on, new instances of ``key`` begin with the version ``model_id`` of its kind.

    ``actor`` is 'account:<id>', ``SETUP`` or ``COMMAND``; ``draft_id`` the draft it came from.
    """

    __tablename__ = "model_release"
    __table_args__ = (Index("ix_model_release_key", "kind", "key", "id"),)

    id: Mapped[Key]
    kind: Mapped[str]
    key: Mapped[str]
    model_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(server_default="")
    draft_id: Mapped[int | None] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class By:
    """Who releases, why, and from which draft."""

    actor: str = SETUP
    account_id: int | None = None
    note: str = ""
    draft_id: int | None = None

    @classmethod
    def account(cls, account_id: int, note: str = "", draft_id: int | None = None) -> By:
        """By a person."""
        return cls(f"account:{account_id}", account_id, note, draft_id)


def lock(session: Session, kind: str, key: str) -> None:
    """Until the transaction's end, nobody else deploys or releases this key."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtext('dondoc.deploy.' || :kind), hashtext(:key))"),
        {"kind": kind, "key": key},
    )


def last(session: Session, kind: str, key: str) -> ModelRelease | None:
    """The release that holds now."""
    return session.scalars(
        select(ModelRelease)
        .where(ModelRelease.kind == kind, ModelRelease.key == key)
        .order_by(ModelRelease.id.desc())
        .limit(1)
    ).first()


def current(session: Session, kind: str) -> Mapping[str, int]:
    """Each key's version that new instances begin with, by its row's id."""
    newest = (
        select(func.max(ModelRelease.id))
        .where(ModelRelease.kind == kind)
        .group_by(ModelRelease.key)
    )
    rows = session.execute(
        select(ModelRelease.key, ModelRelease.model_id).where(ModelRelease.id.in_(newest))
    )
    return {row.key: row.model_id for row in rows}


def release(
    session: Session, kind: str, key: str, model_id: int, version: int, by: By, now: datetime
) -> bool:
    """Let new instances begin with this version; whether that changed anything.

    What a person or the command released goes into the history.
    The product's own models (``SETUP``) never take the place of what a person has released.
    """
    before = last(session, kind, key)
    if before is not None:
        if before.model_id == model_id:
            return False
        if by.actor == SETUP and before.actor != SETUP:
            return False
    made = ModelRelease(
        kind=kind,
        key=key,
        model_id=model_id,
        at=now,
        actor=by.actor,
        account_id=by.account_id,
        note=by.note,
        draft_id=by.draft_id,
    )
    session.add(made)
    session.flush()
    if by.actor == SETUP:
        return True
    detail: dict[str, object] = {
        "kind": kind,
        "model": key,
        "version": version,
        "id": model_id,
        "before": before.model_id if before else None,
        "note": by.note,
    }
    audit.record(session, [audit.Entry(by.actor, "model-release", detail=detail)], now)
    return True
