"""The sentences of a timeline: an entry of the history as one clause after the doer's name. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from engine.due_explained import due_words

Words: TypeAlias = Mapping[str, str]
SYSTEM = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id: accounts, tasks by their token, work items, elements of the diagram."""

    accounts: Mapping[int, str]
    tasks: Mapping[int, str]
    items: Mapping[int, str]
    elements: Mapping[str, str]

    def account(self, actor: str) -> str:
        """The name of an entry's actor; ``SYSTEM`` for the clock, a letter, a command."""
        kind, _, number = actor.partition(":")
        known = kind == "account" and number.isdecimal()
        return self.accounts.get(int(number), SYSTEM) if known else SYSTEM


def sentence(action: str, told: Mapping[str, Any], names: Names) -> Words | None:
    """What was done, without who did it; None for what is no news to a person."""
    say = _SAY.get(action)
    return say(told, names) if say is not None else None


def _words(vi: str, en: str) -> Words:
    return {"vi": vi, "en": en}


def _fixed(vi: str, en: str) -> Callable[[Mapping[str, Any], Names], Words]:
    return lambda _told, _names: _words(vi, en)


def _opened(told: Mapping[str, Any], names: Names) -> tuple[str, str]:
    found = [names.elements.get(e, "") for e in told.get("opened", ())]
    listed = "; ".join(f"«{name}»" for name in found if name)
    return (f"; việc tiếp theo: {listed}", f"; next: {listed}") if listed else ("", "")


def _complete(told: Mapping[str, Any], names: Names) -> Words:
    task = names.tasks.get(told.get("token", 0), "")
    vi, en = _opened(told, names)
    return _words(f"hoàn thành «{task}»{vi}", f"finished «{task}»{en}")


def _start(told: Mapping[str, Any], names: Names) -> Words:
    vi, en = _opened(told, names)
    return _words(f"bắt đầu quy trình{vi}", f"began the process{en}")


def _timer(told: Mapping[str, Any], names: Names) -> Words:
    name = names.elements.get(str(told.get("timer", "")), "")
    vi, en = _opened(told, names)
    return _words(f"đến mốc «{name}»{vi}", f"reached «{name}»{en}")


def _message(told: Mapping[str, Any], names: Names) -> Words:
    name = told.get("message", "")
    vi, en = _opened(told, names)
    return _words(f"nhận «{name}»{vi}", f"received «{name}»{en}")


def _signal(told: Mapping[str, Any], _names: Names) -> Words:
    name = told.get("signal", "")
    return _words(f"nhận tín hiệu «{name}»", f"heard the signal «{name}»")


def _cancel(told: Mapping[str, Any], _names: Names) -> Words:
    why = f": {told['why']}" if told.get("why") else ""
    return _words(f"hủy{why}", f"cancelled{why}")


def _task(vi: str, en: str) -> Callable[[Mapping[str, Any], Names], Words]:
    def say(told: Mapping[str, Any], names: Names) -> Words:
        name = names.items.get(told.get("work_item", 0), "")
        return _words(f"{vi} «{name}»", f"{en} «{name}»")

    return say


def _claimed(told: Mapping[str, Any], names: Names) -> Words:
    """Taken by who did it, or for the lead of an assignment."""
    if told.get("for"):
        return _handed(told, names)
    task = names.items.get(told.get("work_item", 0), "")
    return _words(f"nhận việc «{task}»", f"took «{task}»")


def _handed(told: Mapping[str, Any], names: Names) -> Words:
    """Passed from one colleague to another, or back to everybody of the role."""
    task = names.items.get(told.get("work_item", 0), "")
    to = names.accounts.get(told.get("new") or told.get("for") or 0, "")
    why = f" ({told['why']})" if told.get("why") else ""
    if not to:
        return _words(f"trả «{task}» về đơn vị{why}", f"gave «{task}» back to the unit{why}")
    return _words(f"giao «{task}» cho {to}{why}", f"gave «{task}» to {to}{why}")


def _draft(told: Mapping[str, Any], names: Names) -> Words:
    before = names.accounts.get(told.get("old") or 0, "")
    if before:
        return _words(f"soạn tiếp bản nháp của {before}", f"went on with the draft of {before}")
    return _words("bắt đầu soạn bản nháp", "began a draft")


def _file(vi: str, en: str) -> Callable[[Mapping[str, Any], Names], Words]:
    return lambda told, _names: _words(f"{vi} «{told.get('file')}»", f"{en} «{told.get('file')}»")


def _deadline(told: Mapping[str, Any], _names: Names) -> Words:
    old, new = (due_words(datetime.fromisoformat(str(told[k]))) for k in ("old", "new"))
    return _words(
        f"dời hạn từ {old['vi']} sang {new['vi']}",
        f"moved the deadline from {old['en']} to {new['en']}",
    )


def _why(vi: str, en: str) -> Callable[[Mapping[str, Any], Names], Words]:
    def say(told: Mapping[str, Any], _names: Names) -> Words:
        why = f": {told['why']}" if told.get("why") else ""
        return _words(f"{vi}{why}", f"{en}{why}")

    return say


def _returned(told: Mapping[str, Any], _names: Names) -> Words:
    remarks = f": {told['remarks']}" if told.get("remarks") else ""
    return _words(f"trả lại báo cáo{remarks}", f"returned the report{remarks}")


def _submitted(told: Mapping[str, Any], _names: Names) -> Words:
    number = told.get("version")
    return _words(f"nộp báo cáo (lần {number})", f"submitted the report (no. {number})")


_SAY: Mapping[str, Callable[[Mapping[str, Any], Names], Words]] = {
    "start": _start,
    "complete": _complete,
    "timerdue": _timer,
    "message": _message,
    "signal": _signal,
    "cancel": _cancel,
    "move": _fixed("chuyển bước của quy trình", "moved the process to another step"),
    "migrate": _fixed(
        "chuyển sang phiên bản mới của quy trình", "moved to a new version of the process"
    ),
    "claim": _claimed,
    "unclaim": _task("trả lại việc", "gave back"),
    "reassign": _handed,
    "delegate": _handed,
    "assign": _handed,
    "draft": _draft,
    "prefill": _fixed(
        "điền sẵn bản nháp từ kết quả tổng hợp", "filled in the draft from the consolidation"
    ),
    "attach": _file("đính kèm tệp", "attached"),
    "detach": _file("gỡ tệp", "removed"),
    "deadline": _deadline,
    "extension-ask": _why("xin gia hạn", "asked for more time"),
    "extension-granted": _why("cho gia hạn", "granted an extension"),
    "extension-refused": _why("không cho gia hạn", "refused an extension"),
    "comment": _fixed("viết ý kiến trao đổi", "wrote a comment"),
    "comment-edit": _fixed("sửa ý kiến trao đổi", "edited a comment"),
    "comment-delete": _fixed("xóa ý kiến trao đổi", "deleted a comment"),
    "report-returned": _returned,
    "report-accepted": _fixed("tiếp nhận báo cáo", "accepted the report"),
    "report-submitted": _submitted,
}
