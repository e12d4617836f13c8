"""What the services of diagrams are called on a page, by their names in ``engine.services``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from engine.inspection_results import CONCLUSION, NOTICE, RECTIFICATION
from engine.notices import CLERK, HEAD, OFFICER, SUPERIOR

SERVICES: Mapping[str, Any] = {
    "accept-report": _("Ghi nhận tiếp nhận báo cáo"),
    "answer-difficulty": _("Trả lời vướng mắc cho mọi đơn vị cùng hỏi"),
    "climb": _("Leo một bậc nhắc, đôn đốc"),
    "close-incident": _("Ghi nhận kết thúc vụ việc"),
    "derive-directive": _("Lập hồ sơ văn bản triển khai"),
    "drop-urging-letter": _("Hủy dự thảo văn bản đôn đốc"),
    "escalate": _("Nhắc, đôn đốc theo bậc"),
    "finish-assignment": _("Ghi nhận hoàn thành nhiệm vụ được phân công"),
    "forward-incident": _("Chuyển vụ việc lên cấp trên trực tiếp"),
    "grant-extension": _("Gia hạn và báo đơn vị"),
    "incident-overdue": _("Báo cấp trên vụ việc bị chậm"),
    "incident-received": _("Ghi nhận tiếp nhận vụ việc"),
    "inspection-announce": _("Ghi nhận công bố quyết định kiểm tra, tính thời hạn"),
    "inspection-conclude": _("Ban hành kết luận kiểm tra, giao việc khắc phục"),
    "inspection-minutes": _("Ghi nhận biên bản kiểm tra"),
    "inspection-notify": _("Gửi thông báo kiểm tra tới từng đơn vị"),
    "inspection-report": _("Ghi nhận báo cáo kết quả, kết thúc đợt kiểm tra"),
    "inspection-self-report": _("Ghi nhận báo cáo theo đề cương"),
    "inspection-tell": _("Nhắc, báo tin trong đợt kiểm tra"),
    "issue-urging-letter": _("Cấp số, gửi văn bản đôn đốc, đặt hạn mới"),
    "next-campaign": _("Mở đợt cao điểm năm sau"),
    "notify": _("Gửi thông báo"),
    "open-reports": _("Mở các kỳ báo cáo phải nộp"),
    "pass-difficulty": _("Chuyển vướng mắc lên cấp trên"),
    "record-campaign-plan": _("Ghi nhận kế hoạch tham gia đợt"),
    "refuse-extension": _("Không gia hạn và báo đơn vị"),
    "remind-assignment": _("Nhắc nhiệm vụ được phân công"),
    "return-assignment": _("Trả lại kết quả để làm tiếp"),
    "return-report": _("Trả lại báo cáo"),
    "submit-assignment": _("Ghi nhận kết quả trình"),
    "submit-report": _("Nộp báo cáo"),
    "urge-campaign-plan": _("Nhắc lập kế hoạch tham gia đợt"),
}


VALUES: Mapping[str, Mapping[str, Any]] = {
    "audience": {
        OFFICER: _("chuyên viên của đơn vị"),
        HEAD: _("lãnh đạo đơn vị"),
        CLERK: _("văn thư của đơn vị"),
        SUPERIOR: _("lãnh đạo đơn vị cấp trên"),
    },
    "outcome": {
        CONCLUSION: _("kết luận kiểm tra"),
        NOTICE: _("thông báo kết quả kiểm tra"),
        RECTIFICATION: _("văn bản yêu cầu chấn chỉnh, khắc phục"),
    },
    "what": {"receive": _("chậm tiếp nhận"), "forward": _("chậm xử lý, chuyển tiếp")},
}
"""The inputs that take one of a closed set, and what each of it is called."""


def values_of(inputs: Iterable[str]) -> dict[str, list[list[str]]]:
    """Of those inputs that take one of a closed set: its [code, words in the reader's language] each."""
    return {
        name: [[code, str(words)] for code, words in VALUES[name].items()]
        for name in inputs
        if name in VALUES
    }


def service(name: str) -> str:
    """The service's name in the reader's language; its code where it has none."""
    return str(SERVICES.get(name, name))
