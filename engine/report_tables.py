"""The table of reports: one row for each report a unit owes for a period.

``first_due_at`` is the deadline lateness is counted from and never moves; ``due_at`` is the one
that is waited for. The report's process (``PROCESS``) holds the tokens.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Computed, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

MODEL = "periodic-report"
PROCESS = "pr-report"
OPEN, SUBMITTED, RETURNED, ACCEPTED = "open", "submitted", "returned", "accepted"
MERGED = "merged"
"""Passed to the unit's successor and became one with ``merged_into_id``: counted nowhere."""


class Report(Base):
    """One unit's report for one period of one obligation; ``subject`` is its name in processes.

    ``addressee_id`` is the body it is addressed to, ``consolidator_id`` the one it is sent through,
    which chases and consolidates (they may be the same). ``round`` counts its moved deadlines and
    ``urgings`` those that an urging letter moved. ``version`` counts what was submitted,
    ``nil`` says that nothing arose (không phát sinh), ``draft`` is what is being written (by the
    account ``draft_by`` at ``draft_at``, null for what the engine filled in), and ``touched_at``
    when its unit last worked on it.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("obligation_id", "unit_id", "period_start", "period_end"),
        UniqueConstraint("subject"),
        Index("ix_report_directive_unit", "directive_id", "unit_id"),
        Index("ix_report_consolidator", "consolidator_id", "status"),
        Index("ix_report_unit_id", "unit_id", "first_due_at"),
        Index("ix_report_merged_into_id", "merged_into_id"),
        Index(
            "ix_report_waiting_due_at",
            "due_at",
            postgresql_where=text("status IN ('open', 'returned')"),
        ),
        Index("ix_report_addressee_id", "addressee_id"),
        Index("ix_report_first_due_at", "first_due_at", "id"),
        Index(
            "ix_report_open_due",
            "first_due_at",
            "id",
            postgresql_where=text("status IN ('open', 'returned')"),
        ),
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'r' || id", persisted=True))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    obligation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    consolidator_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    addressee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    title: Mapped[str]
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    requested: Mapped[bool]
    opens_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    status: Mapped[str]
    submitted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any] | None]
    remarks: Mapped[str | None]
    rung: Mapped[str | None]
    round: Mapped[int] = mapped_column(Integer, server_default="0")
    urgings: Mapped[int] = mapped_column(Integer, server_default="0")
    version: Mapped[int] = mapped_column(Integer, server_default="0")
    nil: Mapped[bool] = mapped_column(server_default="false")
    draft: Mapped[dict[str, Any] | None]
    draft_by: Mapped[int | None] = mapped_column(BigInteger)
    draft_at: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("report.id"))
    search: Mapped[str] = mapped_column(
        Computed("dondoc_fold(title || ' ' || period)", persisted=True), deferred=True
    )


class ReportVersion(Base):
    """What was submitted, each time; only the stamps of its outcome are set later, once.

    ``content`` are the answers of ``form``. The ``*_by`` are account ids, null where nobody was
    signed in (a simulated year). A trigger refuses any other change.
    """

    __tablename__ = "report_version"

    report_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("report.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    form: Mapped[str | None]
    content: Mapped[dict[str, Any] | None]
    nil: Mapped[bool]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[int | None] = mapped_column(BigInteger)
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[int | None] = mapped_column(BigInteger)
    remarks: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(BigInteger)
