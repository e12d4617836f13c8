"""Difficulties and incidents."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from engine import difficulty_views, incident_views
from engine.difficulty_views import DifficultyRow
from engine.incident_views import IncidentRow, IncidentView, Note
from webapp.api.fields import Flag, Whole
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import nested, shape
from webapp.requests import actor, now, session

blp = Resource(
    "Matters", "Vướng mắc, vụ việc: questions on their way up, incidents and their holder."
)
READ = "matters:read"

Difficulty = shape(
    "Difficulty",
    DifficultyRow,
    "id",
    "lead_id",
    "unit_name",
    "directive",
    "provision",
    "text",
    "status",
    "holder",
    "raised_at",
    "days",
    "answer",
    "public",
)
DifficultyStep = shape(
    "DifficultyStep", difficulty_views.Step, "unit_name", "arrived_at", "left_at", "note"
)
DifficultyInFull = shape(
    "DifficultyInFull",
    DifficultyRow,
    *Difficulty().fields,
    answered_at=fields.AwareDateTime(required=True, allow_none=True),
    path=nested(DifficultyStep, many=True),
    same=fields.List(fields.Integer(), required=True),
)
Incident = shape(
    "Incident",
    IncidentRow,
    "id",
    "unit_name",
    "urgency",
    "title",
    "status",
    "holder",
    "reported_at",
    "due_at",
    "late",
)
IncidentStep = shape(
    "IncidentStep",
    incident_views.Step,
    "unit_name",
    "arrived_at",
    "receive_by",
    "forward_by",
    "received_at",
    "left_at",
    "note",
)
IncidentNote = shape("IncidentNote", Note, "at", "by", "text")
IncidentInFull = shape(
    "IncidentInFull",
    IncidentView,
    "id",
    "unit_name",
    "directive_id",
    "urgency",
    "title",
    "text",
    "place",
    "happened_at",
    "reported_at",
    "status",
    "holder",
    "outcome",
    "closed_at",
    path=nested(IncidentStep, many=True),
    notes=nested(IncidentNote, many=True),
)
Difficulties = query(
    "difficulties",
    whole=True,
    answered=Flag(load_default=False),
    directive_id=Whole(load_default=None),
)
Incidents = query("incidents", whole=True, closed=Flag(load_default=False))


@blp.get("/difficulties")
@blp.reads(READ)
@blp.arguments(Difficulties, location="query")
@blp.response(200, page("DifficultyPage", Difficulty))
def difficulties(args: dict[str, Any]) -> dict[str, object]:
    """Open difficulties I may see, the oldest first; or the answered ones, the newest first."""
    found = difficulty_views.listed(
        session(),
        actor(),
        now(),
        answered=args["answered"],
        directive_id=args["directive_id"],
        after=args["cursor"],
    )
    return _cut(found, args["limit"], difficulty_views.PAGE)


@blp.get(f"/difficulties/{ID % 'difficulty_id'}")
@blp.reads(READ)
@blp.response(200, DifficultyInFull)
def difficulty(difficulty_id: int) -> dict[str, object]:
    """One difficulty, its way up, and the ids of those that ask the same."""
    view = difficulty_views.read(session(), actor(), difficulty_id, now())
    found: dict[str, object] = {name: getattr(view.row, name) for name in Difficulty().fields}
    return found | {
        "answered_at": view.answered_at,
        "path": view.path,
        "same": [row.id for row in view.same],
    }


@blp.get("/incidents")
@blp.reads(READ)
@blp.arguments(Incidents, location="query")
@blp.response(200, page("IncidentPage", Incident))
def incidents(args: dict[str, Any]) -> dict[str, object]:
    """Incidents I may see, the newest first; closed ones where asked for."""
    found = incident_views.listed(
        session(), actor(), now(), closed=args["closed"], after=args["cursor"]
    )
    return _cut(found, args["limit"], incident_views.PAGE)


@blp.get(f"/incidents/{ID % 'incident_id'}")
@blp.reads(READ)
@blp.response(200, IncidentInFull)
def incident(incident_id: int) -> IncidentView:
    """One incident with its way up and what was added."""
    return incident_views.read(session(), actor(), incident_id)


def _cut(rows: list[Any], limit: int, most: int) -> dict[str, object]:
    """The page the caller wanted of what the engine hands out ``most`` at a time."""
    shown = rows[:limit]
    more = len(rows) > limit or len(rows) == most
    return paged(shown, shown[-1].id if shown and more else None)
