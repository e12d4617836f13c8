"""By when, as reporting regimes and damaged copies say it."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import said_of

SAID = [
    (
        "b0512",
        "Báo cáo gửi về Sở Y tế trước ngày 12 tháng5 năm 2023 để tổng hợp, báo cáo Thủtướng Chính phủ.",
    ),
    ("b0512", "Báocáo gửi về Sở Y tế trướcngày 12/5/2023."),
    (
        "b0512",
        "Đề nghị các đơn vị gửi báocáo vềSở Y tế trước ngày 12/5/2023 để tổnghợp, báo cáo Ủyban nhân dân tỉnh.",
    ),
    ("b1111", "Các xã báo cáo kết quả về Sở Y tế trước ngày 11tháng 11 năm 2023."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12/5/2023để tổng hợp."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12/ 05/ 2023 để tổng hợp."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12 /5/2023 để tổng hợp."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12 -5-2023 để tổng hợp."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12.05.2023."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12/5/23."),
    ("b0512", "Các xã báo cáo kết quả về Sở Y tế trước ngày 12/5 (thứ Sáu)."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế trước 17 h 00 ngày 12/5."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế trước 17 giờ 00 phút ngày 12 tháng 5 năm 2023."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế trước 17h00’ ngày 12/5/2023."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế trước 17 giờ thứ Sáu, ngày 12/5/2023."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế chậm nhất là 16h30 chiều ngày 12/5/2023."),
    ("n0512", "Các xã báo cáo kết quả về Sở Y tế (trước 11 giờ 00 ngày 12/5/2023)."),
    ("n0512", "Báo cáo gửi về Sở Y tế đến 17h00 ngày 12/5/2023."),
    ("b0512", "Thời gian gửi trước ngày 12/5/2023 để Sở Y tế tổng hợp báo cáo UBND tỉnh."),
    ("n0512", "Thời gian gửi báo cáo: Chậm nhất ngày 12/5/2023, gửi qua Phòng Nghiệp vụ Y."),
    (
        "b0512",
        "Thời gian gửi báo cáo về Sở Y tế (qua Phòng Nghiệp vụ Y) trước ngày 12/5/2023, đồng thời gửi file mềm vào địa chỉ nvy@gmail.com.",
    ),
    (
        "b0512",
        "Báo cáo bằng văn bản gửi về Sở Y tế và gửi file điện tử qua địa chỉ email nvy.syt@tinh.gov.vn, thời gian trước ngày 12/5/2023.",
    ),
    ("b0512", "Kết quả báo cáo UBND tỉnh trước ngày 12/5/2023."),
    ("b0512", "Báo cáo UBND tỉnh kết quả thực hiện trước ngày 12/5/2023."),
    (
        "b0512",
        "Yêu cầu thủ trưởng các đơn vị nghiêm túc thực hiện, báo cáo kết quả (bằng văn bản) về UBND tỉnh (qua Sở Nội vụ) trước ngày 12/5/2023 để tổng hợp.",
    ),
    (
        "b0512",
        "Đề nghị các cơ quan, đơn vị, địa phương quan tâm phối hợp, gửi báo cáo đúng thời gian quy định (trước ngày 12/5/2023).",
    ),
    (
        "n0512",
        "Đề nghị các cơ quan, đơn vị quan tâm phối hợp, gửi báo cáo đúng hạn (chậm nhất ngày 12/5/2023).",
    ),
    (
        "b0512",
        "Nhận được Công văn này, đề nghị các đơn vị khẩn trương triển khai thực hiện và gửi báo cáo trước ngày 12/5/2023.",
    ),
    (
        "b0512 b0517",
        "1. Các huyện: tổng hợp, báo cáo về Sở Nông nghiệp trước ngày 12/5/2023.\n2. Sở Nông nghiệp: tổng hợp chung, báo cáo UBND tỉnh trước ngày 17/5/2023.",
    ),
    (
        "b0512 b0517",
        "- UBND các xã báo cáo về UBND huyện trước ngày 12/5/2023.\n- UBND các huyện tổng hợp, báo cáo về Sở Nội vụ trước ngày 17/5/2023.",
    ),
    (
        "b0512 b0517",
        "Giao Sở Tài chính chủ trì, tổng hợp báo cáo của các đơn vị (gửi trước ngày 12/5/2023), tham mưu UBND tỉnh báo cáo Bộ Tài chính trước ngày 17/5/2023.",
    ),
    (
        "b0512 t",
        "Các huyện gửi báo cáo trước ngày 12/5/2023; Sở Nội vụ xây dựng Kế hoạch, trình UBND tỉnh trước ngày 17/5/2023.",
    ),
    (
        "b0615 b1215",
        "Báo cáo định kỳ 06 tháng (trước ngày 15 tháng 6) và hằng năm (trước ngày 15 tháng 12) gửi Sở Tư pháp.",
    ),
    (
        "b0615 b1215",
        "Định kỳ 06 tháng, hằng năm báo cáo kết quả về Sở Tư pháp (trước ngày 15/6 và 15/12).",
    ),
    (
        "b0615 b1215",
        "Định kỳ 06 tháng (trước ngày 15/6) và năm (trước ngày 15/12) báo cáo kết quả về Sở Tư pháp.",
    ),
    (
        "b0610 b1130",
        "Gửi báo cáo sơ kết trước ngày 10/6/2023, báo cáo tổng kết trước ngày 30/11/2023 về Sở Tư pháp.",
    ),
    (
        "b0610 b1130",
        "Báo cáo 6 tháng trước ngày 10/6 hằng năm, báo cáo năm trước ngày 30/11 hằng năm.",
    ),
    (
        "b0610 b1130",
        "Báo cáo sơ kết 6 tháng gửi trước ngày 10 tháng 6, báo cáo tổng kết năm gửi trước ngày 30 tháng 11 hằng năm về Bộ Tư pháp.",
    ),
    (
        "b0315+ b0615 b0915 b1215",
        "Báo cáo định kỳ hằng quý trước các ngày 15/3, 15/6, 15/9 và 15/12 hằng năm gửi Sở Tư pháp.",
    ),
    ("nq15", "Báo cáo quý: chậm nhất ngày 15 của tháng thứ ba trong quý."),
    ("nq15", "Báo cáo quý gửi chậm nhất vào ngày 15 tháng cuối của quý báo cáo."),
    ("nq5", "Báo cáo quý gửi chậm nhất vào ngày 05 tháng đầu của quý sau."),
    ("nq30", "Báo cáo quý gửi chậm nhất vào ngày 30 tháng đầu tiên của quý kế tiếp."),
    ("nm3", "Báo cáo tháng gửi chậm nhất ngày 03 của tháng liền kề sau tháng báo cáo."),
    ("nm99", "Báo cáo tháng gửi chậm nhất ngày cuối cùng của tháng."),
    ("b0630+", "Báo cáo quyết toán năm gửi Sở Tài chính trước ngày 30 tháng 6 năm sau."),
    ("b0331+", "Báo cáo năm gửi trước ngày 31 tháng 3 của năm liền sau năm báo cáo."),
    ("b0115+", "Báo cáo năm gửi trước ngày 15 tháng 01 năm kế tiếp."),
    ("n1231", "Báo cáo năm gửi chậm nhất ngày 31 tháng 12 hàng năm."),
    (
        "b0520",
        "Số liệu lấy từ ngày 01/01/2023 đến hết ngày 15/5/2023 và gửi báo cáo về Sở Tư pháp trước ngày 20/5/2023.",
    ),
    (
        "b0520",
        "Báo cáo kết quả 6 tháng (số liệu từ 01/11/2022 đến 30/4/2023) gửi về Sở Tư pháp trước ngày 20/5/2023.",
    ),
    (
        "b0427",
        "Tại Công văn số 12/BYT-KH ngày 03/3/2023, Bộ Y tế đề nghị gửi báo cáo trước ngày 31/3/2023. Đến nay Bộ Y tế chưa nhận được báo cáo của quý Sở. Đề nghị quý Sở khẩn trương gửi báo cáo về Bộ Y tế trước ngày 27/4/2023.",
    ),
    (
        "n0520",
        "Ngoài báo cáo định kỳ, không thực hiện báo cáo hàng tháng. Báo cáo năm nay gửi chậm nhất ngày 20/5/2023.",
    ),
    (
        "b0605 b1205",
        "Định kỳ 6 tháng, 1 năm báo cáo kết quả về Sở Tư pháp (trước ngày 5/6 và ngày 5/12).",
    ),
    (
        "b0610",
        "Định kỳ báo cáo 6 tháng đầu năm trước ngày 10/6/2023 và báo cáo đột xuất khi có yêu cầu.",
    ),
    (
        "n0610 n1210",
        "Các đơn vị báo cáo định kỳ 6 tháng và hằng năm về Sở, thời hạn chậm nhất là ngày 10/6 và ngày 10/12.",
    ),
    (
        "b0525",
        "Sở Tư pháp làm đầu mối tổng hợp kết quả của các đơn vị để báo cáo UBND tỉnh trước ngày 25/5/2023.",
    ),
    ("b0525", "Đề nghị Quý Sở cung cấp số liệu theo biểu mẫu kèm theo trước ngày 25/5/2023."),
    (
        "b0525",
        "Các đơn vị điền đầy đủ thông tin vào biểu mẫu số liệu kèm theo và gửi lại trước ngày 25/5/2023.",
    ),
    (
        "t",
        "Đề nghị các đơn vị gửi danh sách đại biểu dự Hội nghị về Sở Tư pháp trước ngày 25/5/2023.",
    ),
    (
        "t",
        "Đề nghị các đơn vị có ý kiến bằng văn bản gửi về Sở Tư pháp trước ngày 25/5/2023 để tổng hợp, báo cáo UBND tỉnh.",
    ),
    (
        "b0525",
        "Đề nghị các đơn vị báo cáo kết quả và đề xuất kiến nghị bằng văn bản gửi về Sở Tư pháp trước ngày 25/5/2023.",
    ),
    (
        "b0525",
        "Kết quả thực hiện gửi về UBND tỉnh (qua Sở Nội vụ), Sở Nội vụ tổng hợp báo cáo trước ngày 25/5/2023.",
    ),
    (
        "n0521 n0602",
        "Các trạm y tế gửi thống kê tháng 4/2023 trước 16 giờ ngày 21/5/2023, thống kê 6 tháng trước 16 giờ ngày 02/6/2023 cho Trung tâm Y tế.",
    ),
    (
        "b0301+",
        "Báo cáo công khai quyết toán thu phí, gửi Phòng Tài chính trước ngày 01 tháng 3 năm hàng năm.",
    ),
    ("nq12", "Báo cáo quý gửi chậm nhất vào ngày 12 tháng của cuối quý."),
    ("n0707", "Chậm nhất ngày 07 (bảy) tháng 7 (bảy) đối với báo cáo định kỳ 06 (sáu) tháng."),
    (
        "n1121",
        "Chậm nhất ngày 21 (hai mươi mốt) tháng 11 (mười một) đối với báo cáo định kỳ hằng năm.",
    ),
    (
        "b0512",
        "Đề nghị các đơn vị xây dựng báo cáo và gửi về Chi cục Thủy lợi, số 7 Nguyễn Huệ, phường 2, điện thoại 0290.3831000, đồng thời gửi bản mềm vào hộp thư thuyloi@tinh.gov.vn trước ngày 12 tháng 5 năm 2023 để tổng hợp báo cáo UBND tỉnh.",
    ),
    (
        "b0515",
        "Báo cáo sơ kết đánh giá tình hình, kết quả tổ chức triển khai thực hiện Đề án “Hỗ trợ dạy nghề giai đoạn 2021-2025” gửi về Sở Nội vụ trước ngày 15/5/2023 (file mềm gửi qua thư điện tử) để tổng hợp.",
    ),
    (
        "b0515",
        "Phòng Tài chính tổng hợp tình hình, kết quả thực hiện dự toán; tham mưu và trình UBND huyện trước ngày 15/5/2023.",
    ),
    (
        "b0515",
        "Sở Kế hoạch và Đầu tư tổng hợp kết quả giải ngân, trình UBND tỉnh trước ngày 15/5/2023.",
    ),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert said_of(body) == duties
