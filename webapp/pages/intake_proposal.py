"""What a confirmed letter would become: its units and duties in plain words; issued, or filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from engine import received, received_filing, received_issuing
from engine.calendar import load
from engine.date_policies import DAY_OFF
from engine.deadline_rules import RECEIVED, WITHIN
from engine.deadlines import local_day, series
from engine.drafting_content import owing, place_of
from engine.drafts import DirectiveRefused
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.letter_names import EVERYBODY
from engine.letter_resolving import OVERDUE, PAST, WHO
from engine.people import CLERK, LEADER
from engine.policies import value as policy
from engine.received_issuing import LetterIncomplete, Understood
from engine.received_rows import LetterIsDone, LetterOverwritten
from engine.rule_sentences import Parties, sentence
from webapp import locale
from webapp.pages.intake_common import bp, seen
from webapp.pages.intake_options import (
    SEVERAL,
    charged,
    group_options,
    lines_chosen,
    place_options,
    who_options,
)
from webapp.requests import actor, now, session, wiring

SHOWN = 3
"""Deadlines of a recurring duty that are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """One duty of the proposal: its sentence, the last acceptable days that will open, what is
    wrong with it. ``received``: they count from the day it is received. ``upper``: the finding that
    became its consolidated date.
    """

    finding: int
    title: str
    sentence: str
    days: tuple[date, ...] = ()
    received: bool = False
    trouble: str = ""
    upper: int = -1


@bp.get("/intake/<int:received_id>/proposal")
def proposal(received_id: int) -> str:
    """What the system understands, what it would make of the letter, and what to look at."""
    return proposal_page(received_id, {}, {}, 0)


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
    for line in _told(received_id, refused):
        flash(line, "danger")
    return proposal_page(received_id, {}, {}, 0), 409 if isinstance(refused, Conflict) else 422


def _told(received_id: int, refused: InputError) -> list[str]:
    """Why nothing came of it, by the names of the duties and not by places in a file."""
    language = locale.current()
    if not isinstance(refused, DirectiveRefused):
        return [refused.text(language)]
    found = received_issuing.understand(session(), actor(), received_id, now())
    duties = found.proposal.content["obligations"]
    lines = []
    for problem in refused.problems:
        said = problem.vi if language == "vi" else problem.en
        place = place_of(problem.path) if problem.path.startswith("obligations") else None
        if place is not None and place < len(duties):
            title = duties[place]["title"]
            said = gettext("Mục «%(title)s»: %(said)s", title=title, said=said)
        lines.append(said)
    return lines


def proposal_page(
    received_id: int, typed: Mapping[str, str], errors: Mapping[str, str], at: int
) -> str:
    """The page, with what was typed about the finding ``at`` and what is wrong with it."""
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
        who_options=who_options(found),
        place_options=place_options,
        group_options=lambda meant: group_options(found, meant),
        lines_chosen=lambda finding, part: lines_chosen(found, finding, part),
        charged=charged,
        several_parts=SEVERAL,
        today=local_day(now()),
        past={"part": PAST, "choice": OVERDUE},
        all_owe={"part": WHO, "choice": EVERYBODY},
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
    uppers = {units: upper for upper, units in found.proposal.folded.items()}
    for duty, source in zip(content["obligations"], found.proposal.sources, strict=True):
        try:
            rule = form.rule(duty["deadline"])
            upper = duty.get("consolidated")
            above = form.rule({**duty["deadline"], **upper}) if upper else None
            said = sentence(_parties(found, duty, source), rule, above, locale=locale.current())
            dues = series(
                rule,
                found.resolved.on,
                received_on=max(local_day(now()), found.resolved.on),
                calendar=calendar,
                day_off=str(day_off),
            )
            opening = (due for due in dues if not rule.recurs or due.due_at > now())
            days = tuple(due.last_ok for due in islice(opening, SHOWN))
            counted = rule.kind == WITHIN and rule.since == RECEIVED
            above_it = uppers.get(source, -1)
            told.append(Told(source, duty["title"], said, days, counted, upper=above_it))
        except InputError as refused:
            trouble = refused.text(locale.current())
            told.append(Told(source, duty["title"], "", trouble=trouble))
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
