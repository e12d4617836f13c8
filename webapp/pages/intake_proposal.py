"""What a confirmed letter would become: its units and duties in plain words; issued, or filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from engine import (
    drafting_models,
    received,
    received_correcting,
    received_filing,
    received_issuing,
)
from engine.calendar import load
from engine.date_policies import DAY_OFF
from engine.deadlines import series
from engine.drafting_content import owing
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.letter_names import OUTSIDE, UNIT, Named, chosen
from engine.letter_recipients import Meant
from engine.letter_resolving import CONSOLIDATOR, GROUP, WHO
from engine.people import CLERK, LEADER
from engine.policies import value as policy
from engine.received_issuing import LetterIncomplete, Understood
from engine.received_rows import LetterIsDone, LetterOverwritten
from engine.rule_sentences import Parties, sentence
from engine.units import Unit
from webapp import labels, locale
from webapp.pages.intake_common import bp, seen
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session, wiring

PARTS = (UNIT, GROUP, WHO, CONSOLIDATOR)
SHOWN = 3
"""Deadlines of a recurring duty that are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """One duty of the proposal: its sentence, its last acceptable days, what is wrong with it."""

    finding: int
    title: str
    sentence: str
    days: tuple[date, ...]
    trouble: str = ""


@bp.get("/intake/<int:received_id>/proposal")
def proposal(received_id: int) -> str:
    """What the system understands, what it would make of the letter, and what to look at."""
    return _page(received_id, {}, {}, 0)


@bp.post("/intake/<int:received_id>/findings/<int:finding_id>/choose")
def choose(received_id: int, finding_id: int) -> Any:
    """Which unit, or which group, a finding means."""
    letter = received.read(session(), actor(), received_id)
    letter.finding(finding_id)
    typed = Typed.sent()
    part = typed.choice("part", PARTS)
    choice = typed.text("choice", required=False)
    name = typed.text("name", required=False)
    if name:
        choice = _code(received_id, name, typed)
    elif choice and not _may_choose(received_id, choice):
        typed.wrong("name", gettext("Hãy chọn một mục."))
    if not typed.fine:
        return _page(received_id, typed.raw, typed.errors, finding_id), 422
    try:
        received_correcting.choose(
            session(), actor(), received_id, seen(), finding_id, {part: choice}, now()
        )
    except LetterOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        return _page(received_id, typed.raw, {}, finding_id), 409
    flash(gettext("Đã lưu lựa chọn."), "success")
    here = url_for("intake.proposal", received_id=received_id, _anchor=f"c{finding_id}")
    return redirect(here)


@bp.post("/intake/<int:received_id>/issue")
def issue(received_id: int) -> Any:
    """A draft of our own letter, to be previewed and issued by the head."""
    received.read(session(), actor(), received_id)
    try:
        draft_id = received_issuing.begin_draft(
            session(), wiring().engine, actor(), received_id, seen(), now()
        )
    except LetterIncomplete as incomplete:
        return _refused(received_id, incomplete)
    flash(gettext("Đã lập dự thảo từ văn bản. Hãy xem lại rồi xem trước và ban hành."), "success")
    return redirect(url_for("issuing.summary", draft_id=draft_id))


@bp.post("/intake/<int:received_id>/book")
def book(received_id: int) -> Any:
    """Put a superior's letter on our book: its tasks and reports open for our unit."""
    received.read(session(), actor(), received_id)
    machine, form = wiring().engine, wiring().directives
    try:
        directive_id = received_filing.file(
            session(), machine, form, actor(), received_id, seen(), now()
        )
    except (Forbidden, NotFound, LetterIsDone, LetterOverwritten):
        raise
    except InputError as refused:
        return _refused(received_id, refused)
    flash(
        gettext("Đã vào sổ. Việc tiếp nhận và các kỳ báo cáo của đơn vị đã mở."),
        "success",
    )
    return redirect(url_for("directives.one", directive_id=directive_id))


def _refused(received_id: int, refused: InputError) -> Any:
    """The page again with why nothing came of it."""
    session().rollback()
    flash(refused.text(locale.current()), "danger")
    return _page(received_id, {}, {}, 0), 409 if isinstance(refused, Conflict) else 422


def _page(received_id: int, typed: Mapping[str, str], errors: Mapping[str, str], at: int) -> str:
    found = received_issuing.understand(session(), actor(), received_id, now())
    me = actor()
    return render_template(
        "intake/proposal.html",
        letter=found.letter,
        found=found,
        resolved=found.resolved,
        duties=[] if found.resolved.issuer.unit is None else list(_duties(found)),
        undated=_undated(found),
        notes=found.notes,
        open=found.letter.open,
        may_book=bool(me.roles & {CLERK, LEADER}),
        tiers=_tiers(found),
        place_options=_place_options,
        group_options=lambda meant: _group_options(found, meant),
        typed=typed,
        errors=errors,
        at=at,
    )


def _duties(found: Understood) -> list[Told]:
    """The obligations as sentences, with the deadlines they make."""
    calendar, form = load(session()), wiring().directives
    issuer = found.resolved.issuer.unit
    day_off = policy(session(), DAY_OFF, issuer.id) if issuer is not None else "keep"
    told = []
    content = found.proposal.content
    for duty, source in zip(content["obligations"], found.proposal.sources, strict=True):
        try:
            rule = form.rule(duty["deadline"])
            upper = duty.get("consolidated")
            above = form.rule({**duty["deadline"], **upper}) if upper else None
            said = sentence(_parties(found, duty, source), rule, above, locale=locale.current())
            dues = series(rule, found.resolved.on, calendar=calendar, day_off=str(day_off))
            days = tuple(due.last_ok for due in islice(dues, SHOWN))
            told.append(Told(source, duty["title"], said, days))
        except InputError as refused:
            trouble = refused.text(locale.current())
            told.append(Told(source, duty["title"], "", (), trouble))
    return told


def _undated(found: Understood) -> frozenset[int]:
    """Findings whose duty has no date: shown apart, never given one."""
    content = found.proposal.content["obligations"]
    pairs = zip(content, found.proposal.sources, strict=True)
    return frozenset(
        source for duty, source in pairs if duty["deadline"]["kind"] in ("undated", "ad_hoc")
    )


def _parties(found: Understood, duty: Mapping[str, Any], source: int) -> Parties:
    report = next(r for r in found.resolved.reports if r.finding.id == source)
    issuer = found.resolved.issuer.unit
    collector = report.consolidator.unit if report.consolidator else None
    own = issuer.short_name if issuer is not None else ""
    name = collector.short_name if collector is not None else own
    up = "; ".join(duty.get("goes_up_to") or ())
    return Parties((_owing(found, duty, source, "vi"), _owing(found, duty, source, "en")), name, up)


def _owing(found: Understood, duty: Mapping[str, Any], source: int, language: str) -> str:
    """Who owes, in words."""
    who = owing(duty)
    if who.get("groups"):
        return "; ".join(who["groups"])
    if who:
        report = next(r for r in found.resolved.reports if r.finding.id == source)
        return "; ".join(report.finding.value.who)
    if not found.resolved.ours:
        return "đơn vị của bạn" if language == "vi" else "your unit"
    return "tất cả nơi nhận" if language == "vi" else "all recipients"


def _tiers(found: Understood) -> list[tuple[str, str]]:
    """All units of a tier below the issuer, as selections that may be chosen."""
    looker = found.resolved.looker
    if looker is None:
        return []
    return [
        (looker.select(tier), gettext("mọi %(tier)s", tier=labels.tier(tier)))
        for tier in looker.steps
    ]


def _place_options(name: Named) -> list[tuple[str, str]]:
    """The bodies that a name may mean."""
    own = [(name.unit.code, name.unit.name)] if name.unit is not None else []
    return own + [(u.code, u.name) for u in name.candidates if u != name.unit]


def _group_options(found: Understood, meant: Meant) -> list[tuple[str, str]]:
    several = [option for name in meant.several for option in _place_options(name)]
    outside = (OUTSIDE, gettext("cơ quan ngoài hệ thống, chỉ in tên"))
    return [*several, *_tiers(found), outside]


def _may_choose(received_id: int, choice: str) -> bool:
    """Whether it is one of the selections offered, or the code of a unit of the letter's day."""
    found = received_issuing.understand(session(), actor(), received_id, now())
    offered = {OUTSIDE, *(value for value, _ in _tiers(found))}
    return choice in offered or chosen(session(), "", choice, found.resolved.on).unit is not None


def _code(received_id: int, name: str, typed: Typed) -> str:
    """The code of the unit typed, on the letter's day."""
    found = received_issuing.understand(session(), actor(), received_id, now())
    try:
        unit_id = drafting_models.named(session(), name, found.resolved.on)
    except InputError as refused:
        typed.refused(refused, "name")
        return ""
    return session().get_one(Unit, unit_id).code
