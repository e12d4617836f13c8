"""Gia hạn: asking for a later deadline beside the report's task, and what was asked beside its
owner's."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import extension_views, extensions
from engine.errors import InputError
from engine.extension_views import ExtensionView
from engine.inbox import InboxRow
from engine.printed_days import ImpossibleDate, PrintedDay
from webapp import locale
from webapp.requests import actor, now, session, wiring

bp = Blueprint("extensions", __name__)


def init(app: Flask) -> None:
    """The page's part, and where it is sent."""
    app.jinja_env.globals.update(extensions_of=of_task)
    app.register_blueprint(bp)


def of_task(item: InboxRow) -> list[ExtensionView]:
    """The extension that a task decides, or those asked for its report, the newest first."""
    number = item.subject.removeprefix("x")
    if item.subject != number and number.isdigit():
        return extension_views.page(session(), actor(), extension_id=int(number))
    if item.report_id is None:
        return []
    return extension_views.page(session(), actor(), report_id=item.report_id)


@bp.post("/reports/<int:report_id>/extension")
def ask(report_id: int) -> Response:
    """Ask for the day that was typed; what is wrong with it is said beside the task."""
    try:
        day = _day(request.form.get("day", ""))
        reason = request.form.get("reason", "")[:2000]
        extensions.ask(session(), wiring().engine, actor(), report_id, day, reason, now())
    except InputError as refused:
        session().rollback()
        flash(refused.text(locale.current()), "danger")
    else:
        flash(gettext("Đã gửi đề nghị gia hạn. Bạn sẽ được báo khi có kết quả."), "success")
    item = request.form.get("item", "")
    back = item.isascii() and item.isdigit()
    return redirect(url_for("inbox.item", item_id=int(item)) if back else url_for("inbox.page"))


def _day(typed: str) -> date:
    """Raises ``ImpossibleDate`` for what is no day with a year."""
    printed = PrintedDay.parse(typed)
    if printed.year is None:
        raise ImpossibleDate(text=typed)
    return printed.in_year(printed.year)
