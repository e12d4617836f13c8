"""Gia hạn: asking for a later deadline, deciding on it, and what was asked beside a task."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import access, extension_views, extensions, reachable, report_views
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.extension_errors import NotYourReport
from engine.extension_tables import ASKED, GRANTED, REFUSED
from engine.extension_views import OURS, TO_DECIDE, ExtensionView
from engine.inbox import InboxRow
from engine.paging import Page, read_id
from engine.report_views import ReportView
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("extensions", __name__)
LIMIT = 50
MOST_ROWS = 10_000
MAX_SEARCH = 100
SIDES = (OURS, TO_DECIDE)
STATUSES = {
    ASKED: _("chờ quyết định"),
    GRANTED: _("được gia hạn"),
    REFUSED: _("không được gia hạn"),
}
AT = {"extension-not-later": "day", "extension-reason": "reason"}


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


@bp.get("/extensions")
def page() -> str:
    """Those my unit asked for, those that wait for my unit's decision, and what came of them."""
    wish = _wish()
    found = _found(wish, LIMIT, request.args.get("after"))
    return render_template(
        "extensions/list.html",
        found=found,
        wish=wish,
        left=extension_views.left(session(), found.rows),
        statuses=STATUSES,
        me=actor(),
        now=now(),
    )


@bp.get("/extensions.xlsx")
def export() -> Response:
    """Exactly the extensions of the filter."""
    columns = (
        (gettext("Đơn vị đề nghị"), 30),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ"), 16),
        (gettext("Văn bản"), 34),
        (gettext("Từ ngày"), 12),
        (gettext("Xin đến hết ngày"), 14),
        (gettext("Lý do"), 50),
        (gettext("Nơi quyết định"), 30),
        (gettext("Kết quả"), 18),
        (gettext("Được đến hết ngày"), 14),
        (gettext("Ý kiến"), 40),
    )
    rows = (
        (
            v.unit,
            v.report,
            v.period,
            v.directive,
            v.present,
            v.wanted,
            v.reason,
            v.owner,
            str(STATUSES[v.status]),
            v.granted,
            v.remarks or None,
        )
        for v in _found(_wish(), MOST_ROWS, None).rows
    )
    return excel("gia-han", [Sheet(gettext("Gia hạn"), columns, rows)])


@bp.get("/extensions/<int:extension_id>")
def one(extension_id: int) -> str:
    """One extension; who decides does it here."""
    return drawn(extension_id)


@bp.post("/extensions/<int:extension_id>/tasks/<int:item_id>")
def finish(extension_id: int, item_id: int) -> Any:
    """Grant or refuse it, with the reason."""
    view = _read(extension_id)
    back = url_for("extensions.one", extension_id=extension_id)
    return matter_tasks.finish(view.subject, item_id, back, lambda t: drawn(extension_id, t))


def drawn(extension_id: int, tried: Tried | None = None) -> str:
    """The page, with what was typed and refused."""
    view, me = _read(extension_id), actor()
    return render_template(
        "extensions/one.html",
        view=view,
        tasks=matter_tasks.of(view.subject, "extensions.finish", tried, extension_id=extension_id),
        earlier=[
            v
            for v in extension_views.page(session(), me, report_id=view.report_id)
            if v.id != view.id
        ],
        left=extension_views.left(session(), [view])[view.report_id],
        statuses=STATUSES,
        directives=reachable.directives(session(), me, [view.directive_id]),
        reports=reachable.reports(session(), me, [view.report_id]),
        now=now(),
    )


# One address for both: of two, werkzeug answers 405 instead of 404 to a number that is no id.
@bp.route("/reports/<int:report_id>/extension", methods=["GET", "POST"])
def ask(report_id: int) -> Any:
    """Ask for the day that was typed; refused, all of it is still there."""
    typed = Typed.sent()
    _mine(report_id)
    if request.method == "GET":
        return _form(report_id, typed)
    day, reason = typed.day("day"), typed.text("reason", most=2000)
    if typed.fine and day is not None:
        try:
            extensions.ask(session(), wiring().engine, actor(), report_id, day, reason, now())
        except (NotFound, Forbidden):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused, AT.get(refused.code, ""))
            return _form(report_id, typed), 409 if isinstance(refused, Conflict) else 422
        flash(gettext("Đã gửi đề nghị gia hạn. Bạn sẽ được báo khi có kết quả."), "success")
        item = typed.get("item")
        if item.isascii() and item.isdigit():
            return redirect(matter_tasks.task_url(int(item[:18])))
        return redirect(url_for("extensions.page", side=extension_views.OURS))
    return _form(report_id, typed), 422


def _mine(report_id: int) -> ReportView:
    """Raises ``NotFound``, ``NotYourReport``."""
    report = report_views.read(session(), actor(), report_id)
    if report.unit_id != actor().unit_id:
        raise NotYourReport
    return report


def _form(report_id: int, typed: Typed) -> str:
    return render_template("extensions/new.html", report=_mine(report_id), typed=typed, now=now())


def _read(extension_id: int) -> ExtensionView:
    found = extension_views.page(session(), actor(), extension_id=extension_id)
    return access.require(next(iter(found), None), f"extension {extension_id}")


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    side, status = request.args.get("side"), request.args.get("status")
    return {
        "side": side if side in SIDES else None,
        "status": status if status in STATUSES else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(wish: dict[str, Any], limit: int, after: str | None) -> Page[ExtensionView]:
    rows = extension_views.page(
        session(),
        actor(),
        status=wish["status"],
        side=wish["side"],
        text=wish["q"],
        after=read_id(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(rows, limit, lambda view: str(view.id))
