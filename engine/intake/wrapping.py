"""Which printed lines are one paragraph: a paper's width, not its sentences, made them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from engine.intake.letters import LOWER, UPPER
from engine.intake.lines import Line

NUMBERED = re.compile(
    rf"(?P<roman>[IVX]{{1,6}})(?:[.)]|\s*[-–:]|/(?=\s|[{UPPER}]{{2}})|(?=\s(?!NĂM|NHIỆM|K[ỲY]|KHÓA|KHOÁ|VÀ)[{UPPER}]{{2}}[{UPPER}\s,]{{8,200}}:?\s*$))\s*(?=\S)"
    rf"|(?P<section>[A-H])(?:[.)]|\s[-–])\s*(?=[{UPPER}])"
    rf"|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:[.)]|/(?=\s?[{UPPER}][{LOWER}]+\s)|(?<=\.\d)|(?<=\.\d\d))(?:\s*(?=[^\W\d_]|[“\"(])|\s+(?=\d{{1,3}}(?:%|\s+[^\W\d_])))"
    rf"|(?P<dashed>\d{{1,2}})\s?[-–]\s?(?=[{UPPER}][{LOWER}])"
    r"|(?P<article>(?:Điều|ĐIỀU)\s+\d{1,3})\s*[.:]\s*(?=\S)"
    r"|(?P<part>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:[IVX]{1,6}|\d{1,2}|thứ \w+))\b\s*[.:]?\s*"
)
LETTERED = re.compile(
    r"(?P<letter>[a-zđ])\s?(?:[).]|/(?=\s[^\W\d_a-z]))\s*(?=[^\W\d_]|[“\"(])(?<![a-z][.)][a-z])"
)
BULLET = re.compile(r"(?P<bullet>[-–—+*•●▪■◦○❖✓➢\uf0b7\uf02d\uf0d8])\s*(?=\S)")
_ENDS = re.compile(r"[.;:!?…]['”\"»)]?\s*$|[.…]/\.?\s*$|\./\.\s*$")
_HANGS = re.compile(
    r"(?:[-–,/(&“]|\b(?:số|ngày|tháng|năm|và|của|các|về|theo|tại|từ|đến|cho|do|với|trong|để|là|Quyết|Nghị|Sở|Bộ))\s*$"
)
_KEYWORD = re.compile(
    r"(?:Kính gửi|Nơi nhận|Căn cứ|CỘNG H[OÒ]?[AÀ]?|Độc lập|V/v|Về việc|QUYẾT ĐỊNH|KẾ HOẠCH|CHỈ THỊ|THÔNG BÁO|HƯỚNG DẪN|CÔNG ĐIỆN"
    r"|TM\.|KT\.|TL\.|TUQ\.|Q\.|Xét đề nghị|Theo đề nghị|Trên đây là|(?:Số|SỐ)\s*:|Lưu:)"
)
_DAY_FIRST = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d(?!\d|\s?[:–-])")
"""A paragraph does not begin with a day printed in figures."""
_DAY_BROKEN = re.compile(r"(?:trước|ngày|tháng|năm|qu[ýí])\s*$", re.IGNORECASE)
"""A line that ends inside a day: 'trước ngày / 15/5', 'ngày 20 tháng / 6 năm 2018'."""
_NUMBER_BELOW = re.compile(r"\d{1,6}[a-zđ]?\s?[-/]")
_SETS_OUT = re.compile(
    r"(?:Chủ trì|Chủ động|Phối hợp|Tổ chức|Tổng hợp|Tiếp tục|Tiếp nhận|Tham mưu|Tuyên truyền|Kiểm tra|Thực hiện|Xây dựng|Hướng dẫn|Rà soát|Tăng cường"
    r"|Đẩy mạnh|Bố trí|Theo dõi|Trong|Trên|Căn cứ|Là|Triển khai|Thường xuyên|Nâng cao|Báo cáo|Cung cấp|Chỉ đạo|Đôn đốc|Lồng ghép|Ban hành|Hằng|Hàng|Định kỳ"
    r"|Đề nghị|Giao|Yêu cầu|Có trách nhiệm|Chịu trách nhiệm|Bảo đảm|Đảm bảo|Phát huy|Phân công|Quán triệt|Cử|Lập|Mở|Gửi|Hỗ trợ|Khám|Cấp|Đưa|Vận động|Huy động|Thẩm định|Tập trung|Giám sát)\b"
)
"""Words a paragraph under a heading sets out with; no body's name begins so."""
_BODY = re.compile(
    r"(?:Căn cứ|Thực hiện|Thi hành|Theo|Nhằm|Để|Tiếp (?:theo|tục)|Triển khai|Trên cơ sở|Xét|Sau khi|Qua|Trong (?:những|thời|các)|Thời gian|Những năm|Năm|Ngày \d|Vừa qua|Hiện nay|Hưởng ứng|Phát huy|Chuẩn bị)\s"
)
"""With what the first sentence under a title in capitals sets out."""
_WIDE = 150
_LEAST_INDENT, _MOST_INDENT = 3, 16


@dataclass(frozen=True, slots=True)
class Page:
    """How the text was printed: ``width`` of a full line, 0 where each paragraph is one line;
    ``spaced``: a blank line between every two lines, so that it says nothing; ``parted``: blank
    lines stand between paragraphs and nowhere else; ``indented``: a paragraph's first line stands in.
    """

    width: int
    spaced: bool
    parted: bool = False
    indented: bool = False


def page_of(lines: list[Line]) -> Page:
    """Measured over the lines."""
    lengths = sorted(len(line.text) for line in lines if not line.row)
    long = [n for n in lengths if n > 30]
    if not long:
        return Page(0, False)
    wide = sum(1 for n in lengths if n > _WIDE)
    width = (
        0 if wide > max(1, len(lengths) // 50) else long[min(len(long) - 1, len(long) * 85 // 100)]
    )
    runs = [
        (b.gap > 0)
        for a, b in pairwise(lines)
        if width and len(a.text) > width * 0.7 and b.text[:1].islower()
    ]
    spaced = len(runs) >= 3 and sum(runs) * 2 > len(runs)
    ended = [b.gap > 0 for a, b in pairwise(lines) if a.text[-1] in ".:"]
    parted = not spaced and bool(width) and len(ended) >= 3 and sum(ended) * 3 > len(ended) * 2
    return Page(width, spaced, parted, bool(width) and _is_indented(lines))


def _is_indented(lines: list[Line]) -> bool:
    """Many lines at the edge, and a good part of the rest a little in from it."""
    full = [line.indent for line in lines if len(line.text) > 40 and not line.row]
    inner = sum(1 for indent in full if _LEAST_INDENT <= indent <= _MOST_INDENT)
    at_edge = sum(1 for indent in full if indent < _LEAST_INDENT)
    return len(full) >= 8 and inner * 7 >= len(full) and at_edge * 4 >= len(full)


def continues(before: Line, line: Line, page: Page) -> bool:
    """``line`` goes on with the paragraph ``before`` ends in."""
    if before.row or line.row:
        return False
    text, prior = line.text, before.text
    first = text[0]
    if first.islower() and not LETTERED.match(text):
        return not (_ENDS.search(prior) and prior[-1] not in "…") or _full(before, page)
    if first in ",.;:)]”»%/?!…" or (_DAY_FIRST.match(text) and (not line.gap or page.spaced)):
        return True
    if _breaks_off(prior, text) and not _opens(text):
        return True
    if _opens(text):
        return _dash_inside(prior, text, page)
    if (
        _KEYWORD.match(text)
        or _after_title(prior, text)
        or (_ENDS.search(prior) and not _sentence_inside(before, line, page))
    ):
        return False
    hangs = _hangs(prior, page)
    if page.indented and _LEAST_INDENT <= line.indent <= _MOST_INDENT:
        return False
    if line.gap and not page.spaced and not line.page:
        return hangs and line.gap <= 2
    if hangs or (first.isdigit() and page.width and len(prior) > page.width * 0.5):
        return True
    return page.width > 0 and not _fitted(prior, text, page)


def _after_title(prior: str, text: str) -> bool:
    """A line of capitals, and under it the first of a sentence."""
    return (
        prior.isupper() and len(prior) > 12 and prior[-1] not in ",-–(" and bool(_BODY.match(text))
    )


def _breaks_off(prior: str, text: str) -> bool:
    """The line ends with a dash, or inside a day, or before a document's number."""
    first = text[0]
    if first.isdigit() and _DAY_BROKEN.search(prior):
        return True
    if prior.endswith(" số") and _NUMBER_BELOW.match(text):
        return True
    return prior[-1] in "-–" and len(prior) > 2 and first.isalnum()


def _hangs(prior: str, page: Page) -> bool:
    """The line ends in a word that none ends with; a short line does so only as a title's."""
    if len(prior) < (page.width or _WIDE) * 0.6:
        return prior[-1] in ",/(&“" or prior.endswith(" -")
    return _HANGS.search(prior) is not None


def _fitted(prior: str, text: str, page: Page) -> bool:
    """The next word would have stood on the line before: its end was meant."""
    if NUMBERED.match(prior):
        return len(prior) < page.width and (
            _SETS_OUT.match(text) is not None or len(prior) < page.width * 0.85
        )
    room = 0.9
    return len(prior) + 1 + len(text.split(" ", 1)[0]) <= page.width * room


def _full(line: Line, page: Page) -> bool:
    return page.width > 0 and len(line.text) + line.indent >= page.width * 0.92


def _sentence_inside(before: Line, line: Line, page: Page) -> bool:
    """A sentence ended at the line's end, the paragraph did not: the line is full."""
    if not page.width or before.text.endswith((":", "/.")):
        return False
    long = len(before.text) >= page.width * 0.75
    if long and not line.gap and (page.parted or before.text.endswith(";")):
        return True
    return _full(before, page) and (not line.gap or page.spaced or line.page)


def _opens(text: str) -> bool:
    return bool(NUMBERED.match(text) or LETTERED.match(text) or BULLET.match(text))


def _dash_inside(prior: str, text: str, page: Page) -> bool:
    """'kinh tế / - xã hội', '2021 / - 2025': a dash inside a phrase that happens to begin a line."""
    if text[0] not in "-–" or _ENDS.search(prior) or not page.width:
        return False
    rest = text[1:].lstrip()
    if rest[:4].isdigit() and prior[-4:].isdigit():
        return True
    return rest[:1].islower() and len(prior) >= page.width * 0.7
