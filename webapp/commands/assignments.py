"""``dondoc assignment``: phân công chủ trì, phối hợp trong đơn vị."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from engine import assignment_views, assignments
from engine.assignment_drafts import AssignmentDraft
from webapp.commands.acting import working
from webapp.commands.common import DAY, by_option, json_option, show_json, show_table


@click.group("assignment")
def assignment() -> None:
    """Assignments inside a unit: who leads, who helps, how far it is."""


@assignment.command("add")
@click.argument("directive_id", type=int, metavar="DIRECTIVE")
@click.option("--lead", required=True, help="A username of the unit, or a role (a post).")
@click.option("--coordinator", "coordinators", multiple=True, help="The same; may be repeated.")
@click.option("--due", type=DAY, required=True, help="The last day.")
@click.option("--product", "expected", required=True, help="What must exist in the end.")
@click.option("--words", default="", help="The task; what is assigned says it otherwise.")
@click.option("--provision", "provision_id", type=int)
@click.option("--report", "report_id", type=int)
@click.option("--task", "item_id", type=int, help="Complete this task «Phân công xử lý» with it.")
@click.option("--route", type=click.Choice(["issue", "implement"]), default="implement")
@by_option
@click.pass_context
def add(
    ctx: click.Context,
    directive_id: int,
    lead: str,
    coordinators: tuple[str, ...],
    due: date,
    expected: str,
    words: str,
    provision_id: int | None,
    report_id: int | None,
    item_id: int | None,
    route: str,
    username: str,
) -> None:
    """Assign a provision, a report or all of DIRECTIVE to officers of ACCOUNT's unit."""
    draft = AssignmentDraft(
        directive_id, lead, due, expected, coordinators, words, provision_id, report_id
    )
    with working(ctx, username, begins=True) as w:
        if item_id is None:
            made = assignments.add(w.session, w.machine, w.actor, draft, w.now)
        else:
            made = assignments.add_with_task(
                w.session, w.machine, w.actor, item_id, route, draft, w.now
            )
    click.echo(f"{made} → {lead}")


@assignment.command("progress")
@click.argument("assignment_id", type=int, metavar="ID")
@click.option("--percent", type=int, required=True)
@click.option("--text", required=True)
@by_option
@click.pass_context
def progress(
    ctx: click.Context, assignment_id: int, percent: int, text: str, username: str
) -> None:
    """Say how far it is."""
    with working(ctx, username) as w:
        assignments.progress(w.session, w.actor, assignment_id, percent, text, w.now)


@assignment.command("done")
@click.argument("assignment_id", type=int, metavar="ID")
@click.option("--product", required=True, help="What now exists.")
@by_option
@click.pass_context
def done(ctx: click.Context, assignment_id: int, product: str, username: str) -> None:
    """State the product; the head reviews it in the inbox."""
    with working(ctx, username) as w:
        assignments.finish(w.session, w.machine, w.actor, assignment_id, product, w.now)


@assignment.command("review")
@click.argument("assignment_id", type=int, metavar="ID")
@click.option("--accept/--return", "accepted", required=True, default=None)
@click.option("--remarks", default="")
@by_option
@click.pass_context
def review(
    ctx: click.Context, assignment_id: int, accepted: bool, remarks: str, username: str
) -> None:
    """The head accepts the result, or returns it."""
    with working(ctx, username) as w:
        assignments.review(
            w.session, w.machine, w.actor, assignment_id, remarks, w.now, accepted=accepted
        )


@assignment.command("list")
@click.option("--done", "finished", is_flag=True, help="Those that are done.")
@by_option
@json_option
@click.pass_context
def assignment_list(ctx: click.Context, finished: bool, username: str, as_json: bool) -> None:
    """The assignments of ACCOUNT's unit, the most pressing first, and its update rate."""
    with working(ctx, username) as w:
        rows = assignment_views.listed(w.session, w.actor, w.now, done=finished)
        unit = w.actor.unit_id
        rate = assignment_views.update_rates(w.session, [unit], w.now)[unit]
    if as_json:
        rates = {"open": rate.open, "touched": rate.touched, "rate": rate.rate}
        show_json({"update_rate": rates, "rows": [asdict(row) for row in rows]})
        return
    head = ("số", "nhiệm vụ/task", "chủ trì/lead", "phối hợp/coordinators", "hạn/due", "%")
    show_table(
        (*head, "", "cập nhật/touched"),
        [
            (
                r.id,
                r.task,
                r.lead,
                ", ".join(r.coordinators),
                r.due_at,
                r.percent,
                "!" if r.late else "",
                r.touched_at,
            )
            for r in rows
        ],
    )
    click.echo(f"cập nhật/updated: {rate.touched}/{rate.open}")
