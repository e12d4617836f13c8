"""Lịch làm việc: days off and made up, by year; what a change would redate, before it is kept."""

from __future__ import annotations

import calendar as weeks
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import access, calendar_edit, policies
from engine.calendar import HOLIDAYS, OVERRIDE, SATURDAY
from engine.calendar_edit import Change, DayShown
from engine.calendar_tables import DayRow
from engine.date_policies import DAY_OFF
from engine.deadlines import local_day
from engine.directive_views import find as find_directive
from engine.errors import Forbidden, InputError
from engine.long_work_kinds import CALENDAR_IMPORT, day_arguments
from engine.printed_days import YEARS
from webapp import locale, typed
from webapp.pages.long_work import begun
from webapp.requests import actor, now, session, wiring

bp = Blueprint("calendar", __name__)
SMALL = 40
"""Tables of at most so many days are written at once, larger ones as long work."""
OFF, WORKED, CLEAR = "off", "working", "clear"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a month's grid: ``kind`` is off, working, weekend or plain."""

    day: date
    kind: str
    note: str


def init(app: Flask) -> None:
    """Register the pages. Everybody may look; changing is for administrators."""
    app.register_blueprint(bp)


@bp.get("/calendar")
def page() -> str:
    """A year's months, and its days that differ from the plain week with who set them."""
    return _page({}, {})


@bp.post("/calendar/days")
def put() -> Any:
    """A day off, made up, or as public holidays have it; first seen, then kept."""
    access.require_administrator(actor())
    form = {n: typed.field(n, 300) for n in ("day", "state", "swap", "note", "year")}
    where = "day"
    try:
        day = typed.a_day(form["day"])
        where = "swap"
        swap = typed.a_day_or_none(form["swap"])
        where = "day"
        rows, clear = _wanted(day, form["state"], swap, form["note"])
        change = _kept_or_seen(
            lambda: calendar_edit.set_days(session(), actor(), rows, now(), clear)
        )
    except InputError as wrong:
        return _refused(wrong, form, where)
    return _answer(change, "calendar.put", form, day.year)


@bp.post("/calendar/holidays")
def load() -> Any:
    """The public holidays of a year, as the package knows them; overrides stay."""
    access.require_administrator(actor())
    form = {"load_year": typed.field("load_year", 4)}
    wanted = _year(form["load_year"])
    if wanted is None:
        return _page(form, {"load_year": gettext("Hãy ghi năm, ví dụ 2026.")}), 422
    try:
        rows = wiring().public_holidays([wanted])
        by = f"account:{actor().account_id}"
        change = _kept_or_seen(
            lambda: calendar_edit.load_holidays(session(), rows, [wanted], now(), by)
        )
    except InputError as wrong:
        return _refused(wrong, form, "load_year")
    return _answer(change, "calendar.load", form, wanted)


@bp.post("/calendar/import")
def import_file() -> Any:
    """A table of days from a CSV file: seen first; the text seen is the text kept."""
    access.require_administrator(actor())
    sent = request.files.get("file")
    text = request.form.get("table", "")
    if sent is not None and sent.filename:
        text = sent.read(2_000_000).decode("utf-8-sig", "replace")
    if not text.strip():
        return _page({}, {"file": gettext("Hãy chọn tệp CSV.")}), 422
    try:
        rows = wiring().calendar_file(text.encode())
        if _saving() and len(rows) > SMALL:
            digest = hashlib.sha256(text.encode()).hexdigest()
            return begun(CALENDAR_IMPORT, {"rows": day_arguments(rows)}, digest)
        change = _kept_or_seen(lambda: calendar_edit.set_days(session(), actor(), rows, now()))
    except InputError as wrong:
        return _refused(wrong, {}, "file")
    return _answer(change, "calendar.import_file", {"table": text}, rows[0].day.year)


def _kept_or_seen(act: Callable[[], Change]) -> Change:
    """The change made, or, before it is confirmed, made and taken back."""
    if _saving():
        return act()
    with session().begin_nested() as trial:
        change = act()
        trial.rollback()
    return change


def _saving() -> bool:
    return request.form.get("confirm") == "yes"


def _answer(change: Change, endpoint: str, form: dict[str, str], year: int) -> Any:
    if not change.days:
        flash(gettext("Lịch đã như vậy, không có gì thay đổi."), "info")
        return redirect(url_for("calendar.page", year=year))
    if _saving():
        flash(gettext("Đã lưu lịch. Việc đã có hạn không đổi hạn."), "success")
        return redirect(url_for("calendar.page", year=year))
    directives = {e.directive_id for e in change.effects}
    return render_template(
        "calendar/confirm.html",
        change=change,
        endpoint=endpoint,
        form=form,
        year=year,
        directives={d: find_directive(session(), actor(), d) for d in directives},
        total=sum(effect.reports for effect in change.effects),
    )


def _wanted(day: date, state: str, swap: date | None, note: str) -> tuple[list[DayRow], list[date]]:
    if state == CLEAR:
        return [], [day]
    working = state == WORKED
    rows = [DayRow(day, working=working, note=note, swap_with=swap)]
    if swap is not None:
        rows.append(DayRow(swap, working=not working, note=note, swap_with=day))
    return rows, []


def _page(form: dict[str, str], errors: dict[str, str]) -> str:
    year = _year(request.values.get("year", "")) or local_day(now()).year
    days = calendar_edit.year(session(), year)
    administers = actor().is_administrator
    return render_template(
        "calendar/page.html",
        year=year,
        years=YEARS,
        months=_months(year, days),
        days=days,
        form=form,
        errors=errors,
        administers=administers,
        day_off=policies.value(session(), DAY_OFF, None),
        sources={HOLIDAYS: gettext("ngày nghỉ lễ"), OVERRIDE: gettext("quyết định riêng")},
    )


def _months(year: int, days: list[DayShown]) -> list[list[list[Cell | None]]]:
    known = {shown.day: shown for shown in days if shown.wins}
    return [
        [
            [_cell(day, known.get(day)) if day.month == month else None for day in week]
            for week in weeks.Calendar().monthdatescalendar(year, month)
        ]
        for month in range(1, 13)
    ]


def _cell(day: date, shown: DayShown | None) -> Cell:
    if shown is not None:
        return Cell(day, WORKED if shown.working else OFF, shown.note)
    return Cell(day, "weekend" if day.weekday() >= SATURDAY else "plain", "")


def _year(text: str) -> int | None:
    known = text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS
    return int(text) if known else None


def _refused(wrong: InputError, form: dict[str, str], where: str) -> Any:
    if isinstance(wrong, Forbidden):
        raise wrong
    session().rollback()
    return _page(form, {where: wrong.text(locale.current())}), 422
