"""``dondoc board``: how many duties are done, late and open; ``dondoc dossier``: one directive's."""

from __future__ import annotations

from typing import TextIO

import click

from adapters import clock
from engine import board, dossiers, tallies
from engine.board import Board, Line, Only
from engine.deadlines import local_day
from engine.unit_names import find
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

_HEAD = (
    "",
    "giao/ordered",
    "đúng hạn/on time",
    "xong quá hạn/late",
    "trong hạn/open",
    "quá hạn/overdue",
    "hoàn thành/completed",
    "cập nhật/updated",
    "trung vị trễ/median late",
)


@click.group("board", invoke_without_command=True)
@click.option(
    "--lines",
    "grouping",
    default=None,
    help="province, tier, period, month, directive; of a directive: tier, period, obligation, unit.",
)
@click.option(
    "--directive", "directive_id", type=int, help="One directive and all derived from it."
)
@click.option("--unit", help="The units directly under this one.")
@click.option("--root", "root_id", type=int, help="One cascade only, by its first directive.")
@click.option("--tier")
@click.option("--period", help="As 2023-6T.")
@click.option("--province", help="A province's code.")
@by_option
@json_option
@click.pass_context
def board_command(
    ctx: click.Context,
    grouping: str | None,
    directive_id: int | None,
    unit: str | None,
    root_id: int | None,
    tier: str | None,
    period: str | None,
    province: str | None,
    username: str,
    as_json: bool,
) -> None:
    """The figures: the country's, one directive's, or those of the units under one."""
    if ctx.invoked_subcommand is not None:
        return
    with open_for(ctx).sessions() as session:
        actor, now = acting(session, username), clock.now(session)
        if directive_id is not None:
            found = board.of_directive(session, actor, now, directive_id, grouping or board.TIER)
        elif unit is not None:
            unit_id = find(session, unit, local_day(now)).id
            found = board.below(session, actor, now, unit_id)
        else:
            only = Only(root_id, tier, period, province)
            found = board.nation(session, actor, now, grouping or board.PROVINCE, only)
    if as_json:
        show_json(_as_json(found))
    else:
        total = Line("", "Tổng / total", found.total)
        show_table(_HEAD, [_row(line) for line in (*found.lines, total)])


def _as_json(found: Board) -> dict[str, object]:
    return {
        "by": found.by,
        "lines": [{"key": x.key, "name": x.name, **x.figures.to_json()} for x in found.lines],
        "total": found.total.to_json(),
    }


def _row(line: Line) -> tuple[object, ...]:
    figures = line.figures
    counts = figures.counts
    numbers = (counts.on_time, counts.late, counts.open, counts.overdue)
    late = figures.median_days_late
    return (
        line.name,
        figures.ordered,
        *numbers,
        _percent(figures.completion_rate),
        _percent(figures.update_rate),
        "–" if late is None else f"{late:g}".replace(".", ","),
    )


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate * 100:.2f} %".replace(".", ",")


@click.command("recount")
@click.pass_context
def recount(ctx: click.Context) -> None:
    """Compare the tallies with a full recount; count anew if they differ."""
    with open_for(ctx).sessions.begin() as session:
        wrong = tallies.differences(session)
        if wrong:
            tallies.rebuild(session)
    click.echo(f"{wrong} số đếm sai đã được đếm lại / wrong counts, counted anew")


@click.command("dossier")
@click.argument("directive_id", type=int)
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="A file.")
@by_option
@click.pass_context
def dossier(ctx: click.Context, directive_id: int, out: TextIO, username: str) -> None:
    """Everything recorded of one directive and all derived from it, with its sealed history.

    One JSON object a line: what kind of thing it is stands in «record».
    """
    with open_for(ctx).sessions() as session:
        actor = acting(session, username)
        for line in dossiers.lines(session, actor, directive_id, clock.now(session)):
            out.write(line + "\n")


board_command.add_command(recount)
COMMANDS: tuple[click.Command, ...] = (board_command, dossier)
