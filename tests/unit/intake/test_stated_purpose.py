"""Who owes, who gathers and what is asked once: by why the letter asks, and by who is asked in its sentence."""

from __future__ import annotations

import pytest

from engine.intake.draft import draft_of
from engine.intake.found import Report
from tests.unit.intake.written import ADDRESSEES, FOOT, HEAD, duties_of

OF_THE_BUREAU = HEAD.replace(
    "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH YÊN BÁI",
    "TỔNG CỤC ĐỊA CHẤT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
).replace("1234/UBND-VX", "1234/TCĐC-VP")


def the_report(body: str, head: str = HEAD) -> Report:
    """The one dated report of a letter that says ``body``."""
    (found,) = [r for r in draft_of(head + body + FOOT).duties.reports if r.value.deadline.on]
    return found.value


def test_the_purpose_says_who_gathers_and_whom_it_goes_up_to() -> None:
    report = the_report(
        "Để có cơ sở tổng hợp, báo cáo Bộ trưởng, Tổng cục đề nghị quý Sở khẩn trương báo cáo, gửi về Tổng cục trước ngày 20/5/2023.",
        OF_THE_BUREAU,
    )
    assert report.to == report.consolidator
    assert (report.to or "").casefold() == "tổng cục địa chất"
    assert report.goes_up_to == ("Bộ trưởng",)
    assert report.who == ADDRESSEES


def test_the_purpose_of_one_sentence_holds_for_the_next() -> None:
    report = the_report(
        "Để tổng hợp số liệu trình Bộ Xây dựng, UBND tỉnh yêu cầu các huyện rà soát. Thời hạn gửi báo cáo: 20/5/2023."
    )
    assert (report.consolidator, report.goes_up_to) == (report.to, ("Bộ Xây dựng",))


@pytest.mark.parametrize(
    ("who", "body"),
    [
        (("UBND các huyện",), "Sở Xây dựng vừa có văn bản gửi UBND các huyện đề nghị báo cáo số liệu nhà ở trước ngày 12/5/2023."),
        (("các xã còn lại",), "Chủ tịch huyện vừa nhắc phòng chuyên môn đôn đốc các xã còn lại nộp báo cáo trước ngày 12/5/2023."),
        (("các trường",), "Sở Y tế yêu cầu: các trường báo cáo kết quả về Sở trước ngày 12/5/2023."),
        (("các ông (bà) trưởng thôn",), "Yêu cầu các ông (bà) trưởng thôn báo cáo kết quả về UBND xã trước ngày 12/5/2023."),
    ],
)  # fmt: skip
def test_who_is_asked(who: tuple[str, ...], body: str) -> None:
    assert the_report(body).who == who


def test_the_board_of_a_subject_keeps_its_subject() -> None:
    report = the_report(
        "Các huyện báo cáo về Ban Chỉ đạo quốc gia về phòng thủ dân sự trước ngày 12/5/2023."
    )
    assert report.to == "Ban Chỉ đạo quốc gia về phòng thủ dân sự"


@pytest.mark.parametrize(
    ("count", "body"),
    [
        (0, "UBND tỉnh đề nghị các huyện báo cáo kết quả trồng rừng. Báo cáo gửi về Sở Nông nghiệp trước ngày 12/5/2023."),
        (1, "Các huyện thực hiện chế độ báo cáo theo quy định. Báo cáo năm gửi về Sở Nông nghiệp trước ngày 12/5/2023."),
        (1, "Báo cáo nhanh các vụ tai nạn làm chết người về Sở Nội vụ."),
        (1, "Các huyện thực hiện nghiêm túc chế độ báo cáo thị trường gửi về Sở Tài chính."),
        (0, "Sở Tài chính đã có Công văn số 12/STC-NS về việc báo cáo kết quả thanh lý tài sản."),
        (0, "Nhiều đơn vị chưa nộp báo cáo về Sở."),
        (0, "Các ngành tham gia vào báo cáo chính trị và báo cáo tổng kết nhiệm kỳ."),
        (0, "Báo cáo gửi về Sở phải có xác nhận của huyện."),
        (0, "Chế độ báo cáo chuyên đề là chế độ báo cáo về một chủ đề."),
    ],
)  # fmt: skip
def test_an_undated_report_is_a_duty_of_its_own(count: int, body: str) -> None:
    found = [r for r in duties_of(body).reports if r.value.deadline.on is None]
    assert len(found) == count


def test_the_case_belongs_to_the_words_of_an_incident_report() -> None:
    body = "Nếu có vấn đề đột xuất, khẩn cấp thuộc địa bàn, các huyện kịp thời báo cáo UBND tỉnh."
    (found,) = duties_of(body).reports
    assert found.value.phrase.startswith("Nếu có vấn đề đột xuất")


@pytest.mark.parametrize(
    ("via", "body"),
    [
        ("Cục Trẻ em", "qua Cục Trẻ em, số 12 phố Hàng Tre"),
        ("Phòng Tổng hợp", "qua Phòng Tổng hợp đúng thời hạn"),
        ("Sở Y tế", "qua Sở Y tế làm đầu mối"),
    ],
)
def test_a_name_ends_before_an_address_or_a_manner(via: str, body: str) -> None:
    assert the_report(f"Các huyện báo cáo UBND tỉnh ({body}) trước ngày 12/5/2023.").via == via


def test_addressees_of_dots_are_nobody() -> None:
    head = HEAD.replace(
        "- Các sở, ban, ngành;\n- Ủy ban nhân dân các huyện, thị xã, thành phố.", "……………………"
    )
    report = the_report("Đề nghị Quý cơ quan gửi báo cáo về Sở Nội vụ trước ngày 12/5/2023.", head)
    assert all("…" not in name for name in report.who)
