"""What people add to their list of tasks: follow-up dates, priorities, saved filters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key


class FollowUp(Base):
    """The day on which one person wants to look at a task again; nobody else sees it."""

    __tablename__ = "work_item_follow_up"

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    work_item_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("work_item.id"), primary_key=True, autoincrement=False
    )
    on: Mapped[date] = mapped_column(Date)
    note: Mapped[str]
    set_at: Mapped[datetime]


class Priority(Base):
    """How pressing a task is for its unit: 1 or 2 (the highest); without a row it is like others."""

    __tablename__ = "work_item_priority"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 2", name="level"),)

    work_item_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("work_item.id"), primary_key=True, autoincrement=False
    )
    level: Mapped[int] = mapped_column(SmallInteger)
    set_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    set_at: Mapped[datetime]


class InboxFilter(Base):
    """A filter somebody saved: ``query`` is the list's address from the question mark on."""

    __tablename__ = "inbox_filter"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        Index(
            "uq_inbox_filter_default",
            "account_id",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    name: Mapped[str]
    query: Mapped[str]
    is_default: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime]


class InboxPreference(Base):
    """When somebody closed the words that explain the list to a newcomer."""

    __tablename__ = "inbox_preference"

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    introduced_at: Mapped[datetime]
