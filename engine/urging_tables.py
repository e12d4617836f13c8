"""The tables of urging letters (văn bản đôn đốc), of their numbers, and of the named lists."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

DRAFT, ISSUED, DROPPED = "draft", "issued", "dropped"


class LetterRegister(Base):
    """The last number that a unit's register gave in a year; numbers begin at 1 each 1 January."""

    __tablename__ = "letter_register"

    issuer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class UrgingLetter(Base):
    """One văn bản đôn đốc about one obligation's period, to one late unit or to several.

    A draft has neither number nor date. ``joint``: late units of the same day may still be added.
    ``audiences`` are those the table of the ladder names; ``signer`` is the authority it is signed
    under. ``new_due_at`` is the first instant that is late again.
    """

    __tablename__ = "urging_letter"
    __table_args__ = (
        UniqueConstraint("issuer_id", "year", "number"),
        CheckConstraint("(status = 'issued') = (number IS NOT NULL)", name="numbered"),
        Index(
            "uq_urging_letter_joint",
            "issuer_id",
            "obligation_id",
            "period_start",
            "period_end",
            "drafted_on",
            unique=True,
            postgresql_where=text("joint"),
        ),
        Index("ix_urging_letter_directive_id", "directive_id"),
    )

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    obligation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    title: Mapped[str]
    rung: Mapped[str]
    audiences: Mapped[list[str]] = mapped_column(ARRAY(Text))
    joint: Mapped[bool]
    status: Mapped[str]
    number: Mapped[int | None] = mapped_column(Integer)
    year: Mapped[int | None] = mapped_column(Integer)
    symbol: Mapped[str]
    signer: Mapped[str]
    signed_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    drafted_on: Mapped[date]
    dated: Mapped[date | None]
    new_due_at: Mapped[datetime | None]


class UrgingAddressee(Base):
    """A late unit that a letter goes to; ``superior_id`` gets a copy.

    ``spared_at``: its report came in, or it got more time, before the letter was signed: it was not
    urged.
    """

    __tablename__ = "urging_addressee"
    __table_args__ = (Index("ix_urging_addressee_report_id", "report_id"),)

    letter_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("urging_letter.id"), primary_key=True
    )
    report_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("report.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    superior_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    missed_due_at: Mapped[datetime]
    spared_at: Mapped[datetime | None]


class NamedList(Base):
    """The units still late with one obligation's period at one rung (nêu tên, phê bình)."""

    __tablename__ = "named_list"
    __table_args__ = (
        UniqueConstraint(
            "obligation_id",
            "issuer_id",
            "period_start",
            "period_end",
            "rung",
            name="uq_named_list_one",
        ),
        Index("ix_named_list_directive_id", "directive_id"),
    )

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    obligation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    title: Mapped[str]
    rung: Mapped[str]
    made_at: Mapped[datetime]


class NamedUnit(Base):
    """A unit on a list: ``days_late`` whole days since its first deadline when it was named."""

    __tablename__ = "named_unit"
    __table_args__ = (Index("ix_named_unit_report_id", "report_id"),)

    list_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("named_list.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("report.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    days_late: Mapped[int] = mapped_column(Integer)
    named_at: Mapped[datetime]
