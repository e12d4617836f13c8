"""Vướng mắc: asked, passed up, answered for all who asked; the public answers as hỏi – đáp."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import access, difficulties, difficulty_askable, difficulty_views, reachable
from engine.difficulty_tables import OPEN
from engine.difficulty_views import AGE_BANDS, DifficultyRow
from engine.errors import InputError, NotFound
from engine.paging import Page, read_id
from engine.people import CLERK, LEADER, OFFICER
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("difficulties", __name__)
LIMIT = 50
MOST_ROWS = 10_000
MAX_SEARCH = 100
SIDES = (difficulty_views.HELD, difficulty_views.OURS)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    side, directive = request.args.get("side"), request.args.get("directive_id", "")
    return {
        "side": side if side in SIDES else None,
        "answered": "1" if request.args.get("answered") == "1" else None,
        "directive_id": int(directive[:18])
        if directive.isascii() and directive.isdigit()
        else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(
    wish: dict[str, Any], limit: int, after: str | None, *, public: bool = False
) -> Page[Any]:
    rows = difficulty_views.listed(
        session(),
        actor(),
        now(),
        answered=public or wish["answered"] is not None,
        directive_id=wish["directive_id"],
        side=wish["side"],
        public=public,
        text=wish["q"],
        after=read_id(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(rows, limit, lambda row: str(row.id))


@bp.get("/difficulties")
def page() -> str:
    """Open questions, oldest first, or answered ones; and how old the open ones are."""
    wish = _wish()
    return render_template(
        "difficulties/list.html",
        found=_found(wish, LIMIT, request.args.get("after")),
        wish=wish,
        ages=_ages(),
        member=_member(),
        now=now(),
    )


@bp.get("/difficulties.xlsx")
def export() -> Response:
    """Exactly the difficulties of the filter."""
    columns = (
        (gettext("Vướng mắc"), 60),
        (gettext("Đơn vị hỏi"), 30),
        (gettext("Văn bản"), 36),
        (gettext("Hỏi lúc"), 18),
        (gettext("Đang giữ"), 30),
        (gettext("Số ngày"), 9),
        (gettext("Giải đáp"), 60),
        (gettext("Giải đáp lúc"), 18),
    )
    rows = (
        (
            r.text,
            r.unit_name,
            r.directive,
            _local(r.raised_at),
            r.holder,
            r.days,
            r.answer or None,
            _local(r.answered_at),
        )
        for r in _found(_wish(), MOST_ROWS, None).rows
    )
    return excel("vuong-mac", [Sheet(gettext("Vướng mắc"), columns, rows)])


@bp.get("/difficulties/answers")
def answers() -> str:
    """Hỏi – đáp: the answers that everybody of a cascade may read."""
    wish = _wish() | {"side": None, "answered": None}
    found = _found(wish, LIMIT, request.args.get("after"), public=True)
    return render_template("difficulties/answers.html", found=found, wish=wish, member=_member())


@bp.get("/difficulties/new")
def new() -> str:
    """The form; ``directive_id`` and ``provision_id`` in the address are chosen already."""
    access.require_member(actor())
    given = {name: request.args.get(name, "") for name in ("directive_id", "provision_id")}
    return _form(Typed(given))


@bp.post("/difficulties/new")
def ask() -> Any:
    """Ask the issuer of the directive."""
    access.require_member(actor())
    typed = Typed.sent()
    known = {str(a.directive_id) for a in difficulty_askable.directives(session(), actor())}
    directive = typed.choice("directive_id", known)
    if "show" in typed.raw:
        typed.errors.clear()
        return _form(typed)
    said = typed.text("text", most=MAX_TEXT)
    provision = typed.get("provision_id")
    if provision and not (provision.isascii() and provision.isdigit()):
        typed.wrong("provision_id", gettext("Hãy chọn một mục."))
    if typed.fine:
        try:
            made = difficulties.raise_difficulty(
                session(),
                wiring().engine,
                actor(),
                int(directive),
                said,
                now(),
                int(provision[:18]) if provision else None,
            )
        except InputError as refused:
            session().rollback()
            typed.refused(refused, "provision_id" if isinstance(refused, NotFound) else "")
        else:
            flash(gettext("Đã gửi vướng mắc. Bạn sẽ được báo khi có giải đáp."), "success")
            return redirect(url_for("difficulties.one", difficulty_id=made))
    return _form(typed), 422


@bp.get("/difficulties/<int:difficulty_id>")
def one(difficulty_id: int) -> str:
    """One question: its way up, who asks the same, the answer."""
    return drawn(difficulty_id)


@bp.post("/difficulties/<int:difficulty_id>/tasks/<int:item_id>")
def finish(difficulty_id: int, item_id: int) -> Any:
    """Answer it, or pass it up."""
    view = difficulty_views.read(session(), actor(), difficulty_id, now())
    back = url_for("difficulties.one", difficulty_id=difficulty_id)
    subject = f"vm{view.row.lead_id}"
    return matter_tasks.finish(subject, item_id, back, lambda t: drawn(difficulty_id, t))


@bp.post("/difficulties/<int:difficulty_id>/group")
def group(difficulty_id: int) -> Any:
    """The questions that were ticked are the same: one answer for all."""
    typed = Typed.sent()
    ticked = [n for n in request.form.getlist("same") if n.isascii() and n.isdigit()]
    difficulty_views.read(session(), actor(), difficulty_id, now())
    if not ticked:
        typed.wrong("same", gettext("Hãy đánh dấu ít nhất một vướng mắc giống vướng mắc này."))
        return drawn(difficulty_id, typed=typed), 422
    count = difficulties.group(
        session(), wiring().engine, actor(), difficulty_id, [int(n[:18]) for n in ticked], now()
    )
    flash(ngettext("Đã gộp %(num)d vướng mắc.", "Đã gộp %(num)d vướng mắc.", count), "success")
    return redirect(url_for("difficulties.one", difficulty_id=difficulty_id))


def drawn(difficulty_id: int, tried: Tried | None = None, typed: Typed | None = None) -> str:
    """The page, with what was typed and refused."""
    view = difficulty_views.read(session(), actor(), difficulty_id, now())
    row, me = view.row, actor()
    holds = row.status == OPEN and row.held_by_id == me.unit_id
    return render_template(
        "difficulties/one.html",
        view=view,
        row=row,
        tasks=matter_tasks.of(
            f"vm{row.lead_id}", "difficulties.finish", tried, difficulty_id=difficulty_id
        ),
        alike=_others(row) if holds and LEADER in me.roles else [],
        typed=typed or Typed(),
        directives=reachable.directives(session(), me, [row.directive_id]),
        now=now(),
    )


def _others(row: DifficultyRow) -> list[DifficultyRow]:
    """Other open questions that are with the actor's unit, those on the same directive first."""
    held = difficulty_views.listed(session(), actor(), now(), side=difficulty_views.HELD)
    seen = {row.lead_id}
    found = []
    for other in sorted(held, key=lambda d: d.directive_id != row.directive_id):
        if other.lead_id not in seen:
            seen.add(other.lead_id)
            found.append(other)
    return found


def _ages() -> dict[str, Any]:
    """Open questions by the tier that holds them and how long they have waited."""
    table: dict[str, list[int]] = defaultdict(lambda: [0] * (len(AGE_BANDS) + 1))
    edges = [0, *AGE_BANDS]
    for age in difficulty_views.ages(session(), actor(), now()):
        table[age.tier][edges.index(age.band[0])] += age.count
    heads = [
        gettext("dưới %(to)d ngày", to=AGE_BANDS[0]),
        *(gettext("%(start)d–%(to)d ngày", start=a, to=b - 1) for a, b in pairwise(AGE_BANDS)),
        gettext("từ %(start)d ngày", start=AGE_BANDS[-1]),
    ]
    return {"heads": heads, "rows": dict(table)}


def _form(typed: Typed) -> str:
    askable = difficulty_askable.directives(session(), actor())
    chosen = typed.get("directive_id")
    about = next((a for a in askable if str(a.directive_id) == chosen), None)
    provisions = (
        difficulty_askable.provisions(session(), actor(), about.directive_id) if about else ()
    )
    return render_template(
        "difficulties/new.html",
        typed=typed,
        askable=[("", ""), *((a.directive_id, f"{a.label}: {a.subject}") for a in askable)],
        about=about,
        provisions=[("", gettext("cả văn bản")), *((i, words[:160]) for i, words in provisions)],
    )


def _member() -> bool:
    return bool(actor().roles & {CLERK, OFFICER, LEADER})


def _local(at: datetime | None) -> datetime | None:
    return locale.local(at).replace(tzinfo=None) if at else None
