"""What of a docx cannot be set in the PDF: named, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SAYINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "font": (
            "phông chữ khác Times New Roman được thay bằng phông cùng cỡ chữ của bản PDF",
            "a font other than Times New Roman is replaced by the PDF's own",
        ),
        "picture": (
            "hình trôi nổi, hình vẽ hoặc hình không phải PNG, JPEG không có trong bản PDF",
            "a floating picture, a drawing, or one that is no PNG or JPEG is left out of the PDF",
        ),
        "text-box": (
            "hộp chữ không có trong bản PDF; hãy dùng bảng",
            "a text box is left out of the PDF; use a table",
        ),
        "object": ("đối tượng nhúng không có trong bản PDF", "an embedded object is left out"),
        "formula": ("công thức không có trong bản PDF", "a formula is left out of the PDF"),
        "note": (
            "chú thích cuối trang, cuối văn bản không có trong bản PDF",
            "footnotes and endnotes are left out of the PDF",
        ),
        "numbering": (
            "kiểu đánh số tự động này được in thành dấu gạch; hãy gõ số",
            "this kind of automatic number is printed as a dash; type the number",
        ),
        "columns": ("văn bản nhiều cột được in một cột", "text in columns is set in one column"),
        "even-pages": (
            "đầu trang riêng cho trang chẵn không có trong bản PDF",
            "a separate header for even pages is left out of the PDF",
        ),
        "tab-stops": (
            "vị trí dừng Tab riêng được thay bằng khoảng cách đều; hãy dùng bảng",
            "own tab stops become even gaps; use a table",
        ),
        "symbol": ("ký hiệu của phông đặc biệt không có trong bản PDF", "a symbol is left out"),
        "highlight": ("màu nền chữ không có trong bản PDF", "text highlighting is left out"),
        "small-caps": ("chữ hoa nhỏ được in như chữ thường", "small capitals are set as typed"),
        "wide-table": (
            "bảng rộng hơn khổ giấy được thu cho vừa",
            "a table wider than the page is narrowed",
        ),
    }
)


class Notices:
    """Collects what was not set, each kind once."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}

    def add(self, code: str) -> None:
        """Note one; ``code`` is a key of ``SAYINGS``."""
        self.found[code] = None

    def said(self, locale: str) -> list[str]:
        """In words."""
        return [SAYINGS[code][0 if locale == "vi" else 1] for code in self.found]
