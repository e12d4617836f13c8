"""One task on one page: what is asked, by when, its form, and what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from adapters.forms import AnswersRefused
from engine import inbox, task_drafts, task_history, task_live
from engine.errors import Conflict
from engine.inbox import InboxRow, StepFailed
from webapp import locale
from webapp.pages import task_keeping, task_stale, task_view
from webapp.pages.form_view import the_form
from webapp.pages.inbox import bp
from webapp.requests import actor, now, session, wiring


def init(app: Flask) -> None:
    """The pages are of the inbox's blueprint (``inbox.item``), which registers them."""
    task_view.init(app)


@bp.get("/inbox/<int:item_id>")
def item(item_id: int) -> str:
    """One task: what it is about, until when, and its form."""
    return task_page(inbox.read(session(), actor(), item_id), {}, {})


@bp.post("/inbox/<int:item_id>/complete")
def complete(item_id: int) -> Any:
    """Finish the task with the answers sent; what was typed comes back when one is wrong, and is
    shown beside what is there now when somebody was faster.
    """
    row = inbox.read(session(), actor(), item_id)
    raw = request.form.to_dict()
    if (stale := task_stale.found(row, raw)) is not None:
        return task_stale.page(row, raw, stale)
    try:
        answers = the_form(row.form).answers(raw, locale.current())
    except AnswersRefused as refused:
        flash(refused.text(locale.current()), "danger")
        return task_page(row, raw, refused.errors), 422
    try:
        inbox.complete(session(), wiring().engine, actor(), item_id, answers, now())
        task_drafts.forget(session(), item_id)
    except StepFailed:
        session().commit()
        task_keeping.keep_typed(row, raw)
        session().commit()
        raise
    except Conflict as refused:
        return task_stale.conflict(item_id, raw, refused)
    flash(gettext("Đã hoàn thành: %(name)s.", name=row.name), "success")
    return redirect(task_view.list_address())


@bp.post("/inbox/<int:item_id>/compare")
def compare(item_id: int) -> Any:
    """What was typed beside what is there now, or back to the form where nothing changed."""
    row = inbox.read(session(), actor(), item_id)
    raw = request.form.to_dict()
    if (stale := task_stale.found(row, raw)) is not None:
        return task_stale.page(row, raw, stale)
    return task_page(row, raw, {})


@bp.post("/inbox/<int:item_id>/resume")
def resume(item_id: int) -> Any:
    """Go on with what was typed in today's form, over a colleague's draft; nothing is saved yet."""
    row = inbox.read(session(), actor(), item_id)
    flash(gettext("Nội dung của bạn đã được đặt lại vào biểu mẫu, chưa lưu."), "info")
    return task_page(row, request.form.to_dict(), {})


@bp.post("/inbox/<int:item_id>/claim")
def claim(item_id: int) -> Any:
    """Take the task, so that colleagues see that I do it; what was typed meanwhile is kept."""
    raw = request.form.to_dict()
    try:
        inbox.claim(session(), actor(), item_id, now())
    except Conflict as refused:
        return task_stale.conflict(item_id, raw, refused)
    return _and_keep(item_id, raw)


@bp.post("/inbox/<int:item_id>/unclaim")
def unclaim(item_id: int) -> Any:
    """Give the task back to everybody of the role; what was typed meanwhile is kept."""
    raw = request.form.to_dict()
    if raw.get(task_view.FORM_MARK):
        row = inbox.read(session(), actor(), item_id)
        if (stale := task_stale.found(row, raw)) is not None:
            return task_stale.page(row, raw, stale)
        task_keeping.keep_typed(row, raw)
    inbox.unclaim(session(), actor(), item_id, now())
    return redirect(_here(item_id))


@bp.get("/inbox/<int:item_id>/live")
def live(item_id: int) -> Any:
    """Who has the task and who typed last, if it is otherwise than the page says (``mark``)."""
    found = task_live.read(session(), actor(), item_id)
    if request.args.get("mark") == found.mark:
        return Response(status=204)
    row = inbox.read(session(), actor(), item_id)
    return render_template("task/_live.html", **task_view.standing(row, found))


@bp.get("/inbox/<int:item_id>/history")
def history(item_id: int) -> str:
    """What happened, as a timeline: alone for htmx, else as a page."""
    row = inbox.read(session(), actor(), item_id)
    lines = task_history.of_item(session(), wiring().engine.library, actor(), item_id)
    part = "_history.html" if request.headers.get("HX-Request") else "history.html"
    return render_template(f"task/{part}", item=row, lines=lines, back=task_view.back())


def task_page(row: InboxRow, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """A task with what was typed into its form, and what was wrong with it by field."""
    return render_template("task.html", **task_view.everything(row, typed, errors))


def _and_keep(item_id: int, raw: dict[str, str]) -> Response:
    """Back to the task, with what was typed kept as its draft."""
    if raw.get(task_view.FORM_MARK):
        row = inbox.read(session(), actor(), item_id)
        if task_stale.found(row, raw) is None:
            task_keeping.keep_typed(row, raw)
    return redirect(_here(item_id))


def _here(item_id: int) -> str:
    return url_for("inbox.item", item_id=item_id, back=request.form.get("back") or None)
