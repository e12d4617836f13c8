"""Đợt kiểm tra: planned, its units, its decision, its tasks, its report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import access, inspection_views, inspections, open_tasks, reachable
from engine.errors import InputError
from engine.inspection_rows import RoundView
from engine.inspection_tables import PLANNED
from engine.people import LEADER, OFFICER
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.inspection_words import STEPS, in_words, reasons
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session

bp = Blueprint("inspection_rounds", __name__)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/inspection-rounds/new")
def new() -> str:
    """The form of a round."""
    access.require_role(actor(), OFFICER, actor().unit_id)
    return _form(Typed())


@bp.post("/inspection-rounds/new")
def make() -> Any:
    """Put a round into the plan of the year in which it starts, if there is one."""
    access.require_role(actor(), OFFICER, actor().unit_id)
    typed = Typed.sent()
    title = typed.text("title")
    regime = typed.choice("regime", inspections.REGIMES)
    scope = typed.text("scope", most=MAX_TEXT)
    starts_on, ends_on = typed.day("starts_on"), typed.day("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        typed.wrong("ends_on", gettext("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if typed.fine and starts_on is not None and ends_on is not None:
        try:
            made = inspections.add_round(
                session(),
                actor(),
                title=title,
                regime=regime,
                scope=scope,
                starts_on=starts_on,
                ends_on=ends_on,
                now=now(),
            )
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
        else:
            flash(gettext("Đã thêm đợt kiểm tra. Tiếp theo: chọn đơn vị."), "success")
            return redirect(url_for("inspection_choices.page", round_id=made.id))
    return _form(typed), 422


def _form(typed: Typed) -> str:
    regimes = [("", ""), *((code, in_words(pair)) for code, pair in inspections.REGIMES.items())]
    return render_template("inspections/round_new.html", typed=typed, regimes=regimes)


@bp.get("/inspection-rounds/<int:round_id>")
def one(round_id: int) -> str:
    """One round: what comes next, its decision and team, each unit with why and how far."""
    return drawn(round_id)


@bp.post("/inspection-rounds/<int:round_id>/tasks/<int:item_id>")
def finish(round_id: int, item_id: int) -> Any:
    """Finish a task of the round: the team's plan, its approval, the report, the opinion."""
    view = inspection_views.shown(session(), actor(), round_id, now())
    back = url_for("inspection_rounds.one", round_id=round_id)
    return matter_tasks.finish(view.subject, item_id, back, lambda t: drawn(round_id, t))


@bp.get("/inspection-rounds/<int:round_id>.xlsx")
def export(round_id: int) -> Response:
    """The units of the round with every date, and their remedies."""
    view = inspection_views.shown(session(), actor(), round_id, now())
    return excel(f"dot-kiem-tra-{round_id}", [_unit_sheet(view), _remedy_sheet(view)])


def drawn(round_id: int, tried: Tried | None = None) -> str:
    """The page, with what was typed and refused."""
    view = inspection_views.shown(session(), actor(), round_id, now())
    me = actor()
    ours = me.unit_id == view.row.unit_id
    subjects = [view.subject, *(i.subject for i in view.inspections)]
    tasks = open_tasks.of_subjects(session(), me, subjects, None)
    waiting = {
        s: next((t for t in tasks[s] if t.status == open_tasks.OPEN), None) for s in subjects
    }
    return render_template(
        "inspections/round.html",
        view=view,
        row=view.row,
        tasks=matter_tasks.arranged(
            tasks[view.subject], "inspection_rounds.finish", tried, round_id=round_id
        ),
        waiting=waiting,
        why=_why(view),
        may_choose=ours and OFFICER in me.roles and view.row.status == PLANNED,
        may_open=ours and LEADER in me.roles and view.row.status == PLANNED,
        ours=ours,
        directives=reachable.directives(
            session(), me, [view.directive_id, *(i.directive_id for i in view.inspections)]
        ),
        now=now(),
    )


def _why(view: RoundView) -> dict[int, str]:
    """Why each unit was chosen, for who may see the whole round."""
    if not view.whole:
        return {}
    kept = inspection_views.find_round(session(), actor(), view.row.id)
    chosen = {i.unit_id: i.chosen_by for i in view.inspections}
    return reasons(kept.choice, kept.candidates or (), chosen)


def _unit_sheet(view: RoundView) -> Sheet:
    why = _why(view)
    columns = (
        (gettext("Đơn vị"), 32),
        (gettext("Lý do chọn"), 50),
        (gettext("Tình trạng"), 18),
        (gettext("Nộp báo cáo đề cương"), 20),
        (gettext("Công bố"), 12),
        (gettext("Ngày cuối của thời hạn"), 14),
        (gettext("Biên bản"), 12),
        (gettext("Ký biên bản"), 14),
        (gettext("Kết quả"), 36),
    )
    signed = {"signed": gettext("đã ký"), "refused": gettext("không ký")}
    rows = (
        (
            i.unit,
            why.get(i.unit_id),
            str(STEPS[i.status]),
            _local(i.self_reported_at),
            i.announced_on,
            _last(i.clock_due_at),
            i.minutes_on,
            signed.get(i.signature or ""),
            i.result or None,
        )
        for i in view.inspections
    )
    return Sheet(gettext("Đơn vị"), columns, rows)


def _remedy_sheet(view: RoundView) -> Sheet:
    columns = (
        (gettext("Đơn vị"), 32),
        (gettext("Văn bản kết quả"), 36),
        (gettext("Nội dung"), 60),
        (gettext("Ngày cuối"), 12),
        (gettext("Nộp lúc"), 18),
    )
    rows = (
        (i.unit, i.result, r.title, _last(r.due_at), _local(r.submitted_at))
        for i in view.inspections
        for r in i.remedies
    )
    return Sheet(gettext("Khắc phục"), columns, rows)


def _last(due_at: datetime | None) -> date | None:
    return locale.last_day(due_at) if due_at else None


def _local(at: datetime | None) -> datetime | None:
    return locale.local(at).replace(tzinfo=None) if at else None
