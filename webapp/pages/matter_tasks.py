"""A matter's tasks on its own page: which one waits and since when, its form, and what was done.

Whoever is to act does it where the whole matter can be read; the inbox leads here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, flash, redirect, request, url_for
from flask_babel import gettext

from adapters.forms import AnswersRefused, Form
from engine import inbox, open_tasks
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.inbox import StepFailed
from engine.open_tasks import MatterTask
from webapp import locale
from webapp.pages.form_view import the_form
from webapp.requests import actor, now, session, wiring

AT = {
    "inspection-witness-missing": "refusalReason",
    "bad-remedy": "remedies",
    "inspection-wrong-outcome": "outcome",
    "outcome-missing": "outcome",
    "answer-missing": "answer",
    "nobody-above": "decision",
    "no-superior-body": "decision",
    "extension-not-later": "newDay",
    "deadline-past": "newDay",
    "directive-refused": "number",
}
"""The engine's refusals → the field that a person corrects."""

PAGES = {
    "dkt": ("inspection_rounds.one", "round_id"),
    "kt": ("inspections.one", "inspection_id"),
    "vv": ("incidents.one", "incident_id"),
    "vm": ("difficulties.one", "difficulty_id"),
    "dt": ("campaigns.one", "campaign_id"),
    "pc": ("assignments.one", "assignment_id"),
    "x": ("extensions.one", "extension_id"),
    "l": ("urging.one", "letter_id"),
}
"""How a task's subject begins → the page of its matter."""

WRONG_DAY = "inspection-wrong-day"


@dataclass(frozen=True, slots=True)
class Tried:
    """A task's form as it was sent and refused. ``lost``: somebody was faster."""

    item_id: int
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Tasks:
    """``here`` is the one whose ``form`` stands on the page: the tried one, or the first of mine.

    It is sent to the endpoint ``finish`` with the values ``where`` and its ``item_id``.
    """

    finish: str
    where: Mapping[str, int]
    open: list[MatterTask]
    done: list[MatterTask]
    here: MatterTask | None
    form: Form | None
    tried: Tried | None

    @property
    def typed(self) -> Mapping[str, str]:
        """What stands in the form. A browser sends nothing for a tick that was taken away."""
        if self.tried is None or self.form is None:
            return {}
        return {f.name: "" for f in self.form.fields} | dict(self.tried.typed)

    @property
    def errors(self) -> Mapping[str, str]:
        """What was wrong with it, by field."""
        return self.tried.errors if self.tried else {}

    @property
    def lost(self) -> list[tuple[str, str]]:
        """What was typed into a form that somebody else has sent meanwhile: label and words."""
        if self.tried is None or not self.tried.lost:
            return []
        task = next((t for t in (*self.open, *self.done) if t.id == self.tried.item_id), None)
        if task is None:
            return []
        fields = the_form(task.form).fields
        return [
            (f.label[locale.current()], self.tried.typed[f.name])
            for f in fields
            if self.tried.typed.get(f.name)
        ]


def init(app: Flask) -> None:
    """What templates call."""
    app.jinja_env.globals.update(task_url=task_url, matter_url=matter_url)


def task_url(item_id: int) -> str:
    """The page of one task."""
    return url_for("inbox.item", item_id=item_id)


def matter_url(subject: str) -> str:
    """The page of the matter that a task is about; '' for a report, which is no matter."""
    prefix = subject.rstrip("0123456789")
    number = subject.removeprefix(prefix)
    if prefix not in PAGES or not number:
        return ""
    endpoint, name = PAGES[prefix]
    values: dict[str, Any] = {name: int(number)}
    return url_for(endpoint, **values)


def of(subject: str, endpoint: str, tried: Tried | None = None, **where: int) -> Tasks:
    """The tasks of a matter, as this person sees them; ``endpoint`` finishes one."""
    found = open_tasks.of_subjects(session(), actor(), [subject], None).get(subject, [])
    return arranged(found, endpoint, tried, **where)


def arranged(
    found: list[MatterTask], endpoint: str, tried: Tried | None = None, **where: int
) -> Tasks:
    """Tasks that were read already."""
    waiting = [t for t in found if t.status == open_tasks.OPEN]
    mine = [t for t in waiting if t.mine]
    if tried is not None:
        mine = [t for t in mine if t.id == tried.item_id] or mine
    here = mine[0] if mine else None
    done = [t for t in found if t.status == open_tasks.DONE]
    kept = tried if tried and (tried.lost or here is None or here.id == tried.item_id) else None
    form = the_form(here.form) if here else None
    return Tasks(endpoint, where, waiting, done, here, form, kept)


def finish(subject: str, item_id: int, back: str, again: Callable[[Tried], str]) -> Any:
    """Finish a task with what was sent and return to ``back``; refused, the page is drawn
    ``again`` with every word still there.
    """
    task = open_tasks.one(session(), actor(), subject, item_id)
    raw = request.form.to_dict()
    form = the_form(task.form)
    try:
        answers = form.answers(raw, locale.current())
        inbox.complete(session(), wiring().engine, actor(), item_id, answers, now())
    except StepFailed:
        session().commit()
        raise
    except AnswersRefused as refused:
        return again(_refused(refused, item_id, raw, refused.errors)), 422
    except Conflict as refused:
        return again(_refused(refused, item_id, raw, {}, lost=True)), 409
    except (NotFound, Forbidden):
        raise
    except InputError as refused:
        return again(_refused(refused, item_id, raw, _at(form, refused))), 422
    flash(gettext("Đã hoàn thành: %(name)s.", name=task.name), "success")
    return redirect(back)


def _refused(
    error: InputError,
    item_id: int,
    raw: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    lost: bool = False,
) -> Tried:
    said = error.text(locale.current())
    session().rollback()
    if lost or not errors or isinstance(error, AnswersRefused):
        flash(said, "danger")
    return Tried(item_id, raw, errors, lost)


def _at(form: Form, error: InputError) -> dict[str, str]:
    wanted = AT.get(error.code, "")
    if error.code == WRONG_DAY:
        wanted = next((f.name for f in form.fields if f.type == "date"), "")
    known = any(f.name == wanted for f in form.fields)
    return {wanted: error.text(locale.current())} if known else {}
