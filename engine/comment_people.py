"""Who may be named in a comment with @, and whom a text names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.comment_places import Place
from engine.deadlines import local_day
from engine.obligations import any_of
from engine.people import ADMINISTRATOR, DESIGNER, Account, Actor
from engine.post_tables import HOLDER, holds_on
from engine.units import Unit

NAMED = re.compile(r"(?<![\w.@-])@([A-Za-z0-9][A-Za-z0-9._@-]{1,99})")
MOST = 200
"""Posts looked at: people offered for completion."""


@dataclass(frozen=True, slots=True)
class Mentionable:
    """Somebody who may read the thread, in the unit through which they do."""

    account_id: int
    username: str
    name: str
    unit_id: int
    unit: str


def people_of(session: Session, actor: Actor, place: Place, now: datetime) -> list[Mentionable]:
    """Who holds a post today in a unit that the thread is of, the actor's own unit first."""
    rows = session.execute(
        select(Account.id, Account.username, Account.name, Unit.id, Unit.short_name)
        .join(HOLDER, HOLDER.c.account_id == Account.id)
        .join(Unit, Unit.id == HOLDER.c.unit_id)
        .where(
            Account.active,
            HOLDER.c.unit_id == any_of(place.units),
            HOLDER.c.role.not_in((ADMINISTRATOR, DESIGNER)),
            holds_on(local_day(now)),
        )
        .order_by(Unit.id != actor.unit_id, Account.name, Account.id)
        .limit(MOST)
    )
    found: dict[int, Mentionable] = {}
    for row in rows:
        found.setdefault(row[0], Mentionable(*row))
    return list(found.values())


def named_in(body: str, known: Sequence[Mentionable]) -> tuple[list[Mentionable], list[str]]:
    """Those of ``known`` whom the text names, in its order, each once; and the names of nobody."""
    by_name = {person.username: person for person in known}
    found: dict[int, Mentionable] = {}
    unknown: dict[str, None] = {}
    for match in NAMED.finditer(body):
        username = match[1].lower().rstrip(".@_-")
        person = by_name.get(username)
        if person is None:
            unknown[username] = None
        else:
            found[person.account_id] = person
    return list(found.values()), list(unknown)
