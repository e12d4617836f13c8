"""Pages of a list by what its last row was, never by how many came before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Generic, Self, TypeVar

from engine.errors import InputError

T = TypeVar("T")
MAX_ID = 2**62


class BadCursor(InputError):
    """A page link that was cut or altered."""

    code = "bad-cursor"
    vi = "Đường dẫn trang không hợp lệ. Hãy mở lại danh sách từ đầu."
    en = "The page link is not valid. Open the list from its beginning."


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, and the cursor that continues them; None at the end."""

    rows: list[T]
    next_after: str | None

    @classmethod
    def of(cls, found: Sequence[T], limit: int, cursor: Callable[[T], str]) -> Self:
        """A page of ``found``, which holds one row more than ``limit`` where there are more."""
        rows = list(found[:limit])
        return cls(rows, cursor(rows[-1]) if len(found) > limit else None)


def day_cursor(on: date | datetime, row_id: int) -> str:
    """For lists ordered by a day or moment and the id."""
    return f"{on.isoformat()}~{row_id}"


def read_day_cursor(after: str) -> tuple[date, int]:
    """The reverse of ``day_cursor`` of a date. Raises ``BadCursor``."""
    day, _, last = after.partition("~")
    try:
        return date.fromisoformat(day), _id(last)
    except ValueError as error:
        raise BadCursor from error


def read_moment_cursor(after: str) -> tuple[datetime, int]:
    """The reverse of ``day_cursor`` of an aware moment. Raises ``BadCursor``."""
    moment, _, last = after.partition("~")
    try:
        found = datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadCursor from error
    if found.tzinfo is None:
        raise BadCursor
    return found, read_id(last)


def rank_cursor(rank: float, row_id: int) -> str:
    """For lists that begin with the largest of a number, and of equal ones with the highest id."""
    return f"{rank!r}~{row_id}"


def read_rank_cursor(after: str | None) -> tuple[float, int]:
    """The reverse of ``rank_cursor``; before the first row for None. Raises ``BadCursor``."""
    if after is None:
        return float("inf"), 0
    rank, _, last = after.partition("~")
    try:
        found = float(rank)
    except ValueError as error:
        raise BadCursor from error
    if not isfinite(found):
        raise BadCursor
    return found, read_id(last)


def text_cursor(text: str, row_id: int) -> str:
    """For lists ordered by a text, such as a unit's code, and the id."""
    return f"{row_id}~{text}"


def read_text_cursor(after: str) -> tuple[str, int]:
    """The reverse of ``text_cursor``. Raises ``BadCursor``."""
    last, _, text = after.partition("~")
    if "\0" in text:
        raise BadCursor
    return text, read_id(last)


def read_id(after: str) -> int:
    """The cursor of a list ordered by the id alone. Raises ``BadCursor``."""
    try:
        return _id(after)
    except ValueError as error:
        raise BadCursor from error


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > MAX_ID:
        raise ValueError(text)
    return int(text)
