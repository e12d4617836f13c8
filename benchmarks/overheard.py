"""What a program asks of PostgreSQL, written down, so that bare psycopg can ask it again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import psycopg
import sqlalchemy as sa

Deed: TypeAlias = tuple[str, Any, Any]
"""("execute", statement, parameters), ("copy", statement, rows), ("commit" | "rollback", …)."""


@contextlib.contextmanager
def overheard(connections: sa.Engine, made: list[Deed]) -> Iterator[None]:
    """Append to ``made`` what one pool of connections is asked while inside."""
    copy: Any = psycopg.Cursor.copy
    write_row: Any = psycopg.Copy.write_row

    def heard_copy(cursor: Any, statement: Any, *args: Any, **more: Any) -> Any:
        made.append(("copy", statement, []))
        return copy(cursor, statement, *args, **more)

    def heard_row(target: Any, row: Any) -> None:
        made[-1][2].append(row)
        write_row(target, row)

    def heard_statement(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> None:
        made.append(("execute", statement, parameters))

    sa.event.listen(connections, "before_cursor_execute", heard_statement)
    for kind in ("commit", "rollback"):
        sa.event.listen(connections, kind, _heard(made, kind))
    setattr(psycopg.Cursor, "copy", heard_copy)  # noqa: B010
    setattr(psycopg.Copy, "write_row", heard_row)  # noqa: B010
    try:
        yield
    finally:
        setattr(psycopg.Cursor, "copy", copy)  # noqa: B010
        setattr(psycopg.Copy, "write_row", write_row)  # noqa: B010


def _heard(made: list[Deed], kind: str) -> Any:
    def end(_connection: Any) -> None:
        made.append((kind, None, None))

    return end


def replay(connection: psycopg.Connection[Any], deeds: Sequence[Deed]) -> None:
    """Ask it all again, reading every answer."""
    for kind, statement, parameters in deeds:
        if kind == "execute":
            cursor = connection.execute(statement, parameters)
            if cursor.description:
                cursor.fetchall()
        elif kind == "copy":
            with connection.cursor().copy(statement) as target:
                for row in parameters:
                    target.write_row(row)
        else:
            getattr(connection, kind)()
