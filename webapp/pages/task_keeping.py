"""What is typed into a task's form, kept: by a button, or by itself a few seconds after a key.

A browser that keeps by itself (``X-Dondoc-Keep``) is answered in JSON: ``state`` is ``saved``,
``changed`` (a colleague saved another draft), ``closed`` (the task no longer waits) or ``refused``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, flash, jsonify, redirect, request, url_for
from flask_babel import gettext

from adapters.forms import AnswersRefused, Form
from engine import inbox, report_drafts, task_drafts, task_live
from engine.errors import Conflict, Forbidden, InputError
from engine.inbox import InboxRow
from engine.report_drafts import Seen
from engine.report_views import ReportView
from webapp import locale
from webapp.pages import task_stale
from webapp.pages.form_view import the_form
from webapp.pages.inbox import bp
from webapp.requests import actor, now, session

QUIET = "X-Dondoc-Keep"


def init(_app: Flask) -> None:
    """The pages are of the inbox's blueprint."""


@bp.post("/inbox/<int:item_id>/keep")
def keep(item_id: int) -> Any:
    """Keep what was typed, right or wrong."""
    row = inbox.read(session(), actor(), item_id)
    raw = request.form.to_dict()
    try:
        if (stale := task_stale.found(row, raw)) is not None:
            return _stale(row, raw, stale)
        keep_typed(row, raw)
    except (Conflict, Forbidden) as refused:
        session().rollback()
        if not _quietly():
            raise
        status = 403 if isinstance(refused, Forbidden) else 409
        return jsonify(state="refused", text=refused.text(locale.current())), status
    live = task_live.read(session(), actor(), item_id)
    if not _quietly():
        flash(gettext("Đã lưu nháp."), "success")
        return redirect(url_for("inbox.item", item_id=item_id, back=raw.get("back") or None))
    said = gettext("Đã lưu nháp lúc %(time)s.", time=f"{locale.local(now()):%H:%M}")
    return jsonify(state="saved", text=said, seen=_iso(live.draft_at), mark=live.mark)


def keep_typed(row: InboxRow, raw: dict[str, str]) -> None:
    """Keep what was typed. Of a report the answers that can be read become its draft.

    Raises what ``task_drafts.save`` and ``report_drafts.save`` raise.
    """
    form = the_form(row.form)
    typed = {f.name: raw[f.name] for f in form.fields if f.name in raw}
    had = seen_of(raw.get("seen"))
    report = task_stale.written_report(row)
    if report is None:
        task_drafts.save(session(), actor(), row.id, typed, now(), seen=had)
        return
    answers, wrong = _split(form, typed)
    if _changes(report, answers):
        report_drafts.save(session(), actor(), report.id, answers, now(), seen=had)
    task_drafts.keep_only(session(), actor(), row.id, wrong, now())


def seen_of(text: str | None) -> Seen | None:
    """The draft the page showed; None from a page that does not say. Raises InputError."""
    if text is None:
        return None
    try:
        return Seen(datetime.fromisoformat(text) if text else None)
    except ValueError as error:
        raise InputError(detail=text) from error


def _split(form: Form, typed: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers that can be read, and the texts of those that cannot."""
    try:
        return form.draft(typed, locale.current()), {}
    except AnswersRefused as refused:
        wrong = {name: typed[name] for name in refused.errors if name in typed}
        good = {name: text for name, text in typed.items() if name not in wrong}
        return form.draft(good, locale.current()), wrong


def _changes(report: ReportView, answers: dict[str, Any]) -> bool:
    """Whether there is anything to keep: a page left as it came begins no draft."""
    return report.draft is not None or any(value not in (None, "") for value in answers.values())


def _stale(row: InboxRow, raw: dict[str, str], stale: task_stale.Stale) -> Any:
    if not _quietly():
        return task_stale.page(row, raw, stale)
    state = "changed" if stale.kind in (task_stale.DRAFT, task_stale.FORM) else "closed"
    return jsonify(state=state, text=task_stale.said(stale)), 409


def _quietly() -> bool:
    return request.headers.get(QUIET) == "1"


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
