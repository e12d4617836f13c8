"""A deadline as it is printed: the rule, its JSON form, and what can be wrong with it."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Self

from engine.errors import InputError

HALF_YEAR = "half_year"
ANNUAL = "annual"
ONE_OFF = "one_off"
WITHIN = "within"
UNDATED = "undated"
AD_HOC = "ad_hoc"
PERIODIC = frozenset({HALF_YEAR, ANNUAL})
DATED = PERIODIC | {ONE_OFF, WITHIN}
KINDS = DATED | {UNDATED, AD_HOC}

BEFORE = "before"
NO_LATER = "no_later"
BOUNDARIES = frozenset({BEFORE, NO_LATER})

ISSUED = "issued"
RECEIVED = "received"

WINDOW = 30
"""Days before the deadline at which the task opens, unless the rule says otherwise."""
BACK_OFF = 10
"""Days by which a lower tier reports earlier than the one above, unless the rule says otherwise."""
MAX_DAYS = 3650
YEARS = range(1945, 3000)
"""A year outside is a slip of the pen, and its midnight might not be representable."""

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class ImpossibleDate(InputError):
    """A day that no calendar has, or text that is no date."""

    code = "impossible-date"
    vi = "Ngày «{text}» không có trong lịch. Hãy ghi ngày/tháng hoặc ngày/tháng/năm có thật."
    en = "There is no day «{text}». Write a day/month or day/month/year that exists."


class DeadlineBeforeIssue(InputError):
    """The last acceptable day is earlier than the day the directive is issued."""

    code = "deadline-before-issue"
    vi = "Hạn cuối {last_ok} sớm hơn ngày ban hành {issued_on}. Hãy sửa hạn hoặc ngày ban hành."
    en = (
        "The last acceptable day, {last_ok}, is before the day of issue, {issued_on}. "
        "Correct the deadline or the date of issue."
    )


class UnknownRule(InputError):
    """A deadline of no known kind, or whose parts do not fit together."""

    code = "unknown-rule"
    vi = "Không hiểu quy tắc thời hạn: {why_vi}."
    en = "The deadline's rule is not understood: {why}."


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


@dataclass(frozen=True, slots=True)
class Fixed:
    """One deadline already worked out: what a derived directive carries."""

    printed: date
    period_start: date
    period_end: date
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a report is due.

    ``kind`` is one of ``KINDS``. ``printed`` with ``boundary`` ('before': that day is too late;
    'no_later': it is the last one) dates half_year, annual and one_off; ``until`` makes a
    half_year or annual rule recur each year up to that day. ``at`` is a printed time of day, local.
    ``period`` is the span reported on, where it is not the default. 'within' is ``days`` days
    (``working`` ones or not) from the day ``since`` names. ``fixed`` stands in for all of these.
    ``window`` and ``back_off`` are in days. Raises UnknownRule.
    """

    kind: str
    boundary: str = NO_LATER
    printed: PrintedDay | None = None
    at: time | None = None
    until: date | None = None
    period: tuple[PrintedDay, PrintedDay] | None = None
    days: int = 0
    working: bool = False
    since: str = ISSUED
    window: int = WINDOW
    back_off: int = BACK_OFF
    fixed: tuple[Fixed, ...] = ()

    def __post_init__(self) -> None:
        for wrong, why_vi, why in self._faults():
            if wrong:
                raise UnknownRule(why_vi=why_vi, why=why)

    def _faults(self) -> list[tuple[bool, str, str]]:
        dated = self.kind in DATED and not self.fixed
        days = (self.window, self.back_off, self.days)
        return [
            (self.kind not in KINDS, f"không có loại «{self.kind}»", f"no kind «{self.kind}»"),
            (
                self.boundary not in BOUNDARIES,
                f"mốc «{self.boundary}» phải là before (trước ngày) hoặc no_later (chậm nhất)",
                f"boundary «{self.boundary}» must be before or no_later",
            ),
            (
                self.since not in (ISSUED, RECEIVED),
                f"«{self.since}» phải là issued (ngày ban hành) hoặc received (ngày nhận)",
                f"«{self.since}» must be issued or received",
            ),
            (
                dated and self.kind != WITHIN and self.printed is None,
                "thiếu ngày hạn (date)",
                "the date is missing",
            ),
            (
                dated and self.kind == WITHIN and self.days < 1,
                "số ngày (days) phải từ 1 trở lên",
                "days must be at least 1",
            ),
            (
                self.kind == WITHIN and self.boundary == BEFORE,
                "«trong vòng» luôn tính cả ngày cuối",
                "a period always includes its last day",
            ),
            (
                self.until is not None and self.kind not in PERIODIC,
                "chỉ báo cáo định kỳ mới lặp lại đến ngày until",
                "only half_year and annual recur until a day",
            ),
            (
                not all(0 <= n <= MAX_DAYS for n in days),
                f"số ngày phải từ 0 đến {MAX_DAYS}",
                f"a number of days must be 0 to {MAX_DAYS}",
            ),
        ]

    @property
    def is_dated(self) -> bool:
        """Whether it ever makes a due moment: 'theo quy định' and 'kịp thời' never do."""
        return self.kind in DATED

    def to_json(self) -> dict[str, Any]:
        """The rule as ``from_json`` reads it; what has its default is left out."""
        return {
            field.name: _dump(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The rule that ``to_json`` wrote; raises UnknownRule, ImpossibleDate."""
        unknown = sorted(set(data) - {field.name for field in fields(cls)})
        if unknown or "kind" not in data:
            why = f"{', '.join(unknown) or 'kind'}"
            raise UnknownRule(why_vi=f"thừa hoặc thiếu «{why}»", why=f"«{why}» is odd or missing")
        return cls(**{name: _LOADERS.get(name, _same)(value) for name, value in data.items()})


def _same(value: Any) -> Any:
    return value


def _dump(value: Any) -> Any:
    if isinstance(value, Fixed):
        start, end = value.period_start.isoformat(), value.period_end.isoformat()
        return [value.printed.isoformat(), start, end, value.key]
    if isinstance(value, tuple):
        return [_dump(part) for part in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, PrintedDay) else value


def _fixed(rows: Any) -> tuple[Fixed, ...]:
    day = date.fromisoformat
    return tuple(Fixed(day(printed), day(a), day(b), key) for printed, a, b, key in rows)


_LOADERS: dict[str, Any] = {
    "printed": PrintedDay.parse,
    "at": time.fromisoformat,
    "until": date.fromisoformat,
    "period": lambda ends: tuple(PrintedDay.parse(end) for end in ends),
    "fixed": _fixed,
}
