"""A unit's own directive, made from the one it received: for one unit or for thousands alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.calendar import Calendar
from engine.deadline_rules import (
    BY_WEEK,
    EVENT,
    NO_LATER,
    WITHIN,
    DeadlineBeforeIssue,
    Fixed,
    Rule,
    Step,
)
from engine.deadlines import Due, back_off
from engine.directive_tables import ISSUED, Directive, Obligation
from engine.errors import InputError, NotFound
from engine.identities import Identity, duplicate, identity_guard, taken
from engine.obligations import (
    Duty,
    Pair,
    Receiver,
    Who,
    any_of,
    calendar_for,
    duties_of,
    receivers_of,
)
from engine.selectors import resolve_many
from engine.units import UnknownUnit

_TYPES = {
    "KH": "ke_hoach",
    "CT": "chi_thi",
    "QĐ": "quyet_dinh",
    "TB": "thong_bao",
    "HD": "huong_dan",
    "CTr": "chuong_trinh",
    "CĐ": "cong_dien",
    "NQ": "nghi_quyet",
}
"""The type a symbol begins with (Nghị định 30/2020/NĐ-CP, annex III); a công văn has none."""


class UnknownDirective(NotFound):
    """No directive of that id."""

    code = "unknown-directive"
    vi = "Không có văn bản {what}. Hãy kiểm tra lại mã số."
    en = "There is no directive {what}. Check its id."


class DerivedTwice(InputError):
    """One call asks for two directives of the same unit under the same superior directive."""

    code = "derived-twice"
    vi = "Đơn vị {unit} ban hành hai văn bản cùng triển khai văn bản {parent}."
    en = "Unit {unit} would issue two directives under directive {parent} at once."


class IssuedTooEarly(InputError):
    """A directive cannot pass on one that did not exist yet."""

    code = "issued-too-early"
    vi = "Ngày ban hành {issued_on} sớm hơn ngày {parent_on} của văn bản được triển khai."
    en = "The date of issue, {issued_on}, is before {parent_on}, that of the directive passed on."


@dataclass(frozen=True, slots=True)
class DeriveRequest:
    """``unit_id`` passes on ``parent_directive_id`` under its own number, blank if not known yet."""

    parent_directive_id: int
    unit_id: int
    number: str
    symbol: str
    issued_on: date


@dataclass(slots=True)
class Copied:
    """The obligations of one new directive, and what could not be copied as it was."""

    rows: list[dict[str, Any]]
    left_out: list[dict[str, str]]
    squeezed: list[dict[str, str]]


def derive(session: Session, requests: Sequence[DeriveRequest], now: datetime) -> dict[Pair, int]:
    """Write the directive of each request, issued; its id by (parent directive, unit).

    Each owes what its issuer owes above, printed ``back_off`` days earlier, to the issuer's own
    body in charge of the field, or to the issuer where there is none. A report with no day left
    before the superior's is left out, and named in ``content``. Raises UnknownDirective,
    UnknownUnit, DerivedTwice, IssuedTooEarly, DuplicateDirective before anything is written. A dozen statements for a
    thousand requests.
    """
    parents = _parents(session, requests)
    _vet(session, parents, requests)
    pairs = [(r.parent_directive_id, r.unit_id) for r in requests]
    duties = duties_of(session, parents)
    receivers = receivers_of(session, pairs, duties, now)
    bodies = leads(session, parents, requests)
    calendar = calendar_for(session, duties)
    copies = []
    for request, pair in zip(requests, pairs, strict=True):
        receiver = receivers.get(pair)
        if receiver is None:
            raise UnknownUnit(what=pair[1], on=request.issued_on.isoformat())
        owing = duties.get(pair[0], ())
        copies.append(passed_on(request, receiver, owing, bodies[pair], calendar))
    with identity_guard(session):
        ids = _write(session, parents, requests, copies, now)
    return dict(zip(pairs, ids, strict=True))


def _parents(session: Session, requests: Sequence[DeriveRequest]) -> dict[int, Directive]:
    wanted = {request.parent_directive_id for request in requests}
    found = session.scalars(select(Directive).where(Directive.id == any_of(wanted)))
    parents = {directive.id: directive for directive in found}
    for missing in sorted(wanted - set(parents)):
        raise UnknownDirective(what=missing)
    return parents


def _vet(
    session: Session, parents: Mapping[int, Directive], requests: Sequence[DeriveRequest]
) -> None:
    pairs: set[Pair] = set()
    identities: set[Identity] = set()
    for request in requests:
        parent = parents[request.parent_directive_id]
        if (parent.id, request.unit_id) in pairs:
            raise DerivedTwice(unit=request.unit_id, parent=parent.id)
        pairs.add((parent.id, request.unit_id))
        if request.issued_on < parent.issued_on:
            days = (request.issued_on, parent.issued_on)
            issued_on, parent_on = (f"{day:%d/%m/%Y}" for day in days)
            raise IssuedTooEarly(issued_on=issued_on, parent_on=parent_on)
        identity = (request.unit_id, request.symbol, request.number, request.issued_on.year)
        if request.number and identity in identities:
            raise duplicate(identity)
        identities.add(identity)
    for identity in sorted(taken(session, identities)):
        raise duplicate(identity)


def leads(
    session: Session, parents: Mapping[int, Directive], requests: Sequence[DeriveRequest]
) -> dict[Pair, int]:
    """For each request the unit that consolidates for its issuer."""
    by_day: dict[date, list[tuple[Pair, Any]]] = defaultdict(list)
    found_for = {}
    for request in requests:
        pair = (request.parent_directive_id, request.unit_id)
        found_for[pair] = request.unit_id
        if wanted := parents[request.parent_directive_id].field:
            selection = {"select": "lead", "unit": request.unit_id, "field": wanted}
            by_day[request.issued_on].append((pair, selection))
    for day, selections in by_day.items():
        for pair, found in resolve_many(session, selections, day).items():
            found_for[pair] = found[0].id if found else found_for[pair]
    return found_for


def passed_on(
    request: DeriveRequest,
    receiver: Receiver,
    duties: Sequence[Duty],
    consolidator: int,
    calendar: Calendar,
) -> Copied:
    """What the receiver owes above, as its own directive asks for it: rows of obligations."""
    copied = Copied([], [], [])
    for duty in duties:
        if not duty.who.includes(receiver):
            continue
        rule: Rule | None = duty.rule
        if duty.rule.is_dated and duty.rule.since != EVENT:
            above = duty.dues(receiver.received_on, calendar)
            rule = _carried(
                duty.rule, above, tuple(_earlier(duty, above, request, copied)), request
            )
        if rule is not None:
            copied.rows.append(_row(duty, rule, len(copied.rows), consolidator))
    return copied


def _carried(
    rule: Rule, above: Sequence[Due], fixed: tuple[Fixed, ...], request: DeriveRequest
) -> Rule | None:
    """The rule one tier down: one that recurs stays a rule, any other is its days; None: no day."""
    if rule.recurs and (fixed or rule.endless):
        step = Step(rule.back_off, request.issued_on)
        anchor = rule.anchor or (above[0].printed if rule.kind in BY_WEEK else None)
        return replace(rule, anchor=anchor, earlier=(*rule.earlier, step))
    if not fixed:
        return None
    boundary = NO_LATER if rule.kind == WITHIN else rule.boundary
    return Rule(
        kind=rule.kind,
        boundary=boundary,
        at=rule.at,
        window=rule.window,
        back_off=rule.back_off,
        fixed=fixed,
    )


def _earlier(
    duty: Duty, above: Sequence[Due], request: DeriveRequest, copied: Copied
) -> Iterator[Fixed]:
    days = duty.rule.back_off
    for due in above:
        told = {"obligation": duty.code, "key": due.key}
        try:
            below = back_off(due, days, request.issued_on)
        except DeadlineBeforeIssue:
            copied.left_out.append(told)
            continue
        if (due.printed - below.printed).days < days:
            copied.squeezed.append(told | {"printed": below.printed.isoformat()})
        yield Fixed(below.printed, below.period_start, below.period_end, below.key)


def _row(duty: Duty, rule: Rule, position: int, consolidator: int) -> dict[str, Any]:
    about = duty.details.get("about")
    return {
        "position": position,
        "code": duty.code,
        "title": duty.title,
        "kind": rule.kind,
        "rule": rule.to_json(),
        "who": Who().to_json(),
        "consolidator_id": consolidator if rule.is_dated else None,
        "requested": False,
        "details": {"about": about} if about else {},
        "source_id": duty.id,
        "form": duty.form,
    }


def _write(
    session: Session,
    parents: Mapping[int, Directive],
    requests: Sequence[DeriveRequest],
    copies: Sequence[Copied],
    now: datetime,
) -> list[int]:
    if not requests:
        return []
    rows = [
        _directive(parents[request.parent_directive_id], request, copied, now)
        for request, copied in zip(requests, copies, strict=True)
    ]
    returned = insert(Directive).returning(Directive.id, sort_by_parameter_order=True)
    ids = list(session.scalars(returned, rows))
    owed = [
        row | {"directive_id": id_}
        for id_, copied in zip(ids, copies, strict=True)
        for row in copied.rows
    ]
    if owed:
        session.execute(insert(Obligation), owed)
    return ids


def _directive(
    parent: Directive, request: DeriveRequest, copied: Copied, now: datetime
) -> dict[str, Any]:
    told = {"left_out": copied.left_out, "squeezed": copied.squeezed}
    return {
        "issuer_id": request.unit_id,
        "number": request.number,
        "symbol": request.symbol,
        "year": request.issued_on.year,
        "type": type_of(request.symbol, parent.type),
        "issued_on": request.issued_on,
        "subject": parent.subject,
        "field": parent.field,
        "parent_id": parent.id,
        "root_id": parent.root_id or parent.id,
        "provisions_of_id": parent.provisions_of_id or parent.id,
        "model_key": parent.model_key,
        "status": ISSUED,
        "content": {name: items for name, items in told.items() if items},
        "issued_at": now,
    }


def type_of(symbol: str, unknown: str) -> str:
    """The document type a symbol tells ("KH-UBND": ke_hoach); ``unknown`` when it is blank."""
    if not symbol:
        return unknown
    return _TYPES.get(symbol.split("-")[0], "cong_van")
