"""Units: found as of a day, one, and those below it."""

from __future__ import annotations

from typing import Any

from engine import api_lists
from engine.api_lists import UnitItem
from engine.deadlines import local_day
from webapp.api.fields import Day, Text
from webapp.api.resource import ID, Resource, page, paged, query, search
from webapp.api.shapes import shape
from webapp.requests import now, session

blp = Resource("Units", "Đơn vị: bodies that send, receive and report, each valid for its time.")
ONE = f"/units/{ID % 'unit_id'}"
READ = "units:read"

Unit = shape(
    "Unit",
    UnitItem,
    "id",
    "code",
    "name",
    "short_name",
    "tier",
    "parent_id",
    "province_code",
    "valid_from",
    "valid_to",
    "latitude",
    "longitude",
)
Page = page("UnitPage", Unit)
Found = query("units", q=search(), on=Day(load_default=None), tier=Text(50, load_default=None))
Below = query("units-below", on=Day(load_default=None))


@blp.get("/units")
@blp.reads(READ)
@blp.arguments(Found, location="query")
@blp.response(200, Page)
def listed(args: dict[str, Any]) -> dict[str, object]:
    """Units valid on a day (today if none is given), by their codes; `q` with or without accents."""
    found = api_lists.units(
        session(),
        args["on"] or local_day(now()),
        words=args["q"],
        tier=args["tier"],
        after=args["cursor"],
        limit=args["limit"],
    )
    return paged(found.rows, found.next_after)


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, Unit)
def one(unit_id: int) -> UnitItem:
    """One unit, whenever it was valid."""
    return api_lists.unit(session(), unit_id)


@blp.get(f"{ONE}/below")
@blp.reads(READ)
@blp.arguments(Below, location="query")
@blp.response(200, Page)
def below(args: dict[str, Any], unit_id: int) -> dict[str, object]:
    """The units directly below on a day, by their codes."""
    on = args["on"] or local_day(now())
    found = api_lists.units_below(session(), unit_id, on, after=args["cursor"], limit=args["limit"])
    return paged(found.rows, found.next_after)
