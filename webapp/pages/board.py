"""The board: who is late, how far each was urged, what waits for me; then the map, months, ranks.

Every number links to the list of the duties it counts. The page's part that changes with its
filters is sent alone to htmx, and whole without it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import (
    access,
    burn_down,
    directive_views,
    duty_board,
    duty_facts,
    duty_list,
    inbox,
    progress,
)
from engine.deadlines import local_day
from engine.duty_cells import Cell, DutyBoard
from engine.people import LEADER
from webapp import locale
from webapp.downloads import excel
from webapp.labels import KINDS, RUNGS, tier
from webapp.pages import board_asked, board_heat, board_sheets
from webapp.pages.board_asked import ALWAYS, MEASURES, NONE_YET, RANGE, SPANS, Asked
from webapp.requests import actor, now, session

bp = Blueprint("board", __name__)
LATEST = 8
"""Units late that the first table shows; the others are in the list behind its number."""
WAITING = 5
OFFERED = 50
"""Directives offered as a filter."""
STATES = {
    "overdue": _("chưa nộp, quá hạn"),
    "open": _("chưa nộp, trong hạn"),
    "unfinished": _("chưa nộp"),
    "on_time": _("nộp đúng hạn"),
    "late": _("nộp muộn"),
    "done": _("đã nộp"),
    "decided": _("đã nộp hoặc quá hạn"),
    "ordered": _("được giao"),
    "asked": _("được đề nghị"),
    "asked_done": _("được đề nghị, đã gửi"),
}


def init(app: Flask) -> None:
    """Register the pages and what their templates show."""
    app.jinja_env.filters["rate"] = board_heat.rate
    app.jinja_env.globals.update(
        furthest=furthest,
        days_late=board_sheets.days_late,
        month_name=board_sheets.month_name,
        month_days=month_days,
    )
    app.register_blueprint(bp)


@bp.get("/board")
def page() -> Any:
    """The board of what I may know; a part of the tree with ``unit_id``."""
    asked, found = _read()
    shown = _shown(asked, found)
    restored = request.headers.get("HX-History-Restore-Request")
    shown["part"] = bool(request.headers.get("HX-Request")) and not restored
    template = "board/_part.html" if shown["part"] else "board/page.html"
    body = render_template(template, **shown)
    return body, 400 if asked.errors else 200


@bp.get("/board.xlsx")
def table() -> Response:
    """The board's tables as a workbook."""
    _, found = _read()
    return excel("theo-doi", board_sheets.of_board(found, now()))


@bp.get("/board/duties")
def duties() -> Any:
    """The duties behind a figure."""
    asked = board_asked.read(now(), span=ALWAYS)
    found = duty_list.page(
        session(), actor(), now(), asked.wish, asked.choice, request.args.get("after")
    )
    body = render_template(
        "board/duties.html",
        asked=asked,
        found=found,
        path=duty_facts.path(session(), access.reach(session(), actor()), asked.unit_id),
        total=duty_list.count(session(), actor(), now(), asked.wish, asked.choice),
        here=asked.listed,
        states=STATES,
        rungs=RUNGS,
        now=now(),
        **_choices(),
    )
    return body, 400 if asked.errors else 200


@bp.get("/board/duties.xlsx")
def duties_table() -> Response:
    """The same list as a workbook."""
    asked = board_asked.read(now(), span=ALWAYS)
    rows = duty_list.all_rows(session(), actor(), now(), asked.wish, asked.choice)
    return excel("nhiem-vu", [board_sheets.of_duties(rows)])


@bp.get("/board/directives/<int:directive_id>")
def burndown(directive_id: int) -> str:
    """How many reports of a directive are in, day by day, until and after the deadline."""
    due = request.args.get("due", "")
    found = burn_down.read(session(), actor(), now(), directive_id, due)
    return render_template(
        "board/burndown.html",
        found=found,
        directive=directive_views.read(session(), actor(), directive_id),
        seen=progress.scope(session(), actor(), directive_id),
        now=now(),
    )


@bp.get("/board/directives/<int:directive_id>.xlsx")
def burndown_table(directive_id: int) -> Response:
    """The same days as a workbook."""
    found = burn_down.read(session(), actor(), now(), directive_id, request.args.get("due", ""))
    return excel("tien-do", [board_sheets.of_days(found)])


def furthest(rungs: dict[str, int]) -> str:
    """The highest of the rungs of the ladder that were reached; '' for none."""
    ladder = list(RUNGS)
    return max(rungs, key=lambda r: ladder.index(r) if r in ladder else -1, default="")


def month_days(asked: Asked, first: date) -> dict[str, str]:
    """What an address says to mean the days of a month, as far as they lie within ``asked``."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    since, until = asked.days
    days = (max(first, since or first), min(last, until or last))
    return {"span": RANGE, "from": locale.day(days[0]), "to": locale.day(days[1])}


def _read() -> tuple[Asked, DutyBoard]:
    asked = board_asked.read(now())
    return asked, duty_board.read(session(), actor(), now(), asked.wish, asked.level)


def _shown(asked: Asked, found: DutyBoard) -> dict[str, Any]:
    heat = board_heat.heat(asked.measure, (c.figures for c in found.cells))
    return {
        "asked": asked,
        "found": found,
        "heat": heat,
        "level_names": {level: tier(code) for level, code in found.levels.items()},
        "groups": _groups(found),
        "labels": _labels(found),
        "latest": found.latest[:LATEST],
        "waiting": _waiting(),
        "open_duties": _open_duties(asked, found),
        "now": now(),
        "today": local_day(now()),
        **_choices(),
    }


def _choices() -> dict[str, Any]:
    offered = directive_views.page(session(), actor(), limit=OFFERED)
    return {
        "spans": SPANS,
        "measures": {m: board_heat.MEASURE_NAMES[m] for m in MEASURES},
        "meanings": board_heat.MEANINGS,
        "kinds": KINDS,
        "offered": offered.rows,
        "none_yet": NONE_YET,
    }


def _groups(found: DutyBoard) -> list[tuple[int | None, str, list[Cell]]]:
    """Cells under the unit that they belong to; where that is one and the same, under their tier."""
    several = len({cell.group_id for cell in found.cells}) > 1
    groups: dict[tuple[int | None, str], list[Cell]] = {}
    for cell in found.cells:
        key = (cell.group_id, "") if several else (None, cell.tier)
        groups.setdefault(key, []).append(cell)
    return [(unit_id, tier, cells) for (unit_id, tier), cells in groups.items()]


def _labels(found: DutyBoard) -> dict[int, str]:
    """What stands in a cell: the place served, where no other cell has the same, else the name."""
    shared = Counter(cell.place for cell in found.cells)
    return {
        cell.unit_id: cell.place if cell.place and shared[cell.place] == 1 else cell.name
        for cell in found.cells
    }


def _waiting() -> inbox.InboxPage | None:
    """What waits for the head of a unit; others have their inbox."""
    if LEADER not in actor().roles:
        return None
    return inbox.page(session(), actor(), now=now(), limit=WAITING)


def _open_duties(asked: Asked, found: DutyBoard) -> duty_list.DutyPage | None:
    """Where there is nothing to compare: the duties themselves that are not done."""
    if not found.single:
        return None
    wish = asked.wish
    return duty_list.page(
        session(), actor(), now(), wish, duty_list.Choice("unfinished"), limit=duty_list.PAGE
    )
