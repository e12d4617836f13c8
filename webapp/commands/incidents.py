"""``dondoc incident``: báo cáo vụ việc đột xuất."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from engine import incident_views, incidents
from engine.deadlines import LOCAL
from engine.incident_rules import URGENCIES, named
from engine.incidents import IncidentDraft
from webapp.commands.acting import working
from webapp.commands.common import by_option, json_option, show_json, show_table


@click.group("incident")
def incident() -> None:
    """Incidents: reported at any time, received and forwarded within hours."""


@incident.command("report")
@click.option("--title", required=True, help="One line.")
@click.option("--text", required=True, help="What happened.")
@click.option("--place", default="", help="Where.")
@click.option("--urgency", type=click.Choice(URGENCIES), default=URGENCIES[0], show_default=True)
@click.option(
    "--happened",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="Local time; now without it.",
)
@click.option("--directive", "directive_id", type=int, help="The directive it is reported under.")
@click.option("--obligation", "obligation_id", type=int, help="An ad hoc duty of a directive.")
@by_option
@click.pass_context
def report(
    ctx: click.Context,
    title: str,
    text: str,
    place: str,
    urgency: str,
    happened: datetime | None,
    directive_id: int | None,
    obligation_id: int | None,
    username: str,
) -> None:
    """Report an incident of ACCOUNT's unit to the body above, or to the one its duty names."""
    with working(ctx, username, begins=True) as w:
        happened_at = happened.replace(tzinfo=LOCAL) if happened else w.now
        draft = IncidentDraft(urgency, title, text, place, happened_at, directive_id, obligation_id)
        made = incidents.report(w.session, w.machine, w.actor, draft, w.now)
        holder = incident_views.read(w.session, w.actor, made).holder
    click.echo(f"{made} → {holder}")


@incident.command("list")
@click.option("--closed", is_flag=True, help="Those that are closed.")
@by_option
@json_option
@click.pass_context
def incident_list(ctx: click.Context, closed: bool, username: str, as_json: bool) -> None:
    """Incidents ACCOUNT may see, the newest first."""
    with working(ctx, username) as w:
        rows = incident_views.listed(w.session, w.actor, w.now, closed=closed)
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    head = ("số", "đơn vị/unit", "mức/urgency", "vụ việc/incident", "đang giữ/holder", "hạn/due")
    lang = ctx.obj["lang"]
    show_table(
        (*head, ""),
        [
            (
                r.id,
                r.unit_name,
                named(r.urgency, lang),
                r.title,
                r.holder,
                r.due_at,
                "!" if r.late else "",
            )
            for r in rows
        ],
    )


@incident.command("show")
@click.argument("incident_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def show(ctx: click.Context, incident_id: int, username: str, as_json: bool) -> None:
    """One incident: what is said, its way up, what was added, what came of it."""
    with working(ctx, username) as w:
        view = incident_views.read(w.session, w.actor, incident_id)
    if as_json:
        show_json(asdict(view))
        return
    click.echo(f"[{named(view.urgency, ctx.obj['lang'])}] {view.title} ({view.unit_name})")
    click.echo(f"{view.place}\n{view.text}\n")
    head = ("cơ quan/body", "đến/arrived", "tiếp nhận/received", "rời/left", "ý kiến/note")
    steps = [(s.unit_name, s.arrived_at, s.received_at, s.left_at, s.note) for s in view.path]
    show_table(head, steps)
    for note in view.notes:
        click.echo(f"+ {note.at.astimezone(LOCAL):%d/%m/%Y %H:%M} {note.by}: {note.text}")
    if view.outcome:
        click.echo(f"= {view.outcome}")


@incident.command("receive")
@click.argument("incident_id", type=int, metavar="ID")
@click.option("--note", default="", help="First measures.")
@by_option
@click.pass_context
def receive(ctx: click.Context, incident_id: int, note: str, username: str) -> None:
    """Receive an incident that has come to ACCOUNT's unit."""
    with working(ctx, username) as w:
        incidents.receive(w.session, w.machine, w.actor, incident_id, note, w.now)


@incident.command("forward")
@click.argument("incident_id", type=int, metavar="ID")
@click.option("--note", default="", help="For the body above.")
@by_option
@click.pass_context
def forward(ctx: click.Context, incident_id: int, note: str, username: str) -> None:
    """Forward it one body up."""
    with working(ctx, username) as w:
        incidents.forward(w.session, w.machine, w.actor, incident_id, note, w.now)
        holder = incident_views.read(w.session, w.actor, incident_id).holder
    click.echo(f"{incident_id} → {holder}")


@incident.command("close")
@click.argument("incident_id", type=int, metavar="ID")
@click.option("--outcome", required=True, help="What came of it.")
@by_option
@click.pass_context
def close(ctx: click.Context, incident_id: int, outcome: str, username: str) -> None:
    """Close it, which only the body that has it in hand may."""
    with working(ctx, username) as w:
        incidents.close(w.session, w.machine, w.actor, incident_id, outcome, w.now)


@incident.command("add")
@click.argument("incident_id", type=int, metavar="ID")
@click.option("--text", required=True)
@by_option
@click.pass_context
def add(ctx: click.Context, incident_id: int, text: str, username: str) -> None:
    """Add to the report of ACCOUNT's unit; whoever has it in hand is told."""
    with working(ctx, username) as w:
        incidents.add(w.session, w.machine, w.actor, incident_id, text, w.now)
