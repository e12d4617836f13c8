"""Our own directive, derived from one we received."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import access, drafting, drafting_issue, drafting_sources
from engine.inbox import InboxRow
from webapp.labels import tier
from webapp.requests import actor, now, session, wiring

bp = Blueprint("deriving", __name__)


def init(app: Flask) -> None:
    """Register the page, and what a directive's page and its task ask for their buttons."""
    app.jinja_env.globals.update(
        may_derive=may_derive, draft_opened_for=draft_opened_for, derives=derives
    )
    app.register_blueprint(bp)


@bp.post("/directives/<int:directive_id>/derive")
def derive(directive_id: int) -> Response:
    """A draft filled in from the directive, or the one that was begun before."""
    draft_id = drafting_sources.derive(
        session(), wiring().engine, actor(), directive_id, tier, now()
    )
    flash(
        gettext("Dự thảo đã điền sẵn từ văn bản cấp trên. Hãy ghi số, ký hiệu rồi xem lại."), "info"
    )
    return redirect(url_for("issuing.summary", draft_id=draft_id))


def may_derive(directive_id: int) -> bool:
    """Whether the reader's unit is waited for to issue its own document under the directive."""
    me = actor()
    if not access.is_member(me):
        return False
    task = drafting_issue.waiting(session(), wiring().engine, me.unit_id, directive_id)
    return task is not None


def derives(item: InboxRow) -> bool:
    """Whether finishing this task issues the unit's own document."""
    if item.directive_id is None:
        return False
    task = drafting_issue.waiting(session(), wiring().engine, item.unit_id, item.directive_id)
    return task is not None and task.item_id == item.id


def draft_opened_for(directive_id: int) -> int | None:
    """The unit's draft under the directive, if one was begun."""
    return drafting.opened_for(session(), actor(), directive_id)
