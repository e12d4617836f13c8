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
            with plain(made) as bare:
                bare.execute(_LEAN)
                for index in _UNASKED:
                    bare.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
            yield made
        finally:
            _drop(connection, name)


@contextlib.contextmanager
def plain(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A bare connection; what was done is committed at the end."""
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
