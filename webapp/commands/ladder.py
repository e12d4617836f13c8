"""Commands about the ladder: extensions, urging letters, the named list."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from adapters import clock
from engine import extension_views, extensions, inbox, ladder_table, named_lists, urging_views
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

_directive = click.option("--directive", "directive_id", type=int, help="Only of this directive.")


@click.group("extension")
def extension() -> None:
    """Extensions: a later deadline asked for, granted or refused."""


@extension.command("ask")
@click.argument("report_id", metavar="REPORT", type=int)
@click.option("--day", type=DAY, required=True, help="The last day that is asked for.")
@click.option("--reason", required=True)
@by_option
@click.pass_context
def extension_ask(
    ctx: click.Context, report_id: int, day: date, reason: str, username: str
) -> None:
    """Ask for a later deadline of a report (its number)."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        made = extensions.ask(session, opened.machine, actor, report_id, day, reason, now)
    click.echo(made)


@extension.command("list")
@click.option("--status", type=click.Choice(["asked", "granted", "refused"]))
@by_option
@json_option
@click.pass_context
def extension_list(ctx: click.Context, status: str | None, username: str, as_json: bool) -> None:
    """Extensions that the account may see."""
    with open_for(ctx).sessions() as session:
        found = extension_views.page(session, acting(session, username), status=status)
    if as_json:
        show_json([asdict(view) for view in found])
        return
    head = ("số", "báo cáo", "kỳ", "đơn vị", "hạn", "xin đến", "được đến", "trạng thái", "lý do")
    rows = (
        (v.id, v.report_id, v.period, v.unit, v.present, v.wanted, v.granted, v.status, v.reason)
        for v in found
    )
    show_table(head, rows)


@extension.command("decide")
@click.argument("extension_id", metavar="EXTENSION", type=int)
@click.option("--grant/--refuse", "granted", required=True)
@click.option("--day", type=DAY, help="Another last day than the one that was asked for.")
@click.option("--remarks", default="")
@by_option
@click.pass_context
def extension_decide(
    ctx: click.Context,
    extension_id: int,
    granted: bool,
    day: date | None,
    remarks: str,
    username: str,
) -> None:
    """Grant or refuse an extension, as its owner's task in the inbox does."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        item = extension_views.task(session, actor, extension_id)
        answers: dict[str, object] = {
            "decision": "grant" if granted else "refuse",
            "newDay": day,
            "remarks": remarks or None,
        }
        inbox.complete(session, opened.machine, actor, item, answers, now)
        [view] = extension_views.page(session, actor, extension_id=extension_id)
    click.echo(f"{view.status} {view.granted:%d/%m/%Y}" if view.granted else view.status)


@click.group("urge")
def urge() -> None:
    """Urging letters (văn bản đôn đốc)."""


@urge.command("list")
@_directive
@by_option
@json_option
@click.pass_context
def urge_list(ctx: click.Context, directive_id: int | None, username: str, as_json: bool) -> None:
    """Urging letters that the account may see, the newest first."""
    with open_for(ctx).sessions() as session:
        found = urging_views.page(session, acting(session, username), directive_id)
    if as_json:
        show_json([asdict(view) for view in found])
        return
    head = ("id", "số", "ngày", "cơ quan", "báo cáo", "kỳ", "đơn vị chậm", "hạn mới", "trạng thái")
    rows = (
        (
            v.id,
            v.number or None,
            v.dated,
            v.issuer,
            v.title,
            v.period,
            len(v.units),
            v.new_day,
            v.status,
        )
        for v in found
    )
    show_table(head, rows)


@urge.command("show")
@click.argument("letter_id", metavar="LETTER", type=int)
@by_option
@json_option
@click.pass_context
def urge_show(ctx: click.Context, letter_id: int, username: str, as_json: bool) -> None:
    """One letter's text."""
    with open_for(ctx).sessions() as session:
        view = urging_views.read(session, acting(session, username), letter_id)
    if as_json:
        show_json(asdict(view))
    else:
        click.echo(view.text)


@click.group("late")
def late() -> None:
    """Named lists of units that are late."""


@late.command("list")
@_directive
@by_option
@json_option
@click.pass_context
def late_list(ctx: click.Context, directive_id: int | None, username: str, as_json: bool) -> None:
    """The named lists that the account may see, with their units."""
    with open_for(ctx).sessions() as session:
        found = named_lists.read(session, acting(session, username), directive_id)
    if as_json:
        show_json([asdict(made) for made in found])
        return
    head = ("danh sách", "bậc", "văn bản", "kỳ", "đơn vị", "chậm (ngày)", "nêu ngày", "đã nộp")
    rows = (
        (m.id, m.rung, m.directive, m.period, u.unit, u.days_late, u.named_at, u.submitted_at)
        for m in found
        for u in m.units
    )
    show_table(head, rows)


@click.group("ladder")
def ladder() -> None:
    """The ladder that late reports climb."""


@ladder.command("show")
@json_option
@click.pass_context
def ladder_show(ctx: click.Context, as_json: bool) -> None:
    """The rungs of the deployed table."""
    opened = open_for(ctx)
    with opened.sessions() as session:
        found = ladder_table.rows(session, opened.machine)
    if as_json:
        show_json([asdict(row) for row in found])
        return
    head = (
        "hình thức",
        "văn bản đã gửi",
        "bậc",
        "ngày",
        "cách đếm",
        "người nhận",
        "kênh",
        "văn bản",
        "danh sách",
    )
    rows = (
        (
            "đề nghị" if r.requested else "giao",
            r.urgings,
            r.rung,
            f"{r.days:+d}",
            r.counting,
            ", ".join(r.audiences),
            ", ".join(r.channels),
            "x" if r.letter else None,
            "x" if r.named else None,
        )
        for r in found
    )
    show_table(head, rows)


COMMANDS: tuple[click.Command, ...] = (extension, urge, late, ladder)
