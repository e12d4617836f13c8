"""Which numbered paragraphs are sentences and no titles: who does what, an order with its day."""

from __future__ import annotations

import re

ACTOR = re.compile(
    r"(?:Giao |Đề nghị |Yêu cầu |Phân công )?(?:Các(?! (?:loại|mốc|nội dung|biểu mẫu|mẫu)\b)|Công chức|Phòng(?!,| chống| ngừa)|Sở(?! hữu)|Ban(?! hành)|Ủy ban|Uỷ ban|UBND|UBMT|Đài|Trạm|Hội(?! nghị| thảo| thi)|Công an|Đảng ủy|Bộ(?! máy| chỉ số| tiêu chí| luật)|Văn phòng|Chi cục|Trung tâm|Thủ trưởng|Cơ quan|Mặt trận|Đoàn|Liên đoàn|Trường(?! hợp)|Cục|Vụ|Tổ(?! chức)|Bảo hiểm|Kho bạc|Thanh tra(?!,| việc| công vụ)|Tòa án|Viện|Huyện ủy|Tỉnh ủy|Chủ tịch|Giám đốc|Cán bộ|Báo(?! cáo)|Ngân hàng|Thường trực|HĐND|Hội đồng|Doanh nghiệp)\b"
)
_ASKS = re.compile(
    r"(?:Đồng ý|Khẩn trương|Bám sát|Nghiêm túc|Chủ động|Kịp thời|Báo cáo (?:về|kết quả) .{80})(?!\w)"
)
_DUE = re.compile(
    r"(?<!\w)(?:trước|đến|hết|chậm nhất|trong)\s(?:là\s)?(?:hết\s)?ngày\s\d{1,2}(?!\d)",
    re.IGNORECASE,
)
_PHASE = re.compile(r"(?:Giai đoạn|Đợt|Bước|Thời gian|Lần|Từ ngày)(?!\w)")
"""'Giai đoạn 2 (đến ngày 30/6):' is a title with days in it."""
SHORT_TITLE = 40
DOES = re.compile(
    r"(?:tổ chức )?triển khai,?(?: tổ chức)? thực hiện|tổ chức thực hiện|chịu trách nhiệm|chủ trì|theo dõi|tham mưu|xây dựng|căn cứ|báo cáo|phối hợp|thực hiện|hướng dẫn|tăng cường"
)

_ALSO_DOES = re.compile(
    r"(?<!\w)(?:nghiên cứu|tiếp thu|kiểm tra|rà soát|xem xét|hoàn thiện|tiếp tục|khẩn trương|gửi|đôn đốc|chỉ đạo)(?!\w)"
)


def orders(text: str) -> bool:
    """'Sở … tổng hợp, báo cáo … trước ngày': a sentence that says who does what."""
    if len(text) <= 60 or not ACTOR.match(text):
        return False
    return bool(DOES.search(text) or (text.endswith(".") and _ALSO_DOES.search(text)))


def asks(text: str) -> bool:
    """'Khẩn trương gửi báo cáo … trước ngày 15/10': a sentence, with a stop or a colon at its end."""
    if not text.endswith((".", ":")) or len(text) < SHORT_TITLE or _PHASE.match(text):
        return False
    return _ASKS.match(text) is not None or _DUE.search(text) is not None
