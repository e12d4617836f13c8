"""Urging letters as their readers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.citing import named
from engine.directive_tables import Directive
from engine.directives import label
from engine.ladder_boxes import last_day
from engine.people import Account, Actor
from engine.report_tables import Report
from engine.searching import contains
from engine.units import Unit
from engine.urging_tables import UrgingAddressee, UrgingLetter
from engine.urging_text import Addressee, Paper, plain

OURS, TO_US = "ours", "to-us"


@dataclass(frozen=True, slots=True)
class Urged:
    """One late unit of a letter; ``submitted_at`` is when its report came in."""

    unit_id: int
    unit: str
    superior: str
    report_id: int
    missed: date
    spared_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter; ``number`` is "12/SNV-ĐĐ", of a draft "". Units that were spared are listed."""

    id: int
    number: str
    dated: date | None
    status: str
    issuer: str
    directive: str
    title: str
    period: str
    rung: str
    new_day: date | None
    units: tuple[Urged, ...]
    text: str
    subject: str
    issuer_id: int
    directive_id: int
    drafted_on: date
    paper: Paper


def page(
    session: Session,
    actor: Actor,
    directive_id: int | None = None,
    limit: int = 200,
    *,
    status: str | None = None,
    side: str | None = None,
    words: str | None = None,
    after: int | None = None,
) -> list[LetterView]:
    """The letters the actor may see, the newest first.

    They are seen by their issuer, the issuers above the directive, the units they go to and the
    superiors that get a copy; a draft by its issuer alone. ``side``: those the actor's unit signs
    (``OURS``) or that go to it (``TO_US``); ``words`` are looked for in report and directive,
    accents or none; ``after`` is the last id seen.
    """
    to_us = select(UrgingAddressee.letter_id).where(UrgingAddressee.unit_id == actor.unit_id)
    sides = {OURS: UrgingLetter.issuer_id == actor.unit_id, TO_US: UrgingLetter.id.in_(to_us)}
    told = func.concat(
        UrgingLetter.title,
        " ",
        UrgingLetter.number,
        "/",
        UrgingLetter.symbol,
        " ",
        Directive.subject,
    )
    conditions: list[Any] = [sides[side]] if side and side in sides else []
    if directive_id is not None:
        conditions.append(UrgingLetter.directive_id == directive_id)
    if status:
        conditions.append(UrgingLetter.status == status)
    if words:
        conditions.append(contains(told, words))
    if after is not None:
        conditions.append(UrgingLetter.id < after)
    return _views(session, actor, and_(true(), *conditions), limit)


def read(session: Session, actor: Actor, letter_id: int) -> LetterView:
    """One letter. Raises ``NotFound`` for what the actor may not see."""
    found = _views(session, actor, UrgingLetter.id == letter_id, 1)
    return access.require(next(iter(found), None), f"urging letter {letter_id}")


def _views(session: Session, actor: Actor, condition: Any, limit: int) -> list[LetterView]:
    issuer, above = aliased(Unit), aliased(Unit)
    asking = aliased(Unit)
    query = (
        select(UrgingLetter, issuer.name, above.name, Directive, asking.name, Account.name)
        .join(issuer, issuer.id == UrgingLetter.issuer_id)
        .outerjoin(above, above.id == issuer.parent_id)
        .join(Directive, Directive.id == UrgingLetter.directive_id)
        .join(asking, asking.id == Directive.issuer_id)
        .outerjoin(Account, Account.id == UrgingLetter.signed_by)
        .where(_seen(actor), condition)
        .order_by(UrgingLetter.id.desc())
        .limit(limit)
    )
    rows = session.execute(query).all()
    urged = _urged(session, {letter.id: letter.issuer_id for letter, *_ in rows})
    return [_view(row, urged.get(row[0].id, ())) for row in rows]


def _seen(actor: Actor) -> Any:
    to_me = select(UrgingAddressee.letter_id).where(
        or_(UrgingAddressee.unit_id == actor.unit_id, UrgingAddressee.superior_id == actor.unit_id),
        UrgingAddressee.spared_at.is_(None),
    )
    sent = UrgingLetter.number.is_not(None)
    return or_(access.late_papers(actor, UrgingLetter), sent & UrgingLetter.id.in_(to_me))


def _urged(session: Session, issuers: Mapping[int, int]) -> dict[int, list[Urged]]:
    """By letter, whom it urges; ``issuers`` by letter, who are nobody's superior in a letter of
    their own."""
    superior = aliased(Unit)
    rows = session.execute(
        select(UrgingAddressee, Unit.short_name, superior.short_name, Report.submitted_at)
        .join(Unit, Unit.id == UrgingAddressee.unit_id)
        .join(Report, Report.id == UrgingAddressee.report_id)
        .outerjoin(superior, superior.id == UrgingAddressee.superior_id)
        .where(UrgingAddressee.letter_id.in_(issuers))
        .order_by(UrgingAddressee.letter_id, Unit.code)
    )
    found: dict[int, list[Urged]] = {}
    for a, unit, above, submitted in rows:
        one = Urged(
            a.unit_id,
            unit,
            "" if a.superior_id == issuers[a.letter_id] else (above or ""),
            a.report_id,
            last_day(a.missed_due_at),
            a.spared_at,
            submitted,
        )
        found.setdefault(a.letter_id, []).append(one)
    return found


def _view(row: Any, urged: Sequence[Urged]) -> LetterView:
    letter, issuer, above, directive, asking, signed_by = row
    new_day = last_day(letter.new_due_at) if letter.new_due_at else None
    paper = Paper(
        issuer=issuer,
        above=above or "",
        number="" if letter.number is None else str(letter.number),
        symbol=letter.symbol,
        dated=letter.dated,
        directive=named(directive, asking),
        report=letter.title,
        period=letter.period,
        signer=letter.signer,
        signed_by=signed_by or "",
        new_day=new_day,
        addressees=[Addressee(u.unit, u.superior, u.missed) for u in urged if not u.spared_at],
    )
    return LetterView(
        letter.id,
        "" if letter.number is None else f"{letter.number}/{letter.symbol}",
        letter.dated,
        letter.status,
        issuer,
        label(directive),
        letter.title,
        letter.period,
        letter.rung,
        new_day,
        tuple(urged),
        plain(paper),
        f"l{letter.id}",
        letter.issuer_id,
        letter.directive_id,
        letter.drafted_on,
        paper,
    )
