"""The listings of tests/letters hold together: dates, boundaries, and words that stand in the letters."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

LETTERS = Path(__file__).parents[2] / "letters"
DOCUMENTS: list[dict[str, Any]] = json.loads((LETTERS / "listing.json").read_text("utf-8"))[
    "documents"
]
KINDS = {
    "weekly", "monthly", "quarterly", "half_year", "nine_months", "annual", "one_off", "ad_hoc",
    "periodic_unspecified",
}  # fmt: skip
PAGE_NUMBER = re.compile(r"(?m)^[ \f]*(?:- ?\d+ ?-|\d{1,2}|Trang \d+)[ \f]*$")


def _bare(text: str, lost: str = "") -> str:
    text = PAGE_NUMBER.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    for char in lost:
        text = text.replace(char, "").replace(char.upper(), "")
    return re.sub(r"[\s*_|]+", "", text).casefold()


def _dated(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [*document["reports"], *document.get("tasks", [])]


@pytest.fixture(params=DOCUMENTS, ids=lambda d: str(d["file"]))
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_every_letter_is_listed() -> None:
    assert [d["file"] for d in DOCUMENTS] == sorted(p.name for p in LETTERS.glob("*.txt"))
    assert len(DOCUMENTS) > 30


def test_last_day_follows_from_boundary(document: dict[str, Any]) -> None:
    for entry in _dated(document):
        if entry["deadline"] is None:
            assert entry["last_ok_date"] is None
            fixed = entry["recurrence"] or entry.get("within")
            assert fixed or entry["boundary"] == "none", entry
            assert entry["boundary"] != "none" or not fixed or set(fixed) == {"every"}, entry
            continue
        day = dt.date.fromisoformat(entry["deadline"])
        earlier = {"before_exclusive": 1, "no_later_inclusive": 0}[entry["boundary"]]
        assert dt.date.fromisoformat(entry["last_ok_date"]) == day - dt.timedelta(days=earlier)
        issued = document["issued"]["date"] or document["issued"].get("not_before")
        assert issued is None or day >= dt.date.fromisoformat(issued)


def test_words_stand_in_the_letter(document: dict[str, Any]) -> None:
    lost = document.get("lost_characters", "")
    text = _bare((LETTERS / document["file"]).read_text("utf-8"), lost)
    for entry in _dated(document):
        at = 0
        for part in entry["phrase"].split("..."):
            at = text.find(_bare(part, lost), at)
            assert at >= 0, entry["phrase"]
    head = [
        document["subject"],
        *document["recipients"],
        *document["cc"],
        document["signer"]["name"],
    ]
    head += [basis["number"] for basis in document["upstream"]]
    head += [h["title"] for h in document["headings"]]
    for words in head:
        assert words is None or _bare(words, lost) in text, words


def test_kinds_are_known(document: dict[str, Any]) -> None:
    assert {report["kind"] for report in document["reports"]} <= KINDS
