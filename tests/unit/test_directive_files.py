"""Directive files: what they hold, and what a wrong one is told."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from adapters.directive_files import parse, read, samples
from engine.deadlines import Due, dues
from engine.drafts import DirectiveRefused
from engine.printed_days import PrintedDay

ROOT = Path(__file__).parents[2]
GOOD = """\
issuer: UBND tỉnh Bình Định
number: 037
type: cong_van
issued_on: 16/3/2023
subject: Thử
process: cascade-three-tier
recipients:
  - group: UBND các huyện
    select: children(unit, "huyen")
obligations:
  - code: bc-6t
    title: Báo cáo 06 tháng
    deadline: {kind: half_year, boundary: before, date: 15/5, time: "17:00"}
    who: [UBND các huyện]
"""


def refused(text: str) -> DirectiveRefused:
    with pytest.raises(DirectiveRefused) as error:
        parse(text.encode(), "thu.yaml")
    return error.value


def sample_dues() -> dict[str, dict[str, list[Due]]]:
    drafts = {path.stem: read(path) for path in samples()}
    return {
        name: {o.code: list(dues(o.rule, draft.issued_on)) for o in draft.obligations}
        for name, draft in drafts.items()
    }


def test_a_file_becomes_a_draft_with_its_places() -> None:
    draft = parse(GOOD.encode(), "thu.yaml")
    assert draft.number == "037"
    assert draft.issued_on == date(2023, 3, 16)
    assert draft.obligations[0].rule.printed == PrintedDay(15, 5)
    assert draft.obligations[0].rule.at == time(17)
    assert draft.obligations[0].who.groups == ("UBND các huyện",)
    assert draft.content["number"] == "037"
    assert draft.source.line(draft.obligations[0].path + ".deadline.date") == 13
    assert draft.source.line("obligations[0].consolidator") == 11


def test_the_samples_carry_the_dates_of_their_documents() -> None:
    last = {
        (name, code): [due.last_ok for due in found]
        for name, duties in sample_dues().items()
        for code, found in duties.items()
        if found
    }
    assert last == {
        ("bo-ldtbxh-2023", "bc-6t"): [date(2023, 5, 31)],
        ("bo-ldtbxh-2023", "bc-nam"): [date(2023, 11, 30)],
        ("binh-dinh-2023", "bc-6t"): [date(2023, 5, 14)],
        ("binh-dinh-2023", "bc-nam"): [date(2023, 11, 14)],
        ("vi-xuyen-2023", "bc-nam"): [date(2023, 12, 4)],
        ("hong-ngu-2022", "bc-6t"): [date(2022, 6, 1)],
        ("hong-ngu-2022", "bc-nam"): [date(2022, 11, 15)],
        ("gia-lai-2025", "bc-nam"): [date(2025, 11, 14)],
        ("gia-lai-2025", "bc-6t"): [date(2026, 5, 14)],
        ("lai-chau-2024", "bc-6t"): [date(2025, 7, 19)],
        ("lai-chau-2024", "bc-nam"): [date(2024, 12, 14)],
        ("lai-chau-2024", "bc-quy"): [
            date(2024, 12, 25),
            *(date(2025, month, 25) for month in (3, 6, 9, 12)),
        ],
    }


def test_duties_without_a_date_stay_without_one_in_the_samples() -> None:
    undated = {
        name: [code for code, found in duties.items() if not found]
        for name, duties in sample_dues().items()
    }
    assert {name: codes for name, codes in undated.items() if codes} == {
        "binh-dinh-2023": ["so-bao-cao"],
        "hong-ngu-2022": ["dot-xuat", "tong-ket-luat"],
        "phu-thu-2023": ["ban-vstbpn", "chi-tieu", "mua-ban-nguoi"],
        "thanh-ha-2023": ["ban-vstbpn", "dot-xuat"],
        "vi-xuyen-2023": ["phong-bao-cao", "ban-vstbpn"],
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "vi", "en"),
    [
        ("subject: Thử\n", "", 1, "subject", "Thiếu mục này", "This field is missing"),
        ("subject: Thử", "subject: ", 5, "subject", "Thiếu mục này", "This field is missing"),
        ("16/3/2023", "31/02/2023", 4, "issued_on", "«31/02/2023» không có", "no day"),
        ("date: 15/5", "date: 31/02", 13, "deadline.date", "«31/02» không có", "no day «31/02»"),
        ("16/3/2023", "16/3", 4, "issued_on", "Thiếu năm", "year is missing"),
        ("type: cong_van", "type: thu", 3, "type", "một trong", "one of: "),
        ("half_year", "daily", 13, "deadline.kind", "một trong", "one of: "),
        ("boundary: before, ", "", 13, "deadline.boundary", "Thiếu mục này", "missing"),
        ("date: 15/5, ", "", 13, "deadline", "thiếu ngày hạn", "the date is missing"),
        ('"17:00"', '"24:00"', 13, "deadline.time", "00:00 đến 23:59", "00:00 to 23:59"),
        (
            "title: Báo",
            "titel: x\n    title: Báo",
            12,
            "titel",
            "Không có mục này",
            "no such field",
        ),
        ('    select: children(unit, "huyen")\n', "", 8, "recipients[0]", "đúng một", "exactly"),
        ("who: [UBND các huyện]", "who: {named: X}", 14, "who", "không thể có", "cannot owe"),
        ("number: 037", "issuer: X", 2, "", "ghi hai lần", "stands there twice"),
        ("number: 037", "number: &a 37", 4, "", "", ""),
        ("subject: Thử", "subject: [Thử", 6, "", "sai cú pháp", "malformed"),
    ],
)
def test_a_fault_is_told_with_its_line_and_field_in_both_languages(
    old: str, new: str, line: int, field: str, vi: str, en: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new)
    if "&a" in new:
        text, vi, en = text.replace("16/3/2023", "*a"), "tham chiếu", "Aliases"
    error = refused(text)
    (problem,) = error.problems
    assert problem.line == line
    assert problem.path.endswith(field)
    assert vi in problem.vi and en in problem.en
    assert f"thu.yaml, dòng {line}" in error.text("vi")
    assert f"thu.yaml, line {line}" in str(error)


def test_every_fault_is_told_at_once() -> None:
    error = refused(GOOD.replace("subject: Thử\n", "").replace("date: 15/5", "date: 31/02"))
    assert {problem.path for problem in error.problems} == {
        "subject",
        "obligations[0].deadline.date",
    }


@pytest.mark.parametrize(
    "data",
    [b"", b"- 1", b"x: \xff", b"a" * 1_000_001, b"[" * 500, b"x: \x00", b"? [a]\n: b", b"{a: b}}"],
)
def test_what_is_no_directive_file_is_refused(data: bytes) -> None:
    with pytest.raises(DirectiveRefused) as error:
        parse(data, "thu.yaml")
    assert error.value.text("vi") != error.value.text("en")


def test_an_order_to_build_a_python_object_is_only_text() -> None:
    text = GOOD.replace("subject: Thử", "subject: !!python/object/apply:os.system ['x']")
    assert refused(text).problems[0].path == "subject"


def test_the_documented_example_is_a_valid_file() -> None:
    text = (ROOT / "docs" / "directive-file.md").read_text("utf-8")
    example = text.split("```yaml\n", 1)[1].split("```", 1)[0]
    draft = parse(example.encode(), "example.yaml")
    kinds = [duty.rule.kind for duty in draft.obligations]
    assert kinds == ["half_year", "annual", "monthly", "within", "ad_hoc"]
    recurring = [due.key for due in dues(draft.obligations[0].rule, draft.issued_on)]
    assert recurring == ["2023-6T", "2024-6T", "2025-6T"]
    annual = dues(draft.obligations[1].rule, draft.issued_on)[0]
    assert (annual.period_start, annual.period_end) == (date(2022, 12, 15), date(2023, 12, 14))
