"""The expressions of a process, compiled once at deployment and asked for by their text.

A timer may also be a bare ISO literal, as modelling tools write it (``P7D``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
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


def form_name(value: object, text: str) -> str:
    """The name of a form; '' for null, which leaves the task its own. Raises ``WrongType``."""
    if value is None or isinstance(value, str):
        return value or ""
    wanted, wanted_vi = "the name of a form", "tên biểu mẫu"
    raise WrongType(text=text, got=kind(value), wanted=wanted, wanted_vi=wanted_vi)


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


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating timer: ``repeats`` times (-1 without end), ``every`` so long, from ``start``."""

    repeats: int
    every: timedelta | YearsMonths
    start: datetime | None = None


_MINUTE = timedelta(minutes=1)
_CYCLE = re.compile(r"R(\d*)/(?:([^P/][^/]*)/)?(P[^/]+)")


def cycle_text(text: str) -> str:
    """FEEL for what stands in a timeCycle: itself, or a string around a bare ISO repetition."""
    return f'"{text}"' if re.fullmatch(r"R\d*/[\w:+.\-/]+", text) else timer_text(text)


def cycle(value: object, text: str) -> Cycle:
    """A repetition from its ISO text (``R3/PT1H``) or from a duration, which repeats without end.

    Raises ``WrongType`` for anything else, for an interval that is not positive too.
    """
    found: Cycle | None = None
    if isinstance(value, (timedelta, YearsMonths)):
        found = Cycle(-1, value)
    elif isinstance(value, str) and (parts := _CYCLE.fullmatch(value)):
        every = _iso_value(parts[3])
        start = _iso_value(parts[2]) if parts[2] else None
        begins = moment(start, text) if isinstance(start, (date, datetime)) else None
        if isinstance(every, (timedelta, YearsMonths)) and (begins or not parts[2]):
            found = Cycle(int(parts[1]) if parts[1] else -1, every, begins)
    if found is None or not _positive(found.every):
        raise WrongType(
            text=text,
            got=kind(value),
            wanted="a repetition, as R3/PT1H",
            wanted_vi="chu kỳ, ví dụ R3/PT1H",
        )
    return found


def endless(turns: Cycle) -> bool:
    """Whether it repeats without end and more often than the clock is looked at."""
    return turns.repeats < 0 and isinstance(turns.every, timedelta) and turns.every < _MINUTE


def _iso_value(text: str) -> object:
    wrapped = timer_text(text)
    return feel.compile(wrapped, ()).evaluate({}) if wrapped != text else None


def _positive(every: timedelta | YearsMonths) -> bool:
    return every.months > 0 if isinstance(every, YearsMonths) else every > timedelta(0)


def next_turn(turns: Cycle, last: datetime | None, now: datetime, text: str) -> datetime:
    """The next moment of a repetition; turns that were missed until ``now`` are passed over."""
    if last is None:
        return turns.start or after(now, turns.every, text)
    count = passed_turns(turns, last, now, text)
    if isinstance(turns.every, timedelta):
        return _sane(last + turns.every * count, text)
    due = last
    for _ in range(count):
        due = after(due, turns.every, text)
    return due


def passed_turns(turns: Cycle, due: datetime | None, now: datetime, text: str) -> int:
    """How many turns lie between ``due`` and ``now``, the one at ``due`` included."""
    count = 1
    if due is None or due > now:
        return count
    if isinstance(turns.every, timedelta):
        return count + (now - due) // turns.every
    while (due := after(due, turns.every, text)) <= now:
        count += 1
    return count


def whole_number(value: object, text: str) -> int:
    """A cardinality. Raises ``WrongType`` unless it is a whole number from 0."""
    number = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(number, Decimal) and number >= 0 and number == number.to_integral_value():
        return int(number)
    raise WrongType(
        text=text, got=kind(value), wanted="a whole number from 0", wanted_vi="số nguyên từ 0"
    )


def collection(value: object, text: str) -> list[object]:
    """The items of a multi-instance. Raises ``WrongType`` unless it is a list."""
    if isinstance(value, list):
        return value
    raise WrongType(text=text, got=kind(value), wanted="a list", wanted_vi="một danh sách")


def truth(value: object, text: str) -> bool:
    """A condition's outcome. Raises ``WrongType`` for null: a token must not guess its way."""
    if isinstance(value, bool):
        return value
    raise WrongType(text=text, got=kind(value), wanted="true or false", wanted_vi="đúng hoặc sai")
