"""How the due moment of a task that is no report came about: what its diagram says, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.deadlines import local_day
from engine.deployments import Library
from engine.due_explained import FIRST, RULE, Step, due_words
from engine.errors import NotFound
from engine.instance_rows import Instance, WorkItem
from engine.rule_words import Words, day

_WORKING_DAYS = re.compile(r"working days after\(now\(\), (\d+)\)")
_MATTERS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("receiveBy", ""): (
        (
            "Vụ việc phải được tiếp nhận trong số giờ quy định cho mức độ khẩn, kể từ khi đến đơn vị; "
            "tính cả đêm và ngày nghỉ."
        ),
        (
            "An incident is received within the hours set for its urgency, from its arrival; nights "
            "and days off count."
        ),
    ),
    ("forwardBy", ""): (
        (
            "Vụ việc phải được kết thúc hoặc chuyển cấp trên trong số giờ quy định cho mức độ khẩn, kể "
            "từ khi đến đơn vị; tính cả đêm và ngày nghỉ."
        ),
        (
            "An incident is closed or passed up within the hours set for its urgency, from its "
            "arrival; nights and days off count."
        ),
    ),
    ("planDueAt", ""): (
        "Ngày phải có kế hoạch do văn bản mở đợt ấn định; không ghi thì là ngày cuối của đợt.",
        (
            "The letter that opens the campaign sets the day of the plan; without one, the campaign's "
            "last day."
        ),
    ),
    ("remindAt", ""): (
        "Đếm số ngày quy định cho việc giải đáp, kể từ khi câu hỏi đến cơ quan.",
        "The days set for an answer are counted from when the question arrives.",
    ),
    ("reportDueAt", ""): (
        "Đếm số ngày quy định cho báo cáo kết quả, kể từ ngày cuối của đợt kiểm tra.",
        "The days set for the report are counted from the last day of the round.",
    ),
    ("selfReportDueAt", ""): (
        "Quyết định kiểm tra ghi ngày phải báo cáo theo đề cương.",
        "The decision on the inspection sets the day of the self-report.",
    ),
    ("concludeDueAt", ""): (
        "Đếm thời hạn ra kết luận theo chế độ kiểm tra, kể từ khi lập xong biên bản.",
        "The time for the conclusion is counted from the minutes, by the inspection's regime.",
    ),
    ("dueAt", "pc"): (
        "Người phân công ấn định ngày cuối khi giao việc.",
        "Whoever assigned the task set its last day.",
    ),
    ("dueAt", "kt"): (
        "Trước khi công bố, hạn là ngày cuối của đợt; từ khi công bố, hạn là hết thời hạn kiểm tra.",
        (
            "Until the announcement it is the round's last day; from then on, the end of the time "
            "limit."
        ),
    ),
}
"""By the variable the diagram waits for, and the subject's letters where several use it."""


def of_item(session: Session, library: Library, item: WorkItem) -> list[Step]:
    """The reckoning of a task's due moment; [] for a task without one."""
    if item.due_at is None:
        return []
    due = due_words(item.due_at)
    return [
        Step(RULE, _rule(session, library, item)),
        Step(
            FIRST,
            {"vi": f"Hạn của việc này: {due['vi']}.", "en": f"This task is due: {due['en']}."},
        ),
    ]


def _rule(session: Session, library: Library, item: WorkItem) -> Words:
    said = _expression(session, library, item)
    counted = _WORKING_DAYS.fullmatch(said)
    if counted:
        given = day(local_day(item.created_at))
        return {
            "vi": f"Quy trình dành {counted[1]} ngày làm việc, đếm từ ngày kế tiếp ngày giao việc "
            f"({given}).",
            "en": f"The process gives {counted[1]} working days, counted from the day after the "
            f"task came ({given}).",
        }
    kind = re.match(r"[a-z]*", item.subject)
    words = _MATTERS.get((said, kind[0] if kind else "")) or _MATTERS.get((said, ""))
    vi, en = words or (
        f"Quy trình tính hạn của bước «{item.name}».",
        f"The process works out when the step «{item.name}» is due.",
    )
    return {"vi": vi, "en": en}


def _expression(session: Session, library: Library, item: WorkItem) -> str:
    instance = session.get(Instance, item.instance_id)
    if instance is None:
        return ""
    try:
        definition = library.load(session, instance.model_id).processes[instance.process]
        return definition.element(item.element).props.get("due", "")
    except (NotFound, KeyError):
        return ""
