"""``dondoc rollup``: who has reported, urging, closing, supplements, where a figure comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from adapters import clock
from engine import consolidation
from engine.consolidation import RollupVersion
from engine.consolidation_text import REASONS
from engine.consolidation_trace import Source
from engine.consolidation_units import UnitReport
from engine.consolidation_views import RollupRow, RollupView, Total, VersionView
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

OUTCOMES = {
    "told": "đã đôn đốc/told",
    "told-before": "đã đôn đốc trước đó/told before",
    "not-open": "chưa đến kỳ/not open yet",
}


@click.group("rollup")
def rollup() -> None:
    """Roll-ups: the reports of one period, on their way to becoming one."""


@rollup.command("list")
@by_option
@json_option
@click.option("--after", type=int, help="How many were shown before.")
@click.pass_context
def rollup_list(ctx: click.Context, username: str, as_json: bool, after: int | None) -> None:
    """What the account's unit consolidates, or is addressed to it."""
    with open_for(ctx).sessions() as session:
        found = consolidation.page(session, acting(session, username), clock.now(session), after)
    if as_json:
        show_json({"rows": [_row(r) for r in found.rows], "next_after": found.next_after})
        return
    head = ("id", "báo cáo/report", "kỳ/period", "hạn/due", "tình trạng/status", "tiếp nhận/in")
    show_table(
        head,
        [
            (r.id, r.title, r.period, r.due_at, r.status, f"{r.accepted}/{r.expected}")
            for r in found.rows
        ],
    )
    if found.next_after:
        click.echo(f"… --after {found.next_after}")


@rollup.command("show")
@click.argument("rollup_id", type=int, metavar="ID")
@by_option
@json_option
@click.option("--text", "as_text", is_flag=True, help="The newest consolidated document alone.")
@click.pass_context
def rollup_show(
    ctx: click.Context, rollup_id: int, username: str, as_json: bool, as_text: bool
) -> None:
    """Who has reported and who has not, and what the figures come to by now."""
    with open_for(ctx).sessions() as session:
        actor = acting(session, username)
        view = consolidation.read(session, actor, rollup_id, clock.now(session))
        if as_text:
            n = len(view.versions)
            click.echo(consolidation.document(session, actor, rollup_id, n) if n else "–")
            return
        units: list[UnitReport] = []
        after: int | None = 0
        while after is not None:
            page = consolidation.units(session, actor, rollup_id, after)
            units += page.rows
            after = page.next_after
    if as_json:
        show_json(_view(view, units))
    else:
        _print_view(view, units)


@rollup.command("urge")
@click.argument("rollup_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def rollup_urge(ctx: click.Context, rollup_id: int, username: str, as_json: bool) -> None:
    """Urge all units that have not submitted, in one action."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor = acting(session, username)
        found = consolidation.urge(session, opened.machine, actor, rollup_id, clock.now(session))
    if as_json:
        show_json(
            [
                {
                    "unit": u.unit_name,
                    "requested": u.requested,
                    "due_at": u.due_at,
                    "outcome": u.outcome,
                }
                for u in found
            ]
        )
        return
    head = ("đơn vị/unit", "hạn/due", "kết quả/outcome")
    show_table(head, [(u.unit_name, u.due_at, OUTCOMES[u.outcome]) for u in found])


@rollup.command("close")
@click.argument("rollup_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def rollup_close(ctx: click.Context, rollup_id: int, username: str, as_json: bool) -> None:
    """Close the roll-up with what is there; its text is printed."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor = acting(session, username)
        made = consolidation.close(session, opened.machine, actor, rollup_id, clock.now(session))
        _print_version(made, as_json=as_json)


@rollup.command("supplement")
@click.argument("rollup_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def rollup_supplement(ctx: click.Context, rollup_id: int, username: str, as_json: bool) -> None:
    """Merge what was accepted since the roll-up was closed; the supplement's text is printed."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        made = consolidation.supplement(session, opened.machine, actor, rollup_id, now)
        _print_version(made, as_json=as_json)


@rollup.command("trace")
@click.argument("rollup_id", type=int, metavar="ID")
@click.argument("figure")
@by_option
@json_option
@click.pass_context
def rollup_trace(
    ctx: click.Context, rollup_id: int, figure: str, username: str, as_json: bool
) -> None:
    """Where a figure comes from, tier by tier, down to the units that gave it."""
    with open_for(ctx).sessions() as session:
        found = consolidation.trace(session, acting(session, username), rollup_id, figure)
    if as_json:
        show_json([_source(s) for s in found])
        return
    for depth, source in _walk(found):
        marks = [
            words
            for said, words in (
                (source.adjusted, "sửa tay/by hand"),
                (not source.counted, "đến sau/came later"),
            )
            if said
        ]
        note = f"  ({', '.join(marks)})" if marks else ""
        value = "–" if source.value is None else source.value
        click.echo(f"{'  ' * depth}{source.unit_name}: {value}{note}")


@rollup.command("periods")
@click.argument("rollup_id", type=int, metavar="ID")
@click.option("--from", "first", type=DAY, required=True, help="Periods that end on this day …")
@click.option("--to", "last", type=DAY, required=True, help="… to this day.")
@by_option
@json_option
@click.pass_context
def rollup_periods(
    ctx: click.Context, rollup_id: int, first: date, last: date, username: str, as_json: bool
) -> None:
    """The same report's figures over several periods: of a stock the last counts."""
    with open_for(ctx).sessions() as session:
        actor = acting(session, username)
        found = consolidation.over_periods(session, actor, rollup_id, first, last)
    if as_json:
        show_json([_total(t) for t in found])
    else:
        _print_totals(found)


def _print_view(view: RollupView, units: Sequence[UnitReport]) -> None:
    row = view.row
    click.echo(f"{row.title}, {row.period} · {row.directive_label}")
    click.echo(
        f"{row.consolidator_name} · {row.status} · {row.accepted}/{row.expected} tiếp nhận/accepted"
        f" · {row.missing} chưa nộp/missing · {row.waiting} chờ bổ sung/waiting"
    )
    head = ("đơn vị/unit", "báo cáo/report", "hạn/due", "nộp/submitted")
    show_table(head, [(u.unit_name, u.status, u.due_at, u.submitted_at) for u in units])
    _print_totals(view.totals)


def _print_totals(totals: Sequence[Total]) -> None:
    head = ("chỉ tiêu/figure", "số liệu/value", "cách tính/rule", "đơn vị/units")
    show_table(head, [(t.figure.name, t.value, t.figure.rollup, t.units) for t in totals])


def _print_version(made: RollupVersion, *, as_json: bool) -> None:
    if as_json:
        show_json(_version(made))
    else:
        click.echo(made.body)


def _walk(sources: Sequence[Source], depth: int = 0) -> Iterator[tuple[int, Source]]:
    for source in sources:
        yield depth, source
        yield from _walk(source.sources, depth + 1)


def _row(row: RollupRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "period": row.period,
        "directive": row.directive_label,
        "consolidator": row.consolidator_name,
        "due_at": row.due_at,
        "status": row.status,
        "expected": row.expected,
        "accepted": row.accepted,
        "submitted": row.submitted,
        "missing": row.missing,
        "overdue": row.overdue,
        "waiting": row.waiting,
    }


def _view(view: RollupView, units: Sequence[UnitReport]) -> dict[str, Any]:
    return _row(view.row) | {
        "totals": [_total(t) for t in view.totals],
        "goes_to": view.up_unit_name,
        "versions": [_version(v) for v in view.versions],
        "units": [
            {
                "unit": u.unit_name,
                "report": u.report_id,
                "status": u.status,
                "requested": u.requested,
                "nil": u.nil,
                "late": u.late,
                "due_at": u.due_at,
                "submitted_at": u.submitted_at,
                "version": u.version,
            }
            for u in units
        ],
    }


def _version(made: RollupVersion | VersionView) -> dict[str, Any]:
    absent = [a | {"words": REASONS[a["reason"]]} for a in made.absent]
    return {
        "version": made.n,
        "at": made.at,
        "by": made.actor,
        "accepted": made.accepted,
        "absent": absent,
        "text": made.body,
    }


def _total(total: Total) -> dict[str, Any]:
    figure = total.figure
    value = None if total.value is None else str(total.value)
    return {"figure": figure.name, "rule": figure.rollup, "value": value, "units": total.units}


def _source(source: Source) -> dict[str, Any]:
    return {
        "unit": source.unit_name,
        "report": source.report_id,
        "value": None if source.value is None else str(source.value),
        "units": source.amount[1] if source.amount else 0,
        "adjusted": source.adjusted,
        "counted": source.counted,
        "sources": [_source(s) for s in source.sources],
    }


COMMANDS: tuple[click.Command, ...] = (rollup,)
