"""``dondoc inspection``: plans, rounds, the choice of units, and every task of a round."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

import click

from adapters import clock
from engine import inspection_views, inspections
from engine.deadlines import local_day
from engine.inspection_choice import NAMED
from engine.inspection_errors import BadQuota
from engine.inspections import Decision, Member, Quota
from engine.unit_names import find
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.commands.inspection_tasks import TASKS
from webapp.installation import open_for

MAX_SEED = 2**48


@click.group("inspection")
def inspection() -> None:
    """Inspection rounds."""


@inspection.command("plan")
@click.argument("year", type=int)
@click.option("--title", required=True)
@click.option("--number", default="")
@click.option("--symbol", default="")
@click.option("--issued-on", type=DAY, help="The plan's date; today without it.")
@by_option
@click.pass_context
def plan_command(
    ctx: click.Context,
    year: int,
    title: str,
    number: str,
    symbol: str,
    issued_on: date | None,
    username: str,
) -> None:
    """Make the unit's inspection plan for YEAR."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        made = inspections.make_plan(
            session,
            acting(session, username),
            year=year,
            number=number,
            symbol=symbol,
            issued_on=issued_on or local_day(now),
            title=title,
            now=now,
        )
        click.echo(f"#{made.id} {year}: {made.title}")


@inspection.command("add")
@click.argument("title")
@click.option("--regime", type=click.Choice(list(inspections.REGIMES)), required=True)
@click.option("--scope", required=True, help="What is inspected.")
@click.option("--from", "starts_on", type=DAY, required=True)
@click.option("--to", "ends_on", type=DAY, required=True)
@by_option
@click.pass_context
def add_command(
    ctx: click.Context,
    title: str,
    regime: str,
    scope: str,
    starts_on: date,
    ends_on: date,
    username: str,
) -> None:
    """Put a round into the unit's plan of the year in which it starts, if there is one."""
    with open_for(ctx).sessions.begin() as session:
        made = inspections.add_round(
            session,
            acting(session, username),
            title=title,
            regime=regime,
            scope=scope,
            starts_on=starts_on,
            ends_on=ends_on,
            now=clock.now(session),
        )
        click.echo(f"#{made.id} {made.title}")


@inspection.command("choose")
@click.argument("round_id", type=int, metavar="ROUND")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="never:YEARS=COUNT, worst=COUNT, random=COUNT or named=UNIT;UNIT; each in its turn.",
)
@click.option("--unit", "units", multiple=True, help="By hand: exactly these units.")
@click.option("--tier", help="Only units of this tier.")
@click.option("--seed", type=click.IntRange(0, MAX_SEED), help="Draw again with a recorded seed.")
@json_option
@by_option
@click.pass_context
def choose_command(
    ctx: click.Context,
    round_id: int,
    rules: tuple[str, ...],
    units: tuple[str, ...],
    tier: str | None,
    seed: int | None,
    as_json: bool,
    username: str,
) -> None:
    """Choose the units of a planned ROUND, by rules or by hand; choosing again replaces them."""
    if bool(rules) == bool(units):
        raise click.UsageError("--rule / --unit: chọn một trong hai / choose one of the two")
    with open_for(ctx).sessions.begin() as session:
        now, actor = clock.now(session), acting(session, username)
        on = local_day(now)

        def unit(text: str) -> int:
            return find(session, text, on, actor.unit_id).id

        if units:
            named = [unit(text) for text in units]
            inspections.choose_by_hand(session, actor, round_id, named, now)
        else:
            quotas = [_quota(text, unit) for text in rules]
            drawn = secrets.randbelow(MAX_SEED) if seed is None else seed
            inspections.choose_by_rules(session, actor, round_id, quotas, drawn, now, tier)
        shown = inspection_views.shown(session, actor, round_id, now)
    if as_json:
        show_json(
            {"choice": shown.choice, "units": [(i.unit, i.chosen_by) for i in shown.inspections]}
        )
        return
    show_table(("đơn vị/unit", "quy tắc/rule"), [(i.unit, i.chosen_by) for i in shown.inspections])
    if shown.choice and "seed" in shown.choice:
        click.echo(f"seed {shown.choice['seed']}, sha256 {shown.choice['hash']}")


@inspection.command("verify")
@click.argument("round_id", type=int, metavar="ROUND")
@by_option
@click.pass_context
def verify_command(ctx: click.Context, round_id: int, username: str) -> None:
    """Draw a ROUND's units again from its record; exit status 1 if they differ."""
    with open_for(ctx).sessions() as session:
        actor = acting(session, username)
        same = inspections.verify(session, actor, round_id).same
    click.echo("đúng / the same" if same else "khác / not the same", err=not same)
    ctx.exit(0 if same else 1)


@inspection.command("open")
@click.argument("round_id", type=int, metavar="ROUND")
@click.option("--number", required=True)
@click.option("--symbol", required=True)
@click.option("--issued-on", type=DAY, help="The decision's date; today without it.")
@click.option("--report-due", type=DAY, required=True, help="Last day of the units' self-reports.")
@click.option("--outline", required=True, help="What they report on.")
@click.option("--head", required=True, metavar="NAME[;UNIT]", help="Head of the team.")
@click.option("--member", "members", multiple=True, metavar="NAME[;UNIT]")
@click.option("--basis", multiple=True, help="What the decision rests on.")
@by_option
@click.pass_context
def open_command(
    ctx: click.Context,
    round_id: int,
    number: str,
    symbol: str,
    issued_on: date | None,
    report_due: date,
    outline: str,
    head: str,
    members: tuple[str, ...],
    basis: tuple[str, ...],
    username: str,
) -> None:
    """Sign the decision of a ROUND whose units are chosen; its process begins."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        now, actor = clock.now(session), acting(session, username)
        on = local_day(now)

        def member(text: str, duty: str, heads: bool) -> Member:
            name, _, unit = (part.strip() for part in text.partition(";"))
            unit_id = find(session, unit, on, actor.unit_id).id if unit else actor.unit_id
            return Member(name, duty, unit_id, heads)

        decision = Decision(
            number=number,
            symbol=symbol,
            issued_on=issued_on or on,
            outline=outline,
            self_report_due_on=report_due,
            team=(
                member(head, "Trưởng đoàn", True),
                *(member(text, "Thành viên", False) for text in members),
            ),
            basis=basis,
        )
        inspections.open_round(session, opened.machine, actor, round_id, decision, now)
        shown = inspection_views.shown(session, actor, round_id, now)
        click.echo(f"{shown.decision}: {shown.row.units} đơn vị / units")


@inspection.command("extend")
@click.argument("inspection_id", type=int, metavar="INSPECTION")
@click.option("--days", type=int, help="Fewer days than the law allows.")
@click.option("--why", required=True)
@by_option
@click.pass_context
def extend_command(
    ctx: click.Context, inspection_id: int, days: int | None, why: str, username: str
) -> None:
    """Extend the time limit of an INSPECTION, once."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        due = inspections.extend(session, opened.machine, actor, inspection_id, why, now, days)
    click.echo(f"{due:%d/%m/%Y %H:%M}")


@inspection.command("list")
@click.option("--year", type=int)
@json_option
@by_option
@click.pass_context
def list_command(ctx: click.Context, year: int | None, as_json: bool, username: str) -> None:
    """Rounds: planned, open, reported."""
    with open_for(ctx).sessions() as session:
        now = clock.now(session)
        rows = inspection_views.listed(session, acting(session, username), now, year)
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    head = ("#", "đợt/round", "cơ quan/by", "từ/from", "đến/to", "tình trạng/status", "xong/done")
    cells = [
        (r.id, r.title, r.inspector, r.starts_on, r.ends_on, r.status, f"{r.concluded}/{r.units}")
        for r in rows
    ]
    show_table(head, cells)


@inspection.command("show")
@click.argument("round_id", type=int, metavar="ROUND")
@json_option
@by_option
@click.pass_context
def show_command(ctx: click.Context, round_id: int, as_json: bool, username: str) -> None:
    """One ROUND: decision, team, each unit's inspection, its findings and remedies."""
    with open_for(ctx).sessions() as session:
        now = clock.now(session)
        shown = inspection_views.shown(session, acting(session, username), round_id, now)
    if as_json:
        show_json(shown.as_json())
        return
    row = shown.row
    click.echo(f"#{row.id} {row.title} ({row.regime}; {row.status}) {shown.decision}")
    for one in shown.team:
        click.echo(f"  {one['duty']}: {one['name']}, {one['unit']}")
    head = ("#", "đơn vị/unit", "bước/step", "hạn/limit", "biên bản/minutes", "kết quả/result")
    cells = [
        (i.id, i.unit, i.status, i.clock_due_at, i.signature, i.result or None)
        for i in shown.inspections
    ]
    show_table(head, cells)
    for one_row in shown.inspections:
        for remedy in one_row.remedies:
            click.echo(f"  {one_row.unit}: {remedy.title} – {remedy.status}")


def _quota(text: str, unit: Callable[[str], int]) -> Quota:
    """``never:3=2``, ``worst=2``, ``random=1``, ``named=xã A;xã B``. Raises ``BadQuota``."""
    rule, _, value = text.partition("=")
    rule, _, years = rule.partition(":")
    if rule == NAMED:
        units = tuple(unit(name.strip()) for name in value.split(";") if name.strip())
        return Quota(NAMED, len(units), units=units)
    if not value.isdecimal() or (years and not years.isdecimal()):
        raise BadQuota(rule=text, why_vi="ghi như never:3=2, worst=2", why="as in never:3=2")
    return Quota(rule, int(value), int(years or 0))


for _command in TASKS:
    inspection.add_command(_command)

COMMANDS: tuple[click.Command, ...] = (inspection,)
