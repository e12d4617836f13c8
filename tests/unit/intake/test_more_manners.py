"""More manners of saying by when, kind by kind: whose deadline, moved ones, the same one again, what is told of."""

from __future__ import annotations

import pytest

from tests.unit.intake.written import said_of

SAID = [
    (
        "b0610 b0615",
        "Báo cáo gửi về Sở Tư pháp: đối với cấp xã trước ngày 10/6/2023, đối với cấp huyện trước ngày 15/6/2023.",
    ),
    (
        "n0910 n0915",
        "Thời hạn gửi báo cáo về Bộ Xây dựng: đối với các địa phương chậm nhất ngày 10/9/2023; riêng Hà Nội và thành phố Hồ Chí Minh chậm nhất ngày 15/9/2023.",
    ),
    (
        "b0610 b0620",
        "Báo cáo sơ kết của các xã gửi trước ngày 10/6/2023, của các phòng chuyên môn trước ngày 20/6/2023.",
    ),
    ("nq99", "Cuối mỗi quý, các chủ rừng báo cáo diện tích rừng bị thiệt hại về Hạt Kiểm lâm."),
    (
        "nm99",
        "Vào cuối mỗi tháng, công chức địa chính báo cáo tình hình giải phóng mặt bằng về Phòng Tài nguyên và Môi trường.",
    ),
    ("nm99", "Định kỳ cuối tháng, các trạm y tế gửi số liệu tiêm chủng về Trung tâm Y tế huyện."),
    (
        "bq10",
        "Báo cáo tiến độ hằng quý gửi trước ngày 10 của tháng đầu quý sau về Sở Kế hoạch và Đầu tư.",
    ),
    (
        "nq15",
        "Định kỳ vào ngày 15 tháng đầu mỗi quý, Chi cục Thuế gửi báo cáo thu quý trước về UBND huyện.",
    ),
    ("nw5", "Trước 16 giờ thứ Sáu hằng tuần, các xã báo cáo tiến độ về Phòng Nông nghiệp."),
    ("nw5", "Chiều thứ Sáu hằng tuần, các xã cập nhật báo cáo tiến độ trên hệ thống của tỉnh."),
    ("nw1", "Sáng thứ Hai hằng tuần, các chủ đầu tư gửi báo cáo giải ngân về Sở Tài chính."),
    ("nw4", "Báo cáo nhanh gửi về Văn phòng UBND tỉnh trước 15h00 các ngày thứ Năm hằng tuần."),
    ("n0623", "Thời hạn gửi báo cáo 6 tháng được lùi từ ngày 15/6/2023 đến ngày 23/6/2023."),
    (
        "n0623",
        "Thời hạn gửi báo cáo sơ kết được điều chỉnh từ ngày 15/6/2023 thành ngày 23/6/2023.",
    ),
    (
        "b0623",
        "Điều chỉnh thời gian gửi báo cáo từ trước ngày 15/6/2023 thành trước ngày 23/6/2023.",
    ),
    ("n0630", "Gia hạn thời gian gửi báo cáo đến hết ngày 30/6/2023."),
    (
        "n0630",
        "Các huyện gửi báo cáo chậm nhất ngày 30/6/2023 (thay cho thời hạn ngày 15/6/2023 tại Công văn số 12/SNV).",
    ),
    ("n0630", "Các huyện gửi báo cáo chậm nhất ngày 30/6/2023 thay vì trước ngày 15/6/2023."),
    (
        "b0425",
        "Sở Nội vụ đã đề nghị các huyện gửi báo cáo trước ngày 10/4/2023, đến nay mới nhận được 03 báo cáo; đề nghị các huyện còn lại gửi báo cáo trước ngày 25/4/2023.",
    ),
    (
        "b0428",
        "Theo Kế hoạch số 15/KH-UBND, các xã phải gửi báo cáo trước ngày 31/3/2023. Đến nay còn 04 xã chưa gửi. Đề nghị các xã gửi báo cáo về Phòng Nội vụ trước ngày 28/4/2023.",
    ),
    (
        "",
        "Tại Công văn số 88/SNV-CCHC, thời hạn gửi báo cáo là ngày 31/3/2023, tuy nhiên đến nay nhiều đơn vị chưa thực hiện.",
    ),
    ("n0630", "Kiểm tra 03 chợ; thời hạn gửi kết quả về Sở Công Thương: 30/6/2023."),
    ("n0630", "Hạn gửi báo cáo về UBND tỉnh: ngày 30/6/2023."),
    ("n0630", "Thời gian nộp báo cáo cho Sở Y tế: 30/6/2023."),
    ("n0630", "Thời hạn hoàn thành và gửi báo cáo: 30 tháng 6 năm 2023."),
    (
        "b0703 b0703",
        "Báo cáo kết quả về UBND tỉnh trước ngày 03/7/2023; báo cáo công tác 6 tháng đầu năm cũng gửi trong thời hạn trên.",
    ),
    (
        "b0703 b0703",
        "Báo cáo kết quả về UBND tỉnh trước ngày 03/7/2023. Biểu số liệu gửi cùng thời điểm.",
    ),
    (
        "b0610+ b1125+",
        "2. Chế độ báo cáo năm 2024\n- Báo cáo 6 tháng: trước ngày 10 tháng 6;\n- Báo cáo năm: trước ngày 25 tháng 11.",
    ),
    (
        "n0601+ n1101+",
        "Từ năm 2024, định kỳ 6 tháng (chậm nhất ngày 01/6) và năm (chậm nhất ngày 01/11), các đơn vị gửi báo cáo về Sở Nội vụ.",
    ),
    (
        "b0120+",
        "Số liệu thống kê cập nhật đến 31/12/2023 gửi về Sở Tư pháp trước ngày 20 tháng 01 năm sau.",
    ),
    ("b0120+", "Báo cáo năm gửi trước ngày 20/01 năm liền kề sau năm báo cáo."),
    (
        "b1210",
        "Sở Xây dựng dự thảo Báo cáo tổng kết Chương trình phát triển nhà ở, trình UBND tỉnh trước ngày 10/12/2023.",
    ),
    (
        "t",
        "Sở Xây dựng xây dựng Kế hoạch thực hiện, trình UBND tỉnh ban hành trước ngày 10/12/2023.",
    ),
    (
        "t",
        "Hội đồng thẩm định, trình Chủ tịch UBND tỉnh công nhận kết quả xếp hạng trước ngày 10/12/2023.",
    ),
    ("t", "Sở Nội vụ trình UBND tỉnh phê duyệt kết quả chấm điểm trước ngày 10/12/2023."),
    (
        "b0510 b0515",
        "Đề nghị các sở gửi báo cáo trước ngày 10/5/2023, UBND các huyện gửi trước ngày 15/5/2023.",
    ),
    (
        "b0510",
        "Báo cáo (kèm biểu số 01, 02) đề nghị gửi về Thanh tra tỉnh trước ngày 10/5/2023 theo địa chỉ thư điện tử ttt@yenbai.gov.vn.",
    ),
    (
        "n0531",
        "Báo cáo kết quả rà soát gửi về Sở Tài chính chậm nhất là ngày cuối cùng của tháng 5/2023.",
    ),
    (
        "b0520",
        "Đề nghị các huyện khẩn trương rà soát, báo cáo, gửi về Sở Nội vụ (trước ngày 20/5/2023).",
    ),
    ("bm5", "Trước ngày 05 của tháng liền sau tháng báo cáo, các xã gửi báo cáo về huyện."),
    (
        "b0610 b1210 bm20 bq20",
        "Báo cáo tháng gửi trước ngày 20 hằng tháng; báo cáo quý gửi trước ngày 20 của tháng cuối quý; báo cáo 6 tháng gửi trước ngày 10/6; báo cáo năm gửi trước ngày 10/12.",
    ),
    ("", "Năm 2022, có 05 xã gửi báo cáo sau ngày 10/12/2022."),
    ("", "Các hộ kinh doanh đã kê khai trước ngày 31/3/2023 thì không phải nộp lại báo cáo."),
    ("", "Số liệu tính đến ngày 30/4/2023."),
    ("", "Phấn đấu đến hết năm 2023 có 80% thôn đạt chuẩn."),
    ("", "Hội nghị sơ kết dự kiến tổ chức trước ngày 15/7/2023."),
    ("t", "Hoàn thành việc cấp phát trước ngày 20/9/2023."),
    (
        "w",
        "Trong thời hạn 03 ngày làm việc kể từ khi kết thúc kiểm tra, Đoàn kiểm tra báo cáo kết quả với Chủ tịch UBND tỉnh.",
    ),
    (
        "b0615",
        "Đề nghị quý cơ quan báo cáo bằng văn bản về Ban Dân tộc trước ngày 15 tháng 6 năm 2023./.",
    ),
    (
        "b0615 b1215",
        "Thực hiện báo cáo định kỳ theo quy định: báo cáo 6 tháng trước ngày 15 tháng 6, báo cáo năm trước ngày 15 tháng 12.",
    ),
    ("n0420", "Báo cáo kết quả trong ngày 20/4/2023 về Công an tỉnh."),
    (
        "n0425",
        "Báo cáo nhanh trước 10h ngày 25/4/2023; nếu quá thời hạn trên, UBND tỉnh sẽ phê bình.",
    ),
    ("b0501", "Báo cáo kết quả tháng 4 gửi trước ngày 01/5."),
    (
        "b0605",
        "Đề nghị Sở Y tế tham mưu, dự thảo báo cáo của UBND tỉnh gửi Bộ Y tế trước ngày 05/6/2023.",
    ),
    ("b0605", "Báo cáo kết quả kèm danh sách gửi về Sở Nội vụ trước 05/6/2023."),
    (
        "bm5 bq10",
        "2. Chế độ báo cáo:\n- Báo cáo tháng: chậm nhất trước ngày 05 tháng sau;\n- Báo cáo quý: trước ngày 10 của tháng đầu quý tiếp theo.",
    ),
    (
        "b0530 n0615",
        "3. Đề nghị các đơn vị gửi báo cáo về Sở Y tế theo thời hạn sau:\n- Tuyến huyện: trước ngày 30/5/2023.\n- Tuyến tỉnh: chậm nhất ngày 15/6/2023.",
    ),
    (
        "b0530 n0605",
        "4. Báo cáo kết quả\nLoại báo cáo                 Nơi gửi            Thời hạn gửi\nBáo cáo kết quả đợt 1        Sở Y tế            Trước 30/5/2023\nBáo cáo kết quả đợt 2        Sở Y tế            05/6/2023",
    ),
    (
        "b0530 n0605",
        "4. Báo cáo kết quả\nSTT   Tên báo cáo              Đơn vị gửi         Thời hạn\n1     Báo cáo đợt 1            UBND cấp xã        Trước 30/5/2023\n2     Báo cáo đợt 2            UBND cấp xã        05/6/2023",
    ),
    (
        "t t",
        "4. Phân công\nSTT   Nội dung công việc              Đơn vị         Hoàn thành\n1     Xây dựng kế hoạch               Sở Y tế        Trước 30/5/2023\n2     Mở lớp tập huấn                 Sở Y tế        05/6/2023",
    ),
    (
        "n0531 t",
        "Hoàn thành rà soát trong tháng 5/2023, gửi kết quả về Sở Nội vụ trong ngày 31/5/2023.",
    ),
    (
        "n0510 n0610",
        "Các huyện báo cáo 02 đợt: đợt 1 vào ngày 10/5/2023, đợt 2 vào ngày 10/6/2023 về Sở Công Thương.",
    ),
    ("n0510 n0610", "Gửi báo cáo đợt 1 ngày 10/5/2023 và đợt 2 ngày 10/6/2023 về Sở Công Thương."),
    ("n0515", "Đề nghị gửi báo cáo về Sở Nội vụ không chậm hơn ngày 15/5/2023."),
    ("n0515", "Đề nghị báo cáo chậm nhất đến 17 giờ 00 phút, thứ Hai, ngày 15/5/2023."),
    ("n0515", "Báo cáo phải gửi đến Sở Nội vụ muộn nhất vào ngày 15 tháng 5."),
    ("b0515", "Đề nghị các đồng chí gửi báo cáo về Văn phòng trước 15-5-2023."),
    ("b0515", "Đề nghị gửi báo cáo trước ngày 15 tháng 05 năm 2023 ( bản giấy và file mềm ) ."),
    (
        "b0701 b1201",
        "Định kỳ 6 tháng một lần (trước ngày 01 tháng 7 và ngày 01 tháng 12), Thanh tra huyện tổng hợp báo cáo UBND huyện.",
    ),
    ("b0115+ b0715", "Báo cáo 6 tháng trước ngày 15/7, báo cáo năm trước ngày 15/01 năm sau."),
    (
        "bm25 bq25",
        "Báo cáo định kỳ hằng tháng (trước ngày 25), hằng quý (trước ngày 25 tháng cuối quý).",
    ),
    (
        "w",
        "Báo cáo kết quả xử lý về Sở Tư pháp trong vòng 10 ngày kể từ ngày nhận được Công văn này.",
    ),
    ("w", "Khi phát hiện ổ dịch, báo cáo ngay trong 24 giờ về Trung tâm Kiểm soát bệnh tật."),
    ("nd", "Báo cáo nhanh hằng ngày trước 16 giờ về Văn phòng Ban Chỉ huy."),
    (
        "b0505 b0520",
        "Ủy ban nhân dân các xã báo cáo trước ngày 05/5/2023, Phòng Nội vụ thẩm định và tổng hợp báo cáo UBND huyện trước ngày 20/5/2023.",
    ),
    (
        "b0520 b0530",
        "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 20/5/2023 để tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Nội vụ trước ngày 30/5/2023.",
    ),
    (
        "b0520",
        "Để kịp thời tổng hợp báo cáo UBND tỉnh, đề nghị các sở gửi báo cáo trước ngày 20/5/2023.",
    ),
    (
        "b0520 b0530",
        "Để kịp tổng hợp, báo cáo Bộ Y tế trước ngày 30/5/2023, đề nghị các sở gửi báo cáo trước ngày 20/5/2023.",
    ),
    ("t", "Các đơn vị đăng ký tham gia trước ngày 20/5/2023."),
    (
        "t",
        "Đề nghị góp ý bằng văn bản đối với dự thảo báo cáo, gửi về Sở Nội vụ trước ngày 20/5/2023.",
    ),
    ("t", "Công khai kết quả trên cổng thông tin trước ngày 20/5/2023."),
    ("", "Thời gian tổ chức: từ ngày 15/5/2023 đến ngày 15/6/2023."),
    ("", "Báo cáo số 15/BC-UBND ngày 20/5/2023 của UBND huyện nêu rõ kết quả."),
    ("", "Lễ phát động tổ chức vào ngày 01/6/2023; báo cáo viên do Tỉnh ủy cử."),
    (
        "",
        "Nội dung báo cáo: kết quả từ ngày 01/01/2023 đến ngày 30/6/2023, phương hướng 6 tháng cuối năm.",
    ),
    (
        "b0620",
        "Nội dung báo cáo nêu kết quả từ ngày 01/01/2023 đến ngày 15/6/2023, gửi về Sở Y tế trước ngày 20/6/2023.",
    ),
    (
        "b0620",
        "Thời điểm lấy số liệu báo cáo: từ 15/12/2022 đến 14/6/2023; thời gian gửi: trước ngày 20/6/2023.",
    ),
    ("n0620", "Mốc chốt số liệu ngày 14/6/2023; hạn nộp báo cáo ngày 20/6/2023."),
    ("b0520", "Kết quả thực hiện báo cáo UBND tỉnh (qua Sở Nội vụ tổng hợp) trước ngày 20/5/2023."),
    ("b0520", "Yêu cầu Giám đốc Sở Y tế báo cáo Chủ tịch UBND tỉnh kết quả trước ngày 20/5/2023."),
    (
        "b0525 t",
        "Giao Sở Y tế kiểm tra 05 cơ sở trước ngày 20/5/2023, báo cáo UBND tỉnh trước ngày 25/5/2023.",
    ),
    (
        "b0525 t",
        "Sở Tài chính thẩm định xong trước ngày 20/5/2023; báo cáo kết quả trước ngày 25/5/2023.",
    ),
    (
        "b0505",
        "UBND xã Minh Bảo khẩn trương gửi báo cáo còn thiếu (hạn cuối trước ngày 05/5/2023).",
    ),
    (
        "b0505",
        "Đơn vị chưa gửi báo cáo theo Công văn số 12/SNV ngày 10/3/2023 phải hoàn thành trước ngày 05/5/2023.",
    ),
    ("n0615", "Bảng tổng hợp số liệu theo Phụ lục 02 gửi chậm nhất 15/6/2023."),
    (
        "n0615",
        "Biểu mẫu thống kê theo Thông tư 03 hoàn thành, gửi về Cục Thống kê chậm nhất 15/6/2023.",
    ),
    ("b0601", "Báo cáo gửi trước tháng 6/2023 về Sở Y tế."),
    ("n0630", "Báo cáo kết quả trong quý II/2023 về Sở Y tế."),
    ("n0630", "Chậm nhất cuối quý II/2023, Sở Y tế báo cáo UBND tỉnh kết quả."),
    ("", "Đối với báo cáo đã gửi trước ngày 15/4/2023, không phải gửi lại."),
    ("b0520", "Trước ngày 20/5/2023, đồng chí Chánh Văn phòng báo cáo Thường trực Huyện ủy."),
    ("b0520 b0610", "Báo cáo bước 1 trước ngày 20/5/2023, bước 2 trước ngày 10/6/2023."),
    ("b0520 b0525", "Gửi bản mềm báo cáo trước ngày 20/5/2023, bản giấy trước ngày 25/5/2023."),
    (
        "b0520",
        "Rà soát, lập danh sách, tổng hợp số liệu báo cáo về Sở Nội vụ trước ngày 20/5/2023.",
    ),
    ("t", "Lập danh sách gửi Sở Nội vụ trước ngày 20/5/2023 để tổng hợp báo cáo UBND tỉnh."),
    (
        "b0520",
        "Đề nghị các đồng chí Bí thư Đảng ủy các xã chỉ đạo, báo cáo kết quả về Thường trực Huyện ủy (qua Văn phòng Huyện ủy) trước ngày 20/5/2023.",
    ),
    (
        "n0530",
        "Các chi bộ gửi biên bản, báo cáo kiểm điểm về Đảng ủy chậm nhất sau ngày 30/5/2023.",
    ),
    ("t", "Các chi bộ gửi biên bản họp về Đảng ủy trước ngày 30/5/2023."),
    ("n0601", "Ban Tổ chức thẩm định, báo cáo Ban Thường vụ (xong trong ngày 01/6/2023)."),
    (
        "b0531",
        "Kết quả triển khai gửi về UBND huyện trước 31/5/2023 (qua Phòng Văn hóa và Thông tin).",
    ),
    ("b0531", "Tổng hợp nhu cầu và báo cáo về Sở Công Thương trước ngày 31/5/2023."),
    (
        "n0531",
        "Rà soát, tổng hợp báo cáo hiện trạng gửi Sở Giao thông vận tải; thời gian hoàn thành trong tháng 5/2023.",
    ),
    (
        "b0610",
        "- Báo cáo: Trước ngày 10/6/2023, Ban Quản lý dự án gửi báo cáo về Sở Kế hoạch và Đầu tư.",
    ),
    ("b0610 b0625", "Báo cáo sơ bộ trước 10/6/2023; báo cáo chính thức trước 25/6/2023."),
    (
        "b0610 t",
        "Báo cáo kết quả trước ngày 10/6/2023, đồng thời đăng ký nội dung kiểm tra trước ngày 15/6/2023.",
    ),
    ("n0615 n1215", "Chế độ báo cáo: 6 tháng (ngày 15/6), năm (ngày 15/12)."),
    ("n0615", "Thời gian gửi báo cáo: Trong tuần từ ngày 12/6/2023 đến ngày 15/6/2023."),
    ("bm20", "Hằng tháng, quý, các đơn vị gửi báo cáo trước ngày 20."),
    ("bm15 bq15", "Báo cáo tháng trước ngày 15 hằng tháng, quý trước ngày 15 của tháng cuối quý."),
    ("n0430 n0530", "Báo cáo lần 1: ngày 30/4/2023; lần 2: ngày 30/5/2023."),
    ("w", "Chậm nhất 05 ngày sau khi kết thúc hội nghị, các xã báo cáo kết quả về UBND huyện."),
    ("w", "Sau 03 ngày kể từ ngày nhận công văn này, các đơn vị báo cáo kết quả về Sở."),
    (
        "b0510",
        "Văn bản báo cáo đề nghị gửi về Sở Tư pháp trước ngày 10/5/2023, quá thời hạn nêu trên nếu không nhận được báo cáo thì xem như đơn vị thống nhất.",
    ),
    (
        "t",
        "Quá ngày 10/5/2023 mà không nhận được ý kiến góp ý thì xem như thống nhất; đề nghị góp ý trước ngày 10/5/2023.",
    ),
    ("", "Đoàn kiểm tra làm việc, nghe báo cáo từ ngày 15/5/2023 đến ngày 20/5/2023."),
    ("", "Kết luận số 12-KL/TU ngày 10/5/2023 về báo cáo kết quả thực hiện Nghị quyết."),
    (
        "b0505",
        "Đơn vị được kiểm tra chuẩn bị báo cáo theo đề cương, gửi Đoàn trước ngày 05/5/2023.",
    ),
    (
        "b0505",
        "Báo cáo gửi về Đoàn kiểm tra trước ngày kiểm tra 05 ngày, chậm nhất trước ngày 05/5/2023.",
    ),
    ("", "Báo cáo gửi trước ngày kiểm tra 03 ngày làm việc."),
    ("b0610", "UBND các xã tổng hợp báo cáo định kỳ 6 tháng về UBND huyện trước 10/6."),
    (
        "b1110 b1120",
        "Phòng Nội vụ nhận báo cáo của các xã trước ngày 10/11, tổng hợp báo cáo Sở Nội vụ trước ngày 20/11.",
    ),
    (
        "b0510",
        "Trên cơ sở kết quả rà soát, đề nghị UBND các huyện báo cáo UBND tỉnh trước 10/5/2023, trong đó nêu rõ số hộ đã hỗ trợ đến ngày 30/4/2023.",
    ),
    (
        "b0510",
        "Báo cáo tình hình thực hiện từ ngày 01/01/2022 đến ngày 31/3/2023, gửi về Ban Dân vận trước ngày 10/5/2023.",
    ),
    (
        "n0525",
        "Đề nghị quan tâm phối hợp, gửi báo cáo đúng thời gian quy định (chậm nhất ngày 25/5/2023).",
    ),
    (
        "b0601 n0605",
        "Tổ chức, cá nhân báo cáo Sở Tài nguyên và Môi trường trước ngày 01/6/2023; Sở Tài nguyên và Môi trường tổng hợp, báo cáo Bộ muộn nhất ngày 05/6/2023.",
    ),
    ("b0115+", "Báo cáo kết quả công tác năm 2023 trước ngày 15/01/2024."),
    ("b0205+", "Báo cáo năm 2023: trước ngày 05 tháng 02 năm 2024."),
    ("n1231", "Hoàn thành và báo cáo kết quả trước khi kết thúc năm 2023."),
    ("t", "Hoàn thành việc giải ngân trước ngày 31/12/2023."),
    (
        "b0615",
        "Các sở, ngành, địa phương: gửi kết quả tự chấm điểm về Sở Nội vụ trước ngày 15/6/2023.",
    ),
    ("t", "Các sở, ngành, địa phương tự chấm điểm xong trước ngày 15/6/2023."),
    (
        "b0515 b0530",
        "1. UBND các xã\na) Báo cáo thực trạng trước ngày 15/5/2023.\nb) Cập nhật số liệu, gửi Phòng Tài chính trước ngày 30/5/2023.",
    ),
    (
        "b0515 b0530",
        "3. Thời gian báo cáo\n- Cấp xã: trước ngày 15/5/2023.\n- Cấp huyện: trước ngày 30/5/2023.",
    ),
    (
        "b0615 b1215",
        "5. Chế độ thông tin, báo cáo\nCác địa phương gửi báo cáo về Sở như sau:\n+ 6 tháng: trước ngày 15/6;\n+ Năm: trước ngày 15/12.",
    ),
    (
        "n0514",
        "Yêu cầu giải trình bằng văn bản, báo cáo gửi về Thanh tra tỉnh trước 17 giờ ngày 14/5/2023.",
    ),
    (
        "b0510",
        "Để có cơ sở báo cáo Bộ Công Thương, đề nghị các doanh nghiệp cung cấp số liệu trước ngày 10/5/2023.",
    ),
    (
        "b0510",
        "Đề nghị Quý Công ty cung cấp thông tin, số liệu theo biểu gửi kèm trước ngày 10/5/2023.",
    ),
    (
        "b0510",
        "Kính đề nghị Quý cơ quan phối hợp, gửi báo cáo về Hội trước ngày 10/5/2023 để tổng hợp.",
    ),
    ("n0531", "Báo cáo hoàn thành trong tháng 5 năm 2023 gửi về Ban Chỉ đạo."),
    (
        "b0530",
        "Nhiệm vụ này hoàn thành, có báo cáo kết quả gửi về Văn phòng UBND tỉnh trước ngày 30/5/2023.",
    ),
    ("n1130", "Các trường báo cáo kết quả kiểm định chậm nhất 30 tháng 11."),
    ("n0430", "Định kỳ hằng năm báo cáo tài chính gửi về Sở Tài chính chậm nhất ngày 30/4."),
    (
        "b0510 b0512",
        "Các cơ quan báo cáo Ban Chỉ đạo cấp huyện trước ngày 10/5/2023, Ban Chỉ đạo cấp huyện báo cáo Ban Chỉ đạo cấp tỉnh trước ngày 12/5/2023.",
    ),
    ("b0630", "Ngoài báo cáo định kỳ, các xã gửi báo cáo chuyên đề trước ngày 30/6/2023."),
    (
        "",
        "Thời gian cao điểm từ nay đến ngày 30/6/2023, các đơn vị tăng cường kiểm tra và báo cáo kịp thời.",
    ),
    (
        "n0630",
        "Từ nay đến hết ngày 30/6/2023, các xã hoàn thành rà soát và báo cáo kết quả về UBND huyện.",
    ),
    ("b0620", "Báo cáo gửi qua hệ thống báo cáo Chính phủ trước ngày 20/6/2023."),
    ("n0620", "Báo cáo kết quả; thời hạn: 20/6/2023."),
    (
        "b0620 b0630",
        "Giao Sở Y tế chủ trì, tham mưu báo cáo UBND tỉnh trước ngày 20/6/2023; hoàn thiện báo cáo gửi Bộ Y tế trước ngày 30/6/2023.",
    ),
    ("b0620", "Hồ sơ, báo cáo gửi về Hội đồng thi đua trước ngày 20/6/2023."),
    (
        "t",
        "Hồ sơ đề nghị khen thưởng (gồm tờ trình, báo cáo thành tích, biên bản) gửi về Hội đồng trước ngày 20/6/2023.",
    ),
    ("b0620", "Kết quả lấy phiếu gửi về Ban Tổ chức trước ngày 20/6/2023."),
    (
        "b0620",
        "Thống kê số lượng lao động nữ, gửi về Liên đoàn Lao động tỉnh trước ngày 20/6/2023.",
    ),
    ("t", "Bố trí kinh phí và thực hiện chi trả trước ngày 20/6/2023, có báo cáo theo quy định."),
    ("b0620", "Tiến độ thực hiện báo cáo hằng tuần; báo cáo tổng thể trước ngày 20/6/2023."),
    ("n0620", "Phải có báo cáo gửi Thường trực Ban Chỉ đạo không quá ngày 20/6/2023."),
    ("b0701", "Đề nghị cập nhật số liệu vào phần mềm và báo cáo trước 01/7/2023."),
    (
        "b0620",
        "Các đơn vị thực hiện nghiêm túc và gửi kết quả (theo mẫu đính kèm) về Sở, chậm nhất trước ngày 20/6/2023.",
    ),
    ("n0620", "Mọi báo cáo, phản ánh gửi về Văn phòng (hạn chót: 17h, ngày 20/6/2023)."),
    ("b0620 b0625", "Công an các huyện báo cáo trước 20/6, riêng thành phố Yên Bái trước 25/6."),
    ("b0620", "Lưu ý: Báo cáo phải có chữ ký số của Thủ trưởng và được gửi trước ngày 20/6/2023."),
    ("b0620", "Các xã rà soát số hộ nghèo (thời điểm 31/5/2023) và báo cáo trước 20/6/2023."),
    (
        "b0620",
        "Báo cáo tình hình thiệt hại do mưa lũ từ ngày 10/5 đến ngày 12/5/2023 trước ngày 20/6/2023.",
    ),
    (
        "n0620",
        "Đồng chí Chủ tịch UBND các huyện trực tiếp chỉ đạo, báo cáo UBND tỉnh ngay trong ngày 20/6/2023.",
    ),
    ("b0620 bm25", "Hằng tháng báo cáo trước ngày 25; riêng tháng 6 báo cáo trước ngày 20/6/2023."),
    ("b0620 b1220", "Báo cáo 6 tháng và năm gửi trước ngày 20/6 và 20/12."),
    (
        "b0620 b1220",
        "Gửi báo cáo 6 tháng đầu năm, báo cáo năm lần lượt trước các ngày 20/6 và 20/12/2023.",
    ),
    ("b0615 b0915 b1215", "Báo cáo 6 tháng, 9 tháng, năm trước ngày 15/6, 15/9, 15/12."),
    (
        "b0615 b0915 b1215",
        "Báo cáo quý II, quý III, năm 2023 trước ngày 15 các tháng 6, 9, 12/2023.",
    ),
    ("bq15", "Báo cáo quý: trước ngày 15 tháng cuối của quý."),
    ("nq25", "Ngày 25 của tháng cuối mỗi quý, các quỹ tín dụng gửi số liệu về Ngân hàng Nhà nước."),
]


@pytest.mark.parametrize(("duties", "body"), SAID)
def test_deadlines_as_offices_write_them(duties: str, body: str) -> None:
    assert said_of(body) == duties
