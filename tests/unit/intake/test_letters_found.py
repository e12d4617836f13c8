"""Of every fixture letter: each dated report a careful reader lists is found, day and boundary, and none besides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.intake_pairs import dated_reports
from engine.intake.draft import draft_of
from engine.intake.listing import listing_of

LETTERS = Path(__file__).parents[2] / "letters"
DOCUMENTS: list[dict[str, Any]] = json.loads((LETTERS / "listing.json").read_text("utf-8"))[
    "documents"
]
KNOWN: dict[str, tuple[str, ...]] = {}
"""What is read otherwise and stays so: a letter's file, and the words of each such report. None at present."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document["file"]))
def test_dated_reports_of_the_letters(document: dict[str, Any]) -> None:
    file = document["file"]
    draft = listing_of(draft_of((LETTERS / file).read_text("utf-8")), file)
    pairs, missed, extra = dated_reports(document, draft)
    known = KNOWN.get(file, ())
    assert [one["phrase"] for one in (*missed, *extra) if one["phrase"] not in known] == []
    for wanted, found in pairs:
        assert wanted["last_ok_date"] == found["last_ok_date"], wanted["phrase"]
