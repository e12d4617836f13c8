"""Urging letters drafted: one for each late report, or one for all of a day (policy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine import contexts, policies
from engine.deadlines import local_day
from engine.deployments import deployed
from engine.directive_tables import Directive
from engine.instances import Begin, Delivery, Engine
from engine.ladder_boxes import superiors
from engine.process.events import Start
from engine.units import Unit
from engine.urging_customs import AUTO, FROM, ISSUER, TASK, Customs
from engine.urging_sending import Signing, send
from engine.urging_tables import DRAFT, UrgingAddressee, UrgingLetter
from engine.urging_text import abbreviation

MODEL, PROCESS = "urging-letter", "ul-sign"


@dataclass(frozen=True, slots=True)
class Late:
    """A report (its row) whose rung asks for a letter, told to ``audiences``."""

    rung: str
    audiences: tuple[str, ...]
    mail: bool
    report: Any


def draft(session: Session, engine: Engine, late: Sequence[Late], now: datetime) -> list[Delivery]:
    """Letters for these reports: issued at once, or drafted for the head to sign (policy).

    Set-based: the same few statements for one report and for a batch of the clock.
    """
    if not late:
        return []
    issuers = _issuers(session, late)
    customs = Customs.of(session, set(issuers.values()))
    letters = _drafts(session, late, issuers, customs, now)
    above = superiors(session, {one.report.unit_id for one in late}, local_day(now))
    rows = [
        {
            "letter_id": letters[one.report.id].id,
            "report_id": one.report.id,
            "unit_id": one.report.unit_id,
            "superior_id": above.get(one.report.unit_id),
            "missed_due_at": one.report.due_at,
        }
        for one in late
    ]
    session.execute(insert(UrgingAddressee).on_conflict_do_nothing(), rows)
    found = {letter.id: letter for letter in letters.values()}
    at_once = [n for n in found.values() if customs.sign[n.issuer_id] == AUTO]
    waiting = [n for n in found.values() if customs.sign[n.issuer_id] == TASK]
    how = Signing(unmailed=frozenset(one.report.id for one in late if not one.mail))
    reports = {one.report.id for one in late}
    return send(session, engine, at_once, reports, how, now) + _to_sign(session, waiting)


def _issuers(session: Session, late: Sequence[Late]) -> dict[int, int]:
    """Who writes about each report (id)."""
    consolidators = {one.report.consolidator_id for one in late}
    said = policies.values(session, FROM, consolidators)
    directives = {one.report.directive_id for one in late}
    rows = session.execute(
        select(Directive.id, Directive.issuer_id).where(Directive.id.in_(directives))
    )
    owners = {row.id: row.issuer_id for row in rows}
    return {
        one.report.id: owners[one.report.directive_id]
        if said[one.report.consolidator_id] == ISSUER
        else one.report.consolidator_id
        for one in late
    }


_JOIN = text("""
    INSERT INTO urging_letter (issuer_id, directive_id, obligation_id, period, period_start,
        period_end, title, rung, audiences, joint, status, symbol, signer, drafted_on)
    VALUES (:issuer_id, :directive_id, :obligation_id, :period, :period_start, :period_end, :title,
        :rung, :audiences, true, 'draft', :symbol, :signer, :drafted_on)
    ON CONFLICT (issuer_id, obligation_id, period_start, period_end, drafted_on) WHERE joint
    DO UPDATE SET title = urging_letter.title RETURNING id
""")


def _drafts(
    session: Session,
    late: Sequence[Late],
    issuers: Mapping[int, int],
    customs: Customs,
    now: datetime,
) -> dict[int, UrgingLetter]:
    """The letter of each report (id), new or, where letters are joint, today's."""
    symbols = _symbols(session, set(issuers.values()))
    found: dict[int, UrgingLetter] = {}
    joint: dict[tuple[Any, ...], list[int]] = {}
    values: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sorted(late, key=lambda one: int(one.report.id)):
        issuer = issuers[one.report.id]
        row = _row(one, issuer, symbols[issuer], customs.signer[issuer], local_day(now))
        if customs.joint[issuer]:
            key = (issuer, row["obligation_id"], row["period_start"], row["period_end"])
            joint.setdefault(key, []).append(one.report.id)
            values[key] = row
        else:
            found[one.report.id] = letter = UrgingLetter(**row, joint=False, status=DRAFT)
            session.add(letter)
    session.flush()
    for key in sorted(joint):
        letter_id = session.execute(_JOIN, values[key]).scalar_one()
        letter = session.get_one(UrgingLetter, letter_id, populate_existing=True)
        found |= dict.fromkeys(joint[key], letter)
    return found


def _row(late: Late, issuer: int, symbol: str, signer: str, today: date) -> dict[str, Any]:
    report = late.report
    return {
        "issuer_id": issuer,
        "directive_id": report.directive_id,
        "obligation_id": report.obligation_id,
        "period": report.period,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "title": report.title,
        "rung": late.rung,
        "audiences": list(late.audiences),
        "symbol": symbol,
        "signer": signer,
        "drafted_on": today,
    }


def _symbols(session: Session, issuers: set[int]) -> dict[int, str]:
    rows = session.execute(select(Unit.id, Unit.name, Unit.place).where(Unit.id.in_(issuers)))
    return {row.id: f"{abbreviation(row.name, row.place)}-ĐĐ" for row in rows}


def _to_sign(session: Session, letters: Sequence[UrgingLetter]) -> list[Delivery]:
    if not letters:
        return []
    model_id = deployed(session, MODEL).id
    units = contexts.of_units(session, {n.issuer_id for n in letters})
    said = contexts.of_directives(session, {n.directive_id for n in letters})
    return [
        Begin(
            model_id,
            PROCESS,
            n.directive_id,
            n.issuer_id,
            f"l{n.id}",
            Start(
                {
                    "unit": units[n.issuer_id],
                    "directive": said[n.directive_id],
                    "letter": {"id": n.id, "title": n.title, "period": n.period},
                }
            ),
        )
        for n in letters
    ]
