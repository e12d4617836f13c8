"""Who owes which report: rules, recipients and receipt worked out for many units at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Self

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine import policies
from engine.calendar import Calendar, load
from engine.date_policies import DAY_OFF
from engine.deadline_rules import WITHIN, Rule
from engine.deadlines import KEEP, Due, dues, local_day, series
from engine.directive_tables import Directive, Obligation, Recipient
from engine.units import Unit

Pair = tuple[int, int]
"""(directive id, id of the unit that received it)."""


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One report a unit owes by one deadline; ``requested``: asked for, never scored as late."""

    directive_id: int
    obligation_id: int
    unit_id: int
    consolidator_id: int
    due: Due
    requested: bool


@dataclass(frozen=True, slots=True)
class Receiver:
    """What matters about a unit that received a directive, listed among its recipients or not."""

    unit_id: int
    tier: str
    requested: bool
    groups: frozenset[int]
    received_on: date


@dataclass(frozen=True, slots=True)
class Who:
    """Who owes: every receiver, or those of any group (position), tier or unit (id) given.

    ``named`` is a body outside the tree: nobody in it owes.
    """

    groups: frozenset[int] = frozenset()
    tiers: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    named: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The reverse of ``to_json``."""
        groups, tiers, units = (frozenset(data.get(n, ())) for n in ("groups", "tiers", "units"))
        return cls(groups, tiers, units, data.get("named", ""))

    def to_json(self) -> dict[str, Any]:
        """Only what is filled, so that everybody is {}."""
        lists = {"groups": self.groups, "tiers": self.tiers, "units": self.units}
        data: dict[str, Any] = {name: sorted(part) for name, part in lists.items() if part}
        return data | ({"named": self.named} if self.named else {})

    def includes(self, receiver: Receiver) -> bool:
        """Whether the receiver owes."""
        if not (self.groups or self.tiers or self.units or self.named):
            return True
        return (
            not self.groups.isdisjoint(receiver.groups)
            or receiver.tier in self.tiers
            or receiver.unit_id in self.units
        )


@dataclass(slots=True)
class Duty:
    """An obligation with its rule read, and the deadlines already worked out from it.

    ``booked``: by a paper letter in its receiver's own book, whose reports it reviews itself.
    """

    id: int
    directive_id: int
    code: str
    title: str
    rule: Rule
    who: Who
    consolidator_id: int | None
    requested: bool
    details: Mapping[str, Any]
    form: str
    issued_on: date
    issued_at: datetime | None
    day_off: str
    booked: bool
    _dues: dict[Any, tuple[Due, ...]]
    """Shared by all duties of the same rule and issue: a cascade has few rules, many copies."""

    def dues(self, received_on: date, calendar: Calendar) -> tuple[Due, ...]:
        """Its deadlines for whoever received the directive on that day; () when undated.

        Only the first of a rule without end.
        """
        on = received_on if self.rule.kind == WITHIN else None
        if on not in self._dues:
            self._dues[on] = dues(
                self.rule,
                self.issued_on,
                issued_at=self.issued_at,
                received_on=on,
                calendar=calendar,
                day_off=self.day_off,
            )
        return self._dues[on]

    def series(self, calendar: Calendar) -> Iterator[Due]:
        """All deadlines of a rule that recurs, in order, perhaps without end."""
        return series(
            self.rule,
            self.issued_on,
            issued_at=self.issued_at,
            calendar=calendar,
            day_off=self.day_off,
        )

    def rolls(self, calendar: Calendar) -> bool:
        """Whether it makes period after period: each is opened when its window opens."""
        return self.rule.recurs and len(self._next(None, calendar, 2)) == 2

    def coming(self, now: datetime, rolled: date | None, calendar: Calendar) -> tuple[Due, ...]:
        """What a unit that receives a duty that rolls at ``now`` owes from the start.

        The periods not yet due whose window has opened, or the next one; and all that were opened
        for others already: ``rolled`` is the end of the last of those.
        """
        if (now, rolled) not in self._dues:
            found: list[Due] = []
            for due in self.series(calendar):
                if due.due_at <= now:
                    continue
                ahead = due.opens_at > now and (rolled is None or due.period_end > rolled)
                if found and ahead:
                    break
                found.append(due)
            self._dues[now, rolled] = tuple(found)
        return self._dues[now, rolled]

    def after(self, end: date, calendar: Calendar) -> Due | None:
        """The period that follows the one that ends on that day; None: it was the last."""
        return next(iter(self._next(end, calendar, 1)), None)

    def _next(self, end: date | None, calendar: Calendar, count: int) -> tuple[Due, ...]:
        if (end, count) not in self._dues:
            every = self.series(calendar)
            later = every if end is None else (due for due in every if due.period_end > end)
            self._dues[end, count] = tuple(islice(later, count))
        return self._dues[end, count]


def owed(
    session: Session,
    pairs: Sequence[Pair],
    now: datetime,
    rolled: Mapping[int, date] | None = None,
    duties: Mapping[int, Sequence[Duty]] | None = None,
) -> list[OwedReport]:
    """The dated reports that each receiving unit owes under the directive it received.

    Pairs keep their order; within a pair by position, then date. A body owes nothing to itself,
    unless by a letter in its own book.
    A unit counts as received on the day the directive was sent to it, or today. Of an obligation
    that rolls only what is open at ``now``, or comes next; ``rolled`` says how far others are
    (``Duty.coming``). ``duties`` are those of ``duties_of``, if read already. A handful of statements, however many pairs. Raises what ``deadlines.dues``
    raises.
    """
    if duties is None:
        duties = duties_of(session, {directive for directive, _ in pairs})
    if not duties:
        return []
    receivers = receivers_of(session, pairs, duties, now)
    calendar = calendar_for(session, duties)

    def dues_of(duty: Duty, receiver: Receiver) -> tuple[Due, ...]:
        if duty.rolls(calendar):
            return duty.coming(now, (rolled or {}).get(duty.id), calendar)
        return duty.dues(receiver.received_on, calendar)

    return [
        OwedReport(
            directive,
            duty.id,
            unit,
            duty.consolidator_id,
            due,
            duty.requested or receiver.requested,
        )
        for directive, unit in pairs
        if (receiver := receivers.get((directive, unit))) is not None
        for duty in duties.get(directive, ())
        if duty.consolidator_id is not None
        and (duty.booked or duty.consolidator_id != unit)
        and duty.who.includes(receiver)
        for due in dues_of(duty, receiver)
    ]


def duties_of(session: Session, directives: Collection[int]) -> dict[int, list[Duty]]:
    """The obligations of each directive in their order, undated ones among them."""
    columns = (
        Obligation.id,
        Obligation.directive_id,
        Obligation.code,
        Obligation.title,
        Obligation.rule,
        Obligation.who,
        Obligation.consolidator_id,
        Obligation.requested,
        Obligation.details,
        Obligation.form,
        Directive.issuer_id,
        Directive.issued_on,
        Directive.issued_at,
        Directive.booked_by_id.is_not(None).label("booked"),
    )
    rows = session.execute(
        select(*columns)
        .join(Directive, Directive.id == Obligation.directive_id)
        .where(Obligation.directive_id == any_of(directives))
        .order_by(Obligation.directive_id, Obligation.position)
    ).all()
    days_off = policies.values(session, DAY_OFF, {row.issuer_id for row in rows}) if rows else {}
    found: dict[int, list[Duty]] = defaultdict(list)
    alike: dict[Any, tuple[Rule, dict[Any, tuple[Due, ...]]]] = {}
    for row in rows:
        day_off = days_off[row.issuer_id]
        like = (repr(row.rule), row.issued_on, row.issued_at, day_off)
        if like not in alike:
            alike[like] = (Rule.from_json(row.rule), {})
        rule, worked_out = alike[like]
        who = Who.from_json(row.who)
        told = row._asdict() | {"rule": rule, "who": who, "day_off": day_off, "_dues": worked_out}
        del told["issuer_id"]
        found[row.directive_id].append(Duty(**told))
    return dict(found)


def receivers_of(
    session: Session,
    pairs: Sequence[Pair],
    duties: Mapping[int, Sequence[Duty]],
    now: datetime,
) -> dict[Pair, Receiver]:
    """What the duties turn on about each receiver; a unit that does not exist is left out."""
    units = {unit for _, unit in pairs}
    known = {
        id_: (tier, requested)
        for id_, tier, requested in session.execute(
            select(Unit.id, Unit.tier, Unit.requested).where(Unit.id == any_of(units))
        )
    }
    listed = _listed(session, pairs, units, duties)
    today = local_day(now)
    nowhere = (False, frozenset[int](), None)
    found = {}
    for pair in pairs:
        if pair[1] in known:
            tier, asked = known[pair[1]]
            requested, groups, sent_at = listed.get(pair, nowhere)
            day = local_day(sent_at) if sent_at else today
            found[pair] = Receiver(pair[1], tier, asked or requested, groups, day)
    return found


def _listed(
    session: Session,
    pairs: Sequence[Pair],
    units: Collection[int],
    duties: Mapping[int, Sequence[Duty]],
) -> dict[Pair, tuple[bool, frozenset[int], datetime | None]]:
    """The recipients' rows; only the requested ones where no duty looks at group or receipt."""
    rows = select(
        Recipient.directive_id,
        Recipient.unit_id,
        Recipient.requested,
        Recipient.groups,
        Recipient.sent_at,
    ).where(
        Recipient.directive_id == any_of({directive for directive, _ in pairs}),
        Recipient.unit_id == any_of(units),
    )
    every = [duty for found in duties.values() for duty in found]
    if not any(duty.who.groups or duty.rule.kind == WITHIN for duty in every):
        rows = rows.where(Recipient.requested)
    return {
        (directive, unit): (requested, frozenset(groups), sent_at)
        for directive, unit, requested, groups, sent_at in session.execute(rows)
    }


def calendar_for(session: Session, duties: Mapping[int, Sequence[Duty]]) -> Calendar:
    """The calendar, read only if a duty counts days or moves off a day off."""
    counts = any(
        duty.rule.kind == WITHIN or duty.day_off != KEEP
        for found in duties.values()
        for duty in found
    )
    return load(session) if counts else Calendar()


def any_of(ids: Iterable[int]) -> Any:
    """``= ANY(ids)`` as one parameter, however many there are."""
    return func.any(cast(list(ids), ARRAY(BigInteger)))
