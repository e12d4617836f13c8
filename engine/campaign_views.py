"""What a reader sees of campaigns: their windows by the day, and the plans made for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access
from engine.campaign_tables import Campaign, CampaignPlan
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.directives import label
from engine.people import Actor
from engine.units import Unit

BEFORE, RUNNING, OVER = "before", "running", "over"


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A window in a list; ``standing`` is before, running or over; ``plans`` made by recipients."""

    id: int
    directive_id: int
    directive: str
    name: str
    starts_on: date
    ends_on: date
    plan_due_on: date | None
    report_due_on: date | None
    standing: str
    plans: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One unit's plan."""

    unit_name: str
    document: str
    summary: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One window and the plans the reader may see: their own; the issuer's side sees all."""

    row: CampaignRow
    plans: tuple[Plan, ...]


def standing(starts_on: date, ends_on: date, on: date) -> str:
    """Where a window (both days included) stands on a day: before, running or over."""
    if on < starts_on:
        return BEFORE
    return RUNNING if on <= ends_on else OVER


def listed(session: Session, actor: Actor, now: datetime) -> list[CampaignRow]:
    """The windows of all directives the actor may see, the latest first."""
    query = _rows(actor).order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    return [_row(found, now) for found in session.execute(query)]


def read(session: Session, actor: Actor, campaign_id: int, now: datetime) -> CampaignView:
    """One window. Raises ``NotFound`` for what the actor may not see."""
    found = session.execute(_rows(actor).where(Campaign.id == campaign_id)).one_or_none()
    row = _row(access.require(found, f"campaign {campaign_id}"), now)
    plans = session.execute(
        select(Unit.short_name, CampaignPlan)
        .join(Unit, Unit.id == CampaignPlan.unit_id)
        .join(Campaign, Campaign.id == CampaignPlan.campaign_id)
        .where(CampaignPlan.campaign_id == campaign_id, _plans_seen(actor))
        .order_by(Unit.code)
    )
    return CampaignView(
        row, tuple(Plan(name, p.document, p.summary, p.planned_at) for name, p in plans)
    )


def _plans_seen(actor: Actor) -> Any:
    own = CampaignPlan.unit_id == actor.unit_id
    return own | access.states_below(actor, Campaign.directive_id)


def _rows(actor: Actor) -> Any:
    plans = (
        select(func.count())
        .where(CampaignPlan.campaign_id == Campaign.id, _plans_seen(actor))
        .correlate(Campaign)
        .scalar_subquery()
    )
    return (
        select(Campaign, Directive, plans)
        .join(Directive, Directive.id == Campaign.directive_id)
        .where(access.directives(actor, Campaign.directive_id))
    )


def _row(found: Any, now: datetime) -> CampaignRow:
    campaign, directive, plans = found
    return CampaignRow(
        campaign.id,
        campaign.directive_id,
        label(directive),
        campaign.name,
        campaign.starts_on,
        campaign.ends_on,
        campaign.plan_due_on,
        campaign.report_due_on,
        standing(campaign.starts_on, campaign.ends_on, local_day(now)),
        plans,
    )
