"""The dossier of a directive: everything recorded of it and of all derived from it, for export.

A dossier is a sequence of JSON objects: first what it is of and whether the history's chain holds,
then the rows of each subject's tables, then the history itself in the order in which it is sealed,
each entry with the seal that covers it. Whoever holds a dossier and the seals can tell later
whether the history was altered since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit, progress
from engine.directive_tables import Directive
from engine.directives import label
from engine.people import Actor

_TABLES_OF_A_DIRECTIVE = text("""
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'directive_id'
        AND t.table_type = 'BASE TABLE' AND c.table_name <> 'audit_entry'
    ORDER BY c.table_name
""")
_HISTORY = text("""
    SELECT e.id, e.at, e.actor, a.name AS actor_name, e.action, e.directive_id, e.unit_id,
        u.short_name AS unit, e.instance_id, e.detail, s.id AS seal, s.hash AS seal_hash
    FROM audit_entry e
    LEFT JOIN unit u ON u.id = e.unit_id
    LEFT JOIN account a ON e.actor = 'account:' || a.id
    LEFT JOIN audit_seal s ON s.cluster = e.cluster
        AND e.txid >= s.first_txid AND e.txid < s.last_txid
    WHERE e.directive_id = ANY(:ids)
    ORDER BY e.txid, e.id
""")


def lines(session: Session, actor: Actor, directive_id: int, now: datetime) -> Iterator[str]:
    """The dossier, one JSON object after the other. Raises NotFound before the first.

    For who may see how all the units fare: its issuer, the issuers above, an administrator.
    """
    require(session, actor, directive_id)
    derived = progress.derived(progress.scope(session, actor, directive_id))
    ids = sorted(session.scalars(select(derived.c.id)))
    return _lines(session, directive_id, ids, now)


def require(session: Session, actor: Actor, directive_id: int) -> None:
    """Raise NotFound for whom ``lines`` would."""
    known = select(Directive.id).where(
        Directive.id == directive_id, access.states_below(actor, Directive.id)
    )
    access.require(session.scalar(known), f"directive {directive_id}")


def _lines(session: Session, directive_id: int, ids: list[int], now: datetime) -> Iterator[str]:
    broken = audit.verify(session)
    head = {
        "record": "dossier",
        "directive": directive_id,
        "label": label(session.get_one(Directive, directive_id)),
        "directives": ids,
        "made_at": now.isoformat(),
        "history_intact": broken is None,
        "first_broken_seal": broken.seal_id if broken else None,
    }
    yield _text(head)
    yield from _rows(session, "directive", "id", ids)
    for table in session.scalars(_TABLES_OF_A_DIRECTIVE).all():
        yield from _rows(session, table, "directive_id", ids)
    options = {"yield_per": 2000}
    for row in session.execute(_HISTORY, {"ids": ids}, execution_options=options).mappings():
        entry: dict[str, Any] = {**row, "detail": json.loads(row["detail"])}
        yield _text({"record": "history", **entry})


def _rows(session: Session, table: str, key: str, ids: list[int]) -> Iterator[str]:
    # Names of tables and columns come from the database's own catalogue.
    found = session.execute(
        text(f'SELECT to_jsonb(t) FROM "{table}" t WHERE t."{key}" = ANY(:ids) ORDER BY 1'),
        {"ids": ids},
        execution_options={"yield_per": 2000},
    )
    for (row,) in found:
        yield _text({"record": table, **row})


def _text(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
