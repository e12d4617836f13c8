"""The table of extensions (gia hạn): a later deadline asked for, and what was decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

ASKED, GRANTED, REFUSED = "asked", "granted", "refused"


class Extension(Base):
    """One unit's wish for a later deadline. ``owner_id`` decides.

    ``due_at`` is the deadline it asked from, ``wanted_at`` the one it asked for and ``granted_at``
    the one it got: each the first instant that is late.
    """

    __tablename__ = "extension"
    __table_args__ = (
        Index("ix_extension_report_id", "report_id"),
        Index("ix_extension_owner_id", "owner_id", "status"),
        Index(
            "uq_extension_asked",
            "report_id",
            unique=True,
            postgresql_where=text("status = 'asked'"),
        ),
    )

    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("report.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    owner_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    reason: Mapped[str]
    due_at: Mapped[datetime]
    wanted_at: Mapped[datetime]
    status: Mapped[str]
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    granted_at: Mapped[datetime | None]
    remarks: Mapped[str]
