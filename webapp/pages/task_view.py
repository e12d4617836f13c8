"""What a task's page shows, gathered for its template."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Flask, request
from flask import url_for as address_of

from adapters.forms import Form
from engine import (
    asked,
    directive_views,
    due_explained,
    due_explained_tasks,
    inbox_neighbours,
    matters,
    report_views,
    task_drafts,
    task_live,
    task_next,
)
from engine.directive_views import DirectiveView
from engine.due_explained import Step
from engine.inbox import InboxRow
from engine.instance_rows import WorkItem
from engine.people import LEADER
from engine.report_views import ReportView
from engine.task_drafts import DraftView
from engine.task_live import Live
from webapp.pages import inbox_wanted
from webapp.pages.form_view import the_form
from webapp.pages.report_sitting import Sitting
from webapp.requests import actor, now, session, wiring

FORM_MARK = "form_seen"
"""The hidden field that says which version of the form somebody filled in."""


def init(app: Flask) -> None:
    """Let templates explain a deadline and count the steps after a task."""
    app.jinja_env.globals.update(due_steps=due_steps)


def everything(
    row: InboxRow, typed: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    """The page of ``row`` with what was typed into its form, and what was wrong by field."""
    me = actor()
    live = task_live.read(session(), me, row.id)
    report = report_views.read(session(), me, row.report_id) if row.report_id else None
    form = the_form(row.form)
    shown = standing(row, live)
    sitting = Sitting.of(row, report) if report and shown["editable"] else None
    draft = task_drafts.read(session(), me, row.id) if shown["editable"] else None
    about = _about(row)
    return shown | {
        "form": form,
        "form_mark": form_mark(form),
        "typed": _typed(form, typed, draft, sitting),
        "errors": errors,
        "answers": sitting.begun(form) if sitting else report_views.answers(row.answers),
        "sitting": sitting,
        "draft": draft,
        "seen": live.draft_at.isoformat() if live.draft_by is not None and live.draft_at else "",
        "about": about,
        "asked": _asked(report, about),
        "matter": matters.about(session(), me, row.subject),
        "report": report,
        "compared": _compared(row, report),
        "steps": due_steps(row, report),
        "following": _following(row),
        "back": back(),
        "neighbours": _neighbours(row.id),
    }


def standing(row: InboxRow, live: Live) -> dict[str, Any]:
    """How the task stands for the reader: what changes while the page is open."""
    me = actor()
    mine = row.unit_id == me.unit_id and row.role in me.roles
    free = live.claimed_by in (None, me.account_id, me.absent(row.role, live.claimed_by))
    head = LEADER in me.roles and row.unit_id == me.unit_id
    return {
        "item": row,
        "live": live,
        "me": me,
        "mine": mine,
        "editable": live.status == "open" and mine and free,
        "hands_on": live.status == "open" and ((mine and free) or head),
        "now": now(),
    }


def due_steps(row: InboxRow | None, report: ReportView | None) -> list[Step]:
    """How the deadline of the report, or of the task that is none, came about."""
    if report is not None:
        return due_explained.of_report(session(), report.id)
    item = session().get(WorkItem, row.id) if row is not None else None
    if item is None:
        return []
    return due_explained_tasks.of_item(session(), wiring().engine.library, item)


def form_mark(form: Form) -> str:
    """Another text for every version of the form."""
    return hashlib.sha256(repr((form.name, form.fields)).encode()).hexdigest()[:12]


def back() -> str:
    """The list the task was opened from: the filter as ``inbox_wanted`` writes it, '' for none."""
    given = request.values.get("back", "")
    return inbox_wanted.canonical(given.rpartition("?")[2]) if given else ""


def list_address() -> str:
    """Where the list is that the task was opened from."""
    query = back()
    return address_of("inbox.page") + (f"?{query}" if query else "")


def _typed(
    form: Form, typed: Mapping[str, str], draft: DraftView | None, sitting: Sitting | None
) -> dict[str, str]:
    """What stands in the form: just typed, else kept as it was typed (of a report what is wrong)."""
    if typed:  # a browser sends nothing for a tick that was taken away
        return {f.name: "" for f in form.fields} | dict(typed)
    if draft is None:
        return {}
    return draft.typed if sitting else {f.name: "" for f in form.fields} | draft.typed


def _about(row: InboxRow) -> DirectiveView | None:
    """The directive the task belongs to; None where the reader may not open it."""
    if row.directive_id is None:
        return None
    return directive_views.find(session(), actor(), row.directive_id)


def _asked(report: ReportView | None, about: DirectiveView | None) -> asked.Asked | None:
    provisions = about.provisions if about else []
    if report is not None:
        return asked.of_report(session(), report.obligation_id, provisions)
    return asked.of_directive(provisions) if provisions else None


def _compared(row: InboxRow, report: ReportView | None) -> list[Any]:
    """The report that is reviewed, beside the period before; [] for the report's own task."""
    if report is None or not report.content or report.form == row.form:
        return []
    return Sitting.beside(report)


def _following(row: InboxRow) -> tuple[Any, ...]:
    if row.status != "open":
        return ()
    return task_next.of_task(session(), wiring().engine.library, row.instance_id, row.element)


def _neighbours(item_id: int) -> tuple[str | None, str | None]:
    """Addresses of the tasks before and after in the list the address names, or what waits."""
    query = back()
    wanted = inbox_wanted.read(inbox_wanted.parsed(query))
    found = inbox_neighbours.around(session(), actor(), wanted, item_id, now())
    before, after = (
        address_of("inbox.item", item_id=id_, back=query or None) if id_ is not None else None
        for id_ in found
    )
    return before, after
