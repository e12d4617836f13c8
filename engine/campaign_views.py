"""What a reader sees of campaigns: their windows by the day, and the plans made for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.campaign_tables import Campaign, CampaignPlan
from engine.deadlines import local_day
from engine.directive_tables import Directive, Recipient
from engine.directives import label
from engine.people import Actor
from engine.units import Unit

BEFORE, RUNNING, OVER = "before", "running", "over"
NAMED = 200


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
    subject: str
    days: int
    """Days of the window that have begun, of a window that runs."""

    @property
    def length(self) -> int:
        """Days of the window, both ends included."""
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """One unit's plan."""

    unit_name: str
    document: str
    summary: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One window and the plans the reader may see: their own; the issuer's side sees all.

    ``recipients`` received the directive; ``missing`` are those of them without a plan, at most
    ``NAMED``. Both are None and empty for who may not see how the units below fare.
    """

    row: CampaignRow
    plans: tuple[Plan, ...]
    recipients: int | None
    missing: tuple[str, ...]


def standing(starts_on: date, ends_on: date, on: date) -> str:
    """Where a window (both days included) stands on a day: before, running or over."""
    if on < starts_on:
        return BEFORE
    return RUNNING if on <= ends_on else OVER


def listed(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    wanted: str | None = None,
    after: tuple[date, int] | None = None,
    limit: int | None = None,
) -> list[CampaignRow]:
    """The windows of all directives the actor may see, the latest first.

    ``wanted`` keeps those before, running or over; ``after`` is the last one's start and id.
    """
    query = _rows(actor).order_by(Campaign.starts_on.desc(), Campaign.id.desc()).limit(limit)
    today = local_day(now)
    kinds = {
        BEFORE: Campaign.starts_on > today,
        RUNNING: (Campaign.starts_on <= today) & (Campaign.ends_on >= today),
        OVER: Campaign.ends_on < today,
    }
    if wanted is not None and wanted in kinds:
        query = query.where(kinds[wanted])
    if after is not None:
        last = tuple_(*(literal(v) for v in after))
        query = query.where(tuple_(Campaign.starts_on, Campaign.id) < last)
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
    told = tuple(Plan(name, p.document, p.summary, p.planned_at) for name, p in plans)
    known = session.scalar(
        select(Campaign.id).where(
            Campaign.id == campaign_id, access.states_below(actor, Campaign.directive_id)
        )
    )
    if known is None:
        return CampaignView(row, told, None, ())
    sent = (Recipient.directive_id == row.directive_id) & Recipient.sent_at.is_not(None)
    count = session.scalar(select(func.count()).where(sent))
    planned = select(CampaignPlan.unit_id).where(CampaignPlan.campaign_id == campaign_id)
    missing = session.scalars(
        select(Unit.short_name)
        .join(Recipient, Recipient.unit_id == Unit.id)
        .where(sent, Unit.id.not_in(planned))
        .order_by(Unit.code)
        .limit(NAMED)
    )
    return CampaignView(row, told, count, tuple(missing))


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
        campaign.subject,
        max(0, (local_day(now) - campaign.starts_on).days + 1),
    )
