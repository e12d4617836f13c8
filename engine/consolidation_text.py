"""The document a consolidation comes to, and the same as a draft of the report one tier up. Pure.

It is an official text and therefore Vietnamese. Units are listed in the order of their codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.consolidation_amounts import Amounts, result
from engine.deadlines import LOCAL
from engine.figures import INTEGER, LATEST, MEAN, NONE, Figure, Text, shown
from engine.period_words import bracketed

NOT_REPORTED, NOT_ACCEPTED, SENT_BACK = "not-reported", "not-accepted", "sent-back"
REASONS = {
    NOT_REPORTED: "chưa báo cáo",
    NOT_ACCEPTED: "đã nộp, chưa được tiếp nhận",
    SENT_BACK: "bị trả lại, chưa nộp lại",
}
_SHORTEST = 40


@dataclass(frozen=True, slots=True)
class Reported:
    """An accepted report: ``texts`` by field, already cut to what is listed; ``version`` took it in."""

    unit_name: str
    late: bool
    nil: bool
    version: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Absent:
    """A unit whose report is not in: ``reason`` is one of ``REASONS``; ``requested``: only asked."""

    unit_id: int
    unit_name: str
    reason: str
    requested: bool


@dataclass(frozen=True, slots=True)
class Made:
    """One closing (``n`` = 1) or supplement: all it speaks of. ``before``: totals one version ago."""

    title: str
    period: str
    directive: str
    n: int
    at: datetime
    figures: Sequence[Figure]
    texts: Sequence[Text]
    totals: Amounts
    before: Amounts
    reported: Sequence[Reported]
    absent: Sequence[Absent]

    @property
    def added(self) -> list[Reported]:
        """What this version took in."""
        return [r for r in self.reported if r.version == self.n]


def document(made: Made) -> str:
    """The whole text of a closing, or of a supplement: what it adds and how figures changed."""
    kind = "Tổng hợp" if made.n == 1 else f"Báo cáo bổ sung lần {made.n - 1}:"
    heads = [f"{kind} {made.title}{bracketed(made.period)}", f"(theo {made.directive})"]
    parts = [" ".join(heads), "1. Tình hình báo cáo\n" + standing(made), "2. Số liệu"]
    parts[-1] += "\n" + "\n".join(_figure(made, figure) for figure in _rolled(made.figures))
    listed = made.reported if made.n == 1 else made.added
    for nth, field in enumerate(made.texts, 3):
        lines = _by_unit(listed, field.name)
        parts.append(f"{nth}. {field.label['vi']}\n" + ("\n".join(lines) or "Không có nội dung."))
    return "\n\n".join(parts)


def draft(made: Made) -> dict[str, object]:
    """The answers of the report one tier up: its figures, and its texts within their bounds.

    How complete it is stands at the head of the first text.
    """
    answers: dict[str, object] = {}
    for figure in _rolled(made.figures):
        value = result(figure, made.totals.get(figure.name))
        if value is not None:
            whole = figure.type == INTEGER and value == value.to_integral_value()
            answers[figure.name] = int(value) if whole else value
    for nth, field in enumerate(made.texts):
        head = standing(made) + "\n" if nth == 0 else ""
        limit = field.max_length or len(head) + sum(map(len, _by_unit(made.reported, field.name)))
        found = fitting(head, _by_unit(made.reported, field.name), limit)
        answers[field.name] = found or None
    return answers


def standing(made: Made) -> str:
    """Who has reported and who has not, by name."""
    late = [r.unit_name for r in made.reported if r.late]
    nil = [r.unit_name for r in made.reported if r.nil]
    missing = [f"{a.unit_name} ({REASONS[a.reason]})" for a in made.absent if not a.requested]
    asked = [a.unit_name for a in made.absent if a.requested]
    count, owed = len(made.reported), len(made.reported) + len(made.absent)
    lines = [f"Đã tiếp nhận {count}/{owed} báo cáo, tính đến {made.at.astimezone(LOCAL):%d/%m/%Y}."]
    if made.n > 1:
        lines.append(_named("Bổ sung lần này", [r.unit_name for r in made.added]))
    lines.append(
        _named("Đơn vị chưa có báo cáo", missing) if missing else "Không đơn vị nào thiếu."
    )
    for words, names in (
        ("Đơn vị được đề nghị phối hợp, chưa gửi báo cáo", asked),
        ("Đơn vị nộp quá hạn", late),
        ("Đơn vị báo cáo không phát sinh", nil),
    ):
        if names:
            lines.append(_named(words, names))
    return "\n".join(lines)


def fitting(head: str, lines: Sequence[str], limit: int) -> str:
    """Head and lines within ``limit`` characters: lines are cut evenly, then left out and counted."""
    whole = head + "\n".join(lines)
    if len(whole) <= limit:
        return whole.rstrip()
    more = "… và {} đơn vị khác (xem văn bản tổng hợp)."
    if not lines:
        return _cut(head, limit)
    room = max(limit - len(head) - len(more) - 10, 0)
    share = max(_SHORTEST, room // len(lines) - 1)
    kept: list[str] = []
    for line in (_cut(line, share) for line in lines):
        if sum(map(len, kept)) + len(kept) + len(line) > room:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    tail = [more.format(left)] if left else []
    return _cut(head + "\n".join([*kept, *tail]), limit)


def _rolled(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.rollup != NONE]


def _figure(made: Made, figure: Figure) -> str:
    amount = made.totals.get(figure.name)
    value = result(figure, amount)
    label = f"- {figure.label['vi']}"
    if value is None or amount is None:
        return f"{label}: không có số liệu"
    how = {MEAN: "bình quân của", LATEST: "số hiện có, cộng"}.get(figure.rollup, "cộng")
    told = f"{label}: {_number(value, figure)} ({how} {amount[1]} đơn vị)"
    before = result(figure, made.before.get(figure.name))
    if made.n == 1 or before == value:
        return told
    earlier = "không có số liệu" if before is None else _number(before, figure)
    return f"{told}; lần trước: {earlier}"


def _number(value: Decimal, figure: Figure) -> str:
    return f"{shown(value)} {figure.unit['vi'] if figure.unit else ''}".rstrip()


def _by_unit(reported: Sequence[Reported], field: str) -> list[str]:
    return [f"{r.unit_name}: {text}" for r in reported if (text := r.texts.get(field, "").strip())]


def _named(words: str, names: Sequence[str]) -> str:
    return f"{words} ({len(names)}): {'; '.join(names)}."


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"
