"""The tables of received letters: what came, what was found in it, and what a clerk corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

OPEN = "open"
ISSUED = "issued"
FILED = "filed"
DROPPED = "dropped"


class ReceivedLetter(Base):
    """A letter that a unit received, or wrote on paper, and that its clerk confirms.

    ``text`` is what spans count in; ``findings`` are ``received_findings.Finding`` as JSON, each as
    it stands now. ``title`` is what lists show. ``status``: OPEN; ISSUED, it became ``drafting_id``,
    a draft of the unit's own; FILED, it is ``directive_id``, a superior's; or DROPPED. ``version``
    grows with each change; the file is the only attachment of ``subject``.
    """

    __tablename__ = "received_letter"
    __table_args__ = (
        Index("ix_received_letter_list", "unit_id", "status", "id"),
        Index("ix_received_letter_sha256", "unit_id", "sha256"),
        Index("ix_received_letter_drafting_id", "drafting_id"),
        CheckConstraint("status <> 'issued' OR drafting_id IS NOT NULL", name="issued"),
        CheckConstraint("status <> 'filed' OR directive_id IS NOT NULL", name="filed"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    name: Mapped[str]
    title: Mapped[str]
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(deferred=True)
    findings: Mapped[list[Any]] = mapped_column(deferred=True)
    unsure: Mapped[int] = mapped_column(Integer, server_default="0")
    status: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    directive_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    drafting_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive_draft.id"))
    received_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    received_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    changed_at: Mapped[datetime]

    @property
    def subject(self) -> str:
        """Under which its file is kept."""
        return f"received:{self.id}"


class ReceivedCorrection(Base):
    """One correction, kept as an example: ``was`` is what stood there (null: nothing), ``became``
    what the clerk made of it (null: dropped): ``{value, spans}`` of the finding as JSON.
    """

    __tablename__ = "received_correction"
    __table_args__ = (Index("ix_received_correction_letter_id", "letter_id", "id"),)

    id: Mapped[Key]
    letter_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("received_letter.id"))
    finding: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    was: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    became: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime]
