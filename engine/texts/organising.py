"""What notices of people and structure say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "thay-doi-to-chuc": {
        "vi": (
            "Thay đổi tổ chức: {unit} tiếp nhận nhiệm vụ",
            (
                "{unit} tiếp nhận nhiệm vụ của {predecessors}: {reports} báo cáo đang lập, {tasks} "
                "quy trình đang chạy. Báo cáo trùng đã được nhập làm một, giữ hạn sớm nhất."
            ),
        ),
        "en": (
            "Change of structure: {unit} takes over",
            (
                "{unit} takes over from {predecessors}: {reports} reports being written, {tasks} "
                "running processes. Reports of one duty became one, with the earliest deadline."
            ),
        ),
    },
}
