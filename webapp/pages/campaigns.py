"""Đợt cao điểm: a directive's windows, where each stands today, and who has planned for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import campaign_views
from engine.campaign_views import BEFORE, OVER, RUNNING, CampaignRow
from engine.paging import Page, day_cursor, read_day_cursor
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.requests import actor, now, session

bp = Blueprint("campaigns", __name__)
LIMIT = 50
MOST_ROWS = 10_000
STANDINGS = {BEFORE: _("sắp tới"), RUNNING: _("đang diễn ra"), OVER: _("đã kết thúc")}


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


def _wanted() -> str | None:
    wish = request.args.get("standing")
    return wish if wish in STANDINGS else None


def _found(limit: int, after: str | None = None) -> Page[CampaignRow]:
    rows = campaign_views.listed(
        session(),
        actor(),
        now(),
        wanted=_wanted(),
        after=read_day_cursor(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(rows, limit, lambda row: day_cursor(row.starts_on, row.id))


@bp.get("/campaigns")
def page() -> str:
    """The windows of the directives I may see."""
    return render_template(
        "campaigns/list.html",
        found=_found(LIMIT, request.args.get("after")),
        standing=_wanted(),
        standings=STANDINGS,
        now=now(),
    )


@bp.get("/campaigns.xlsx")
def export() -> Response:
    """Exactly the windows of the filter."""
    columns = (
        (gettext("Đợt"), 50),
        (gettext("Văn bản"), 40),
        (gettext("Từ ngày"), 12),
        (gettext("Đến ngày"), 12),
        (gettext("Tình trạng"), 16),
        (gettext("Lập kế hoạch: hết ngày"), 14),
        (gettext("Báo cáo tổng kết: hết ngày"), 14),
        (gettext("Số kế hoạch"), 12),
    )
    rows = (
        (
            r.name,
            r.directive,
            r.starts_on,
            r.ends_on,
            str(STANDINGS[r.standing]),
            r.plan_due_on,
            r.report_due_on,
            r.plans,
        )
        for r in _found(MOST_ROWS).rows
    )
    return excel("dot-cao-diem", [Sheet(gettext("Đợt cao điểm"), columns, rows)])


@bp.get("/campaigns/<int:campaign_id>")
def one(campaign_id: int) -> str:
    """One window: where it stands, the plans made for it, who has none."""
    return drawn(campaign_id)


@bp.post("/campaigns/<int:campaign_id>/tasks/<int:item_id>")
def finish(campaign_id: int, item_id: int) -> Any:
    """Say what my unit plans."""
    view = campaign_views.read(session(), actor(), campaign_id, now())
    back = url_for("campaigns.one", campaign_id=campaign_id)
    return matter_tasks.finish(view.row.subject, item_id, back, lambda t: drawn(campaign_id, t))


@bp.get("/campaigns/<int:campaign_id>.xlsx")
def plans(campaign_id: int) -> Response:
    """The plans that I may see."""
    view = campaign_views.read(session(), actor(), campaign_id, now())
    columns = (
        (gettext("Đơn vị"), 32),
        (gettext("Kế hoạch"), 24),
        (gettext("Hoạt động chính"), 80),
    )
    made = ((p.unit_name, p.document, p.summary) for p in view.plans)
    missing = ((name,) for name in view.missing)
    return excel(
        f"dot-cao-diem-{campaign_id}",
        [
            Sheet(gettext("Kế hoạch"), columns, made),
            Sheet(gettext("Chưa có kế hoạch"), columns[:1], missing),
        ],
    )


def drawn(campaign_id: int, tried: Tried | None = None) -> str:
    """The page, with what was typed and refused."""
    view = campaign_views.read(session(), actor(), campaign_id, now())
    return render_template(
        "campaigns/one.html",
        view=view,
        row=view.row,
        standings=STANDINGS,
        tasks=matter_tasks.of(view.row.subject, "campaigns.finish", tried, campaign_id=campaign_id),
        now=now(),
    )
