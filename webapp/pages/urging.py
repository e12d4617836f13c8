"""Văn bản đôn đốc: the register, and one letter as a paper that can be printed, signed here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import reachable, urging_views
from engine.paging import Page, read_id
from engine.papers.catalogue import make
from engine.papers.urging import URGING
from engine.urging_tables import DRAFT, DROPPED, ISSUED
from engine.urging_views import OURS, TO_US, LetterView
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.requests import actor, now, session

bp = Blueprint("urging", __name__)
LIMIT = 50
MOST_ROWS = 10_000
MAX_SEARCH = 100
STATUSES = {DRAFT: _("chờ ký"), ISSUED: _("đã ban hành"), DROPPED: _("không ban hành")}
TONES = {DRAFT: "soon", ISSUED: "fine", DROPPED: "none"}


def init(app: Flask) -> None:
    """Register the pages and their words."""
    app.jinja_env.filters.update(
        letter_status=lambda code: str(STATUSES.get(code, code)),
        letter_tone=lambda code: TONES.get(code, "none"),
    )
    app.register_blueprint(bp)


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    side, status = request.args.get("side"), request.args.get("status")
    directive = request.args.get("directive_id", "")
    return {
        "side": side if side in (OURS, TO_US) else None,
        "status": status if status in STATUSES else None,
        "directive_id": int(directive[:18])
        if directive.isascii() and directive.isdigit()
        else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(wish: dict[str, Any], limit: int, after: str | None) -> Page[LetterView]:
    rows = urging_views.page(
        session(),
        actor(),
        wish["directive_id"],
        limit + 1,
        status=wish["status"],
        side=wish["side"],
        words=wish["q"],
        after=read_id(after) if after else None,
    )
    return Page.of(rows, limit, lambda view: str(view.id))


@bp.get("/urging")
def page() -> str:
    """The letters my unit signs or receives, and those on the directives it issued."""
    wish = _wish()
    found = _found(wish, LIMIT, request.args.get("after"))
    return render_template("urging/list.html", found=found, wish=wish, statuses=STATUSES, now=now())


@bp.get("/urging.xlsx")
def export() -> Response:
    """Exactly the letters of the filter: the register of urging letters."""
    columns = (
        (gettext("Số, ký hiệu"), 18),
        (gettext("Ngày"), 12),
        (gettext("Cơ quan ký"), 34),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ"), 16),
        (gettext("Văn bản"), 36),
        (gettext("Đơn vị chậm"), 60),
        (gettext("Hạn đã lỡ"), 14),
        (gettext("Hạn mới"), 12),
        (gettext("Tình trạng"), 16),
        (gettext("Đã nộp sau đôn đốc"), 12),
    )
    rows = (
        (
            v.number or None,
            v.dated,
            v.issuer,
            v.title,
            v.period,
            v.directive,
            ", ".join(u.unit for u in v.units if not u.spared_at),
            ", ".join(locale.day(d) for d in sorted({u.missed for u in v.units})),
            v.new_day,
            str(STATUSES[v.status]),
            sum(u.submitted_at is not None for u in v.units),
        )
        for v in _found(_wish(), MOST_ROWS, None).rows
    )
    return excel("don-doc", [Sheet(gettext("Văn bản đôn đốc"), columns, rows)])


@bp.get("/urging/<int:letter_id>")
def one(letter_id: int) -> str:
    """One letter as it is printed; its head signs it here."""
    return drawn(letter_id)


@bp.get("/urging/<int:letter_id>.txt")
def text(letter_id: int) -> Response:
    """The letter's words, to be put into another program."""
    view = urging_views.read(session(), actor(), letter_id)
    return Response(view.text, mimetype="text/plain")


@bp.post("/urging/<int:letter_id>/tasks/<int:item_id>")
def finish(letter_id: int, item_id: int) -> Any:
    """Sign it, or do not send it."""
    view = urging_views.read(session(), actor(), letter_id)
    back = url_for("urging.one", letter_id=letter_id)
    return matter_tasks.finish(view.subject, item_id, back, lambda t: drawn(letter_id, t))


def drawn(letter_id: int, tried: Tried | None = None) -> str:
    """The page, with what was typed and refused."""
    view, me = urging_views.read(session(), actor(), letter_id), actor()
    return render_template(
        "urging/one.html",
        view=view,
        paper=make(session(), me, URGING, letter_id).fields,
        tasks=matter_tasks.of(view.subject, "urging.finish", tried, letter_id=letter_id),
        directives=reachable.directives(session(), me, [view.directive_id]),
        reports=reachable.reports(session(), me, [u.report_id for u in view.units]),
        now=now(),
    )
