"""The step «Căn cứ» of a draft: what it rests on, and the directive above it on record."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine import access, citing, drafting, drafting_search, drafting_sources
from engine.directive_tables import Directive
from engine.drafting import Draft, DraftOverwritten
from engine.drafting_content import BASIS, arranged, parts, with_parts
from webapp import locale
from webapp.pages.issuing_common import (
    Sent,
    action,
    saved,
    seen,
    step_at,
    step_page,
    the_draft,
    typed,
)
from webapp.requests import actor, now, session

FIELDS = ("type", "title", "number", "symbol", "date", "issuer")
SHOWN = 20
MAX_SEARCH = 100


def basis(draft_id: int) -> str:
    """The lines of «Căn cứ»; ``q`` searches the directives that my unit may see."""
    return _page(the_draft(draft_id), {})


def save_basis(draft_id: int) -> Any:
    """Keep all lines, and do what the pressed button says."""
    draft = the_draft(draft_id)
    items: list[dict[str, str]] = []
    while f"b{len(items)}-title" in request.form:
        items.append({name: typed(f"b{len(items)}-{name}") for name in FIELDS})
    what, place = action()
    here = url_for("issuing.basis", draft_id=draft_id)
    if what in ("link", "unlink"):
        return _linked(draft, items, place if what == "link" else None)
    items = arranged(items, what, place)
    if what == "add":
        items.append(dict.fromkeys(FIELDS, ""))
    items = [item for item in items if what or any(item.values())]
    sent = Sent(with_parts(draft.content, "basis", items))
    place = len(items) - 1 if what == "add" else max(place, 0)
    return saved(draft, sent, _page, stay=f"{here}#b{place}" if what else None, prefix="basis")


def _linked(draft: Draft, items: list[dict[str, str]], directive_id: int | None) -> Any:
    """Link the directive above, its line put first; or take the link away, the line kept."""
    content = with_parts(draft.content, "basis", [i for i in items if any(i.values())])
    if directive_id is not None:
        access.require_directive(session(), actor(), directive_id)
        above = session().get_one(Directive, directive_id)
        line = drafting_sources.basis_of(session(), above)
        kept = [item for item in parts(content, "basis") if item != line]
        content = with_parts(content, "basis", [line, *kept])
    try:
        version = drafting.link(session(), actor(), draft.id, seen(), directive_id, now())
        drafting.save(session(), actor(), draft.id, version, content, now())
    except DraftOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        return _page(drafting.read(session(), actor(), draft.id), {}), 409
    said = gettext("Đã gắn văn bản cấp trên.") if directive_id else gettext("Đã bỏ gắn văn bản.")
    flash(said, "success")
    return redirect(url_for("issuing.basis", draft_id=draft.id))


def _page(draft: Draft, errors: dict[str, str]) -> str:
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    found = drafting_search.search(session(), actor(), text, SHOWN) if text else []
    return step_page(
        "basis",
        draft,
        BASIS,
        errors=errors,
        items=[
            item | {"type": citing.type_name(str(item.get("type") or ""))}
            for item in parts(draft.content, "basis")
        ],
        above=drafting.above(session(), actor(), draft),
        text=text,
        found=[row for row in found if row.id != draft.parent_id],
    )


step_at("basis", basis, save_basis)
