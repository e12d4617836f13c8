"""What notices about drafts of models say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "mo-hinh-cho-duyet": {
        "vi": ("Chờ thẩm định: {title}", "Bản nháp «{title}» chờ thẩm định. Ghi chú: {note}"),
        "en": ("To review: {title}", "The draft «{title}» waits for a review. Note: {note}"),
    },
    "mo-hinh-da-duyet": {
        "vi": ("Đã duyệt: {title}", "Bản nháp «{title}» đã được duyệt. Nhận xét: {note}"),
        "en": ("Approved: {title}", "The draft «{title}» was approved. Remarks: {note}"),
    },
    "mo-hinh-tra-lai": {
        "vi": ("Trả lại để sửa: {title}", "Bản nháp «{title}» được trả lại để sửa: {note}"),
        "en": ("Sent back: {title}", "The draft «{title}» was sent back: {note}"),
    },
    "mo-hinh-trien-khai": {
        "vi": ("Đã triển khai: {title}", "«{title}» đã được triển khai, phiên bản {note}."),
        "en": ("Deployed: {title}", "«{title}» was deployed as version {note}."),
    },
    "mo-hinh-khong-trien-khai": {
        "vi": (
            "Chưa triển khai được: {title}",
            "Đến ngày nhưng bản nháp «{title}» chưa triển khai được: {note}",
        ),
        "en": (
            "Not deployed: {title}",
            "Its day came, but the draft «{title}» was not deployed; its page says why: {note}",
        ),
    },
}
