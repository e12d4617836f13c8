"""Whose a report is, where it goes, who puts the reports together and whom that goes up to."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import duties_of

WHOSE = [
    (
        "Báo cáo gửi về Bộ Tư pháp: đối với các sở, ngành trước ngày 15/9/2023; đối với Bộ Ngoại giao trước ngày 30/9/2023.",
        [("các sở, ngành",), ("Bộ Ngoại giao",)],
    ),
    (
        "Báo cáo kết quả về Sở Tư pháp trước ngày 10/6/2023 (đối với các sở, ngành), trước ngày 15/6/2023 (đối với UBND các huyện).",
        [("các sở, ngành",), ("UBND các huyện",)],
    ),
    (
        "Cục Thuế gửi báo cáo số thu trước ngày 10/6/2023; Sở Tài chính tổng hợp báo cáo UBND tỉnh trước ngày 15/6/2023, gửi Bộ Tài chính trước ngày 20/6/2023.",
        [("Cục Thuế",), ("Sở Tài chính",), ("Sở Tài chính",)],
    ),
    (
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Công an tỉnh\n\nCơ quan thường trực; tổng hợp, báo cáo Bộ Công an trước ngày 10/7/2023.",
        [("Công an tỉnh",)],
    ),
]


@pytest.mark.parametrize(("body", "who"), WHOSE)
def test_whose_deadline_it_is(body: str, who: list[tuple[str, ...]]) -> None:
    found = sorted(duties_of(body).reports, key=lambda one: str(one.value.deadline.on))
    assert [one.value.who for one in found] == who


GATHERED = [
    (
        "1. Sở Y tế tổng hợp, báo cáo UBND tỉnh, Bộ Y tế trước ngày 05/7/2023.\n\n2. UBND các huyện báo cáo kết quả về Sở Y tế trước ngày 01/7/2023.",
        ("Sở Y tế", ("UBND tỉnh", "Bộ Y tế")),
    ),
    (
        "1. Các xã gửi báo cáo năm về UBND huyện (qua Phòng Nội vụ) trước ngày 05/12/2023.\n\n2. Phòng Nội vụ tổng hợp, báo cáo Sở Nội vụ theo quy định.",
        ("Phòng Nội vụ", ("Sở Nội vụ",)),
    ),
    (
        "Các huyện gửi báo cáo về Sở Y tế trước ngày 01/7/2023.\n\nKhó khăn, vướng mắc phản ánh về Sở Y tế để tổng hợp.",
        ("Sở Y tế", ()),
    ),
    ("Các huyện gửi báo cáo về Sở Y tế trước ngày 01/7/2023.", (None, ())),
    (
        "1. Các huyện gửi báo cáo tháng về Sở Y tế trước ngày 25 hằng tháng.\n\n2. Sở Y tế tổng hợp, báo cáo UBND tỉnh 6 tháng trước ngày 15/6/2023.",
        ("Sở Y tế", ()),
    ),
]


@pytest.mark.parametrize(("body", "gathered"), GATHERED)
def test_who_puts_the_units_reports_together(
    body: str, gathered: tuple[str | None, tuple[str, ...]]
) -> None:
    reports = [one.value for one in duties_of(body).reports if "Sở Y tế" not in one.value.who]
    of_units = next(one for one in reports if one.to in ("Sở Y tế", "UBND huyện"))
    assert (of_units.consolidator, of_units.goes_up_to) == gathered


def test_the_deadline_before_is_the_next_ones_too() -> None:
    first, again = duties_of(
        "Các xã gửi báo cáo về Phòng Nội vụ trước ngày 10/6/2023; báo cáo 6 tháng cũng gửi trong thời hạn trên."
    ).reports
    assert (again.value.deadline, again.value.to) == (first.value.deadline, "Phòng Nội vụ")
    assert (first.value.kind, again.value.kind) == ("one_off", "half_year")


def test_a_late_report_leans_on_no_deadline() -> None:
    body = "Các xã gửi báo cáo trước ngày 10/6/2023. Đơn vị không gửi báo cáo đúng thời hạn trên bị phê bình."
    assert len(duties_of(body).reports) == 1


def test_what_is_drafted_for_another_goes_where_that_one_sends_it() -> None:
    body = "Văn phòng dự thảo báo cáo để UBND xã báo cáo UBND tỉnh (qua Sở Tư pháp) trước ngày 15/6/2023."
    (report,) = duties_of(body).reports
    assert (report.value.to, report.value.consolidator) == ("UBND tỉnh", None)


def test_a_bracket_behind_the_receiver_is_what_it_goes_through() -> None:
    body = "Các sở gửi báo cáo về Bộ Y tế (Cục Y tế dự phòng) trước ngày 15/6/2023."
    (report,) = duties_of(body).reports
    assert (report.value.to, report.value.via) == (
        "Bộ Y tế",
        "Cục Y tế dự phòng",
    )


def test_months_named_one_by_one() -> None:
    body = (
        "Phòng Giáo dục và Đào tạo báo cáo số lớp về UBND huyện vào ngày 25 của các tháng 6, 7, 8."
    )
    assert {one.value.kind for one in duties_of(body).reports} == {"monthly"}


def test_an_undated_duty_behind_a_dated_one() -> None:
    body = "Các xã gửi báo cáo về Hạt Kiểm lâm trước ngày 18/5/2023; khi xảy ra cháy rừng báo cáo ngay."
    assert [one.value.kind for one in duties_of(body).reports] == ["one_off", "ad_hoc"]


def test_a_sentence_of_its_own_says_where_reports_go() -> None:
    body = "Điều 2. Chế độ báo cáo của các sở\n\n1. Báo cáo 6 tháng: trước ngày 10 tháng 6.\n\n2. Báo cáo năm: trước ngày 10 tháng 12.\n\nBáo cáo gửi về Cơ quan Thường trực (Công an tỉnh)."
    reports = [one.value for one in duties_of(body).reports]
    assert {report.to for report in reports} == {"Cơ quan Thường trực (Công an tỉnh)"}
    assert {report.who for report in reports} == {("các sở",)}
