"""Orders to one body, pairs of bodies, what a cited document asked, and what stands in brackets: pieces without a head."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import retold

SAID = [
    (
        "b0815",
        "Đề nghị các đơn vị tổng hợp số liệu theo biểu mẫu gửi kèm, gửi Sở Nội vụ (qua Phòng Tổ chức, Biên chế) trước ngày 15 tháng 8 năm 2023 (Thứ Ba).",
    ),
    (
        "b0815",
        "Trong đó nêu rõ những khó khăn, vướng mắc, kiến nghị và gửi về Bộ Xây dựng trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Nội dung báo cáo theo Đề cương đính kèm và gửi về Vụ Gia đình trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Các đơn vị căn cứ Kế hoạch số 12/KH-UBND ngày 03/02/2023 tổ chức thực hiện và báo cáo kết quả về Sở Y tế trước 15/8/2023.",
    ),
    (
        "b0815",
        "Về việc này, Phó Thủ tướng có ý kiến: Giao Bộ Y tế chủ trì, phối hợp với Bộ Tài chính nghiên cứu, xử lý, báo cáo Thủ tướng Chính phủ trước ngày 15/8/2023.",
    ),
    (
        "t",
        "Giao Bộ Y tế chủ trì hoàn thiện dự thảo Nghị định, trình Chính phủ trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Bộ Y tế xem xét, xử lý theo thẩm quyền, báo cáo Thủ tướng Chính phủ những vấn đề vượt thẩm quyền trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Văn phòng Chính phủ thông báo để các Bộ biết, báo cáo Thủ tướng Chính phủ kết quả thực hiện trước ngày 15/8/2023.",
    ),
    (
        "n0831",
        "Giao Bộ Công Thương kiểm tra thông tin báo nêu, báo cáo Thủ tướng Chính phủ trong tháng 8/2023.",
    ),
    (
        "b0815",
        "Yêu cầu Chủ tịch UBND tỉnh kiểm tra, làm rõ thông tin báo chí phản ánh, báo cáo kết quả trước ngày 15 tháng 8 năm 2023.",
    ),
    ("n0815", "Yêu cầu kiểm tra và báo cáo Thủ tướng Chính phủ không muộn hơn ngày 15 tháng 8."),
    (
        "b0815",
        "Giao Sở Tài nguyên và Môi trường kiểm tra hiện trạng, đề xuất hướng xử lý, báo cáo UBND tỉnh xem xét, chỉ đạo trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Giao Sở Tài nguyên và Môi trường tham mưu, đề xuất UBND tỉnh bằng văn bản báo cáo trước ngày 15/8/2023.",
    ),
    (
        "b0810 b0815",
        "UBND các huyện gửi kết quả rà soát về Sở Tài nguyên và Môi trường trước ngày 10/8/2023; Sở Tài nguyên và Môi trường tổng hợp, báo cáo, đề xuất UBND tỉnh trước ngày 15/8/2023.",
    ),
    (
        "b0810 b0815",
        "Các phòng, ban gửi báo cáo về Văn phòng trước ngày 10/8/2023 (file mềm gửi vp@x.gov.vn). Giao Văn phòng tổng hợp, xây dựng báo cáo chung trình lãnh đạo trước ngày 15/8/2023.",
    ),
    (
        "b0810 b0812 b0815",
        "Cấp xã gửi báo cáo về huyện trước ngày 10/8/2023, cấp huyện gửi báo cáo về Sở trước ngày 12/8/2023, Sở tổng hợp gửi UBND tỉnh trước ngày 15/8/2023.",
    ),
    (
        "n0810 n0815",
        "Chậm nhất ngày 10/8/2023 các xã gửi báo cáo về huyện; chậm nhất ngày 15/8/2023 các huyện gửi báo cáo về Sở.",
    ),
    (
        "b0630 b1231",
        "Định kỳ 6 tháng và cả năm (trước ngày 30/6 và ngày 31/12), Sở Xây dựng tổng hợp báo cáo UBND tỉnh.",
    ),
    (
        "b0630 b1231",
        "Định kỳ hàng năm (6 tháng đầu năm trước ngày 30/6, cả năm trước ngày 31/12) báo cáo Bộ Xây dựng.",
    ),
    (
        "nm5",
        "Định kỳ ngày 05 hàng tháng các chủ đầu tư báo cáo Sở Kế hoạch và Đầu tư tiến độ giải ngân.",
    ),
    (
        "bm5",
        "Trước ngày 05 của tháng liền kề, chủ đầu tư gửi báo cáo giải ngân tháng trước về Sở Tài chính.",
    ),
    ("b0505", "Báo cáo giải ngân tháng 4 gửi về Sở Tài chính trước ngày 05/5/2023."),
    ("bq5", "Báo cáo giải ngân hàng quý gửi về Sở Tài chính trước ngày 05 tháng đầu quý sau."),
    (
        "bm25",
        "Báo cáo tháng: trước ngày 25 hàng tháng (số liệu từ ngày 20 tháng trước đến ngày 20 tháng báo cáo).",
    ),
    (
        "n0315 n0615 n0915 n1215",
        "Báo cáo quý gửi chậm nhất ngày 15/3/2023, 15/6/2023, 15/9/2023, 15/12/2023.",
    ),
    ("nq14", "Báo cáo quý gửi chậm nhất ngày 14 tháng cuối quý."),
    ("n0620", "Số liệu chốt đến ngày 14/6/2023, báo cáo gửi chậm nhất ngày 20/6/2023."),
    (
        "",
        "Các kiến nghị của cử tri gửi tới trước kỳ họp thứ 5 đã được Sở báo cáo UBND tỉnh ngày 15/8/2023.",
    ),
    ("", "Báo cáo số 120/BC-UBND ngày 15/8/2023 của UBND tỉnh về kết quả thực hiện."),
    ("", "Ngày 15/8/2023, Sở Y tế có Báo cáo số 55/BC-SYT gửi UBND tỉnh."),
    (
        "b0820",
        "Theo Báo cáo số 55/BC-SYT ngày 15/8/2023 còn 02 xã chưa đạt; yêu cầu Sở Y tế chỉ đạo khắc phục, báo cáo UBND tỉnh trước ngày 20/8/2023.",
    ),
    (
        "b0820",
        "Thực hiện Công văn số 12/BNV-CCVC ngày 12/7/2023 của Bộ Nội vụ (yêu cầu các tỉnh báo cáo trước ngày 30/8/2023), Sở Nội vụ đề nghị các đơn vị gửi báo cáo trước ngày 20/8/2023.",
    ),
    (
        "b0820",
        "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày 20/8/2023 để Sở kịp tổng hợp, báo cáo Bộ Nội vụ theo quy định.",
    ),
    (
        "b0820",
        "Hội nghị trực tuyến diễn ra lúc 8h00 ngày 25/8/2023. Các đơn vị chuẩn bị báo cáo tham luận gửi về Ban Tổ chức trước ngày 20/8/2023.",
    ),
    ("t", "Đề nghị các đại biểu đăng ký tham dự về Ban Tổ chức trước ngày 20/8/2023."),
    (
        "b0820",
        "Báo cáo tình hình thiệt hại do bão số 3 (từ ngày 10/8 đến ngày 15/8) về Văn phòng Thường trực trước ngày 20/8/2023.",
    ),
    (
        "b0820",
        "Kỳ báo cáo 6 tháng đầu năm tính từ 15/12/2022 đến 14/6/2023. Đề nghị gửi báo cáo trước 20/8/2023.",
    ),
    (
        "b0820",
        "Các báo cáo nêu trên gửi về Sở Tư pháp bằng văn bản và bản điện tử theo địa chỉ email stp@x.gov.vn trước ngày 20 tháng 8 năm 2023.",
    ),
    ("b0820", "Riêng báo cáo về cải cách hành chính gửi Sở Nội vụ trước ngày 20/8/2023."),
    (
        "b0820",
        "Riêng các đơn vị chưa báo cáo, yêu cầu gửi ngay báo cáo về Sở trước ngày 20/8/2023.",
    ),
    ("n0820", "Yêu cầu các đơn vị chưa gửi báo cáo hoàn thành trong ngày 20/8/2023."),
    ("n0820", "Thời hạn cuối cùng nhận báo cáo là 17h ngày 20/8/2023."),
    ("n0820", "Thời gian tổng hợp báo cáo từ các đơn vị: chậm nhất ngày 20/8/2023."),
    (
        "b0820",
        "Phòng Giáo dục yêu cầu hiệu trưởng các trường triển khai và báo cáo bằng văn bản về Phòng (qua bộ phận chuyên môn THCS) trước ngày 20/8.",
    ),
    ("b0820", "Gửi báo cáo và danh sách học sinh về Phòng (Tổ Tiểu học) trước ngày 20/8/2023."),
    (
        "b0820",
        "Các đơn vị gửi báo cáo về Sở (Phòng Kế hoạch, số 7 Lê Lai; thư điện tử: kh@tinh.gov.vn) trước ngày 20\ntháng\n8 năm 2023.",
    ),
    ("b0820", "Báo cáo năm 2023 của các đơn vị gửi về Sở trước ngày\n20/8/2023."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert retold(body) == duties
