"""``dondoc deadlines``: what a rule or a directive's file means, day by day, before it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from adapters import clock
from adapters.directive_files import parse_rule
from adapters.directive_files import read as read_directive
from engine import date_checks, policies
from engine.calendar import SATURDAY, Calendar, load
from engine.date_policies import DAY_OFF
from engine.date_warnings import DateWarning
from engine.deadline_rules import Rule
from engine.deadlines import Due, local_day, passed, series
from engine.directives import record
from engine.errors import InputError
from webapp.commands.common import DAY, json_option, show_json, show_table
from webapp.installation import open_for

ROWS = 12
"""So many deadlines of a rule without end are shown if no day is given."""

_HEAD = (
    "kỳ/period",
    "từ/from",
    "đến/to",
    "ngày in/printed",
    "ngày cuối/last day",
    "hạn/due",
    "mở/opens",
    "",
)
_FLAGS = {
    "weekend": "cuối tuần / weekend",
    "holiday": "ngày lễ / holiday",
    "moved": "đã dời / moved",
    "passed": "đã qua khi ban hành / passed at issue",
}


class FileOrRule(InputError):
    """A file or a rule: exactly one of them."""

    code = "file-or-rule"
    vi = "Hãy cho một tệp văn bản hoặc một quy tắc (--rule), không phải cả hai."
    en = "Give a directive's file or a --rule, not both."


@click.command("deadlines")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--rule", help="The fields of a deadline, as in a file: '{kind: monthly, day: 20}'.")
@click.option("--issued", type=DAY, help="The day of issue, for --rule; today without it.")
@click.option("--received", type=DAY, help="The day of receipt, for --rule.")
@click.option("--event", type=DAY, help="The day of the event it counts from, for --rule.")
@click.option("--until", type=DAY, help=f"Up to this day; without it {ROWS} periods of each.")
@json_option
@click.pass_context
def deadlines(
    ctx: click.Context,
    file: Path | None,
    rule: str | None,
    issued: date | None,
    received: date | None,
    event: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Periods, printed dates, last acceptable days and warnings of FILE; writes nothing."""
    if (file is None) == (rule is None):
        raise FileOrRule
    with open_for(ctx).sessions() as session:
        calendar = load(session)
        if file is not None:
            shown, warnings = _of_file(session, file, calendar, until)
        else:
            on = issued or local_day(clock.now(session))
            read = parse_rule(rule or "")
            every = series(read, on, received_on=received, event_on=event, calendar=calendar)
            shown, warnings = [("", _rows(read, on, every, calendar, until))], []
    if as_json:
        obligations = [{"code": code, "deadlines": rows} for code, rows in shown]
        show_json({"obligations": obligations, "warnings": [w.to_json() for w in warnings]})
        return
    for code, rows in shown:
        if code:
            click.echo(f"{code}:")
        if rows:
            show_table(_HEAD, map(_cells, rows))
        else:
            click.echo("  không có hạn / no date")
    lang = ctx.obj["lang"]
    for warning in warnings:
        click.echo(f"{'!!' if warning.must_confirm else '!'} {warning.text(lang)}")
        if warning.proposal:
            days_by_tier = (f"{p.tier} {p.last_ok:%d/%m/%Y}" for p in warning.proposal)
            click.echo(f"   đề xuất / proposed: {', '.join(days_by_tier)}")


def _of_file(
    session: Session, file: Path, calendar: Calendar, until: date | None
) -> tuple[list[tuple[str, list[dict[str, Any]]]], list[DateWarning]]:
    """Recorded in a transaction that is never committed: so are the units and the basis known."""
    draft = read_directive(file)
    directive = record(session, draft, clock.now(session))
    day_off = policies.value(session, DAY_OFF, directive.issuer_id)
    on, shown = draft.issued_on, []
    for duty in draft.obligations:
        every = series(duty.rule, on, calendar=calendar, day_off=day_off)
        shown.append((duty.code, _rows(duty.rule, on, every, calendar, until)))
    return shown, date_checks.of_directive(session, directive)


def _rows(
    rule: Rule, issued_on: date, every: Iterator[Due], calendar: Calendar, until: date | None
) -> list[dict[str, Any]]:
    if not rule.is_dated:
        return []
    gone = (_row(due, calendar, gone=True) for due in passed(rule, issued_on, calendar=calendar))
    kept = (
        islice(every, ROWS) if until is None else takewhile(lambda due: due.printed <= until, every)
    )
    return [*gone, *(_row(due, calendar, gone=False) for due in kept)]


def _row(due: Due, calendar: Calendar, *, gone: bool) -> dict[str, Any]:
    flags = ["passed"] if gone else []
    last = due.moved_from or due.last_ok
    if not calendar.is_working_day(last):
        weekend = last.weekday() >= SATURDAY and last not in calendar.days_off
        flags.append("weekend" if weekend else "holiday")
    if due.moved_from is not None:
        flags.append("moved")
    return {
        "period": due.key,
        "period_start": due.period_start,
        "period_end": due.period_end,
        "printed": due.printed,
        "boundary": due.boundary,
        "last_ok": due.last_ok,
        "due_at": due.due_at,
        "opens_at": due.opens_at,
        "flags": flags,
    }


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    sign = "<" if row["boundary"] == "before" else "≤"
    days = (row[name] for name in ("period", "period_start", "period_end"))
    flags = ", ".join(_FLAGS[flag] for flag in row["flags"])
    return (
        *days,
        f"{sign} {row['printed']:%d/%m/%Y}",
        row["last_ok"],
        row["due_at"],
        row["opens_at"],
        flags,
    )
