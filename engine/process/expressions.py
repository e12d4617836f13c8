"""The expressions of a process, compiled once at deployment and asked for by their text.

A timer may also be a bare ISO literal, as modelling tools write it (``P7D``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.errors import DondocError
from engine.process import feel
from engine.process.feel.values import YearsMonths, kind

Compiled: TypeAlias = feel.Expression
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_ISO_DURATION = re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?")


class WrongType(DondocError):
    """An expression gave a value of a kind that its place cannot use."""

    code = "wrong-type"
    vi = "Biểu thức «{text}» cho {got}, cần {wanted_vi}. Hãy sửa biểu thức hoặc dữ liệu."
    en = "The expression «{text}» gives {got}, {wanted} is needed. Mend the expression or the data."


def timer_text(text: str) -> str:
    """FEEL for what stands in a timer: itself, or a literal around a bare ISO value."""
    if _ISO_DURATION.fullmatch(text):
        weeks = re.fullmatch(r"P(\d+)W", text)
        return f'duration("P{int(weeks[1]) * 7}D")' if weeks else f'duration("{text}")'
    if _ISO_MOMENT.fullmatch(text):
        return f'date and time("{text}")' if "T" in text else f'date("{text}")'
    return text


def compile_text(text: str, names: Collection[str] | None) -> Compiled:
    """Compile, knowing which variables are in scope. Raises the FEEL errors with positions."""
    return feel.compile(text, names)


class OutOfRange(DondocError):
    """A moment that no calendar of ours knows, and the database could not give back."""

    code = "moment-out-of-range"
    vi = "«{text}» cho một thời điểm ngoài khoảng 1900–2999. Hãy sửa biểu thức hoặc dữ liệu."
    en = "«{text}» gives a moment outside 1900–2999. Mend the expression or the data."


def _sane(found: datetime, text: str) -> datetime:
    if not 1900 <= found.year <= 2999:
        raise OutOfRange(text=text)
    return found


def moment(value: object, text: str) -> datetime:
    """A timer's moment: a date and time (local where it has no zone) or a date's first instant.

    Raises ``WrongType`` and ``OutOfRange``.
    """
    if isinstance(value, datetime):
        return _sane(value if value.tzinfo is not None else value.replace(tzinfo=LOCAL), text)
    if isinstance(value, date):
        return _sane(datetime(value.year, value.month, value.day, tzinfo=LOCAL), text)
    raise WrongType(text=text, got=kind(value), wanted="a date and time", wanted_vi="ngày giờ")


def after(start: datetime, value: object, text: str) -> datetime:
    """``start`` plus a duration of either kind; days are local days, months keep the local day.

    Raises ``WrongType`` and ``OutOfRange``.
    """
    if not isinstance(value, (timedelta, YearsMonths)):
        raise WrongType(
            text=text, got=kind(value), wanted="a duration", wanted_vi="khoảng thời gian"
        )
    try:
        found = start + value if isinstance(value, timedelta) else _months_on(start, value.months)
    except (OverflowError, ValueError) as error:
        raise OutOfRange(text=text) from error
    return _sane(found, text)


def _months_on(start: datetime, months: int) -> datetime:
    local = start.astimezone(LOCAL)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return local.replace(year=year, month=month + 1, day=min(local.day, last))


def truth(value: object, text: str) -> bool:
    """A condition's outcome. Raises ``WrongType`` for null: a token must not guess its way."""
    if isinstance(value, bool):
        return value
    raise WrongType(text=text, got=kind(value), wanted="true or false", wanted_vi="đúng hoặc sai")
