"""What a reminder says as a letter: to the unit, not about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from engine import period_words
from engine.official_words import short_day, thing
from engine.signature_lines import BLANK

_REMINDING, _ASKING, _URGING = "nhắc thời hạn gửi", "đề nghị phối hợp gửi", "đôn đốc gửi"
KINDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("nhac-1", "nhac-2", "nhac-tong-hop"), _REMINDING)
    | {"de-nghi-tong-hop": _ASKING}
    | dict.fromkeys(("qua-han", "lanh-dao", "cap-tren", "don-doc", "don-doc-tong-hop"), _URGING)
)
"""Kind of notice → what its letter is about, before the report's title."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice about a report knows: ``late`` owes it, and has the letter itself
    (``to_late``) or its superior has; who is ``requested`` is asked, not ordered; ``params`` are
    the notice's own."""

    issuer: str
    to_late: bool
    late: str
    report: str
    period: str
    directive: str
    requested: bool
    params: Mapping[str, object]


def subject(kind: str, said: Said) -> str:
    """The trích yếu, after "V/v"."""
    return f"{KINDS[kind]} {_sent(said)}"


def body(kind: str, said: Said) -> list[str]:
    """The paragraphs of the letter."""
    last = _day(said.params.get("last_day"))
    if KINDS[kind] == _REMINDING:
        return [
            f"Thực hiện {said.directive}, {_owed(said, 'đơn vị', last)}.",
            "Đề nghị đơn vị gửi báo cáo đúng hạn.",
        ]
    if KINDS[kind] == _ASKING:
        for_ = f"Để kịp tổng hợp kết quả thực hiện {said.directive}"
        what = f"quý cơ quan phối hợp gửi {_sent(said)} chậm nhất ngày {last}"
        return [f"{for_}, {said.issuer} trân trọng đề nghị {what}."]
    return [*_overdue(said, last), _wanted(kind, said)]


def _overdue(said: Said, last: str) -> list[str]:
    who = "đơn vị" if said.to_late else said.late
    owed = f"Thực hiện {said.directive}, {_owed(said, who, last)}."
    told = [f"{owed} Đến nay {said.issuer} chưa nhận được báo cáo của {who}."]
    if said.params.get("number"):
        told.append(
            f"Việc này đã được đôn đốc tại Văn bản số {said.params['number']}; hạn mới là ngày "
            f"{_day(said.params.get('new_day'))}. Việc nộp chậm vẫn được tính từ hạn ban đầu."
        )
    return told


def _wanted(kind: str, said: Said) -> str:
    if not said.to_late:
        return f"Đề nghị quý cơ quan chỉ đạo, đôn đốc {said.late} gửi báo cáo ngay."
    if kind == "lanh-dao":
        return "Đề nghị lãnh đạo đơn vị chỉ đạo gửi báo cáo ngay và nêu rõ lý do chậm."
    more = "; đơn vị chưa gửi sẽ được nêu tên trong báo cáo tổng hợp"
    return (
        "Đề nghị đơn vị gửi báo cáo ngay và nêu rõ lý do chậm"
        f"{more if kind == 'don-doc-tong-hop' else ''}."
    )


def _owed(said: Said, who: str, last: str) -> str:
    must = "được đề nghị gửi" if said.requested else "phải gửi"
    return f"{who} {must} {_sent(said)} về {said.issuer} chậm nhất ngày {last}"


def _sent(said: Said) -> str:
    return f"{thing(said.report)}{period_words.bracketed(said.period)}"


def _day(told: object) -> str:
    try:
        return short_day(date.fromisoformat(str(told)))
    except ValueError:
        return BLANK
