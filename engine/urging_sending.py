"""Urging letters sent: numbered, deadlines moved, audiences told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import audit, calendar
from engine.calendar import DAY
from engine.deadlines import local_day, midnight
from engine.instances import Delivery, Engine
from engine.ladder_boxes import about, boxes, last_day
from engine.notices import Told, tell
from engine.report_deadlines import Move, lock_instances, moved
from engine.report_tables import OPEN, RETURNED, Report
from engine.urging_customs import Customs
from engine.urging_register import take_numbers
from engine.urging_tables import DRAFT, DROPPED, ISSUED, UrgingAddressee, UrgingLetter

Addressed = Mapping[int, Sequence[UrgingAddressee]]
"""Addressees by the letter's id."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How letters leave: by an account or (None) by the clock, with a day of the signer's choice.

    ``unmailed`` are the reports whose notices are told in the box only.
    """

    by: int | None = None
    new_day: date | None = None
    unmailed: frozenset[int] = frozenset()

    @property
    def actor(self) -> str:
        """For the history."""
        return f"account:{self.by}" if self.by else "clock"


def send(
    session: Session,
    engine: Engine,
    letters: Sequence[UrgingLetter],
    reports: Collection[int],
    how: Signing,
    now: datetime,
) -> list[Delivery]:
    """Number the drafts among the letters, move the deadlines of ``reports`` (ids), tell of it.

    Whose report has come in, or whose deadline was put off since the draft, is spared; a draft that
    nobody is left for is dropped. Raises
    ``DeadlineInThePast``.
    """
    if not letters:
        return []
    addressed = addressees(session, letters)
    lock_instances(session, sorted(reports))
    late = _still_late(session, reports, now)
    for one in (a for chosen in addressed.values() for a in chosen):
        if one.report_id in reports and one.report_id not in late:
            one.spared_at = now
    sent = [n for n in letters if any(a.report_id in late for a in addressed[n.id])]
    for letter in letters:
        if letter not in sent and letter.status == DRAFT:
            letter.status, letter.joint = DROPPED, False
    _number(session, [n for n in sent if n.status == DRAFT], how, now)
    moves = {
        a.report_id: Move(_new_due(n), f"urging-letter:{n.id}", how.actor, urged=True)
        for n in sent
        for a in addressed[n.id]
        if a.report_id in late
    }
    if not moves:
        return []
    _tell(
        session,
        engine,
        [(n, late[a.report_id]) for n in sent for a in addressed[n.id] if a.report_id in late],
        how,
        now,
    )
    return moved(session, engine, moves, now)


def addressees(session: Session, letters: Sequence[UrgingLetter]) -> Addressed:
    """Those of each letter, in the order of their reports."""
    found: dict[int, list[UrgingAddressee]] = {n.id: [] for n in letters}
    rows = session.scalars(
        select(UrgingAddressee)
        .where(UrgingAddressee.letter_id.in_(found))
        .order_by(UrgingAddressee.letter_id, UrgingAddressee.report_id)
    )
    for one in rows:
        found[one.letter_id].append(one)
    return found


def _still_late(session: Session, reports: Collection[int], now: datetime) -> dict[int, Report]:
    rows = session.scalars(
        select(Report)
        .where(Report.id.in_(reports), Report.status.in_((OPEN, RETURNED)), Report.due_at <= now)
        .order_by(Report.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {report.id: report for report in rows}


def _number(session: Session, letters: Sequence[UrgingLetter], how: Signing, now: datetime) -> None:
    today, days = local_day(now), calendar.load(session)
    customs = Customs.of(session, {n.issuer_id for n in letters})
    numbers = take_numbers(session, [n.issuer_id for n in letters], today.year)
    for letter, number in zip(letters, numbers, strict=True):
        letter.status, letter.number, letter.year = ISSUED, number, today.year
        letter.dated, letter.signed_by = today, how.by
        # One that a person signed is closed; one issued by the clock may gain units the same day.
        letter.joint = letter.joint and how.by is None
        last = how.new_day or days.add_working_days(today, customs.days[letter.issuer_id])
        letter.new_due_at = midnight(last + DAY)
    session.flush()
    entries = [
        audit.Entry(
            how.actor,
            "urging-letter",
            n.directive_id,
            n.issuer_id,
            detail={"letter": n.id, "number": f"{n.number}/{n.symbol}"},
        )
        for n in letters
    ]
    audit.record(session, entries, now)


def _new_due(letter: UrgingLetter) -> datetime:
    return cast("datetime", letter.new_due_at)  # it was numbered


def _tell(
    session: Session,
    engine: Engine,
    late: Sequence[tuple[UrgingLetter, Report]],
    how: Signing,
    now: datetime,
) -> None:
    wanted = [((n, r), audience, r.unit_id) for n, r in late for audience in n.audiences]
    told = [
        Told(
            once=f"l{letter.id}:{report.id}:{audience}:{unit}",
            unit_id=unit,
            about_unit_id=report.unit_id,
            audience=audience,
            directive_id=report.directive_id,
            instance_id=None,
            report_id=report.id,
            kind=letter.rung,
            params=about(report.title, report.period, report.due_at)
            | {
                "sentence": "urging-letter",
                "letter": letter.id,
                "number": f"{letter.number}/{letter.symbol}",
                "new_day": last_day(_new_due(letter)).isoformat(),
            },
            mail=report.id not in how.unmailed,
        )
        for (letter, report), audience, unit in boxes(session, wanted, now)
    ]
    tell(session, engine.outbox, told, now)
