"""Recipients of a letter without «Kính gửi»: those of Nơi nhận who are to carry it out, and those
whom its duties name.

A plan or a decision says to whom it goes in Nơi nhận alone, beside superiors who are told, leaders,
the press and the file (docs/intake.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engine.letter_recipients import COPIED, Meant, Recipients
from engine.received_findings import Finding
from engine.units import UnitRef

_NO_BODY = re.compile(
    r"(?:lưu|như|báo|đài|cổng|trang|công báo|website|ban biên tập|lãnh đạo|thường trực|"
    r"tt|ct|pct|cvp|pcvp|lđvp|vp|cv)\b",
    re.IGNORECASE,
)
"""How lines begin that name the file, the press, or the issuer's own leaders and office."""
_TOLD = re.compile(
    r"\b(?:b/?c|báo\s+cáo|biết|đưa\s+tin|đăng|theo\s+dõi|chỉ\s+đạo|giám\s+sát|p/?h|phối\s+hợp)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(([^()]*)\)|\s*[,:-]?\s+(để\s.+)$")


def to_carry_out(line: str) -> str:
    """The bodies of a line of Nơi nhận; '' where they are told of the letter only."""
    text = " ".join(line.split()).strip(" -–+*;.")
    asides = ["".join(found) for found in _ASIDE.findall(text)]
    if _NO_BODY.match(text) or any(map(_TOLD.search, asides)):
        return ""
    return _ASIDE.sub("", text).strip(" ;.,")


def of_copies(
    looker: Recipients, copies: Sequence[Finding], part: str
) -> list[tuple[Finding, Meant]]:
    """The lines of Nơi nhận by what they mean below the issuer; a clerk's choice, kept under
    ``part``, as it is.
    """
    lines = {one.id: to_carry_out(str(one.value)) for one in copies}
    looker.prepare(line for line in lines.values() if line)
    found = []
    for one in copies:
        if choice := one.chosen.get(part, ""):
            found.append((one, looker.meant(str(one.value), choice)))
        elif lines[one.id]:
            meant = _below(looker, looker.meant(lines[one.id]))
            if meant is not None and not meant.requested:
                found.append((one, meant))
    return found


def of_duties(
    looker: Recipients, owing: Iterable[tuple[Finding, Meant]], sent: frozenset[int]
) -> Iterator[tuple[Finding, Meant]]:
    """The bodies that duties name and nothing else reaches, each once."""
    for one, meant in owing:
        left = _below(looker, meant)
        if left is None or not left.members - sent:
            continue
        sent |= left.members
        yield one, left


def _below(looker: Recipients, meant: Meant) -> Meant | None:
    """Only what stands below the issuer, the others of the line apart; None for nothing."""
    units = tuple(unit for unit in meant.units if _is_below(looker, unit))
    several = tuple(
        name for name in meant.several if any(_is_below(looker, u) for u in name.candidates)
    )
    members = looker.members(meant.selects) | {unit.id for unit in units}
    if not members and not several:
        return None
    others = (*meant.outside, *(u.short_name for u in meant.units if u not in units))
    apart = bool(others) and not meant.selects and not several
    return replace(
        meant,
        text="; ".join(unit.short_name for unit in units) if apart else meant.text,
        units=units,
        members=members,
        several=several,
        outside=others if apart else (),
        why=several[0].why if several else COPIED,
    )


def _is_below(looker: Recipients, unit: UnitRef) -> bool:
    return unit.tier in looker.steps and unit.id in looker.members([looker.select(unit.tier)])
