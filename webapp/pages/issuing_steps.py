"""The steps «Văn bản» and «Nội dung» of a draft."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from engine import drafting_models
from engine.deadlines import local_day
from engine.drafting import Draft
from engine.drafting_content import IDENTITY, PROVISIONS, arranged, issued_on, parts, with_parts
from webapp.pages.issuing_common import (
    Sent,
    action,
    lines,
    saved,
    step_at,
    step_page,
    the_draft,
    typed,
)
from webapp.requests import now, session, wiring

OWN = ("type", "number", "symbol", "issued_on", "subject", "note")
SIGNER = ("authority", "on_behalf", "title", "name")


def identity(draft_id: int) -> str:
    """Type, number, symbol, date, subject, signer."""
    return _identity(the_draft(draft_id), {})


def save_identity(draft_id: int) -> Any:
    """Keep them."""
    draft = the_draft(draft_id)
    content = dict(draft.content) | {name: typed(name) for name in OWN}
    if not draft.passes_on:
        content["process"] = typed("process")
    content["copy_to"] = lines("copy_to")
    signer = {name: value for name in SIGNER if (value := typed(f"signer_{name}"))}
    content["signer"] = signer or None
    content = {name: value for name, value in content.items() if value is not None}
    if not signer:
        content.pop("signer", None)
    return saved(draft, Sent(content), _identity)


def _identity(draft: Draft, errors: dict[str, str]) -> str:
    on = issued_on(draft.content) or local_day(now())
    known = drafting_models.choices(session(), wiring().engine, draft.issuer_id, on)
    return step_page("identity", draft, IDENTITY, errors=errors, models=known)


def provisions(draft_id: int) -> str:
    """The numbered tasks of the letter."""
    return _provisions(the_draft(draft_id), {})


def save_provisions(draft_id: int) -> Any:
    """Keep all of them, and do what the pressed button says."""
    draft = the_draft(draft_id)
    items = [
        {
            "number": typed(f"p{n}-number"),
            "text": typed(f"p{n}-text"),
            "lead": typed(f"p{n}-lead"),
            "coordinators": lines(f"p{n}-coordinators"),
        }
        for n in range(_count())
    ]
    what, place = action()
    items = arranged(items, what, place)
    stay = None
    if what == "add":
        items.append({"number": str(len(items) + 1), "text": "", "lead": "", "coordinators": []})
        stay = url_for("issuing.provisions", draft_id=draft_id) + f"#p{len(items) - 1}"
    elif what:
        stay = url_for("issuing.provisions", draft_id=draft_id) + f"#p{max(place, 0)}"
    items = [item for item in items if what or item["text"] or item["lead"]]
    content = with_parts(draft.content, "provisions", items)
    return saved(draft, Sent(content), _provisions, stay=stay, prefix="provisions")


def _provisions(draft: Draft, errors: dict[str, str]) -> str:
    items = parts(draft.content, "provisions")
    return step_page("provisions", draft, PROVISIONS, errors=errors, items=items)


def _count() -> int:
    """How many rows the page had."""
    n = 0
    while f"p{n}-text" in request.form:
        n += 1
    return n


step_at("identity", identity, save_identity)
step_at("provisions", provisions, save_provisions)
