"""Dates, times and durations: reading them, writing them, reckoning with them.

Lexical forms are those of XML Schema, with FEEL's "@Zone/Name" suffix. Years run from 0001 to
9999 and fractions of a second to microseconds; what lies outside reads as null.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.process.feel.numbers import WIDE, text_of
from engine.process.feel.values import YearsMonths

UTC = dt.UTC
DAY = dt.timedelta(days=1)
MICROSECOND = dt.timedelta(microseconds=1)
_REFERENCE = dt.datetime(2000, 1, 1)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]{1,64})?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,12})D)?"
    r"(?:T(?=\d)(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{0,30}))?S)?)?",
    re.ASCII,
)
_MAX_OFFSET = dt.timedelta(hours=14)


def read_date(text: str) -> dt.date | None:
    """ "2025-07-01" as a date, or None."""
    match = _DATE.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_zone(text: str) -> dt.tzinfo | None:
    """ "Z", "+07:00" or "@Asia/Ho_Chi_Minh" as a tzinfo, or None."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ValueError, OSError, KeyError):
            return None
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    if offset > _MAX_OFFSET or minutes > 59 or (seconds and seconds[0] > 59):
        return None
    return dt.timezone(-offset if text[0] == "-" else offset)


def read_time(text: str) -> dt.time | None:
    """ "08:30:00", with an optional fraction and offset or zone, as a time, or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, zone_text = match.groups()
    zone = read_zone(zone_text) if zone_text else None
    if zone_text and zone is None:
        return None
    try:
        micro = int((fraction or "").ljust(6, "0")[:6])
        return dt.time(int(hour), int(minute), int(second), micro, tzinfo=zone)
    except ValueError:
        return None


def read_date_time(text: str) -> dt.datetime | None:
    """A date, or a date and a time joined by T, as a date and time, or None."""
    day_text, joined, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None:
        return None
    if not joined:
        return dt.datetime(day.year, day.month, day.day)
    clock = read_time(time_text)
    return dt.datetime.combine(day, clock) if clock is not None else None


def read_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """ "P1Y2M" or "P3DT4H" (each with an optional minus), or None; the kinds do not mix."""
    match = _MONTHS.fullmatch(text)
    if match:
        sign, years, month = match.groups()
        count = int(years or 0) * 12 + int(month or 0)
        return YearsMonths(-count if sign else count)
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60
    micro = (whole + int(seconds or 0)) * 1_000_000 + int((fraction or "").ljust(6, "0")[:6])
    return micros(-micro if sign else micro)


def read_literal(text: str) -> object:
    """What @"..." means: a date, time, date and time or duration; None if it is none."""
    for read in (read_date, read_time, read_date_time, read_duration):
        found = read(text)
        if found is not None:
            return found
    return None


def micros(count: int) -> dt.timedelta | None:
    """A duration of that many microseconds, or None beyond the range."""
    try:
        return dt.timedelta(microseconds=count)
    except OverflowError:
        return None


def seconds_of(count: int) -> Decimal:
    """Microseconds as a number of seconds."""
    return WIDE.scaleb(Decimal(count), Decimal(-6)).normalize(WIDE)


def zone_text(zone: dt.tzinfo | None) -> str:
    """The suffix a time carries: "", "Z", "+07:00" or "@Asia/Ho_Chi_Minh"."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None) or dt.timedelta()
    if not offset:
        return "Z"
    seconds = int(abs(offset).total_seconds())
    text = f"{'-' if offset < dt.timedelta() else '+'}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def time_text(value: dt.time | dt.datetime) -> str:
    """A time of day with its zone."""
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    zone = value.tzinfo
    if zone is not None and not isinstance(zone, (dt.timezone, ZoneInfo)):
        return text + zone_text(dt.timezone(offset_of(value) or dt.timedelta()))
    return text + zone_text(zone)


def date_text(value: dt.date) -> str:
    """A date as YYYY-MM-DD."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def duration_text(value: dt.timedelta | YearsMonths) -> str:
    """The canonical form: P1Y2M, P0M, P1DT2H, PT0S."""
    if isinstance(value, YearsMonths):
        years, month = divmod(abs(value.months), 12)
        body = (f"{years}Y" if years else "") + (f"{month}M" if month or not years else "")
        return ("-P" if value.months < 0 else "P") + body
    total = abs(value // MICROSECOND)
    seconds, micro = divmod(total, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    text = f"{days}D" if days else ""
    clock = "".join(
        f"{count}{unit}"
        for count, unit in ((seconds // 3600, "H"), (seconds // 60 % 60, "M"))
        if count
    )
    if seconds % 60 or micro:
        clock += text_of(seconds_of(total % 60_000_000)) + "S"
    if clock or not text:
        text += "T" + (clock or "0S")
    return ("-P" if value < dt.timedelta() else "P") + text


def offset_of(value: dt.time | dt.datetime) -> dt.timedelta | None:
    """The offset from UTC; a bare time in a zone takes the zone's at 2000-01-01."""
    zone = value.tzinfo
    if zone is None:
        return None
    return value.utcoffset() if isinstance(value, dt.datetime) else zone.utcoffset(_REFERENCE)


def fixed(value: dt.datetime) -> dt.datetime:
    """The same moment with an offset in place of a zone, so that Python compares instants."""
    if isinstance(value.tzinfo, ZoneInfo):
        return value.replace(tzinfo=dt.timezone(value.utcoffset() or dt.timedelta()))
    return value


def time_micros(value: dt.time) -> int:
    """Microseconds since midnight, of the clock as it reads."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def clock_micros(value: dt.time) -> int:
    """Microseconds since midnight UTC, or since local midnight without an offset."""
    offset = offset_of(value)
    return time_micros(value) - (offset // MICROSECOND if offset is not None else 0)


def midnight(value: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """The first moment of a day."""
    return dt.datetime(value.year, value.month, value.day, tzinfo=zone)


def shift(value: dt.datetime, by: dt.timedelta) -> dt.datetime | None:
    """A moment later by a duration; in a zone elapsed time counts, not the clock on the wall."""
    try:
        if isinstance(value.tzinfo, ZoneInfo):
            return (value.astimezone(UTC) + by).astimezone(value.tzinfo)
        return value + by
    except OverflowError:
        return None


def shift_months(value: dt.date, count: int) -> dt.date | None:
    """The same day ``count`` months later, or the month's last day; keeps the time of day."""
    year, month = divmod(value.year * 12 + value.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(value.day, months.monthrange(year, month + 1)[1])
    return value.replace(year=year, month=month + 1, day=day)


def shift_time(value: dt.time, by: dt.timedelta) -> dt.time:
    """A time of day later by a duration, round the clock."""
    total = (time_micros(value) + by // MICROSECOND) % (86_400 * 1_000_000)
    seconds, micro = divmod(total, 1_000_000)
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60, micro, tzinfo=value.tzinfo)


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from one date to another, by the day of the month; backwards it is negative."""
    if end < start:
        return -months_between(end, start)
    count = (end.year - start.year) * 12 + end.month - start.month
    return count - (end.day < start.day)
