"""Writing a report: drafts, last period's answers, files. Each sends the whole form, so that
nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask_babel import gettext

from adapters.forms import AnswersRefused
from engine import inbox, report_drafts, report_files, task_drafts
from engine.attachments import MEGABYTE, AttachmentRefused
from engine.errors import Conflict, InputError, NotFound
from engine.inbox import InboxRow
from webapp import locale
from webapp.pages import task_keeping, task_stale
from webapp.pages.form_view import the_form
from webapp.pages.task import task_page
from webapp.requests import actor, now, session, wiring

bp = Blueprint("report_tasks", __name__)
MAX_UPLOAD = 64 * MEGABYTE
"""Above every quota (``engine.attachments``), so that a file too large is refused by its name."""


class NoFileChosen(InputError):
    """The button was pressed before a file was chosen."""

    code = "no-file-chosen"
    vi = "Chưa chọn tệp nào. Hãy bấm chọn tệp trước, rồi bấm «Tải lên»."
    en = "No file was chosen. Choose one first, then press «Upload»."


def init(app: Flask) -> None:
    """Let uploads be larger than other forms; before anything reads the request's body."""
    app.before_request(_allow)
    app.register_blueprint(bp)


def _allow() -> None:
    if request.endpoint == "report_tasks.attach":
        request.max_content_length = MAX_UPLOAD


@bp.post("/inbox/<int:item_id>/draft")
def draft(item_id: int) -> Any:
    """Keep what was typed so far."""
    return _kept(item_id, lambda report_id: str(gettext("Đã lưu nháp.")))


@bp.post("/inbox/<int:item_id>/last-period")
def last_period(item_id: int) -> Any:
    """Fill what is blank with last period's answers; nothing is saved yet."""
    row = inbox.read(session(), actor(), item_id)
    last = report_drafts.last_period(session(), actor(), _report_of(row))
    if last is None:
        flash(gettext("Chưa có kỳ trước để lấy số liệu."), "info")
        return task_page(row, request.form.to_dict(), {})
    before = the_form(row.form).as_typed(last.content)
    typed = request.form.to_dict()
    filled = before | {name: text for name, text in typed.items() if text.strip()}
    flash(gettext("Đã điền theo kỳ %(period)s, chưa lưu.", period=last.period), "info")
    return task_page(row, filled, {})


@bp.post("/inbox/<int:item_id>/files")
def attach(item_id: int) -> Any:
    """Attach the files chosen, and keep what was typed."""

    def add(report_id: int) -> str:
        chosen = [f for f in request.files.getlist("file") if f.filename]
        if not chosen:
            raise NoFileChosen
        for file in chosen:
            name, source = file.filename or "", file.stream
            report_files.add(session(), wiring().files, actor(), report_id, name, source, now())
        return str(gettext("Đã đính kèm tệp và lưu nháp."))

    return _kept(item_id, add)


@bp.post("/inbox/<int:item_id>/files/<int:attachment_id>/remove")
def detach(item_id: int, attachment_id: int) -> Any:
    """Remove a file from what is being written, and keep what was typed."""

    def remove(report_id: int) -> str:
        report_files.remove(session(), actor(), report_id, attachment_id, now())
        return str(gettext("Đã gỡ tệp và lưu nháp."))

    return _kept(item_id, remove)


def _kept(item_id: int, then: Callable[[int], str]) -> Any:
    """Save the draft and do ``then``; both or nothing, and what was typed comes back."""
    row = inbox.read(session(), actor(), item_id)
    raw = request.form.to_dict()
    errors: dict[str, str] = {}
    if (stale := task_stale.found(row, raw)) is not None:
        return task_stale.page(row, raw, stale)
    try:
        report_id = _report_of(row)
        answers = the_form(row.form).draft(raw, locale.current())
        had = task_keeping.seen_of(raw.get("seen"))
        report_drafts.save(session(), actor(), report_id, answers, now(), seen=had)
        task_drafts.forget(session(), item_id)
        flash(then(report_id), "success")
    except (AnswersRefused, AttachmentRefused, NoFileChosen) as refused:
        session().rollback()
        flash(refused.text(locale.current()), "danger")
        errors = refused.errors if isinstance(refused, AnswersRefused) else {}
        return task_page(row, raw, errors), 422
    except Conflict as refused:
        return task_stale.conflict(item_id, raw, refused)
    return redirect(url_for("inbox.item", item_id=item_id, back=raw.get("back") or None))


def _report_of(row: InboxRow) -> int:
    if row.report_id is None:
        raise NotFound(what="report")
    return row.report_id
