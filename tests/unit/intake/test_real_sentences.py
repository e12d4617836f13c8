"""By when, as letters of offices really say it: sentences of their own, addresses in between, mirrored days."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import said_of

SAID = [
    (
        "n0520",
        "Các huyện rà soát hộ nghèo trên địa bàn, xây dựng báo cáo đánh giá. Thời gian gửi báo cáo chậm nhất ngày 20/5/2023.",
    ),
    (
        "b0520",
        "Các huyện rà soát hộ nghèo trên địa bàn, xây dựng báo cáo đánh giá. Thời gian gửi báo cáo trước ngày 20/5/2023.",
    ),
    (
        "b0505 b0510",
        "Giao các sở, ngành báo cáo tiến độ trồng rừng về Sở Nông nghiệp và PTNT trước ngày 05/5/2023.\nGiao Sở Nông nghiệp và PTNT tổng hợp chung. Yêu cầu hoàn thiện, gửi Văn phòng UBND tỉnh trước ngày 10/5/2023.",
    ),
    (
        "b0510",
        "Giao Sở Nông nghiệp và PTNT chủ trì, phối hợp với các đơn vị tổng hợp chung báo cáo. Yêu cầu hoàn thiện gửi Văn phòng UBND tỉnh trước ngày 10/5/2023.",
    ),
    (
        "b0510",
        "Các phòng đánh giá kết quả thực hiện chương trình. Kết quả trên gửi về Sở Y tế trước ngày 10/5/2023.",
    ),
    ("b0510", "Báo cáo yêu cầu gửi về Sở Y tế trước ngày 10/5/2023 để tổng hợp."),
    (
        "b0510",
        "Báo cáo đề nghị gửi về Sở Y tế (qua Phòng Nghiệp vụ Y, số 12 Trần Phú, phường 3, email: nvy@syt.gov.vn) trước ngày 10/5/2023.",
    ),
    (
        "b0510",
        "Đề nghị các đơn vị báo cáo kết quả triển khai. Văn bản gửi về Sở Nội vụ trước ngày 10/5/2023.",
    ),
    (
        "t",
        "Đề nghị các đơn vị góp ý dự thảo Nghị quyết. Văn bản gửi về Sở Nội vụ trước ngày 10/5/2023.",
    ),
    (
        "b0515",
        "Sở Nội vụ tổng hợp báo cáo của các đơn vị, dự thảo báo cáo của UBND tỉnh. Trình UBND tỉnh trước ngày 15/5/2023.",
    ),
    ("t", "Sở Nội vụ xây dựng Kế hoạch thực hiện. Trình UBND tỉnh trước ngày 15/5/2023."),
    (
        "b0515",
        "Báo cáo sơ kết đánh giá tình hình, kết quả thực hiện Đề án hỗ trợ phụ nữ gửi về Sở Nội vụ trước ngày 15/5/2023.",
    ),
    (
        "b0610 b1210",
        "Sở Tài chính tổng hợp kết quả thực hiện Chỉ thị; tham mưu, trình UBND tỉnh trước ngày 10/6 và ngày 10/12 hằng năm.",
    ),
    ("t", "Sở Tài chính tham mưu dự thảo Quyết định; trình UBND tỉnh trước ngày 15/5/2023."),
    ("n0512", "Số liệu rà soát gửi về Chi cục Kiểm lâm chậm nhất ngày 12/5/2023."),
    (
        "n0512",
        "Đề nghị Quý cơ quan quan tâm, gửi báo cáo đúng thời gian nêu trên. Thời hạn cuối cùng: 12/5/2023.",
    ),
    (
        "b0510 b0515",
        "Các huyện báo cáo kết quả về Sở Y tế trước ngày 10/5/2023; Sở Y tế tổng hợp, báo cáo UBND tỉnh trước ngày 15/5/2023.",
    ),
    (
        "b0510 b0515",
        "Các huyện báo cáo kết quả về Sở Y tế trước ngày 10/5/2023 để Sở Y tế tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Y tế trước ngày 15/5/2023.",
    ),
    (
        "b0510 b0515",
        "Yêu cầu các huyện gửi báo cáo về Sở Y tế trước ngày 10/5/2023. Giao Sở Y tế tổng hợp, tham mưu UBND tỉnh dự thảo văn bản báo cáo Bộ Y tế, trình UBND tỉnh trước ngày 15/5/2023.",
    ),
    (
        "b0510 n0515",
        "Yêu cầu các huyện gửi báo cáo về Sở Y tế trước ngày 10/5/2023 để tổng hợp. Sở Y tế hoàn thiện báo cáo, gửi UBND tỉnh (qua Văn phòng UBND tỉnh) chậm nhất ngày 15/5/2023.",
    ),
    (
        "b0615 b1215",
        "Gửi báo cáo về Sở Tư pháp trước ngày 15/6 đối với báo cáo 06 tháng; trước ngày 15/12 đối với báo cáo năm.",
    ),
    (
        "b0615 b1215",
        "Định kỳ báo cáo kết quả về Sở Tư pháp trước ngày 15/6 và ngày 15/12 hằng năm.",
    ),
    (
        "b0615 b1215",
        "Định kỳ báo cáo kết quả về Sở Tư pháp trước ngày 15/6 (báo cáo 6 tháng) và trước ngày 15/12 (báo cáo năm).",
    ),
    (
        "b0615 b1215",
        "Định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12) báo cáo kết quả về Sở Tư pháp.",
    ),
    (
        "b0605 b1205",
        "Các đơn vị định kỳ đánh giá kết quả thực hiện, báo cáo UBND tỉnh trước ngày 05/6 và 05/12 hàng năm.",
    ),
    (
        "n0614 n1214",
        "Báo cáo sơ kết 6 tháng và báo cáo tổng kết năm gửi chậm nhất lần lượt vào ngày 14/6 và 14/12 hằng năm.",
    ),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 16 giờ ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 14h00 ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 10h00' ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 14 giờ, ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 14 giờ 30 phút, ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 14giờ00 ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 16h, thứ Sáu, ngày 12/5/2023."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ chậm nhất 16h00 thứ Sáu (12/5/2023)."),
    ("n0512", "Các xã gửi báo cáo về Phòng Nội vụ trước 17g00 ngày 12.5.2023."),
    (
        "b0531 b0605",
        "Gửi số liệu quý I trước ngày 31/5/2023, số liệu 6 tháng trước ngày 05/6/2023 cho Chi cục Thống kê.",
    ),
    (
        "b0531 b0605",
        "Gửi biểu mẫu số 1 trước ngày 31/5/2023, biểu mẫu số 2 trước ngày 05/6/2023 về Phòng Tài chính.",
    ),
    ("bm25", "Báo cáo tháng gửi trước ngày 25 của tháng báo cáo."),
    ("nm25", "Báo cáo tháng: chậm nhất ngày 25 tháng báo cáo."),
    ("nq20", "Báo cáo quý gửi chậm nhất vào ngày 20 của tháng cuối cùng của quý."),
    ("nq20", "Báo cáo quý gửi chậm nhất vào ngày 20 tháng cuối quý báo cáo."),
    ("nq5", "Báo cáo quý gửi chậm nhất vào ngày 05 (năm) của tháng đầu quý tiếp theo."),
    ("n0131+", "Báo cáo năm gửi chậm nhất ngày 31 tháng 01 của năm tiếp theo năm báo cáo."),
    ("b0131+", "Đối với báo cáo năm: Trước ngày 31 tháng 01 năm sau."),
    ("b0715", "Đối với báo cáo 6 tháng đầu năm: trước ngày 15 tháng 7 của năm báo cáo."),
    ("nm17", "Thời hạn gửi báo cáo: chậm nhất vào ngày 17 hằng tháng."),
    ("nq18", "Báo cáo định kỳ hằng quý: Thời hạn gửi chậm nhất ngày 18 tháng cuối quý."),
    (
        "n0618 n1218",
        "Thời hạn gửi báo cáo định kỳ 6 tháng đầu năm: chậm nhất ngày 18 tháng 6; báo cáo định kỳ hằng năm: chậm nhất ngày 18 tháng 12.",
    ),
    (
        "n0110+ n0710",
        "Báo cáo 6 tháng đầu năm gửi chậm nhất ngày 10/07 của năm báo cáo; báo cáo cả năm gửi chậm nhất ngày 10/01 của năm liền kề năm báo cáo.",
    ),
    ("bm5", "Báo cáo tháng gửi trước ngày 05 của tháng kế tiếp tháng báo cáo."),
    ("w", "Báo cáo quý gửi trong thời hạn 10 ngày, kể từ ngày kết thúc quý."),
    ("w", "Báo cáo quý gửi chậm nhất 10 ngày sau khi kết thúc quý báo cáo."),
    ("w", "Thời gian gửi báo cáo chậm nhất là 45 ngày kể từ ngày kết thúc 6 tháng đầu năm."),
    ("b0515", "Các xã gửi báo cáo về Sở Y tế trước ngày 15.5.2023."),
    ("b0515", "Các xã gửi báo cáo về Sở Y tế trước 15-5-2023."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước ngày 21/ 5."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước ngày 21 / 5 / 2023."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước ngày 21-5."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước ngày 21.5."),
    ("n0521", "Các xã gửi báo cáo về Sở Y tế, hạn cuối là ngày 21-5-2023."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước 21 tháng 5 năm 2023."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trước ngày 21tháng 5 năm2023."),
    ("b0521", "Các xã gửi báo cáo về Sở Y tế trướcngày 21/5/2023."),
    (
        "b0521",
        "Số liệu tính từ ngày 15/11/2022 đến hết ngày 14/5/2023. Báo cáo gửi trước ngày 21/5/2023.",
    ),
    (
        "b0521",
        "Đề nghị các đơn vị báo cáo số liệu (tính đến hết ngày 30/4/2023) về Sở Tài chính trước ngày 21/5/2023.",
    ),
    (
        "b0425",
        "Theo Công văn số 12/SNV ngày 02/3/2023, các đơn vị gửi báo cáo trước ngày 15/3/2023, tuy nhiên đến nay vẫn còn 05 đơn vị chưa gửi. Đề nghị gửi báo cáo trước ngày 25/4/2023.",
    ),
    (
        "b0512",
        "Để chuẩn bị cho hội nghị ngày 20/5/2023, đề nghị các đơn vị gửi báo cáo trước ngày 12/5/2023.",
    ),
    (
        "b0512",
        "Đề nghị các đơn vị gửi báo cáo theo Công văn số 12/BYT-KH ngày 03/4/2023 trước ngày 12/5/2023.",
    ),
    (
        "b0512",
        "Thực hiện báo cáo theo mẫu tại Công văn số 12/BYT-KH ngày 03/4/2023, gửi về Sở Y tế trước ngày 12/5/2023.",
    ),
    (
        "b0512",
        "Hết thời hạn trên (ngày 15/3/2023) còn 03 huyện chưa báo cáo. Yêu cầu 03 huyện báo cáo trước ngày 12/5/2023.",
    ),
    ("b0512", "Báo cáo gửi vềSở Y tế trước ngày12/5/2023."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert said_of(body) == duties
