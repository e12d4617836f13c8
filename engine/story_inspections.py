"""What an inspecting team and the units it inspects write into their forms in a story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.deadlines import local_day

ANSWERS: Mapping[str, Mapping[str, object]] = {
    "inspection-plan": {"schedule": "Làm việc với từng đơn vị trong đợt."},
    "inspection-plan-approval": {"decision": "approve"},
    "inspection-announcement": {"place": "Trụ sở đơn vị", "mode": "onsite"},
    "inspection-visit": {"work": "Đã kiểm tra hồ sơ theo đề cương."},
    "inspection-minutes": {"findings": "Chưa mở sổ theo dõi.", "signature": "signed"},
    "inspection-conclusion": {
        "outcome": "chan-chinh",
        "symbol": "UBND",
        "conclusion": "Đơn vị cơ bản thực hiện đúng quy định.",
    },
    "inspection-self-report": {"selfResults": "Đã thực hiện theo đề cương."},
    "inspection-report": {"roundSummary": "Đã kiểm tra các đơn vị theo quyết định."},
    "inspection-opinion": {"superiorOpinion": "Thống nhất; theo dõi việc khắc phục."},
}
_DAYS = {
    "inspection-announcement": "announcedOn",
    "inspection-visit": "visitedOn",
    "inspection-minutes": "minutesOn",
    "inspection-conclusion": "issuedOn",
}
_REMEDY = timedelta(days=30)


def answers(form: str, at: datetime) -> dict[str, object]:
    """The answers to one of these forms at a moment."""
    today = local_day(at)
    dated: dict[str, object] = {_DAYS[form]: today} if form in _DAYS else {}
    if form == "inspection-conclusion":
        dated["remedies"] = f"Mở sổ theo dõi | {today + _REMEDY:%d/%m/%Y}"
    return {**ANSWERS[form], **dated}
