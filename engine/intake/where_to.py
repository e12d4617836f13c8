"""Where reports go by a sentence of its own: «Báo cáo gửi về Cơ quan Thường trực (Công an tỉnh)» below their days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.intake.deadline_grammar import read_dues
from engine.intake.duty_context import Placed, without_mark
from engine.intake.duty_doubts import RECEIVER_IMPLIED
from engine.intake.found import Found, Report
from engine.intake.report_parts import Parts, parts
from engine.intake.sentences import sentences

_SENT = re.compile(
    r"(?:(?:tất\scả\s)?(?:các\s)?báo\scáo(?:\s[^.;:,\d]{1,60})?|nơi\snhận\sbáo\scáo\s?:|(?:địa\schỉ|nơi)\s(?:gửi|nhận)\s?:?)"
    r"\s(?:được\s|đề\snghị\s|phải\s)?(?:gửi|nộp)\s(?:về|đến|tới|cho)\s(?=\S)",
    re.IGNORECASE,
)


def told(places: Iterable[Placed]) -> dict[str, Parts]:
    """By the first part of a heading's path: to whom, and through whom, its reports go."""
    out: dict[str, Parts] = {}
    for place in places:
        text = place.paragraph.text
        for start, end in sentences(text, without_mark(text)):
            if (found := _SENT.match(text, start, end)) and not read_dues(text[start:end]):
                said = parts(text, start, end, found.start())
                if said.to:
                    out.setdefault(_top(place.paragraph.where), said)
    return out


def addressed(reports: Sequence[Found[Report]], said: dict[str, Parts]) -> list[Found[Report]]:
    """``reports``, those that name no receiver with the one such a sentence of their heading names."""
    return [_addressed(found, said.get(_top(found.value.where))) for found in reports]


def _addressed(found: Found[Report], said: Parts | None) -> Found[Report]:
    if said is None or RECEIVER_IMPLIED not in found.doubts:
        return found
    report = replace(
        found.value, to=said.to, via=said.via, consolidator=found.value.consolidator or said.consolidator,
        channel=found.value.channel or said.channel,
    )  # fmt: skip
    doubts = tuple(doubt for doubt in found.doubts if doubt != RECEIVER_IMPLIED)
    return replace(found, value=report, doubts=doubts)


def _top(where: str) -> str:
    return where.split(".")[0]
