"""What notices of drafts say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "trinh-du-thao": {
        "vi": (
            "Trình dự thảo: {subject}",
            "{by} trình lãnh đạo {unit} dự thảo «{subject}». Đề nghị xem trước và ban hành tại "
            "mục Văn bản, Dự thảo của đơn vị.",
        ),
        "en": (
            "Draft to be issued: {subject}",
            "{by} puts the draft «{subject}» before the head of {unit}. Please look at its preview "
            "and issue it under Directives, Drafts of the unit.",
        ),
    },
}
