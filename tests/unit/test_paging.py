"""Page links: read back as written, refused when cut or altered."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import paging
from engine.paging import BadCursor

IDS = st.integers(0, paging.MAX_ID)
HUGE = "9" * 25


@given(st.text(st.characters(exclude_characters="\0")), IDS)
def test_a_texts_cursor_is_read_back(text: str, row_id: int) -> None:
    assert paging.read_text_cursor(paging.text_cursor(text, row_id)) == (text, row_id)


@given(st.datetimes(timezones=st.just(UTC)), IDS)
def test_a_moments_and_a_days_cursor_are_read_back(at: datetime, row_id: int) -> None:
    assert paging.read_moment_cursor(paging.day_cursor(at, row_id)) == (at, row_id)
    day: date = at.date()
    assert paging.read_day_cursor(paging.day_cursor(day, row_id)) == (day, row_id)


@pytest.mark.parametrize("last", ["", "-1", "x", HUGE])
def test_no_number_a_list_gave_out_is_refused(last: str) -> None:
    for read, cursor in (
        (paging.read_text_cursor, f"{last}~079"),
        (paging.read_moment_cursor, f"2023-05-14T00:00:00+00:00~{last}"),
        (paging.read_day_cursor, f"2023-05-14~{last}"),
    ):
        with pytest.raises(BadCursor):
            read(cursor)


@pytest.mark.parametrize("cursor", ["2023-05-14T00:00:00~1", "14/05/2023~1", "~1", ""])
def test_a_moment_without_its_zone_or_form_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        paging.read_moment_cursor(cursor)
