"""What counts as found: only what a listing shows, its optional and uncertain ones, days counted."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.intake_pairs import dated_reports, fits
from benchmarks.intake_score import Score, scored


def report(**said: Any) -> dict[str, Any]:
    return {"kind": "one_off", "phrase": "gửi báo cáo", "boundary": "before_exclusive", **said}


IN_JUNE = {"every": "half_year", "month": 6, "day": 15}
FITTING = [
    (report(deadline="2023-06-15"), report(deadline="2023-06-15"), True),
    (report(deadline="2023-06-15"), report(deadline="2024-06-15"), False),
    (report(deadline="2023-06-15", year_uncertain=True), report(deadline="2024-06-15"), True),
    (report(deadline="2023-06-15", year_uncertain=True), report(deadline="2024-06-16"), False),
    (report(recurrence=IN_JUNE, year_uncertain=True), report(deadline="2024-06-15"), True),
    (report(deadline="2023-06-15", deadline_also=["2024-06-15"]), report(deadline="2024-06-15"), True),
    (
        report(within={"days": 5, "working": True, "since": "ngày nhận"}),
        report(within={"days": 5, "working": True, "since": "kể từ ngày nhận được"}),
        True,
    ),
    (report(within={"days": 5, "working": True}), report(within={"days": 5, "working": False}), False),
    (report(deadline="2023-06-15"), report(deadline="2023-06-15", boundary="no_later_inclusive"), False),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "draft", "same"), FITTING)
def test_what_fits(gold: dict[str, Any], draft: dict[str, Any], same: bool) -> None:
    assert fits(gold, draft) is same


def test_an_optional_report_is_neither_missed_nor_made_up() -> None:
    gold = {"reports": [report(deadline="2023-06-15", optional=True)]}

    assert dated_reports(gold, {"reports": []}) == ([], [], [])
    assert dated_reports(gold, {"reports": [report(deadline="2023-06-15")]}) == ([], [], [])


def test_what_must_be_found_is_paired_before_what_is_optional() -> None:
    must, may = report(deadline="2023-06-15"), report(deadline="2023-06-15", optional=True)

    pairs, missed, extra = dated_reports({"reports": [may, must]}, {"reports": [must]})

    assert (len(pairs), missed, extra) == (1, [], [])


def test_only_what_the_listing_shows_is_scored() -> None:
    score = Score()
    draft = {
        "doc": {"number": "12", "symbol": "UBND-VX"}, "issuer": {}, "issued": {}, "signer": {}, "upstream": [],
        "recipients": ["Sở Y tế"], "headings": [], "reports": [], "tasks": [], "campaigns": [],
    }  # fmt: skip

    scored({"file": "a.txt", "doc": {"number": "12"}, "reports": []}, draft, "", score)

    assert {s for s in score.asked if s.startswith("header.")} == {"header.number"}
    assert score.misses == []
