"""Deadlines whose words stand in another order, and days that belong to nobody."""

from __future__ import annotations

import pytest

from engine.intake.draft import draft_of
from engine.intake.listing import listing_of
from tests.unit.intake.written import retold, said_of

SAID = [
    ("n0515", "Ngày 15/5 là hạn cuối các huyện phải gửi báo cáo về Sở Xây dựng."),
    ("n0515", "Ngày 15 tháng 5 năm 2023 là hạn chót nộp báo cáo rà soát nhà ở."),
    ("b0530", "Các địa phương phải báo tình hình nợ lương về Sở trước ngày 30/5."),
    ("b0516", "Kết quả trên thông báo về Sở Xây dựng trước ngày 16/5/2023."),
    ("t", "Thông báo kết quả trúng tuyển cho thí sinh trước ngày 16/5/2023."),
    (
        "b0515",
        "Bí thư các chi bộ báo cáo Ban Thường vụ Đảng ủy (qua Văn phòng Đảng ủy) trước ngày 15-5-2023.",
    ),
    ("b0520", "Báo cáo gửi về Sở Nội vụ trước ngày 20 – 5 – 2023."),
    ("t", "Thời hạn nhận hồ sơ dự tuyển đến hết ngày 31.5.2023."),
    ("t", "Đề nghị gửi hồ sơ đến cơ quan tài chính cùng cấp trước ngày 31/5/2023."),
    ("", "Đại hội cấp cơ sở bắt đầu trong quý II."),
    (
        "",
        "Để chủ động nguồn hàng vào cuối năm tại địa phương, Sở đề nghị các chợ thực hiện chế độ báo cáo giá theo quy định.",
    ),
    ("t", "Đề nghị các đơn vị gửi kế hoạch nhập hàng về Sở trước ngày 26/4/2022."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert said_of(body) == duties


def test_a_piece_that_begins_with_a_sentence_has_no_head() -> None:
    text = "Các bộ, ngành, địa phương báo cáo ngắn gọn tình hình Tết về Văn phòng Chính phủ trước ngày 12-2.\n\nThủ tướng nhắc nhở các bộ.\n"
    reports = listing_of(draft_of(text), "x")["reports"]
    assert [(r["deadline"], r["boundary"], r["recurrence"]) for r in reports] == [
        (None, "before_exclusive", {"every": None, "month": 2, "day": 12})
    ]


def test_the_year_of_a_cited_paper_does_not_date_a_regime() -> None:
    said = draft_of(
        "Theo Nghị định 39/2016/NĐ-CP, Sở Y tế gửi báo cáo về Bộ trước ngày 15 tháng 7 đối với báo cáo 6 tháng đầu năm.\n"
    ).duties.reports
    assert [found.value.deadline.every for found in said] == ["half_year"]


def test_what_an_earlier_letter_set_is_told_of() -> None:
    assert retold("Thời hạn nộp báo cáo: trước ngày 26/3/2023. Tuy nhiên đến ngày 02/4/2023 nhiều đơn vị chưa nộp.") == ""  # fmt: skip
