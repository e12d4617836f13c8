"""A draft taken apart and put together is the same draft, also by way of JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.intake.found import Draft, Heading, Issued, Span
from engine.intake.plain import dumped, loaded
from engine.received_findings import DROPPED, Finding, put_together, taken_apart
from engine.received_reading import value_of
from tests.helpers.letters import from_district, from_so
from webapp.pages.intake_text import pieces, span_of


@pytest.mark.parametrize("draft", [from_so(), from_district()], ids=["so", "district"])
def test_findings_come_back_from_json_as_they_were(draft: Draft) -> None:
    kept = json.dumps([one.to_json() for one in taken_apart(draft)])
    again = [Finding.from_json(one) for one in json.loads(kept)]
    assert put_together(draft.text, again) == draft


def test_what_was_dropped_is_not_in_the_draft() -> None:
    draft = from_so()
    found = [
        replace(one, state=DROPPED) if one.kind == "report" else one for one in taken_apart(draft)
    ]
    assert put_together(draft.text, found).duties.reports == ()


@pytest.mark.parametrize("data", [3, {"number": 5}, {"number": "I", "title": ["x"]}])
def test_data_of_another_type_is_refused(data: object) -> None:
    with pytest.raises((TypeError, AttributeError)):
        loaded(Heading, data)


def test_a_blank_date_stays_blank() -> None:
    assert loaded(Issued, dumped(Issued(year=2023))) == Issued(year=2023)


def test_pieces_are_the_whole_text_and_know_their_findings() -> None:
    draft = from_so()
    found = taken_apart(draft)
    cut = pieces(draft.text, found)
    assert "".join(piece.text for piece in cut) == draft.text
    for one in found:
        words = "".join(piece.text for piece in cut if one.id in piece.ids)
        assert words == "".join(draft.text[span.start : span.end] for span in one.spans)
        firsts = [piece for piece in cut if one.id in piece.first]
        assert len(firsts) == bool(one.spans)


def test_spans_beyond_the_text_or_turned_around_break_nothing() -> None:
    odd = Finding(1, "subject", "x", (Span(5, 3), Span(90, 99), Span(-4, 2)))
    assert [piece.text for piece in pieces("mười chữ cái", [odd])] == ["mười chữ cái"]


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        ("hai ba", None, (4, 10)),
        ("hai\n ba", None, (4, 10)),
        ("một", 12, (11, 14)),
        ("một", 2, (0, 3)),
        ("bốn", None, None),
        ("  ", None, None),
    ],
)
def test_words_are_found_nearest_to_where_they_were_pointed_at(
    words: str, start: int | None, expected: tuple[int, int] | None
) -> None:
    found = span_of("một hai ba một", words, start)
    assert found == (None if expected is None else Span(*expected))


def test_words_that_a_reader_understands_are_read_and_others_kept() -> None:
    words = "Các xã báo cáo kết quả về Phòng Y tế\ntrước ngày 15/8/2023."
    report = value_of("report", words)
    assert report.deadline.on is not None
    assert report.deadline.on.isoformat() == "2023-08-15"
    assert value_of("report", "chữ không có nghĩa").phrase == "chữ không có nghĩa"
    assert value_of("subject", "một\n hai") == "một hai"
