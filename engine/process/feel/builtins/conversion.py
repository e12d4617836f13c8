"""Functions that turn one type into another."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.process.feel import temporal
from engine.process.feel.functions import builtin
from engine.process.feel.numbers import WIDE, number, read_number, whole
from engine.process.feel.text import shown
from engine.process.feel.values import Run, Value, YearsMonths


def _tried(run: Run, value: Value, text: str, what: str) -> Value:
    if value is None:
        run.null(f"'{text[:40]}' is no {what}")
    return value


@builtin("date", "from: string")
def date_of_text(run: Run, text: str) -> Value:
    """The date a string tells."""
    return _tried(run, temporal.read_date(text), text, "date")


@builtin("date", "from: date|date and time")
def date_of(run: Run, value: dt.date) -> Value:
    """The date of a date and time, as its own clock shows it."""
    return value.date() if isinstance(value, dt.datetime) else value


@builtin("date", "year: number, month: number, day: number")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    """A date from its parts."""
    parts = [whole(part) for part in (year, month, day)]
    try:
        return dt.date(*(p for p in parts if p is not None)) if None not in parts else None
    except (ValueError, OverflowError):
        run.null("there is no such date")
        return None


@builtin("time", "from: string")
def time_of_text(run: Run, text: str) -> Value:
    """The time of day a string tells."""
    return _tried(run, temporal.read_time(text), text, "time")


@builtin("time", "from: time|date|date and time")
def time_of(run: Run, value: Value) -> Value:
    """The time of day of a date and time; a date's is midnight UTC."""
    if isinstance(value, dt.datetime):
        return value.timetz()
    return dt.time(tzinfo=temporal.UTC) if isinstance(value, dt.date) else value


@builtin("time", "hour: number, minute: number, second: number, offset?: dtd")
def time_of_parts(
    run: Run,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: dt.timedelta | None = None,
) -> Value:
    """A time of day from its parts; the second may have a fraction."""
    parts = whole(hour), whole(minute)
    micro = whole(WIDE.scaleb(second, Decimal(6)).to_integral_value("ROUND_DOWN", WIDE))
    if parts[0] is None or parts[1] is None or micro is None or not 0 <= micro < 60_000_000:
        return None
    try:
        zone = dt.timezone(offset) if offset is not None else None
        return dt.time(parts[0], parts[1], *divmod(micro, 1_000_000), tzinfo=zone)
    except (ValueError, OverflowError):
        run.null("there is no such time")
        return None


@builtin("date and time", "from: string")
def moment_of_text(run: Run, text: str) -> Value:
    """The date and time a string tells; a date alone means its midnight."""
    return _tried(run, temporal.read_date_time(text), text, "date and time")


@builtin("date and time", "from: date|date and time")
def moment_of(run: Run, value: dt.date) -> Value:
    """Itself; a date's is midnight UTC."""
    return value if isinstance(value, dt.datetime) else temporal.midnight(value, temporal.UTC)


@builtin("date and time", "date: date|date and time, time: time")
def moment_of_both(run: Run, date: dt.date, time: dt.time) -> Value:
    """A date and a time of day put together."""
    return dt.datetime.combine(dt.date(date.year, date.month, date.day), time)


@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, "
    "offset?: dtd|string",
)
def moment_of_parts(run: Run, *parts: Value) -> Value:
    """A date and time from its parts; the last is an offset or the name of a zone."""
    last = parts[6] if len(parts) > 6 else None
    zone = temporal.read_zone(f"@{last}") if isinstance(last, str) else None
    if isinstance(last, str) and zone is None:
        return None
    date = date_of_parts(run, *(number(p) or Decimal(0) for p in parts[:3]))
    offset = last if isinstance(last, dt.timedelta) else None
    time = time_of_parts(run, *(number(p) or Decimal(0) for p in parts[3:6]), offset=offset)
    if not isinstance(date, dt.date) or not isinstance(time, dt.time):
        return None
    return dt.datetime.combine(date, time.replace(tzinfo=zone) if zone else time)


@builtin("duration", "from: string")
def duration_of_text(run: Run, text: str) -> Value:
    """The duration a string tells, of either kind."""
    return _tried(run, temporal.read_duration(text), text, "duration")


@builtin("duration", "from: dtd|ymd")
def duration_of(run: Run, value: Value) -> Value:
    """Itself."""
    return value


@builtin("years and months duration", "from: date|date and time, to: date|date and time")
def months_between(run: Run, start: dt.date, end: dt.date) -> Value:
    """The whole months from one date to another; times of day do not count."""
    first, last = (d.date() if isinstance(d, dt.datetime) else d for d in (start, end))
    return YearsMonths(temporal.months_between(first, last))


@builtin("number", "from: string, grouping separator?: string, decimal separator?: string")
def number_of(
    run: Run, text: str, grouping: str | None = None, decimal: str | None = None
) -> Value:
    """The number a string tells, with its separators (" ", "," or "."; "." or ",")."""
    bad = grouping not in (None, " ", ",", ".") or decimal not in (None, ",", ".")
    if bad or (grouping is not None and grouping == decimal):
        run.null("number: these separators are not allowed")
        return None
    plain = text.replace(grouping, "") if grouping else text
    if decimal == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    return _tried(run, read_number(plain), text, "number")


@builtin("number", "from: number")
def number_itself(run: Run, value: Decimal) -> Value:
    """Itself."""
    return value


@builtin("string", "from: any")
def string_of(run: Run, value: Value) -> Value:
    """A value as text; null stays null."""
    return shown(value, run)
