"""Saved filters of the list of tasks, and the words that explain it to a newcomer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import inbox_filters
from engine.errors import InputError
from webapp import locale
from webapp.pages import inbox_wanted
from webapp.requests import actor, now, session

bp = Blueprint("inbox_filters", __name__)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/inbox/filters")
def page() -> str:
    """My saved filters; ``query`` is one that can be saved now."""
    return _page(None)


@bp.post("/inbox/filters")
def save() -> Any:
    """Keep the filter under a name, perhaps as the one the list opens with."""
    name, default = request.form.get("name", ""), request.form.get("default") == "on"
    query = inbox_wanted.canonical(request.form.get("query", ""))
    try:
        inbox_filters.save(session(), actor(), name, query, is_default=default, now=now())
    except InputError as refused:
        return _page(refused), 400
    flash(gettext("Đã lưu bộ lọc “%(name)s”.", name=" ".join(name.split())), "success")
    return redirect(f"{url_for('inbox.page')}?{query}")


@bp.post("/inbox/filters/<int:filter_id>/default")
def choose(filter_id: int) -> Response:
    """Open the list with this filter from now on; with ``default=off`` no longer."""
    wanted = request.form.get("default") != "off"
    inbox_filters.choose(session(), actor(), filter_id, is_default=wanted)
    flash(gettext("Đã lưu."), "success")
    return redirect(url_for("inbox_filters.page"))


@bp.post("/inbox/filters/<int:filter_id>/remove")
def remove(filter_id: int) -> Response:
    """Delete a filter."""
    name = inbox_filters.remove(session(), actor(), filter_id)
    flash(gettext("Đã xóa bộ lọc “%(name)s”.", name=name), "success")
    return redirect(url_for("inbox_filters.page"))


@bp.post("/inbox/introduced")
def introduced() -> Response:
    """The explanation was read."""
    inbox_filters.introduced(session(), actor(), now())
    return redirect(
        f"{url_for('inbox.page')}?{inbox_wanted.canonical(request.form.get('query', ''))}"
    )


def _page(refused: InputError | None) -> str:
    given = request.values.get("query", "")
    return render_template(
        "inbox/filters.html",
        known=inbox_filters.preferences(session(), actor()),
        query=inbox_wanted.canonical(given) if given else "",
        typed=request.form.get("name", ""),
        error=refused.text(locale.current()) if refused else "",
    )
