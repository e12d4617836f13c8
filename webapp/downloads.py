"""Tables that leave as Excel files, and those that come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from flask import send_file
from werkzeug.wrappers import Response

from adapters.spreadsheets import MAX_ROWS, MEDIA_TYPE, Sheet, TooManyRows, Value, read, write

__all__ = ["MAX_ROWS", "Sheet", "TooManyRows", "Value", "excel", "rows_of"]


def excel(name: str, sheets: Sequence[Sheet]) -> Response:
    """``name``.xlsx as a download. Raises ``TooManyRows``."""
    return send_file(
        write(sheets), mimetype=MEDIA_TYPE, as_attachment=True, download_name=f"{name}.xlsx"
    )


def rows_of(source: IO[bytes], most: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of an uploaded workbook with their numbers, without its head.

    Raises ``NotASpreadsheet``, ``TooManyRows`` beyond ``most``.
    """
    for count, row in enumerate(read(source)):
        if count >= most:
            raise TooManyRows(limit=most)
        yield row
