"""``dondoc obligation``: recurring reports, which period opens next, and opening what is due."""

from __future__ import annotations

from dataclasses import asdict

import click

from adapters import clock
from engine import access, rolling, rolling_views
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

_HEAD = (
    "id",
    "văn bản/directive",
    "cơ quan/issuer",
    "báo cáo/report",
    "kỳ tới/next",
    "mở/opens",
    "hạn/due",
    "kỳ trước đã mở/last opened",
)


@click.group()
def obligation() -> None:
    """Reports owed period after period."""


@obligation.command("list")
@click.option("--directive", "directive_id", type=int, metavar="ID", help="Of this one only.")
@by_option
@json_option
@click.pass_context
def list_command(
    ctx: click.Context, directive_id: int | None, username: str, as_json: bool
) -> None:
    """What opens next: each recurring report with its next period."""
    with open_for(ctx).sessions() as session:
        rows = rolling_views.listed(session, acting(session, username), directive_id)
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    cells = (
        (r.obligation_id, r.directive, r.issuer, r.title, r.key, r.opens_at, r.due_at, r.opened_at)
        for r in rows
    )
    show_table(_HEAD, cells)


@obligation.command("roll")
@by_option
@json_option
@click.pass_context
def roll_command(ctx: click.Context, username: str, as_json: bool) -> None:
    """Open the periods whose window has opened; the worker does so by itself."""
    opened, done = open_for(ctx), rolling.Opened(0, 0)
    with opened.sessions() as session:
        access.require_administrator(acting(session, username))
    while True:
        with opened.sessions.begin() as session:
            batch = rolling.open_due(session, opened.machine, clock.now(session))
        if not batch.claimed:
            break
        done = rolling.Opened(done.claimed + batch.claimed, done.reports + batch.reports)
    if as_json:
        show_json({"periods": done.claimed, "reports": done.reports})
        return
    click.echo(f"Đã mở {done.claimed} kỳ, {done.reports} báo cáo.")
    click.echo(f"Opened {done.claimed} periods, {done.reports} reports.")


COMMANDS: tuple[click.Command, ...] = (obligation,)
