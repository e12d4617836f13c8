"""What notices of extensions say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "xin-gia-han": {
        "vi": (
            "{unit} xin gia hạn: {report}",
            (
                "{unit} đề nghị gia hạn {report} (kỳ {period}) theo {directive} từ {last_day} đến "
                "{new_day}. Lý do: {reason}"
            ),
        ),
        "en": (
            "{unit} asks for more time: {report}",
            (
                "{unit} asks to extend {report} (period {period}) under {directive} from "
                "{last_day} to {new_day}. Reason: {reason}"
            ),
        ),
    },
    "gia-han": {
        "vi": (
            "Được gia hạn: {report}",
            (
                "Hạn của {report} (kỳ {period}) theo {directive} được gia hạn từ {last_day} đến "
                "{new_day}. Ý kiến: {remarks}. Việc nộp chậm vẫn tính từ hạn ban đầu."
            ),
        ),
        "en": (
            "Extended: {report}",
            (
                "The deadline of {report} (period {period}) under {directive} was extended from "
                "{last_day} to {new_day}. Remarks: {remarks}. Lateness still counts from the first."
            ),
        ),
    },
    "khong-gia-han": {
        "vi": (
            "Không được gia hạn: {report}",
            (
                "Đề nghị gia hạn {report} (kỳ {period}) theo {directive} không được đồng ý; hạn "
                "vẫn là {last_day}. Ý kiến: {remarks}"
            ),
        ),
        "en": (
            "Not extended: {report}",
            (
                "The extension of {report} (period {period}) under {directive} was refused; the "
                "last day is still {last_day}. Remarks: {remarks}"
            ),
        ),
    },
}
