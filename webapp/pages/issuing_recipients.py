"""The step «Nơi nhận» of a draft: groups, the units they mean, and which are left out."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from engine.drafting import Draft
from engine.drafting_content import (
    RECIPIENTS,
    REMOVE,
    arranged,
    fresh_name,
    parts,
    renamed,
    with_parts,
)
from engine.drafting_recipients import Recipients
from engine.unit_names import fold
from webapp.labels import tier
from webapp.pages.issuing_basis import MAX_SEARCH
from webapp.pages.issuing_common import Sent, action, saved, step_at, step_page, the_draft, typed
from webapp.requests import now, session

PAGE = 100


def recipients(draft_id: int) -> str:
    """The groups, how many units of each tier they mean, and what may be added; ``q`` searches."""
    return _page(the_draft(draft_id), {})


def save_recipients(draft_id: int) -> Any:
    """Keep names and requests, and do what the pressed button says."""
    draft = the_draft(draft_id)
    content = _named(draft)
    what, place = action()
    groups = parts(content, "recipients")
    here = url_for("issuing.recipients", draft_id=draft_id)
    if what == REMOVE and 0 <= place < len(groups):
        content = renamed(content, str(groups[place].get("group")), "")
    groups = arranged(groups, what, place)
    content = with_parts(content, "recipients", [*groups, *_added(draft, content, what)])
    if what == "unit":
        content = _with_unit(content, typed("code"))
        here = url_for("issuing.recipients", draft_id=draft_id, q=typed("q") or None)
    stay = here if what else None
    return saved(draft, Sent(content), _page, stay=stay, prefix="recipients")


def group(draft_id: int, place: int) -> str:
    """The units of one group, those left out among them; ``q`` filters, ``after`` goes on."""
    return _group(the_draft(draft_id), place, {})


def save_group(draft_id: int, place: int) -> Any:
    """Keep which of the units that were shown stay in the group."""
    draft = the_draft(draft_id)
    groups = parts(draft.content, "recipients")
    if place >= len(groups):
        raise NotFound
    shown, kept = set(request.form.getlist("shown")), set(request.form.getlist("keep"))
    name = "except" if groups[place].get("select") else "units"
    before = list(map(str, groups[place].get(name) or ()))
    if name == "except":
        listed = [code for code in before if code not in kept]
        groups[place][name] = listed + sorted(shown - kept - set(listed))
    else:
        groups[place][name] = [text for text in before if text not in shown or text in kept]
    content = with_parts(draft.content, "recipients", groups)
    here = url_for("issuing.group", draft_id=draft_id, place=place, q=request.args.get("q") or None)
    stay = None if request.form.get("then") else here
    return saved(draft, Sent(content), lambda d, e: _group(d, place, e), stay=stay, prefix="?")


def _named(draft: Draft) -> dict[str, Any]:
    """The content with the names, requests and field of the form; duties follow a new name."""
    content: dict[str, Any] = dict(draft.content)
    groups = parts(content, "recipients")
    for n, data in enumerate(groups):
        if f"g{n}-group" not in request.form:
            continue
        old, new = str(data.get("group") or ""), typed(f"g{n}-group") or str(data.get("group"))
        content = renamed(content, old, new)
        data["group"] = new
        data["requested"] = "true" if f"g{n}-requested" in request.form else "false"
    content["field"] = typed("field")
    return with_parts(content, "recipients", groups)


def _added(draft: Draft, content: dict[str, Any], what: str) -> list[dict[str, Any]]:
    """The group that the pressed button adds."""
    if what == "select":
        chosen = typed("select")
        known = {c.select: c for c in Recipients(session(), draft, now()).choices()}
        if chosen not in known:
            return []
        name = gettext("Tất cả %(tier)s", tier=tier(known[chosen].tier))
        return [{"group": fresh_name(content, name), "select": chosen}]
    if what == "outside" and typed("outside"):
        return [{"group": fresh_name(content, typed("outside")), "outside": "true"}]
    return []


def _with_unit(content: dict[str, Any], code: str) -> dict[str, Any]:
    """The unit put into the last group of named units, or into a new one."""
    groups = parts(content, "recipients")
    last = next((g for g in reversed(groups) if g.get("units")), None)
    if last is None:
        name = fresh_name(content, str(gettext("Các đơn vị được nêu tên")))
        groups.append({"group": name, "units": [code]})
    elif code not in last["units"]:
        last["units"] = [*last["units"], code]
    return with_parts(content, "recipients", groups)


def _page(draft: Draft, errors: dict[str, str]) -> str:
    listed = Recipients(session(), draft, now())
    groups = listed.groups()
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    everybody = {member.id: member.tier for g in groups for member in g.members}
    return step_page(
        "recipients",
        draft,
        RECIPIENTS,
        errors=errors,
        groups=groups,
        everybody=sorted(everybody.values()),
        choices=listed.choices(),
        bodies=listed.bodies(),
        on=listed.on,
        text=text,
        found=[u for u in listed.found(text) if u.id not in everybody] if text else [],
    )


def _group(draft: Draft, place: int, errors: dict[str, str]) -> str:
    listed = Recipients(session(), draft, now())
    groups = listed.groups()
    if place >= len(groups):
        raise NotFound
    found = groups[place]
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    after = request.args.get("after", "")
    out = {unit.id for unit in found.out}
    rows = sorted((*found.members, *found.out), key=lambda u: (u.code, u.id))
    rows = [u for u in rows if u.code > after and fold(text) in fold(u.name)]
    return step_page(
        "group",
        draft,
        RECIPIENTS,
        errors=errors,
        found=found,
        rows=rows[:PAGE],
        out=out,
        text=text,
        on=listed.on,
        next_after=rows[PAGE - 1].code if len(rows) > PAGE else None,
    )


step_at("recipients", recipients, save_recipients)
step_at("recipients/<int:place>", group, save_group)
