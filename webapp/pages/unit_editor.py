"""Đơn vị: units as of a day; one unit through time; added, corrected, ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import access, unit_edit, units
from engine.deadlines import local_day
from engine.errors import Forbidden, InputError
from engine.unit_edit import BadUnit
from engine.unit_import import UnitRow
from engine.unit_names import find, fold
from webapp import locale, typed
from webapp.requests import actor, now, session

bp = Blueprint("unit_editor", __name__)
ADDED = ("code", "name", "short_name", "place", "parent", "tier", "kind", "field", "since", "until")
CORRECTED = ("name", "short_name", "place", "aliases", "latitude", "longitude")
PROPOSED = 12


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/units/suggest")
def suggest() -> str:
    """Options for a field in which a unit is typed."""
    text = request.args.get(request.args.get("field", "q"), "").strip()[:100]
    folded = fold(text)
    found = (
        units.type_ahead(session(), folded, local_day(now()), PROPOSED) if len(folded) > 1 else []
    )
    return render_template("unit_editor/_options.html", found=found)


@bp.get("/administration/units")
def page() -> str:
    """Units as of a day, found by name, alias or code."""
    today = local_day(now())
    on = typed.day_in_address("on", today)
    words = request.args.get("q", "").strip()[:100]
    tiers = unit_edit.tiers(session(), on)
    tier = request.args.get("tier", "")
    tier = tier if tier in tiers else ""
    found = unit_edit.page(session(), actor(), on, words=words, tier=tier, after=typed.after())
    return render_template(
        "unit_editor/list.html",
        found=found,
        on=on,
        today=today,
        words=words,
        tier=tier,
        tiers=tiers,
    )


@bp.get("/administration/units/<int:unit_id>")
def one(unit_id: int) -> str:
    """One unit: its names and validity over time, what goes on there, and the forms."""
    return _unit(unit_id, {}, {})


@bp.get("/administration/units/new")
def new() -> str:
    """The form for a body that is not there yet."""
    access.require_administrator(actor())
    return _new({"since": locale.day(local_day(now()))}, {})


@bp.post("/administration/units/new")
def add() -> Any:
    """Add the body."""
    access.require_administrator(actor())
    form = {name: typed.field(name, 300) for name in ADDED}
    where = "since"
    try:
        since = typed.a_day(form["since"])
        where = "until"
        until = typed.a_day_or_none(form["until"])
        where = "parent"
        parent = find(session(), form["parent"], since) if form["parent"] else None
        where = next((n for n in ("code", "name", "tier") if not form[n]), "code")
        if not form[where]:
            raise BadUnit(unit=form["code"] or "?", why_vi="ô này bắt buộc", why="it is required")
        made = unit_edit.add(session(), actor(), _row(form, since, until, parent), now())
    except InputError as wrong:
        session().rollback()
        return _new(form, {where: wrong.text(locale.current())}), 422
    flash(gettext("Đã thêm %(unit)s.", unit=made.short_name), "success")
    return redirect(url_for("unit_editor.one", unit_id=made.id))


@bp.post("/administration/units/<int:unit_id>/correct")
def correct(unit_id: int) -> Any:
    """Correct what was entered wrongly."""
    access.require_administrator(actor())
    form = {name: typed.field(name, 2000) for name in CORRECTED}
    where = "name"
    try:
        changes: dict[str, Any] = {n: form[n] for n in ("name", "short_name", "place")}
        lines = (line.strip() for line in form["aliases"].splitlines())
        changes["aliases"] = tuple(line for line in lines if line)
        for where, most in (("latitude", 90), ("longitude", 180)):
            changes[where] = _degrees(form[where], most, unit_id)
        where = "name"
        unit_edit.correct(session(), actor(), unit_id, changes, now())
    except InputError as wrong:
        return _refused(unit_id, wrong, form, where)
    return _done(unit_id, gettext("Đã lưu."))


@bp.post("/administration/units/<int:unit_id>/end")
def end(unit_id: int) -> Any:
    """End the unit, if nothing of it goes on."""
    access.require_administrator(actor())
    form = {"end_on": typed.field("end_on", 20)}
    try:
        # The day typed is the last one with the unit.
        first_without = typed.a_day(form["end_on"]) + timedelta(days=1)
        unit_edit.end(session(), actor(), unit_id, first_without, now())
    except InputError as wrong:
        return _refused(unit_id, wrong, form, "end_on")
    return _done(unit_id, gettext("Đã ghi ngày chấm dứt."))


def _unit(unit_id: int, form: dict[str, str], errors: dict[str, str]) -> str:
    today = local_day(now())
    on = typed.day_in_address("on", today)
    shown = unit_edit.read(session(), actor(), unit_id, on)
    return render_template(
        "unit_editor/one.html",
        shown=shown,
        unit=shown.unit,
        form=form,
        errors=errors,
        on=on,
        today=today,
    )


def _new(form: dict[str, str], errors: dict[str, str]) -> str:
    tiers = unit_edit.tiers(session(), local_day(now()))
    return render_template("unit_editor/new.html", form=form, errors=errors, tiers=tiers)


def _row(
    form: dict[str, str], since: date, until: date | None, parent: units.UnitRef | None
) -> UnitRow:
    name = form["name"]
    return UnitRow(
        code=form["code"],
        name=name,
        short_name=form["short_name"] or name,
        place=form["place"],
        tier=form["tier"],
        kind=form["kind"] or form["tier"],
        parent=parent.code if parent is not None else None,
        valid_from=since,
        valid_to=until + timedelta(days=1) if until is not None else None,
        field=form["field"] or None,
        province_code=_province(session(), parent),
    )


def _province(opened: Session, parent: units.UnitRef | None) -> str | None:
    above = opened.get(units.Unit, parent.id) if parent is not None else None
    return above.province_code if above is not None else None


def _degrees(text: str, most: int, unit_id: int) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        why_vi, why = f"tọa độ từ -{most} đến {most}", f"a coordinate from -{most} to {most}"
        raise BadUnit(unit=unit_id, why_vi=why_vi, why=why)
    return value


def _refused(unit_id: int, wrong: InputError, form: dict[str, str], where: str) -> Any:
    if isinstance(wrong, Forbidden):
        raise wrong
    session().rollback()
    return _unit(unit_id, form, {where: wrong.text(locale.current())}), 422


def _done(unit_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("unit_editor.one", unit_id=unit_id))
