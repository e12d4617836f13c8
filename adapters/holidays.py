"""Vietnam's public holidays with substitutes and make-up Saturdays, from the package ``holidays``.

It cannot know what is decided late (2 January 2026 off for Saturday 10 January, say): that is
entered as an override (``dondoc calendar``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import holidays

from engine.calendar_tables import DayRow

COUNTRY, LANGUAGE = "VN", "vi"
MAKE_UP = "Làm bù"


def days(years: Iterable[int]) -> list[DayRow]:
    """The days of those years that differ from the plain week, in order."""
    wanted = sorted(set(years))
    # A make-up Saturday may lie in the year before or after the day off it is worked for.
    around = range(wanted[0] - 1, wanted[-1] + 2) if wanted else ()
    known = cast("Any", holidays.country_holidays(COUNTRY, years=around, language=LANGUAGE))
    off = [DayRow(day, working=False, note=name) for day, name in known.items()]
    worked = [DayRow(day, working=True, note=MAKE_UP) for day in known.weekend_workdays]
    return sorted((row for row in off + worked if row.day.year in wanted), key=lambda row: row.day)
