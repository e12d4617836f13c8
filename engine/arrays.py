"""PostgreSQL array literals: ten thousand ids cross the wire as one string, written at C speed.

psycopg walks a list in Python, about a microsecond for each item and statement; set-based writing
hands over many such lists.
"""

from __future__ import annotations

from collections.abc import Iterable


def ints(values: Iterable[int | None]) -> str:
    """The literal of a bigint[] or int[] parameter: ``CAST(:ids AS bigint[])``."""
    return "{" + ",".join(["NULL" if v is None else str(v) for v in values]) + "}"


def texts(values: Iterable[str | None]) -> str:
    """The literal of a text[] parameter: ``CAST(:names AS text[])``."""
    quoted = [
        "NULL" if v is None else '"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"'
        for v in values
    ]
    return "{" + ",".join(quoted) + "}"
