"""Days as letters print them: one or several, with a time of day, a weekday, or repeating themselves.

``read_days`` reads at a place of a sentence; what year is meant and whether it is a deadline are
questions for ``years`` and ``deadline_grammar``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.date_forms import EVERY, Printed, calendar_day
from engine.intake.date_words import in_words, near
from engine.intake.day_lists import MOST_DAYS, in_months, of_period, of_whole

_I = re.IGNORECASE
_WEEKDAYS = {
    "hai": 1, "2": 1, "ba": 2, "3": 2, "tư": 3, "4": 3, "năm": 4, "5": 4, "sáu": 5, "6": 5,
    "bảy": 6, "bẩy": 6, "7": 6,
}  # fmt: skip
_TIME = re.compile(
    r"(?:lúc\s|hồi\s)?(?P<h>\d{1,2})\s?(?:(?:giờ|h|g)\s?(?P<m>\d{2}(?![\d/]))?|:(?P<m2>\d{2}))"
    r"\s?(?:phút|p(?!\w)|['’′])?\s?(?:(?:sáng|chiều|trưa)(?!\w))?\s*,?\s*(?:(?:của|vào)\s)?",
    _I,
)
_WEEKDAY = re.compile(
    r"(?:(?:chiều|sáng|trưa)\s)?(?:(?:(?:các\s)?ngày\s)?thứ\s?(?P<w>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?![\w/])|chủ\snhật)"
    rf"(?P<weekly>\s{EVERY}\stuần|\scủa\stuần)?\s*[,(]?\s*",
    _I,
)
_AND = re.compile(
    r"\s*(?:,|;|/|và|hoặc|&)\s*(?:(?:trước|vào|chậm\snhất(?:\slà)?)\s)?(?=ngày\s|\d)", _I
)


def read_days(text: str, at: int) -> tuple[Printed, ...]:
    """The day or days printed from ``at`` on ('15/6 và 15/12 hằng năm' are two), none if none is.

    What only the last of them prints (month, year, 'hằng năm') holds for those before it.
    """
    if timed := _at_several_times(text, at):
        return timed
    if listed := of_period(text, _time(text, at)[1]):
        return tuple(replace(day, start=at, time=_time(text, at)[0]) for day in listed)
    first = read_day(text, at)
    if first is None:
        return ()
    if months := in_months(text, first):
        return months
    if first.whole and (wholes := of_whole(text, first)):
        return wholes
    if first.weekday is not None:
        return _weekdays(text, first)
    days = [first]
    while len(days) < MOST_DAYS and days[-1].day is not None and not days[-1].whole:
        joint = _AND.match(text, days[-1].end)
        following = read_day(text, joint.end()) if joint else None
        if following is None or following.day is None or following.blank:
            break
        days.append(following)
    return _shared(days)


def _at_several_times(text: str, at: int) -> tuple[Printed, ...]:
    """'6 giờ và 16 giờ hằng ngày', '10 giờ, 15 giờ ngày 20/5': the day at each of the times."""
    times = read_times(text, at)
    if len(times) < _SEVERAL:
        return ()
    day = read_day(text, times[-1].start)
    if day is None or day.time is None:
        return ()
    return tuple(replace(day, start=at, time=one.time) for one in times)


_SEVERAL = 2


def _weekdays(text: str, first: Printed) -> tuple[Printed, ...]:
    """'thứ Ba và thứ Sáu hằng tuần': each of them, all of every week."""
    days = [first]
    while len(days) < MOST_DAYS and (joint := _WEEK_AND.match(text, days[-1].end)):
        following = read_day(text, joint.end())
        if following is None or following.weekday is None:
            break
        days.append(following)
    return tuple(replace(day, every=days[-1].every, time=day.time or first.time) for day in days)


_WEEK_AND = re.compile(r"\s*(?:,|và)\s*(?=thứ\s)", _I)


def read_day(text: str, at: int) -> Printed | None:
    """The one day printed from ``at`` on."""
    time, place = _time(text, at)
    weekday = _WEEKDAY.match(text, place)
    start = weekday.end() if weekday else place
    day = calendar_day(text, start) or in_words(text, start) or near(text, start, timed=bool(time))
    if time and day is None and (daily := _DAILY.match(text, place)):
        return Printed(at, daily.end(), every="day", time=time)
    if weekday and day is None:
        if weekday["w"] is None and not weekday["weekly"]:
            return None
        end = place + len(weekday.group().rstrip(" ,("))
        number = _WEEKDAYS.get((weekday["w"] or "").lower(), 7)
        every = "week" if weekday["weekly"] else None
        return Printed(at, end, weekday=number, every=every, time=time)
    return None if day is None else replace(day, start=at, time=time)


def read_times(text: str, at: int) -> tuple[Printed, ...]:
    """Times of day without their day: 'trước 16 giờ 30', '6 giờ và 16 giờ'."""
    times: list[Printed] = []
    while len(times) < MOST_DAYS:
        time, end = _time(text, at)
        if time is None:
            break
        times.append(Printed(at, at + len(text[at:end].rstrip(" ,")), time=time))
        joint = _AND_TIME.match(text, times[-1].end)
        if joint is None:
            break
        at = joint.end()
    return tuple(times)


_AND_TIME = re.compile(r"\s?(?:,\s?và|,|;|và)\s?(?:trước\s|lúc\s)?(?=\d)", _I)


def _time(text: str, at: int) -> tuple[str | None, int]:
    found = _TIME.match(text, at)
    if not found or int(found["h"]) > 24:
        return None, at
    minutes = found["m"] or found["m2"] or "00"
    return f"{int(found['h']):02}:{minutes}", found.end()


_DAILY = re.compile(rf"(?:{EVERY}|trong|cùng)\sngày(?!\s?\d|\sthứ)", _I)


def _shared(days: Sequence[Printed]) -> tuple[Printed, ...]:
    out = [days[-1]]
    for day in reversed(days[:-1]):
        out.append(_lent(day, out[-1]))
    return tuple(reversed(out))


def _lent(day: Printed, later: Printed) -> Printed:
    """``day`` with what only the day after it prints."""
    if day.month is None and day.every is None:
        day = replace(day, month=later.month, every=later.every)
    if day.year is None and day.every is None and not day.years_on:
        day = replace(day, year=_before(day, later), every=later.every)
    return day


def _before(day: Printed, later: Printed) -> int | None:
    """The year of a day whose year is printed at the next one: '15/12 và 15/01/2024'."""
    turned = later.year and day.month and later.month and day.month > later.month
    return later.year - 1 if later.year and turned else later.year
