"""Việc cần làm: the list of what waits for me. One task's page is ``webapp.pages.task``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import absences, comment_views, inbox_filters, inbox_list
from engine.deadlines import local_day
from engine.inbox_query import Wanted
from webapp.pages import inbox_options, inbox_table, inbox_wanted
from webapp.requests import actor, now, session

bp = Blueprint("inbox", __name__)


def init(app: Flask) -> None:
    """Register the pages, and what their templates call."""
    inbox_options.init(app)
    app.register_blueprint(bp)


@bp.get("/inbox")
def page() -> Any:
    """The table of my tasks as the address filters it, or as my own default filter does."""
    known = inbox_filters.preferences(session(), actor())
    if known.default and not request.args.keys() - {"lang"}:
        return redirect(f"{url_for('inbox.page')}?{known.default.query}")
    wanted = inbox_wanted.read(request.args)
    found = inbox_list.page(session(), actor(), wanted, now=now(), after=request.args.get("after"))
    return render_template(
        "inbox.html",
        found=found,
        wanted=wanted,
        status=inbox_wanted.tab(wanted),
        known=known,
        here=inbox_wanted.query(wanted),
        standing=absences.standing_in(session(), actor(), local_day(now())),
        comments=comment_views.counts(session(), actor(), [row.id for row in found.rows]),
        now=now(),
        today=local_day(now()),
        **_panel(wanted),
    )


def _panel(wanted: Wanted) -> dict[str, Any]:
    """What the filter's panel offers; what occurs in the list is looked up when it is asked for."""
    listed = request.args.get("more") == "1" or any(
        getattr(wanted, name) is not None for name in ("directive_id", "form", "period")
    )
    return {
        "address": partial(_address, wanted),
        "choices": inbox_list.choices(session(), actor(), wanted.status) if listed else None,
        "names": inbox_wanted,
    }


def _address(wanted: Wanted, **changes: Any) -> str:
    """The list's address with some of the filter changed; ``after``, ``all`` and ``more`` stand beside it."""
    own = {name: changes.pop(name, None) for name in ("after", "all", "more")}
    return inbox_wanted.address(replace(wanted, **changes), **own)


@bp.get("/inbox/export.xlsx")
def export() -> Response:
    """The whole list as filtered, as an Excel table. Raises TooManyRows."""
    wanted = inbox_wanted.read(request.args)
    return inbox_table.download(session(), actor(), wanted, now())
