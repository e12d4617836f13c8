"""The tables of posts and absences: who may do what in which unit, from a day until another.

``post_holder`` is the view behind every candidate group: each post with its holder, and each post
of somebody absent with the substitute, for the days they have in common.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Text,
    and_,
    column,
    or_,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key


class Post(Base):
    """A post (chức danh) somebody holds: ``valid_from`` <= day < ``valid_to`` (None: no end yet)."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="validity"),
        Index("ix_post_account_id", "account_id", "valid_from"),
        Index("ix_post_unit_id", "unit_id", "role"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    role: Mapped[str]
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Absence(Base):
    """Somebody is away, ``valid_from`` <= day < ``valid_to``, and another acts in their place."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="validity"),
        CheckConstraint("substitute_id <> account_id", name="oneself"),
        Index("ix_absence_account_id", "account_id", "valid_from"),
        Index("ix_absence_substitute_id", "substitute_id", "valid_from"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    substitute_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]


HOLDER = table(
    "post_holder",
    column("account_id", BigInteger),
    column("unit_id", BigInteger),
    column("role", Text),
    column("valid_from", Date),
    column("valid_to", Date),
    column("absent_id", BigInteger),
)
"""``absent_id`` is whose place the account takes; None: the post is its own."""


def holds_on(on: date, held: Any = HOLDER.c) -> ColumnElement[bool]:
    """The condition that a post, an absence or a row of ``HOLDER`` counts on the day ``on``."""
    return and_(held.valid_from <= on, or_(held.valid_to.is_(None), held.valid_to > on))
