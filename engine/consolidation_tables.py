"""The tables of consolidation: a roll-up, what is in it, and what was made of it.

What a report contributes is appended and never changed (``RollupEntry.amounts``): officers who
accept at the same time write different rows. Which entries a closing took in is stamped on them,
so one that is accepted in that very moment is in the closing or waits for a supplement.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key


class Rollup(Base):
    """The reports of one obligation and period, on their way to becoming one.

    ``fields`` are the fields of the reports' form (``engine.figures``), pinned by the first report
    accepted. ``up_report_id`` is the report that the issuer of the directive owes one tier up and
    ``up_rollup_id`` the roll-up which that one goes into; both None where this is the end.
    ``due_at`` is the consolidator's own date, the one that the directive prints if it prints one;
    else, where a report goes up, that report's later one, if it was extended.
    ``versions``: 0 while open, 1 once closed, one more for each supplement.
    """

    __tablename__ = "rollup"
    __table_args__ = (
        UniqueConstraint("obligation_id", "period"),
        Index("ix_rollup_consolidator_id", "consolidator_id", "id"),
        Index("ix_rollup_addressee_id", "addressee_id", "id"),
        Index("ix_rollup_directive_id", "directive_id"),
        Index("ix_rollup_up_rollup_id", "up_rollup_id"),
        Index("ix_rollup_up_report_id", "up_report_id"),
        Index(
            "ix_rollup_due_at",
            "due_at",
            postgresql_where=text("versions = 0 AND due_told_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    obligation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    consolidator_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    addressee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    title: Mapped[str]
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    up_report_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("report.id"))
    up_rollup_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("rollup.id"))
    due_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    due_told_at: Mapped[datetime | None]
    fields: Mapped[list[Any] | None]
    versions: Mapped[int] = mapped_column(Integer, server_default="0")


class RollupEntry(Base):
    """One accepted report in its roll-up. ``amounts``: figure → [sum as text, how many units].

    ``version`` is the closing (1) or supplement (2, …) that took it in; None: waiting for one.
    Of a report made from a roll-up, ``stands_on`` is that one's version it was written from (0: it
    was not closed, and what it held then counts), and ``adjusted`` that a hand changed a figure.
    """

    __tablename__ = "rollup_entry"
    __table_args__ = (Index("ix_rollup_entry_rollup_id", "rollup_id", "version"),)

    report_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("report.id"), primary_key=True)
    rollup_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("rollup.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger)
    merged_at: Mapped[datetime]
    amounts: Mapped[dict[str, Any]]
    stands_on: Mapped[int | None] = mapped_column(Integer)
    adjusted: Mapped[bool]
    version: Mapped[int | None] = mapped_column(Integer)


class RollupVersion(Base):
    """What a closing (``n`` = 1) or a supplement (2, …) said; never changed.

    ``totals``: as an entry's amounts, over all entries so far. ``absent``: who was missing, as
    ``{"unit": id, "name": …, "reason": code, "requested": bool}``. ``body`` is the document,
    ``answers`` the same as answers of the report one tier up (FEEL values, as ``report.content``).
    """

    __tablename__ = "rollup_version"

    rollup_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("rollup.id"), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    accepted: Mapped[int] = mapped_column(Integer)
    totals: Mapped[dict[str, Any]]
    absent: Mapped[list[Any]]
    body: Mapped[str]
    answers: Mapped[dict[str, Any]]
