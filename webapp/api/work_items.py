"""Work items: what waits for me, taken, given back, drafted, finished."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from marshmallow import fields

from adapters.forms import AnswersRefused, Form, typed
from engine import inbox, inbox_list, report_drafts, report_views
from engine.errors import NotFound
from engine.inbox import InboxRow, StepFailed
from engine.inbox_list import ListRow
from engine.inbox_query import Wanted
from webapp import locale
from webapp.api.fields import Answers, Choice, Flag, Strict, Text, Whole
from webapp.api.resource import ID, Resource, page, paged, query, search
from webapp.api.shapes import Values, shape
from webapp.pages.form_view import the_form
from webapp.requests import actor, now, session, wiring

blp = Resource("Work items", "Việc cần làm: tasks of officers, as in the inbox.")
ONE = f"/work-items/{ID % 'item_id'}"
READ, WRITE = "work:read", "work:write"

Row = shape(
    "WorkItem",
    ListRow,
    "id",
    "name",
    "role",
    "form",
    "unit_id",
    "unit_name",
    "directive_id",
    "directive_label",
    "directive_subject",
    "due_at",
    "status",
    "created_at",
    "claimed_by",
    "claimed_by_name",
    "completed_at",
    "report_id",
    "report_title",
    "reporter",
)
Question = shape(
    "Question",
    object,
    name=fields.String(required=True),
    type=fields.String(required=True),
    label=fields.String(required=True),
    required=fields.Boolean(required=True),
    options=fields.List(fields.String(), required=True),
)
One = shape(
    "WorkItemInFull",
    ListRow,
    *Row().fields,
    answers=Values(required=True, allow_none=True),
    draft=Values(required=True, allow_none=True),
    questions=fields.List(fields.Nested(Question), required=True),
)
Listed = query(
    "work-items",
    status=Choice(("open", "done"), load_default="open"),
    late=Flag(load_default=None),
    whose=Choice(("mine", "free", "away"), load_default=""),
    role=Text(50, 1, load_default=None),
    days=Whole(0, 3650, load_default=None),
    directive_id=Whole(load_default=None),
    form=Text(100, 1, load_default=None),
    period=Text(20, 1, load_default=None),
    q=search(),
)


class Given(Strict):
    """Answers to a task's questions. Decimal numbers may be sent as text, so that none is rounded."""

    answers = Answers(required=True)


@blp.get("/work-items")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(
    200, page("WorkItemPage", Row, total_open=fields.Integer(), total_late=fields.Integer())
)
def listed(args: dict[str, Any]) -> dict[str, object]:
    """What waits for me, the most pressing first (`status=done`: what was done, the latest first).

    `whose`: taken by me, by nobody, or mine in an absent colleague's place. `days`: at most so many are
    left. The totals are those of all that waits, counted up to 1000.
    """
    paging = {"after": args.pop("cursor"), "limit": args.pop("limit")}
    wanted = Wanted(text=args.pop("q"), **args)
    found = inbox_list.page(session(), actor(), wanted, now=now(), **paging)
    totals = {"total_open": found.total_open, "total_late": found.total_late}
    return paged(found.rows, found.next_after, **totals)


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, One)
def one(item_id: int) -> dict[str, object]:
    """One task: its questions, what was answered, and the draft of a report being written."""
    return _full(inbox.read(session(), actor(), item_id))


@blp.post(f"{ONE}/claim")
@blp.changes(WRITE, body=None)
@blp.response(200, One)
def claim(item_id: int) -> dict[str, object]:
    """Take it, so that colleagues see that I do it."""
    inbox.claim(session(), actor(), item_id, now())
    return _changed(item_id)


@blp.post(f"{ONE}/unclaim")
@blp.changes(WRITE, body=None)
@blp.response(200, One)
def unclaim(item_id: int) -> dict[str, object]:
    """Give it back to everybody of the role."""
    inbox.unclaim(session(), actor(), item_id, now())
    return _changed(item_id)


@blp.post(f"{ONE}/complete")
@blp.changes(WRITE)
@blp.arguments(Given)
@blp.response(200, One)
def complete(given: dict[str, Any], item_id: int) -> dict[str, object]:
    """Finish it with answers; the process goes on."""
    row = inbox.read(session(), actor(), item_id)
    finish(row, given["answers"])
    return _changed(item_id)


@blp.put(f"{ONE}/draft")
@blp.changes(WRITE)
@blp.arguments(Given)
@blp.response(200, One)
def draft(given: dict[str, Any], item_id: int) -> dict[str, object]:
    """Keep answers of a report's task that is not finished; nothing is required yet."""
    row = inbox.read(session(), actor(), item_id)
    if row.report_id is None:
        raise NotFound(what="report")
    form = the_form(row.form)
    answers = form.draft(_raw(form, given["answers"]), locale.current())
    report_drafts.save(session(), actor(), row.report_id, answers, now())
    return _changed(item_id)


def finish(row: InboxRow, answers: Mapping[str, Any]) -> None:
    """Finish the task. Raises ``AnswersRefused`` and as ``inbox.complete``."""
    form = the_form(row.form)
    checked = form.answers(_raw(form, answers), locale.current())
    try:
        inbox.complete(session(), wiring().engine, actor(), row.id, checked, now())
    except StepFailed:
        session().commit()
        raise


def _raw(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers as somebody would type them. Raises ``AnswersRefused`` for one of no question."""
    known = {f.name for f in form.fields}
    if odd := sorted(set(answers) - known):
        raise AnswersRefused({name: str(gettext("Biểu mẫu không có ô này.")) for name in odd})
    exact = ((n, Decimal(str(v)) if isinstance(v, float) else v) for n, v in answers.items())
    return {name: typed(value) for name, value in exact if value is not None}


def _changed(item_id: int) -> dict[str, object]:
    session().expire_all()
    return _full(inbox.read(session(), actor(), item_id))


def _full(row: InboxRow) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(row, name) for name in Row().fields}
    return found | {
        "answers": report_views.answers(row.answers) or None,
        "draft": _draft(row),
        "questions": _questions(row),
    }


def _draft(row: InboxRow) -> dict[str, object] | None:
    """The draft, for those who write it."""
    if row.report_id is None or row.status != "open":
        return None
    try:
        return report_drafts.begun(session(), actor(), row.report_id)
    except NotFound:
        return None


def _questions(row: InboxRow) -> list[dict[str, object]]:
    lang = locale.current()
    return [
        {
            "name": f.name,
            "type": f.type,
            "label": f.label[lang],
            "required": f.required,
            "options": [value for value, _ in f.options],
        }
        for f in the_form(row.form).fields
    ]
