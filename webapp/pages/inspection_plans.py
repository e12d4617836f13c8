"""Kế hoạch kiểm tra: a unit's plan for a year, and the rounds in it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext

from engine import access, inspection_lists, inspections
from engine.errors import InputError
from engine.people import OFFICER
from webapp import locale
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session

bp = Blueprint("inspection_plans", __name__)
MOST_ROUNDS = 500


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/inspection-plans")
def page() -> str:
    """The plans of my unit, the latest first."""
    plans = inspection_lists.plans(session(), actor())
    return render_template("inspections/plans.html", plans=plans, officer=_officer(), now=now())


@bp.get("/inspection-plans/<int:plan_id>")
def one(plan_id: int) -> str:
    """One plan with its rounds."""
    plan = inspection_lists.plan(session(), actor(), plan_id)
    found = inspection_lists.rounds(session(), actor(), now(), plan_id=plan_id, limit=MOST_ROUNDS)
    ours = plan.unit_id == actor().unit_id and _officer()
    return render_template("inspections/plan.html", plan=plan, found=found, ours=ours, now=now())


@bp.get("/inspection-plans/new")
def new() -> str:
    """The form of a year's plan."""
    access.require_role(actor(), OFFICER, actor().unit_id)
    today = locale.local(now())
    given = {"year": str(today.year), "issued_on": locale.day(today)}
    return render_template("inspections/plan_new.html", typed=Typed(given))


@bp.post("/inspection-plans/new")
def make() -> Any:
    """Make it."""
    access.require_role(actor(), OFFICER, actor().unit_id)
    typed = Typed.sent()
    year = typed.number("year", 1990, 2199)
    issued_on = typed.day("issued_on")
    title = typed.text("title")
    number = typed.text("number", required=False, most=20)
    symbol = typed.text("symbol", required=False, most=60)
    if typed.fine and year is not None and issued_on is not None:
        try:
            plan = inspections.make_plan(
                session(),
                actor(),
                year=year,
                number=number,
                symbol=symbol,
                issued_on=issued_on,
                title=title,
                now=now(),
            )
        except InputError as refused:
            session().rollback()
            typed.refused(refused, "year" if refused.code == "inspection-plan-exists" else "")
        else:
            flash(gettext("Đã lập kế hoạch kiểm tra năm %(year)d.", year=year), "success")
            return redirect(url_for("inspection_plans.one", plan_id=plan.id))
    return render_template("inspections/plan_new.html", typed=typed), 422


def _officer() -> bool:
    return OFFICER in actor().roles
