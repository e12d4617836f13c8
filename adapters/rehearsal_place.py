"""Where a rehearsal takes place: a scratch database beside the real one, filled from it.

The real database is only read. A scratch database belongs to whoever holds the advisory lock of its
name, which a process that dies lets go of; ``sweep`` drops those that nobody holds.
"""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.exc import ProgrammingError

from adapters import postgres
from engine.errors import DondocError

PREFIX = "dondoc_rehearsal"
_LOCK = sa.text("SELECT pg_try_advisory_lock(hashtext('dondoc.rehearsal'), hashtext(:name))")
_LEFT = sa.text("SELECT datname FROM pg_database WHERE starts_with(datname, :prefix)")
_REFUSED = "42501"  # insufficient_privilege

# Nothing of it is kept: no log to survive a crash, no checks of what the engine itself writes, and
# none of the figures that boards and webhooks are told by.
_LEAN = """
DO $$ DECLARE r record; BEGIN
    FOR r IN SELECT tgrelid::regclass AS t, tgname AS n FROM pg_trigger WHERE NOT tgisinternal
    LOOP EXECUTE format('DROP TRIGGER %I ON %s', r.n, r.t); END LOOP;
    FOR r IN SELECT conrelid::regclass AS t, conname AS n FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.n); END LOOP;
    FOR r IN SELECT oid::regclass AS t FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%'
    LOOP EXECUTE format('ALTER TABLE %s SET UNLOGGED', r.t); END LOOP;
END $$;
ALTER TABLE work_item ALTER search DROP EXPRESSION, ALTER search DROP NOT NULL;
ALTER TABLE report ALTER search DROP EXPRESSION, ALTER search DROP NOT NULL;
ALTER TABLE notice ALTER message_id DROP EXPRESSION, ALTER message_id DROP NOT NULL;
CREATE INDEX ON instance (unit_id, subject, process) WHERE status = 'running';
"""
# Indexes that only pages and the real product's reports ask for.
_UNASKED = (
    "ix_audit_entry_txid", "ix_audit_entry_directive", "ix_notice_box", "ix_notice_directive",
    "ix_notice_unread", "ix_notice_account_id", "ix_report_unit_id", "ix_report_addressee_id",
    "ix_report_first_due_at", "ix_report_open_due", "ix_report_consolidator",
    "ix_report_merged_into_id", "ix_report_waiting_due_at", "ix_work_item_done",
    "ix_work_item_completed", "ix_work_item_inbox", "ix_work_item_due",
    "ix_work_item_directive_element", "ix_recipient_unit_id", "ix_milestone_unit_id",
)  # fmt: skip
_EMPTIED = (
    "calendar_day", "policy", "decision_model", "process_model", "form_model", "model_release",
)  # fmt: skip
_WHOLE = (*_EMPTIED, "unit_place")
_SELECT = {
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


class NoScratchDatabase(DondocError):
    """The database's user may not make the scratch database that a rehearsal needs."""

    code = "no-scratch-database"
    vi = (
        "Không tạo được cơ sở dữ liệu tạm để diễn tập. Hãy cấp quyền cho người dùng cơ sở dữ liệu: "
        "ALTER ROLE {user} CREATEDB."
    )
    en = (
        "The scratch database that a rehearsal needs cannot be made. Let the database's user do so: "
        "ALTER ROLE {user} CREATEDB."
    )


@contextlib.contextmanager
def scratch(url: str) -> Iterator[str]:
    """A database of its own on the server of ``url``, its schema made, dropped afterwards."""
    sweep(url)
    name = f"{_prefix(url)}{os.getpid()}_{time.monotonic_ns()}"
    with postgres.admin(url) as connection:
        connection.execute(_LOCK, {"name": name})
        try:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", "") == _REFUSED:
                raise NoScratchDatabase(user=sa.make_url(url).username or "dondoc") from error
            raise
        try:
            made = sa.make_url(url).set(database=name).render_as_string(hide_password=False)
            postgres.migrate(made)
            with _plain(made) as bare:
                bare.execute(_LEAN)
                for index in _UNASKED:
                    bare.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
            yield made
        finally:
            _drop(connection, name)


def fill(real: str, scratch: str, on: date) -> None:
    """Copy units valid ``on`` that day, calendar, policies, models and posts; nothing is written to
    ``real``.

    Accounts come without names of people to write to and without passwords.
    """
    with _plain(real) as source, _plain(scratch) as target:
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
    asked = _SELECT.get(table) or f"SELECT {{columns}} FROM {table}" + (
        " WHERE {on}" if table == "unit" else ""
    )
    day = sql.SQL(_ON.replace("%(on)s", "{}")).format(sql.Literal(on), sql.Literal(on))
    select = sql.SQL(asked).format(columns=columns, on=day)
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
    with (
        source.cursor().copy(
            sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(select)
        ) as read,
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


@contextlib.contextmanager
def _plain(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres.libpq(url)) as connection:
        yield connection


def sweep(url: str) -> int:
    """Drop what rehearsals of this installation left when their process died; how many."""
    dropped = 0
    with postgres.admin(url) as connection:
        for name in connection.scalars(_LEFT, {"prefix": _prefix(url)}).all():
            if connection.scalar(_LOCK, {"name": name}):
                _drop(connection, name)
                dropped += 1
    return dropped


def _prefix(url: str) -> str:
    """How the scratch databases of one installation are called: two may share a server."""
    own = zlib.crc32(str(sa.make_url(url).database).encode())
    return f"{PREFIX}_{own:08x}_"


def _drop(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
