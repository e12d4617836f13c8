"""Quyết định kiểm tra: signed with its team, outline and the day of the self-reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import access, inspection_views, inspections
from engine.errors import Conflict, InputError, NotFound
from engine.inspection_errors import NotChosen, RoundMoved
from engine.inspection_rows import RoundView
from engine.inspection_tables import PLANNED
from engine.inspections import Decision, Member
from engine.people import LEADER
from webapp import locale
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.pages.unit_field import unit
from webapp.requests import actor, now, session, wiring

bp = Blueprint("inspection_decisions", __name__)
ROWS, MORE, MOST = 4, 4, 40
AT = {"duplicate-directive": "number", "same-directive-again": "number"}


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


# One address for both: of two, werkzeug answers 405 instead of 404 to a number that is no id.
@bp.route("/inspection-rounds/<int:round_id>/decision", methods=["GET", "POST"])
def sign(round_id: int) -> Any:
    """Sign it: the units' list is fixed, and the round's process begins."""
    view = _mine(round_id)
    if request.method == "GET":
        given = {"issued_on": locale.day(now()), "m0_duty": gettext("Trưởng đoàn")}
        return _form(view, Typed(given))
    typed = Typed.sent()
    if "more" in typed.raw:
        return _form(view, typed)
    decision = _decision(typed)
    if decision is not None:
        try:
            inspections.open_round(session(), wiring().engine, actor(), round_id, decision, now())
        except (NotFound, Conflict):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused, AT.get(refused.code, ""))
        else:
            flash(
                gettext("Đã ký quyết định. Chuyên viên lập kế hoạch tiến hành của đoàn."),
                "success",
            )
            return redirect(url_for("inspection_rounds.one", round_id=round_id))
    return _form(view, typed), 422


def _mine(round_id: int) -> RoundView:
    """Raises ``NotFound``, ``WrongRole``, ``RoundMoved``, ``NotChosen``."""
    view = inspection_views.shown(session(), actor(), round_id, now())
    access.require_role(actor(), LEADER, view.row.unit_id)
    if view.row.status != PLANNED:
        raise RoundMoved(what=view.row.title, status=view.row.status)
    if not view.inspections:
        raise NotChosen(why_vi="danh sách trống", why="the list is empty")
    return view


def _decision(typed: Typed) -> Decision | None:
    number, symbol = typed.text("number", most=20), typed.text("symbol", most=60)
    issued_on, due_on = typed.day("issued_on"), typed.day("report_due")
    outline = typed.text("outline", most=MAX_TEXT)
    basis = typed.text("basis", required=False, most=MAX_TEXT)
    team = _team(typed)
    if not typed.fine or issued_on is None or due_on is None:
        return None
    return Decision(
        number=number,
        symbol=symbol,
        issued_on=issued_on,
        outline=outline,
        self_report_due_on=due_on,
        team=tuple(team),
        basis=tuple(line.strip() for line in basis.splitlines() if line.strip()),
    )


def _team(typed: Typed) -> list[Member]:
    """The head is the first row; a row without a name is passed over."""
    typed.text("m0_name", most=200)
    found = []
    for n in range(_rows(typed)):
        name = typed.text(f"m{n}_name", required=False, most=200)
        if not name:
            continue
        duty = typed.text(f"m{n}_duty", required=False, most=200)
        duty = duty or (gettext("Trưởng đoàn") if n == 0 else gettext("Thành viên"))
        found.append(Member(name, duty, _unit(typed, f"m{n}_unit"), head=n == 0))
    return found


def _unit(typed: Typed, name: str) -> int:
    text = typed.text(name, required=False, most=300)
    return (unit(typed, name, text) if text else None) or actor().unit_id


def _rows(typed: Typed) -> int:
    """How many rows the team's table has: as many as were sent, and more if asked for."""
    sent = typed.get("rows")
    rows = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else ROWS
    return min(MOST, max(rows, ROWS) + (MORE if "more" in typed.raw else 0))


def _form(view: RoundView, typed: Typed) -> str:
    return render_template(
        "inspections/decision.html", view=view, row=view.row, typed=typed, rows=_rows(typed)
    )
