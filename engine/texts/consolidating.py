"""What notices of consolidation say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "don-doc-tong-hop": {
        "vi": (
            "Cơ quan tổng hợp đôn đốc: {report}",
            "{unit} chưa nộp {report} (kỳ {period}) theo {directive}; hạn cuối {last_day} đã qua. "
            "Cơ quan tổng hợp đề nghị nộp ngay; đơn vị chưa nộp sẽ được nêu tên trong báo cáo "
            "tổng hợp.",
        ),
        "en": (
            "The consolidating unit urges: {report}",
            "{unit} has not submitted {report} (period {period}) under {directive}; the last day, "
            "{last_day}, has passed. Please submit it now: units that are missing are named in the "
            "consolidated report.",
        ),
    },
    "nhac-tong-hop": {
        "vi": (
            "Cơ quan tổng hợp nhắc: {report}",
            "Cơ quan tổng hợp nhắc {unit} nộp {report} (kỳ {period}) theo {directive} đúng hạn. "
            "Ngày cuối cùng được tính đúng hạn: {last_day}.",
        ),
        "en": (
            "The consolidating unit reminds: {report}",
            "{unit} is reminded to submit {report} (period {period}) under {directive} in time. "
            "The last day on time is {last_day}.",
        ),
    },
    "de-nghi-tong-hop": {
        "vi": (
            "Đề nghị phối hợp gửi: {report}",
            "Để kịp tổng hợp, trân trọng đề nghị {unit} phối hợp gửi {report} (kỳ {period}) theo "
            "{directive}. Ngày đề nghị: {last_day}.",
        ),
        "en": (
            "A request to send: {report}",
            "So that it can be consolidated, {unit} is kindly asked to send {report} (period "
            "{period}) under {directive}. The day asked for: {last_day}.",
        ),
    },
    "den-han-tong-hop": {
        "vi": (
            "Đến hạn tổng hợp: {report}",
            "Đã đến hạn tổng hợp {report} (kỳ {period}) theo {directive}. Đề nghị {unit} chốt tổng "
            "hợp với các báo cáo đã tiếp nhận; báo cáo đến sau sẽ vào báo cáo bổ sung.",
        ),
        "en": (
            "Due to be consolidated: {report}",
            "{report} (period {period}) under {directive} is due to be consolidated. {unit}: "
            "please close it with what was accepted; what comes later goes into a supplement.",
        ),
    },
    "da-tong-hop": {
        "vi": (
            "Đã có kết quả tổng hợp: {report}",
            "{unit} đã tổng hợp {report} (kỳ {period}) theo {directive}. Kết quả đã được đưa vào "
            "dự thảo báo cáo của đơn vị lên cấp trên; đề nghị kiểm tra, bổ sung và nộp.",
        ),
        "en": (
            "Consolidated: {report}",
            "{unit} has consolidated {report} (period {period}) under {directive}. The result is "
            "in the draft of your own report to the tier above; please check, complete and submit "
            "it.",
        ),
    },
    "bao-cao-bo-sung": {
        "vi": (
            "Báo cáo bổ sung: {report}",
            "{unit} đã tổng hợp bổ sung {report} (kỳ {period}) theo {directive} sau khi báo cáo "
            "được gửi lên. Đơn vị bổ sung: {added}.",
        ),
        "en": (
            "Supplement: {report}",
            "{unit} has supplemented {report} (period {period}) under {directive} after it was "
            "sent up. Units added: {added}.",
        ),
    },
}
