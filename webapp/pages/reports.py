"""Báo cáo: the list; one report with all that was submitted, and its files, for whoever may see it."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, request, send_file
from werkzeug.wrappers import Response

from engine import directive_views, report_files, report_lists, report_views
from webapp.pages.form_view import shown_answers
from webapp.pages.report_lists import STATE_NAMES, download, wished
from webapp.requests import actor, now, session, wiring

bp = Blueprint("reports", __name__)


def init(app: Flask) -> None:
    """Register the pages, and the names of their filters."""
    app.jinja_env.globals["report_states"] = STATE_NAMES
    app.register_blueprint(bp)


@bp.get("/reports")
def page() -> str:
    """The reports my unit owes and those sent to it; ``whose``, ``state`` and ``q`` say which."""
    wish = wished()
    found = report_lists.page(session(), actor(), wish, now(), request.args.get("after"))
    return render_template("reports.html", found=found, wish=wish, now=now())


@bp.get("/reports.xlsx")
def file_of_all() -> Response:
    """The same list, all of it, as an Excel file."""
    return download(wished())


@bp.get("/reports/<int:report_id>")
def one(report_id: int) -> str:
    """Its dates, through whom it goes to whom, and every version with what became of it."""
    report = report_views.read(session(), actor(), report_id)
    return render_template(
        "report.html",
        report=report,
        versions=[(v, shown_answers(v.form, v.content)) for v in reversed(report.versions)],
        duty=directive_views.duty(session(), report.obligation_id),
        about=directive_views.find(session(), actor(), report.directive_id),
        now=now(),
    )


@bp.get("/reports/<int:report_id>/files/<int:attachment_id>")
def file(report_id: int, attachment_id: int) -> Response:
    """A file, always as a download: no browser shows or guesses at what people send."""
    kept, source = report_files.read(session(), wiring().files, actor(), report_id, attachment_id)
    answer = send_file(
        source, mimetype=kept.media_type, as_attachment=True, download_name=kept.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
