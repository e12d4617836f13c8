"""What the pages of a draft share: the blueprint, the draft of the address, saving a step."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest

from engine import drafting
from engine.drafting import Draft, DraftOverwritten
from engine.drafting_content import STEPS, place_of, step_of
from engine.drafting_tables import OPEN
from engine.drafts import DirectiveRefused, Problem
from webapp import locale
from webapp.requests import actor, now, session, wiring

bp = Blueprint("issuing", __name__)
LONGEST = 5000
"""Characters of one field; a letter's longest task has a third of them."""

STEP_NAMES = {
    "identity": _("Văn bản"),
    "basis": _("Căn cứ"),
    "recipients": _("Nơi nhận"),
    "provisions": _("Nội dung"),
    "duties": _("Nghĩa vụ báo cáo"),
    "check": _("Kiểm tra thời hạn"),
}
LIST = re.compile(r"\s*\n\s*")


@dataclass
class Sent:
    """A step as it was sent: what the draft would say, and what was wrong by field."""

    content: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def step_at(path: str, shown: Callable[..., str], sent: Callable[..., Any]) -> None:
    """Register a step, named like the function that shows it: one address, opened and sent."""

    def view(**values: int) -> Any:
        return sent(**values) if request.method == "POST" else shown(**values)

    bp.add_url_rule(
        f"/directives/drafts/<int:draft_id>/{path}",
        shown.__name__,
        view,
        methods=["GET", "POST"],
    )


def the_draft(draft_id: int) -> Draft:
    """The draft of the address. Raises NotFound, and DraftIsOver for one no longer open."""
    found = drafting.read(session(), actor(), draft_id)
    if found.status != OPEN:
        raise drafting.DraftIsOver
    return found


def seen() -> int:
    """The version that the page being sent showed."""
    text = request.form.get("seen", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest
    return int(text)


def typed(name: str) -> str:
    """One field of the form, trimmed, of bearable length."""
    return request.form.get(name, "").strip().replace("\r\n", "\n")[:LONGEST]


def lines(name: str) -> list[str]:
    """The filled lines of a field."""
    return [line for line in LIST.split(typed(name)) if line]


def action() -> tuple[str, int]:
    """The button that was pressed: («up», 2); («», -1) for the plain one."""
    what, _, place = request.form.get("do", "").partition(":")
    return what, int(place) if place.isascii() and place.isdigit() and len(place) < 19 else -1


def step_page(template: str, draft: Draft, step: str, **values: Any) -> str:
    """A step of the wizard."""
    place = STEPS.index(step)
    return render_template(
        f"issuing/{template}.html",
        step=step,
        next_step=STEPS[place + 1] if place + 1 < len(STEPS) else None,
        draft=draft,
        **values,
    )


def saved(
    draft: Draft,
    sent: Sent,
    again: Callable[..., str],
    *,
    stay: str | None = None,
    prefix: str = "",
) -> Any:
    """Keep the step, then on to the next one (or ``stay``); or the page again with what is wrong.

    ``again(draft, errors)`` renders the page from the content given to it.
    """
    shown = replaced(draft, sent.content)
    errors = sent.errors | malformed(sent.content, prefix)
    if errors:
        flash(gettext("Chưa lưu được. Hãy sửa các ô được đánh dấu."), "danger")
        return again(shown, errors), 422
    try:
        drafting.save(session(), actor(), draft.id, seen(), sent.content, now())
    except DraftOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        return again(replaced(drafting.read(session(), actor(), draft.id), sent.content), {}), 409
    for note in sent.notes:
        flash(note, "warning")
    if stay is None:
        flash(gettext("Đã lưu."), "success")
    return redirect(stay or onward(draft.id))


def onward(draft_id: int) -> str:
    """Where the pressed button leads: another step, the preview, or the summary."""
    then = request.form.get("then", "")
    known = then if then in (*STEPS, "preview") else "summary"
    return url_for(f"issuing.{known}", draft_id=draft_id)


def replaced(draft: Draft, content: Mapping[str, Any]) -> Draft:
    """The draft as it would be with that content."""
    return Draft(**{name: getattr(draft, name) for name in draft.__slots__} | {"content": content})


def malformed(content: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Faults of values that were typed, by path below ``prefix``; what is blank may come later."""
    return {
        problem.path: said(problem)
        for problem in refused(content)
        if problem.path.startswith(prefix) and _filled(content, problem.path)
    }


def refused(content: Mapping[str, Any]) -> list[Problem]:
    """What the format finds wrong with the content."""
    try:
        wiring().directives.load(content)
    except DirectiveRefused as error:
        return error.problems
    return []


def said(problem: Problem) -> str:
    """A fault in the reader's language."""
    return problem.vi if locale.current() == "vi" else problem.en


def where(problem: Problem) -> str:
    """The step in which the fault is mended."""
    return step_of(problem.path)


def mending(draft_id: int, problem: Problem) -> str:
    """The page on which the fault is mended."""
    place = place_of(problem.path)
    if problem.path.startswith("obligations") and place is not None:
        return url_for("issuing.duty", draft_id=draft_id, place=place)
    return url_for(f"issuing.{where(problem)}", draft_id=draft_id)


def _filled(content: Any, path: str) -> bool:
    value = content
    for name, place in re.findall(r"(\w+)|\[(\d+)\]", path):
        try:
            value = value[int(place)] if place else value[name]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(value, str) and bool(value.strip())
