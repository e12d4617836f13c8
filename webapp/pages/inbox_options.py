"""What the list's templates offer to choose from, and how they say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from flask_babel import gettext

from engine.absences import StandingIn
from engine.inbox_handing import Colleague
from engine.inbox_list import COUNTED, Choices, ListRow
from engine.inbox_query import Wanted
from engine.people import ADMINISTRATOR, LEADER, Actor
from webapp import labels
from webapp.labels import ROLES
from webapp.navigation import members
from webapp.pages import inbox_wanted

Options = list[tuple[Any, str]]


def init(app: Flask) -> None:
    """Let the templates of the list call what is here."""
    app.jinja_env.globals.update(
        bounded=bounded,
        chips=chips,
        colleague_options=colleague_options,
        days_options=days_options,
        describe=describe,
        directive_options=directive_options,
        form_options=form_options,
        instead=instead,
        members=members,
        period_options=period_options,
        role_options=role_options,
        sort_options=sort_options,
        whose_options=whose_options,
    )


def bounded(count: int) -> str:
    """A count that was stopped: 999+."""
    return str(count) if count <= COUNTED else f"{COUNTED}+"


def chips(
    wanted: Wanted, choices: Choices | None, standing: Sequence[StandingIn]
) -> list[tuple[str, str]]:
    """The conditions in words, each with the address of the list without it."""
    known = {c.value: c.label for c in choices.directives} if choices else {}
    directive = known.get(str(wanted.directive_id)) or gettext(
        "Văn bản số %(id)s", id=str(wanted.directive_id)
    )
    return inbox_wanted.chips(wanted, directive, {s.account_id: s.name for s in standing})


def describe(query: str) -> str:
    """A saved filter in words."""
    wanted = inbox_wanted.read(dict(parse_qsl(query)))
    tabs = {"open": gettext("Đang chờ"), "late": gettext("Quá hạn"), "done": gettext("Đã xong")}
    said = [tabs[inbox_wanted.tab(wanted)], *(said for said, _ in chips(wanted, None, ()))]
    if wanted.sort != "due":
        said.append(str(inbox_wanted.SORTS[wanted.sort]))
    return "; ".join(said)


def instead(actor: Actor, row: ListRow, standing: Sequence[StandingIn]) -> str:
    """In whose place the actor does, or somebody did, the task; '' where in nobody's."""
    if row.status == "done":
        return row.completed_for_name or ""
    if row.claimed_by not in (None, actor.account_id) and row.claimed_by not in {
        s.account_id for s in standing
    }:
        return ""
    absent = actor.absent(row.role, row.claimed_by)
    return next((s.name for s in standing if s.account_id == absent), "")


def whose_options(standing: Sequence[StandingIn]) -> Options:
    """Whose tasks can be asked for; those of absent colleagues only where there are any."""
    found = [(value, str(label)) for value, label in inbox_wanted.WHOSE.items()]
    return [*found, ("away", gettext("Làm thay người vắng"))] if standing else found


def role_options(actor: Actor) -> Options:
    """The roles whose tasks the actor's list holds."""
    wide = actor.roles & {LEADER, ADMINISTRATOR}
    return [(r, str(label)) for r, label in ROLES.items() if wide or r in actor.roles]


def days_options(now_chosen: int | None) -> Options:
    """How few days may be left."""
    days = sorted({*inbox_wanted.DAYS, *([] if now_chosen is None else [now_chosen])})
    return [(n, inbox_wanted.due_within(n)) for n in days]


def sort_options(status: str) -> Options:
    """The orders of that list; the done ones begin with the latest."""
    if status == "done":
        return [("due", gettext("Hoàn thành gần nhất")), ("new", str(inbox_wanted.SORTS["new"]))]
    return [(value, str(label)) for value, label in inbox_wanted.SORTS.items()]


def directive_options(choices: Choices, chosen: int | None) -> Options:
    """The directives of the list, and the one chosen though nothing is left of it."""
    found: Options = [(c.value, c.label[:120]) for c in choices.directives]
    known = chosen is None or str(chosen) in {value for value, _ in found}
    return found if known else [*found, (chosen, gettext("Văn bản số %(id)s", id=str(chosen)))]


def form_options(choices: Choices, chosen: str | None) -> Options:
    """The kinds of task in the list, by name."""
    forms = {*choices.forms, *([chosen] if chosen else [])}
    return sorted(((form, inbox_wanted.kind(form)) for form in forms), key=lambda pair: pair[1])


def period_options(choices: Choices, chosen: str | None) -> Options:
    """The periods in the list, the latest first."""
    periods = sorted({*choices.periods, *([chosen] if chosen else [])}, reverse=True)
    return [(period, labels.period(period)) for period in periods]


def colleague_options(colleagues: Sequence[Colleague]) -> Options:
    """Colleagues with their roles."""
    return [
        (c.account_id, f"{c.name} ({', '.join(str(ROLES.get(r, r)) for r in c.roles)})")
        for c in colleagues
    ]
