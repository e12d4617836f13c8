"""The task before and the task after one in a filtered list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine import inbox_query
from engine.inbox_query import Wanted
from engine.instance_rows import WorkItem
from engine.people import Actor

AMONG = 500
"""How far into the list they are looked for."""


def around(
    session: Session, actor: Actor, wanted: Wanted, item_id: int, now: datetime
) -> tuple[int | None, int | None]:
    """Ids of the task before and the task after; None at an end, both None outside the list."""
    query = inbox_query.ids(wanted, actor, now).with_only_columns(WorkItem.id).limit(AMONG)
    ids = list(session.scalars(query))
    if item_id not in ids:
        return None, None
    here = ids.index(item_id)
    before = ids[here - 1] if here else None
    return before, ids[here + 1] if here + 1 < len(ids) else None
