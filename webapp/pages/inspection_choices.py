"""Which units a round inspects: drawn by rules, changed by hand with a reason, drawn again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext

from engine import access, inspection_views, inspections, tiers_below
from engine.deadlines import local_day
from engine.errors import Conflict, InputError, NotFound
from engine.inspection_choice import MAX_YEARS, NAMED, NEVER, RANDOM, RULES, WORST
from engine.inspection_errors import RoundMoved
from engine.inspection_tables import PLANNED
from engine.inspections import Candidate, Quota
from engine.people import OFFICER
from engine.selectors import descendants
from engine.units import Unit
from webapp import locale
from webapp.pages.inspection_words import in_time, last_inspected, reasons
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.pages.unit_field import unit
from webapp.requests import actor, now, session

bp = Blueprint("inspection_choices", __name__)
MAX_SEED = 2**48
MOST_UNITS = 2000
OFFERED = 600
"""Names a field offers while one types; where there are more below, one writes the name."""

ORDER = (NAMED, NEVER, WORST, RANDOM)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/inspection-rounds/<int:round_id>/units")
def page(round_id: int) -> str:
    """The list as it stands, and the forms that change it."""
    _mine(round_id)
    return _drawn(round_id, Typed())


@bp.post("/inspection-rounds/<int:round_id>/units/draw")
def draw(round_id: int) -> Any:
    """Choose by rules; choosing again replaces what was chosen."""
    _mine(round_id)
    typed = Typed.sent()
    quotas = _quotas(typed)
    seed = typed.number("seed", 0, MAX_SEED, required=False)
    if typed.fine and not quotas:
        typed.said = gettext("Hãy ghi số đơn vị cần chọn ở ít nhất một quy tắc.")
    if typed.fine:
        try:
            choice = inspections.choose_by_rules(
                session(),
                actor(),
                round_id,
                quotas,
                secrets.randbelow(MAX_SEED) if seed is None else seed,
                now(),
                typed.get("tier") or None,
            )
        except (NotFound, Conflict):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
        else:
            flash(
                gettext(
                    "Đã chọn %(count)d đơn vị trong số %(among)d.",
                    count=len(choice.chosen),
                    among=choice.candidates,
                ),
                "success",
            )
            return redirect(url_for("inspection_choices.page", round_id=round_id))
    return _drawn(round_id, typed), 422


@bp.post("/inspection-rounds/<int:round_id>/units/add")
def add(round_id: int) -> Any:
    """Put one unit on the list by hand."""
    return _amended(round_id, "add", "add_why")


@bp.post("/inspection-rounds/<int:round_id>/units/remove")
def remove(round_id: int) -> Any:
    """Take one unit off the list by hand."""
    return _amended(round_id, "remove", "remove_why")


@bp.get("/inspection-rounds/<int:round_id>/draw")
def record(round_id: int) -> str:
    """The draw's record: rules, seed, hash, every candidate's facts, and the draw made again."""
    kept = inspection_views.find_round(session(), actor(), round_id)
    view = inspection_views.shown(session(), actor(), round_id, now())
    candidates = [Candidate.from_json(row) for row in kept.candidates or ()][:MOST_UNITS]
    changed = (kept.choice or {}).get("amended", [])
    ids = {c.unit_id for c in candidates} | {change["unit"] for change in changed}
    chosen = {i.unit_id: i.chosen_by for i in view.inspections}
    return render_template(
        "inspections/draw.html",
        view=view,
        row=view.row,
        choice=kept.choice or {},
        candidates=candidates,
        names=inspection_views.unit_names(session(), ids),
        chosen=chosen,
        verified=inspections.verify(session(), actor(), round_id),
        last_inspected=last_inspected,
        in_time=in_time,
    )


def _mine(round_id: int) -> None:
    """Raises ``NotFound``, ``WrongRole``; ``RoundMoved`` once its decision is signed."""
    kept = inspection_views.find_round(session(), actor(), round_id)
    access.require_role(actor(), OFFICER, kept.unit_id)
    if kept.status != PLANNED:
        raise RoundMoved(what=kept.title, status=kept.status)


def _quotas(typed: Typed) -> list[Quota]:
    """The rules that were given a count, in the order that was chosen."""
    found: list[tuple[int, Quota]] = []
    for place, rule in enumerate(ORDER, 1):
        wish = typed.get(f"{rule}_order")
        at = int(wish) if wish in ("1", "2", "3", "4") else place
        if rule == NAMED:
            units = _named(typed)
            if units:
                found.append((at, Quota(NAMED, len(units), units=tuple(units))))
            continue
        count = typed.number(f"{rule}_count", 1, MOST_UNITS, required=False)
        if count is None:
            continue
        years = typed.number("never_years", 1, MAX_YEARS) if rule == NEVER else 0
        if years is not None:
            found.append((at, Quota(rule, count, years)))
    return [quota for _, quota in sorted(found, key=lambda one: one[0])]


def _named(typed: Typed) -> list[int]:
    text = typed.text("named_units", required=False, most=MAX_TEXT)
    lines = [line.strip(" ;,-") for line in text.splitlines()]
    return [found for line in lines if line and (found := unit(typed, "named_units", line))]


def _amended(round_id: int, field: str, why: str) -> Any:
    _mine(round_id)
    typed = Typed.sent()
    reason = typed.text(why, most=500)
    named = typed.text(field, most=300)
    read = _listed if field == "remove" else unit
    meant = read(typed, field, named) if named else None
    if typed.fine and meant is not None:
        try:
            inspections.amend(session(), actor(), round_id, reason, now(), **{field: (meant,)})
        except (NotFound, Conflict):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused, field)
        else:
            flash(gettext("Đã cập nhật danh sách đơn vị."), "success")
            return redirect(url_for("inspection_choices.page", round_id=round_id))
    return _drawn(round_id, typed), 422


def _listed(typed: Typed, field: str, text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text[:18])
    typed.wrong(field, gettext("Hãy chọn một mục."))
    return None


def _drawn(round_id: int, typed: Typed) -> str:
    kept = inspection_views.find_round(session(), actor(), round_id)
    view = inspection_views.shown(session(), actor(), round_id, now())
    on = local_day(now())
    below = descendants(session(), kept.unit_id, None, on)
    tiers: Sequence[str] = list(
        tiers_below.distances(session(), session().get_one(Unit, kept.unit_id), on)
    )
    chosen = {i.unit_id: i.chosen_by for i in view.inspections}
    return render_template(
        "inspections/choose.html",
        view=view,
        row=view.row,
        typed=typed,
        tiers=tiers,
        order=ORDER,
        rules=RULES,
        why=reasons(kept.choice, kept.candidates or (), chosen),
        offered=[ref.name for ref in below] if len(below) <= OFFERED else [],
        below=len(below),
        english=locale.current() == "en",
    )
