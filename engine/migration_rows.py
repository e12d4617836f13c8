"""What a migration writes: instances, their work items and timers, with a few statements a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints, texts
from engine.instance_rows import Changes, write
from engine.process.events import TimerSet
from engine.process.model import Element


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One instance in its new version; ``data`` is None where no variable changed.

    ``items`` are its open work items with their elements, ``renamed`` timers (token, before,
    after) that keep their moment.
    """

    id: int
    process: str
    state: str
    data: str | None
    items: Sequence[tuple[int, Element]]
    renamed: Sequence[tuple[int, str, str]]
    timers_set: Sequence[TimerSet]
    timers_cleared: Sequence[tuple[int, str]]


# States repeat within a batch, so each distinct text crosses the wire once.
_INSTANCES = text("""
    UPDATE instance SET model_id = :model, process = s.process, state = s.text,
        data = coalesce(r.data, instance.data)
    FROM unnest(CAST(:ids AS bigint[]), CAST(:nth AS int[]), CAST(:data AS text[]))
        AS r(id, nth, data)
    JOIN unnest(CAST(:states AS text[]), CAST(:processes AS text[])) WITH ORDINALITY
        AS s(text, process, n) ON s.n = r.nth
    WHERE instance.id = r.id
""")
_ITEMS = text("""
    UPDATE work_item SET element = e.element, name = e.name, role = e.role,
        form = coalesce(e.form, work_item.form)
    FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[]), CAST(:nth AS int[]))
        AS r(instance_id, token, nth)
    JOIN unnest(CAST(:elements AS text[]), CAST(:names AS text[]), CAST(:roles AS text[]),
                CAST(:forms AS text[])) WITH ORDINALITY AS e(element, name, role, form, n)
        ON e.n = r.nth
    WHERE work_item.instance_id = r.instance_id AND work_item.token = r.token
      AND work_item.status = 'open'
      AND (work_item.element, work_item.name, work_item.role, work_item.form)
          IS DISTINCT FROM (e.element, e.name, e.role, coalesce(e.form, work_item.form))
""")
_RENAMED = text("""
    UPDATE timer SET element = r.after
    FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[]), CAST(:before AS text[]),
                CAST(:after AS text[])) AS r(instance_id, token, before, after)
    WHERE timer.instance_id = r.instance_id AND timer.token = r.token
      AND timer.element = r.before
""")


def write_moved(session: Session, model_id: int, rows: Sequence[MovedRow], now: datetime) -> None:
    """Write a batch that is locked, in the caller's transaction."""
    if not rows:
        return
    _instances(session, model_id, rows)
    _items(session, [(r.id, token, e) for r in rows for token, e in r.items])
    renamed = [(r.id, *timer) for r in rows for timer in r.renamed]
    if renamed:
        session.execute(
            _RENAMED,
            {
                "ids": ints(t[0] for t in renamed),
                "tokens": ints(t[1] for t in renamed),
                "before": texts(t[2] for t in renamed),
                "after": texts(t[3] for t in renamed),
            },
        )
    changes = Changes(
        timers_set=[(r.id, t.token, t.element, t.due) for r in rows for t in r.timers_set],
        timers_cleared=[(r.id, *timer) for r in rows for timer in r.timers_cleared],
    )
    write(session, changes, now, moves_timers=True)


def _instances(session: Session, model_id: int, rows: Sequence[MovedRow]) -> None:
    places = {place: n for n, place in enumerate({(r.state, r.process): 0 for r in rows}, 1)}
    session.execute(
        _INSTANCES,
        {
            "model": model_id,
            "ids": ints(r.id for r in rows),
            "nth": ints(places[r.state, r.process] for r in rows),
            "data": texts(r.data for r in rows),
            "states": texts(state for state, _ in places),
            "processes": texts(process for _, process in places),
        },
    )


def _items(session: Session, items: Sequence[tuple[int, int, Element]]) -> None:
    elements = {e.id: e for _, _, e in items}
    nth = {element_id: n for n, element_id in enumerate(elements, 1)}
    if items:
        session.execute(
            _ITEMS,
            {
                "ids": ints(i[0] for i in items),
                "tokens": ints(i[1] for i in items),
                "nth": ints(nth[i[2].id] for i in items),
                "elements": texts(elements),
                "names": texts(e.name for e in elements.values()),
                "roles": texts(e.props["role"] for e in elements.values()),
                "forms": texts(
                    None if e.props.get("formFrom") else e.props["form"] for e in elements.values()
                ),
            },
        )
