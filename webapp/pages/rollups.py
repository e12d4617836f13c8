"""Tổng hợp: what my unit consolidates, who has reported, urging, closing, where figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import consolidation, consolidation_sheet
from engine.consolidation_sheet import SheetLine
from engine.consolidation_urging import NOT_OPEN, TOLD, TOLD_BEFORE
from engine.consolidation_views import CLOSED, OPENED, SUPPLEMENTED
from engine.errors import NotFound
from engine.figures import LATEST, MEAN, SUM
from engine.figures import shown as number
from engine.report_tables import SUBMITTED
from webapp import locale
from webapp.downloads import Sheet, Value, excel
from webapp.labels import REPORTS, words
from webapp.requests import actor, now, session, wiring

bp = Blueprint("rollups", __name__)
MOST_VERSIONS = 2**31 - 1
"""Of one roll-up: what their column can count to."""

STATUSES = {
    OPENED: _("đang nhận báo cáo"),
    CLOSED: _("đã chốt tổng hợp"),
    SUPPLEMENTED: _("đã bổ sung"),
}
RULES = {SUM: _("cộng"), MEAN: _("bình quân"), LATEST: _("số hiện có, cộng")}


def init(app: Flask) -> None:
    """Register the pages and what their templates show."""
    app.jinja_env.filters.update(rollup_status=lambda code: STATUSES[code], amount=amount)
    app.jinja_env.globals["rollup_rules"] = RULES
    app.register_blueprint(bp)


def amount(value: Any, figure: Any) -> str:
    """1.250,5 lớp; a dash where nobody gave the figure."""
    if value is None:
        return "–"
    return f"{number(value)} {words(figure.unit) if figure.unit else ''}".rstrip()


@bp.get("/rollups")
def page() -> str:
    """The roll-ups of my unit, the most pressing first."""
    found = consolidation.page(session(), actor(), now(), _after())
    return render_template("rollups.html", found=found, now=now())


@bp.get("/rollups/<int:rollup_id>")
def one(rollup_id: int) -> str:
    """Who has reported and who has not, the figures, the documents made of them."""
    view = consolidation.read(session(), actor(), rollup_id, now())
    units = consolidation.units(session(), actor(), rollup_id, _after())
    reports = [u.report_id for u in units.rows if u.status == SUBMITTED]
    reviews = consolidation_sheet.reviews(session(), actor(), reports)
    return render_template(
        "rollup.html", view=view, row=view.row, units=units, reviews=reviews, now=now()
    )


@bp.get("/rollups/<int:rollup_id>.xlsx")
def sheet(rollup_id: int) -> Response:
    """Every unit with its figures, and what they come to, as an Excel file."""
    view = consolidation.read(session(), actor(), rollup_id, now())
    figures = [total.figure for total in view.totals]
    titles = [
        (f"{words(f.label)} ({words(f.unit)})" if f.unit else words(f.label), 18) for f in figures
    ]
    head = [(gettext("Đơn vị"), 34), (gettext("Trạng thái"), 16), (gettext("Nộp lúc"), 17)]
    rows = consolidation_sheet.lines(session(), actor(), rollup_id, figures)
    table = Sheet(gettext("Đơn vị"), [*head, *titles], map(_cells, rows))
    sums = Sheet(
        gettext("Tổng hợp"),
        [
            (gettext("Chỉ tiêu"), 50),
            (gettext("Số liệu"), 16),
            (gettext("Cách tính"), 22),
            (gettext("Số đơn vị"), 12),
        ],
        [
            (title, _plain(t.value), str(RULES.get(t.figure.rollup, "")), t.units)
            for (title, _width), t in zip(titles, view.totals, strict=True)
        ],
    )
    return excel(f"tong-hop-{rollup_id}", [sums, table])


@bp.get("/rollups/<int:rollup_id>/figures/<figure>")
def sources(rollup_id: int, figure: str) -> str:
    """The reports that a figure is made of; each leads to the roll-up it was made from."""
    view = consolidation.read(session(), actor(), rollup_id, now())
    level = consolidation.level(session(), actor(), rollup_id, figure, _after())
    total = next(t for t in view.totals if t.figure.name == figure)
    return render_template("rollup_sources.html", row=view.row, level=level, total=total)


@bp.get("/rollups/<int:rollup_id>/documents/<int:n>.txt")
def document(rollup_id: int, n: int) -> Response:
    """The whole document of a closing or a supplement, as plain text."""
    if n > MOST_VERSIONS:
        raise NotFound(what=f"document {n} of roll-up {rollup_id}")
    body = consolidation.document(session(), actor(), rollup_id, n)
    return Response(body, mimetype="text/plain")


@bp.post("/rollups/<int:rollup_id>/urge")
def urge(rollup_id: int) -> Response:
    """Urge everybody who has not submitted; how many were told is said."""
    found = consolidation.urge(session(), wiring().engine, actor(), rollup_id, now())
    told, before, early = (
        sum(u.outcome == outcome for u in found) for outcome in (TOLD, TOLD_BEFORE, NOT_OPEN)
    )
    said = [ngettext("Đã đôn đốc %(num)d đơn vị.", "Đã đôn đốc %(num)d đơn vị.", told)]
    if before:
        said.append(
            ngettext(
                "%(num)d đơn vị đã được đôn đốc trước đó.",
                "%(num)d đơn vị đã được đôn đốc trước đó.",
                before,
            )
        )
    if early:
        said.append(ngettext("%(num)d đơn vị chưa đến kỳ.", "%(num)d đơn vị chưa đến kỳ.", early))
    flash(" ".join(said), "success" if told else "info")
    return redirect(url_for("rollups.one", rollup_id=rollup_id))


@bp.post("/rollups/<int:rollup_id>/close")
def close(rollup_id: int) -> Response:
    """Close with what is there."""
    consolidation.close(session(), wiring().engine, actor(), rollup_id, now())
    flash(gettext("Đã chốt tổng hợp với các báo cáo đã tiếp nhận."), "success")
    return redirect(url_for("rollups.one", rollup_id=rollup_id))


@bp.post("/rollups/<int:rollup_id>/supplement")
def supplement(rollup_id: int) -> Response:
    """Merge what came since."""
    consolidation.supplement(session(), wiring().engine, actor(), rollup_id, now())
    flash(gettext("Đã lập báo cáo bổ sung."), "success")
    return redirect(url_for("rollups.one", rollup_id=rollup_id))


def _cells(line: SheetLine) -> Sequence[Value]:
    at = locale.local(line.submitted_at).replace(tzinfo=None) if line.submitted_at else None
    status = str(REPORTS.get(line.status, line.status))
    return (line.unit_name, status, at, *(_plain(value) for value in line.values))


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _after() -> int | None:
    after = request.args.get("after")
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 10):
        abort(400)
    return int(after) if after else None
