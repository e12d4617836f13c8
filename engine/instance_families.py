"""Instances that begin alike: one is stepped, the others are written as its clones.

Their variables are text: what they share crosses the wire once, the unit's context is built from
its row, and only what is each one's own is sent for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from engine.arrays import ints, texts


@dataclass(frozen=True, slots=True)
class Family:
    """Instances that begin alike and differ by whose they are: written as clones of one.

    ``opened`` are (token, element, name, role, form, due), ``timers`` (token, element, due);
    ``own`` are the texts of each one's own variables (none: they have none), ``rest`` is that of
    those they share, without the unit's; ``actor``, and ``before`` and ``after`` around its own
    subject, are what the history says of each.
    """

    ids: list[int]
    units: list[int]
    directives: list[int | None]
    subjects: list[str]
    own: list[str]
    model_id: int
    process: str
    status: str
    state: str
    rest: str
    actor: str
    before: str
    after: str
    opened: list[tuple[int, str, str, str, str, datetime | None]]
    timers: list[tuple[int, str, datetime]]


# The unit's context is ``contexts.of_unit``; variables are text, so the order of keys is free.
_CLONE = """
    WITH r AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:units AS bigint[]),
                             CAST(:directives AS bigint[]), CAST(:subjects AS text[]),
                             CAST(:own AS text[])) AS r(id, unit_id, directive_id, subject, own)
    ), history AS (
        INSERT INTO audit_entry (at, actor, action, directive_id, unit_id, instance_id, detail)
        SELECT :now, :actor, 'start', directive_id, unit_id, id,
            CAST(:before AS text) || CAST(to_json(subject) AS text) || CAST(:after AS text) FROM r
    ){more}
    INSERT INTO instance (id, model_id, process, directive_id, unit_id, subject, status, state,
                          data, created_at, ended_at)
    SELECT r.id, :model_id, :process, r.directive_id, r.unit_id, r.subject, :status, :state,
        '{{"unit":' || CAST(json_build_object('id', u.id, 'code', u.code, 'name', u.short_name,
                                              'tier', u.tier) AS text)
            || coalesce(r.own, '') || CAST(:rest AS text),
        :now, CASE WHEN :status = 'running' THEN NULL ELSE CAST(:now AS timestamptz) END
    FROM r JOIN unit u ON u.id = r.unit_id
"""
_CLONE_ITEM = """, item{n} AS (
        INSERT INTO work_item (instance_id, token, element, name, role, form, unit_id,
                               directive_id, subject, due_at, status, created_at)
        SELECT id, :token{n}, :element{n}, :name{n}, :role{n}, :form{n}, unit_id, directive_id,
            subject, :due{n}, 'open', :now FROM r
    )"""
_CLONE_TIMER = """, timer{n} AS (
        INSERT INTO timer (instance_id, token, element, due_at)
        SELECT id, :token_t{n}, :element_t{n}, :due_t{n} FROM r
    )"""


def clone(session: Session, family: Family, now: datetime) -> None:
    """Write a family and its history in one statement, however many it has."""
    values: dict[str, object] = {
        "ids": ints(family.ids),
        "units": ints(family.units),
        "directives": ints(family.directives),
        "subjects": texts(family.subjects),
        "own": texts(family.own),
        "now": now,
        **{name: getattr(family, name) for name in _FAMILY},
    }
    more = ""
    for n, item in enumerate(family.opened):
        more += _CLONE_ITEM.format(n=n)
        names = ("token", "element", "name", "role", "form", "due")
        values |= {f"{name}{n}": value for name, value in zip(names, item, strict=True)}
    for n, timer in enumerate(family.timers):
        more += _CLONE_TIMER.format(n=n)
        values |= {f"token_t{n}": timer[0], f"element_t{n}": timer[1], f"due_t{n}": timer[2]}
    session.execute(_statement(_CLONE.format(more=more)), values)


@lru_cache(256)
def _statement(sql: str) -> TextClause:
    return text(sql)


_FAMILY = ("model_id", "process", "status", "state", "rest", "actor", "before", "after")
