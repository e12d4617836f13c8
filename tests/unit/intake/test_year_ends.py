"""A letter of 20 November: which year its days are in, and what of the past it only tells."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import NOVEMBER, said_of

SAID = [
    ("b0210+", "Báo cáo kết quả Tết gửi về Sở Công Thương trước ngày 10/02."),
    ("b0115+", "Báo cáo năm 2023 gửi trước ngày 15/01."),
    ("n1225", "Báo cáo nhanh trước 16 giờ ngày 25/12."),
    ("b0610+ b1210+", "Năm 2024: báo cáo 6 tháng trước ngày 10/6, báo cáo năm trước ngày 10/12."),
    (
        "b0610+ b1210",
        "Định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12) hằng năm báo cáo về Sở.",
    ),
    ("b0115+ b1215", "Báo cáo sơ bộ trước ngày 15/12, báo cáo chính thức trước ngày 15/01/2024."),
    ("b1205", "Báo cáo kết quả năm 2023 về Sở Nội vụ trước ngày 05/12."),
    (
        "b0630+ b1201",
        "Báo cáo đợt 1 trước ngày 01/12 và hoàn thành báo cáo đợt 2 trước ngày 30/6/2024.",
    ),
    ("n1130", "Gửi báo cáo trong tháng 11."),
    ("n1231", "Báo cáo kết quả trong tháng 12."),
    ("n0331+", "Báo cáo kết quả trong quý I/2024."),
    ("n0131+", "Báo cáo kết quả trong tháng 01 năm 2024."),
    ("b0305+", "Kết quả Tháng Thanh niên (tháng 3/2024) báo cáo trước ngày 05/3/2024."),
    ("", "Báo cáo kết quả đã thực hiện trước ngày 15/9/2023 và phương hướng thời gian tới."),
    (
        "b1130",
        "Đến hết ngày 15/11/2023 còn 12 đơn vị chưa gửi báo cáo (thời hạn trước ngày 10/11/2023); đề nghị gửi trước ngày 30/11/2023.",
    ),
    (
        "b1130",
        "Tại Kế hoạch số 12/KH-UBND ngày 05/01/2023, UBND tỉnh giao các sở báo cáo trước ngày 15/11/2023. Để kịp tổng hợp, đề nghị các sở gửi báo cáo trước ngày 30/11/2023.",
    ),
    (
        "b1130",
        "Thời hạn gửi báo cáo theo Công văn số 55/SNV là trước ngày 10/11/2023, nay gia hạn đến trước ngày 30/11/2023.",
    ),
    ("n1130", "Sở Nội vụ gia hạn thời gian nộp báo cáo cho các đơn vị đến 17 giờ ngày 30/11/2023."),
    ("n1130", "Thời gian gửi báo cáo chuyển từ ngày 20/11/2023 sang ngày 30/11/2023."),
    ("b0101+", "Báo cáo trước ngày 01/01/2024."),
    (
        "b0520+ b1110+ b1130",
        "Báo cáo kế hoạch năm 2024 trước ngày 30/11/2023, sơ kết 6 tháng trước ngày 20/5/2024, tổng kết năm trước ngày 10/11/2024.",
    ),
    ("bq20", "Kể từ quý I/2024, các đơn vị báo cáo trước ngày 20 của tháng cuối quý."),
    ("bm25", "Từ tháng 01/2024, hằng tháng (trước ngày 25) các xã báo cáo về Phòng."),
    (
        "n0610+ n1110+",
        "Hằng năm, các đơn vị báo cáo 02 kỳ: kỳ 6 tháng chậm nhất ngày 10/6; kỳ cả năm chậm nhất ngày 10/11.",
    ),
    ("b0105+", "Hằng năm, trước ngày 05 tháng 01, các xã báo cáo UBND huyện."),
    ("b1125", "Hằng năm, trước ngày 25 tháng 11, các xã báo cáo UBND huyện."),
    (
        "nq5",
        "Chậm nhất ngày 05 tháng đầu tiên của quý sau, các ngân hàng gửi báo cáo về Ngân hàng Nhà nước chi nhánh tỉnh.",
    ),
    (
        "b1220",
        "Biểu số 03 (số liệu chốt đến ngày 30/11/2023) gửi Cục Thống kê trước ngày 20/12/2023.",
    ),
    (
        "b1220",
        "Số liệu, tình hình đề nghị cập nhật từ ngày 01/01/2023 đến hết 30/11/2023; báo cáo gửi trước 20/12/2023.",
    ),
    (
        "b1222 b1225",
        "Phòng Tư pháp các huyện gửi báo cáo trước ngày 22/12, Sở Tư pháp tổng hợp, báo cáo Bộ Tư pháp trước ngày 25/12.",
    ),
    (
        "b1220 t",
        "Lấy phiếu trước ngày 10/12/2023 và báo cáo kết quả về Ban Tổ chức trước ngày 20/12/2023.",
    ),
    ("t", "Tổ chức kiểm điểm xong trước ngày 20/12/2023."),
    ("t", "Xây dựng Chương trình công tác năm 2024 trình Ban Thường vụ trước ngày 20/12/2023."),
    (
        "b1220",
        "Xây dựng Báo cáo tổng kết Nghị quyết số 11-NQ/TU trình Ban Thường vụ trước ngày 20/12/2023.",
    ),
    ("b1220", "Tham mưu UBND tỉnh báo cáo Bộ Y tế trước ngày 20/12/2023."),
    ("t", "Tham mưu UBND tỉnh ban hành Kế hoạch trước ngày 20/12/2023."),
    (
        "b1220",
        "Mọi báo cáo gửi về hộp thư bc@yenbai.gov.vn trước ngày 20/12/2023, bản giấy gửi sau.",
    ),
    ("n1215", "Yêu cầu báo cáo trong ngày 15/12/2023, không để chậm trễ."),
    ("", "Văn bản này thay thế báo cáo đã gửi ngày 10/11/2023."),
    ("", "Căn cứ báo cáo của các đơn vị (tính đến 17 giờ ngày 15/11/2023), kết quả như sau."),
    ("", "Hội nghị tổng kết tổ chức vào ngày 20/12/2023, Sở Nội vụ báo cáo tại hội nghị."),
    (
        "b1201",
        "Đề nghị chuẩn bị báo cáo phục vụ hội nghị ngày 20/12/2023, gửi Văn phòng trước ngày 01/12/2023.",
    ),
    ("t", "Xây dựng Kế hoạch công tác năm 2024 gửi Sở Nội vụ trước ngày 15/12."),
    ("b1215", "Báo cáo kế hoạch năm 2024 về Sở Nội vụ trước ngày 15/12."),
    (
        "b1215",
        "II. Phương hướng năm 2024\nCác sở gửi báo cáo đề xuất về Sở Nội vụ trước ngày 15/12.",
    ),
    (
        "b0610+ b1110+",
        "II. Chế độ báo cáo năm 2024\n- Báo cáo 6 tháng: trước ngày 10/6;\n- Báo cáo năm: trước ngày 10/11.",
    ),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_the_year_a_day_is_in(duties: str, body: str) -> None:
    assert said_of(body, NOVEMBER) == duties
