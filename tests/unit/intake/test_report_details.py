"""Who owes a report, of which period, to whom, through whom, what becomes of it."""

from __future__ import annotations

import pytest

from engine.intake.found import AD_HOC, ANNUAL, HALF_YEAR, ONE_OFF, PERIODIC, QUARTERLY, Report
from tests.unit.intake.written import ADDRESSEES, FOOT, HEAD, duties_of


def reports(body: str) -> list[Report]:
    return [found.value for found in duties_of(body).reports]


def test_the_body_that_hands_on_also_collects() -> None:
    (report,) = reports(
        "Đề nghị UBND các xã gửi báo cáo kết quả rà soát hộ nghèo về UBND huyện (qua Phòng Dân tộc) trước ngày"
        " 20/5/2023 để tổng hợp, báo cáo UBND tỉnh và Sở Dân tộc."
    )
    assert report.who == ("UBND các xã",)
    assert (report.to, report.via, report.consolidator) == (
        "UBND huyện",
        "Phòng Dân tộc",
        "Phòng Dân tộc",
    )
    assert report.goes_up_to == ("UBND tỉnh", "Sở Dân tộc")
    assert report.about == "kết quả rà soát hộ nghèo"


def test_a_consolidated_report_is_one_of_its_own() -> None:
    below, above = reports(
        "Các xã báo cáo về Phòng Y tế trước ngày 20/5/2023 để Phòng Y tế tổng hợp, báo cáo Sở Y tế trước ngày 25/5/2023."
    )
    assert below.who == ("Các xã",)
    assert above.who == ("Phòng Y tế",)
    assert above.to == "Sở Y tế"


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("Các cơ quan, đơn vị báo cáo kết quả về Sở Nội vụ trước ngày 20/5/2023.", ADDRESSEES),
        ("Báo cáo kết quả về Sở Nội vụ trước ngày 20/5/2023.", ADDRESSEES),
        ("Giao Sở Tài chính thẩm định, báo cáo UBND tỉnh trước ngày 20/5/2023.", ("Sở Tài chính",)),
        ("1. Sở Y tế\n- Báo cáo UBND tỉnh kết quả kiểm tra trước ngày 20/5/2023.", ("Sở Y tế",)),
        (
            "1. Sở Y tế và Công an tỉnh\nChủ động triển khai; báo cáo UBND tỉnh trước ngày 20/5/2023.",
            ("Sở Y tế", "Công an tỉnh"),
        ),
        (
            "Sở Xây dựng kiểm tra các công trình. Kết quả kiểm tra báo cáo UBND tỉnh trước ngày 20/5/2023.",
            ("Sở Xây dựng",),
        ),
    ],
)
def test_who_owes_it(body: str, who: tuple[str, ...]) -> None:
    (report,) = reports(body)
    assert report.who == who


@pytest.mark.parametrize(
    ("body", "kind", "every"),
    [
        ("Báo cáo kết quả năm 2023 về Sở trước ngày 05/12/2023.", ANNUAL, None),
        ("Định kỳ 6 tháng báo cáo về Sở trước ngày 10/6.", HALF_YEAR, "half_year"),
        ("Báo cáo 6 tháng đầu năm 2023 về Sở trước ngày 10/6/2023.", HALF_YEAR, None),
        ("Báo cáo năm gửi Sở trước ngày 10/12 hằng năm.", ANNUAL, "year"),
        ("Báo cáo quý III/2023 gửi Sở trước ngày 15/9/2023.", QUARTERLY, None),
        ("Báo cáo kết quả Tháng hành động năm 2023 về Sở trước ngày 10/7/2023.", ONE_OFF, None),
        ("Báo cáo kết quả kiểm tra về Sở trước ngày 30 tháng 5 năm 2023.", ONE_OFF, None),
        ("Thực hiện chế độ báo cáo theo quy định.", PERIODIC, None),
        ("Kịp thời báo cáo các vụ việc đột xuất về UBND tỉnh.", AD_HOC, None),
    ],
)
def test_of_which_period_it_is(body: str, kind: str, every: str | None) -> None:
    (report,) = reports(body)
    assert (report.kind, report.deadline.every) == (kind, every)


def test_a_list_takes_its_receiver_from_the_words_that_lead_it_in() -> None:
    first, second = reports(
        "Định kỳ báo cáo kết quả về Sở Tư pháp như sau:\n- Báo cáo 6 tháng: trước ngày 10/6;\n- Báo cáo năm: trước ngày 05/12."
    )
    assert first.to == second.to == "Sở Tư pháp"
    assert (first.kind, second.kind) == (HALF_YEAR, ANNUAL)


def test_how_it_is_to_be_sent() -> None:
    (report,) = reports(
        "Gửi báo cáo bằng văn bản về Sở Nội vụ, bản mềm gửi địa chỉ cchc.snv@yenbai.gov.vn, trước ngày 20/5/2023."
    )
    assert report.channel == ("văn bản", "e-mail: cchc.snv@yenbai.gov.vn (bản mềm)")


@pytest.mark.parametrize(
    "body",
    [
        "Trên cơ sở báo cáo của các đơn vị, Sở Nội vụ đã tổng hợp kết quả.",
        "Cung cấp tài liệu, báo cáo, sản phẩm truyền thông cho các xã.",
        "Đội ngũ báo cáo viên pháp luật tiếp tục được củng cố.",
        "Nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Nội vụ để được hướng dẫn.",
        "Thực hiện Báo cáo số 15/BC-UBND ngày 15/3/2023 của UBND tỉnh.",
    ],
)
def test_a_word_is_no_duty(body: str) -> None:
    assert reports(body) == []


def test_the_words_are_found_in_the_text_as_it_was_read() -> None:
    body = "Đề nghị các đơn vị gửi báo cáo\nvề Sở Nội vụ trước ngày 15/5/2023."
    (found,) = duties_of(body).reports
    shown, deadline = found.spans
    text = HEAD + body + FOOT
    assert text[deadline.start : deadline.end] == "trước ngày 15/5/2023"
    assert text[shown.start : shown.end].split() == found.value.phrase.split()
