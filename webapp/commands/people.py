"""``dondoc post`` and ``dondoc absence``: posts, and who acts in whose place."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import click

from adapters import clock
from engine import absences, posts
from engine.deadlines import local_day
from engine.people import ROLES
from engine.unit_names import find
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

ONE = timedelta(days=1)
from_option = click.option("--from", "since", type=DAY, help="First day; today if not given.")


@click.group("post")
def post() -> None:
    """Posts: who holds which role in which unit."""


@post.command("add")
@click.argument("account_name", metavar="USERNAME")
@click.option("--unit", required=True, help="The unit's name or code.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--title", default="", help="The post's own name.")
@from_option
@click.option("--until", type=DAY, help="Last day.")
@by_option
@click.pass_context
def post_add(
    ctx: click.Context,
    account_name: str,
    unit: str,
    role: str,
    title: str,
    since: date | None,
    until: date | None,
    username: str,
) -> None:
    """Give USERNAME a post."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        first = since or local_day(now)
        made = posts.add(
            session,
            acting(session, username),
            account_name,
            unit_id=find(session, unit, first).id,
            role=role,
            title=title,
            since=first,
            valid_to=until + ONE if until else None,
            now=now,
        )
    click.echo(f"#{made.id} {account_name}: {role}")


@post.command("end")
@click.argument("post_id", type=int)
@click.option("--on", type=DAY, help="First day without it; today if not given.")
@by_option
@click.pass_context
def post_end(ctx: click.Context, post_id: int, on: date | None, username: str) -> None:
    """End the post POST_ID."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        posts.end(session, acting(session, username), post_id, on or local_day(now), now)


@post.command("list")
@click.option("--account", "whose", help="Only this person's.")
@by_option
@json_option
@click.pass_context
def post_list(ctx: click.Context, whose: str | None, username: str, as_json: bool) -> None:
    """Posts of the unit (an administrator: of all)."""
    with open_for(ctx).sessions() as session:
        today = local_day(clock.now(session))
        rows = posts.listed(session, acting(session, username), today, whose)
    head = ("số/id", "tài khoản/account", "họ tên/name", "đơn vị/unit", "vai trò/role",
            "chức danh/title", "từ/from", "thôi từ/without from")  # fmt: skip
    _rows([asdict(row) for row in rows], head, as_json)


@post.command("choose")
@click.argument("unit")
@by_option
@click.pass_context
def post_choose(ctx: click.Context, unit: str, username: str) -> None:
    """Act for UNIT, one of those in which one holds a post."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        found = find(session, unit, local_day(now))
        posts.choose(session, acting(session, username), found.id, now)
    click.echo(found.name)


@click.group("absence")
def absence() -> None:
    """Absences: a colleague acts in somebody's place for some days."""


@absence.command("add")
@click.argument("account_name", metavar="USERNAME")
@click.option("--substitute", required=True, metavar="ACCOUNT")
@from_option
@click.option("--until", required=True, type=DAY, help="Last day away.")
@click.option("--reason", default="")
@by_option
@click.pass_context
def absence_add(
    ctx: click.Context,
    account_name: str,
    substitute: str,
    since: date | None,
    until: date,
    reason: str,
    username: str,
) -> None:
    """USERNAME is away; SUBSTITUTE sees and does their tasks until it ends by itself."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        made = absences.add(
            session,
            acting(session, username),
            account_name,
            substitute,
            since=since or local_day(now),
            valid_to=until + ONE,
            reason=reason,
            now=now,
        )
    click.echo(f"#{made.id} {account_name} → {substitute}")


@absence.command("end")
@click.argument("absence_id", type=int)
@click.option("--on", type=DAY, help="First day back; today if not given.")
@by_option
@click.pass_context
def absence_end(ctx: click.Context, absence_id: int, on: date | None, username: str) -> None:
    """Back before time."""
    with open_for(ctx).sessions.begin() as session:
        now = clock.now(session)
        absences.end(session, acting(session, username), absence_id, on or local_day(now), now)


@absence.command("list")
@by_option
@json_option
@click.pass_context
def absence_list(ctx: click.Context, username: str, as_json: bool) -> None:
    """Absences that are not over."""
    with open_for(ctx).sessions() as session:
        today = local_day(clock.now(session))
        rows = absences.listed(session, acting(session, username), today)
    head = ("số/id", "tài khoản/account", "họ tên/name", "thay mặt/substitute", "họ tên/name",
            "từ/from", "có mặt từ/back on", "lý do/reason")  # fmt: skip
    _rows([asdict(row) for row in rows], head, as_json)


def _rows(rows: list[dict[str, Any]], head: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        show_json(rows)
    else:
        show_table(head, [tuple(row.values()) for row in rows])


COMMANDS: tuple[click.Command, ...] = (post, absence)
