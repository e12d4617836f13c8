"""Việc cần làm: what waits for me, and one task with its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from adapters.forms import AnswersRefused
from engine import directive_views, inbox, matters, report_views
from engine.inbox import InboxRow, StepFailed
from webapp import locale
from webapp.form_view import shown_answers, the_form
from webapp.report_sitting import Sitting
from webapp.requests import actor, now, session, wiring

bp = Blueprint("inbox", __name__)
SHOWN = ("open", "late", "done")
MAX_SEARCH = 100


@bp.get("/inbox")
def page() -> str:
    """The table of my work items; ``status``, ``q`` and ``after`` stand in the address."""
    wish = request.args.get("status", "")
    status = wish if wish in SHOWN else SHOWN[0]
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    found = inbox.page(
        session(),
        actor(),
        now=now(),
        status="done" if status == "done" else "open",
        late=True if status == "late" else None,
        text=text or None,
        after=request.args.get("after"),
    )
    return render_template(
        "inbox.html",
        found=found,
        status=status,
        text=text,
        now=now(),
    )


@bp.get("/inbox/<int:item_id>")
def item(item_id: int) -> str:
    """One task: what it is about, until when, and its form."""
    return task_page(inbox.read(session(), actor(), item_id), {}, {})


@bp.post("/inbox/<int:item_id>/complete")
def complete(item_id: int) -> Any:
    """Finish the task with the answers sent; what was typed comes back when one is wrong."""
    row = inbox.read(session(), actor(), item_id)
    raw = request.form.to_dict()
    try:
        answers = the_form(row.form).answers(raw, locale.current())
    except AnswersRefused as refused:
        flash(refused.text(locale.current()), "danger")
        return task_page(row, raw, refused.errors), 422
    try:
        inbox.complete(session(), wiring().engine, actor(), item_id, answers, now())
    except StepFailed:
        session().commit()
        raise
    flash(gettext("Đã hoàn thành: %(name)s.", name=row.name), "success")
    return redirect(url_for("inbox.page"))


@bp.post("/inbox/<int:item_id>/claim")
def claim(item_id: int) -> Response:
    """Take the task, so that colleagues see that I do it."""
    inbox.claim(session(), actor(), item_id, now())
    return redirect(url_for("inbox.item", item_id=item_id))


@bp.post("/inbox/<int:item_id>/unclaim")
def unclaim(item_id: int) -> Response:
    """Give the task back to everybody of the role."""
    inbox.unclaim(session(), actor(), item_id, now())
    return redirect(url_for("inbox.item", item_id=item_id))


def task_page(row: InboxRow, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """A task with what was typed into its form, and what was wrong with it by field."""
    me = actor()
    mine = row.unit_id == me.unit_id and row.role in me.roles
    free = row.claimed_by in (None, me.account_id)
    report = report_views.read(session(), me, row.report_id) if row.report_id else None
    form = the_form(row.form)
    editable = row.status == "open" and mine and free
    sitting = Sitting.of(row, report) if report and editable else None
    if typed:  # a browser sends nothing for a tick that was taken away
        typed = {f.name: "" for f in form.fields} | dict(typed)
    return render_template(
        "task.html",
        item=row,
        form=form,
        typed=typed,
        errors=errors,
        answers=sitting.begun(form) if sitting else report_views.answers(row.answers),
        editable=editable,
        sitting=sitting,
        mine=mine,
        me=me,
        about=_about(row),
        matter=matters.about(session(), me, row.subject),
        report=report,
        duty=directive_views.duty(session(), report.obligation_id) if report else None,
        reported=shown_answers(report.form, report.content) if report else [],
        now=now(),
    )


def _about(row: InboxRow) -> directive_views.DirectiveView | None:
    """The directive the task belongs to; None where the reader may not open it."""
    if row.directive_id is None:
        return None
    return directive_views.find(session(), actor(), row.directive_id)
