"""The table of drafts: a directive being written, step by step, before it is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

OPEN = "open"
ISSUED = "issued"
DISCARDED = "discarded"


class Drafting(Base):
    """A directive that a unit is writing; incomplete until it is issued (docs/adr/0051).

    ``content`` is the plain data of a directive file (docs/directive-file.md), values as text.
    ``parent_id`` is the directive above that it rests on; ``passes_on``: it is the unit's own
    implementing document, issued by the task of the cascade that waits for one. ``version`` grows
    with each save. ``kept`` are the contradicting dates somebody answers for
    (``engine.drafting_check.mark``). ``submitted_*``: put before the head of the unit.
    """

    __tablename__ = "directive_draft"
    __table_args__ = (
        Index("ix_directive_draft_list", "issuer_id", "status", "changed_at", "id"),
        Index("ix_directive_draft_parent_id", "parent_id"),
        CheckConstraint("(status = 'issued') = (directive_id IS NOT NULL)", name="issued"),
    )

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    passes_on: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    content: Mapped[dict[str, Any]]
    kept: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    status: Mapped[str]
    directive_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    created_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    created_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    submitted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
