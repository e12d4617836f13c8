"""``dondoc campaign``: tháng hành động, đợt cao điểm."""

from __future__ import annotations

from dataclasses import asdict

import click

from engine import campaign_views
from webapp.commands.acting import working
from webapp.commands.common import by_option, json_option, show_json, show_table

_STANDING = {
    "before": ("chưa bắt đầu", "before"),
    "running": ("đang diễn ra", "running"),
    "over": ("đã kết thúc", "over"),
}


@click.group("campaign")
def campaign() -> None:
    """Campaigns of directives: their windows, plans and closing reports."""


@campaign.command("list")
@by_option
@json_option
@click.pass_context
def campaign_list(ctx: click.Context, username: str, as_json: bool) -> None:
    """Campaigns of the directives ACCOUNT may see."""
    with working(ctx, username) as w:
        rows = campaign_views.listed(w.session, w.actor, w.now)
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    head = ("số", "đợt/campaign", "từ/from", "đến/to", "kế hoạch/plan due", "tổng kết/report due")
    nth = 0 if ctx.obj["lang"] == "vi" else 1
    show_table(
        (*head, "", "kế hoạch/plans"),
        [
            (
                r.id,
                r.name,
                r.starts_on,
                r.ends_on,
                r.plan_due_on,
                r.report_due_on,
                _STANDING[r.standing][nth],
                r.plans,
            )
            for r in rows
        ],
    )


@campaign.command("show")
@click.argument("campaign_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def show(ctx: click.Context, campaign_id: int, username: str, as_json: bool) -> None:
    """One campaign and the plans made for it."""
    with working(ctx, username) as w:
        view = campaign_views.read(w.session, w.actor, campaign_id, w.now)
    if as_json:
        show_json(asdict(view))
        return
    row = view.row
    click.echo(f"{row.name}: {row.starts_on:%d/%m/%Y}–{row.ends_on:%d/%m/%Y} ({row.directive})")
    head = ("đơn vị/unit", "kế hoạch/plan", "lúc/at", "hoạt động/activities")
    show_table(head, [(p.unit_name, p.document, p.planned_at, p.summary) for p in view.plans])
