"""The tables of incident reports: the incident, the bodies it reached, what was added to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

REPORTED, RECEIVED, CLOSED = "reported", "received", "closed"


class Incident(Base):
    """One vụ việc đột xuất; ``subject`` is its name in processes.

    ``held_by_id`` is the one body that has it in hand: the last it was sent to. ``status`` is that
    body's: reported to it, received by it, closed by it. ``urgency`` is one of
    ``incidents.URGENCIES``; ``obligation_id`` the ad hoc duty it is reported under, if any.
    """

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("subject"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_incident_unit_id", "unit_id"),
        Index("ix_incident_held_by_id", "held_by_id", "status"),
        Index("ix_incident_directive_id", "directive_id"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'vv' || id", persisted=True))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    obligation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    urgency: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    place: Mapped[str]
    happened_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    reported_by: Mapped[int] = mapped_column(BigInteger)
    held_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    status: Mapped[str]
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class IncidentStep(Base):
    """One body on the incident's way up.

    It is to be received before ``receive_by`` and handled or forwarded before ``forward_by``;
    ``left_at`` is when it was forwarded or closed there. Exactly one step of an open incident has
    not been left.
    """

    __tablename__ = "incident_step"
    __table_args__ = (
        UniqueConstraint("incident_id", "unit_id"),
        Index(
            "uq_incident_step_here",
            "incident_id",
            unique=True,
            postgresql_where=sql("left_at IS NULL"),
        ),
        Index("ix_incident_step_unit_id", "unit_id"),
    )

    id: Mapped[Key]
    incident_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("incident.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    arrived_at: Mapped[datetime]
    receive_by: Mapped[datetime]
    forward_by: Mapped[datetime]
    received_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    note: Mapped[str | None]


class IncidentNote(Base):
    """What the reporting unit added afterwards."""

    __tablename__ = "incident_note"
    __table_args__ = (Index("ix_incident_note_incident_id", "incident_id"),)

    id: Mapped[Key]
    incident_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("incident.id"))
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str]
