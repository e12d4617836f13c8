"""Inspections: plans, rounds, and each unit's inspection."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from engine import api_lists, inspection_views
from engine.api_lists import InspectionItem, PlanRow
from engine.inspection_rows import InspectionRow, RemedyRow, RoundRow, RoundView
from webapp.api.fields import Whole
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import nested, shape
from webapp.requests import actor, now, session

blp = Resource("Inspections", "Kiểm tra: plans, rounds, and each unit's inspection.")
READ = "inspections:read"

Plan = shape(
    "InspectionPlan",
    PlanRow,
    "id",
    "unit_id",
    "unit_name",
    "year",
    "number",
    "symbol",
    "issued_on",
    "title",
)
Round = shape(
    "InspectionRound",
    RoundRow,
    "id",
    "title",
    "regime",
    "inspector",
    "year",
    "starts_on",
    "ends_on",
    "status",
    "units",
    "concluded",
    "past_limit",
)
Remedy = shape(
    "Remedy", RemedyRow, "title", "first_due_at", "due_at", "status", "submitted_at", "rung"
)
Visited = shape(
    "InspectionOfRound",
    InspectionRow,
    "id",
    "unit",
    "chosen_by",
    "status",
    "self_reported_at",
    "announced_on",
    "clock_due_at",
    "minutes_on",
    "signature",
    "findings",
    "outcome",
    "conclusion",
    "result",
    remedies=nested(Remedy, many=True),
)
Member = Schema.from_dict(
    {
        "name": fields.String(required=True),
        "duty": fields.String(required=True),
        "unit": fields.String(required=True),
        "head": fields.Boolean(required=True),
    },
    name="TeamMember",
)
RoundInFull = shape(
    "InspectionRoundInFull",
    RoundView,
    "plan",
    "scope",
    "decision",
    "directive_id",
    "outline",
    "self_report_due_on",
    "team",
    "inspections",
    round=nested(Round),
    team=nested(Member, many=True),
    inspections=nested(Visited, many=True),
)
Item = shape(
    "Inspection",
    InspectionItem,
    "id",
    "round_id",
    "round_title",
    "unit_id",
    "unit_name",
    "status",
    "announced_on",
    "clock_due_at",
    "minutes_on",
    "outcome",
    "concluded_on",
)
Plans = query("inspection-plans", whole=True)
Rounds = query("inspection-rounds", whole=True)
Items = query("inspections", whole=True, round_id=Whole(load_default=None))


@blp.get("/inspection-plans")
@blp.reads(READ)
@blp.arguments(Plans, location="query")
@blp.response(200, page("InspectionPlanPage", Plan))
def plans(args: dict[str, Any]) -> dict[str, object]:
    """My unit's plans, the newest first."""
    found = api_lists.inspection_plans(
        session(), actor(), after=args["cursor"], limit=args["limit"]
    )
    return paged(found.rows, found.next_after)


@blp.get("/inspection-rounds")
@blp.reads(READ)
@blp.arguments(Rounds, location="query")
@blp.response(200, page("InspectionRoundPage", Round))
def rounds(args: dict[str, Any]) -> dict[str, object]:
    """Rounds I may know of, the newest first."""
    found = api_lists.inspection_rounds(
        session(), actor(), now(), after=args["cursor"], limit=args["limit"]
    )
    return paged(found.rows, found.next_after)


@blp.get(f"/inspection-rounds/{ID % 'round_id'}")
@blp.reads(READ)
@blp.response(200, RoundInFull)
def one_round(round_id: int) -> dict[str, object]:
    """One round: decision, team, and the inspections of it that I may see."""
    view = inspection_views.shown(session(), actor(), round_id, now())
    names = (name for name in RoundInFull().fields if name != "round")
    return {name: getattr(view, name) for name in names} | {"round": view.row}


@blp.get("/inspections")
@blp.reads(READ)
@blp.arguments(Items, location="query")
@blp.response(200, page("InspectionPage", Item))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """Inspections I may see, the newest first."""
    found = api_lists.inspections(
        session(),
        actor(),
        round_id=args["round_id"],
        after=args["cursor"],
        limit=args["limit"],
    )
    return paged(found.rows, found.next_after)


@blp.get(f"/inspections/{ID % 'inspection_id'}")
@blp.reads(READ)
@blp.response(200, Item)
def one(inspection_id: int) -> InspectionItem:
    """One inspection; its round tells the rest."""
    return api_lists.inspection(session(), actor(), inspection_id)
