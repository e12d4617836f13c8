"""The dates of a directive against each other, before it is issued.

The units report first, then the body that consolidates sends its own report up, then the superior
expects it: three dates for one period, and each tier needs days of its own to consolidate. What
contradicts that is a warning, not an error: the issuer may know better, and confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from engine import policies
from engine.calendar import DAY, Calendar, load
from engine.date_policies import TIER_GAP
from engine.date_warnings import (
    CONSOLIDATED,
    CONSOLIDATED_LATE,
    DAY_OFF,
    PASSED,
    PASSED_THIS_YEAR,
    SAME_DAY,
    UPPER_PRECEDES,
    UPPER_TOO_CLOSE,
    DateWarning,
    Proposal,
)
from engine.deadline_rules import Rule
from engine.deadlines import Due, midnight, passed, series
from engine.directive_tables import Directive
from engine.directives import label, selection
from engine.obligations import Duty, duties_of, receivers_of
from engine.tiers_below import distances
from engine.units import Unit

PERIODS = 12
"""So many periods of a rule without end are compared."""


@dataclass(frozen=True, slots=True)
class _Upper:
    """A date further up: what it is called, and the deadlines by period."""

    vi: str
    en: str
    dues: dict[str, Due]
    single: Due | None
    """The only deadline of an obligation of the same code, whatever its period is called."""


def of_directive(session: Session, directive: Directive) -> list[DateWarning]:
    """The warnings about a recorded directive's dates, by obligation.

    Compared are the units' dates with the date the consolidated report goes up and with what the
    superior's directive, if it is on record, asks of the issuer or of the body that consolidates.
    Each carries a proposal: the last acceptable day for each tier below, ``TIER_GAP`` days of the
    issuer's policy before the one above it. Changes nothing; a dozen statements.
    """
    dated = [d for d in duties_of(session, [directive.id]).get(directive.id, ()) if d.rule.is_dated]
    if not dated:
        return []
    calendar = load(session)
    at_once = [note for duty in dated for note in _at_once(duty, calendar)]
    duties = [duty for duty in dated if not duty.rule.fixed]
    if not duties:
        return at_once
    issuer = session.get_one(Unit, directive.issuer_id)
    above = _superiors(session, directive, duties, calendar)
    tiers = distances(session, issuer, directive.issued_on)
    gap = policies.value(session, TIER_GAP, issuer.id)
    pairs = [(directive.id, unit) for unit in selection(directive)]
    owing = receivers_of(session, pairs, {directive.id: duties}, midnight(directive.issued_on))
    found: list[DateWarning] = at_once
    for duty in duties:
        dues = _dues(duty, duty.rule, calendar)
        found += _own(duty, dues, calendar)
        reach = {r.tier for r in owing.values() if duty.who.includes(r)}
        distance = max((tiers.get(tier, 1) for tier in reach), default=1)
        uppers = list(above.get(duty.id, ()))
        if consolidated := _consolidated(duty, calendar):
            for upper in uppers:
                found += _late(duty, list(consolidated.dues.values()), upper)
            uppers.insert(0, consolidated)
        for upper in uppers:
            found += _against(duty, dues, upper, distance, tiers, gap)
    return found


def _at_once(duty: Duty, calendar: Calendar) -> Iterator[DateWarning]:
    """A first deadline that leaves no day after that of issue."""
    for due in _dues(duty, duty.rule, calendar)[:1]:
        if due.last_ok <= duty.issued_on:
            yield DateWarning.about(SAME_DAY, duty, due, on=duty.issued_on)


def _dues(duty: Duty, rule: Rule, calendar: Calendar) -> list[Due]:
    found = series(rule, duty.issued_on, calendar=calendar, day_off=duty.day_off)
    return list(islice(found, PERIODS))


def _own(duty: Duty, dues: Sequence[Due], calendar: Calendar) -> Iterator[DateWarning]:
    """What is odd about the printed dates by themselves; for those that recur, the first."""
    printed = duty.rule.printed
    code = PASSED if printed is not None and printed.year else PASSED_THIS_YEAR
    for due in passed(duty.rule, duty.issued_on, calendar=calendar):
        yield DateWarning.about(code, duty, due, on=duty.issued_on)
    for due in dues[:1]:
        day = due.moved_from or due.last_ok
        if not calendar.is_working_day(day):
            yield DateWarning.about(DAY_OFF, duty, due, on=due.last_ok)


def _consolidated(duty: Duty, calendar: Calendar) -> _Upper | None:
    told = duty.details.get(CONSOLIDATED)
    if told is None:
        return None
    dues = _dues(duty, Rule.from_json(told), calendar)
    single = dues[0] if len(dues) == 1 else None
    by_key = {due.key: due for due in dues}
    return _Upper("hạn gửi báo cáo tổng hợp", "the consolidated report's date", by_key, single)


def _superiors(
    session: Session, directive: Directive, duties: Sequence[Duty], calendar: Calendar
) -> dict[int, list[_Upper]]:
    """By duty, what the superior's directive asks of the issuer or of the duty's consolidator."""
    if directive.parent_id is None:
        return {}
    parent = session.get_one(Directive, directive.parent_id)
    theirs = duties_of(session, [parent.id])
    bodies = {directive.issuer_id} | {d.consolidator_id for d in duties if d.consolidator_id}
    pairs = [(parent.id, unit) for unit in sorted(bodies)]
    receivers = receivers_of(session, pairs, theirs, midnight(directive.issued_on))
    found: dict[int, list[_Upper]] = {}
    for duty in duties:
        reporting = [
            receiver
            for (_, unit), receiver in receivers.items()
            if unit in (directive.issuer_id, duty.consolidator_id)
        ]
        found[duty.id] = [
            _upper(parent, upper, upper.code == duty.code, calendar)
            for upper in theirs.get(parent.id, ())
            if upper.rule.is_dated
            and upper.consolidator_id != directive.issuer_id
            and any(upper.who.includes(receiver) for receiver in reporting)
        ]
    return found


def _upper(parent: Directive, duty: Duty, same: bool, calendar: Calendar) -> _Upper:
    dues = _dues(duty, duty.rule, calendar)
    single = dues[0] if same and len(dues) == 1 else None
    name = f"{label(parent)}, «{duty.title}»"
    return _Upper(name, name, {due.key: due for due in dues}, single)


def _pairs(dues: Sequence[Due], upper: _Upper) -> Iterator[tuple[Due, Due]]:
    """The deadlines below with the one above of the same period."""
    for due in dues:
        above = upper.dues.get(due.key) or (upper.single if len(dues) == 1 else None)
        if above is not None:
            yield due, above


def _late(duty: Duty, consolidated: Sequence[Due], upper: _Upper) -> Iterator[DateWarning]:
    """The first period whose consolidated report would be late above."""
    for due, above in _pairs(consolidated, upper):
        if above.due_at < due.due_at:
            names = (upper.vi, upper.en)
            yield DateWarning.about(CONSOLIDATED_LATE, duty, due, on=above.last_ok, above=names)
            return


def _against(
    duty: Duty,
    dues: Sequence[Due],
    upper: _Upper,
    distance: int,
    tiers: dict[str, int],
    gap: int,
) -> Iterator[DateWarning]:
    """The first period in which the units' date leaves too little before the upper one."""
    needed = distance * gap
    for due, above in _pairs(dues, upper):
        days = (above.last_ok - due.last_ok).days
        late = above.due_at < due.due_at
        if late or days < needed:
            yield DateWarning.about(
                UPPER_PRECEDES if late else UPPER_TOO_CLOSE,
                duty,
                due,
                on=above.last_ok,
                above=(upper.vi, upper.en),
                days=max(days, 0),
                needed=needed,
                proposal=_proposal(above.last_ok, tiers, gap),
            )
            return


def _proposal(upper: date, tiers: dict[str, int], gap: int) -> tuple[Proposal, ...]:
    return tuple(Proposal(tier, upper - far * gap * DAY) for tier, far in tiers.items())
