"""One finding of a received letter: corrected in its form, confirmed, dropped, taken back, added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine import received, received_correcting
from engine.errors import Conflict
from engine.intake.found import Span
from engine.received import Letter
from engine.received_findings import Finding
from engine.received_reading import LONGEST, value_of
from engine.received_rows import LetterIsDone, LetterOverwritten
from webapp import locale
from webapp.pages import intake_forms
from webapp.pages.intake_common import ADDABLE, bp, letter_page, seen
from webapp.pages.intake_text import span_of
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session

AROUND = 240
"""Characters of the text shown before and after a finding's words."""


@bp.get("/intake/<int:received_id>/findings/<int:finding_id>")
def finding(received_id: int, finding_id: int) -> str:
    """The finding's form, with the words it came from."""
    letter = received.read(session(), actor(), received_id)
    found = letter.finding(finding_id)
    return _form(letter, found, intake_forms.shown(found.value), {})


@bp.post("/intake/<int:received_id>/findings/<int:finding_id>")
def change(received_id: int, finding_id: int) -> Any:
    """What the button says: save (the form), confirm (as it is), drop, restore."""
    letter = received.read(session(), actor(), received_id)
    found = letter.finding(finding_id)
    if not letter.open:
        raise LetterIsDone
    do = request.form.get("do", "")
    if do == "save":
        return _saved(letter, found)
    given = (session(), actor(), received_id, seen(), finding_id)
    if do == "confirm":
        received_correcting.correct(*given, found.value, now())
    elif do == "drop":
        received_correcting.drop(*given, now())
    elif do == "restore":
        received_correcting.restore(*given, now())
    else:
        raise BadRequest
    return _back(received_id, finding_id)


@bp.post("/intake/<int:received_id>/findings")
def add(received_id: int) -> Any:
    """A finding from words of the text: its form opens, filled with what the words say."""
    letter = received.read(session(), actor(), received_id)
    if not letter.open:
        raise LetterIsDone
    typed = Typed.sent()
    kind = typed.choice("kind", ADDABLE)
    words = typed.text("words", most=LONGEST)
    start = typed.get("start")
    at = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else None
    span = span_of(letter.text, words, at) if words else None
    if words and span is None:
        typed.wrong("words", gettext("Không tìm thấy đoạn này trong văn bản."))
    if span is None or not typed.fine:
        return letter_page(letter, typed=typed.raw, errors=typed.errors), 422
    value = value_of(kind, letter.text[span.start : span.end])
    try:
        number = received_correcting.add(
            session(), actor(), received_id, seen(), kind, value, [span], now()
        )
    except LetterOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        fresh = received.read(session(), actor(), received_id)
        return letter_page(fresh, typed=typed.raw, errors={}), 409
    flash(gettext("Đã thêm. Hãy kiểm tra các ô rồi lưu."), "success")
    return redirect(url_for("intake.finding", received_id=received_id, finding_id=number))


def _saved(letter: Letter, found: Finding) -> Any:
    typed = Typed.sent()
    value = intake_forms.read(found.kind, found.value, typed)
    if not typed.fine:
        return _form(letter, found, typed.raw, typed.errors), 422
    try:
        received_correcting.correct(session(), actor(), letter.id, seen(), found.id, value, now())
    except LetterOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        fresh = received.read(session(), actor(), letter.id)
        return _form(fresh, _again(fresh, found), typed.raw, {}), 409
    flash(gettext("Đã lưu."), "success")
    return _back(letter.id, found.id)


def _again(letter: Letter, found: Finding) -> Finding:
    """The finding as a colleague left it. Raises Conflict if it is gone."""
    fresh = next((one for one in letter.findings if one.id == found.id), None)
    if fresh is None:
        raise Conflict(what=letter.name)
    return fresh


def _form(letter: Letter, found: Finding, shown: dict[str, str], errors: dict[str, str]) -> str:
    own, due = intake_forms.of_kind(found.kind)
    return render_template(
        "intake/finding.html",
        letter=letter,
        finding=found,
        fields=own,
        due_fields=due,
        shown=shown,
        errors=errors,
        contexts=list(_contexts(letter.text, found.spans)),
        open=letter.open,
    )


def _contexts(text: str, spans: Sequence[Span]) -> Iterator[list[tuple[str, bool]]]:
    """The words with what stands around them, those near each other as one: (words, marked)."""
    near: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if near and span.start <= near[-1].end:
            near[-1] = Span(near[-1].start, max(near[-1].end, span.end))
        elif near and span.start > near[-1].end + AROUND:
            yield _context(text, near)
            near = [span]
        else:
            near.append(span)
    if near:
        yield _context(text, near)


def _context(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    at = max(0, spans[0].start - AROUND)
    for span in spans:
        found += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    return [*found, (text[at : at + AROUND], False)]


def _back(received_id: int, finding_id: int) -> Response:
    here = url_for("intake.one", received_id=received_id, _anchor=f"f{finding_id}")
    return redirect(here)
