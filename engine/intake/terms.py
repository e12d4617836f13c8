"""Periods to do something in: 'trong 05 ngày làm việc kể từ ngày nhận', with what they are counted from."""

from __future__ import annotations

import re

from engine.intake.date_forms import NUMBERS, Printed
from engine.intake.dates import read_day
from engine.intake.deadline_marks import WITHIN
from engine.intake.due import HARD, Due
from engine.intake.found import NO_LATER

_I = re.IGNORECASE
_COUNTED = re.compile(r"^(?:kể\stừ|tính\stừ|từ|so\svới)\s|sau\s(?=khi\s|ngày\s)", _I)
"""What the words before a period's event say is said by the period itself."""


def read_terms(text: str) -> list[Due]:
    """The periods a sentence prints as deadlines, in its order."""
    return [_within(found) for found in WITHIN.finditer(text) if _is_term(found)]


def _is_term(found: re.Match[str]) -> bool:
    """'sau 05 ngày' alone is no term, 'từ 15 ngày' neither; both need what they count from."""
    if found["unit"].lower() != "ngày" and not found["since"]:
        return found.group().lower().startswith(("trong", "không")) and found["unit"] != "tháng"
    return bool(found["since"]) or not found.group().lower().startswith("sau")


def _within(found: re.Match[str]) -> Due:
    said = " ".join(found["n"].lower().split())
    days = int(said) if said.isdigit() else NUMBERS[said]
    since = _COUNTED.sub("", " ".join(found["since"].split()), count=1) if found["since"] else None
    start, end = found.span()
    unit = {"ngày": "day", "tháng": "month"}.get(found["unit"].lower(), "hour")
    return Due(
        start,
        end,
        NO_LATER,
        HARD,
        within=days,
        working=bool(found["working"]),
        since=since,
        since_day=_day_of(since) if since else None,
        unit=unit,
    )


def _day_of(since: str) -> Printed | None:
    """The day that is all a period is counted from: 'ngày 01/6/2023', no 'ngày ban hành'."""
    day = read_day(since, 0)
    if day is None or day.end < len(since) or day.day is None or day.month is None:
        return None
    return None if day.blank or day.whole or day.every else day
