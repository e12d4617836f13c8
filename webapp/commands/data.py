"""Commands about data: units, accounts, issuing a directive, telling a story."""

from __future__ import annotations

import json
from pathlib import Path

import click

from adapters import clock, postgres, story_files
from adapters.directive_files import read as read_directive
from adapters.identity import Argon2Passwords
from adapters.units_data import load as load_units
from engine import account_letters, audit, cascade, digests, directives, story, story_table
from engine.access import require_issuer
from engine.accounts import NeedsMail
from engine.deadlines import local_day
from engine.directives import label
from engine.errors import InputError
from engine.people import ROLES, create_account
from engine.unit_import import import_units
from engine.unit_names import find
from webapp.commands.common import acting
from webapp.installation import database_url, open_for
from webapp.labels import TIERS
from webapp.setup import deploy_shipped, make_engine, shipped_decisions, shipped_models


class NobodyConfirms(InputError):
    """A confirmation that nobody answers for."""

    code = "nobody-confirms"
    vi = "Xác nhận (--confirm) phải ghi rõ người xác nhận: thêm --by TÀI_KHOẢN."
    en = "A confirmation needs who confirms: add --by ACCOUNT."


@click.group()
def units() -> None:
    """The units of the country."""


@units.command("import")
@click.pass_context
def units_import(ctx: click.Context) -> None:
    """Import the national structure (before and since 2025-07-01); again changes nothing."""
    opened = open_for(ctx)
    data = load_units()
    with opened.sessions.begin() as session:
        summary = import_units(session, data.rows, data.successions)
        now = clock.now(session)
        audit.record(
            session, [audit.Entry("command", "units-import", detail={"units": len(data.rows)})], now
        )
    click.echo(
        f"{summary.inserted:,} thêm / added, {summary.updated:,} sửa / changed, "
        f"{summary.successions:,} kế thừa / successions"
    )


@click.group()
def account() -> None:
    """Accounts of officers."""


@account.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Full name.")
@click.option("--unit", required=True, help="The unit's name or code.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
)
@click.option("--email")
@click.option("--password", help="Asked for if not given.")
@click.option("--invite", is_flag=True, help="No password: a letter lets the person choose one.")
@click.pass_context
def account_add(
    ctx: click.Context,
    username: str,
    name: str,
    unit: str,
    roles: tuple[str, ...],
    email: str | None,
    password: str | None,
    invite: bool,
) -> None:
    """Make an account; the first administrator too (--role quantri)."""
    if password is None and not invite:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    opened = open_for(ctx)
    if invite and opened.account_letters is None:
        raise NeedsMail
    with opened.sessions.begin() as session:
        now = clock.now(session)
        found = find(session, unit, local_day(now))
        made = create_account(
            session,
            Argon2Passwords(),
            username=username,
            name=name,
            unit_id=found.id,
            roles=list(roles),
            password=None if invite else password,
            now=now,
            email=email,
        )
        if invite and opened.account_letters is not None:
            account_letters.invite(session, opened.account_letters, made, now, "command")
        audit.record(
            session,
            [
                audit.Entry(
                    "command",
                    "account-add",
                    unit_id=found.id,
                    detail={"username": username, "roles": list(roles)},
                )
            ],
            now,
        )
    click.echo(f"{username}: {found.name}")


@account.command("digest")
@click.argument("username")
@click.argument("wanted", type=click.Choice(["on", "off"]))
@click.pass_context
def account_digest(ctx: click.Context, username: str, wanted: str) -> None:
    """One mail on working mornings instead of one for each notice."""
    with open_for(ctx).sessions.begin() as session:
        found = digests.account_named(session, username)
        digests.choose(session, found, wanted == "on", clock.now(session), "command")
    click.echo(f"{username}: digest {wanted}")


@click.command("issue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", metavar="ACCOUNT", help="The username of who issues it.")
@click.option("--confirm", is_flag=True, help="Issue it although its dates contradict; needs --by.")
@click.pass_context
def issue_command(ctx: click.Context, file: Path, username: str | None, confirm: bool) -> None:
    """Issue the directive described in FILE (YAML, see docs/directive-file.md)."""
    if confirm and username is None:
        raise NobodyConfirms
    opened = open_for(ctx)
    draft = read_directive(file)
    with opened.sessions.begin() as session:
        now = clock.now(session)
        by = acting(session, username) if username else None
        deploy_shipped(session, opened.machine, now)
        directive = directives.record(session, draft, now)
        if by is not None:
            require_issuer(by, directive.issuer_id)
        actor = f"account:{by.account_id}" if by else "command"
        applied = cascade.issue(
            session, opened.machine, directive, now, actor=actor, confirmed=confirm
        )
        click.echo(
            f"{label(directive)}: {applied.steps:,} bước / steps, "
            f"{len(applied.faults)} lỗi / faults"
        )
    if applied.faults:
        click.echo("Xem «dondoc fault list» / see «dondoc fault list»", err=True)
        ctx.exit(1)


@click.command("story")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def story_command(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Play the story in FILE (YAML, see docs/story-file.md) in a database of its own."""
    told = story_files.read(file)
    machine = make_engine(lambda session, ids: None)
    with postgres.scratch_database(database_url(demo=ctx.obj["demo"])) as url:
        postgres.migrate(url)
        connections = postgres.create_engine(url)
        sessions = postgres.sessions(connections)
        units_data = load_units()
        with sessions.begin() as session:
            story.prepare(
                session,
                machine,
                units_data.rows,
                units_data.successions,
                shipped_models(),
                shipped_decisions(),
                told.begins,
            )
        figures = story.play(sessions, machine, told)
        connections.dispose()
    if as_json:
        click.echo(json.dumps(figures.as_json(), ensure_ascii=False, indent=1))
    else:
        lang = ctx.obj["lang"]
        known = json.loads(TIERS.read_text(encoding="utf-8"))
        names = {tier: words[lang] for tier, words in known.items()}
        click.echo(story_table.table(figures, lang, names))


COMMANDS: tuple[click.Command, ...] = (units, issue_command, story_command)
