"""What people write into the shipped forms in a story: plausible, and the same every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from engine import story_inspections
from engine.deadlines import local_day
from engine.story_behaviour import BadStory, Rule, Task, draw

Answers: TypeAlias = dict[str, object]
_Drawn: TypeAlias = Callable[..., float]


class Writer:
    """Answers tasks; remembers the numbers a unit has used, so that each names one directive."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._numbers: set[tuple[str, int]] = set()

    def answers(self, rule: Rule, task: Task, at: datetime) -> Answers:
        """Valid answers for the task's form. Raises ``BadStory`` for a form that is not known."""
        make = _FORMS.get(task.form)
        if make is None:
            raise BadStory(
                story=task.element,
                why_vi=f"chưa biết trả lời biểu mẫu «{task.form}»",
                why=f"it cannot answer the form «{task.form}»",
            )

        def drawn(what: str) -> float:
            return draw(self._seed, what, *task.key)

        return make(rule, task, at, drawn) | self._numbered(task, drawn)

    def _numbered(self, task: Task, drawn: _Drawn) -> Answers:
        if task.form not in _NUMBERED:
            return {}
        number = 20 + int(drawn("number") * 400)
        while (task.unit, number) in self._numbers:
            number += 1
        self._numbers.add((task.unit, number))
        return {"number": str(number)}


def _receive(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"arrivalNumber": str(100 + int(drawn("arrival") * 900)), "arrivedOn": local_day(at)}


def _assign(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {
        "route": "issue" if drawn("route") < rule.passes_on else "implement",
        "instructions": f"{task.unit_name} triển khai, báo cáo đúng hạn.",
    }


def _assign_implement(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"route": "implement"}


def _issue(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"symbol": "KH-UBND", "issuedOn": local_day(at)}


def _implement(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {
        "outcome": f"{task.unit_name} đã thực hiện xong các nhiệm vụ được giao.",
        "completedOn": local_day(at),
    }


def report_of(form: str, unit_name: str, at: datetime, *about: object) -> Answers:
    """A unit's report that no habit writes, in one of ``REPORT_FORMS``, drawn from ``about``."""
    return _REPORTS[form](unit_name, at, lambda what: draw(0, what, *about))


def _report(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return _REPORTS[task.form](task.unit_name, at, drawn)


def _with_figures(unit_name: str, at: datetime, drawn: _Drawn) -> Answers:
    courses = int(drawn("courses") * 7)
    officers = 5 + int(drawn("officers") * 40)
    return _plain(unit_name, at, drawn) | {
        "trainingCourses": courses,
        "participants": courses * (25 + int(drawn("participants") * 40)),
        "communicationEvents": int(drawn("events") * 12),
        "femaleLeaderRate": Decimal(150 + int(drawn("rate") * 350)) / 10,
        "femaleOfficers": officers,
    }


def _plain(unit_name: str, at: datetime, drawn: _Drawn) -> Answers:
    return {"narrative": f"Báo cáo kết quả thực hiện của {unit_name}."}


def _remedied(unit_name: str, at: datetime, drawn: _Drawn) -> Answers:
    return {
        "narrative": f"{unit_name} đã khắc phục xong nội dung được yêu cầu.",
        "remediedOn": local_day(at),
    }


_REPORTS: Mapping[str, Callable[[str, datetime, _Drawn], Answers]] = {
    "report": _with_figures,
    "report-plain": _plain,
    "report-remedy": _remedied,
}
REPORT_FORMS = frozenset(_REPORTS)


def _review(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    if task.again == 0 and drawn("return") < rule.returns:
        return {"decision": "return", "remarks": "Bổ sung số liệu và nguyên nhân của khó khăn."}
    return {"decision": "accept"}


def _extension_decision(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"decision": "grant", "remarks": "Đồng ý."}


def _urging_sign(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"decision": "sign"}


def _incident_receive(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"receivedNote": f"{task.unit_name} đã cử người đến hiện trường."}


def _incident_handle(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"decision": "close", "outcome": "Đã xử lý xong, địa bàn ổn định."}


def _difficulty_answer(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"decision": "answer", "answer": "Thực hiện theo văn bản đã ban hành.", "public": True}


def _campaign_plan(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {
        "planDocument": f"{20 + int(drawn('plan') * 400)}/KH-UBND",
        "planSummary": f"Hoạt động hưởng ứng của {task.unit_name}.",
    }


def _assignment_result(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"product": "Đã tham mưu văn bản triển khai."}


def _assignment_review(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return {"decision": "accept"}


def _inspection(rule: Rule, task: Task, at: datetime, drawn: _Drawn) -> Answers:
    return story_inspections.answers(task.form, at)


_FORMS: Mapping[str, Callable[[Rule, Task, datetime, _Drawn], Answers]] = {
    "receive": _receive,
    "assign": _assign,
    "assign-implement": _assign_implement,
    "issue": _issue,
    "implement": _implement,
    **dict.fromkeys(_REPORTS, _report),
    "review": _review,
    "extension-decision": _extension_decision,
    "urging-sign": _urging_sign,
    "incident-receive": _incident_receive,
    "incident-handle": _incident_handle,
    "difficulty-answer": _difficulty_answer,
    "campaign-plan": _campaign_plan,
    "assignment-result": _assignment_result,
    "assignment-review": _assignment_review,
    **dict.fromkeys(story_inspections.ANSWERS, _inspection),
}
_NUMBERED = frozenset({"issue", "inspection-conclusion"})

KNOWN_FORMS = frozenset(_FORMS)
