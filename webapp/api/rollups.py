"""Roll-ups: who has reported, what the figures come to, urging, closing."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from engine import api_lists, consolidation
from engine.consolidation_trace import Source
from engine.consolidation_units import UnitReport
from engine.consolidation_urging import Urged
from engine.consolidation_views import RollupRow, Total, VersionView
from webapp.api.resource import ID, Resource, page, paged, query
from webapp.api.shapes import Exact, Values, nested, shape
from webapp.requests import actor, now, session, wiring

blp = Resource("Roll-ups", "Tổng hợp: the reports of one period on their way to becoming one.")
ONE = f"/rollups/{ID % 'rollup_id'}"
READ, WRITE = "rollups:read", "rollups:write"

Row = shape(
    "Rollup",
    RollupRow,
    "id",
    "title",
    "period",
    "directive_id",
    "directive_label",
    "consolidator_id",
    "consolidator_name",
    "due_at",
    "status",
    "versions",
    "expected",
    "accepted",
    "submitted",
    "missing",
    "overdue",
    "waiting",
)
Closing = shape("RollupVersion", VersionView, "n", "at", "accepted", "body", "cut")
One = shape(
    "RollupInFull",
    RollupRow,
    *Row().fields,
    period_start=fields.Date(required=True),
    period_end=fields.Date(required=True),
    documents=nested(Closing, many=True),
    may_act=fields.Boolean(required=True),
    up_report_id=fields.Integer(required=True, allow_none=True),
    up_rollup_id=fields.Integer(required=True, allow_none=True),
)
Unit = shape(
    "RollupUnit",
    UnitReport,
    "unit_id",
    "unit_name",
    "report_id",
    "status",
    "requested",
    "nil",
    "due_at",
    "submitted_at",
    "late",
    "version",
)
Figure = shape(
    "FigureTotal",
    Total,
    "value",
    "units",
    name=fields.String(required=True),
    type=fields.String(required=True),
    rollup=fields.String(required=True),
    label=Values(required=True),
    unit=Values(required=True, allow_none=True),
)
Figures = Schema.from_dict({"items": nested(Figure, many=True)}, name="Figures")
Origin = shape(
    "FigureSource",
    Source,
    "unit_id",
    "unit_name",
    "report_id",
    "value",
    "rollup_id",
    "adjusted",
    "version",
    value=Exact(required=True, allow_none=True, metadata={"format": "decimal"}),
)
Told = shape("Urged", Urged, "unit_id", "unit_name", "requested", "due_at", "outcome")
ToldAll = Schema.from_dict({"items": nested(Told, many=True)}, name="UrgedUnits")
Listed = query("rollups", whole=True)
Units = query("rollup-units")
Sources = query("figure-sources", whole=True)


@blp.get("/rollups")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(200, page("RollupPage", Row))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """What my unit consolidates, or is addressed to it; the newest first."""
    found = api_lists.rollups(session(), actor(), now(), after=args["cursor"], limit=args["limit"])
    return paged(found.rows, found.next_after)


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, One)
def one(rollup_id: int) -> dict[str, object]:
    """One roll-up and the documents made of it, the newest first."""
    return _full(rollup_id)


@blp.get(f"{ONE}/units")
@blp.reads(READ)
@blp.arguments(Units, location="query")
@blp.response(200, page("RollupUnitPage", Unit))
def units(args: dict[str, Any], rollup_id: int) -> dict[str, object]:
    """Who has reported and who has not, by the units' codes."""
    found = api_lists.rollup_units(
        session(), actor(), rollup_id, after=args["cursor"], limit=args["limit"]
    )
    return paged(found.rows, found.next_after)


@blp.get(f"{ONE}/figures")
@blp.reads(READ)
@blp.response(200, Figures)
def figures(rollup_id: int) -> dict[str, object]:
    """What the figures come to, of everything accepted by now."""
    view = consolidation.read(session(), actor(), rollup_id, now())
    return {"items": [_figure(total) for total in view.totals]}


@blp.get(f"{ONE}/figures/<string(maxlength=100):figure>")
@blp.reads(READ)
@blp.arguments(Sources, location="query")
@blp.response(200, page("FigureSourcePage", Origin))
def sources(args: dict[str, Any], rollup_id: int, figure: str) -> dict[str, object]:
    """The reports one figure is made of; `rollup_id` leads to what such a report was made from."""
    found = api_lists.figure_sources(
        session(), actor(), rollup_id, figure, after=args["cursor"], limit=args["limit"]
    )
    return paged(found.rows, found.next_after)


@blp.post(f"{ONE}/urge")
@blp.changes(WRITE, body=None)
@blp.response(200, ToldAll)
def urge(rollup_id: int) -> dict[str, object]:
    """Urge all units that have not submitted; one line says what became of each."""
    found = consolidation.urge(session(), wiring().engine, actor(), rollup_id, now())
    return {"items": found}


@blp.post(f"{ONE}/close")
@blp.changes(WRITE, body=None)
@blp.response(200, One)
def close(rollup_id: int) -> dict[str, object]:
    """Close it with what is there."""
    consolidation.close(session(), wiring().engine, actor(), rollup_id, now())
    return _full(rollup_id)


@blp.post(f"{ONE}/supplement")
@blp.changes(WRITE, body=None)
@blp.response(200, One)
def supplement(rollup_id: int) -> dict[str, object]:
    """Merge what was accepted since it was closed."""
    consolidation.supplement(session(), wiring().engine, actor(), rollup_id, now())
    return _full(rollup_id)


def _full(rollup_id: int) -> dict[str, object]:
    view = consolidation.read(session(), actor(), rollup_id, now())
    found: dict[str, object] = {name: getattr(view.row, name) for name in Row().fields}
    return found | {
        "period_start": view.period_start,
        "period_end": view.period_end,
        "documents": view.versions,
        "may_act": view.may_act,
        "up_report_id": view.up_report_id,
        "up_rollup_id": view.up_rollup_id,
    }


def _figure(total: Total) -> dict[str, object]:
    figure = total.figure
    return {
        "value": total.value,
        "units": total.units,
        "name": figure.name,
        "type": figure.type,
        "rollup": figure.rollup,
        "label": figure.label,
        "unit": figure.unit,
    }
