"""The tables of directives: what was said, to whom, who owes what, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

DRAFT = "draft"
ISSUED = "issued"
CLOSED = "closed"

RECEIVED = "received"
ASSIGNED = "assigned"
PASSED_ON = "passed-on"
DONE = "done"


class Directive(Base):
    """One văn bản chỉ đạo. Its identity is (issuer, symbol, number, year) once it has a number.

    ``booked_by_id``: not issued here, but put on its own book by that unit, which received it on
    paper; None for what its issuer issued in the system. Each receiver has its own such record.

    ``root_id`` is the directive the whole cascade began with (itself for that one), ``field`` the
    specialist field whose bodies consolidate. ``provisions_of_id`` names the directive whose
    provisions these are, when it has none of its own. ``content`` is the validated file, with the
    resolved ``selection`` of unit ids beside it; for a derived directive, what the derivation
    left out or squeezed.
    """

    __tablename__ = "directive"
    __table_args__ = (
        Index(
            "uq_directive_identity",
            "issuer_id",
            "symbol",
            "number",
            "year",
            "booked_by_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("number <> ''"),
        ),
        Index("ix_directive_root_id", "root_id"),
        Index("ix_directive_parent_id_issuer_id", "parent_id", "issuer_id"),
        Index(
            "ix_directive_booked_by_id",
            "booked_by_id",
            postgresql_where=text("booked_by_id IS NOT NULL"),
        ),
        CheckConstraint("year = extract(year from issued_on)", name="year"),
    )

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    booked_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    number: Mapped[str]
    symbol: Mapped[str]
    year: Mapped[int] = mapped_column(Integer)
    type: Mapped[str]
    issued_on: Mapped[date]
    subject: Mapped[str]
    field: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    root_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    provisions_of_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    model_key: Mapped[str]
    status: Mapped[str]
    # Large: a national directive lists ten thousand units. Read when asked for.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    search: Mapped[str] = mapped_column(
        Computed(
            "dondoc_fold(type || ' ' || number || ' ' || symbol || ' ' || subject)", persisted=True
        ),
        deferred=True,
    )
    issued_at: Mapped[datetime | None]


class Provision(Base):
    """A numbered part of a directive: a task, with who leads it and who helps (as printed)."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("directive_id", "position"),)

    id: Mapped[Key]
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[str]
    text: Mapped[str]
    lead: Mapped[str]
    coordinators: Mapped[list[Any]]


class Obligation(Base):
    """A report somebody owes.

    ``rule`` is ``engine.deadline_rules.Rule`` as JSON; ``who`` is ``engine.obligations.Who`` as
    JSON; ``details`` holds what is printed about addressee, channel, and where it goes next.
    ``form`` is the form its reports are written in (``bpmn/forms``).
    ``source_id`` is the superior's obligation a derived one came from, ``addressee_id`` the body
    that is reported to, null for the directive's issuer (``engine.addressees``).
    """

    __tablename__ = "obligation"
    __table_args__ = (UniqueConstraint("directive_id", "code"),)

    id: Mapped[Key]
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    rule: Mapped[dict[str, Any]]
    who: Mapped[dict[str, Any]]
    consolidator_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    requested: Mapped[bool]
    details: Mapped[dict[str, Any]]
    source_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    form: Mapped[str] = mapped_column(server_default="report")
    addressee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))


class Recipient(Base):
    """A unit the directive goes to. ``groups`` are the positions of its groups in the file."""

    __tablename__ = "recipient"
    __table_args__ = (Index("ix_recipient_unit_id", "unit_id"),)

    directive_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("directive.id"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    requested: Mapped[bool]
    groups: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), server_default=text("'{}'"))
    sent_at: Mapped[datetime | None]


class Milestone(Base):
    """When a unit received, assigned, passed on or finished a directive: the first time."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_unit_id", "unit_id"),)

    directive_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("directive.id"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
