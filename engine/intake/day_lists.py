"""Several days, months or times printed as one list: 'các ngày 15 và 30 hằng tháng', 'tháng 6 và tháng 12 hằng năm'."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from engine.intake.date_forms import (
    EVERY,
    LAST,
    OF_PERIOD,
    SAID,
    YEAR_TAIL,
    Printed,
    calendar_day,
    period_of,
    year_printed,
)

_I = re.IGNORECASE
_NUMBER_LIST = r"\d{1,2}(?:\s?(?:,|và|;)\s?(?:tháng\s?)?\d{1,2}(?!\d|/(?!20\d\d)|\s?tháng))*"
_DAY_OF_MONTHS = re.compile(
    rf"ngày\s+(?P<d>\d{{1,2}}|cuối(?:\scùng)?){SAID}\s(?:của\s)?(?:các\s|mỗi\s)?tháng\s?(?P<months>{_NUMBER_LIST})"
    rf"{YEAR_TAIL}",
    _I,
)
_DAYS_OF_PERIOD = re.compile(
    r"(?:các\s)?ngày\s+(?P<days>\d{1,2}(?:\s?(?:,\s?và|,|;|và)\s?(?:(?:các\s)?ngày\s)?\d{1,2}(?![\d/.%-])){1,11})(?P<last>)"
    + OF_PERIOD,
    _I,
)
_NEXT_WHOLE = re.compile(
    r"\s*(?:,\s?và|,|;|và)\s*(?:trong\s)?(?=(?:cuối\s)?tháng\s?\d|qu[ýí]\s)", _I
)
_NEXT_NUMBER = re.compile(
    rf"\s*(?:,\s?và|,|;|và)\s*(?P<n>\d{{1,2}}|IV|I{{1,3}})(?![\w/]\d?(?!\d{{3}}))"
    rf"(?:\s?/\s?(?P<y>20\d\d)|\s(?:của\s)?năm\s?(?P<y2>20\d\d)|\s(?P<yearly>{EVERY}\snăm)|(?P<more>(?=\s?(?:,|;|và)\s?\d)))",
    _I,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_THROUGH = re.compile(r"\s*(?:,|và|đến|tới|-|–)\s*(?=tháng\s\d|qu[ýí]\s)", _I)
MOST_DAYS = 12


def in_months(text: str, first: Printed) -> tuple[Printed, ...]:
    """'ngày 20 các tháng 3, 6, 9, 12': the day in each month, none if ``first`` is no such list."""
    found = _DAY_OF_MONTHS.match(text, first.start)
    if found is None or not re.search(r",|và", found["months"]):
        return ()
    day = LAST if found["d"].lower().startswith("cuối") else int(found["d"])
    months = [int(number) for number in re.findall(r"\d{1,2}", found["months"])]
    year = year_printed(found["y"] or found["y2"] or found["y3"])
    every = "year" if found["yearly"] else None
    whole = replace(first, end=found.end(), day=day, year=year, every=every)
    return tuple(replace(whole, month=month) for month in months if 1 <= month <= 12)


def of_period(text: str, at: int) -> tuple[Printed, ...]:
    """'các ngày 15 và 30 hằng tháng': each of them, none where no period is said or ``at`` is no such list."""
    found = _DAYS_OF_PERIOD.match(text, at)
    if found is None:
        return ()
    month, every = period_of(found)
    days = [int(number) for number in re.findall(r"\d{1,2}", found["days"])]
    if every is None or not all(1 <= day <= 31 for day in days):
        return ()
    following = bool(found["nextm"]) and every == "month"
    one = Printed(at, found.end(), None, month, every=every, following=following)
    return tuple(replace(one, day=day) for day in days)


def of_whole(text: str, first: Printed) -> tuple[Printed, ...]:
    """'tháng 6 và tháng 12 hằng năm': the end of each, unless they follow on one another.

    'tháng 4 và tháng 5/2024', 'quý III - quý IV' are one stretch, whose end is meant.
    """
    several = _each_whole(text, first)
    if several and not _adjoin(text, several):
        return several
    joint = _THROUGH.match(text, first.end)
    later = calendar_day(text, joint.end()) if joint else None
    return (replace(later, start=first.start),) if later and later.whole and later.month else ()


def _each_whole(text: str, first: Printed) -> tuple[Printed, ...]:
    """The months or quarters of a list, with what only the last of them prints; none for one alone."""
    days = [first]
    while len(days) < MOST_DAYS and days[-1].every is None and days[-1].year is None:
        following = _next_whole(text, days[-1], first)
        if following is None:
            break
        days.append(following)
    last = days[-1]
    if len(days) == 1 or not all(day.whole and day.month for day in days):
        return ()
    return tuple(
        replace(day, year=last.year, every=last.every, years_on=last.years_on) for day in days
    )


def _next_whole(text: str, last: Printed, first: Printed) -> Printed | None:
    if joint := _NEXT_WHOLE.match(text, last.end):
        return calendar_day(text, joint.end())
    found = _NEXT_NUMBER.match(text, last.end)
    if found is None:
        return None
    number = _ROMAN.get(found["n"].lower()) or int(found["n"])
    month = 3 * number if _is_quarter(text, first) else number
    if not 1 <= month <= 12:
        return None
    every = "year" if found["yearly"] else None
    year = year_printed(found["y"] or found["y2"])
    return replace(
        first, start=found.start("n"), end=found.end(), month=month, year=year, every=every
    )


def _is_quarter(text: str, day: Printed) -> bool:
    return bool(re.search("qu[ýí]", text[day.start : day.end], _I))


def _adjoin(text: str, days: tuple[Printed, ...]) -> bool:
    step = 3 if _is_quarter(text, days[0]) else 1
    months = [day.month or 0 for day in days]
    return all(then - month == step for month, then in pairwise(months))
