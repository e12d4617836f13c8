"""The units one may look into, and one unit: its standing, its duties, its history, its rates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import access, duty_facts, unit_list, unit_views
from engine.extension_tables import ASKED, GRANTED, REFUSED
from engine.inspection_tables import ANNOUNCED, CHOSEN, CONCLUDED, NOTICED, RECORDED
from webapp.downloads import TooManyRows, excel
from webapp.pages import unit_sheets
from webapp.pages.report_lists import MAX_SEARCH
from webapp.requests import actor, now, session

bp = Blueprint("units", __name__)
EXTENSIONS = {
    ASKED: _("đang chờ quyết định"),
    GRANTED: _("được gia hạn"),
    REFUSED: _("không được gia hạn"),
}
INSPECTIONS = {
    CHOSEN: _("đã chọn"),
    NOTICED: _("đã thông báo"),
    ANNOUNCED: _("đã công bố"),
    RECORDED: _("đã lập biên bản"),
    CONCLUDED: _("đã kết luận"),
}


def init(app: Flask) -> None:
    """Register the pages and what their templates show."""
    app.jinja_env.filters["day_before"] = lambda day: day - timedelta(days=1)
    app.jinja_env.globals.update(extension_states=EXTENSIONS, inspection_states=INSPECTIONS)
    app.register_blueprint(bp)


@bp.get("/units")
def page() -> str:
    """Units by name, without accents as with them; ``q``, ``tier``, ``ended``, ``after``."""
    wished = _wished()
    found = unit_list.page(session(), actor(), now(), **wished, after=request.args.get("after"))
    return render_template("board/units.html", found=found, now=now(), **wished)


@bp.get("/units.xlsx")
def table() -> Response:
    """The same list as a workbook. Raises ``TooManyRows``."""
    found = unit_list.page(session(), actor(), now(), **_wished(), limit=unit_sheets.MOST)
    if found.next_after:
        raise TooManyRows(limit=unit_sheets.MOST)
    return excel("don-vi", [unit_sheets.of_list(found.rows)])


@bp.get("/units/<int:unit_id>")
def one(unit_id: int) -> str:
    """One unit's page."""
    return render_template(
        "board/unit.html",
        view=unit_views.read(session(), actor(), now(), unit_id),
        path=duty_facts.path(session(), access.reach(session(), actor()), unit_id),
        now=now(),
    )


@bp.get("/units/<int:unit_id>.xlsx")
def one_table(unit_id: int) -> Response:
    """Its tables as a workbook."""
    view = unit_views.read(session(), actor(), now(), unit_id)
    return excel("don-vi", unit_sheets.of_unit(view))


def _wished() -> dict[str, Any]:
    tier = request.args.get("tier", "")
    return {
        "text": request.args.get("q", "").strip()[:MAX_SEARCH],
        "tier": tier if tier.isprintable() and tier else None,
        "ended": request.args.get("ended") == "1",
    }
