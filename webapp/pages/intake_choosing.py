"""Which units a finding means, as a person chooses: from a list, or typed by name or code."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from engine import drafting_models, received, received_correcting, received_issuing
from engine.errors import InputError
from engine.letter_choosing import typed as units_typed
from engine.letter_names import OUTSIDE, UNIT, chosen
from engine.letter_resolving import CONSOLIDATOR, OVERDUE, PAST, WHO
from engine.received_findings import Finding
from engine.received_issuing import Understood
from engine.received_rows import LetterOverwritten
from engine.units import Unit
from webapp import locale
from webapp.pages.intake_common import bp, seen
from webapp.pages.intake_options import SEVERAL, lines_chosen, tiers, who_options
from webapp.pages.intake_proposal import proposal_page
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session

PARTS = (UNIT, CONSOLIDATOR, PAST, *SEVERAL)


@bp.post("/intake/<int:received_id>/findings/<int:finding_id>/choose")
def choose(received_id: int, finding_id: int) -> Any:
    """Which unit, or which units, a finding means; or that a day is past as the letter says."""
    letter = received.read(session(), actor(), received_id)
    finding = letter.finding(finding_id)
    typed = Typed.sent()
    part = typed.choice("part", PARTS)
    choice = _choice(received_id, finding, part, typed) if typed.fine else ""
    if not typed.fine:
        return proposal_page(received_id, typed.raw, typed.errors, finding_id), 422
    try:
        received_correcting.choose(
            session(), actor(), received_id, seen(), finding_id, {part: choice}, now()
        )
    except LetterOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        return proposal_page(received_id, typed.raw, {}, finding_id), 409
    flash(gettext("Đã lưu lựa chọn."), "success")
    here = url_for("intake.proposal", received_id=received_id, _anchor=f"c{finding_id}")
    return redirect(here)


def _choice(received_id: int, finding: Finding, part: str, typed: Typed) -> str:
    """What is to be kept; what was typed goes before the list, unless it stood there before."""
    choice = typed.text("choice", required=False)
    if part == PAST:
        return typed.choice("choice", ("", OVERDUE))
    name = typed.text("name", required=False, most=MAX_TEXT)
    found = received_issuing.understand(session(), actor(), received_id, now())
    before = "\n".join(lines_chosen(found, finding, part))
    if name and not (choice and name == before):
        return _codes(found, name, part, typed)
    if choice and not _may_choose(found, part, choice):
        typed.wrong("name", gettext("Hãy chọn một mục."))
    return choice


def _codes(found: Understood, text: str, part: str, typed: Typed) -> str:
    """The codes of the units typed, on the letter's day."""
    looker = found.resolved.looker
    if part in SEVERAL and looker is not None:
        units, wrong = units_typed(looker, text)
        if wrong:
            typed.wrong("name", " ".join(error.text(locale.current()) for error in wrong))
        return ",".join(unit.code for unit in units)
    try:
        unit_id = drafting_models.named(session(), text, found.resolved.on)
    except InputError as refused:
        typed.refused(refused, "name")
        return ""
    return session().get_one(Unit, unit_id).code


def _may_choose(found: Understood, part: str, choice: str) -> bool:
    """Whether it is one of the selections offered, or the code of a unit of the letter's day."""
    offers = who_options(found) if part == WHO else tiers(found)
    offered = {OUTSIDE, *(value for value, _ in offers)}
    return choice in offered or chosen(session(), "", choice, found.resolved.on).unit is not None
