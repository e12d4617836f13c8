"""Lỗi xử lý: steps that failed, by cause; one with all that is known; what can be done about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import fault_lists, fault_repair, fault_views
from engine.errors import Forbidden, InputError, NotFound
from engine.fault_errors import BadValue, ReasonMissing, RepairFailed
from engine.fault_lists import RETRY_ALL, Cause
from engine.process.data import dump
from engine.process.feel import FeelError
from engine.units import Unit
from webapp import locale, typed
from webapp.pages.long_work import begun
from webapp.requests import actor, administrators_only, now, session, wiring

bp = Blueprint("faults", __name__)
bp.before_request(administrators_only)
CAUSE = ("process", "element", "code")


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.register_blueprint(bp)


@bp.get("/faults")
def page() -> str:
    """Open faults by cause, then one by one; the filters stand in the address."""
    repaired = request.args.get("status") == "repaired"
    cause = _cause(request.args)
    instance_id = typed.number_or_400(request.args.get("instance"))
    found = fault_lists.page(
        session(),
        actor(),
        repaired=repaired,
        cause=cause,
        instance_id=instance_id,
        after=typed.after(),
    )
    return render_template(
        "faults/list.html",
        found=found,
        groups=fault_lists.groups(session(), actor()),
        repaired=repaired,
        cause=cause,
        instance_id=instance_id,
    )


@bp.get("/faults/<int:fault_id>")
def one(fault_id: int) -> str:
    """All that is known of one, and what can be done."""
    return _fault(fault_id, {}, {})


@bp.post("/faults/<int:fault_id>/retry")
def retry(fault_id: int) -> Any:
    """Let the failed event happen again, with corrected values if any are given."""
    form = {name: typed.field(name) for name in ("why", "values")}

    def act() -> Any:
        return fault_repair.retry(
            session(),
            wiring().engine,
            fault_id,
            now(),
            why=form["why"],
            values=_values(form["values"]),
            by=actor(),
        )

    refused, failure = _tried(fault_id, form, "values", act)
    if refused is not None:
        return refused
    if failure is not None:
        said = failure.vi or failure.message if locale.current() == "vi" else failure.message
        flash(gettext("Thử lại vẫn lỗi: %(why)s", why=said), "danger")
        return redirect(url_for("faults.one", fault_id=fault_id))
    return _done(fault_id, gettext("Đã sửa: sự kiện đã xử lý xong."))


@bp.post("/faults/<int:fault_id>/move")
def move(fault_id: int) -> Any:
    """Set a token down at another element."""
    form = {name: typed.field(name) for name in ("why", "target")}
    token, _, element = form["target"].partition(":")

    def act() -> Any:
        fault_repair.move(
            session(),
            wiring().engine,
            fault_id,
            element,
            now(),
            why=form["why"],
            token=typed.number_or_400(token),
            by=actor(),
        )

    refused, _failure = _tried(fault_id, form, "target", act)
    return refused or _done(fault_id, gettext("Đã chuyển bước tới «%(element)s».", element=element))


@bp.post("/faults/<int:fault_id>/cancel")
def cancel(fault_id: int) -> Any:
    """Stop the instance."""
    form = {"why": typed.field("why")}

    def act() -> Any:
        fault_repair.cancel(
            session(), wiring().engine, fault_id, now(), why=form["why"], by=actor()
        )

    refused, _failure = _tried(fault_id, form, "cancel", act)
    return refused or _done(fault_id, gettext("Đã hủy tiến trình: việc và mốc thời gian đã đóng."))


@bp.post("/faults/<int:fault_id>/close")
def close(fault_id: int) -> Any:
    """Nothing is left to do."""
    form = {"why": typed.field("why")}

    def act() -> Any:
        fault_repair.close(session(), fault_id, now(), why=form["why"], by=actor())

    refused, _failure = _tried(fault_id, form, "close", act)
    return refused or _done(fault_id, gettext("Đã đóng lỗi; không có gì khác thay đổi."))


@bp.post("/faults/retry")
def retry_all() -> Any:
    """Every open fault of one cause again, as long work."""
    cause, why = _cause(request.form), typed.field("why", 500)
    if cause is None or not why:
        flash(ReasonMissing().text(locale.current()), "danger")
        return redirect(url_for("faults.page"))
    arguments = {name: getattr(cause, name) for name in CAUSE} | {"why": why}
    return begun(RETRY_ALL, arguments, digest=":".join(arguments.values())[:200])


def _tried(
    fault_id: int, form: dict[str, str], where: str, act: Callable[[], Any]
) -> tuple[Any, Any]:
    """The page with what was wrong, or None; and what ``act`` returned."""
    try:
        return None, act()
    except (Forbidden, NotFound):
        raise
    except (InputError, RepairFailed, FeelError) as wrong:
        session().rollback()
        field = "why" if isinstance(wrong, ReasonMissing) else where
        said = {field: wrong.text(locale.current()), "act": request.endpoint or ""}
        return (_fault(fault_id, form, said), 422), None


def _fault(fault_id: int, form: dict[str, str], errors: dict[str, str]) -> str:
    shown = fault_views.shown(session(), wiring().engine, fault_id)
    variables = {n: v for n, v in shown.data.items() if not n.startswith("#")}
    return render_template(
        "faults/one.html",
        shown=shown,
        fault=shown.fault,
        unit=session().get(Unit, shown.fault.unit_id),
        variables=[(name, dump({name: value})) for name, value in sorted(variables.items())],
        event=json.loads(shown.fault.event),
        targets=fault_lists.targets(session(), wiring().engine, shown),
        form=form,
        errors=errors,
    )


def _values(text: str) -> dict[str, str]:
    """Lines ``name = FEEL``. Raises ``BadValue``."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, equals, value = line.partition("=")
        if not equals or not name.strip() or not value.strip():
            why_vi, why = "mỗi dòng phải có dạng tên = biểu thức", "each line is name = expression"
            raise BadValue(name=line.strip(), why_vi=why_vi, why=why)
        found[name.strip()] = value.strip()
    return found


def _cause(given: Any) -> Cause | None:
    if not given.get("process"):
        return None
    return Cause(*(given.get(name, "")[:200] for name in CAUSE))


def _done(fault_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("faults.one", fault_id=fault_id))
