"""What a reader sees of directives: lists, and one directive with all that it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from engine import access, policies
from engine.calendar import Calendar, load
from engine.citing import of_basis
from engine.date_policies import DAY_OFF
from engine.deadline_rules import WITHIN, Rule
from engine.deadlines import KEEP, Due, dues
from engine.directive_tables import Directive, Obligation, Recipient
from engine.directives import label, provisions_of
from engine.paging import day_cursor, read_day_cursor
from engine.people import Actor
from engine.provision_numbers import printed as printed_number
from engine.received_tables import ReceivedLetter
from engine.units import Unit

ISSUED_BY_US = "issued"
RECEIVED_BY_US = "received"


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in a list; ``ours`` is "issued", "received", or "" for an administrator."""

    id: int
    label: str
    subject: str
    issuer_name: str
    issued_on: date
    status: str
    recipients: int
    ours: str


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """Directives, the latest first; ``next_after`` continues them."""

    rows: list[DirectiveRow]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """A provision: what is to be done, by whom in the lead and who helps."""

    number: str
    text: str
    lead: str
    coordinators: Sequence[str]


@dataclass(frozen=True, slots=True)
class Duty:
    """A report somebody owes; ``dues`` is empty while it cannot be dated without a receipt, and
    holds only the first deadline of a rule without end."""

    id: int
    title: str
    rule: Rule
    dues: tuple[Due, ...]
    consolidator: str
    requested: bool
    named: str


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """Everything a page shows of one directive, but for how far it has come.

    ``basis`` are lines of text; ``parent_id`` is None also when the reader may not see it.
    ``on_record``: a recipient filed it as a letter received, so the system has no paper of it, but
    ``letter_id`` has its file, where the reader may see that letter.
    """

    id: int
    label: str
    type: str
    subject: str
    issuer_name: str
    issued_on: date
    issued_at: datetime | None
    status: str
    model_key: str
    parent_id: int | None
    parent_label: str
    basis: list[str]
    copy_to: list[str]
    recipients: list[tuple[str, int]]
    provisions: list[Task]
    duties: list[Duty]
    on_record: bool = False
    letter_id: int | None = None


def page(
    session: Session,
    actor: Actor,
    *,
    text: str | None = None,
    ours: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> DirectivePage:
    """The directives the actor's unit issued or received; an administrator's, those of no other.

    What was derived further down is reached from the directive it came from, not listed here.
    ``ours`` keeps one kind, ``text`` is looked for in number, symbol and subject. Raises
    BadCursor.
    """
    received = exists().where(
        Recipient.directive_id == Directive.id, Recipient.unit_id == actor.unit_id
    )
    issued = and_(Directive.issuer_id == actor.unit_id, Directive.booked_by_id.is_(None))
    kinds = {ISSUED_BY_US: issued, RECEIVED_BY_US: and_(received, Directive.status != "draft")}
    wanted = _listing(received).where(access.directives(actor, Directive.id))
    if ours in kinds:
        wanted = wanted.where(kinds[ours])
    elif actor.is_administrator:
        wanted = wanted.where(Directive.parent_id.is_(None))
    else:
        wanted = wanted.where(or_(*kinds.values()))
    if text:
        named = func.concat(Directive.number, "/", Directive.symbol, " ", Directive.subject)
        wanted = wanted.where(named.icontains(text, autoescape=True))
    if after:
        wanted = wanted.where(
            tuple_(Directive.issued_on, Directive.id) < tuple_(*read_day_cursor(after))
        )
    found = session.execute(wanted.limit(limit + 1)).all()
    rows = [_row(actor, *columns) for columns in found[:limit]]
    more = rows[-1] if len(found) > limit else None
    return DirectivePage(rows, day_cursor(more.issued_on, more.id) if more else None)


def read(session: Session, actor: Actor, directive_id: int) -> DirectiveView:
    """One directive. Raises NotFound for what the actor may not see."""
    return access.require(find(session, actor, directive_id), f"directive {directive_id}")


def find(session: Session, actor: Actor, directive_id: int) -> DirectiveView | None:
    """As ``read``, with None for what the actor may not see."""
    parent = aliased(Directive)
    found = session.execute(
        select(Directive, Unit.name, parent)
        .join(Unit, Unit.id == Directive.issuer_id)
        .outerjoin(
            parent, and_(parent.id == Directive.parent_id, access.directives(actor, parent.id))
        )
        .where(Directive.id == directive_id, access.directives(actor, Directive.id))
    ).one_or_none()
    if found is None:
        return None
    directive, issuer, above = found
    content: Mapping[str, Any] = directive.content
    return DirectiveView(
        id=directive.id,
        label=label(directive),
        type=directive.type,
        subject=directive.subject,
        issuer_name=issuer,
        issued_on=directive.issued_on,
        issued_at=directive.issued_at,
        status=directive.status,
        model_key=directive.model_key,
        parent_id=above.id if above is not None else None,
        parent_label=label(above) if above is not None else "",
        basis=[of_basis(line) for line in content.get("basis") or ()],
        copy_to=[str(line) for line in content.get("copy_to") or ()],
        recipients=_recipients(session, directive_id),
        provisions=_tasks(session, directive_id),
        duties=_duties(session, directive),
        on_record=directive.booked_by_id is not None,
        letter_id=None if directive.booked_by_id is None else _letter(session, actor, directive_id),
    )


def duty(session: Session, obligation_id: int) -> Duty | None:
    """One obligation as a task's page explains it, for a reader of that task."""
    directive_id = session.scalar(
        select(Obligation.directive_id).where(Obligation.id == obligation_id)
    )
    if directive_id is None:
        return None
    directive = session.get_one(Directive, directive_id)
    return next((d for d in _duties(session, directive) if d.id == obligation_id), None)


def _listing(received: Any) -> Select[Any]:
    count = (
        select(func.count())
        .where(Recipient.directive_id == Directive.id)
        .correlate(Directive)
        .scalar_subquery()
    )
    return (
        select(Directive, Unit.name, count, received)
        .join(Unit, Unit.id == Directive.issuer_id)
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
    )


def _row(
    actor: Actor, directive: Directive, issuer: str, count: int, received: bool
) -> DirectiveRow:
    ours = RECEIVED_BY_US if received else ""
    return DirectiveRow(
        id=directive.id,
        label=label(directive),
        subject=directive.subject,
        issuer_name=issuer,
        issued_on=directive.issued_on,
        status=directive.status,
        recipients=count,
        ours=ISSUED_BY_US if directive.issuer_id == actor.unit_id else ours,
    )


def _letter(session: Session, actor: Actor, directive_id: int) -> int | None:
    """The letter that the reader's unit filed as the directive."""
    return session.scalar(
        select(ReceivedLetter.id)
        .where(ReceivedLetter.directive_id == directive_id, access.received(actor, ReceivedLetter))
        .order_by(ReceivedLetter.id)
        .limit(1)
    )


def _recipients(session: Session, directive_id: int) -> list[tuple[str, int]]:
    rows = session.execute(
        select(Unit.tier, func.count())
        .join(Recipient, Recipient.unit_id == Unit.id)
        .where(Recipient.directive_id == directive_id)
        .group_by(Unit.tier)
        .order_by(func.count(), Unit.tier)
    )
    return [(tier, count) for tier, count in rows]


def _tasks(session: Session, directive_id: int) -> list[Task]:
    found = provisions_of(session, [directive_id])[directive_id]
    return [
        Task(printed_number(p.number), p.text, p.lead, [str(c) for c in p.coordinators])
        for p in found
    ]


def _duties(session: Session, directive: Directive) -> list[Duty]:
    rows = session.execute(
        select(Obligation, Unit.name)
        .outerjoin(Unit, Unit.id == Obligation.consolidator_id)
        .where(Obligation.directive_id == directive.id)
        .order_by(Obligation.position)
    )
    day_off = policies.value(session, DAY_OFF, directive.issuer_id)
    calendar = Calendar() if day_off == KEEP else load(session)
    return [
        _duty(obligation, consolidator or "", directive.issued_on, calendar, day_off)
        for obligation, consolidator in rows
    ]


def _duty(
    owed: Obligation, consolidator: str, issued_on: date, calendar: Calendar, day_off: str
) -> Duty:
    rule = Rule.from_json(owed.rule)
    waits = rule.kind == WITHIN and not rule.fixed
    found = () if waits else dues(rule, issued_on, calendar=calendar, day_off=day_off)
    return Duty(
        owed.id,
        owed.title,
        rule,
        found,
        consolidator,
        owed.requested,
        str(owed.who.get("named") or ""),
    )
