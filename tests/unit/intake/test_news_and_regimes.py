"""What newspapers and portals retell, and regimes quoted by them: lists of days, shared ones, orders to one body."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import retold

SAID = [
    (
        "nm20 nq20",
        "4. Thời hạn gửi báo cáo\na) Báo cáo tháng: chậm nhất vào ngày 20 hằng tháng;\nb) Báo cáo quý: chậm nhất vào ngày 20 của tháng cuối quý;",
    ),
    (
        "n0705 n1215",
        "Thời gian gửi báo cáo\n- Báo cáo 6 tháng đầu năm: gửi chậm nhất ngày 05/7.\n- Báo cáo năm: gửi chậm nhất ngày 15/12.",
    ),
    (
        "b0620",
        "Điều 5. Chế độ báo cáo\n1. UBND cấp xã báo cáo UBND cấp huyện trước ngày 20 tháng 6 hằng năm.",
    ),
    (
        "b1110 b1125 b1205",
        "Báo cáo năm: UBND cấp xã gửi UBND cấp huyện trước ngày 10 tháng 11 hằng năm; UBND cấp huyện tổng hợp gửi Sở Tư pháp trước ngày 25 tháng 11 hằng năm; Sở Tư pháp tổng hợp, báo cáo UBND tỉnh trước ngày 05 tháng 12 hằng năm.",
    ),
    (
        "b1005",
        "Sở Công Thương thành phố đề nghị các doanh nghiệp báo cáo lượng hàng dự trữ trước 5-10.",
    ),
    ("b1005", "Cục yêu cầu chi cục các tỉnh báo cáo kết quả xử lý trước ngày 5.10."),
    ("n1005", "Hạn cuối để các quận gửi báo cáo về Sở là ngày 5-10-2023."),
    ("n1005", "Các quận phải gửi báo cáo về Sở muộn nhất ngày 5-10."),
    ("n1005", "Các quận phải gửi báo cáo về Sở không muộn hơn ngày 5/10/2023."),
    ("n1031", "Các quận phải gửi báo cáo về Sở trong tháng 10/2023."),
    ("n0930", "Báo cáo kết quả về Sở trong quý III/2023."),
    ("b1001", "Báo cáo kết quả về Sở trước tháng 10/2023."),
    (
        "n1015",
        "Bộ yêu cầu các địa phương gửi kết quả trước 17 giờ ngày 15-10 để tổng hợp, trình Thủ tướng.",
    ),
    (
        "b1015",
        "Kết quả rà soát gửi về Bộ GTVT trước ngày 15/10 để tổng hợp, báo cáo Thủ tướng Chính phủ.",
    ),
    ("b1015", "Bộ GTVT giao Cục Đường bộ chủ trì, tổng hợp và báo cáo Bộ trước ngày 15/10."),
    (
        "b1015",
        "Thứ trưởng yêu cầu các Cục báo cáo, đề xuất giải pháp gửi Vụ Kế hoạch - Tài chính trước ngày 15/10.",
    ),
    (
        "b1015",
        "Yêu cầu UBND các xã rà soát, thống kê số hộ bị thiệt hại, gửi về Phòng Kinh tế trước ngày 15/10/2023 để tổng hợp.",
    ),
    (
        "b1015",
        "Yêu cầu các trường tổng hợp số lượng học sinh nghỉ học gửi về Phòng GD&ĐT trước ngày 15/10/2023.",
    ),
    ("b1015", "Các trường nộp báo cáo về Phòng GD&ĐT (đ/c Nga nhận) trước ngày 15/10/2023."),
    (
        "b1015",
        "Hồ sơ báo cáo gồm 02 bộ gửi về Phòng GD&ĐT (bộ phận Tiểu học) trước ngày 15/10/2023.",
    ),
    (
        "b1015",
        "Các trường lập danh sách và báo cáo số tiền quyên góp về Phòng GD&ĐT trước ngày 15/10/2023.",
    ),
    ("n1015", "Báo cáo thu quỹ gửi về bộ phận kế toán; hạn chót 15/10/2023."),
    ("n1015", "Thời gian báo cáo: Ngày 15/10/2023 (thứ Hai)."),
    ("n1015", "Thời hạn báo cáo: 15/10/2023."),
    ("n1015", "Thời gian hoàn thành báo cáo: chậm nhất 16h00 ngày 15/10/2023."),
    ("b1015", "Các đơn vị cập nhật số liệu vào phần mềm và gửi bản giấy trước ngày 15/10/2023."),
    (
        "b1015",
        "Giao Văn phòng đôn đốc các đơn vị thực hiện và tổng hợp kết quả báo cáo lãnh đạo Sở trước ngày 15/10/2023.",
    ),
    (
        "b1015",
        "Chủ tịch UBND thành phố giao Giám đốc Sở Tài chính chủ trì kiểm tra, tham mưu UBND thành phố báo cáo Bộ Tài chính trước ngày 15/10/2023.",
    ),
    (
        "b1015",
        "Giao Sở Tài chính kiểm tra, xử lý theo quy định; báo cáo UBND thành phố kết quả thực hiện trước ngày 15/10/2023.",
    ),
    (
        "b1015",
        "Giao Sở Tài chính giải quyết kiến nghị của cử tri và báo cáo kết quả giải quyết cho UBND tỉnh trước ngày 15/10/2023.",
    ),
    (
        "b1015",
        "Giao Sở Xây dựng tham mưu văn bản trả lời, báo cáo UBND tỉnh trước ngày 15/10/2023.",
    ),
    (
        "t",
        "Giao Sở Xây dựng tham mưu văn bản trả lời cử tri, trình UBND tỉnh trước ngày 15/10/2023.",
    ),
    ("t", "Giao Sở Xây dựng hoàn thành việc cấp phép trước ngày 15/10/2023."),
    ("b1015", "Hoàn thành và báo cáo UBND tỉnh trước ngày 15/10/2023."),
    (
        "b1015",
        "Yêu cầu các đơn vị hoàn thành việc kiểm kê và báo cáo kết quả trước ngày 15/10/2023.",
    ),
    ("t", "Các địa phương phải hoàn thành kiểm kê đất đai trước ngày 15/10/2023."),
    (
        "b1018",
        "Kết luận phiên họp ngày 15/10, Chủ tịch UBND tỉnh yêu cầu Sở Tài chính báo cáo kết quả trước ngày 18/10.",
    ),
    (
        "b1018",
        "Sau cuộc kiểm tra ngày 15/10/2023, yêu cầu Ban Quản lý khắc phục, báo cáo trước ngày 18/10/2023.",
    ),
    (
        "b0305 b0310",
        "Yêu cầu các đơn vị gửi báo cáo quý I về Phòng trước ngày 05/3/2023 và Phòng tổng hợp gửi Sở trước ngày 10/3/2023.",
    ),
    (
        "bm20 bq20",
        "Báo cáo tháng gửi trước ngày 20 hàng tháng; báo cáo quý gửi trước ngày 20 tháng cuối quý.",
    ),
    (
        "b0620 b1220 bm20 bq20",
        "Báo cáo tháng trước ngày 20 hàng tháng; báo cáo quý trước ngày 20 của tháng cuối quý; báo cáo 6 tháng trước ngày 20/6; báo cáo năm trước ngày 20/12.",
    ),
    (
        "b0620 b1220",
        "Về chế độ báo cáo: định kỳ 6 tháng và 1 năm các đơn vị gửi báo cáo về Ban Chỉ đạo trước ngày 20/6 và trước ngày 20/12 hằng năm.",
    ),
    (
        "b0620 b1220",
        "Báo cáo 6 tháng và báo cáo năm gửi về Ban Chỉ đạo trước ngày 20 của tháng 6 và tháng 12 hằng năm.",
    ),
    ("b0620 b1220", "Báo cáo gửi về Ban Chỉ đạo trước ngày 20 tháng 6 và 20 tháng 12 hằng năm."),
    ("b0620 b1220", "Báo cáo gửi về Ban Chỉ đạo trước 20/6, 20/12 hằng năm."),
    ("b1220", "Hằng năm, trước ngày 20/12, các đơn vị gửi báo cáo về Ban Chỉ đạo."),
    ("b1220", "Hằng năm báo cáo kết quả về Ban Chỉ đạo (trước ngày 20 tháng 12) để tổng hợp."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert retold(body) == duties
