"""A filter of the list of tasks as an address carries it, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from engine.errors import NotFound
from engine.inbox_query import Sort, Wanted, Whose
from webapp import labels
from webapp.labels import ROLES, words
from webapp.pages.form_view import the_form

MAX_SEARCH = 100
MAX_DAYS = 3650
MAX_ID = 2**63 - 1
WHOSE = {"": _("Mọi việc"), "mine": _("Tôi đã nhận"), "free": _("Chưa ai nhận")}
SORTS = {"due": _("Hạn gần nhất"), "follow": _("Ngày hẹn gần nhất"), "new": _("Mới nhất")}
PRIORITIES = {0: _("Bình thường"), 1: _("Ưu tiên"), 2: _("Rất gấp")}
DAYS = (0, 3, 7, 14, 30)
LISTED = ("role", "directive_id", "form", "element", "period")


def read(given: Mapping[str, str]) -> Wanted:
    """The filter an address asks for; what it says that no filter knows is passed over."""
    status = given.get("status", "")
    whose = given.get("whose", "")
    sort = given.get("sort", "")
    done = status == "done"
    return Wanted(
        status="done" if done else "open",
        late=True if status == "late" else None,
        whose=cast(Whose, whose) if whose in {*WHOSE, "away"} else "",
        absent=_number(given, "absent") if whose == "away" else None,
        role=_word(given, "role"),
        days=None if done else _number(given, "days", MAX_DAYS),
        directive_id=_number(given, "directive_id"),
        form=_word(given, "form"),
        element=_word(given, "element"),
        period=_word(given, "period"),
        follow=given.get("follow") == "1" and not done,
        priority=_number(given, "priority", 2) or None,
        text=given.get("q", "").strip()[:MAX_SEARCH],
        sort=cast(Sort, sort) if sort in SORTS and not (done and sort == "follow") else "due",
    )


def values(wanted: Wanted) -> dict[str, str]:
    """The filter as an address's values; its status is always said."""
    named = {
        "whose": wanted.whose,
        "absent": wanted.absent,
        "role": wanted.role,
        "days": wanted.days,
        "directive_id": wanted.directive_id,
        "form": wanted.form,
        "element": wanted.element,
        "period": wanted.period,
        "follow": "1" if wanted.follow else None,
        "priority": wanted.priority,
        "q": wanted.text,
        "sort": wanted.sort if wanted.sort != "due" else None,
    }
    said = {name: str(value) for name, value in named.items() if value not in (None, "")}
    return {"status": tab(wanted), **said}


def tab(wanted: Wanted) -> Literal["open", "late", "done"]:
    """Which of the three lists it is."""
    return "late" if wanted.late else wanted.status


def address(wanted: Wanted, **more: Any) -> str:
    """The list's address with this filter."""
    return url_for("inbox.page", **cast("dict[str, Any]", values(wanted)), **more)


def query(wanted: Wanted) -> str:
    """The filter as it is saved: what stands behind the question mark."""
    return urlencode(values(wanted))


def canonical(given: str) -> str:
    """A query as ``query`` writes it, whatever else it held."""
    return query(read(parsed(given)))


def parsed(given: str) -> dict[str, str]:
    """The values of a query; it cannot be told from one that was typed by hand."""
    return dict(parse_qsl(given))


def chips(wanted: Wanted, directive: str, absent: Mapping[int, str]) -> list[tuple[str, str]]:
    """Each condition in words, with the address of the list without it.

    ``directive`` is what the directive filtered by is called, ``absent`` colleagues' names.
    """
    found: list[tuple[str, dict[str, Any]]] = [
        (said, {name: None}) for name, said in _listed(wanted, directive)
    ]
    if wanted.whose == "away":
        who = absent.get(wanted.absent or 0, "")
        said = gettext("Thay mặt %(who)s", who=who) if who else gettext("Làm thay người vắng")
        found.append((said, {"whose": "", "absent": None}))
    elif wanted.whose:
        found.append((str(WHOSE[wanted.whose]), {"whose": ""}))
    if wanted.days is not None:
        found.append((due_within(wanted.days), {"days": None}))
    if wanted.follow:
        found.append((gettext("Đến ngày hẹn"), {"follow": False}))
    if wanted.priority:
        found.append((str(PRIORITIES[wanted.priority]), {"priority": None}))
    if wanted.text:
        found.append((gettext("Có “%(text)s”", text=wanted.text), {"text": ""}))
    return [(said, address(replace(wanted, **off))) for said, off in found]


def due_within(days: int) -> str:
    """How few days are left, in words."""
    if days == 0:
        return str(gettext("Đến hạn hôm nay hoặc đã quá hạn"))
    return str(ngettext("Còn tối đa %(num)d ngày", "Còn tối đa %(num)d ngày", days))


def kind(form: str) -> str:
    """The kind of task that a form stands for."""
    try:
        return words(dict(the_form(form).title))
    except NotFound:
        return form


def _listed(wanted: Wanted, directive: str) -> list[tuple[str, str]]:
    said = {
        "role": str(ROLES.get(wanted.role or "", wanted.role)),
        "directive_id": directive,
        "form": kind(wanted.form) if wanted.form else "",
        "element": gettext("Bước %(element)s", element=wanted.element or ""),
        "period": gettext("Kỳ %(period)s", period=labels.period(wanted.period or "")),
    }
    return [(name, said[name]) for name in LISTED if getattr(wanted, name) is not None]


def _number(given: Mapping[str, str], name: str, most: int = MAX_ID) -> int | None:
    raw = given.get(name, "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 20):
        return None
    return int(raw) if int(raw) <= most else None


def _word(given: Mapping[str, str], name: str) -> str | None:
    raw = given.get(name, "").strip()
    return raw if raw and len(raw) <= MAX_SEARCH and "\0" not in raw else None
