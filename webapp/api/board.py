"""The board's figures: the country's, those of a unit's branches, one directive's."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from engine import board
from engine.board import Board, Only
from webapp.api.fields import Choice, Strict, Text, Whole
from webapp.api.resource import ID, Resource
from webapp.api.shapes import nested
from webapp.requests import actor, now, session

blp = Resource("Board", "Theo dõi: how many duties are done, late, open and overdue.")
READ = "board:read"
NATION = (board.PROVINCE, board.TIER, board.PERIOD, board.MONTH, board.ROOT)
DIRECTIVE = (board.TIER, board.PERIOD, board.OBLIGATION, board.UNIT)

_COUNTS = (
    "ordered",
    "on_time",
    "late",
    "open",
    "overdue",
    "asked",
    "asked_done",
    "opened",
    "touched",
)
_RATES = ("completion_rate", "on_time_rate", "update_rate", "median_days_late")
Figures = Schema.from_dict(
    {name: fields.Integer(required=True) for name in _COUNTS}
    | {name: fields.Float(required=True, allow_none=True) for name in _RATES},
    name="BoardFigures",
)
Line = Schema.from_dict(
    {
        "key": fields.String(required=True),
        "name": fields.String(required=True),
        "figures": nested(Figures),
    },
    name="BoardLine",
)
Table = Schema.from_dict(
    {
        "by": fields.String(required=True),
        "lines": nested(Line, many=True),
        "total": nested(Figures),
    },
    name="Board",
)


class Asked(Strict):
    """What is counted, and by what."""

    by = Choice(NATION, load_default=board.PROVINCE)
    directive_id = Whole(load_default=None)
    tier = Text(50, load_default=None)
    period = Text(20, load_default=None)
    province = Text(20, load_default=None)


class OfDirective(Strict):
    """By what a directive's figures are counted."""

    by = Choice(DIRECTIVE, load_default=board.TIER)


@blp.get("/board")
@blp.reads(READ)
@blp.arguments(Asked, location="query")
@blp.response(200, Table)
def nation(args: dict[str, Any]) -> dict[str, object]:
    """The figures of the cascades my unit began (an administrator's: of all)."""
    only = Only(args["directive_id"], args["tier"], args["period"], args["province"])
    return _shown(board.nation(session(), actor(), now(), args["by"], only))


@blp.get(f"/board/units/{ID % 'unit_id'}")
@blp.reads(READ)
@blp.response(200, Table)
def of_unit(unit_id: int) -> dict[str, object]:
    """A line for each unit directly below, with all that is below it."""
    return _shown(board.below(session(), actor(), now(), unit_id))


@blp.get(f"/board/directives/{ID % 'directive_id'}")
@blp.reads(READ)
@blp.arguments(OfDirective, location="query")
@blp.response(200, Table)
def of_directive(args: dict[str, Any], directive_id: int) -> dict[str, object]:
    """A directive and all derived from it."""
    return _shown(board.of_directive(session(), actor(), now(), directive_id, args["by"]))


def _shown(found: Board) -> dict[str, object]:
    return {
        "by": found.by,
        "lines": [
            {"key": line.key, "name": line.name, "figures": line.figures.to_json()}
            for line in found.lines
        ],
        "total": found.total.to_json(),
    }
