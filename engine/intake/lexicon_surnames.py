"""Surnames, in capitals: what tells a signer's name from one more line of a title."""

from __future__ import annotations

from typing import Final

SURNAMES: Final = frozenset({
    "A", "BÙI", "BẠCH", "BẾ", "CAO", "CHU", "CHÂU", "CHẨU", "CHỬ", "CÀ", "CÙ", "DANH", "DOÃN",
    "DƯƠNG", "GIÀNG", "GIÁP", "HOÀNG", "HUỲNH", "HÀ", "HÙNG", "HẠ", "HẦU", "HỒ", "HỨA", "KHUẤT",
    "KIM", "KIỀU", "KPĂ", "KSOR", "LA", "LÂM", "LÊ", "LÒ", "LÝ", "LƯU", "LƯƠNG", "LẠI", "LỤC",
    "LỮ", "MA", "MAI", "MÃ", "MÙA", "MẠC", "MẪN", "NGHIÊM", "NGUYỂN", "NGUYỄN", "NGÔ", "NÔNG",
    "PHAN", "PHÓ", "PHÙNG", "PHẠM", "QUAN", "QUÀNG", "QUÁCH", "RÔ", "RƠ", "SIU", "SÙNG", "SƠN",
    "SẦM", "THIỀU", "THÀO", "THÁI", "THÂN", "THẠCH", "TIÊU", "TRIỆU", "TRƯƠNG", "TRẦN", "TRỊNH",
    "TÒNG", "TÔ", "TĂNG", "TẠ", "TẤT", "TỐNG", "TỪ", "UÔNG", "VI", "VIÊN", "VÀNG", "VÕ", "VĂN",
    "VŨ", "VƯƠNG", "XA", "Y", "ÂU", "ÔNG", "ĐINH", "ĐIỂU", "ĐOÀN", "ĐÀO", "ĐẬU", "ĐẶNG", "ĐỒNG",
    "ĐỔNG", "ĐỖ",
})  # fmt: skip
