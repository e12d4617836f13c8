"""The tables of assignments inside a unit: the work, who leads and who helps, how far it has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

OPEN, SUBMITTED, DONE = "open", "submitted", "done"
LEAD, COORDINATOR = "lead", "coordinator"


class Assignment(Base):
    """A provision, a report or a whole directive given to officers of the unit.

    ``due_at`` is the first instant that is late. ``expected`` is the product asked for, ``product``
    the one stated when it was finished. ``touched_at`` is when one of them last said how far it is.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("subject"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done"),
        Index("ix_assignment_unit_id", "unit_id", "status"),
        Index("ix_assignment_directive_id", "directive_id"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'pc' || id", persisted=True))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    provision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("provision.id"))
    report_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("report.id"))
    task: Mapped[str]
    expected: Mapped[str]
    due_at: Mapped[datetime]
    status: Mapped[str]
    percent: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    product: Mapped[str | None]
    remarks: Mapped[str | None]
    assigned_by: Mapped[int] = mapped_column(BigInteger)
    assigned_at: Mapped[datetime]
    touched_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class AssignmentMember(Base):
    """Who works on it: an account, or whoever holds a role (a post) in the unit."""

    __tablename__ = "assignment_member"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (role IS NULL)", name="who"),
        UniqueConstraint("assignment_id", "account_id"),
        UniqueConstraint("assignment_id", "role"),
        Index(
            "uq_assignment_member_lead",
            "assignment_id",
            unique=True,
            postgresql_where=text("part = 'lead'"),
        ),
        Index("ix_assignment_member_account_id", "account_id"),
    )

    id: Mapped[Key]
    assignment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("assignment.id"))
    part: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    role: Mapped[str | None]


class AssignmentProgress(Base):
    """One word on how far it is."""

    __tablename__ = "assignment_progress"
    __table_args__ = (Index("ix_assignment_progress_assignment_id", "assignment_id"),)

    id: Mapped[Key]
    assignment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("assignment.id"))
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger)
    percent: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
