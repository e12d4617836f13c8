"""What each template may name: its fields, what they hold, and an example that shows their shape.

A field is text, a list of texts, or a list of parts with fields of their own; the example is one of
its kind, and the only declaration of the shape. A template is tried with the examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

Example: TypeAlias = str | list[str] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field in the words of who edits a template."""

    vi: str
    en: str
    example: Example


@dataclass(frozen=True, slots=True)
class Form:
    """A template: what it is called, and its fields by name."""

    vi: str
    en: str
    fields: Mapping[str, Field]

    def example(self) -> dict[str, Any]:
        """All fields with their examples."""
        return {name: field.example for name, field in self.fields.items()}


_BODY: list[dict[str, Any]] = [
    {
        "style": "text",
        "text": "Thực hiện Công văn số 12/SNV-VP ngày 05 tháng 01 năm 2026 của Sở Nội vụ về chế độ "
        "báo cáo, Ủy ban nhân dân xã An Bình triển khai như sau:",
    },
    {"style": "heading", "text": "CHẾ ĐỘ BÁO CÁO"},
    {"style": "text", "text": "Các đơn vị gửi báo cáo năm trước ngày 15/11 mỗi năm./."},
]
_COMMON = {
    "parent": Field(
        "Tên cơ quan chủ quản, chữ in hoa; trống với ủy ban nhân dân và cơ quan trung ương",
        "The body above the issuer, in capitals; blank for committees and national bodies",
        "UBND TỈNH AN BÌNH",
    ),
    "issuer": Field(
        "Tên cơ quan ban hành, chữ in hoa", "The issuing body, in capitals", "SỞ NỘI VỤ"
    ),
    "number": Field(
        "«Số: 12/SNV-VP»; khoảng trống khi chưa có số",
        "«Số: 12/SNV-VP»; a gap while it has no number",
        "Số: 12/SNV-VP",
    ),
    "place_date": Field(
        "Địa danh và thời gian ban hành",
        "Place and date",
        "An Bình, ngày 05 tháng 01 năm 2026",
    ),
    "signer_lines": Field(
        "Các dòng quyền hạn, chức vụ của người ký",
        "The lines of authority and post over the signature",
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
    ),
    "signer_name": Field(
        "Họ tên người ký; trống khi chưa biết", "Who signs; blank while unknown", "Nguyễn Văn An"
    ),
    "copies": Field("Các dòng của Nơi nhận", "The lines of «Nơi nhận»", ["Như trên;", "Lưu: VT."]),
}
_SUBJECT_LETTER = Field(
    "Trích yếu của công văn, bắt đầu bằng V/v",
    "What it is about, beginning with V/v",
    "V/v thực hiện chế độ báo cáo",
)
_SUBJECT = Field("Trích yếu", "What it is about", "Thực hiện chế độ báo cáo năm 2026")
_TO = Field("Kính gửi: từng nơi nhận một dòng", "Each addressee", ["UBND xã An Bình"])
_TYPE = Field("Tên loại văn bản, chữ in hoa", "The type of document, in capitals", "KẾ HOẠCH")
_BLOCKS = Field(
    "Nội dung: từng đoạn (text), style là heading với tiêu đề, text với đoạn văn",
    "The text: each paragraph (text), style is heading or text",
    _BODY,
)
_DECIDER = Field(
    "Thẩm quyền ban hành quyết định, chữ in hoa",
    "Who decides, in capitals",
    "GIÁM ĐỐC SỞ NỘI VỤ TỈNH AN BÌNH",
)
_BASES = Field("Các căn cứ", "What it rests on", ["Căn cứ Kế hoạch số 3/KH-SNV."])
_TITLE = Field("Tên đợt kiểm tra", "The round's title", "Kiểm tra công tác báo cáo năm 2026")
_INSPECTION = {
    "title": _TITLE,
    "regime": Field("Loại kiểm tra", "The regime", "Kiểm tra việc thực hiện"),
    "scope": Field("Nội dung, phạm vi: từng dòng", "The scope, line by line", ["Chế độ báo cáo"]),
    "starts_on": Field("Ngày bắt đầu", "First day", "01/7/2026"),
    "ends_on": Field("Ngày kết thúc", "Last day", "31/7/2026"),
    "team": Field(
        "Đoàn kiểm tra: number, name, unit, duty",
        "The team: number, name, unit, duty",
        [
            {
                "number": "1",
                "name": "Trần Thị Bình",
                "unit": "Sở Nội vụ",
                "duty": "Trưởng đoàn",
            }
        ],
    ),
    "units": Field(
        "Đơn vị được kiểm tra: number, unit",
        "The units inspected: number, unit",
        [{"number": "1", "unit": "UBND xã An Bình"}],
    ),
}
_DECISION_CALLED = Field(
    "Quyết định kiểm tra: số, ngày, cơ quan, trích yếu",
    "The decision of the round, as it is called",
    "Quyết định số 9/QĐ-SNV ngày 10 tháng 6 năm 2026 của Sở Nội vụ về kiểm tra",
)
_MINUTES = {
    "decision": _DECISION_CALLED,
    "opened": Field("Ngày lập biên bản", "Day of the minutes", "ngày 03 tháng 7 năm 2026"),
    "announced": Field("Ngày công bố quyết định", "Day of the announcement", "01/7/2026"),
    "unit": Field("Đơn vị được kiểm tra", "The unit inspected", "UBND xã An Bình"),
    "findings": Field("Nội dung phát hiện", "The findings", ["1. Nộp báo cáo chậm."]),
    "opinion": Field("Ý kiến của đơn vị", "The unit's opinion", ["Nhất trí."]),
    "team_head": Field("Họ tên trưởng đoàn", "The team's head", "Trần Thị Bình"),
    "refusal": Field(
        "Lý do không ký; trống khi đã ký", "Why it was not signed; blank if it was", "Vắng mặt"
    ),
    "witness": Field(
        "Người ký thay và chức vụ; trống khi đơn vị ký",
        "Who signed instead; blank if the unit signed",
        "Người chứng kiến: Lê Văn Cường, thôn 1",
    ),
    "unit_signature": Field(
        "Dòng trên chỗ ký của đơn vị",
        "The line over the unit's signature",
        "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
    ),
    "witness_signature": Field(
        "Dòng trên chỗ ký của người chứng kiến; trống khi không cần",
        "The line over the witness's signature; blank if there is none",
        "NGƯỜI CHỨNG KIẾN",
    ),
    "witness_name": Field("Họ tên người chứng kiến", "The witness's name", "Lê Văn Cường"),
}
_REPORT = {
    "period": Field("Thời gian lấy số liệu", "The period covered", "01/01/2026 – 31/12/2026"),
    "basis": Field(
        "Văn bản yêu cầu báo cáo",
        "The document that asks for the report",
        "Kế hoạch số 3/KH-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh An Bình về báo cáo",
    ),
    "before": Field("Các phần trước bảng số liệu: style, text", "Parts before the figures", _BODY),
    "figures": Field(
        "Bảng số liệu: number, label, unit, value, way, count",
        "The figures: number, label, unit, value, way, count",
        [
            {
                "number": "1",
                "label": "Số lớp tập huấn",
                "unit": "lớp",
                "value": "12",
                "way": "cộng",
                "count": "5",
            }
        ],
    ),
    "after": Field("Các phần sau bảng số liệu: style, text", "Parts after the figures", _BODY),
    "columns": Field(
        "Phụ lục: tên các cột số liệu", "The annex: heads of its columns", ["Số lớp (lớp)"]
    ),
    "units": Field(
        "Phụ lục, từng đơn vị: number, unit, submitted_on, values, remark",
        "The annex, unit by unit: number, unit, submitted_on, values, remark",
        [
            {
                "number": "1",
                "unit": "UBND xã An Bình",
                "submitted_on": "10/11/2026",
                "values": ["12"],
                "remark": "Không phát sinh",
            }
        ],
    ),
}
_LIST = {
    "about": Field("Báo cáo nào, kỳ nào, theo văn bản nào", "Which report", "Báo cáo năm, kỳ 2026"),
    "count": Field("Số đơn vị", "How many units", "1"),
    "rows": Field(
        "Từng đơn vị: number, unit, days_late, named_on, standing",
        "Unit by unit: number, unit, days_late, named_on, standing",
        [
            {
                "number": "1",
                "unit": "UBND xã An Bình",
                "days_late": "12",
                "named_on": "01/12/2026",
                "standing": "Chưa nộp",
            }
        ],
    ),
}
_LETTER = {"subject": _SUBJECT_LETTER, "to": _TO, "body": _BLOCKS}
_NAMED = {"type_name": _TYPE, "subject": _SUBJECT}
_NOTICE = {
    "to": _TO,
    "decision": _DECISION_CALLED,
    "self_report_due": Field("Hạn nộp báo cáo đề cương", "When the report is due", "20/6/2026"),
    "outline": Field("Đề cương: từng dòng", "The outline, line by line", ["1. Chỉ đạo."]),
}


def _form(vi: str, en: str, *parts: Mapping[str, Field]) -> Form:
    fields: dict[str, Field] = {}
    for part in (_COMMON, *parts):
        fields |= part
    return Form(vi, en, fields)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "official-letter": _form("Công văn", "Official letter", _LETTER),
        "directive": _form(
            "Văn bản có tên loại (kế hoạch, chỉ thị, thông báo…)",
            "Directive of a named type",
            _NAMED,
            {"body": _BLOCKS},
        ),
        "decision": _form(
            "Quyết định",
            "Decision",
            _NAMED,
            {"decider": _DECIDER, "bases": _BASES, "body": _BLOCKS},
        ),
        "urging-letter": _form("Văn bản đôn đốc", "Urging letter", _LETTER),
        "reminder": _form("Văn bản nhắc", "Reminder", _LETTER),
        "inspection-decision": _form(
            "Quyết định kiểm tra",
            "Inspection decision",
            _NAMED,
            {"decider": _DECIDER, "bases": _BASES},
            _INSPECTION,
        ),
        "inspection-notice": _form(
            "Thông báo kiểm tra", "Inspection notice", _NAMED, _INSPECTION, _NOTICE
        ),
        "inspection-minutes": _form(
            "Biên bản kiểm tra", "Inspection minutes", _NAMED, _INSPECTION, _MINUTES
        ),
        "consolidated-report": _form(
            "Báo cáo tổng hợp", "Consolidated report", _NAMED, {"to": _TO}, _REPORT
        ),
        "named-list": _form("Danh sách nêu tên, phê bình", "Named list", _NAMED, _LIST),
    }
)
"""Template's name → what it may say. The names are those of the files."""
