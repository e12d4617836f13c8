"""The shipped table of the ladder: its rungs, their moments, and which one a report has come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.calendar import Calendar
from engine.escalation import Rung
from engine.process.dmn import Decision, Problem, read

FILE = Path(__file__).parents[3] / "bpmn" / "escalation.dmn"
# Thursday 27 April 2023: the last day is Wednesday, then a long holiday.
DUE = datetime(2023, 4, 26, 17, tzinfo=UTC)
DAY = timedelta(days=1)
LADDER = [
    ("nhac-1", -7, ("officer",), False, False),
    ("nhac-2", -1, ("officer",), False, False),
    ("qua-han", 0, ("officer",), False, False),
    ("lanh-dao", 2, ("head",), False, False),
    ("cap-tren", 5, ("superior",), False, False),
    ("don-doc", 10, ("head", "superior"), True, False),
]
URGED = [
    *LADDER[:3],
    ("neu-ten", 1, ("head",), False, True),
    ("phe-binh", 5, ("head", "superior"), False, True),
]


def decisions(source: str | None = None) -> Mapping[str, Decision]:
    return read((source or FILE.read_text("utf-8")).encode()).decisions


def asked(decision: str, source: str | None = None, **given: Any) -> Any:
    context = {
        "requested": False,
        "urgings": None,
        "dueAt": DUE,
        "nextRungAt": None,
        "opensAt": DUE - 30 * DAY,
    }
    now, calendar = given.pop("now", None) or DUE, given.pop("calendar", None)
    warnings: list[Any] = []
    found = decisions(source)[decision].evaluate(
        context | given, now=now, calendar=calendar, warnings=warnings
    )
    assert not [w for w in warnings if isinstance(w, Problem)], warnings
    return found


@pytest.mark.parametrize(
    ("requested", "urgings", "rungs"),
    [
        (False, None, LADDER),
        (False, 0, LADDER),
        (False, 1, URGED),
        (False, 3, URGED),
        (True, None, LADDER[:2]),
        (True, 1, LADDER[:2]),
    ],
)
def test_which_rungs_there_are(requested: bool, urgings: int | None, rungs: list[Any]) -> None:
    rows = asked("ladder", requested=requested, urgings=urgings)
    read_ = [Rung.of(row) for row in rows]
    assert [
        (r.name, int(row["days"]), r.audiences, r.letter, r.named)
        for r, row in zip(read_, rows, strict=True)
    ] == rungs
    assert all(r.mail for r in read_)
    assert [r.name for r in read_ if r.reminder] == ["nhac-1", "nhac-2"]


def test_the_next_rung_is_the_first_that_was_not_looked_at_yet() -> None:
    seen: datetime | None = None
    moments = []
    while (following := asked("next-rung-at", nextRungAt=seen, now=seen)) is not None:
        moments.append((following - DUE) // DAY)
        seen = following
    assert moments == [-7, -1, 0, 2, 5, 10]


def test_rungs_of_before_the_period_opened_are_none() -> None:
    assert asked("next-rung-at", opensAt=DUE - 3 * DAY) == DUE - DAY
    assert asked("next-rung-at", opensAt=DUE - DAY) == DUE - DAY
    assert asked("next-rung-at", opensAt=DUE + 20 * DAY) is None


@pytest.mark.parametrize(
    ("awaited", "late", "rung", "letter"),
    [
        (-7, -7.0, "nhac-1", False),
        (-7, -0.5, "nhac-2", False),
        (-7, 0.0, "qua-han", False),
        (0, 4.9, "lanh-dao", False),
        (2, 9.0, "cap-tren", False),
        (2, 30.0, "don-doc", True),
    ],
)
def test_of_several_missed_rungs_the_highest_is_reached(
    awaited: int, late: float, rung: str, letter: bool
) -> None:
    found = asked("rung-reached", nextRungAt=DUE + awaited * DAY, now=DUE + late * DAY)
    assert (found["rung"], found["urgingLetter"]) == (rung, letter)


def test_a_missed_letter_is_written_although_a_higher_rung_is_told() -> None:
    """A table whose list of names comes after the letter in the same round."""
    source = FILE.read_text("utf-8").replace("<text>&gt;= 1</text>", "<text>-</text>")
    source = source.replace('so-ngay"><text>1</text>', 'so-ngay"><text>12</text>')
    found = asked("rung-reached", source, nextRungAt=DUE + 10 * DAY, now=DUE + 40 * DAY)
    assert (found["rung"], found["urgingLetter"], found["namedList"]) == ("neu-ten", True, True)


def test_nothing_is_reached_between_two_rungs() -> None:
    assert asked("rung-reached", nextRungAt=DUE + 3 * DAY, now=DUE + 4 * DAY) is None


def test_days_can_be_counted_as_working_days() -> None:
    source = FILE.read_text("utf-8").replace(
        '<outputEntry id="luat-4-cach-dem"><text>"ngày"</text>',
        '<outputEntry id="luat-4-cach-dem"><text>"ngày làm việc"</text>',
    )
    off = Calendar(frozenset({date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3)}))
    found = {r["rung"]: r["at"] for r in asked("rungs", source, calendar=off)}
    # From Thursday 27 April: Friday 28, then (weekend, three days off) Thursday 4 May.
    assert found["lanh-dao"] == datetime(2023, 5, 3, 17, tzinfo=UTC)
    assert found["cap-tren"] == DUE + 5 * DAY
