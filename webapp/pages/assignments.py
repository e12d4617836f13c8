"""Phân công trong đơn vị: given, taken, worked on, submitted, reviewed; rates for each person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import access, assignment_people, assignment_views, assignments, inbox, open_tasks
from engine.assignment_tables import DONE, OPEN, SUBMITTED
from engine.assignment_views import AssignmentRow
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.paging import Page, day_cursor, read_moment_cursor
from engine.people import LEADER
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.labels import ROLES
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session

bp = Blueprint("assignments", __name__)
LIMIT = 50
MOST_ROWS = 10_000
MAX_SEARCH = 100
STATUSES = {OPEN: _("đang làm"), SUBMITTED: _("chờ lãnh đạo xem"), DONE: _("đã xong")}
TONES = {OPEN: "none", SUBMITTED: "soon", DONE: "fine"}


def init(app: Flask) -> None:
    """Register the pages and their words."""
    app.jinja_env.filters.update(
        assignment_status=lambda code: str(STATUSES.get(code, code)),
        assignment_tone=lambda code: TONES.get(code, "none"),
        lead_name=lead_name,
    )
    app.register_blueprint(bp)


def lead_name(name: str) -> str:
    """A person's name, or a post in words."""
    return str(ROLES.get(name, name))


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    return {
        "mine": "1" if request.args.get("mine") == "1" else None,
        "done": "1" if request.args.get("done") == "1" else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(wish: dict[str, Any], limit: int, after: str | None) -> Page[AssignmentRow]:
    rows = assignment_views.listed(
        session(),
        actor(),
        now(),
        done=wish["done"] is not None,
        mine=wish["mine"] is not None,
        text=wish["q"],
        after=read_moment_cursor(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(rows, limit, lambda row: day_cursor(row.done_at or row.due_at, row.id))


@bp.get("/assignments")
def page() -> str:
    """The unit's assignments, the most pressing first."""
    wish, unit = _wish(), actor().unit_id
    return render_template(
        "assignments/list.html",
        found=_found(wish, LIMIT, request.args.get("after")),
        wish=wish,
        rate=assignment_views.update_rates(session(), [unit], now())[unit],
        head=LEADER in actor().roles,
        now=now(),
    )


@bp.get("/assignments.xlsx")
def export() -> Response:
    """Exactly the assignments of the filter."""
    columns = (
        (gettext("Nhiệm vụ"), 60),
        (gettext("Văn bản"), 36),
        (gettext("Chủ trì"), 26),
        (gettext("Phối hợp"), 36),
        (gettext("Sản phẩm phải có"), 40),
        (gettext("Ngày cuối"), 12),
        (gettext("Tình trạng"), 18),
        (gettext("Tiến độ (phần trăm)"), 10),
        (gettext("Cập nhật lúc"), 18),
    )
    rows = (
        (
            r.task,
            r.directive,
            lead_name(r.lead),
            ", ".join(map(lead_name, r.coordinators)),
            r.expected,
            locale.last_day(r.due_at),
            str(STATUSES[r.status]),
            r.percent,
            locale.local(r.touched_at).replace(tzinfo=None) if r.touched_at else None,
        )
        for r in _found(_wish(), MOST_ROWS, None).rows
    )
    return excel("phan-cong", [Sheet(gettext("Phân công"), columns, rows)])


@bp.get("/assignments/people")
def people() -> str:
    """What each person of the unit has in hand, and how it goes; for the unit only."""
    access.require_member(actor())
    rates = assignment_people.rates(session(), actor(), now())
    return render_template("assignments/people.html", rates=rates, now=now())


@bp.get("/assignments/<int:assignment_id>")
def one(assignment_id: int) -> str:
    """One assignment: who, until when, how far, what was said."""
    return drawn(assignment_id)


@bp.post("/assignments/<int:assignment_id>/tasks/<int:item_id>")
def finish(assignment_id: int, item_id: int) -> Any:
    """The lead states the product; the head accepts or returns it."""
    row = assignment_views.read(session(), actor(), assignment_id, now())
    back = url_for("assignments.one", assignment_id=assignment_id)
    return matter_tasks.finish(row.subject, item_id, back, lambda t: drawn(assignment_id, t))


@bp.post("/assignments/<int:assignment_id>/take")
def take(assignment_id: int) -> Response:
    """Take what was given to a post, so that colleagues see who does it."""
    row = assignment_views.read(session(), actor(), assignment_id, now())
    found = open_tasks.of_subjects(session(), actor(), [row.subject]).get(row.subject, [])
    mine = next((t for t in found if t.mine), None)
    if mine is None:
        raise Conflict(what=row.task)
    inbox.claim(session(), actor(), mine.id, now())
    flash(gettext("Bạn đã nhận việc này."), "success")
    return redirect(url_for("assignments.one", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/progress")
def progress(assignment_id: int) -> Any:
    """Say how far it is."""
    typed = Typed.sent()
    assignment_views.read(session(), actor(), assignment_id, now())
    percent = typed.number("percent", 0, 100)
    said = typed.text("said", most=MAX_TEXT)
    if typed.fine and percent is not None:
        try:
            assignments.progress(session(), actor(), assignment_id, percent, said, now())
        except (NotFound, Forbidden):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
            return drawn(assignment_id, typed=typed), 409 if isinstance(refused, Conflict) else 422
        flash(gettext("Đã cập nhật tiến độ."), "success")
        return redirect(url_for("assignments.one", assignment_id=assignment_id))
    return drawn(assignment_id, typed=typed), 422


def drawn(assignment_id: int, tried: Tried | None = None, typed: Typed | None = None) -> str:
    """The page, with what was typed and refused."""
    row = assignment_views.read(session(), actor(), assignment_id, now())
    tasks = matter_tasks.of(row.subject, "assignments.finish", tried, assignment_id=assignment_id)
    works = row.mine and row.unit_id == actor().unit_id and row.status == OPEN
    return render_template(
        "assignments/one.html",
        row=row,
        tasks=tasks,
        may_say=works,
        may_take=bool(
            tasks.here and tasks.here.claimed_by is None and tasks.here.form == "assignment-result"
        ),
        typed=typed or Typed(),
        last=_last(row.due_at),
        now=now(),
    )


def _last(due_at: datetime) -> date:
    return locale.last_day(due_at)
