"""Giving an assignment: a directive, one of its provisions, or a report, to people or posts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import access, assignment_people, assignments, difficulty_askable, inbox
from engine.assignment_drafts import AssignmentDraft
from engine.assignment_people import Colleague
from engine.directive_views import RECEIVED_BY_US
from engine.directive_views import page as directives_page
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.inbox import StepFailed
from engine.people import LEADER, OFFICER
from webapp.labels import ROLES
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("assignment_giving", __name__)
GIVEN = ("directive_id", "provision_id", "report_id", "item_id")
OFFERED = 200
ROUTES = ("issue", "implement")


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/assignments/new")
def new() -> str:
    """The form; what is assigned may stand in the address."""
    access.require_role(actor(), LEADER, actor().unit_id)
    return _form(Typed({name: request.args.get(name, "") for name in GIVEN}))


@bp.post("/assignments/new")
def give() -> Any:
    """Assign: it is in the lead's inbox at once."""
    access.require_role(actor(), LEADER, actor().unit_id)
    typed = Typed.sent()
    typed.raw["coordinators"] = ",".join(request.form.getlist("coordinators"))
    if "show" in typed.raw:
        return _form(typed)
    draft = _draft(typed)
    if draft is not None:
        try:
            made = _made(typed, draft)
        except StepFailed:
            session().commit()
            raise
        except Conflict as refused:
            session().rollback()
            typed.refused(refused)
            return _form(typed), 409
        except Forbidden:
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
        else:
            flash(gettext("Đã phân công; người chủ trì thấy việc ngay."), "success")
            return redirect(url_for("assignments.one", assignment_id=made))
    return _form(typed), 422


def _made(typed: Typed, draft: AssignmentDraft) -> int:
    engine, me = wiring().engine, actor()
    item = _id(typed, "item_id")
    if item is None:
        return assignments.add(session(), engine, me, draft, now())
    route = typed.get("route") if typed.get("route") in ROUTES else ROUTES[1]
    return assignments.add_with_task(session(), engine, me, item, route, draft, now())


def _draft(typed: Typed) -> AssignmentDraft | None:
    directive = _id(typed, "directive_id")
    if directive is None:
        typed.wrong("directive_id", gettext("Hãy chọn văn bản."))
    lead, due_on = typed.text("lead"), typed.day("due_on")
    expected = typed.text("expected", most=MAX_TEXT)
    words = typed.text("task", required=False, most=MAX_TEXT)
    if not typed.fine or directive is None or due_on is None:
        return None
    helpers = tuple(name for name in typed.get("coordinators").split(",") if name)
    return AssignmentDraft(
        directive,
        lead,
        due_on,
        expected,
        helpers,
        words,
        _id(typed, "provision_id"),
        _id(typed, "report_id"),
    )


def _id(typed: Typed, name: str) -> int | None:
    text = typed.get(name)
    return int(text[:18]) if text.isascii() and text.isdigit() else None


def _form(typed: Typed) -> str:
    listed = directives_page(session(), actor(), ours=RECEIVED_BY_US, limit=OFFERED).rows
    offered = [("", ""), *((d.id, f"{d.label}: {d.subject}") for d in listed)]
    directive = _id(typed, "directive_id")
    provisions: list[tuple[Any, str]] = [("", gettext("cả văn bản"))]
    if directive is not None:
        try:
            found = difficulty_askable.provisions(session(), actor(), directive)
            provisions += [(i, words[:160]) for i, words in found]
        except NotFound as refused:
            typed.refused(refused, "directive_id")
    colleagues = assignment_people.colleagues(session(), actor(), now())
    item = _id(typed, "item_id")
    return render_template(
        "assignments/new.html",
        typed=typed,
        offered=offered,
        chosen=directive is not None and "directive_id" not in typed.errors,
        provisions=provisions,
        leads=[
            ("", ""),
            (OFFICER, _post(OFFICER)),
            *_named(c for c in colleagues if OFFICER in c.roles),
        ],
        helpers=[*_named(colleagues), *((role, _post(role)) for role in (OFFICER, "vanthu"))],
        helping=typed.get("coordinators").split(","),
        item=inbox.read(session(), actor(), item) if item is not None else None,
    )


def _post(role: str) -> str:
    return str(gettext("bất kỳ %(role)s nào", role=str(ROLES[role]).lower()))


def _named(colleagues: Any) -> list[tuple[str, str]]:
    found: list[Colleague] = list(colleagues)
    return [
        (c.username, f"{c.name} ({', '.join(str(ROLES[r]).lower() for r in c.roles)})")
        for c in found
    ]
