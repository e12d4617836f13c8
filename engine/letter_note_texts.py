"""The notes about a letter: what each says, in both languages, and which of them stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_SAID: Mapping[str, tuple[str, str]] = {
    "no-issuer": (
        "chưa biết cơ quan ban hành; hãy thêm mục «Cơ quan ban hành»",
        "the issuer is not known; add the finding «Issuer»",
    ),
    "issuer-unknown": (
        "«{text}» không có trong danh mục đơn vị ngày {on}; hãy chọn đơn vị",
        "«{text}» is no unit on {on}; choose the unit",
    ),
    "issuer-several": (
        "«{text}» có thể là nhiều đơn vị: {listed}; hãy chọn một",
        "«{text}» may be several units: {listed}; choose one",
    ),
    "issuer-nearest": (
        "có nhiều «{text}»; tạm hiểu là {unit} vì gần đơn vị của bạn nhất",
        "there are several «{text}»; {unit} is taken because it is nearest to your unit",
    ),
    "no-date": (
        "văn bản chưa ghi ngày ban hành; hãy điền ngày thật (không sớm hơn {on})",
        "the date of issue is blank; fill in the real one (not before {on})",
    ),
    "date-ahead": (
        "ngày ban hành {day} sau ngày hôm nay",
        "the date of issue, {day}, is after today",
    ),
    "no-subject": (
        "chưa có trích yếu; hãy thêm mục «Trích yếu»",
        "there is no subject; add the finding «Subject»",
    ),
    "basis-later": (
        "căn cứ {number} ghi ngày {day}, sau ngày của văn bản {on}",
        "basis {number} is of {day}, after the letter's own date, {on}",
    ),
    "no-recipients": (
        "không có nơi nhận nào trong hệ thống; văn bản sẽ không gửi đến ai",
        "no recipient is in the system; the letter goes to nobody",
    ),
    "nobody-owes": (
        (
            "văn bản giao việc có hạn nhưng không có nơi nhận nào trong hệ thống; phải thêm nơi nhận "
            "(ở bước 1, hoặc trong dự thảo) thì mới ban hành được"
        ),
        (
            "the letter sets deadlines, but no recipient is in the system; add recipients (in step 1, "
            "or in the draft) before it can be issued"
        ),
    ),
    "recipients-inferred": (
        (
            "văn bản không có «Kính gửi»: nơi nhận dưới đây lấy từ phần «Nơi nhận» và từ các đơn vị "
            "được giao việc; hãy kiểm tra từng dòng"
        ),
        (
            "the letter has no «Kính gửi»: the recipients below are taken from «Nơi nhận» and from the "
            "units given duties; check each line"
        ),
    ),
    "recipient-outside": (
        "«{text}» không có trong danh mục đơn vị; sẽ in làm nơi nhận ngoài hệ thống",
        "«{text}» is no unit; it is printed as a recipient outside the system",
    ),
    "recipient-unanswered": (
        (
            "chưa rõ «{text}» trong nơi nhận là những đơn vị nào; hãy chọn các đơn vị, hoặc chọn «cơ "
            "quan ngoài hệ thống, chỉ in tên»"
        ),
        (
            "it is not clear which units the recipient «{text}» is; choose the units, or «a body "
            "outside the system, only printed»"
        ),
    ),
    "recipient-partly": (
        "«{text}»: phần «{rest}» không có trong danh mục đơn vị nên không gửi đến",
        "«{text}»: the part «{rest}» is no unit and is not sent to",
    ),
    "recipient-several": (
        "«{text}» có thể là nhiều đơn vị: {listed}; hãy chọn",
        "«{text}» may be several units: {listed}; choose",
    ),
    "recipient-gone": (
        "đơn vị đã chọn cho «{text}» không còn vào ngày {on}; hãy chọn lại",
        "the unit chosen for «{text}» is none on {on}; choose again",
    ),
    "who-unknown": (
        "chưa rõ «{text}» là những đơn vị nào; tạm hiểu là mọi nơi nhận",
        "it is not clear which units «{text}» are; all recipients are taken",
    ),
    "who-unanswered": (
        (
            "chưa rõ «{text}» là những đơn vị nào; hãy chọn các đơn vị phải nộp, hoặc xác nhận là mọi "
            "nơi nhận"
        ),
        (
            "it is not clear which units «{text}» are; choose the units that owe it, or confirm that "
            "all recipients do"
        ),
    ),
    "who-partly": (
        "«{text}»: chưa rõ «{rest}» là đơn vị nào nên chưa giao; hãy chọn lại",
        "«{text}»: it is not clear which unit «{rest}» is, so it is not charged; choose again",
    ),
    "who-before": (
        "«{text}» được hiểu là {listed}; hãy kiểm tra",
        "«{text}» is taken to be {listed}; check it",
    ),
    "who-not-sent": (
        "«{text}» phải báo cáo nhưng không có trong nơi nhận",
        "«{text}» must report but are not among the recipients",
    ),
    "consolidator-unknown": (
        "không tìm thấy cơ quan tổng hợp «{text}»; tạm hiểu là cơ quan ban hành",
        "the consolidating body «{text}» is not found; the issuer is taken",
    ),
    "consolidator-several": (
        "cơ quan tổng hợp «{text}» có thể là: {listed}; hãy chọn",
        "the consolidating body «{text}» may be: {listed}; choose",
    ),
    "due-before-letter": (
        "hạn {day} sớm hơn ngày của văn bản {on}",
        "the deadline {day} is before the letter's own date, {on}",
    ),
    "due-passed": (
        (
            "hạn {day} sớm hơn ngày của văn bản {on}; nếu văn bản ghi đúng như vậy, hãy bấm «Đúng như "
            "văn bản ghi» ở mục đó (việc sẽ quá hạn ngay khi vào sổ), nếu máy đọc sai, hãy sửa hạn"
        ),
        (
            "the deadline {day} is before the letter's own date, {on}; if the letter says so, press "
            "«As the letter says» there (the duty is overdue once filed); if it was misread, correct it"
        ),
    ),
    "due-overdue": (
        (
            "hạn {day} sớm hơn ngày của văn bản {on}, đã xác nhận đúng như văn bản ghi; việc sẽ quá "
            "hạn ngay khi vào sổ"
        ),
        (
            "the deadline {day} is before the letter's own date, {on}, and was confirmed as the "
            "letter's; the duty is overdue once filed"
        ),
    ),
    "due-day-off": (
        "ngày cuối {day} là ngày nghỉ",
        "the last acceptable day, {day}, is a day off",
    ),
    "upper-first": (
        (
            "hạn báo cáo tổng hợp {day} không sau hạn của các đơn vị {on}; nếu không sửa, việc tổng "
            "hợp vẫn đến hạn ngày {day}"
        ),
        (
            "the consolidated report is due {day}, not after the units' own date, {on}; unless that is "
            "corrected, consolidating is due on {day}"
        ),
    ),
    "boundary-missing": (
        "có ngày {day} nhưng chưa rõ «trước ngày» hay «chậm nhất»; hãy chọn",
        "there is the day {day}, but not whether it is included; choose",
    ),
    "within-issued": (
        "văn bản ghi {days} ngày nhưng không ghi kể từ ngày nào; tạm tính từ ngày ban hành {on}",
        "the letter says {days} days but not from when; they are counted from the day of issue, {on}",
    ),
    "within-event": (
        "{days} ngày được tính từ sự kiện «{event}»; chưa có hạn cho đến khi biết ngày ấy",
        "the {days} days are counted from «{event}»; there is no deadline before that day is known",
    ),
    "within-before": (
        (
            "văn bản ghi {days} ngày trước một sự kiện; hệ thống không đoán ngày ấy nên chưa đặt hạn, "
            "hãy sửa mục để điền ngày"
        ),
        (
            "the letter says {days} days before an event; its day is not guessed, so there is no "
            "deadline: correct the finding and enter the day"
        ),
    ),
    "within-each": (
        (
            "{days} ngày được tính từ một mốc lặp lại («{event}»); chưa đặt hạn, hãy sửa mục để ghi "
            "ngày trong tháng, quý"
        ),
        (
            "the {days} days are counted from something that recurs («{event}»); no deadline is set: "
            "correct the finding and enter the day of the month or quarter"
        ),
    ),
    "monthly-guessed": (
        (
            "«tháng sau» được hiểu là hằng tháng, nhưng văn bản không ghi «hằng tháng»; nếu chỉ báo "
            "cáo một lần, hãy sửa hạn"
        ),
        (
            "«next month» is taken to be every month, which the letter does not say; if it is once, "
            "correct the deadline"
        ),
    ),
    "said-twice": (
        "cùng việc, cùng người nộp, cùng hạn với «{text}»; chỉ tạo một nghĩa vụ",
        "the same duty, owed by the same until the same day, as «{text}»; one obligation is made",
    ),
    "quarters": (
        "các ngày {days} được gộp thành một nghĩa vụ hằng quý",
        "the days {days} are one quarterly obligation",
    ),
    "not-to-us": (
        "đơn vị của bạn không có trong nơi nhận đã ghi",
        "your unit is not among the recipients named",
    ),
}
STOPS = frozenset(
    {
        "no-issuer",
        "issuer-unknown",
        "issuer-several",
        "no-date",
        "no-subject",
        "due-passed",
        "recipient-unanswered",
        "who-unanswered",
    }
)
"""Without an answer to these nothing can be made of the letter."""

HERE = frozenset({"due-passed", "recipient-unanswered", "who-unanswered"})
"""These are answered where the proposal shows what they are about."""
AT_ITEM = frozenset(
    {
        "within-issued",
        "within-event",
        "within-before",
        "within-each",
        "monthly-guessed",
        "quarters",
        "upper-first",
        "who-unanswered",
    }
)
"""These are told beside the duty as well."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at: its code, the finding it is about (0: the letter as a whole)."""

    code: str
    finding: int = 0
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether nothing can be made of the letter before it is answered."""
        return self.code in STOPS

    @property
    def here(self) -> bool:
        """Whether it is answered on the page of the proposal."""
        return self.code in HERE

    @property
    def at_item(self) -> bool:
        """Whether it is told beside its duty as well."""
        return self.code in AT_ITEM

    def text(self, locale: str = "vi") -> str:
        """It as one line."""
        said = _SAID[self.code][0 if locale == "vi" else 1].format_map(self.values)
        return said[:1].upper() + said[1:] + "."
