"""``dondoc fault``: steps that failed, and what an administrator does about them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters import clock
from engine import fault_repair, fault_views
from engine.deadlines import LOCAL
from engine.errors import InputError, NotFound
from engine.faults import Fault
from engine.people import Account, Actor, signed_in, username_key
from engine.process.data import dump
from engine.process.events import Failure
from webapp.installation import Installation, open_for

T = TypeVar("T")


class BadSetting(InputError):
    """A ``--set`` that is no assignment."""

    code = "bad-setting"
    vi = "«{text}» không đúng dạng tên=biểu thức, ví dụ --set 'dueAt=date(\"2026-05-15\")'."
    en = "«{text}» is not of the form name=expression, as in --set 'dueAt=date(\"2026-05-15\")'."


@click.group()
def fault() -> None:
    """Engine faults: steps that failed and wait for somebody."""


@fault.command("list")
@click.option("--all", "everything", is_flag=True, help="The repaired ones too.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def fault_list(ctx: click.Context, everything: bool, as_json: bool) -> None:
    """Steps that failed and wait for somebody."""
    with _opened(ctx) as opened, opened.sessions() as session:
        rows = fault_views.listed(session, everything=everything)
    if as_json:
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(_line(row, ctx.obj["lang"]))
    click.echo(f"{len(rows)} lỗi / faults")


@fault.command("show")
@click.argument("fault_id", type=int, metavar="ID")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def fault_show(ctx: click.Context, fault_id: int, as_json: bool) -> None:
    """All that is known of one: the event, the instance, where its tokens stand."""
    with _opened(ctx) as opened, opened.sessions() as session:
        shown = fault_views.shown(session, opened.machine, fault_id)
    variables = {n: v for n, v in shown.data.items() if not n.startswith("#")}
    if as_json:
        more: dict[str, object] = {
            "event": json.loads(shown.fault.event),
            "instance_status": shown.status,
            "standing": [{"token": p.token, "element": p.element} for p in shown.standing],
            "data": json.loads(dump(variables)),
        }
        click.echo(json.dumps(_as_json(shown.fault) | more, ensure_ascii=False, indent=1))
        return
    row = shown.fault
    told = {
        "tiến trình / process": f"{row.process} ({shown.status or '–'})",
        "phiên chạy / instance": row.instance_id or "–",
        "đơn vị / unit": row.unit_id,
        "văn bản / directive": row.directive_id or "–",
        "phần tử / element": row.element or "–",
        "sự kiện / event": row.what,
        "mã lỗi / code": row.code or "–",
        "số lần / attempts": row.attempts,
        "lần đầu / first": _moment(row.created_at),
        "lần cuối / last": _moment(row.last_at),
        "dữ kiện của sự kiện / event data": json.loads(row.event).get("data", ""),
        "biến / variables": dump(variables),
    }
    click.echo(_line(row, ctx.obj["lang"]))
    for name, value in told.items():
        click.echo(f"  {name}: {value}")
    for place in shown.standing:
        click.echo(f"  đang đứng / token {place.token}: {place.element} {place.name}")


def _acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every act has."""
    why = click.option("--why", required=True, help="The reason, for the history.")
    by = click.option("--by", metavar="ACCOUNT", help="An administrator's username.")
    return why(by(command))


@fault.command("retry")
@click.argument("fault_id", type=int, metavar="ID")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=FEEL", help="Set a variable before."
)
@_acting
@click.pass_context
def fault_retry(
    ctx: click.Context, fault_id: int, settings: tuple[str, ...], why: str, by: str | None
) -> None:
    """Let the failed event happen again; exit status 1 if it fails again."""
    values = _values(settings)

    def act(session: Session, opened: Installation, now: datetime, actor: Actor | None) -> Any:
        return fault_repair.retry(
            session, opened.machine, fault_id, now, why=why, values=values, by=actor
        )

    failure: Failure | None = _act(ctx, by, act)
    if failure is not None:
        said = failure.vi or failure.message if ctx.obj["lang"] == "vi" else failure.message
        click.echo(f"#{fault_id} lại lỗi / failed again: {said}", err=True)
        sys.exit(1)
    click.echo(f"#{fault_id} đã sửa / repaired")


@fault.command("move")
@click.argument("fault_id", type=int, metavar="ID")
@click.argument("element")
@click.option("--token", type=int, help="Which token, where several could be meant.")
@_acting
@click.pass_context
def fault_move(
    ctx: click.Context, fault_id: int, element: str, token: int | None, why: str, by: str | None
) -> None:
    """Set the token down at another ELEMENT of the same (sub-)process."""

    def act(session: Session, opened: Installation, now: datetime, actor: Actor | None) -> None:
        fault_repair.move(
            session, opened.machine, fault_id, element, now, why=why, token=token, by=actor
        )

    _act(ctx, by, act)
    click.echo(f"#{fault_id} đã chuyển bước tới / moved to {element}")


@fault.command("cancel")
@click.argument("fault_id", type=int, metavar="ID")
@_acting
@click.pass_context
def fault_cancel(ctx: click.Context, fault_id: int, why: str, by: str | None) -> None:
    """Stop the instance: its tasks and timers are closed."""

    def act(session: Session, opened: Installation, now: datetime, actor: Actor | None) -> None:
        fault_repair.cancel(session, opened.machine, fault_id, now, why=why, by=actor)

    _act(ctx, by, act)
    click.echo(f"#{fault_id} đã hủy tiến trình / instance cancelled")


@fault.command("close")
@click.argument("fault_id", type=int, metavar="ID")
@_acting
@click.pass_context
def fault_close(ctx: click.Context, fault_id: int, why: str, by: str | None) -> None:
    """Nothing is left to do: close the fault and change nothing else."""

    def act(session: Session, _: Installation, now: datetime, actor: Actor | None) -> None:
        fault_repair.close(session, fault_id, now, why=why, by=actor)

    _act(ctx, by, act)
    click.echo(f"#{fault_id} đã đóng / closed")


@contextmanager
def _opened(ctx: click.Context) -> Iterator[Installation]:
    opened = open_for(ctx)
    try:
        yield opened
    finally:
        opened.connections.dispose()


def _act(
    ctx: click.Context,
    by: str | None,
    act: Callable[[Session, Installation, datetime, Actor | None], T],
) -> T:
    with _opened(ctx) as opened, opened.sessions.begin() as session:
        return act(session, opened, clock.now(session), _account(session, by))


def _account(session: Session, username: str | None) -> Actor | None:
    """Who acts; None is the server's own administrator. Raises ``NotFound``."""
    if username is None:
        return None
    found = session.scalar(select(Account.id).where(Account.username == username_key(username)))
    account = signed_in(session, found, clock.now(session)) if found is not None else None
    if account is None:
        raise NotFound(what=f"account «{username}»")
    return account.actor


def _values(settings: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name.strip() or not text.strip():
            raise BadSetting(text=setting)
        found[name.strip()] = text.strip()
    return found


def _line(row: Fault, lang: str) -> str:
    said = row.message_vi if lang == "vi" else row.message
    repaired = "" if row.status == "open" else " (đã sửa / repaired)"
    instance = f" [{row.instance_id}]" if row.instance_id else ""
    place = f"{row.process}{instance} {row.element or '-'}"
    return f"#{row.id}{repaired} {place} ×{row.attempts} {_moment(row.last_at)}: {said}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LOCAL):%d/%m/%Y %H:%M:%S}"


def _as_json(row: Fault) -> dict[str, object]:
    return {
        "id": row.id,
        "status": row.status,
        "instance": row.instance_id,
        "process": row.process,
        "unit": row.unit_id,
        "directive": row.directive_id,
        "subject": row.subject,
        "element": row.element,
        "what": row.what,
        "code": row.code,
        "vi": row.message_vi,
        "en": row.message,
        "attempts": row.attempts,
        "first": row.created_at.isoformat(),
        "last": row.last_at.isoformat(),
    }


COMMANDS: tuple[click.Command, ...] = (fault,)
