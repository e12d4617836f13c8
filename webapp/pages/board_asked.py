"""What the address of a board's page asks for: which duties, which measure, which level."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.deadlines import local_day
from engine.duty_board import LEVELS
from engine.duty_facts import STATES, Wish
from engine.duty_list import Choice
from engine.printed_days import ImpossibleDate, PrintedDay
from webapp import locale
from webapp.labels import KINDS, RUNGS

QUARTER, YEAR, ALWAYS, RANGE = "quarter", "year", "all", "range"
SPANS = {
    YEAR: _("Năm nay"),
    QUARTER: _("Quý này"),
    ALWAYS: _("Mọi thời gian"),
    RANGE: _("Từ ngày … đến ngày …"),
}
NONE_YET = "none"
"""The rung of a duty that the ladder has not reached, in an address."""
MAX_DIGITS = 15


@dataclass(frozen=True)
class Asked:
    """A board's address, read. ``errors`` by field; ``since`` and ``until`` as they were typed."""

    measure: str
    span: str
    since: str
    until: str
    directive_id: int | None
    kind: str | None
    unit_id: int | None
    own: bool
    level: str | None
    state: str | None
    rung: str | None
    days: tuple[date | None, date | None]
    errors: dict[str, str] = field(default_factory=dict)
    made: dict[tuple[str, str | None], str] = field(default_factory=dict, compare=False)

    @property
    def wish(self) -> Wish:
        """The duties that are meant."""
        return Wish(*self.days, self.directive_id, self.kind, self.unit_id, self.own)

    @property
    def choice(self) -> Choice:
        """Which of them a list shows."""
        return Choice(self.state, self.rung)

    def args(self, **changes: Any) -> dict[str, Any]:
        """The parameters of an address that asks for the same, but for ``changes``."""
        given: dict[str, Any] = {
            "measure": self.measure if self.measure != MEASURES[0] else None,
            "span": self.span if self.span != YEAR else None,
            "from": self.since if self.span == RANGE else None,
            "to": self.until if self.span == RANGE else None,
            "directive_id": self.directive_id,
            "kind": self.kind,
            "unit_id": self.unit_id,
            "level": self.level,
        }
        changed = given | changes
        return {name: value for name, value in changed.items() if value is not None}

    def duties(self, state: str | None, **changes: Any) -> dict[str, Any]:
        """The parameters of the list behind a figure."""
        given = {"measure": None, "level": None, "span": self.span, "state": state}
        return self.args(**(given | changes))

    def to_unit(self, unit_id: int) -> str:
        """The address of the board of a unit, else the same."""
        return self._address("board.page", None) + str(unit_id)

    def to_duties(self, state: str, unit_id: int, own: bool) -> str:
        """The address of a unit's list behind a figure."""
        return f"{self._address('board.duties', state)}{unit_id}{'&own=1' if own else ''}"

    def _address(self, endpoint: str, state: str | None) -> str:
        # With the unit's id at its end. Thousands stand on one page; to make each anew would take most of its time.
        if (endpoint, state) not in self.made:
            given = self.args(level=None) if state is None else self.duties(state)
            given.pop("unit_id", None)
            self.made[endpoint, state] = url_for(endpoint, **given, unit_id="")
        return self.made[endpoint, state]

    @property
    def listed(self) -> dict[str, Any]:
        """The parameters of the list that this address asks for."""
        rung = NONE_YET if self.rung == "" else self.rung
        return self.duties(self.state, rung=rung, own=1 if self.own else None)

    def overdue(self, **changes: Any) -> dict[str, Any]:
        """The same for what is overdue now, from whatever time."""
        return self.duties("overdue", **({"span": ALWAYS, "from": None, "to": None} | changes))


MEASURES = ("on_time_rate", "overdue", "open", "late_share", "completion_rate")


def read(now: datetime, span: str = YEAR) -> Asked:
    """The address of this request. Aborts with 400 for a number that is none."""
    args = request.args
    span = _one_of("span", SPANS) or span
    errors: dict[str, str] = {}
    since, until = args.get("from", "").strip()[:10], args.get("to", "").strip()[:10]
    days = _days(span, since, until, local_day(now), errors)
    rung = args.get("rung")
    return Asked(
        measure=_one_of("measure", MEASURES) or MEASURES[0],
        span=span,
        since=since,
        until=until,
        directive_id=_number("directive_id"),
        kind=_one_of("kind", KINDS),
        unit_id=_number("unit_id"),
        own=args.get("own") == "1",
        level=_one_of("level", LEVELS),
        state=_one_of("state", STATES),
        rung="" if rung == NONE_YET else _one_of("rung", RUNGS),
        days=days,
        errors=errors,
    )


def _one_of(name: str, known: Any) -> str | None:
    value = request.args.get(name)
    return value if value in known else None


def _number(name: str) -> int | None:
    value = request.args.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
        abort(400)
    return int(value)


def _days(
    span: str, since: str, until: str, today: date, errors: dict[str, str]
) -> tuple[date | None, date | None]:
    if span == YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    if span == QUARTER:
        first = date(today.year, today.month - (today.month - 1) % 3, 1)
        return first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    if span == ALWAYS:
        return None, None
    first_day = _day("from", since, today, errors)
    last_day = _day("to", until, today, errors)
    if first_day and last_day and last_day < first_day:
        errors["to"] = gettext("Ngày cuối trước ngày đầu.")
    return (None, None) if errors else (first_day, last_day)


def _day(name: str, typed: str, today: date, errors: dict[str, str]) -> date | None:
    if not typed:
        return None
    try:
        printed = PrintedDay.parse(typed)
        return printed.in_year(printed.year or today.year)
    except ImpossibleDate as wrong:
        errors[name] = wrong.text(locale.current())
        return None
