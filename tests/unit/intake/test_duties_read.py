"""What a letter asks for by when: one case for each manner of saying it."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import said_of

SAID = [
    ("b0515", "Đề nghị các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 15/5 để tổng hợp."),
    ("n0515", "Báo cáo gửi về Sở Nội vụ chậm nhất ngày 15 tháng 5 năm 2023."),
    (
        "b0515",
        "Kết quả thực hiện đề nghị gửi về Sở Y tế trước ngày 15/5/2023 để tổng hợp, báo cáo Bộ Y tế.",
    ),
    (
        "b0515 b0520",
        "Các xã báo cáo UBND huyện trước ngày 15/5/2023; Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 20/5/2023.",
    ),
    (
        "b0615 b1215",
        "Thực hiện chế độ báo cáo định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12) gửi Sở Tư pháp.",
    ),
    (
        "b0615 b1215",
        "Báo cáo sơ kết 6 tháng gửi trước ngày 15/6/2023 và báo cáo tổng kết năm gửi trước ngày 15/12/2023.",
    ),
    (
        "b0610 b1205",
        "Định kỳ trước ngày 10/6 và trước ngày 05/12 hằng năm, các sở, ngành gửi báo cáo kết quả về Sở Nội vụ.",
    ),
    (
        "bm25",
        "Định kỳ hằng tháng, trước ngày 25, các địa phương báo cáo kết quả về Sở Công Thương.",
    ),
    ("bm25", "Báo cáo kết quả thực hiện về Sở Công Thương trước ngày 25 hằng tháng."),
    ("nm20", "Định kỳ ngày 20 hằng tháng, báo cáo kết quả về Văn phòng UBND tỉnh."),
    (
        "bq15",
        "Định kỳ hằng quý (trước ngày 15 của tháng cuối quý), báo cáo tình hình về Sở Xây dựng.",
    ),
    ("nw5", "Chế độ báo cáo: hằng tuần, vào thứ Sáu các huyện báo cáo về Sở Y tế."),
    ("n0512", "Báo cáo gửi về Văn phòng UBND tỉnh trước 16 giờ 30 ngày 12/5/2023."),
    (
        "n0512",
        "Đề nghị gửi văn bản báo cáo trước 17h00 ngày 12/5/2023 qua Trục liên thông văn bản.",
    ),
    ("t", "Đề nghị các sở góp ý dự thảo, gửi về Sở Tư pháp trước ngày 12/5/2023."),
    ("t", "Cử 01 cán bộ làm đầu mối và gửi danh sách về Sở Nội vụ trước ngày 05/5/2023."),
    ("t", "Xây dựng Kế hoạch năm 2023, gửi về Sở Nội vụ trước ngày 05/5/2023 để theo dõi."),
    ("", "Thực hiện Luật có hiệu lực trước ngày 01/7/2023."),
    ("", "Rà soát người có công hưởng trợ cấp từ trước ngày 01/7/2021."),
    ("", "Số liệu báo cáo tính từ ngày 15/12/2022 đến ngày 14/6/2023."),
    (
        "b0620",
        "Số liệu báo cáo tính đến hết ngày 14/6/2023, gửi về Cục Thống kê trước ngày 20/6/2023.",
    ),
    ("n0620", "Thời gian gửi báo cáo chậm nhất là ngày 20/6/2023."),
    ("n0620", "Thời hạn báo cáo: ngày 20/6/2023."),
    ("n0630", "Hoàn thành việc rà soát và báo cáo kết quả trong tháng 6/2023 về Sở Tài chính."),
    ("n0930", "Báo cáo UBND tỉnh trong quý III năm 2023."),
    (
        "w",
        "Trong thời hạn 05 ngày làm việc kể từ ngày nhận được Công văn này, các cơ quan báo cáo về Sở Nội vụ.",
    ),
    ("w", "Báo cáo kết quả chậm nhất sau 10 ngày kể từ ngày kết thúc đợt kiểm tra."),
    ("", "Định kỳ báo cáo theo quy định."),
    ("", "Kịp thời báo cáo những vấn đề phát sinh về UBND tỉnh."),
    ("b0115+", "Báo cáo năm gửi trước ngày 15/01 năm sau về Sở Nội vụ."),
    ("b0531", "Trước ngày 31-5-2023 báo cáo kết quả về Sở Nội vụ."),
    ("b0531", "Trước 31.5.2023, gửi báo cáo kết quả về Sở Nội vụ."),
    (
        "n0510",
        "Giao Sở Lao động - Thương binh và Xã hội tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Lao động - Thương binh và Xã hội chậm nhất ngày 10/5/2023.",
    ),
    (
        "n0510",
        "Giao Sở Y tế chủ trì, tham mưu văn bản của UBND tỉnh báo cáo Thủ tướng Chính phủ, hoàn thành chậm nhất ngày 10/5/2023.",
    ),
    ("t", "Hoàn thành phê duyệt quy hoạch trước ngày 30/9/2023."),
    ("b0915", "Tổ chức tổng kết và gửi báo cáo tổng kết về Ban Chỉ đạo trước ngày 15/9/2023."),
    (
        "b0320 b0620 b0920 b1220",
        "Báo cáo quý I trước ngày 20/3, quý II trước ngày 20/6, quý III trước ngày 20/9, quý IV trước ngày 20/12.",
    ),
    (
        "b0515",
        "Đề nghị Quý cơ quan cung cấp số liệu (theo biểu mẫu kèm theo) về Sở Kế hoạch và Đầu tư trước ngày 15/5/2023.",
    ),
    (
        "b0515",
        "Biểu tổng hợp gửi về Sở Nội vụ (qua Phòng Tổ chức, biên chế) trước ngày 15/5/2023, đồng thời gửi file mềm vào hộp thư abc@yenbai.gov.vn.",
    ),
    (
        "b0705 b0715",
        "Các xã, phường gửi báo cáo về Phòng Nội vụ trước ngày 05/7/2023 để Phòng Nội vụ tổng hợp, tham mưu UBND thành phố báo cáo Sở Nội vụ trước ngày 15/7/2023.",
    ),
    ("b0615", "Sơ kết 06 tháng đầu năm: Các đơn vị gửi báo cáo trước ngày 15/6/2023."),
    (
        "b0715 b0720",
        "UBND các xã báo cáo trước ngày 15/7/2023, các phòng, ban báo cáo trước ngày 20/7/2023.",
    ),
    ("n0731", "Báo cáo kết quả về Sở Nội vụ muộn nhất ngày 31/7/2023."),
    ("b0531", "Chậm nhất trước ngày 31/5/2023 gửi báo cáo về Sở Nội vụ."),
    ("n0531", "Báo cáo kết quả không muộn hơn ngày 31/5/2023."),
    ("b0531", "Báo cáo (bằng văn bản) kết quả thực hiện trước ngày 31/5/2023."),
    ("", "Trên cơ sở báo cáo của các đơn vị gửi trước ngày 01/3/2023, Sở Nội vụ đã tổng hợp."),
    ("b0701", "Nội dung báo cáo theo đề cương gửi kèm, thời gian báo cáo trước ngày 01/7/2023."),
    (
        "b0605 b1205",
        "Báo cáo 06 tháng đầu năm và báo cáo năm 2023 gửi về Sở Nội vụ lần lượt trước ngày 05/6 và ngày 05/12.",
    ),
    ("bm5", "Hằng tháng tổng hợp kết quả, báo cáo Ban Chỉ đạo trước ngày 05 tháng sau."),
    (
        "n0625",
        "Các địa phương tự kiểm tra và gửi báo cáo kết quả tự kiểm tra đến hết ngày 25/6/2023.",
    ),
    (
        "b0625",
        "Đơn vị được kiểm tra gửi báo cáo theo đề cương cho Đoàn kiểm tra trước ngày 25/6/2023.",
    ),
    ("t", "Thời gian hoàn thành: trước ngày 25/6/2023."),
    ("n0430", "Báo cáo ngay trong ngày 30/4/2023."),
    (
        "b0612",
        "Khẩn trương rà soát, thống kê số hộ bị thiệt hại, báo cáo UBND tỉnh (qua Sở Nông nghiệp và Phát triển nông thôn) trước ngày 12/6/2023.",
    ),
    ("b1031", "Thống kê, lập danh sách và báo cáo số liệu trẻ em về Sở trước ngày 31/10/2023."),
    (
        "b1120",
        "Báo cáo kết quả tổ chức Tháng hành động vì trẻ em (từ ngày 01/6 đến ngày 30/6/2023) về Sở trước ngày 20/11/2023.",
    ),
    ("b0805", "Gửi báo cáo tháng 7/2023 trước ngày 05/8/2023."),
    ("b1210", "Kết thúc đợt cao điểm, gửi báo cáo về Công an tỉnh trước ngày 10/12."),
    (
        "b0630",
        "Giao Thanh tra tỉnh theo dõi, đôn đốc, báo cáo Chủ tịch UBND tỉnh kết quả thực hiện trước ngày 30/6/2023.",
    ),
    (
        "b0515",
        "Đề nghị các sở, ban, ngành quan tâm triển khai thực hiện; báo cáo kết quả về UBND tỉnh trước ngày 15/5/2023./.",
    ),
    (
        "b1130",
        "Báo cáo tình hình, kết quả thực hiện (kèm theo phụ lục số liệu) về Sở Tư pháp, Số 01 đường Lý Tự Trọng, thành phố Yên Bái trước ngày 30/11/2023.",
    ),
    ("n0815", "Hạn gửi báo cáo: 15/8/2023."),
    ("n0815", "Báo cáo nhận chậm nhất đến 17 giờ ngày 15/8/2023."),
    ("b0815", "Việc báo cáo hoàn thành trước ngày 15/8/2023."),
    (
        "b0815",
        "Đề nghị các đơn vị thực hiện nghiêm túc, có báo cáo gửi về Sở Nội vụ trước ngày 15/8/2023.",
    ),
    ("b0815", "Sở Nội vụ đề nghị các cơ quan khẩn trương báo cáo; thời hạn trước ngày 15/8/2023."),
    (
        "b0615 b1215",
        (
            "Chế độ báo cáo\n"
            "1. Thời hạn gửi báo cáo:\n"
            "a) Trước ngày 15 tháng 6 hằng năm đối với báo cáo 6 tháng;\n"
            "b) Trước ngày 15 tháng 12 hằng năm đối với báo cáo năm."
        ),
    ),
    (
        "b0610 b1205",
        (
            "Định kỳ báo cáo kết quả về Sở Nội vụ như sau:\n"
            "- Báo cáo 6 tháng: trước ngày 10/6;\n"
            "- Báo cáo năm: trước ngày 05/12."
        ),
    ),
    (
        "b0610 b1205 bm20 bq15",
        (
            "3. Công tác thông tin, báo cáo\n"
            "- Tháng: trước ngày 20 hằng tháng;\n"
            "- Quý: trước ngày 15 tháng cuối quý;\n"
            "- 6 tháng: trước ngày 10/6;\n"
            "- Năm: trước ngày 05/12."
        ),
    ),
    (
        "b0610 t",
        (
            "1. Sở Y tế\n"
            "- Xây dựng kế hoạch kiểm tra an toàn thực phẩm trước ngày 10/5/2023.\n"
            "- Tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 10/6/2023."
        ),
    ),
    (
        "b0520 b0525",
        (
            "Yêu cầu báo cáo kết quả gửi về Văn phòng UBND tỉnh, cụ thể:\n"
            "- Các sở, ban, ngành: trước ngày 20/5/2023;\n"
            "- UBND các huyện, thị xã, thành phố: trước ngày 25/5/2023."
        ),
    ),
    (
        "t t t",
        (
            "II. NHIỆM VỤ\n"
            "1. Rà soát danh sách đối tượng, hoàn thành trước ngày 10/5/2023.\n"
            "2. Thẩm định hồ sơ, thời gian xong trước ngày 20/5/2023.\n"
            "3. Chi trả cho đối tượng chậm nhất ngày 30/5/2023."
        ),
    ),
    (
        "b0520",
        "Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện. Kết quả gửi về Sở Nội vụ trước ngày 20/5/2023 để tổng hợp, báo cáo UBND tỉnh./.",
    ),
    (
        "b0520",
        "Văn bản báo cáo gửi về Sở Nội vụ, địa chỉ: số 1, đường Điện Biên, thành phố Yên Bái (bản mềm gửi qua thư điện tử snv@yenbai.gov.vn) trước ngày 20/5/2023.",
    ),
    (
        "b0520",
        (
            "Đề nghị các đơn vị rà soát, báo cáo các nội dung sau:\n"
            "1. Kết quả thực hiện Nghị quyết số 10-NQ/TU ngày 15/3/2021.\n"
            "2. Khó khăn, vướng mắc.\n"
            "Báo cáo gửi về Sở Nội vụ trước ngày 20/5/2023."
        ),
    ),
    (
        "b0520 n0510",
        "Sở Tài chính thẩm định, báo cáo UBND tỉnh chậm nhất ngày 10/5/2023 để UBND tỉnh báo cáo Bộ Tài chính trước ngày 20/5/2023.",
    ),
    (
        "b0115+ b1015",
        "Báo cáo 9 tháng gửi trước ngày 15/10/2023; báo cáo năm 2023 gửi trước ngày 15/01/2024.",
    ),
    ("b0115+", "Báo cáo kết quả năm 2023 về Sở Nội vụ trước ngày 15/01/2024."),
    (
        "",
        "Sở Nội vụ đã có Công văn số 12/SNV ngày 01/3/2023 yêu cầu các đơn vị báo cáo trước ngày 15/3/2023. Đến nay còn 05 đơn vị chưa gửi báo cáo.",
    ),
    (
        "b0505",
        "Đến nay còn 05 đơn vị chưa gửi báo cáo (thời hạn trước ngày 15/3/2023). Yêu cầu các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 05/5/2023.",
    ),
    (
        "b0520 t",
        "Tổ chức quán triệt Chỉ thị xong trước ngày 10/5/2023, gửi báo cáo kết quả quán triệt về Văn phòng Tỉnh ủy trước ngày 20/5/2023.",
    ),
    (
        "w",
        "Ngay sau khi kết thúc Hội nghị, trong vòng 03 ngày, các đơn vị báo cáo kết quả về UBND tỉnh.",
    ),
    ("", "Kỷ niệm 75 năm Ngày Thương binh - Liệt sĩ (27/7/1947 - 27/7/2022) trước ngày 27/7/2023."),
    ("", "Thời gian tổ chức: từ ngày 15/11/2023 đến ngày 15/12/2023."),
    ("", "Chiến dịch ra quân từ ngày 01/6 đến hết ngày 30/6/2023."),
    ("n0915", "Thời gian gửi báo cáo: từ ngày 10/9 đến ngày 15/9/2023."),
    ("", "Hội nghị tổ chức vào lúc 08 giờ 00 ngày 15/5/2023 tại Hội trường UBND tỉnh."),
    ("bm25", "Báo cáo định kỳ hàng tháng gửi về UBND huyện (qua Phòng Nội vụ) trước ngày 25."),
    ("bq10", "Báo cáo quý gửi trước ngày 10 của tháng đầu quý sau."),
    (
        "b0607 b1207",
        "Định kỳ 6 tháng và hằng năm (trước ngày 07/6 và ngày 07/12), các cơ quan gửi báo cáo kết quả về Sở Nội vụ.",
    ),
    (
        "b0607 b1207",
        "Định kỳ 06 tháng, một năm tổng hợp báo cáo gửi Sở Y tế vào trước ngày 07/6 và 07/12 hàng năm.",
    ),
    (
        "b0930",
        "Đề nghị các sở báo cáo đánh giá 05 năm thực hiện Nghị quyết, gửi về Sở Nội vụ trước ngày 30/9/2023.",
    ),
    ("n0630 n1231", "Báo cáo 6 tháng chậm nhất ngày 30/6, báo cáo năm chậm nhất ngày 31/12."),
    (
        "b0530 t",
        "Giao Văn phòng UBND tỉnh đôn đốc các đơn vị hoàn thành việc cập nhật văn bản trước ngày 25/5/2023; tổng hợp, báo cáo Chủ tịch UBND tỉnh trước ngày 30/5/2023.",
    ),
    (
        "b0530",
        "Các địa phương báo cáo bằng văn bản về Ban Chỉ đạo tỉnh (qua Sở Nông nghiệp và Phát triển nông thôn trước ngày 30/5/2023) để tổng hợp.",
    ),
    ("b0530", "Báo cáo gửi về Sở trước ngày 30/5 (thứ Ba)."),
    ("b0530", "Báo cáo gửi về Sở trước thứ Ba, ngày 30/5/2023."),
    ("n0530", "Báo cáo gửi về Sở chậm nhất 16 giờ, thứ Ba, ngày 30/5/2023."),
    (
        "b0530",
        "Báo cáo gửi về Sở Nội vụ, trước ngày 30 tháng 5 năm 2023 (qua địa chỉ thư điện tử: noivu@yenbai.gov.vn).",
    ),
    (
        "b0530 b0530",
        "UBND các huyện báo cáo Sở Nội vụ trước ngày 30/5/2023; các sở, ngành báo cáo trước ngày 30/5/2023.",
    ),
    ("-", "Báo cáo kết quả về UBND tỉnh trước ngày     /5/2023."),
    ("b0228+", "Tổng hợp báo cáo năm của tỉnh gửi Bộ Nội vụ trước ngày 28/02 năm tiếp theo."),
    ("b0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày 15 /5/2023."),
    ("b0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày 15/ 5/ 2023."),
    ("b0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày15/5."),
    ("b0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước  ngày  15/05/2023./."),
    ("n0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước 11h30 ngày 15/5/2023."),
    ("n0515", "Đề nghị các đơn vị gửi báo cáo về Sở trước 15 giờ, ngày 15/5/2023 (thứ Hai)."),
    ("b0515", "Báo cáo kết quả thực hiện (gửi trước ngày 15/5/2023) về Sở."),
    (
        "b0515 t",
        "Kiện toàn Ban Chỉ đạo (xong trước ngày 01/5/2023); báo cáo kết quả kiện toàn trước ngày 15/5/2023.",
    ),
    ("n0510", "Đề nghị báo cáo về Sở trong ngày 10/5/2023."),
    ("", "Kết quả thực hiện trong năm 2022 đã được báo cáo tại kỳ họp trước ngày 10/12/2022."),
    ("", "Đối với các trường hợp nộp hồ sơ trước ngày 01/7/2023 thì thực hiện theo quy định cũ."),
    ("", "Áp dụng đối với cán bộ bổ nhiệm từ trước ngày 01/01/2023."),
    (
        "b0701",
        "Các dự án đã được phê duyệt trước ngày 01/01/2023 phải báo cáo tiến độ về Sở trước ngày 01/7/2023.",
    ),
    (
        "b0520",
        "Đề nghị các địa phương lập báo cáo (theo Đề cương gửi kèm), gửi về Sở Y tế (bản giấy gửi về Phòng Nghiệp vụ Y; file word gửi về hộp thư nvy@yenbai.gov.vn) trước ngày 20/5/2023.",
    ),
    (
        "b0520",
        "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố chịu trách nhiệm tổ chức thực hiện, báo cáo UBND tỉnh (qua Sở Nội vụ tổng hợp) trước ngày 20/5/2023.",
    ),
    ("b0520", "Kết quả triển khai thực hiện báo cáo UBND tỉnh trước 20/5/2023."),
    ("n0520", "Kết quả báo cáo về UBND tỉnh, thời gian chậm nhất 20/5/2023."),
    (
        "bm25",
        "Định kỳ trước ngày 25 hàng tháng và đột xuất khi có yêu cầu, báo cáo kết quả về UBND tỉnh.",
    ),
    (
        "bm25 bq20",
        "Định kỳ báo cáo tháng (trước ngày 25 hàng tháng), quý (trước ngày 20 của tháng cuối quý) gửi Sở Công Thương.",
    ),
    ("t", "Các trường hoàn thành kiểm định chất lượng giáo dục trước ngày 30/6/2023."),
    (
        "b0710 t",
        "Phòng Giáo dục và Đào tạo hoàn thành thẩm định trước ngày 30/6/2023, tổng hợp báo cáo Sở trước ngày 10/7/2023.",
    ),
    (
        "b0520",
        "Để có cơ sở báo cáo Bộ Nội vụ, đề nghị các đơn vị gửi số liệu về Sở Nội vụ trước ngày 20/5/2023.",
    ),
    ("b0520", "Sau khi hoàn thành, báo cáo kết quả về UBND tỉnh trước ngày 20/5/2023."),
    (
        "b0520",
        "Yêu cầu Giám đốc Sở Xây dựng khẩn trương kiểm tra, xử lý dứt điểm và báo cáo kết quả cho Chủ tịch UBND tỉnh trước ngày 20/5/2023.",
    ),
    ("n0601", "Thời hạn hoàn thành và báo cáo: 01/6/2023."),
    (
        "b0601",
        "Yêu cầu các cơ quan, đơn vị thực hiện và gửi báo cáo (kèm theo minh chứng) trước ngày 01/6/2023 về Văn phòng UBND tỉnh để tổng hợp.",
    ),
    ("b0601", "Về chế độ báo cáo: đề nghị các đơn vị gửi báo cáo trước ngày 01/6/2023."),
    ("", "Thời gian thực hiện: từ tháng 5/2023 đến tháng 12/2023."),
    ("t", "Thời gian hoàn thành: Tháng 6/2023."),
    ("t", "Tổ chức Hội thi cấp huyện xong trước ngày 30/8/2023."),
    ("", "Hội nghị tổng kết dự kiến tổ chức trước ngày 15/12/2023."),
    (
        "b1030",
        "Báo cáo đánh giá kết quả 03 năm triển khai (giai đoạn 2021 - 2023) gửi trước ngày 30/10/2023.",
    ),
    (
        "b0520 b0525 b0530",
        (
            "1. UBND các xã báo cáo UBND huyện trước ngày 20/5/2023.\n"
            "2. UBND các huyện tổng hợp báo cáo Sở Tư pháp trước ngày 25/5/2023.\n"
            "3. Sở Tư pháp tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Tư pháp trước ngày 30/5/2023."
        ),
    ),
    (
        "b0520",
        "Trường hợp không có phát sinh cũng phải báo cáo. Thời hạn gửi trước ngày 20/5/2023.",
    ),
    ("t", "Đăng ký tham gia Hội thi gửi về Sở Văn hóa, Thể thao và Du lịch trước ngày 20/5/2023."),
    ("t", "Các đơn vị đăng ký nhu cầu, gửi về Sở Nội vụ trước ngày 20/5/2023 để tổng hợp."),
    ("w", "Chậm nhất 03 ngày sau khi kết thúc hội nghị, gửi báo cáo về Ban Tổ chức."),
    ("w", "Báo cáo kết quả thực hiện trong vòng 30 ngày kể từ khi nhận được kết luận thanh tra."),
    (
        "b0610 b1210",
        "Báo cáo kết quả thực hiện công tác bình đẳng giới 6 tháng đầu năm (trước ngày 10/6/2023) và 01 năm (trước ngày 10/12/2023).",
    ),
    (
        "b0515 b1115",
        "Thời gian báo cáo: Báo cáo 6 tháng đầu năm: trước ngày 15/5; báo cáo năm: trước ngày 15/11.",
    ),
    (
        "b0615 b1215",
        "Báo cáo sơ kết (trước ngày 15/6/2023), tổng kết (trước ngày 15/12/2023) gửi về Sở.",
    ),
    (
        "b1115 t",
        "Gửi kế hoạch, báo cáo về Phòng trước ngày 28/4 (đối với kế hoạch), trước ngày 15/11 (đối với báo cáo).",
    ),
    (
        "b0615 b1115 t",
        "Kế hoạch triển khai gửi về Sở trước ngày 28/4/2023; báo cáo 6 tháng trước ngày 15/6/2023; báo cáo năm trước ngày 15/11/2023.",
    ),
    ("b1222", "Báo cáo kết quả triển khai Tháng hành động trước ngày 22/12/2023."),
    (
        "b1220",
        "Báo cáo kết quả tổ chức thực hiện Tháng hành động năm 2023 trước ngày 20/12/2023 gửi về Sở.",
    ),
    (
        "b0615 b1130",
        "Gửi báo cáo kết quả (theo mẫu) về Thường trực Ban VSTBPN tỉnh (Sở Lao động - Thương binh và Xã hội) trước ngày 15/6/2023 (báo cáo 6 tháng) và trước ngày 30/11/2023 (báo cáo năm).",
    ),
    (
        "b0615 b1215",
        (
            "- Đối với báo cáo 6 tháng: gửi trước ngày 15/6.\n"
            "- Đối với báo cáo năm: gửi trước ngày 15/12."
        ),
    ),
    ("b0615 b1215", "Gửi báo cáo về Sở trước ngày 15/6 (báo cáo 6 tháng), 15/12 (báo cáo năm)."),
    (
        "b0615 b0915 b1215",
        "Báo cáo định kỳ: 6 tháng trước ngày 15/6; 9 tháng trước ngày 15/9; năm trước ngày 15/12.",
    ),
    (
        "n0615 n1215",
        "Định kỳ vào ngày 15 tháng 6 và ngày 15 tháng 12 hàng năm, các đơn vị gửi báo cáo về Sở.",
    ),
    ("b0615 b1215", "Báo cáo 01 năm 02 lần: lần 1 trước ngày 15/6, lần 2 trước ngày 15/12."),
    ("n0630", "Hoàn thành báo cáo gửi UBND tỉnh trong tháng 6/2023."),
    (
        "b1220",
        "Ngay sau khi kết thúc Tháng hành động (trước ngày 20/12/2023), gửi báo cáo kết quả về Sở.",
    ),
    ("b1125", "Kịp thời gửi báo cáo trước ngày 25/11/2023 theo quy định."),
    ("nm25", "Các huyện báo cáo định kỳ vào ngày 25 của tháng."),
    ("b1205", "Đề nghị các địa phương báo cáo trước ngày 05/12 (số liệu tính đến 30/11/2023)."),
    (
        "b1105 b1115",
        "Gửi báo cáo kết quả về Sở (trước ngày 05/11 đối với cấp xã; trước ngày 15/11 đối với cấp huyện).",
    ),
    ("b1130", "Gửi báo cáo về Bộ trước ngày 30/11 hàng năm và báo cáo đột xuất khi có yêu cầu."),
    ("", "Báo cáo lồng ghép trong báo cáo kinh tế - xã hội 6 tháng, năm."),
    (
        "b0620 b1220",
        "Trước ngày 20 tháng 6 và 20 tháng 12 hằng năm, các sở báo cáo kết quả về Sở Nội vụ.",
    ),
    (
        "b0620 b1220 bq20",
        "Báo cáo quý (trước ngày 20 tháng cuối của quý), 6 tháng (trước ngày 20/6), năm (trước ngày 20/12).",
    ),
    (
        "b0610 b1210",
        "Tổng hợp, báo cáo định kỳ 6 tháng, năm (trước ngày 10/6 và 10/12) hoặc đột xuất theo yêu cầu.",
    ),
    (
        "b0520",
        "Báo cáo gửi về Sở (Phòng Bảo trợ xã hội - Trẻ em - Bình đẳng giới) trước ngày 20/5/2023. Điện thoại: 02163.852.123.",
    ),
    (
        "b0520",
        "Số liệu thống kê (theo biểu mẫu 01, 02) gửi trước ngày 20/5/2023 về Chi cục Dân số.",
    ),
    (
        "b0520",
        "Kết quả thực hiện gửi về Phòng Lao động - TB&XH huyện trước ngày 20/5/2023 để tổng hợp trình UBND huyện báo cáo Sở Lao động - TB&XH tỉnh.",
    ),
    ("b0520", "Đề nghị UBND các xã, thị trấn tổng hợp, gửi Phòng Nội vụ trước ngày 20/5/2023."),
    (
        "b0520",
        "Đề nghị UBND các xã, thị trấn tổng hợp, gửi kết quả thực hiện Kế hoạch về Phòng Nội vụ trước ngày 20/5/2023.",
    ),
    ("t", "Ban hành Kế hoạch và tổ chức triển khai thực hiện trước ngày 10/5/2023."),
    (
        "t",
        "Các địa phương xây dựng Kế hoạch triển khai, báo cáo cấp ủy cho chủ trương và ban hành trước ngày 10/5/2023.",
    ),
    ("b0520", "Rà soát, lập danh sách, báo cáo số lượng về Sở Nội vụ trước ngày 20/5/2023."),
    (
        "b0520",
        "Tự kiểm tra và báo cáo kết quả tự kiểm tra, gửi về Đoàn kiểm tra trước ngày 20/5/2023.",
    ),
    ("t", "Gửi hồ sơ đề nghị khen thưởng về Phòng Nội vụ trước ngày 20/5/2023."),
    ("t", "Đề nghị gửi bài tham luận về Ban Tổ chức trước ngày 20/5/2023."),
    ("n1231", "Báo cáo tổng kết năm 2023 gửi về Sở chậm nhất ngày 31 tháng 12."),
    ("b0108+", "Số liệu năm 2023 gửi về Sở trước ngày 08/01/2024."),
    (
        "b1101 b1115",
        "Đề nghị các sở, ngành tổng kết theo quy định và báo cáo kết quả về Sở Tư pháp để tổng hợp trước ngày 01/11/2023. Trên cơ sở báo cáo của các đơn vị, Sở Tư pháp tổng hợp, xây dựng báo cáo của tỉnh, trình UBND tỉnh trước ngày 15/11/2023 để gửi Bộ Tư pháp đúng thời hạn.",
    ),
    (
        "b0510",
        "Giao Sở Công Thương chủ trì đánh giá, tổng hợp báo cáo kết quả triển khai Nghị định trên địa bàn tỉnh. Trình UBND tỉnh trước ngày 10/5/2023 để báo cáo Bộ Công Thương.",
    ),
    (
        "bm25 bq25",
        "Các đơn vị gửi báo cáo định kỳ về Văn phòng trước ngày 25 hàng tháng (báo cáo tháng), trước ngày 25 tháng cuối quý (báo cáo quý).",
    ),
    (
        "n0606 n1125 nm15 nq6",
        "1. Thời hạn các cơ quan gửi báo cáo định kỳ:\n- Chậm nhất ngày 15 (mười lăm) của tháng báo cáo đối với báo cáo hằng tháng;\n- Chậm nhất ngày 06 (sáu) của tháng cuối quý đối với báo cáo hằng quý;\n- Chậm nhất ngày 06 (sáu) tháng 06 (sáu) đối với báo cáo 06 (sáu) tháng;\n- Chậm nhất ngày 25 (hai mươi lăm) tháng 11 (mười một) đối với báo cáo hằng năm.",
    ),
    ("n0624", "Hạn chót để gửi báo cáo tổng kết về Sở là 24 tháng 6 năm 2023."),
    ("n0624", "Thời hạn chậm nhất để gửi báo cáo về Sở là ngày 24/6/2023."),
    (
        "b0815",
        "Tổng kết năm học, báo cáo kết quả các tiêu chí thi đua và đề nghị xét khen thưởng trước ngày 15/8/2023.",
    ),
    (
        "b0520",
        "Các địa phương trước ngày 20.5 phải báo cáo tình hình giải quyết kiến nghị của doanh nghiệp.",
    ),
    (
        "b0720",
        "Khẩn trương rà soát, triển khai ngay các nhiệm vụ được giao và báo cáo kết quả về Chủ tịch UBND tỉnh bằng văn bản trước ngày 20.7.2023.",
    ),
    ("t", "Xét công nhận tốt nghiệp trung học cơ sở trước ngày 15/6/2023."),
    (
        "n0620 n1220",
        "Báo cáo 6 tháng: thời hạn gửi chậm nhất vào ngày 20/6 và ngày 20/12 hàng năm.",
    ),
    ("b0520", "Đề nghị tổng hợp số liệu vàbáo cáo kết quả về Sở trước ngày 20/5/2023."),
    (
        "b0520",
        "Sở Tài chính thẩm định quyết toán, báo cáo UBND tỉnh để trình HĐND tỉnh trước ngày 20/5/2023.",
    ),
    (
        "b0520 t",
        "Hoàn thành hồ sơ trình HĐND tỉnh trước ngày 10/5/2023 và báo cáo Ban Thường vụ Tỉnh ủy trước ngày 20/5/2023.",
    ),
    (
        "b0520",
        "Báo cáo phải có chữ ký của lãnh đạo, đóng dấu và gửi về Văn phòng UBND tỉnh trước ngày 20/5/2023.",
    ),
    ("b0520", "Thông tin, số liệu gửi về Phòng Tổng hợp trước ngày 20/5/2023."),
    (
        "b0520",
        "Nội dung báo cáo gồm kết quả đạt được, tồn tại, hạn chế, nguyên nhân; gửi về Sở Nội vụ trước ngày 20/5/2023.",
    ),
    (
        "b0520 b0525",
        "Cấp xã: gửi báo cáo trước ngày 20/5/2023. Cấp huyện: gửi báo cáo trước ngày 25/5/2023.",
    ),
    ("b0520", "Các đơn vị chưa gửi báo cáo khẩn trương gửi trước ngày 20/5/2023."),
    ("b0520", "Các đơn vị đã được giao chủ trì gửi báo cáo trước ngày 20/5/2023."),
    (
        "b0610",
        "Đề nghị các đồng chí Giám đốc sở, Thủ trưởng cơ quan, đơn vị và Chủ tịch UBND các huyện, thị xã, thành phố tập trung chỉ đạo thực hiện; kết quả báo cáo về UBND tỉnh (qua Sở Lao động - Thương binh và Xã hội) trước ngày 10/6/2023./.",
    ),
    (
        "b0610",
        "Nhận được Công văn này, yêu cầu các đơn vị nghiêm túc triển khai thực hiện và báo cáo kết quả bằng văn bản về Phòng Lao động - Thương binh và Xã hội trước ngày 10/6/2023 để Phòng tổng hợp báo cáo UBND huyện theo quy định.",
    ),
    (
        "b0531 b1031",
        "Tổng hợp số liệu, báo cáo theo biểu mẫu (kèm theo) 6 tháng trước ngày 31/5 và cả năm trước ngày 31/10 gửi về Sở.",
    ),
    (
        "b0525 b1125",
        "Các đơn vị gửi báo cáo về UBND huyện (qua Phòng LĐTBXH) 06 tháng đầu năm trước ngày 25/5/2023 và báo cáo năm trước ngày 25/11/2023.",
    ),
    (
        "b1010 b1220",
        "Báo cáo kết quả triển khai Tháng hành động (trước ngày 20/12/2023) và báo cáo 9 tháng (trước ngày 10/10/2023) về Sở.",
    ),
    (
        "b1220 t",
        "Xây dựng kế hoạch tổ chức Tháng hành động và gửi về Sở trước ngày 30/10/2023; kết thúc Tháng hành động, báo cáo kết quả về Sở trước ngày 20/12/2023.",
    ),
    (
        "b0615 b1215",
        "Định kỳ 6 tháng (trước ngày 15/6), hằng năm (trước ngày 15/12) hoặc đột xuất báo cáo Ban Vì sự tiến bộ của phụ nữ tỉnh kết quả thực hiện.",
    ),
    (
        "b0620",
        "Kết quả thực hiện đợt 1 báo cáo trước ngày 20/6/2023, đợt 2 thực hiện theo hướng dẫn sau.",
    ),
    (
        "n0525",
        "Gửi danh sách đại biểu kèm báo cáo thành tích về Sở Nội vụ chậm nhất ngày 25/5/2023.",
    ),
    (
        "b0525",
        "Các trường tổ chức tự đánh giá, hoàn thiện báo cáo tự đánh giá gửi về Phòng Giáo dục và Đào tạo trước ngày 25/5/2023.",
    ),
    (
        "b0630 b0705",
        "Các phòng, ban gửi báo cáo trước ngày 30/6/2023. Văn phòng HĐND và UBND huyện tổng hợp, hoàn chỉnh báo cáo trình Chủ tịch UBND huyện trước ngày 05/7/2023.",
    ),
    (
        "b0525",
        "Báo cáo về số lượng, chất lượng đội ngũ cán bộ nữ tính đến thời điểm 30/4/2023 gửi về Ban Tổ chức Huyện ủy trước ngày 25/5/2023.",
    ),
    (
        "b1115",
        "Công tác báo cáo: Trước ngày 15/11/2023, các ngành, các xã, thị trấn gửi báo cáo kết quả thực hiện kế hoạch về Phòng Lao động - TB&XH để tổng hợp.",
    ),
    (
        "b0525",
        "Đề nghị Thường trực HĐND, UBMTTQ và các đoàn thể phối hợp chỉ đạo; báo cáo Ban Chỉ đạo kết quả trước 25/5/2023.",
    ),
    ("bm28", "Ngoài ra, trước ngày 28 hằng tháng báo cáo tiến độ về Sở Tài chính."),
    (
        "b0525",
        "Báo cáo của các đơn vị đề nghị gửi về Sở Tư pháp trước ngày 25 tháng 5 năm 2023 (đồng thời gửi file điện tử theo địa chỉ: phongpbgdpl@yenbai.gov.vn).",
    ),
    (
        "b0525",
        "Đề nghị Quý Sở quan tâm, gửi báo cáo về Bộ (Vụ Bình đẳng giới) trước ngày 25/5/2023 để kịp tổng hợp, báo cáo Chính phủ.",
    ),
    ("b0410+", "Báo cáo tổng kết 3 năm gửi trước ngày 10/4/2024."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_a_letter_is_read_as_a_careful_reader_would(duties: str, body: str) -> None:
    assert said_of(body) == duties


NOTHING_ASKED = [
    "Ngày 15/3/2023, UBND tỉnh đã ban hành Kế hoạch số 45/KH-UBND, trong đó giao các sở báo cáo trước ngày 10/4/2023.",
    "Đến ngày 15/4/2023, mới có 12/25 đơn vị gửi báo cáo về Sở.",
    "Nghị quyết này được Hội đồng nhân dân tỉnh thông qua ngày 20/4/2023 và có hiệu lực từ ngày 01/5/2023.",
    "Thay thế Quyết định số 12/2020/QĐ-UBND ngày 15/6/2020; các quy định trước ngày 01/5/2023 hết hiệu lực.",
    "Trẻ em sinh từ ngày 01/01/2017 đến trước ngày 31/12/2017.",
    "Phấn đấu trước năm 2025 có 100% xã đạt chuẩn; đến hết năm 2023 đạt 80% số xã.",
    "Đến năm 2025: 60% cơ quan có lãnh đạo chủ chốt là nữ.",
    "Giai đoạn 1: từ ngày 01/6 đến ngày 30/6/2023; giai đoạn 2: từ ngày 01/7 đến ngày 31/12/2023.",
    "Tổ chức Ngày hội vào ngày 15/5/2023 tại Quảng trường 19/8.",
    "Hồ sơ nộp sau ngày 15/5/2023 sẽ được xem xét vào đợt sau.",
    "Cuộc thi nhận bài từ ngày 01/5/2023 đến hết ngày 30/8/2023.",
    "Chào mừng kỷ niệm 78 năm Cách mạng tháng Tám và Quốc khánh 2/9.",
    "Các đơn vị báo cáo kết quả năm 2022, phương hướng nhiệm vụ năm 2023 tại Hội nghị.",
    "Kinh phí thực hiện theo Thông tư số 12/2022/TT-BTC ngày 15/5/2022 của Bộ Tài chính.",
    "Trường hợp thay đổi, các đơn vị phải báo cáo bằng văn bản.",
    "Điện thoại liên hệ: 0912.345.678 (trước ngày làm việc 01 ngày).",
    "Báo cáo số 123/BC-UBND ngày 15/12/2022 của UBND tỉnh về kết quả công tác năm 2022.",
    "Thời gian: 08 giờ 00, ngày 15/5/2023. Địa điểm: Hội trường UBND tỉnh.",
    "Lịch kiểm tra: ngày 15/5/2023 tại huyện Văn Yên; ngày 16/5/2023 tại huyện Trấn Yên.",
    "Tỷ lệ giải ngân đến ngày 31/3/2023 đạt 12,5%, thấp hơn cùng kỳ.",
    "Chế độ báo cáo thực hiện đúng thời gian quy định.",
    "Số liệu báo cáo 6 tháng tính từ 15/12/2022 đến 14/6/2023; báo cáo năm tính từ 15/12/2022 đến 14/12/2023.",
    "Bắt đầu thực hiện từ ngày 01/5/2023 cho đến khi có văn bản thay thế.",
    "Cá nhân có thành tích xuất sắc trong năm 2023 được xét khen thưởng vào dịp tổng kết.",
    "Luật có hiệu lực thi hành từ ngày 01/7/2023, riêng Điều 5 có hiệu lực trước ngày 01/6/2023.",
    "Người lao động nghỉ việc trước ngày 15/5/2023 được hưởng trợ cấp.",
    "Sau ngày 15/5/2023, đơn vị nào không gửi báo cáo coi như không phát sinh.",
    "Báo cáo gửi sau ngày 15/5/2023 không được tổng hợp.",
    "Thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh tại cuộc họp ngày 15/4/2023, Sở đã báo cáo trước ngày 18/4/2023.",
    "Các đơn vị chuẩn bị báo cáo tham luận tại hội nghị ngày 15/5/2023.",
    "Báo cáo tại phiên họp thường kỳ tháng 5/2023.",
]


@pytest.mark.parametrize("body", NOTHING_ASKED)
def test_a_day_told_of_is_nobodys_deadline(body: str) -> None:
    assert said_of(body) == ""
