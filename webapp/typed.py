"""What a person typed into an address or a form, as values."""

from __future__ import annotations

from datetime import date

from flask import abort, request

from engine.errors import InputError
from engine.printed_days import ImpossibleDate, PrintedDay

MAX_ID = 2**62


def a_day(text: str) -> date:
    """14/05/2023 (or 2023-05-14) as a day. Raises ``ImpossibleDate`` for anything without a year."""
    printed = PrintedDay.parse(text)
    if printed.year is None:
        raise ImpossibleDate(text=text)
    return printed.in_year(printed.year)


def a_day_or_none(text: str) -> date | None:
    """The same; None for nothing. Raises ``ImpossibleDate``."""
    return a_day(text) if text.strip() else None


def field(name: str, most: int = 2000) -> str:
    """A field of the form that was sent, trimmed and cut; '' where it is missing."""
    return request.form.get(name, "").strip()[:most]


def after() -> int | None:
    """``after`` of the address; answers 400 for what is no number."""
    return number_or_400(request.args.get("after"))


def number_or_400(text: str | None) -> int | None:
    """An id that stands in an address or a hidden field; None for nothing."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) < MAX_ID):
        abort(400)
    return int(text)


def day_in_address(name: str, otherwise: date) -> date:
    """A day of the address; ``otherwise`` where there is none or it is none."""
    try:
        return a_day_or_none(request.args.get(name, "")) or otherwise
    except InputError:
        return otherwise
