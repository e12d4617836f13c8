"""Chính sách: what the administration decides for itself, its sources, where it is set, its past."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import history, policies, policy_views
from engine.audit import encode
from engine.deadlines import local_day
from engine.errors import InputError
from engine.policies import Policy
from engine.unit_names import find
from webapp import locale, typed
from webapp.requests import actor, administrators_only, now, session

bp = Blueprint("policies", __name__)
bp.before_request(administrators_only)
CERTAINTY = {
    "[V]": _("đã đối chiếu văn bản gốc"),
    "[S]": _("theo nguồn thứ cấp"),
    "[K]": _("theo thông lệ, chưa kiểm chứng"),
}
"""The marks with which a policy's source says how certain its default is."""


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.jinja_env.globals.update(policy_said=_said, policy_source=_source, certainty=_certainty)
    app.jinja_env.filters["policy_value"] = _value
    app.register_blueprint(bp)


@bp.get("/policies")
def page() -> Any:
    """All policies; with ``unit`` what that unit gets; with ``key`` one of them."""
    unit = request.args.get("unit", "").strip()[:200]
    unit_id, error = _unit(unit)
    key = request.args.get("key", "")
    if key:
        return _one(key, {"unit": unit}, {"unit": error} if error else {})
    shown = policy_views.listed(session(), actor(), unit_id)
    return render_template(
        "policies/list.html", shown=shown, unit=unit, unit_id=unit_id, error=error
    )


@bp.post("/policies")
def put() -> Any:
    """Set a policy for everybody or for a unit and those below it."""
    form = {name: typed.field(name, 200) for name in ("key", "unit", "value")}
    policy = policies.known(form["key"])
    unit_id, error = _unit(form["unit"])
    if error:
        return _one(policy.key, form, {"unit": error}), 422
    try:
        policies.put(session(), policy.key, unit_id, form["value"], now(), _by())
    except InputError as wrong:
        return _one(policy.key, form, {"value": wrong.text(locale.current())}), 422
    flash(gettext("Đã lưu."), "success")
    return redirect(url_for("policies.page", key=policy.key))


@bp.post("/policies/remove")
def remove() -> Response:
    """Take a setting away: what stands above it counts again."""
    policy = policies.known(typed.field("key", 200))
    unit_id = typed.number_or_400(request.form.get("unit_id"))
    policies.put(session(), policy.key, unit_id, None, now(), _by())
    flash(gettext("Đã bỏ giá trị riêng."), "success")
    return redirect(url_for("policies.page", key=policy.key))


def _one(key: str, form: dict[str, str], errors: dict[str, str]) -> str:
    shown = policy_views.read(session(), actor(), key)
    mark = f'"policy": {encode({"k": key})[6:-1]}'
    sought = history.Sought(action="policy", containing=mark)
    past = history.page(session(), actor(), sought, typed.after())
    return render_template(
        "policies/one.html", shown=shown, policy=shown.policy, form=form, errors=errors, past=past
    )


def _unit(text: str) -> tuple[int | None, str]:
    if not text:
        return None, ""
    try:
        return find(session(), text, local_day(now())).id, ""
    except InputError as wrong:
        return None, wrong.text(locale.current())


def _by() -> str:
    return f"account:{actor().account_id}"


def _said(policy: Policy) -> str:
    return policy.vi if locale.current() == "vi" else policy.en


def _source(policy: Policy) -> str:
    text = policy.source
    for mark in CERTAINTY:
        text = text.replace(mark, "")
    return text.strip()


def _certainty(policy: Policy) -> str:
    return "; ".join(str(said) for mark, said in CERTAINTY.items() if mark in policy.source)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("có") if value else gettext("không"))
    return str(value)
