"""Danh sách nêu tên: who was still late at a rung, and who has reported since."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import access, named_lists, reachable
from engine.named_lists import LateList
from engine.paging import Page, day_cursor, read_moment_cursor
from webapp import labels, locale
from webapp.downloads import Sheet, excel
from webapp.requests import actor, now, session

bp = Blueprint("named_lists", __name__)
LIMIT = 30
MOST_LISTS = 2_000
MAX_SEARCH = 100


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    rung, directive = request.args.get("rung"), request.args.get("directive_id", "")
    return {
        "rung": rung if rung in labels.RUNGS else None,
        "directive_id": int(directive[:18])
        if directive.isascii() and directive.isdigit()
        else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(wish: dict[str, Any], limit: int, after: str | None) -> Page[LateList]:
    lists = named_lists.read(
        session(),
        actor(),
        wish["directive_id"],
        rung=wish["rung"],
        words=wish["q"],
        after=read_moment_cursor(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(lists, limit, lambda made: day_cursor(made.made_at, made.id))


@bp.get("/named-lists")
def page() -> str:
    """The lists my unit made, and those on the directives it issued."""
    wish = _wish()
    found = _found(wish, LIMIT, request.args.get("after"))
    return render_template("urging/lists.html", found=found, wish=wish, now=now())


@bp.get("/named-lists/<int:list_id>")
def one(list_id: int) -> str:
    """One list as it is printed."""
    made = _read(list_id)
    return render_template(
        "urging/named.html",
        made=made,
        directives=reachable.directives(session(), actor(), [made.directive_id]),
        reports=reachable.reports(session(), actor(), [u.report_id for u in made.units]),
        now=now(),
    )


@bp.get("/named-lists.xlsx")
def export() -> Response:
    """All units of the lists of the filter."""
    return excel("neu-ten", [_sheet(_found(_wish(), MOST_LISTS, None).rows)])


@bp.get("/named-lists/<int:list_id>.xlsx")
def export_one(list_id: int) -> Response:
    """The units of one list."""
    return excel(f"neu-ten-{list_id}", [_sheet([_read(list_id)])])


def _read(list_id: int) -> LateList:
    found = named_lists.read(session(), actor(), list_id=list_id)
    return access.require(next(iter(found), None), f"named list {list_id}")


def _sheet(lists: list[LateList]) -> Sheet:
    columns = (
        (gettext("Đơn vị"), 32),
        (gettext("Chậm (ngày)"), 12),
        (gettext("Hình thức"), 16),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ"), 16),
        (gettext("Văn bản"), 36),
        (gettext("Cơ quan lập"), 32),
        (gettext("Nêu ngày"), 12),
        (gettext("Nộp lúc"), 18),
    )
    rows = (
        (
            u.unit,
            u.days_late,
            str(labels.RUNGS.get(made.rung, made.rung)),
            made.title,
            made.period,
            made.directive,
            made.issuer,
            locale.local(u.named_at).date(),
            locale.local(u.submitted_at).replace(tzinfo=None) if u.submitted_at else None,
        )
        for made in lists
        for u in made.units
    )
    return Sheet(gettext("Nêu tên"), columns, rows)
