"""A day as a letter prints it, the year perhaps left out."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import Self

from engine.errors import InputError

YEARS = range(1945, 3000)
"""A year outside is a slip of the pen, and its midnight might not be representable."""

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class ImpossibleDate(InputError):
    """A day that no calendar has, or text that is no date."""

    code = "impossible-date"
    vi = "Ngày «{text}» không có trong lịch. Hãy ghi ngày/tháng hoặc ngày/tháng/năm có thật."
    en = "There is no day «{text}». Write a day/month or day/month/year that exists."


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as printed: the year may be left out."""

    day: int
    month: int
    year: int | None = None

    def __post_init__(self) -> None:
        """Raises ImpossibleDate; without a year 29/2 is let through."""
        try:
            self.in_year(2000 if self.year is None else self.year)
        except ImpossibleDate:
            raise ImpossibleDate(text=str(self)) from None

    @classmethod
    def parse(cls, text: str) -> Self:
        """'15/5', '15/05/2023' or '2023-05-15'; raises ImpossibleDate."""
        if found := _SLASHED.fullmatch(text.strip()):
            day, month, year = found.groups()
            return cls(int(day), int(month), int(year) if year else None)
        if found := _ISO.fullmatch(text.strip()):
            year, month, day = found.groups()
            return cls(int(day), int(month), int(year))
        raise ImpossibleDate(text=text)

    def __str__(self) -> str:
        day = f"{self.day:02}/{self.month:02}"
        return day if self.year is None else f"{day}/{self.year:04}"

    def in_year(self, year: int) -> date:
        """The date in ``year``; raises ImpossibleDate."""
        text = f"{self.day:02}/{self.month:02}/{year:04}"
        if year not in YEARS:
            raise ImpossibleDate(text=text)
        try:
            return date(year, self.month, self.day)
        except ValueError as error:
            raise ImpossibleDate(text=text) from error

    def recurring_in(self, year: int) -> date:
        """As ``in_year``, and 28/2 for a yearly 29/2 in a common year."""
        if (self.day, self.month) == (29, 2) and not isleap(year):
            return date(year, 2, 28)
        return self.in_year(year)
