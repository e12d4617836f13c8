"""The demo's clock: hours pass at the press of a button. Not registered outside a demo."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.timers import next_due
from webapp import locale
from webapp.pages.account import inside
from webapp.requests import now, session, wiring
from webapp.wiring import Wiring

bp = Blueprint("demo", __name__)
DAYS = (1, 7, 30)


def init(app: Flask) -> None:
    """The bar on every page and the address it posts to, in a demo; nothing otherwise."""
    wired: Wiring = app.extensions["dondoc"]
    demo = wired.demo and wired.shift is not None
    app.context_processor(lambda: {"demo": demo, "demo_days": DAYS, "demo_now": now})
    if demo:
        app.register_blueprint(bp)


@bp.post("/demo/clock")
def clock() -> Response:
    """Move the clock forward by ``days`` (1, 7 or 30), or to the next due moment ("next")."""
    shift = wiring().shift
    if shift is None:
        abort(404)
    asked = request.form.get("days", "")
    by = _to_next() if asked == "next" else _days(asked)
    if by is None:
        flash(gettext("Không còn mốc thời gian nào đang chờ."), "info")
    else:
        shift(session(), by)
        moved = locale.moment(now() + by)
        flash(gettext("Đồng hồ thử nghiệm đã chuyển đến %(moment)s.", moment=moved), "success")
    return redirect(inside(request.form.get("next_page")) or url_for("inbox.page"))


def _days(asked: str) -> timedelta:
    if asked not in {str(days) for days in DAYS}:
        abort(400)
    return timedelta(days=int(asked))


def _to_next() -> timedelta | None:
    """How far the next moment any instance waits for is; None when none waits."""
    due_at = next_due(session())
    return None if due_at is None else max(due_at - now(), timedelta(0))
