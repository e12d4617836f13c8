"""The tables of campaigns (tháng hành động, đợt cao điểm): their windows, and each unit's plan."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key


class Campaign(Base):
    """One window of a directive's campaign: one row for each year it recurs in.

    ``position`` is its place in the directive file, the same in every year. ``starts_on``,
    ``ends_on``, ``plan_due_on`` and ``report_due_on`` are last days included; ``plan_opens_on`` is
    when recipients are asked to plan, None where no plan is asked for. ``report_code`` names the
    obligation that is the closing report, None where the directive asks for none.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("subject"),
        UniqueConstraint("directive_id", "position", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="window"),
        Index("ix_campaign_starts_on", "starts_on"),
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'dt' || id", persisted=True))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    plan_opens_on: Mapped[date | None]
    plan_due_on: Mapped[date | None]
    report_due_on: Mapped[date | None]
    report_code: Mapped[str | None]


class CampaignPlan(Base):
    """A recipient's own plan for one window."""

    __tablename__ = "campaign_plan"
    __table_args__ = (Index("ix_campaign_plan_unit_id", "unit_id"),)

    campaign_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("campaign.id"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    document: Mapped[str]
    summary: Mapped[str]
    planned_at: Mapped[datetime]
