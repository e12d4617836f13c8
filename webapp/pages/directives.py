"""Văn bản: the list, one directive, and how far it has come, unit by unit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request

from engine import directive_views, progress, unit_states
from webapp.pages.inbox_wanted import MAX_SEARCH
from webapp.requests import actor, now, session

bp = Blueprint("directives", __name__)
OURS = ("", directive_views.RECEIVED_BY_US, directive_views.ISSUED_BY_US)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/directives")
def page() -> str:
    """What my unit issued and received; ``ours``, ``q`` and ``after`` stand in the address."""
    ours = request.args.get("ours", "")
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    found = directive_views.page(
        session(),
        actor(),
        ours=ours if ours in OURS else None,
        text=text or None,
        after=request.args.get("after"),
    )
    return render_template("directives.html", found=found, ours=ours, text=text)


@bp.get("/directives/<int:directive_id>")
def one(directive_id: int) -> str:
    """What it says, and the units directly under its issuer."""
    found = directive_views.read(session(), actor(), directive_id)
    seen = progress.scope(session(), actor(), directive_id)
    return render_template(
        "directive.html",
        directive=found,
        tiers=progress.summary(session(), seen, now()),
        units=unit_states.top(session(), seen, now(), request.args.get("after")),
        seen=seen,
        now=now(),
    )


@bp.get("/directives/<int:directive_id>/units/<int:unit_id>")
def units(directive_id: int, unit_id: int) -> Any:
    """The units below one unit: a fragment for htmx, a page of its own without it."""
    seen = progress.scope(session(), actor(), directive_id)
    found = unit_states.below(session(), seen, unit_id, now(), request.args.get("after"))
    whole = not request.headers.get("HX-Request")
    return render_template(
        "units.html" if whole else "_units.html",
        units=found,
        directive_id=directive_id,
        unit_id=unit_id,
        now=now(),
    )
