"""A listing has the keys others compare, whatever was found; our own stand beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake.draft import draft_of
from engine.intake.found import (
    BEFORE,
    NO_LATER,
    Basis,
    Campaign,
    Deadline,
    Draft,
    Duties,
    Found,
    Header,
    Issued,
    Report,
    Span,
)
from engine.intake.listing import listing_of
from tests.unit.intake import paper

KEYS = {
    "file", "doc", "issuer", "issued", "subject", "upstream", "recipients", "cc", "signer", "headings",
    "reports", "inspections", "campaigns", "assignments", "feedback", "damage",
}  # fmt: skip
OWN = {"tasks", "evidence"}


def _draft(header: Header | None = None, duties: Duties | None = None) -> Draft:
    return Draft("", header or Header(), (), duties or Duties())


def test_a_letter_in_which_nothing_is_found_has_every_key() -> None:
    listing = listing_of(_draft(), "x.txt")
    assert set(listing) == KEYS | OWN | {"subject_inferred"}
    assert listing["recipients"] == []
    assert listing["issuer"] == {"name": None, "level": None, "locality": None, "parent": None}


def test_a_lost_kinh_gui_is_null_and_inferred_while_a_plan_has_none() -> None:
    inferred = (Found("các xã"),)
    letter = Header(
        type=Found("cong_van"), recipients_inferred=inferred, subject=Found("về vụ mùa")
    )
    assert listing_of(_draft(letter), "x")["recipients"] is None
    assert listing_of(_draft(letter), "x")["recipients_inferred"] == ["các xã"]
    assert "subject_inferred" not in listing_of(_draft(letter), "x")
    plan = listing_of(_draft(Header(type=Found("ke_hoach"))), "x")
    assert plan["recipients"] == []
    assert "recipients_inferred" not in plan


DAY = dt.date(2024, 8, 20)


@pytest.mark.parametrize(
    ("deadline", "listed"),
    [
        (
            Deadline(on=DAY, boundary=BEFORE, last_day=dt.date(2024, 8, 19)),
            {
                "deadline": "2024-08-20",
                "boundary": "before_exclusive",
                "last_ok_date": "2024-08-19",
                "recurrence": None,
            },
        ),
        (
            Deadline(
                on=DAY,
                boundary=NO_LATER,
                last_day=DAY,
                every="half_year",
                month=8,
                day=20,
                time="16:00",
            ),
            {
                "deadline": "2024-08-20",
                "recurrence": {"every": "half_year", "month": 8, "day": 20},
                "time": "16:00",
            },
        ),
        (
            Deadline(boundary=NO_LATER, every="week", weekday=5),
            {"deadline": None, "recurrence": {"every": "week", "weekday": 5}},
        ),
        (
            Deadline(boundary=NO_LATER, within=5, working=True, since="ngày nhận được văn bản"),
            {
                "deadline": None,
                "within": {"days": 5, "since": "ngày nhận được văn bản", "working": True},
            },
        ),
    ],
)
def test_a_deadline_is_listed_with_all_it_says(
    deadline: Deadline, listed: dict[str, object]
) -> None:
    report = Report("one_off", "gửi báo cáo", who=("các xã",), deadline=deadline, where="2")
    found = listing_of(_draft(duties=Duties(reports=(Found(report),))), "x")["reports"][0]
    assert {key: found.get(key) for key in listed} == listed


def test_a_campaign_without_days_has_its_year() -> None:
    campaign = Campaign("Tháng thanh niên", "năm 2024", year=2024)
    listing = listing_of(_draft(duties=Duties(campaigns=(Found(campaign),))), "x")
    assert listing["campaigns"] == [
        {"name": "Tháng thanh niên", "start": None, "end": None, "year": 2024, "phrase": "năm 2024"}
    ]


def test_evidence_keeps_places_confidence_and_doubts_in_the_order_of_the_lists() -> None:
    basis = Found(Basis("3/KH", DAY), (Span(3, 9),), 0.456, ("basis-undated",))
    issued = Found(Issued(DAY), (Span(0, 2),))
    evidence = listing_of(_draft(Header(upstream=(basis,), issued=issued)), "x")["evidence"]
    assert evidence["upstream"] == [
        {"spans": [[3, 9]], "confidence": 0.46, "doubts": ["basis-undated"]}
    ]
    assert evidence["issued"]["spans"] == [[0, 2]]


def test_damage_shows_what_stood_there_and_what_was_meant() -> None:
    draft = Draft("ch nh sách", Header(), (), Duties(), (Found("chính sách", (Span(0, 10),)),))
    assert listing_of(draft, "x")["damage"] == [{"raw": "ch nh sách", "intended": "chính sách"}]


def test_a_letter_from_end_to_end() -> None:
    listing = listing_of(draft_of(paper.PLAIN), "a.txt")
    assert listing["doc"]["number"] == "215"
    assert listing["issued"]["date"] == "2024-07-02"
    report = next(r for r in listing["reports"] if r["deadline"])
    assert (report["deadline"], report["boundary"], report["last_ok_date"], report["where"]) == (
        "2024-08-20",
        "before_exclusive",
        "2024-08-19",
        "2",
    )
