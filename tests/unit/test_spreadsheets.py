"""Excel tables: what is written is read again, and nothing typed becomes a formula."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from adapters.spreadsheets import NotASpreadsheet, Sheet, read, write


def test_what_is_written_is_read_again():
    sheet = Sheet("Người", [("Tên", 20), ("Ngày", 12), ("Số", 8)], [["Hạnh", date(2023, 5, 14), 3]])
    assert list(read(write([sheet]))) == [(2, ["Hạnh", "14/05/2023", "3"])]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-3", "@x", '=HYPERLINK("http://x")'])
def test_no_text_is_taken_for_a_formula(text):
    written = load_workbook(write([Sheet("S", [("T", 9)], [[text]])]))
    cell = written.active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("body", [b"", b"a,b", b"PK\x03\x04rubbish"])
def test_another_file_is_refused_by_name(body):
    with pytest.raises(NotASpreadsheet):
        list(read(BytesIO(body)))
