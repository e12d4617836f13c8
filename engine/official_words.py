"""Days, trích yếu and sentences as the administration writes them (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from datetime import date

from engine.intake.written_names import in_capitals, written

_ABOUT = re.compile(r"\s*(?:v/v|về việc|về)\s+", re.IGNORECASE)
_DONE = (
    "ban hành", "báo cáo", "bãi bỏ", "bảo đảm", "bổ nhiệm", "bổ sung", "cấp kinh phí", "chấn chỉnh",
    "chỉ đạo", "chuẩn bị", "công bố", "công nhận", "cung cấp", "cử cán bộ", "đánh giá", "đẩy mạnh",
    "điều chỉnh", "đôn đốc", "đăng ký", "giao chỉ tiêu", "giao nhiệm vụ", "giao kế hoạch", "giải quyết", "góp ý", "hoàn thành", "hoàn thiện",
    "hướng dẫn", "khắc phục", "kiện toàn", "kiểm tra", "lấy ý kiến", "lập danh sách", "lập hồ sơ", "mở lớp", "nâng cao",
    "phân công", "phát động", "phê duyệt", "phối hợp", "quán triệt", "quy định", "rà soát",
    "sơ kết", "sửa đổi", "tăng cường", "tập trung", "tham gia", "thành lập", "thẩm định",
    "theo dõi", "thông báo", "thu thập", "thực hiện", "tiếp nhận", "tiếp tục", "tổ chức",
    "tổng hợp", "tổng kết", "triển khai", "trả lời", "truyền thông", "tuyên truyền",
    "ủy quyền", "vận động", "xây dựng", "xử lý", "yêu cầu", "đề nghị", "chủ trì", "tham mưu",
)  # fmt: skip
_PAPERS = ("báo cáo", "thông báo", "hướng dẫn", "quy định")
"""What is done, and as well the paper that comes of it."""
_ACTION = re.compile(rf"(?:{'|'.join(_DONE)})(?!\w)", re.IGNORECASE)


def written_day(day: date) -> str:
    """ "ngày 05 tháng 6 năm 2023": days below 10 and months 1, 2 have a 0 (mục 4.b)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short_day(day: date) -> str:
    """ "05/6/2023", as the text of a paper writes a day."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def about(subject: str) -> str:
    """The trích yếu without what introduces it ("V/v", "về việc", "về"), out of capitals."""
    bare = _ABOUT.sub("", subject, count=1) if _ABOUT.match(subject) else subject.strip()
    bare = bare.strip().rstrip(".;")
    return written(bare) if " " in bare and in_capitals(bare) else bare


def lowered(words: str) -> str:
    """Words that go on with a sentence; an abbreviation at their head keeps its capitals."""
    head = words.split(" ", 1)[0]
    plain = head[1:].islower() or len(head) == 1
    return words[:1].lower() + words[1:] if plain else words


def raised(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def is_action(words: str) -> bool:
    """Whether the words begin with what is done ("tăng cường công tác"), not with a thing."""
    return _ACTION.match(words) is not None


def on(subject: str) -> str:
    """ "về việc tăng cường báo cáo", "về chế độ báo cáo": the trích yếu in a sentence."""
    bare = about(subject)
    told = re.match(r"\s*(?:v/v|về việc)\s", subject, re.IGNORECASE)
    return f"{'về việc' if told or is_action(bare) else 'về'} {lowered(bare)}"


def thing(title: str) -> str:
    """What is sent, of a report's title: "báo cáo năm"; "kết quả thực hiện kế hoạch"."""
    bare = title.strip().rstrip(".;")
    if bare.lower().startswith(_PAPERS) or not is_action(bare):
        return lowered(bare)
    return f"kết quả {lowered(bare)}"
