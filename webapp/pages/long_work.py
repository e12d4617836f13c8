"""Công việc chạy nền: how far long work is, what came of it, its file, and stopping it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, send_file, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import attachments, long_work, long_work_kinds
from engine.errors import NotFound
from engine.long_work import Kind, LongWork, WorkRow
from engine.long_work_kinds import EXPORT_PEOPLE, EXPORT_REPORTS, EXPORT_UNITS
from engine.rehearsal_jobs import REHEARSAL
from webapp import locale, typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("long_work", __name__)
STATES = {
    long_work.WAITING: (_("đang chờ"), "none"),
    long_work.RUNNING: (_("đang chạy"), "soon"),
    long_work.DONE: (_("đã xong"), "fine"),
    long_work.FAILED: (_("không thành công"), "late"),
    long_work.CANCELLED: (_("đã hủy"), "none"),
}
RESULTS = {
    long_work_kinds.STRUCTURE_PREVIEW.key: "structure.preview",
    long_work_kinds.STRUCTURE_APPLY.key: "structure.result",
    long_work_kinds.ACCOUNTS_PREVIEW.key: "people_import.preview",
    long_work_kinds.ACCOUNTS_IMPORT.key: "people_import.preview",
    REHEARSAL.key: "designer_rehearsals.one",
}
"""Kind → the page that shows what came of it, called with ``job_id``."""
EXPORTS = {"units": EXPORT_UNITS, "people": EXPORT_PEOPLE, "reports": EXPORT_REPORTS}
SILENT_AFTER = 120
"""Seconds without a sign of life after which the page says that the work was interrupted."""


def init(app: Flask) -> None:
    """Register the pages and what their templates show."""
    app.jinja_env.globals.update(work_states=STATES, work_name=_name, work_file=_file)
    app.register_blueprint(bp)


@bp.get("/jobs")
def page() -> str:
    """My work, the newest first; ``all=1`` shows an administrator everybody's."""
    everybodys = request.args.get("all") == "1" and actor().is_administrator
    found = long_work.of_kind(session(), actor(), (), typed.after(), everybodys)
    return render_template("long_work/list.html", found=found, everybodys=everybodys)


@bp.get("/jobs/<int:job_id>")
def one(job_id: int) -> str:
    """One piece of work; the page asks again by itself while it is open."""
    return _shown("long_work/one.html", job_id)


@bp.get("/jobs/<int:job_id>/state")
def state(job_id: int) -> str:
    """The part of the page that changes."""
    return _shown("long_work/_state.html", job_id)


@bp.post("/jobs/<int:job_id>/cancel")
def cancel(job_id: int) -> Response:
    """Stop it; what it did is taken back."""
    long_work.cancel(session(), actor(), job_id, now())
    return redirect(url_for("long_work.one", job_id=job_id))


@bp.get("/jobs/<int:job_id>/file")
def file(job_id: int) -> Response:
    """The file that it made, as long as it is kept."""
    work = long_work.read(session(), actor(), job_id)
    kept = _file(work.row)
    if kept is None:
        raise NotFound(what=f"file of work {job_id}")
    return send_file(
        wiring().files.open(kept.sha256),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=kept.name,
    )


@bp.post("/jobs/exports")
def export() -> Response:
    """Begin a national table, ``name`` of the address; the page of its work gives the file."""
    name = request.args.get("name", "")
    kind = EXPORTS.get(name)
    if kind is None:
        abort(404)
    return begun(kind, {}, digest=name)


def begun(kind: Kind, arguments: dict[str, Any], digest: str) -> Response:
    """Ask for work and go to its page. Raises Forbidden."""
    row = long_work.ask(
        session(), actor(), kind, arguments, now(), wiring().defer_work, digest=digest
    )
    return redirect(url_for("long_work.one", job_id=row.id))


def _shown(template: str, job_id: int) -> str:
    work = long_work.read(session(), actor(), job_id)
    beat = work.row.beat_at
    silent = (
        work.row.status == long_work.RUNNING
        and beat is not None
        and (now() - beat).total_seconds() > SILENT_AFTER
    )
    done = work.row.status == long_work.DONE and work.row.arguments
    result = RESULTS.get(work.row.kind) if done else None
    return render_template(template, work=work, row=work.row, silent=silent, result=result)


def _name(work: WorkRow) -> str:
    return work.kind.text(locale.current()) if work.kind else work.row.kind


def _file(row: LongWork) -> attachments.Attachment | None:
    """Its file while it is kept; what is due to go is gone, whenever it is tidied away."""
    if row.keep_until is None or row.keep_until <= now():
        return None
    return next(iter(attachments.of(session(), row.subject)), None)
