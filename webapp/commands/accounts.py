"""``dondoc account``: letters, rest, sessions, second factors, providers, and tables of people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy.orm import Session

from adapters import clock, spreadsheets
from adapters.identity import Argon2Passwords
from engine import account_import, accounts, provider_links, reassigning
from engine.account_import import Verdict
from engine.people import Actor
from engine.ports import LetterOutbox
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.commands.data import account
from webapp.installation import open_for


class _Head(NamedTuple):
    """Heads of a printed table."""

    sessions: tuple[str, ...] = (
        "số/id", "địa chỉ/address", "trình duyệt/browser", "cách/method", "từ/since",
        "gần nhất/last seen", "hết hạn/until",
    )  # fmt: skip
    rows: tuple[str, ...] = (
        "dòng/row", "họ tên/name", "tên đăng nhập/username", "đơn vị/unit", "vai trò/roles",
        "kết quả/verdict", "lý do/reason",
    )  # fmt: skip


HEAD = _Head()


@dataclass(frozen=True, slots=True)
class _Work:
    session: Session
    actor: Actor
    now: datetime
    letters: LetterOutbox | None


@contextmanager
def _working(ctx: click.Context, username: str) -> Iterator[_Work]:
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        yield _Work(session, acting(session, username), clock.now(session), opened.account_letters)


@account.command("invite")
@click.argument("whose", metavar="USERNAME")
@by_option
@click.pass_context
def account_invite(ctx: click.Context, whose: str, username: str) -> None:
    """Send USERNAME a letter with which they choose a password."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        made = accounts.invite(work.session, work.actor, work.letters, found, work.now)
        click.echo(f"{made.username}: {made.email}")


@account.command("deactivate")
@click.argument("whose", metavar="USERNAME")
@click.option("--reason", default="")
@by_option
@click.pass_context
def account_deactivate(ctx: click.Context, whose: str, reason: str, username: str) -> None:
    """USERNAME signs in no more; posts and tasks stay (see «account leave» for who leaves)."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        accounts.deactivate(work.session, work.actor, found, work.now, reason)


@account.command("activate")
@click.argument("whose", metavar="USERNAME")
@by_option
@click.pass_context
def account_activate(ctx: click.Context, whose: str, username: str) -> None:
    """USERNAME may sign in again."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        accounts.activate(work.session, work.actor, found, work.now)


@account.command("sessions")
@click.argument("whose", metavar="USERNAME")
@by_option
@json_option
@click.pass_context
def account_sessions(ctx: click.Context, whose: str, username: str, as_json: bool) -> None:
    """Where USERNAME is signed in."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        rows = accounts.sessions(work.session, work.actor, found, clock.real(work.session))
        told = [
            (r.id, r.ip, r.agent, r.method, r.created_at, r.last_seen_at, r.expires_at)
            for r in rows
        ]
    if as_json:
        keys = ("id", "ip", "agent", "method", "created_at", "last_seen_at", "expires_at")
        show_json([dict(zip(keys, row, strict=True)) for row in told])
    else:
        show_table(HEAD.sessions, told)


@account.command("end-sessions")
@click.argument("whose", metavar="USERNAME")
@by_option
@click.pass_context
def account_end_sessions(ctx: click.Context, whose: str, username: str) -> None:
    """End all sessions of USERNAME."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        ended = accounts.end_sessions(work.session, work.actor, found, work.now)
    click.echo(f"{whose}: {ended} phiên / sessions")


@account.command("remove-second-factor")
@click.argument("whose", metavar="USERNAME")
@by_option
@click.pass_context
def account_remove_second_factor(ctx: click.Context, whose: str, username: str) -> None:
    """USERNAME has lost telephone and recovery codes: signs in by password alone again."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        accounts.remove_second_factor(work.session, work.actor, found, work.now)


@account.command("link")
@click.argument("whose", metavar="USERNAME")
@click.option("--issuer", required=True, help="The provider's issuer, as in DONDOC_OIDC_ISSUER.")
@click.option("--subject", required=True, help="The provider's own identifier of the person.")
@by_option
@click.pass_context
def account_link(ctx: click.Context, whose: str, issuer: str, subject: str, username: str) -> None:
    """Let USERNAME sign in by the identity provider as SUBJECT."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        provider_links.link(work.session, work.actor, found, issuer, subject, work.now)


@account.command("unlink")
@click.argument("whose", metavar="USERNAME")
@by_option
@click.pass_context
def account_unlink(ctx: click.Context, whose: str, username: str) -> None:
    """Forget which of the identity provider's people USERNAME is."""
    with _working(ctx, username) as work:
        found = accounts.account_id_of(work.session, whose)
        provider_links.unlink(work.session, work.actor, found, work.now)


@account.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; change nothing.")
@click.option("--only-good", is_flag=True, help="Pass over wrong rows instead of making none.")
@by_option
@json_option
@click.pass_context
def account_import_command(
    ctx: click.Context, file: Path, dry_run: bool, only_good: bool, username: str, as_json: bool
) -> None:
    """Make the accounts of FILE (.xlsx: name, username, e-mail, unit, roles, title)."""
    with file.open("rb") as source:
        rows = list(spreadsheets.read(source))
    with _working(ctx, username) as work:
        if dry_run:
            read = account_import.preview(
                work.session, work.actor, rows, work.now, mails=work.letters is not None
            )
        else:
            read = account_import.apply(
                work.session,
                work.actor,
                Argon2Passwords(),
                work.letters,
                rows,
                work.now,
                only_good=only_good,
            )
    _show(read, ctx.obj["lang"], as_json)
    if any(row.verdict == account_import.WRONG for row in read):
        ctx.exit(1)


def _show(read: list[Verdict], lang: str, as_json: bool) -> None:
    if as_json:
        show_json([{**asdict(row), "why": row.reason(lang)} for row in read])
        return
    show_table(
        HEAD.rows,
        [
            (r.number, r.name, r.username, r.unit, ", ".join(r.roles), r.verdict, r.reason(lang))
            for r in read
        ],
    )


@account.command("leave")
@click.argument("account_name", metavar="USERNAME")
@click.option("--to", "colleague", metavar="ACCOUNT", help="Who takes over claimed tasks.")
@click.option("--reason", default="")
@by_option
@json_option
@click.pass_context
def account_leave(
    ctx: click.Context,
    account_name: str,
    colleague: str | None,
    reason: str,
    username: str,
    as_json: bool,
) -> None:
    """USERNAME leaves: tasks are handed over or given back, posts and sessions end."""
    with open_for(ctx).sessions.begin() as session:
        left = reassigning.leave(
            session,
            acting(session, username),
            account_name,
            to=colleague,
            now=clock.now(session),
            reason=reason,
        )
    if as_json:
        show_json(asdict(left))
        return
    head = ("việc/task", "tên/name", "đơn vị/unit", "kết quả/result", "ghi chú/note")
    show_table(head, [tuple(asdict(item).values()) for item in left.items])
    click.echo(f"{left.username}: {left.posts} chức danh / posts, {left.absences} vắng / absences")


COMMANDS: tuple[click.Command, ...] = (account,)
