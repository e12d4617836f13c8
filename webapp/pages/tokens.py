"""Mã truy cập API: my tokens, made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import api_tokens
from engine.api_tokens import LONGEST, SCOPES, BadTokenWish
from engine.policies import value
from webapp import locale
from webapp.requests import actor, now, session

bp = Blueprint("tokens", __name__)
USUAL_DAYS = 90

SUBJECTS = {
    "directives": _("văn bản chỉ đạo"),
    "work": _("việc cần làm"),
    "reports": _("báo cáo"),
    "rollups": _("tổng hợp"),
    "inspections": _("kiểm tra"),
    "matters": _("vướng mắc, sự việc"),
    "units": _("đơn vị"),
    "board": _("số liệu theo dõi"),
    "models": _("quy trình"),
    "notices": _("thông báo"),
}


def init(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.filters["scope"] = scope
    app.register_blueprint(bp)


def scope(code: str) -> str:
    """A scope in words: «đọc văn bản chỉ đạo»."""
    subject, _sep, deed = code.partition(":")
    what = str(SUBJECTS.get(subject, subject))
    if deed == "write":
        return str(gettext("thay đổi %(what)s", what=what))
    return str(gettext("đọc %(what)s", what=what))


@bp.get("/account/tokens")
def page() -> str:
    """What opens in my name, and the form for one more."""
    return _page()


@bp.post("/account/tokens")
def make() -> Any:
    """A new token, shown on this answer and never again."""
    form = request.form
    days = form.get("days", "").strip()
    try:
        made = api_tokens.make(
            session(),
            actor(),
            name=form.get("name", ""),
            scopes=form.getlist("scopes"),
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
            now=now(),
        )
    except BadTokenWish as refused:
        return _page(refused), 422
    return _page(token=made[1])


@bp.post("/account/tokens/<int:token_id>/revoke")
def revoke(token_id: int) -> Response:
    """End one of my tokens."""
    api_tokens.revoke(session(), actor(), token_id, now())
    flash(gettext("Đã thu hồi mã. Chương trình dùng mã này không truy cập được nữa."), "success")
    return redirect(url_for("tokens.page"))


def _page(refused: BadTokenWish | None = None, token: str | None = None) -> str:
    typed = request.form if refused else None
    return render_template(
        "tokens/page.html",
        tokens=api_tokens.listed(session(), actor()),
        scopes=SCOPES,
        refused=refused,
        said=refused.text(locale.current()) if refused else "",
        token=token,
        name=typed.get("name", "") if typed else "",
        days=typed.get("days", "") if typed else USUAL_DAYS,
        chosen=typed.getlist("scopes") if typed else [],
        longest=value(session(), LONGEST, None),
        now=now(),
    )
