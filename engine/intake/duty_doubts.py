"""What is doubtful about a duty's deadline or kind: codes and sentences, part of ``engine.intake.doubts``."""

from __future__ import annotations

from typing import Final

YEAR_IMPLIED: Final = "year-implied"
YEAR_UNKNOWN: Final = "year-unknown"
BLANK_DAY: Final = "blank-day"
BEFORE_LETTER: Final = "before-letter"
MONTH_UNKNOWN: Final = "month-unknown"
IMPOSSIBLE_DAY: Final = "impossible-day"
TWO_READINGS: Final = "two-readings"
KIND_UNSURE: Final = "kind-unsure"
RECEIVER_IMPLIED: Final = "receiver-implied"
WORKED_DAY: Final = "worked-day"
COUNTED_FROM: Final = "counted-from"
WORKED_DAYS_FROM: Final = "worked-days-from"
RELATIVE_DAY: Final = "relative-day"
DAY_UNREAD: Final = "day-unread"

COUNTED: Final = frozenset({WORKED_DAY, COUNTED_FROM, RELATIVE_DAY})
"""Doubts of days that the letter does not print but that follow from what it does."""

OF_DUTIES: Final = {
    YEAR_IMPLIED: (
        "Thời hạn không ghi năm: lấy năm của văn bản hoặc năm kế tiếp nếu ngày ấy đã qua.",
        "The deadline prints no year: the letter's was taken, or the next where that day has gone by.",
    ),
    YEAR_UNKNOWN: (
        "Thời hạn không ghi năm và không biết năm của văn bản.",
        "The deadline prints no year, and the letter's year is not known.",
    ),
    BLANK_DAY: (
        "Chỗ ghi ngày của thời hạn để trống: hãy điền ngày.",
        "The deadline's day is blank: enter it.",
    ),
    BEFORE_LETTER: (
        "Thời hạn sớm hơn ngày của văn bản: có thể ghi nhầm.",
        "The deadline is earlier than the letter itself: perhaps a slip.",
    ),
    MONTH_UNKNOWN: (
        "Thời hạn chỉ ghi ngày, không rõ của tháng nào.",
        "The deadline prints a day, but not of which month.",
    ),
    IMPOSSIBLE_DAY: (
        "Ngày của thời hạn không có trong lịch.",
        "The deadline's day is in no calendar.",
    ),
    TWO_READINGS: (
        "Thời hạn đứng sau «để tổng hợp, báo cáo …»: có thể là hạn của đơn vị, có thể là hạn của báo cáo tổng hợp.",
        "The deadline stands after «để tổng hợp, báo cáo …»: it may be the units' or the consolidated report's.",
    ),
    RECEIVER_IMPLIED: (
        "Không ghi nơi nhận báo cáo: lấy cơ quan ban hành văn bản.",
        "No receiver is named: the letter's issuer was taken.",
    ),
    WORKED_DAY: (
        "Ngày làm việc cuối cùng được tính theo thứ Hai đến thứ Sáu: ngày nghỉ lễ có thể làm hạn sớm hơn.",
        "The last working day was taken as of Monday to Friday: a public holiday may make it earlier.",
    ),
    COUNTED_FROM: (
        "Ngày cuối được tính từ ngày ghi trong văn bản, không kể ngày đầu, gặp cuối tuần thì sang thứ Hai; chưa xét ngày nghỉ lễ.",
        "The last day was counted from the printed one, which is not counted itself, past a weekend; public holidays were not looked at.",
    ),
    WORKED_DAYS_FROM: (
        "Thời hạn tính bằng ngày làm việc từ một ngày ghi trong văn bản: ngày cuối phải tính theo lịch nghỉ.",
        "The period is in working days from a printed day: its last day has to be counted by the calendar.",
    ),
    RELATIVE_DAY: (
        "«Hôm nay», «ngày mai» được tính từ ngày của văn bản.",
        "«Today» or «tomorrow» was counted from the letter's own date.",
    ),
    DAY_UNREAD: (
        "Văn bản có nói thời hạn nhưng không đọc được ngày: hãy điền ngày.",
        "The words say by when, but no day could be read from them: enter it.",
    ),
    KIND_UNSURE: (
        "Có thời hạn nhưng không rõ phải làm việc gì.",
        "There is a deadline, but what has to be done by it is not clear.",
    ),
}
