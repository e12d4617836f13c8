"""What notices of the ladder say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "urging-letter": {
        "vi": (
            "Văn bản đôn đốc số {number}: {report}",
            (
                "Văn bản số {number} đôn đốc {unit} nộp {report} (kỳ {period}) theo {directive}; hạn "
                "{last_day} đã qua. Hạn mới: {new_day}. Việc nộp chậm vẫn tính từ hạn ban đầu."
            ),
        ),
        "en": (
            "Urging letter {number}: {report}",
            (
                "Letter {number} urges {unit} to submit {report} (period {period}) under {directive}; "
                "the last day, {last_day}, has passed. The new one is {new_day}. Lateness still counts "
                "from the first deadline."
            ),
        ),
    },
    "neu-ten": {
        "vi": (
            "Nêu tên đơn vị chậm: {report}",
            (
                "{unit} được đôn đốc mà vẫn chưa nộp {report} (kỳ {period}) theo {directive}, hạn "
                "{last_day}, nên bị đưa vào danh sách đơn vị chậm báo cáo."
            ),
        ),
        "en": (
            "Named as late: {report}",
            (
                "{unit} was urged and has still not submitted {report} (period {period}) under "
                "{directive}, due {last_day}: it stands on the list of units that are late."
            ),
        ),
    },
    "phe-binh": {
        "vi": (
            "Phê bình: chậm {report}",
            (
                "{unit} bị phê bình vì chưa nộp {report} (kỳ {period}) theo {directive}, hạn "
                "{last_day}, dù đã được đôn đốc. Đề nghị kiểm điểm trách nhiệm và nộp ngay."
            ),
        ),
        "en": (
            "Criticised: {report} is late",
            (
                "{unit} is criticised for not having submitted {report} (period {period}) under "
                "{directive}, due {last_day}, although it was urged. Establish who is responsible and "
                "submit it now."
            ),
        ),
    },
}
