"""Letters retold by portals and newspapers: no head, a lead with the day."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import retold

SAID = [
    (
        "b0930",
        "Bộ trưởng yêu cầu các đơn vị khẩn trương rà soát, tổng hợp kết quả gửi về Bộ Giao thông vận tải trước ngày 30/9/2023 để tổng hợp báo cáo Thủ tướng.",
    ),
    (
        "b0815",
        "Theo đó, UBND tỉnh yêu cầu Sở Xây dựng chủ trì rà soát, tham mưu báo cáo Bộ Xây dựng kết quả thực hiện trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "UBND tỉnh giao Sở Xây dựng chủ trì tổng hợp, dự thảo báo cáo, trình UBND tỉnh xem xét, báo cáo Bộ Xây dựng trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Thủ tướng Chính phủ yêu cầu các Bộ, ngành hoàn thành việc xây dựng báo cáo, gửi Bộ Nội vụ tổng hợp trước 15/8/2023.",
    ),
    ("n0815", "Kết quả thực hiện báo cáo về UBND tỉnh chậm nhất đến ngày 15/8/2023."),
    ("n0815", "Kết quả thực hiện báo cáo về UBND tỉnh trong ngày 15/8/2023."),
    ("n0815", "Báo cáo kết quả về UBND huyện (qua Phòng Nội vụ) chậm nhất hết ngày 15/8/2023."),
    (
        "b0815",
        "Các nội dung báo cáo gửi về Sở Công Thương (theo địa chỉ: số 05 Lê Lợi, thành phố Vinh; email: pkh.sct@nghean.gov.vn; ĐT: 0238.3844682) trước ngày 15/8/2023 để tổng hợp.",
    ),
    (
        "b0815",
        "Đề nghị các đơn vị gửi báo cáo về Sở Công Thương, qua Phòng Quản lý năng lượng (Ông Nguyễn Văn A, điện thoại 0912.345.678), trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Trên cơ sở đó, xây dựng báo cáo gửi về Bộ Y tế (qua Cục Y tế dự phòng, ngõ 135 Núi Trúc, Ba Đình, Hà Nội) và đồng gửi bản mềm theo địa chỉ a@b.vn trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Văn bản báo cáo của đơn vị gửi về Thanh tra tỉnh để tổng hợp, báo cáo Chủ tịch UBND tỉnh và Thanh tra Chính phủ theo quy định trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Các đơn vị gửi về Thanh tra tỉnh để kịp thời tổng hợp, báo cáo UBND tỉnh kết quả tự kiểm tra trước ngày 15/8/2023.",
    ),
    ("n0815", "Kết quả rà soát đề nghị gửi về Sở Tư pháp, hạn chót là ngày 15/8/2023."),
    ("n0815", "Các địa phương hoàn thành báo cáo; thời hạn gửi: chậm nhất ngày 15-8-2023."),
    ("n0815", "Thời gian hoàn thành và gửi báo cáo về Sở Tư pháp: ngày 15/8/2023."),
    ("n0815", "Thời gian báo cáo về UBND tỉnh: chậm nhất ngày 15/8/2023."),
    ("b0815", "Thời gian nộp báo cáo về Thường trực Ban Chỉ đạo (Sở Nội vụ) trước ngày 15/8/2023."),
    ("b0815", "Sở Nội vụ tham mưu, trình Chủ tịch UBND tỉnh báo cáo kết quả trước ngày 15/8/2023."),
    ("t", "Sở Nội vụ rà soát, hoàn thiện dự thảo Đề án, trình UBND tỉnh trước ngày 15/8/2023."),
    ("t", "Các đơn vị gửi ý kiến góp ý dự thảo Báo cáo về Sở Nội vụ trước ngày 15/8/2023."),
    ("t", "Sở Y tế hoàn chỉnh dự thảo kế hoạch, gửi Văn phòng UBND tỉnh trước ngày 15/8/2023."),
    ("b0815", "Sở Y tế hoàn chỉnh dự thảo báo cáo, gửi Văn phòng UBND tỉnh trước ngày 15/8/2023."),
    (
        "b0815",
        "Sở Y tế phối hợp với Sở Tài chính rà soát số liệu, hoàn chỉnh và gửi lại Văn phòng UBND tỉnh trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Đến hết ngày 25.6.2023 mới có 10/20 đơn vị gửi báo cáo. Sở yêu cầu các đơn vị còn lại gửi báo cáo trước ngày 15.8.2023.",
    ),
    (
        "b0815",
        "Đề nghị gửi báo cáo trước ngày 15/8/2023. Quá thời hạn trên, đơn vị nào không gửi báo cáo coi như không có khó khăn.",
    ),
    (
        "nm17",
        "Kỳ báo cáo tháng được tính từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo. Thời hạn gửi báo cáo chậm nhất là ngày 17 của tháng báo cáo.",
    ),
    (
        "b0815",
        "Để phục vụ Hội nghị tổng kết vào ngày 20/8/2023, đề nghị các Sở gửi báo cáo tham luận trước ngày 15/8/2023.",
    ),
    (
        "b0315 b0318",
        "Các Phòng gửi báo cáo Quý I cho Văn phòng trước ngày 15/3/2023; Văn phòng tổng hợp trình lãnh đạo Sở ký, gửi Bộ trước ngày 18/3/2023.",
    ),
    (
        "b0610 b0615",
        "- Báo cáo 6 tháng: các huyện gửi trước ngày 10/6/2023; Sở Tư pháp gửi Bộ Tư pháp trước ngày 15/6/2023.",
    ),
    (
        "b0610 b1110",
        "Các đơn vị gửi báo cáo 06 tháng trước ngày 10/6/2023 và báo cáo năm trước ngày 10/11/2023 về Sở Tư pháp.",
    ),
    (
        "b0610 b1110",
        "Báo cáo sơ kết 6 tháng (trước ngày 10/6/2023) và tổng kết năm (trước ngày 10/11/2023) gửi về Sở Tư pháp.",
    ),
    ("bm20", "Định kỳ hằng tháng, trước ngày 20, các đơn vị báo cáo kết quả về Sở Tư pháp."),
    ("bm20", "Định kỳ trước ngày 20 hàng tháng báo cáo kết quả về Sở Tư pháp để tổng hợp."),
    (
        "bm20 bq20",
        "Định kỳ báo cáo tháng (trước ngày 20 hằng tháng), quý (trước ngày 20 tháng cuối quý).",
    ),
    ("bw4", "Báo cáo định kỳ hàng tuần gửi trước thứ 5 hàng tuần về Sở Y tế."),
    ("nw5", "Báo cáo hàng tuần gửi trước 15 giờ thứ 6 về Sở Y tế."),
    ("nd", "Báo cáo nhanh hằng ngày gửi trước 16 giờ về Sở Y tế."),
    ("w", "Báo cáo kết quả về Sở trong vòng 5 ngày sau khi kết thúc đợt kiểm tra."),
    (
        "w",
        "Trong thời hạn 03 ngày kể từ ngày nhận được văn bản này, các đơn vị báo cáo kết quả về Sở.",
    ),
    (
        "b0815",
        "Bộ yêu cầu các Sở báo cáo tình hình triển khai thực hiện Thông tư số 05/2022/TT-BXD ngày 15/3/2022 trước ngày 15/8/2023.",
    ),
    (
        "b0815",
        "Bộ đề nghị các địa phương báo cáo theo mẫu gửi kèm và gửi về Bộ trước 15/8/2023, đồng thời gửi file mềm qua thư điện tử.",
    ),
    (
        "b0815",
        "Nội dung báo cáo gồm kết quả đạt được, tồn tại, nguyên nhân và gửi về Bộ trước 15/8/2023.",
    ),
    ("b0815", "Báo cáo phải gửi đến Bộ Tài chính trước ngày 15-8."),
    (
        "b0815",
        "Những khó khăn, vướng mắc gửi về Sở Tài chính trước ngày 15/8/2023 để tổng hợp, báo cáo UBND tỉnh.",
    ),
    (
        "b0815 b0820",
        "UBND các huyện tổng hợp báo cáo kết quả gửi Ban Dân tộc tỉnh trước 15/8/2023. Ban Dân tộc tỉnh tổng hợp trình UBND tỉnh trước 20/8/2023 để báo cáo Uỷ ban Dân tộc.",
    ),
    (
        "b0815",
        "Giao Ban Dân tộc tỉnh tổng hợp báo cáo của các địa phương; tham mưu UBND tỉnh báo cáo Ủy ban Dân tộc đúng thời gian quy định. Hoàn thành trước ngày 15/8/2023.",
    ),
    (
        "n0620 n1220",
        "Thời hạn gửi báo cáo:\na) Báo cáo 6 tháng: chậm nhất ngày 20 tháng 6 hằng năm;\nb) Báo cáo năm: chậm nhất ngày 20 tháng 12 hằng năm.",
    ),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_what_is_due(duties: str, body: str) -> None:
    assert retold(body) == duties
