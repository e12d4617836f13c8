"""What commands share: who acts, how a result is printed, how text and days are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters import clock
from engine.deadlines import LOCAL
from engine.errors import InputError, NotFound
from engine.people import Account, Actor, signed_in, username_key
from engine.printed_days import PrintedDay


class NoYear(InputError):
    """A day on the command line without its year."""

    code = "no-year"
    vi = "Ngày «{text}» thiếu năm. Hãy ghi dạng 14/05/2023."
    en = "The day «{text}» has no year. Write it like 14/05/2023."


class Day(click.ParamType[date]):
    """A day, ``14/05/2023`` or ``2023-05-14``."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day that was written. Raises ``ImpossibleDate``, ``NoYear``."""
        if isinstance(value, date):
            return value
        printed = PrintedDay.parse(value)
        if printed.year is None:
            raise NoYear(text=value)
        return printed.in_year(printed.year)


DAY = Day()

by_option = click.option(
    "--by", "username", metavar="ACCOUNT", required=True, help="The username of who does it."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class NoSuchAccount(NotFound):
    """Nobody who may work has that username here."""

    code = "no-such-account"
    vi = (
        "Không có tài khoản đang dùng «{username}». Hãy kiểm tra tên đăng nhập; với bản trình diễn, "
        "thêm --demo ngay sau «dondoc»."
    )
    en = (
        "There is no active account «{username}». Check the username; for the demonstration, put "
        "--demo right after «dondoc»."
    )


def acting(session: Session, username: str) -> Actor:
    """The active account of that username. Raises ``NoSuchAccount``."""
    account = session.scalar(select(Account.id).where(Account.username == username_key(username)))
    found = signed_in(session, account, clock.now(session)) if account is not None else None
    if found is None:
        raise NoSuchAccount(username=username)
    return found.actor


def show_json(value: object) -> None:
    """Print a value; days and moments in ISO form."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def show_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their heads, columns as wide as their widest cell."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    for line in (head, *cells):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
