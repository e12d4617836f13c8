"""The tables of difficulties: what was asked, grouped by question, and the bodies it reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

OPEN, ANSWERED = "open", "answered"


class Difficulty(Base):
    """One unit's vướng mắc on a directive it received; ``subject`` is its name in processes.

    Difficulties with the same ``lead_id`` (the leading one names itself) ask the same and share one
    question: ``held_by_id``, ``at_directive_id``, ``arrived_at`` and the answer are alike in all of
    them. ``at_directive_id`` is the directive whose issuer holds the question: ``directive_id``, or
    one it derives from. ``root_id`` is the directive the cascade began with: an answer marked
    ``public`` is seen by all who may see a directive of that cascade.
    """

    __tablename__ = "difficulty"
    __table_args__ = (
        UniqueConstraint("subject"),
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        Index("ix_difficulty_lead_id", "lead_id"),
        Index("ix_difficulty_unit_id", "unit_id"),
        Index("ix_difficulty_held_by_id", "held_by_id", "status"),
        Index("ix_difficulty_directive_id", "directive_id"),
        Index("ix_difficulty_root_id", "root_id", postgresql_where=sql("public")),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'vm' || id", persisted=True))
    lead_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("difficulty.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    root_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    provision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("provision.id"))
    text: Mapped[str]
    raised_at: Mapped[datetime]
    raised_by: Mapped[int] = mapped_column(BigInteger)
    held_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    at_directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    arrived_at: Mapped[datetime]
    status: Mapped[str]
    answer: Mapped[str | None]
    public: Mapped[bool] = mapped_column(server_default="false")
    answered_at: Mapped[datetime | None]


class DifficultyStep(Base):
    """One body a question reached; ``note`` is what it wrote when it passed the question up."""

    __tablename__ = "difficulty_step"
    __table_args__ = (
        UniqueConstraint("difficulty_id", "unit_id"),
        Index("ix_difficulty_step_unit_id", "unit_id"),
    )

    id: Mapped[Key]
    difficulty_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("difficulty.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    note: Mapped[str | None]
