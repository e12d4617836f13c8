"""Excel: tables out, rows in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from engine.errors import InputError

Value = str | int | float | date | datetime | None
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 100_000
_HEAD = PatternFill("solid", fgColor="E8EDF3")


class NotASpreadsheet(InputError):
    """The file cannot be read as an Excel workbook."""

    code = "not-a-spreadsheet"
    vi = "Tệp này không phải bảng tính Excel (.xlsx) đọc được. Hãy lưu lại thành .xlsx rồi gửi lại."
    en = "This is not a readable Excel workbook (.xlsx). Save it as .xlsx and send it again."


class TooManyRows(InputError):
    """More rows than one file may hold."""

    code = "too-many-rows"
    vi = "Bảng có hơn {limit} dòng. Hãy chia thành nhiều tệp hoặc lọc bớt."
    en = "The table has more than {limit} rows. Split it into several files, or filter it."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its columns as (title, width in characters), its rows.

    Moments must be local and naive: Excel knows no time zones.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]]


def write(sheets: Sequence[Sheet]) -> BytesIO:
    """A workbook; its heads stay in view, and no text is taken for a formula.

    Raises ``TooManyRows`` before more than ``MAX_ROWS`` are held.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        for n, (_, width) in enumerate(sheet.columns, 1):
            page.column_dimensions[get_column_letter(n)].width = width
        page.append([_head(page, title) for title, _ in sheet.columns])
        for n, row in enumerate(sheet.rows):
            if n >= MAX_ROWS:
                raise TooManyRows(limit=MAX_ROWS)
            page.append([_cell(page, value) for value in row])
    written = BytesIO()
    book.save(written)
    written.seek(0)
    return written


def read(source: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The first sheet's rows with their numbers, from the second on, every cell as trimmed text.

    Empty rows are passed over; formulas count as their last value. Raises ``NotASpreadsheet``,
    ``TooManyRows``.
    """
    try:
        book = load_workbook(source, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotASpreadsheet from error
    for n, row in enumerate(book.worksheets[0].iter_rows(min_row=2, values_only=True), 2):
        if n > MAX_ROWS:
            raise TooManyRows(limit=MAX_ROWS)
        cells = [_text(value) for value in row]
        if any(cells):
            yield n, cells


def _head(page: Any, title: str) -> Any:
    cell = WriteOnlyCell(page, value=title)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Value) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = "hh:mm dd/mm/yyyy"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(page)
        cell.value = value
        cell.number_format = "dd/mm/yyyy"
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(page)
        cell.value = value[:32_767]
        cell.data_type = "s"
        return cell
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
