"""The tables of discussions: what was said about a matter, its earlier texts, who was named.

No column here is called ``directive_id``: a dossier (``engine.dossiers``) holds every row that has
one, and what a unit says among its own stays there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key


class Comment(Base):
    """One contribution. Inside a unit (``unit_id`` and ``matter``) or about a report to all who see it.

    ``matter`` names the business inside the unit: the directive's id (0 without one) and the
    subject of its processes, so that all tasks of one business share a thread. ``work_item_id`` is
    the task it was written at, if any. A deleted one keeps its row, and its texts.
    """

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) = (report_id IS NOT NULL)", name="audience"),
        Index("ix_comment_matter", "matter", "unit_id"),
        Index("ix_comment_report_id", "report_id", "id"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'c' || id", persisted=True))
    matter: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    report_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("report.id"))
    work_item_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("work_item.id"))
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    author_unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    body: Mapped[str]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class CommentVersion(Base):
    """A text that a comment had until ``until``; never changed."""

    __tablename__ = "comment_version"

    comment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[str]
    until: Mapped[datetime]


class CommentMention(Base):
    """Somebody whom a comment names: told once, whatever is edited later."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
