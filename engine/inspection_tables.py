"""The tables of inspections: a year's plan, its rounds with their teams, and each unit inspected.

A round (đợt kiểm tra) rests on its decision, which is a directive: ``directive_id``. Each unit
inspected has one ``inspection``; its result (kết luận, văn bản yêu cầu chấn chỉnh) is a directive
again, whose obligations are the remedies. ``subject`` is a row's name in processes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
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

MODEL = "inspection-round"
ROUND_PROCESS, VISIT_PROCESS, UNIT_PROCESS = "ir-round", "ir-visit", "ir-unit"
RESULT_MODEL = "rectification"

PLANNED, OPEN, REPORTED = "planned", "open", "reported"
CHOSEN, NOTICED, ANNOUNCED, RECORDED, CONCLUDED = (
    "chosen",
    "noticed",
    "announced",
    "recorded",
    "concluded",
)
SPECIALISED, STATE, FREE = "chuyen-nganh", "thanh-tra", "thuc-hien"
REGIMES = {
    SPECIALISED: ("Kiểm tra chuyên ngành", "Specialised inspection"),
    STATE: ("Thanh tra", "State inspection"),
    FREE: ("Kiểm tra việc thực hiện", "Inspection of implementation"),
}
"""Regime → its name. What limits a regime has, the model's table and the policies say."""

SIGNED, REFUSED = "signed", "refused"


class InspectionPlan(Base):
    """A body's plan (kế hoạch kiểm tra) for a year; there is one."""

    __tablename__ = "inspection_plan"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[str]
    symbol: Mapped[str]
    issued_on: Mapped[date]
    title: Mapped[str]
    created_at: Mapped[datetime]


class InspectionRound(Base):
    """One round. ``unit_id`` inspects; ``plan_id`` is None for a round outside any plan.

    ``choice`` says how the units were chosen: seed, rules, day, and the candidates' hash;
    ``candidates`` are the facts that were hashed, so that the choice can be made again.
    """

    __tablename__ = "inspection_round"
    __table_args__ = (
        Index("ix_inspection_round_unit_id", "unit_id", "status"),
        Index("ix_inspection_round_directive_id", "directive_id"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'dkt' || id", persisted=True))
    plan_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("inspection_plan.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    title: Mapped[str]
    regime: Mapped[str]
    scope: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    status: Mapped[str]
    choice: Mapped[dict[str, Any] | None]
    candidates: Mapped[list[Any] | None] = mapped_column(JSONB, deferred=True)
    directive_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))
    outline: Mapped[str] = mapped_column(server_default=text("''"))
    self_report_due_on: Mapped[date | None]
    superior_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    report: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    noticed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]


class InspectionMember(Base):
    """One of the team (đoàn kiểm tra); ``unit_id`` is the body the member comes from."""

    __tablename__ = "inspection_member"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("inspection_round.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    duty: Mapped[str]
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    head: Mapped[bool]


class Inspection(Base):
    """One unit's inspection in a round. ``inspector_id`` is the round's unit.

    ``clock_due_at`` is the first instant past the time limit (None: no statutory clock),
    ``first_clock_due_at`` the one before an extension. ``limit_days`` and ``extension_days`` were
    in force at the announcement, counted in working days if ``working``.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        UniqueConstraint("subject"),
        Index("ix_inspection_unit_id", "unit_id", "inspector_id"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'kt' || id", persisted=True))
    round_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("inspection_round.id"))
    inspector_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    chosen_by: Mapped[str]
    status: Mapped[str]
    noticed_at: Mapped[datetime | None]
    self_report: Mapped[dict[str, Any] | None]
    self_reported_at: Mapped[datetime | None]
    announced_on: Mapped[date | None]
    limit_days: Mapped[int | None] = mapped_column(Integer)
    extension_days: Mapped[int | None] = mapped_column(Integer)
    working: Mapped[bool | None]
    first_clock_due_at: Mapped[datetime | None]
    clock_due_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    extension_reason: Mapped[str | None]
    minutes_on: Mapped[date | None]
    minutes: Mapped[dict[str, Any] | None]
    signature: Mapped[str | None]
    witness: Mapped[str | None]
    outcome: Mapped[str | None]
    conclusion: Mapped[str | None]
    concluded_on: Mapped[date | None]
    directive_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("directive.id"))


class InspectionFinding(Base):
    """One finding (nội dung phát hiện) of the minutes."""

    __tablename__ = "inspection_finding"
    __table_args__ = (UniqueConstraint("inspection_id", "position"),)

    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("inspection.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
