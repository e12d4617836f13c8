"""My sessions: where I am signed in, and ending one."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import web_sessions
from webapp.requests import actor, now, own_session, real_now, session

bp = Blueprint("sessions", __name__)

# Names browsers give themselves; several claim to be Chrome and Safari too, so the order counts.
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def init(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.filters["browser"] = browser
    app.register_blueprint(bp)


@bp.get("/account/sessions")
def page() -> str:
    """Every browser in which I am signed in."""
    rows = web_sessions.listed(session(), actor().account_id, real_now())
    return render_template("account/sessions.html", rows=rows, here=own_session().id)


@bp.post("/account/sessions/<int:session_id>/end")
def end(session_id: int) -> Response:
    """End one of my sessions."""
    web_sessions.end(session(), actor().account_id, session_id, now())
    flash(gettext("Đã kết thúc phiên đăng nhập."), "success")
    return redirect(url_for("sessions.page"))


@bp.post("/account/sessions/end-others")
def end_others() -> Response:
    """End all my sessions but this one."""
    ended = web_sessions.end_all(session(), actor().account_id, now(), keep=own_session().id)
    told = ngettext(
        "Đã kết thúc %(num)d phiên đăng nhập khác.",
        "Đã kết thúc %(num)d phiên đăng nhập khác.",
        ended,
    )
    flash(told, "success")
    return redirect(url_for("sessions.page"))


def browser(agent: str) -> str:
    """'Chrome, Windows' of what a browser calls itself; '' for what is not known."""
    found = (
        next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
