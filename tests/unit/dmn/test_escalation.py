from __future__ import annotations

from pathlib import Path

import pytest

from engine.notices import AUDIENCES
from engine.process.dmn import Decision, Problem, read

FILE = Path(__file__).parents[3] / "bpmn" / "escalation.dmn"
BOX = ["inbox", "mail"]


@pytest.fixture(scope="module")
def ladder() -> Decision:
    return read(FILE.read_bytes()).decisions["ladder"]


@pytest.mark.parametrize(
    ("days", "form", "rung", "reminder", "audiences", "channels", "letter", "rule"),
    [
        (-8, "giao", None, False, [], [], False, 1),
        (-7, "giao", "nhac-1", True, ["officer"], BOX, False, 2),
        (-2, "đề nghị", "nhac-1", True, ["officer"], BOX, False, 2),
        (-1, "đề nghị", "nhac-2", True, ["officer"], BOX, False, 3),
        (0, "đề nghị", None, False, [], [], False, 4),
        (99, "đề nghị", None, False, [], [], False, 4),
        (0, "giao", "qua-han", False, ["officer"], BOX, False, 5),
        (1, "giao", "qua-han", False, ["officer"], BOX, False, 5),
        (2, "giao", "lanh-dao", False, ["head"], BOX, False, 6),
        (4, "giao", "lanh-dao", False, ["head"], BOX, False, 6),
        (5, "giao", "cap-tren", False, ["superior"], BOX, False, 7),
        (9, "giao", "cap-tren", False, ["superior"], BOX, False, 7),
        (10, "giao", "don-doc", False, ["head"], [*BOX, "letter"], True, 8),
        (400, "giao", "don-doc", False, ["head"], [*BOX, "letter"], True, 8),
    ],
)
def test_the_ladder_row_by_row(
    ladder: Decision,
    days: int,
    form: str,
    rung: str | None,
    reminder: bool,
    audiences: list[str],
    channels: list[str],
    letter: bool,
    rule: int,
) -> None:
    trace = ladder.explain({"số ngày trễ": days, "hình thức": form})
    assert trace.value == {
        "rung": rung, "reminder": reminder, "audiences": audiences, "channels": channels,
        "urgingLetter": letter,
    }  # fmt: skip
    assert [matched.rules for matched in trace.tables] == [(rule,)]
    assert set(audiences) <= set(AUDIENCES)


def test_the_ladder_can_count_working_days(ladder: Decision) -> None:
    context = {
        "số ngày trễ": 6, "số ngày làm việc trễ": 4, "cách đếm": "ngày làm việc",
        "hình thức": "giao",
    }  # fmt: skip
    result = ladder.evaluate(context)
    assert isinstance(result, dict)
    assert result["rung"] == "lanh-dao"


def test_another_form_is_an_error_not_silence(ladder: Decision) -> None:
    warnings: list[str] = []
    assert ladder.evaluate({"số ngày trễ": 3, "hình thức": "xin"}, warnings=warnings) is None
    assert "error" in {w.severity for w in warnings if isinstance(w, Problem)}
