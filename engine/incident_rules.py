"""How urgent an incident is, and within how many hours a body must receive and forward it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine import policies
from engine.deadlines import local_day
from engine.errors import InputError
from engine.policies import Policy
from engine.selectors import resolve_many
from engine.units import UnitRef

NORMAL, URGENT, VERY_URGENT, AT_ONCE = "thuong", "khan", "thuong-khan", "hoa-toc"
_NAMES = {
    NORMAL: ("thường", "normal"),
    URGENT: ("khẩn", "urgent"),
    VERY_URGENT: ("thượng khẩn", "very urgent"),
    AT_ONCE: ("hỏa tốc", "at once"),
}
URGENCIES = tuple(_NAMES)
"""The degrees of urgency of Nghị định 30/2020/NĐ-CP, and none at all."""

_HOURS = {NORMAL: (24, 72), URGENT: (4, 12), VERY_URGENT: (2, 6), AT_ONCE: (1, 2)}


class UnknownUrgency(InputError):
    """A degree of urgency that does not exist."""

    code = "unknown-urgency"
    vi = "Không có mức độ khẩn «{urgency}». Hãy chọn: {known}."
    en = "There is no urgency «{urgency}». Choose one of: {known}."


def _declared(what: str, which: int, vi: str, en: str) -> Mapping[str, Policy]:
    return {
        urgency: policies.declare(
            Policy(
                f"incident.{what}-hours.{urgency}",
                _HOURS[urgency][which],
                vi.format(names[0]),
                en.format(names[1]),
                source="custom: no text read fixes hours",
                low=1,
                high=720,
            )
        )
        for urgency, names in _NAMES.items()
    }


RECEIVE = _declared(
    "receive",
    0,
    "Số giờ phải tiếp nhận vụ việc mức {}, kể từ khi đến",
    "Hours within which an incident ({}) is received, counted from its arrival",
)
FORWARD = _declared(
    "forward",
    1,
    "Số giờ phải kết thúc hoặc chuyển cấp trên vụ việc mức {}, kể từ khi đến",
    "Hours within which an incident ({}) is closed or forwarded, counted from its arrival",
)


def named(urgency: str, locale: str = "vi") -> str:
    """The urgency in words."""
    return _NAMES[urgency][0 if locale == "vi" else 1]


def vet_urgency(urgency: str) -> None:
    """Raise ``UnknownUrgency`` unless it is one."""
    if urgency not in _NAMES:
        raise UnknownUrgency(urgency=urgency, known=", ".join(URGENCIES))


def deadlines(
    session: Session, unit_id: int, urgency: str, now: datetime
) -> tuple[datetime, datetime]:
    """When a body that an incident reaches at ``now`` is late to receive, and to forward it.

    Hours are hours: nights, weekends and holidays count.
    """
    receive = policies.value(session, RECEIVE[urgency], unit_id)
    forward = policies.value(session, FORWARD[urgency], unit_id)
    return now + timedelta(hours=receive), now + timedelta(hours=forward)


def next_body(
    session: Session,
    holder: int,
    consolidator: int | None,
    reached: Iterable[int],
    now: datetime,
) -> UnitRef | None:
    """Where an incident goes from ``holder``: to its duty's consolidator, else up; None at the top.

    A body it already ``reached`` is passed over.
    """
    on, seen = local_day(now), {holder, *reached}
    if consolidator is not None and consolidator not in seen:
        return resolve_many(session, [(0, [consolidator])], on)[0][0]
    here = holder
    while True:
        above = resolve_many(session, [(0, {"select": "superior", "unit": here})], on)[0]
        if not above or above[0].id == here:
            return None
        here = above[0].id
        if here not in seen:
            return above[0]
