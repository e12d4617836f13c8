"""Days near the words of a report that nobody has to report by."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import retold

SAID = [
    ("", "Thời điểm lấy số liệu: Từ ngày 01/12/2022 đến hết ngày 31/5/2023."),
    ("", "Thời điểm chốt số liệu báo cáo: tính từ ngày 15/11/2022 đến ngày 14/5/2023."),
    ("", "Mốc số liệu tính đến ngày 30/4/2023."),
    ("", "Không thực hiện báo cáo hàng tháng đối với nội dung này."),
    ("", "Hội nghị được tổ chức vào 8 giờ 00 ngày 15/5/2023 tại hội trường UBND tỉnh."),
    (
        "",
        "Luật quy định các đơn vị phải nộp báo cáo quyết toán trước ngày 30/6 năm sau; tuy nhiên nhiều đơn vị chưa thực hiện.",
    ),
    ("", "Số liệu báo cáo 6 tháng đầu năm tính từ ngày 01/01 đến ngày 30/06 của năm báo cáo."),
    ("", "Số liệu báo cáo cả năm tính từ ngày 01/01 đến 31/12."),
    ("", "Thời gian lấy số liệu báo cáo từ ngày 16/11/2022 đến 15/5/2023."),
    ("", "Số liệu báo cáo được tính từ 15/11/2022 đến hết 15/5/2023."),
    ("", "Thời gian kiểm tra dự kiến từ ngày 15/5/2023 đến ngày 20/5/2023."),
    ("", "Thông tư này có hiệu lực thi hành kể từ ngày 15 tháng 5 năm 2023."),
    (
        "",
        "Sở Y tế nhận được Công văn số 12/BYT-KH ngày 12/4/2023 của Bộ Y tế về việc báo cáo kết quả thực hiện công tác y tế.",
    ),
    (
        "",
        "Tại Công văn số 12/BYT-KH ngày 03/3/2023, Bộ Y tế đề nghị các Sở Y tế gửi báo cáo trước ngày 31/3/2023. Đến nay, Bộ Y tế chưa nhận được báo cáo của Sở Y tế.",
    ),
    ("", "Đơn vị không báo cáo trước ngày 20/5/2023 thì coi như không có nhu cầu."),
    (
        "",
        "Nếu không nhận được báo cáo trước ngày 20/5/2023, Sở Y tế sẽ tổng hợp báo cáo UBND tỉnh xử lý.",
    ),
    (
        "",
        "Công văn số 100/SYT-NV ngày 02/3/2023 đã yêu cầu gửi báo cáo trước ngày 20/3/2023. Tuy nhiên, đến nay còn 07 đơn vị chưa gửi báo cáo.",
    ),
    (
        "",
        "Theo yêu cầu, các đơn vị gửi báo cáo về Sở trước ngày 25/12/2022, nhưng đến nay vẫn còn nhiều đơn vị chưa gửi báo cáo.",
    ),
    (
        "",
        "Sau ngày 15/8/2023, đơn vị nào không gửi báo cáo thì chịu trách nhiệm trước Chủ tịch UBND tỉnh.",
    ),
    ("", "Thời kỳ báo cáo: từ ngày 01/01/2023 đến hết ngày 30/6/2023."),
    ("", "Kỳ báo cáo tháng được tính từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo."),
    (
        "",
        "Thời gian chốt số liệu báo cáo định kỳ hằng năm: từ ngày 15 tháng 12 năm trước kỳ báo cáo đến ngày 14 tháng 12 của kỳ báo cáo.",
    ),
    ("", "Hội nghị sơ kết 6 tháng dự kiến tổ chức vào ngày 20/7/2023 tại Hội trường Tỉnh ủy."),
    ("", "Lễ phát động sẽ diễn ra trước ngày 15/8/2023."),
    ("", "Tính đến ngày 15/10/2023, toàn tỉnh có 10 xã gửi báo cáo."),
    ("", "Trước ngày 15/10/2023, tỉnh đã có báo cáo gửi Bộ."),
    ("", "Chiều 15/10, UBND tỉnh tổ chức họp nghe báo cáo kết quả kiểm kê."),
    ("", "Sáng ngày 15/10/2023, Chủ tịch UBND tỉnh nghe Sở Tài chính báo cáo kết quả."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_nothing_is_due(duties: str, body: str) -> None:
    assert retold(body) == duties
