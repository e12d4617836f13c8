"""A form that was overtaken: what was typed stands beside what is there now, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template
from flask_babel import gettext

from adapters.forms import Field, Form
from engine import inbox, report_views, task_drafts, task_live
from engine.errors import Conflict, NotFound
from engine.inbox import InboxRow
from engine.people import LEADER
from engine.report_tables import OPEN, RETURNED
from engine.report_views import ReportView
from webapp import locale
from webapp.labels import words
from webapp.pages import task_view
from webapp.pages.form_view import shown, the_form
from webapp.requests import actor, session

DONE, CANCELLED, CLAIMED, DRAFT, FORM = "done", "cancelled", "claimed", "draft", "form"
OWN = frozenset({"csrf_token", "seen", "back", "file", task_view.FORM_MARK})
"""Fields of the page itself, which nobody types into."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Why the form is overtaken, by whom and when ('' and None where that says nothing)."""

    kind: str
    who: str = ""
    at: datetime | None = None


class Side(NamedTuple):
    """One question: what was typed, and what is there now, both as text."""

    label: str
    typed: str
    present: str
    differs: bool


def found(row: InboxRow, raw: Mapping[str, str]) -> Stale | None:
    """Whether somebody was faster than who sent ``raw``; None also for who may not do the task."""
    me = actor()
    if row.unit_id != me.unit_id or row.role not in me.roles:
        return None
    live = task_live.read(session(), me, row.id)
    if live.status != "open":
        return Stale(live.status, live.done_name, live.done_at)
    if live.claimed_by not in (None, me.account_id, me.absent(row.role, live.claimed_by)):
        return Stale(CLAIMED, live.claimed_name, live.claimed_at)
    mark = raw.get(task_view.FORM_MARK)
    if mark and mark != task_view.form_mark(the_form(row.form)):
        return Stale(FORM)
    others = live.draft_by not in (None, me.account_id)
    if "seen" in raw and others and _moment(raw["seen"]) != live.draft_at:
        return Stale(DRAFT, live.draft_name, live.draft_at)
    return None


def conflict(item_id: int, raw: dict[str, str], refused: Conflict) -> Any:
    """The page after the engine refused; what refused is raised again where it shows nothing new."""
    session().rollback()
    row = inbox.read(session(), actor(), item_id)
    stale = found(row, raw)
    if stale is None:
        raise refused
    return page(row, raw, stale)


def page(row: InboxRow, raw: dict[str, str], stale: Stale) -> tuple[str, int]:
    """Both contents side by side, and the ways on from here; its status is 409."""
    session().rollback()
    me = actor()
    form = the_form(row.form)
    sides = _sides(form, raw, _present(row, form))
    answer = render_template(
        "task/stale.html",
        item=row,
        stale=stale,
        said=said(stale),
        sides=sides,
        whole="\n\n".join(f"{s.label}:\n{s.typed}" for s in sides if s.typed),
        typed={name: text for name, text in raw.items() if name not in OWN},
        seen=_now_seen(row),
        form_mark=task_view.form_mark(form),
        resumes=stale.kind in (DRAFT, FORM),
        successor=_successor(row) if stale.kind in (DONE, CANCELLED) else None,
        head=LEADER in me.roles,
        back=task_view.back(),
    )
    return answer, 409


def said(stale: Stale) -> str:
    """What happened, in a sentence."""
    at = locale.moment(stale.at)
    who = stale.who or gettext("Hệ thống")
    told = {
        DONE: gettext("%(who)s đã hoàn thành việc này lúc %(at)s.", who=who, at=at),
        CANCELLED: gettext("Việc này đã được hủy lúc %(at)s, không cần làm nữa.", at=at),
        CLAIMED: gettext("%(who)s đã nhận việc này sau khi bạn mở trang.", who=who),
        DRAFT: gettext(
            "%(who)s đã lưu một bản nháp khác sau khi bạn mở trang, lúc %(at)s.", who=who, at=at
        ),
        FORM: gettext("Biểu mẫu của việc này đã đổi sang phiên bản mới sau khi bạn mở trang."),
    }
    return str(told[stale.kind])


def written_report(row: InboxRow) -> ReportView | None:
    """The report that the task writes; None for a task that is none, or that reviews one."""
    if row.report_id is None:
        return None
    report = report_views.read(session(), actor(), row.report_id)
    writing = report.unit_id == row.unit_id and report.status in (OPEN, RETURNED)
    return report if writing else None


def _sides(form: Form, raw: Mapping[str, str], present: Mapping[str, str]) -> list[Side]:
    asked = {f.name for f in form.fields}
    sides = [_side(f, raw.get(f.name, ""), present.get(f.name, "")) for f in form.fields]
    gone = ((name, text) for name, text in raw.items() if name not in asked | OWN and text)
    return sides + [Side(name, text, "", True) for name, text in gone]


def _side(field: Field, typed: str, present: str) -> Side:
    mine, there = _text(field, typed), _text(field, present)
    return Side(words(dict(field.label)), mine, there, mine.strip() != there.strip())


def _text(field: Field, typed: str) -> str:
    """What was typed as its reader would see it."""
    if field.type == "choice":
        return shown(field, typed) if typed else ""
    if field.type == "boolean":
        return shown(field, typed == "true")
    return typed


def _present(row: InboxRow, form: Form) -> dict[str, str]:
    """What is there now, as it would be typed: the answers given, or the draft."""
    if row.status == "done":
        return form.as_typed(report_views.answers(row.answers))
    report = written_report(row)
    if report is not None:
        draft = report.draft if report.draft is not None else report.content
        return form.as_typed(draft)
    kept = task_drafts.read(session(), actor(), row.id)
    return kept.typed if kept is not None else {}


def _now_seen(row: InboxRow) -> str:
    live = task_live.read(session(), actor(), row.id)
    return live.draft_at.isoformat() if live.draft_by is not None and live.draft_at else ""


def _successor(row: InboxRow) -> int | None:
    """The task in which the report is written again, if there is one: a place for what was typed."""
    if row.report_id is None:
        return None
    try:
        return report_views.open_task(session(), actor(), row.report_id, review=False)
    except NotFound:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
