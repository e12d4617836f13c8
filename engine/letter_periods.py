"""From what a letter's «trong vòng n ngày» counts: its issue, its receipt, an event, or nothing. Pure.

A period that names nothing counts from the issue only where its sentence says nothing of an event.
"""

from __future__ import annotations

import re
from typing import Any

from engine import deadline_rules as rules
from engine.intake.found import Deadline
from engine.unit_names import fold

FROM_ISSUE, FROM_EVENT, BEFORE_EVENT, EACH_EVENT = (
    "within-issued", "within-event", "within-before", "within-each",
)  # fmt: skip
"""What to look at, as codes of notes (``engine.letter_note_texts``)."""

_COUNTED_FROM = re.compile(
    r"(?:kể từ |tính từ |từ |sau )?(?:ngày |khi |thời điểm )?", re.IGNORECASE
)
"""What stands before the event wherever a rule is told: «kể từ ngày …»."""
_TYPE = r"(?:van ban|cong van|ke hoach|quyet dinh|chi thi|thong bao|cong dien|huong dan)"
_THIS = rf"(?:van ban|{_TYPE} (?:nay|so .*))"
_ISSUED = re.compile(
    rf"(?:duoc )?(?:ky ban hanh|ban hanh|ky|phat hanh)(?: {_THIS})?"
    rf"|{_THIS} .*(?:ban hanh|ky|phat hanh|hieu luc).*"
)
_RECEIVED = re.compile(
    rf"(?:duoc )?(?:tiep )?nhan(?: duoc)?(?: {_TYPE}(?: .*)?)?|{_TYPE}(?: nay)? den.*|den"
)
_OF_OTHERS = re.compile(
    r"nhận\s+được\s+(?:báo\s+cáo|yêu\s+cầu|hồ\s+sơ|đề\s+nghị|đơn|phản\s+ánh|kiến\s+nghị)",
    re.IGNORECASE,
)
"""What is received is not this letter."""
_BACK = re.compile(
    r"\b(?:\d{1,4}|[a-zà-ỹ]+)\s+(?:ngày|hôm)(?:\s+làm\s+việc)?,?\s+trước\s+(?!ngày\s+\d|\d)"
    r"(?:khi\s+|ngày\s+|thời\s+điểm\s+)?(?P<event>[^,;.()\n]{2,80})",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\bsau\s+(?:\d{1,4}|[a-zà-ỹ]+)\s+ngày(?:\s+làm\s+việc)?\s+(?:kể\s+từ\s+|tính\s+từ\s+)?"
    r"(?:ngày\s+|khi\s+)?(?P<event>(?:kết\s+thúc|hoàn\s+thành|có|xảy|tổ\s+chức)[^,;.()\n]{1,80})"
    r"|\b(?:(?:ngay\s+)?sau(?:\s+(?:khi|ngày))?|(?:kể|tính)\s+từ(?:\s+(?:khi|ngày))?|khi)\s+"
    r"(?!(?:ngày\s+)?\d|đây\b|đó\b)(?P<then>[^,;.()\n]{2,80})"
    r"|\b(?P<end>(?:kết\s+thúc|hết)\s+(?!ngày\s+\d|\d)[^,;.()\n]{2,80})",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\s+(?:phải|chậm\s+nhất|muộn\s+nhất|trong\s+vòng|báo\s+cáo|gửi|các\s+đơn\s+vị|UBND|Ủy\s+ban|"
    r"để\s+tổng\s+hợp)(?:\s.*)?$",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"\btrước\s+(?!(?:các\s+)?(?:ngày\s+)?\d)(?!đây\b|đó\b)", re.IGNORECASE)
_EACH = re.compile(r"\b(?:moi|tung|hang|cac) (?:tuan|thang|quy|ky|nam|dot)\b|\b(?:quy|thang)$")


_ENDS = re.compile(r"[.;!?](?=\s|$)|\n[ \t]*\n|\n[ \t]*(?=[-+*–•]|\d{1,2}[.)]|[a-zđ]\)|Điều\s)")
_MOST = 400


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or item in which these characters stand, in one line."""
    first = max(0, start - _MOST)
    ends = [found.end() for found in _ENDS.finditer(text, first, start)]
    after = _ENDS.search(text, end, min(len(text), end + _MOST))
    last = after.start() if after else min(len(text), end + _MOST)
    return " ".join(text[ends[-1] if ends else first : last].split())


def within(
    deadline: Deadline, sentence: str, *, periodic: bool = False
) -> tuple[dict[str, Any], str] | None:
    """The rule of a period of days with the code of its note, '' for none; None for no such period.

    ``sentence`` is what stands around it. What cannot be counted is undated: back from an event, and
    what recurs (``periodic``: so does the report).
    """
    if not deadline.within or deadline.on is not None or deadline.unit != "day":
        return None
    told: dict[str, Any] = {
        "kind": rules.WITHIN,
        "days": str(deadline.within),
        "count": "working" if deadline.working else "calendar",
    }
    if deadline.since:
        return _since(told, deadline.since, sentence)
    if _BACK.search(sentence):
        return {"kind": rules.UNDATED}, BEFORE_EVENT
    if event := event_in(sentence):
        return _named(told, event)
    if _BEFORE_DAY.search(sentence):
        return {"kind": rules.UNDATED}, BEFORE_EVENT
    if periodic:
        return {"kind": rules.UNDATED}, EACH_EVENT
    return told | {"since": rules.ISSUED}, FROM_ISSUE


def event_in(sentence: str) -> str:
    """The event after which the sentence counts; '' where it names none."""
    found = _LATER.search(sentence)
    if found is None:
        return ""
    said = found["event"] or found["then"] or found["end"]
    return _TOLD.sub("", said).strip()


def _since(told: dict[str, Any], since: str, sentence: str = "") -> tuple[dict[str, Any], str]:
    event = _COUNTED_FROM.sub("", since, count=1)
    words = fold(event)
    if others := _OF_OTHERS.search(sentence):
        event = event if others[0].lower() in event.lower() else others[0]
    elif _RECEIVED.fullmatch(words):
        return told | {"since": rules.RECEIVED}, ""
    elif not words or _ISSUED.fullmatch(words):
        return told | {"since": rules.ISSUED}, ""
    if _EACH.search(words):
        return {"kind": rules.UNDATED}, EACH_EVENT
    return told | {"since": rules.EVENT, "event": event}, ""


def _named(told: dict[str, Any], event: str) -> tuple[dict[str, Any], str]:
    made, code = _since(told, event)
    if made.get("since") == rules.EVENT:
        return made, FROM_EVENT
    return made, code
