"""Fills a rehearsal's scratch database from the real one, which is only read."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
from psycopg import sql

from adapters.rehearsal_place import plain

_EMPTIED = (
    "calendar_day", "policy", "decision_model", "process_model", "form_model", "model_release",
)  # fmt: skip
_WHOLE = (*_EMPTIED, "unit_place")
_SELECT = {
    "unit": "SELECT {columns} FROM unit WHERE {on}",
    "unit_place": "SELECT {columns} FROM unit_place WHERE unit_id IN (SELECT id FROM unit WHERE {on})",
    # Nobody can sign in, and nobody's address leaves the real database.
    "account": """
        SELECT id, username, name, CASE WHEN email IS NULL THEN NULL ELSE 'x@example.invalid' END,
            '', unit_id, roles, locale, active, digest, created_at
        FROM account WHERE unit_id IN (SELECT id FROM unit WHERE {on})""",
    "post": """
        SELECT p.id, p.account_id, p.unit_id, p.role, p.title, p.valid_from, p.valid_to
        FROM post p JOIN account a ON a.id = p.account_id
        WHERE a.unit_id IN (SELECT id FROM unit WHERE {on})
            AND p.unit_id IN (SELECT id FROM unit WHERE {on})""",
}
_COLUMNS = {
    "account": "id username name email password_hash unit_id roles locale active digest created_at",
    "post": "id account_id unit_id role title valid_from valid_to",
}
_ON = "valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)"
# The tree of that one day holds for the whole rehearsal.
_FROZEN = """
UPDATE unit SET valid_from = '1900-01-01', valid_to = NULL;
UPDATE unit SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM unit);
"""
# Every office is thought to have somebody in each role who reads mail, where nobody is there yet.
_READERS = """
WITH missing AS (
    SELECT u.id AS unit_id, r.role, row_number() OVER (ORDER BY u.id, r.role) + (
        SELECT coalesce(max(id), 0) FROM account) AS account_id
    FROM unit u CROSS JOIN unnest(ARRAY['vanthu', 'chuyenvien', 'lanhdao']) AS r(role)
    WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.unit_id = u.id AND p.role = r.role)
), accounts AS (
    INSERT INTO account (id, username, name, email, password_hash, unit_id, roles, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT account_id, 'rehearsal-' || account_id, '', 'x@example.invalid', '', unit_id,
        ARRAY[role], '1900-01-01' FROM missing
)
INSERT INTO post (account_id, unit_id, role, title, valid_from)
SELECT account_id, unit_id, role, '', '1900-01-01' FROM missing
"""
_SEQUENCES = """
SELECT setval(pg_get_serial_sequence(c.relname, 'id'), 1000000000)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'
WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace AND a.attidentity <> ''
"""


def fill(real: str, scratch: str, on: date) -> None:
    """Copy units valid ``on`` that day, calendar, policies, models and posts; nothing is written to
    ``real``.

    Accounts come without names of people to write to and without passwords.
    """
    with plain(real) as source, plain(scratch) as target:
        source.execute("SET TRANSACTION READ ONLY")
        for table in _EMPTIED:
            target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table in ("unit", *_WHOLE, "account", "post"):
            _bring(source, target, table, on)
        target.execute(_FROZEN)
        target.execute(_SEQUENCES, [["unit", "account", "post", *_EMPTIED]])
        target.execute(_READERS)
        target.commit()
        target.execute("ANALYZE")


def _bring(
    source: psycopg.Connection[Any], target: psycopg.Connection[Any], table: str, on: date
) -> None:
    names = _COLUMNS.get(table, "").split() or _columns(source, table)
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    asked = _SELECT.get(table, "SELECT {columns} FROM {table}")
    day = sql.SQL(_ON.replace("%(on)s", "{}")).format(sql.Literal(on), sql.Literal(on))
    select = sql.SQL(asked).format(columns=columns, on=day, table=sql.Identifier(table))
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
    with (
        source.cursor().copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(select)) as read,
        target.cursor().copy(into.format(sql.Identifier(table), columns)) as write,
    ):
        for block in read:
            write.write(block)


def _columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
    ]
