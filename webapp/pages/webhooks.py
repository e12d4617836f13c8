"""Webhook: who of mine is told what happens, and what became of each telling."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import webhook_deliveries, webhooks
from engine.errors import Forbidden
from engine.webhook_tables import DEAD, DELIVERED, WAITING
from engine.webhooks import EVENTS, TEST, BadTarget, BadWebhook
from webapp import locale
from webapp.requests import actor, now, session, wiring

bp = Blueprint("webhooks", __name__)

NAMES = {
    "directive.issued": _("văn bản được ban hành"),
    "work-item.created": _("việc mới được giao"),
    "work-item.completed": _("việc đã hoàn thành"),
    "report.submitted": _("báo cáo được nộp"),
    "report.accepted": _("báo cáo được tiếp nhận"),
    "report.returned": _("báo cáo bị trả lại"),
    "report.overdue": _("báo cáo quá hạn"),
    "rollup.closed": _("tổng hợp được chốt"),
    "rollup.supplemented": _("tổng hợp được bổ sung"),
    "incident.reported": _("sự việc được báo"),
    "incident.closed": _("sự việc đã kết thúc"),
    "difficulty.raised": _("vướng mắc được nêu"),
    "difficulty.answered": _("vướng mắc được trả lời"),
    "inspection.concluded": _("kiểm tra có kết luận"),
    TEST: _("gửi thử"),
}
STATES = {
    WAITING: (_("đang chờ gửi"), "soon"),
    DELIVERED: (_("đã nhận"), "fine"),
    DEAD: (_("không gửi được, đã ngừng"), "late"),
}


def init(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.filters["event_name"] = lambda code: str(NAMES.get(code, code))
    app.jinja_env.globals.update(
        may_subscribe=webhooks.may_subscribe, delivery_states=STATES, waiting_delivery=WAITING
    )
    app.register_blueprint(bp)


@bp.get("/account/webhooks")
def page() -> str:
    """My webhooks, and the form for one more."""
    return _page()


@bp.post("/account/webhooks")
def subscribe() -> Any:
    """A new webhook; its secret is shown on this answer and never again."""
    form = request.form
    try:
        made = webhooks.subscribe(
            session(),
            actor(),
            wiring().webhook_target,
            name=form.get("name", ""),
            url=form.get("url", "").strip(),
            events=form.getlist("events"),
            now=now(),
        )
    except BadWebhook as refused:
        return _page(refused.field, refused.text(locale.current())), 422
    except BadTarget as refused:
        return _page("url", refused.text(locale.current())), 422
    return _one(made[0], secret=made[1])


@bp.get("/account/webhooks/<int:webhook_id>")
def one(webhook_id: int) -> str:
    """One webhook with its deliveries and their answers."""
    return _one(webhook_id)


@bp.post("/account/webhooks/<int:webhook_id>/secret")
def rotate(webhook_id: int) -> str:
    """A new secret; for a day the one before signs as well."""
    return _one(webhook_id, secret=webhooks.rotate(session(), actor(), webhook_id, now()))


@bp.post("/account/webhooks/<int:webhook_id>/test")
def test(webhook_id: int) -> Response:
    """Send a test event."""
    defer = wiring().defer_webhooks
    webhook_deliveries.send_test(session(), defer, actor(), webhook_id, now())
    flash(gettext("Đã xếp một sự kiện thử vào hàng gửi. Kết quả hiện ở bảng dưới."), "success")
    return redirect(url_for("webhooks.one", webhook_id=webhook_id))


@bp.post("/account/webhooks/<int:webhook_id>/end")
def end(webhook_id: int) -> Response:
    """Tell it nothing any more."""
    webhooks.end(session(), actor(), webhook_id, now())
    flash(gettext("Đã dừng webhook."), "success")
    return redirect(url_for("webhooks.page"))


@bp.post("/account/webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/again")
def again(webhook_id: int, delivery_id: int) -> Response:
    """Send a delivery again."""
    webhook_deliveries.send_again(
        session(), wiring().defer_webhooks, actor(), webhook_id, delivery_id, now()
    )
    flash(gettext("Đã xếp lại vào hàng gửi."), "success")
    return redirect(url_for("webhooks.one", webhook_id=webhook_id))


def _page(field: str = "", said: str = "") -> str:
    mine = webhooks.listed(session(), actor())
    allowed = webhooks.may_subscribe(actor())
    if not allowed and not mine:
        raise Forbidden(
            what="đăng ký webhook (cần lãnh đạo hoặc quản trị / for heads and administrators)"
        )
    form = request.form
    return render_template(
        "webhooks/page.html",
        webhooks=mine,
        allowed=allowed,
        events=EVENTS,
        field=field,
        said=said,
        name=form.get("name", ""),
        url=form.get("url", ""),
        chosen=form.getlist("events"),
    )


def _one(webhook_id: int, secret: str | None = None) -> str:
    rows, after = webhook_deliveries.listed(session(), actor(), webhook_id, _after())
    return render_template(
        "webhooks/one.html",
        webhook=webhooks.read(session(), actor(), webhook_id),
        deliveries=rows,
        after=after,
        secret=secret,
        now=now(),
    )


def _after() -> int | None:
    after = request.args.get("after")
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 19):
        abort(400)
    return int(after) if after else None
