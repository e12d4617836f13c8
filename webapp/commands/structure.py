"""``dondoc structure``: units merged, abolished, renamed on a day, with everything they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from adapters import clock, structure_files
from engine import restructuring
from engine.restructuring import Summary
from engine.restructuring_changes import UnitChange
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

on_option = click.option("--on", required=True, type=DAY, help="The day of the change.")
file_option = click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Changes as YAML or CSV; without it, the successions that are stored.",
)


@click.group("structure")
def structure() -> None:
    """Changes of structure: preview, apply, and the history of a merged report."""


@structure.command("preview")
@on_option
@file_option
@by_option
@json_option
@click.pass_context
def preview(ctx: click.Context, on: date, path: Path | None, username: str, as_json: bool) -> None:
    """Show what a change would do; nothing is changed."""
    opened = open_for(ctx)
    with opened.sessions() as session:
        actor = acting(session, username)
        found = restructuring.preview(session, opened.machine, actor, on, _changes(path))
    _show(found, as_json)


@structure.command("apply")
@on_option
@file_option
@by_option
@json_option
@click.pass_context
def apply(ctx: click.Context, on: date, path: Path | None, username: str, as_json: bool) -> None:
    """Make the change, all of it or nothing; made twice it does nothing."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        found = restructuring.apply(session, opened.machine, actor, on, now, _changes(path))
    _show(found, as_json)


@structure.command("history")
@click.argument("report_id", type=int)
@by_option
@json_option
@click.pass_context
def history(ctx: click.Context, report_id: int, username: str, as_json: bool) -> None:
    """The reports that became one with REPORT_ID, as they were written."""
    with open_for(ctx).sessions() as session:
        found = restructuring.predecessors(session, acting(session, username), report_id)
    if as_json:
        show_json(found)
        return
    head = ("số/id", "đơn vị/unit", "hạn/due", "hạn đầu/first due", "ý kiến/remarks")
    names = ("report", "unit", "due_at", "first_due_at", "remarks")
    show_table(head, [[row[name] for name in names] for row in found])


def _changes(path: Path | None) -> Sequence[UnitChange]:
    return structure_files.read(path) if path is not None else ()


def _show(found: Summary, as_json: bool) -> None:
    if as_json:
        show_json(asdict(found))
        return
    rows: list[tuple[str, object]] = [
        *((f"đơn vị chấm dứt/units ended: {tier}", count) for tier, count in found.units.items()),
        ("tiến trình chuyển/instances passed", found.instances),
        ("tiến trình kết thúc/instances ended", found.ended),
        ("báo cáo chuyển/reports passed", found.reports_passed),
        ("báo cáo nhập/reports merged", found.reports_merged),
        ("hạn sớm hơn/deadlines earlier", found.due_moved),
        ("tự báo cáo mình/owed to oneself", found.self_owed),
        ("người chuyển đơn vị/people moved", found.people),
        *((f"không có kế thừa/no successor: {unit}", count) for unit, count in found.heirless),
    ]
    show_table(("nội dung/what", "số/count"), rows)
    for choice in found.choices:
        others = ", ".join(choice.others)
        click.echo(f"{choice.username} ({choice.unit}) → {choice.went_to}; {others}?")


COMMANDS: tuple[click.Command, ...] = (structure,)
