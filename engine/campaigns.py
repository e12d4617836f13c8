"""Campaigns (tháng hành động, đợt cao điểm): dated windows of a directive, planned by its recipients.

A campaign's rows are written with its directive (``campaign_windows``). A unit that receives the
directive gets one waiting process, ``campaign``, for the first window that is not over; each window
opens the next year's. The closing report is an ordinary obligation, and only where the directive
asks for one. Reading is in ``campaign_views``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine import contexts
from engine.campaign_tables import Campaign, CampaignPlan
from engine.deadlines import local_day, midnight
from engine.deployments import deployed
from engine.directive_tables import Recipient
from engine.instances import Begin, Delivery, Engine, Service, ServiceCall
from engine.notices import HEAD, Told, tell
from engine.obligations import any_of
from engine.process.events import Start

_MODEL, _PROCESS = "campaign", "cp-plan"
_DAY = timedelta(days=1)


def open_plans(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """For each unit that received a directive: its process for the first window not over yet.

    The same few statements for one unit and for eleven thousand.
    """
    directives = {c.instance.directive_id for c in calls if c.instance.directive_id is not None}
    first: dict[int, dict[int, Campaign]] = defaultdict(dict)
    for campaign in _planned(session, directives):
        if campaign.ends_on >= local_day(now):
            first[campaign.directive_id].setdefault(campaign.position, campaign)
    pairs = [
        (campaign, c.instance.unit_id)
        for c in calls
        for campaign in first.get(c.instance.directive_id or 0, {}).values()
    ]
    return _begun(session, pairs)


def next_window(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``next-campaign``: the unit's process for the window after this one, if there is one."""
    directives = {c.instance.directive_id for c in calls if c.instance.directive_id is not None}
    windows: dict[tuple[int, int], list[Campaign]] = defaultdict(list)
    by_subject = {}
    for campaign in _planned(session, directives):
        windows[campaign.directive_id, campaign.position].append(campaign)
        by_subject[campaign.subject] = campaign
    pairs = []
    for call in calls:
        here = by_subject[call.instance.subject]
        later = windows[here.directive_id, here.position]
        following = next((c for c in later if c.starts_on > here.starts_on), None)
        if following is not None:
            pairs.append((following, call.instance.unit_id))
    return _begun(session, pairs)


def _planned(session: Session, directives: set[int]) -> Sequence[Campaign]:
    return session.scalars(
        select(Campaign)
        .where(Campaign.directive_id == any_of(directives), Campaign.plan_opens_on.is_not(None))
        .order_by(Campaign.directive_id, Campaign.position, Campaign.starts_on)
    ).all()


def _begun(session: Session, pairs: Sequence[tuple[Campaign, int]]) -> list[Delivery]:
    if not pairs:
        return []
    model_id = deployed(session, _MODEL).id
    units = contexts.of_units(session, {unit for _, unit in pairs})
    about = contexts.of_directives(session, {c.directive_id for c, _ in pairs})
    starts = {c.id: _start(c, about[c.directive_id]) for c, _ in pairs}
    return [
        Begin(model_id, _PROCESS, c.directive_id, unit, c.subject, starts[c.id], units[unit])
        for c, unit in pairs
    ]


def _start(campaign: Campaign, directive: Mapping[str, object]) -> Start:
    return Start(
        {
            "directive": directive,
            "campaign": {"id": campaign.id, "name": campaign.name},
            "opensAt": midnight(campaign.plan_opens_on or campaign.starts_on),
            "planDueAt": midnight((campaign.plan_due_on or campaign.ends_on) + _DAY),
            "endsAt": midnight(campaign.ends_on + _DAY),
        }
    )


def record_plan(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``record-campaign-plan``: the unit's plan, as its officer wrote it."""
    ids = _ids(session, calls)
    rows = [
        {
            "campaign_id": ids[c.instance.subject],
            "unit_id": c.instance.unit_id,
            "document": str(c.inputs.get("document") or ""),
            "summary": str(c.inputs.get("summary") or ""),
            "planned_at": now,
        }
        for c in calls
    ]
    session.execute(insert(CampaignPlan).on_conflict_do_nothing(), rows)
    return []


def urge(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``urge-campaign-plan``: the head of a unit without a plan; never a requested body."""
    found = {
        c.subject: c
        for c in session.scalars(
            select(Campaign).where(Campaign.subject.in_({c.instance.subject for c in calls}))
        )
    }
    asked = _requested(session, calls)
    told = [
        Told(
            once=f"{c.instance.subject}:plan:{c.instance.unit_id}",
            unit_id=c.instance.unit_id,
            about_unit_id=c.instance.unit_id,
            audience=HEAD,
            directive_id=c.instance.directive_id,
            instance_id=c.instance.id,
            report_id=None,
            kind="dot-cham-ke-hoach",
            params={
                "campaign": (campaign := found[c.instance.subject]).name,
                "starts_on": campaign.starts_on.isoformat(),
                "ends_on": campaign.ends_on.isoformat(),
            },
        )
        for c in calls
        if (c.instance.directive_id, c.instance.unit_id) not in asked
    ]
    tell(session, engine.outbox, told, now)
    return []


def _requested(session: Session, calls: Sequence[ServiceCall]) -> set[tuple[int, int]]:
    rows = session.execute(
        select(Recipient.directive_id, Recipient.unit_id).where(
            Recipient.directive_id == any_of({c.instance.directive_id or 0 for c in calls}),
            Recipient.unit_id == any_of({c.instance.unit_id for c in calls}),
            Recipient.requested,
        )
    )
    return {(directive, unit) for directive, unit in rows}


def _ids(session: Session, calls: Sequence[ServiceCall]) -> dict[str, int]:
    rows = session.execute(
        select(Campaign.subject, Campaign.id).where(
            Campaign.subject.in_({c.instance.subject for c in calls})
        )
    )
    return {row.subject: row.id for row in rows}


SERVICES: Mapping[str, Service] = {
    "next-campaign": Service(frozenset(), next_window),
    "record-campaign-plan": Service(frozenset({"document", "summary"}), record_plan),
    "urge-campaign-plan": Service(frozenset(), urge),
}
