"""Mẫu văn bản: the templates of papers, their fields, replaced by a file and put back."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.deadlines import local_day, midnight
from engine.errors import InputError, NotFound
from engine.papers import replacing
from engine.papers.form import Paper
from webapp import locale
from webapp.pages.papers import DOCX, PDF, attachment
from webapp.requests import actor, administrators_only, now, session, wiring

bp = Blueprint("paper_templates", __name__, url_prefix="/administration/papers")
bp.before_request(administrators_only)
MAX_BYTES = 2 * 1024 * 1024
"""As the check of templates allows; one byte more is read, to be refused there."""


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.register_blueprint(bp)


@bp.get("")
def page() -> str:
    """All templates, and which of them were replaced."""
    states = wiring().papers.templates.states()
    return render_template("papers/list.html", states=states, vi=locale.current() == "vi")


@bp.get("/<paper>")
def one(paper: str) -> str:
    """One template: its fields, what is doubtful about it, a file to replace it."""
    return _page(paper, "")


@bp.post("/<paper>")
def replace(paper: str) -> Any:
    """Use the file that was sent, unless something is wrong with it."""
    templates = wiring().papers.templates
    templates.form(paper)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(paper, gettext("Hãy chọn tệp mẫu (.docx).")), 422
    file = sent.stream.read(MAX_BYTES + 1)
    digest = hashlib.sha256(file).hexdigest()
    try:
        replacing.note(session(), actor(), replacing.REPLACED, paper, digest, now())
        doubts = templates.replace(paper, file)
    except NotFound:
        raise
    except InputError as refused:
        session().rollback()
        return _page(paper, refused.text(locale.current())), 422
    flash(gettext("Đã thay mẫu. Văn bản tải từ nay theo mẫu mới."), "success")
    if doubts:
        flash(gettext("Mẫu dùng được, nhưng có điểm cần xem lại bên dưới."), "warning")
    return redirect(url_for("paper_templates.one", paper=paper))


@bp.post("/<paper>/reset")
def reset(paper: str) -> Response:
    """Use the template that ships again."""
    templates = wiring().papers.templates
    digest = hashlib.sha256(templates.file(paper, shipped=True)).hexdigest()
    replacing.note(session(), actor(), replacing.RESET, paper, digest, now())
    templates.reset(paper)
    flash(gettext("Đã dùng lại mẫu gốc."), "success")
    return redirect(url_for("paper_templates.one", paper=paper))


@bp.get("/<paper>/template.docx")
def template(paper: str) -> Response:
    """The template in use, to be edited in a word processor; with ``shipped`` the one that ships."""
    shipped = request.args.get("shipped") == "1"
    return attachment(wiring().papers.templates.file(paper, shipped=shipped), paper, DOCX)


@bp.get("/<paper>/trial.pdf")
def trial(paper: str) -> Response:
    """The template in use, filled in with the examples of its fields."""
    form = wiring().papers.templates.form(paper)
    made = Paper(paper, form.vi, form.example())
    file = wiring().papers.file(made, PDF, midnight(local_day(now())))
    return attachment(file, f"thu-{paper}", PDF)


def _page(paper: str, error: str) -> str:
    templates = wiring().papers.templates
    state = templates.state(paper)
    return render_template(
        "papers/one.html",
        state=state,
        problems=templates.check(paper),
        error=error,
        vi=locale.current() == "vi",
    )
