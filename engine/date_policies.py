"""What an administration decides for itself about dates."""

from __future__ import annotations

from engine.deadlines import KEEP, NEXT, PREVIOUS
from engine.policies import Policy, declare

DAY_OFF = declare(
    Policy(
        "deadline-on-day-off",
        KEEP,
        "Hạn in sẵn rơi vào ngày nghỉ trong văn bản của đơn vị: giữ nguyên (keep), "
        "lùi đến ngày làm việc kế tiếp (next) hoặc đưa về ngày làm việc trước đó (previous)",
        "A printed deadline on a day off in the unit's letters: it stays (keep), the next worked "
        "day takes its place (next), or the previous one (previous)",
        source="no text moves a printed date; Bộ luật Dân sự 2015, điều 148 moves periods only",
        choices=(KEEP, NEXT, PREVIOUS),
    )
)
TIER_GAP = declare(
    Policy(
        "days-per-tier",
        5,
        "Số ngày tối thiểu mỗi cấp cần để tổng hợp: hạn của cấp dưới sớm hơn hạn của cấp trên "
        "ít nhất chừng ấy ngày cho mỗi cấp ở giữa",
        "The days each tier needs to consolidate: the lower date is at least so many days before "
        "the upper one for each tier between them",
        source="custom; a province asks its districts 10 to 17 days before the ministry's date",
        high=90,
    )
)
