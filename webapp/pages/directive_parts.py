"""What hangs from a directive: reports, timeline, difficulties, notices, dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask import Response as Streamed
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.wrappers import Response

from engine import (
    audit,
    difficulty_views,
    directive_timeline,
    directive_views,
    dossiers,
    notices_sent,
    progress,
)
from engine import directive_timeline as t
from engine.deadlines import local_day
from engine.directive_tables import ASSIGNED, DONE, PASSED_ON, RECEIVED
from engine.notice_texts import sentence
from engine.papers.urging import sendable
from engine.people import Actor
from engine.report_lists import page
from webapp import locale
from webapp.pages.report_lists import download, wished
from webapp.requests import actor, now, number_in_url, session, wiring

bp = Blueprint("directive_parts", __name__)
AUDIENCES = {
    "officer": _("chuyên viên"),
    "head": _("lãnh đạo"),
    "clerk": _("văn thư"),
    "superior": _("cấp trên"),
}
MILESTONES = {
    RECEIVED: _("tiếp nhận"),
    ASSIGNED: _("phân công"),
    PASSED_ON: _("ban hành văn bản triển khai"),
    DONE: _("thực hiện xong"),
}
HAPPENINGS = {
    t.ISSUED: _("Ban hành"),
    t.DERIVED: _("Văn bản triển khai được ban hành"),
    t.REACHED: _("Đơn vị"),
    t.DUE: _("Hạn báo cáo"),
    t.CLOSED: _("Chốt tổng hợp"),
    t.ROLLUP_DUE: _("Hạn tổng hợp"),
    t.URGED: _("Văn bản đôn đốc"),
    t.NAMED: _("Danh sách nêu tên"),
    t.EXTENDED: _("Gia hạn"),
    t.ASKED: _("Vướng mắc được nêu"),
    t.ANSWERED: _("Vướng mắc được trả lời"),
    t.BEGINS: _("Bắt đầu đợt cao điểm"),
    t.ENDS: _("Kết thúc đợt cao điểm"),
}


def init(app: Flask) -> None:
    """Register the pages, and the names of what they show."""
    app.jinja_env.globals.update(happening_names=HAPPENINGS, milestone_names=MILESTONES)
    app.jinja_env.globals.update(audience_names=AUDIENCES)
    app.register_blueprint(bp)


@bp.get("/directives/<int:directive_id>/timeline")
def timeline(directive_id: int) -> str:
    """What happened day by day, and what is to come."""
    found, seen = _directive(directive_id)
    happened = directive_timeline.of(session(), actor(), seen, now())
    today = local_day(now())
    return render_template(
        "directives/timeline.html",
        directive=found,
        seen=seen,
        past=_days(reversed([h for h in happened if h.day <= today])),
        ahead=_days(h for h in happened if h.day > today),
        today=today,
    )


@bp.get("/directives/<int:directive_id>/reports")
def reports(directive_id: int) -> str:
    """The reports under it, filtered as the address says."""
    found, seen = _directive(directive_id)
    wish = wished(seen)
    rows = page(session(), actor(), wish, now(), request.args.get("after"))
    return render_template(
        "directives/reports.html", directive=found, seen=seen, found=rows, wish=wish, now=now()
    )


@bp.get("/directives/<int:directive_id>/reports.xlsx")
def reports_file(directive_id: int) -> Response:
    """The same list, all of it, as an Excel file."""
    _found, seen = _directive(directive_id)
    return download(wished(seen))


@bp.get("/directives/<int:directive_id>/difficulties")
def difficulties(directive_id: int) -> str:
    """What was asked about it: still open, or answered."""
    found, seen = _directive(directive_id)
    answered = request.args.get("status") == "answered"
    rows = difficulty_views.listed(
        session(),
        actor(),
        now(),
        answered=answered,
        directive_id=directive_id,
        after=number_in_url("after"),
    )
    return render_template(
        "directives/difficulties.html",
        directive=found,
        seen=seen,
        rows=rows,
        answered=answered,
        page_size=difficulty_views.PAGE,
    )


@bp.get("/directives/<int:directive_id>/notices")
def notices(directive_id: int) -> str:
    """What was told to whom under it."""
    found, seen = _directive(directive_id)
    sent = notices_sent.of_directive(session(), actor(), seen, number_in_url("after"))
    said = [(row, *_said(row, found.label)) for row in sent.rows]
    return render_template(
        "directives/notices.html",
        directive=found,
        seen=seen,
        sent=sent,
        said=said,
        sendable=sendable(session(), [row.id for row in sent.rows]),
    )


@bp.get("/directives/<int:directive_id>/dossier")
def dossier(directive_id: int) -> str:
    """Whether the history's chain holds, and the file with everything recorded."""
    found, seen = _directive(directive_id)
    dossiers.require(session(), actor(), directive_id)
    return render_template(
        "directives/dossier.html", directive=found, seen=seen, broken=audit.verify(session())
    )


@bp.get("/directives/<int:directive_id>/dossier.jsonl")
def dossier_file(directive_id: int) -> Streamed:
    """Everything recorded of it and of all derived from it, one JSON object a line."""
    dossiers.require(session(), actor(), directive_id)
    return Streamed(
        _lines(wiring().sessions, actor(), directive_id, now()),
        mimetype="application/x-ndjson",
        headers={"Content-Disposition": f"attachment; filename=ho-so-{directive_id}.jsonl"},
    )


def _days(happened: Iterable[t.Happening]) -> list[tuple[date, list[t.Happening]]]:
    return [(day, list(group)) for day, group in groupby(happened, key=lambda h: h.day)]


def _lines(
    sessions: sessionmaker[Session], who: Actor, directive_id: int, at: datetime
) -> Iterator[str]:
    """Written while they are read: the request, and its session, are over by then."""
    with sessions() as own:
        for line in dossiers.lines(own, who, directive_id, at):
            yield f"{line}\n"


def _directive(directive_id: int) -> tuple[directive_views.DirectiveView, progress.Scope]:
    found = directive_views.read(session(), actor(), directive_id)
    return found, progress.scope(session(), actor(), directive_id)


def _said(row: notices_sent.SentRow, directive: str) -> tuple[str, str]:
    about: dict[str, Any] = {"unit": row.about, "directive": directive}
    return sentence(row.kind, about | row.params, locale.current())
