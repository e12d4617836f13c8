"""Thông báo: what my unit was told."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import notices
from engine.notice_texts import sentence
from engine.papers.urging import sendable
from webapp import locale
from webapp.requests import actor, now, person, session

bp = Blueprint("notices", __name__)
MOST_SAID = 100
"""Unread notices are counted so far: the bell says 99+ then (docs/adr/0048)."""


def init(app: Flask) -> None:
    """The pages, and the count of unread notices on every page."""
    app.context_processor(_unread)
    app.register_blueprint(bp)


def _unread() -> dict[str, int]:
    if person() is None:
        return {"unread": 0}
    if "unread" not in g:
        g.unread = notices.unread(session(), actor(), MOST_SAID)
    return {"unread": g.unread}


@bp.get("/notices")
def page() -> str:
    """The notices of my box, newest first."""
    after = request.args.get("after")
    if after is not None and not (after.isascii() and after.isdigit()):
        abort(400)
    found = notices.page(session(), actor(), int(after) if after else None)
    g.unread = found.unread
    said = [(row, *_said(row)) for row in found.rows]
    letters = sendable(session(), [row.id for row in found.rows])
    return render_template("notices.html", found=found, said=said, sendable=letters)


def _said(row: notices.NoticeRow) -> tuple[str, str]:
    about = {"unit": row.unit_name, "directive": row.directive_label}
    return sentence(row.kind, about | row.params, locale.current())


@bp.get("/notices/unread")
def badge() -> str:
    """The number beside the link, asked for again and again."""
    return render_template("_unread.html")


@bp.post("/notices/<int:notice_id>/read")
def read(notice_id: int) -> Response:
    """Note that a notice was read."""
    notices.mark_read(session(), actor(), notice_id, now())
    return redirect(url_for("notices.page", after=request.form.get("after") or None))
