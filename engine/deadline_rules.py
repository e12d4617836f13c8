"""A deadline as it is printed: the rule, its JSON form, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Self

from engine.errors import InputError
from engine.printed_days import PrintedDay

WEEKLY = "weekly"
BIWEEKLY = "biweekly"
MONTHLY = "monthly"
QUARTERLY = "quarterly"
HALF_YEAR = "half_year"
NINE_MONTHS = "nine_months"
ANNUAL = "annual"
ONE_OFF = "one_off"
WITHIN = "within"
UNDATED = "undated"
AD_HOC = "ad_hoc"
BY_WEEK = frozenset({WEEKLY, BIWEEKLY})
BY_MONTH = frozenset({MONTHLY, QUARTERLY})
YEARLY = frozenset({HALF_YEAR, NINE_MONTHS, ANNUAL})
PERIODIC = BY_WEEK | BY_MONTH | YEARLY
PRINTED = YEARLY | {ONE_OFF}
DATED = PERIODIC | {ONE_OFF, WITHIN}
KINDS = DATED | {UNDATED, AD_HOC}

BEFORE = "before"
NO_LATER = "no_later"
BOUNDARIES = frozenset({BEFORE, NO_LATER})

ISSUED = "issued"
RECEIVED = "received"
EVENT = "event"
SINCE = (ISSUED, RECEIVED, EVENT)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

WINDOW = 30
"""Days before the deadline at which the task opens, unless the rule says otherwise."""
BACK_OFF = 10
"""Days by which a lower tier reports earlier than the one above, unless the rule says otherwise."""
_WINDOWS = {WEEKLY: 7, BIWEEKLY: 14, MONTHLY: 20}
_BACK_OFFS = {WEEKLY: 1, BIWEEKLY: 2, MONTHLY: 3, QUARTERLY: 5}
BY_KIND = -1
"""As a rule's ``window`` or ``back_off``: what is usual for its kind."""

CALENDAR_PERIODS = 0
REGIME_CUT_OFF = 14
"""Nghị định 09/2019/NĐ-CP: a period's data end on the 14th of its last month."""
LAST_CUT_OFF = 27
LAST_DAY = 31
"""As a rule's ``day``: the last of every month, as 30 is in February."""
MAX_DAYS = 3650
MAX_MONTHS = 12


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
class Fixed:
    """One deadline already worked out: what a derived directive carries."""

    printed: date
    period_start: date
    period_end: date
    key: str


@dataclass(frozen=True, slots=True)
class Step:
    """One tier down: the directive issued on that day asks ``days`` days earlier."""

    days: int
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a report is due.

    ``kind`` is one of ``KINDS``. Of ``boundary`` 'before' says that the printed day is too late,
    'no_later' that it is the last one. ``at`` is a printed time of day, local.

    What is printed: ``printed`` for half_year, nine_months, annual and one_off; ``day`` of the
    month (``LAST_DAY``: its last) ``after`` months after the period's last one for monthly and
    quarterly ('ngày 05 của tháng cuối quý' is 0, of the month after the quarter 1); ``weekday``
    for weekly and biweekly, ``anchor`` being a day in a week that has one. 'within' is ``days``
    days (``working`` ones or not) from the day ``since`` names; ``event`` names the event.

    ``until`` makes a yearly kind recur up to that printed day, ``recurring`` without end; the
    shorter kinds always recur. ``cut_off`` is the day of its last month on which a period's data
    end (``CALENDAR_PERIODS``: the month's last); a printed ``period`` comes before it. ``earlier`` says how each tier on the way down asked for a recurring report earlier;
    ``fixed`` stands in for all of these. ``past``: a printed day before the issue is owed all the
    same, late from the start, as in a letter that came to us. ``window`` and ``back_off`` are in days. Raises
    UnknownRule.
    """

    kind: str
    boundary: str = NO_LATER
    printed: PrintedDay | None = None
    day: int = 0
    after: int = 0
    weekday: str = ""
    anchor: date | None = None
    at: time | None = None
    recurring: bool = False
    until: date | None = None
    cut_off: int = CALENDAR_PERIODS
    period: tuple[PrintedDay, PrintedDay] | None = None
    days: int = 0
    working: bool = False
    since: str = ISSUED
    event: str = ""
    window: int = BY_KIND
    back_off: int = BY_KIND
    earlier: tuple[Step, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    past: bool = False

    def __post_init__(self) -> None:
        for name, usual in self._usual().items():
            if getattr(self, name) == BY_KIND:
                object.__setattr__(self, name, usual)
        for wrong, why_vi, why in (*self._odd(), *self._missing(), *self._unfit()):
            if wrong:
                raise UnknownRule(why_vi=why_vi, why=why)

    def _usual(self) -> dict[str, int]:
        return {
            "window": _WINDOWS.get(self.kind, WINDOW),
            "back_off": _BACK_OFFS.get(self.kind, BACK_OFF),
        }

    def _odd(self) -> list[tuple[bool, str, str]]:
        """A value that no rule can have."""
        days = (self.window, self.back_off, self.days)
        return [
            (self.kind not in KINDS, f"không có loại «{self.kind}»", f"no kind «{self.kind}»"),
            (
                self.boundary not in BOUNDARIES,
                f"mốc «{self.boundary}» phải là before (trước ngày) hoặc no_later (chậm nhất)",
                f"boundary «{self.boundary}» must be before or no_later",
            ),
            (
                self.since not in SINCE,
                f"«{self.since}» phải là issued (ban hành), received (nhận) hoặc event (sự kiện)",
                f"«{self.since}» must be issued, received or event",
            ),
            (
                not all(0 <= n <= MAX_DAYS for n in days),
                f"số ngày phải từ 0 đến {MAX_DAYS}",
                f"a number of days must be 0 to {MAX_DAYS}",
            ),
            (
                not 0 <= self.cut_off <= LAST_CUT_OFF,
                f"ngày chốt số liệu (cut_off) phải từ 1 đến {LAST_CUT_OFF}",
                f"the cut-off must be a day from 1 to {LAST_CUT_OFF}",
            ),
            (
                self.weekday not in ("", *WEEKDAYS),
                f"thứ trong tuần (weekday) phải là một trong: {', '.join(WEEKDAYS)}",
                f"the weekday must be one of {', '.join(WEEKDAYS)}",
            ),
            (
                not -2 <= self.after <= MAX_MONTHS,
                f"số tháng sau kỳ (after) phải từ -2 đến {MAX_MONTHS}",
                f"after must be -2 to {MAX_MONTHS} months",
            ),
        ]

    def _missing(self) -> list[tuple[bool, str, str]]:
        """What its kind cannot do without."""
        if self.fixed:
            return []
        kind = self.kind
        return [
            (
                kind in PRINTED and self.printed is None,
                "thiếu ngày hạn (date)",
                "the date is missing",
            ),
            (
                kind in BY_MONTH and not 1 <= self.day <= LAST_DAY,
                f"ngày trong tháng (day) phải từ 1 đến {LAST_DAY} hoặc last",
                f"the day of the month must be 1 to {LAST_DAY} or last",
            ),
            (kind in BY_WEEK and not self.weekday, "thiếu thứ (weekday)", "the weekday is missing"),
            (
                kind == WITHIN and self.days < 1,
                "số ngày (days) phải từ 1 trở lên",
                "days must be at least 1",
            ),
            (
                (self.since == EVENT) != bool(self.event),
                "sự kiện (event) đi cùng since: event",
                "an event goes with since: event",
            ),
        ]

    def _unfit(self) -> list[tuple[bool, str, str]]:
        """What its kind has no use for."""
        kind, recurs = self.kind, self.recurring or self.until is not None
        years = self.period is not None and any(end.year for end in self.period)
        return [
            (
                kind == WITHIN and self.boundary == BEFORE,
                "«trong vòng» luôn tính cả ngày cuối",
                "a period always includes its last day",
            ),
            (
                recurs and kind not in PERIODIC,
                "chỉ báo cáo định kỳ mới lặp lại",
                "only a periodic report recurs",
            ),
            (
                self.recurring and self.until is not None,
                "recurring (không thời hạn) và until (đến ngày) không đi cùng nhau",
                "recurring (without end) and until exclude each other",
            ),
            (
                recurs and years,
                "kỳ báo cáo (period) lặp lại thì không ghi năm",
                "a period that recurs has no year",
            ),
            (
                self.period is not None and kind in BY_MONTH | BY_WEEK,
                "loại này không ghi kỳ báo cáo (period)",
                "this kind has no printed period",
            ),
            (
                bool(self.cut_off) and kind not in BY_MONTH | YEARLY,
                "loại này không có ngày chốt số liệu (cut_off)",
                "this kind has no cut-off",
            ),
            (
                bool(self.day or self.after) and kind not in BY_MONTH,
                "day và after chỉ dùng cho monthly, quarterly",
                "day and after are for monthly and quarterly",
            ),
            (
                bool(self.weekday or self.anchor) and kind not in BY_WEEK,
                "weekday và anchor chỉ dùng cho weekly, biweekly",
                "weekday and anchor are for weekly and biweekly",
            ),
            (
                self.past and kind not in PRINTED,
                "past chỉ đi cùng ngày hạn (date)",
                "past goes with a date",
            ),
            (
                self.printed is not None and kind not in PRINTED,
                "loại này không ghi ngày hạn (date)",
                "this kind has no date",
            ),
        ]

    @property
    def is_dated(self) -> bool:
        """Whether it ever makes a due moment: 'theo quy định' and 'kịp thời' never do."""
        return self.kind in DATED

    @property
    def recurs(self) -> bool:
        """Whether it stays a rule on every tier: it makes a deadline for period after period."""
        repeats = self.kind in BY_MONTH | BY_WEEK or self.recurring or self.until is not None
        return repeats and not self.fixed

    @property
    def endless(self) -> bool:
        """Whether its deadlines never end."""
        return self.recurs and self.until is None

    def to_json(self) -> dict[str, Any]:
        """The rule as ``from_json`` reads it; what has its default is left out."""
        usual = self._usual()
        return {
            field.name: _dump(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != usual.get(field.name, field.default)
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
    if isinstance(value, Step):
        return [value.days, value.issued_on.isoformat()]
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


def _steps(rows: Any) -> tuple[Step, ...]:
    return tuple(Step(days, date.fromisoformat(issued_on)) for days, issued_on in rows)


_LOADERS: dict[str, Any] = {
    "printed": PrintedDay.parse,
    "anchor": date.fromisoformat,
    "at": time.fromisoformat,
    "until": date.fromisoformat,
    "period": lambda ends: tuple(PrintedDay.parse(end) for end in ends),
    "earlier": _steps,
    "fixed": _fixed,
}
