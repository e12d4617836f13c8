"""Báo cáo: one report with all that was submitted, and its files, for whoever may see it."""

from __future__ import annotations

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from engine import directive_views, report_files, report_views
from webapp.form_view import shown_answers
from webapp.requests import actor, now, session, wiring

bp = Blueprint("reports", __name__)


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
