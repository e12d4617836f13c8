"""Quản trị: what needs attention first, then every page of administration; the history."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import fault_lists, history, long_work, people_views
from engine.deadlines import local_day
from engine.errors import InputError
from engine.history import Sought
from engine.long_work_kinds import AUDIT_VERIFY
from engine.unit_names import find
from webapp import locale, typed
from webapp.pages.long_work import begun
from webapp.requests import actor, administrators_only, now, real_now, session, wiring

bp = Blueprint("administration", __name__)
bp.before_request(administrators_only)
WORKER_SILENT = 60
"""Seconds without a sign of life after which the worker counts as gone."""


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.jinja_env.filters.update(iso_day=iso_day, last_before=last_before)
    app.register_blueprint(bp)


def iso_day(text: str | None) -> str:
    """2023-05-14 as 14/05/2023; '' for None, and what is no day as it stands."""
    try:
        return locale.day(date.fromisoformat(text)) if text else ""
    except ValueError:
        return text or ""


def last_before(day: date) -> str:
    """The last day before the first one without it, printed."""
    return locale.day(date.fromordinal(day.toordinal() - 1))


@bp.get("/administration")
def page() -> str:
    """What needs attention, the state of the installation, and where everything is."""
    checks = [(check.well, *check.words(locale.current())) for check in wiring().examine()]
    seen = wiring().worker_seen(session())
    alive = seen is not None and (real_now() - seen).total_seconds() < WORKER_SILENT
    groups = fault_lists.groups(session(), actor())
    works = long_work.of_kind(session(), actor(), everybodys=True)
    return render_template(
        "administration/page.html",
        checks=checks,
        wrong=[check for check in checks if not check[0]],
        worker_seen=seen,
        worker_alive=alive,
        faults=sum(group.count for group in groups),
        outbox=wiring().outbox(session()),
        mails=wiring().mail.configured(session()),
        works=[work for work in works.rows if work.open or work.row.status == long_work.FAILED][:5],
        away=people_views.page(session(), actor(), local_day(now()), status=people_views.AWAY).rows,
    )


@bp.get("/administration/history", endpoint="history")
def found_history() -> Any:
    """The history, narrowed by the address."""
    sought, form, error = _sought(session())
    found = history.page(session(), actor(), sought, typed.after())
    return render_template(
        "administration/history.html",
        found=found,
        form=form,
        error=error,
        actions=history.actions(session(), actor()),
    )


@bp.post("/administration/history/verify")
def verify() -> Response:
    """Compute the history's chain again, as long work."""
    return begun(AUDIT_VERIFY, {}, digest="verify")


def _sought(opened: Session) -> tuple[Sought, dict[str, str], str]:
    names = ("action", "username", "unit", "directive", "since", "until")
    form = {name: request.args.get(name, "").strip()[:200] for name in names}
    unit_id, error = None, ""
    since = until = None
    try:
        if form["unit"]:
            unit_id = find(opened, form["unit"], local_day(now())).id
        since = typed.a_day_or_none(form["since"])
        until = typed.a_day_or_none(form["until"])
    except InputError as wrong:
        error = wrong.text(locale.current())
    directive = typed.number_or_400(form["directive"])
    sought = Sought(form["action"], form["username"], unit_id, directive, since, until)
    return sought, form, error
