"""How two readers' words are compared, and whether a date stands in a text at all."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from functools import lru_cache

from engine.intake.characters import tidy
from engine.intake.reading import put_in_order

_SHORT = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "ubmttq": "ủy ban mặt trận tổ quốc",
    "ubmttqvn": "ủy ban mặt trận tổ quốc việt nam", "mttqvn": "mặt trận tổ quốc việt nam", "mttq": "mặt trận tổ quốc",
    "lđtbxh": "lao động thương binh và xã hội", "tbxh": "thương binh và xã hội", "tb": "thương binh", "xh": "xã hội", "lđ": "lao động",
    "vstbpn": "vì sự tiến bộ của phụ nữ", "bđg": "bình đẳng giới", "gdđt": "giáo dục và đào tạo", "gd": "giáo dục", "đt": "đào tạo",
    "nnptnt": "nông nghiệp và phát triển nông thôn", "nn": "nông nghiệp", "ptnt": "phát triển nông thôn",
    "khcn": "khoa học và công nghệ", "tttt": "thông tin và truyền thông", "vhttdl": "văn hóa thể thao và du lịch",
    "tnmt": "tài nguyên và môi trường", "khđt": "kế hoạch và đầu tư", "gtvt": "giao thông vận tải", "lhpn": "liên hiệp phụ nữ",
    "tp": "thành phố", "tx": "thị xã", "btc": "ban tổ chức", "pctt": "phòng chống thiên tai", "tkcn": "tìm kiếm cứu nạn",
}  # fmt: skip
_SPELT = (
    ("uỷ", "ủy"), ("hoà", "hòa"), ("hoá", "hóa"), ("thuỷ", "thủy"), ("tuỳ", "tùy"), ("luỹ", "lũy"), ("quí", "quý"), ("hàng năm", "hằng năm"),
    ("hàng tháng", "hằng tháng"), ("hàng quý", "hằng quý"), ("toà", "tòa"), ("xoá", "xóa"), ("khoẻ", "khỏe"), ("vì sự tiến bộ phụ nữ", "vì sự tiến bộ của phụ nữ"),
)  # fmt: skip
_SMALL = {"và", "của", "các", "những", "tại", "về", "để", "bc", "báo", "cáo"}
_QUARTER = {1: "i", 2: "ii", 3: "iii", 4: "iv"}


def folded(text: str | None) -> str:
    """Small letters with their marks, no punctuation, short forms in full, one way of spelling."""
    low = unicodedata.normalize("NFC", text or "").casefold()
    low = low.replace("(run-in)", " ")
    low = re.sub(r"(?<=\w)&(?=\w)", "", low)
    words = [_SHORT.get(word, word) for word in re.sub(r"[^\w]+", " ", low).split()]
    whole = f" {' '.join(words)} "
    for old, new in _SPELT:
        whole = whole.replace(f" {old} ", f" {new} ")
    return whole.strip()


def same(a: str | None, b: str | None) -> bool:
    """The same words after folding; nothing is only like nothing."""
    return folded(a) == folded(b)


def alike(a: str | None, b: str | None) -> bool:
    """Two names of one body: one inside the other, or most of their words shared."""
    x, y = folded(a), folded(b)
    if not x or not y:
        return x == y
    if x in y or y in x:
        return True
    left, right = set(x.split()) - _SMALL, set(y.split()) - _SMALL
    return len(left & right) >= 0.6 * max(1, min(len(left), len(right)))


def stands_in(day: dt.date, text: str) -> bool:
    """Whether the day is said in the text: day and month, or month, quarter or year where it ends one.

    Said as the text has it, or as it reads once page numbers, footnotes and breaks are out of the way.
    """
    return _said(day, tidy(text).text) or _said(day, _in_order(text))


@lru_cache(maxsize=4)
def _in_order(text: str) -> str:
    return "\n".join(paragraph.text for paragraph in put_in_order(text).paragraphs)


def _said(day: dt.date, text: str) -> bool:
    spaced = re.sub(r"\s+", " ", text).casefold()
    if _day_said(day, spaced):
        return True
    if day.day in (1, calendar.monthrange(day.year, day.month)[1]):
        return _month_said(day, spaced)
    return False


def _day_said(day: dt.date, spaced: str) -> bool:
    separated = rf"(?<!\d)0?{day.day} ?[/.\-–] ?0?{day.month}(?!\d)"
    ranged = (
        rf"(?<!\d)0?{day.day} ?(?:[-–,]|và|đến) ?(?:ngày )?\d{{1,2}} ?[/.] ?0?{day.month}(?!\d)"
    )
    several = (
        rf"(?<!\d)0?{day.day}(?!\d)[^.;]{{0,40}}tháng ?[\d, và]{{1,30}}(?<!\d)0?{day.month}(?!\d)"
    )
    listed = rf"(?<!\d)0?{day.day}(?!\d)[^.;]{{0,40}}tháng[ .]{{0,2}}0?{day.month}(?!\d)"
    torn = rf"ngày0?{day.day}tháng\.?0?{day.month}năm"
    patterns = (separated, ranged, listed, several)
    return any(re.search(pattern, spaced) for pattern in patterns) or bool(
        re.search(torn, spaced.replace(" ", ""))
    )


def _month_said(day: dt.date, spaced: str) -> bool:
    month = rf"tháng ?0?{day.month}(?!\d)|(?<!\d)0?{day.month}/{day.year}"
    if re.search(month, spaced):
        return True
    if "cuối tháng" in spaced or "hết tháng" in spaced or "đầu tháng" in spaced:
        return True
    quarter = _QUARTER[(day.month - 1) // 3 + 1]
    number = (day.month - 1) // 3 + 1
    if re.search(rf"quý ?(?:{quarter}|{number})\b", spaced) or "cuối quý" in spaced:
        return True
    whole_year = (day.month, day.day) in ((12, 31), (1, 1))
    half = (day.month, day.day) in ((6, 30), (9, 30), (7, 1))
    return (whole_year and str(day.year) in spaced) or (half and "tháng" in spaced)
