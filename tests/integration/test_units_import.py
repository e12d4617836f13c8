"""Importing units: what is written, what is refused, and that nothing is half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.units_data import load
from engine.selectors import successors
from engine.unit_import import ImportSummary, Succession, UnitRow, UnitsRefused, import_units
from engine.units import Unit, by_code

BEGIN, TURN = date(2001, 1, 1), date(2002, 1, 1)


def row(code: str, parent: str | None = "t", **more: object) -> UnitRow:
    plain = UnitRow(code, f"Đơn vị {code}", code, "nơi thử", "thu", "thu", parent, BEGIN)
    return replace(plain, **more)  # type: ignore[arg-type]


ROOT = row("t", None)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Unit)) or 0


def test_the_same_data_twice_changes_nothing(session: Session) -> None:
    rows = [row("t.b", "t.a"), row("t.a"), ROOT, row("t.old", valid_to=TURN)]
    links = [Succession("t.old", "t.a", TURN)]
    assert import_units(session, rows, links) == ImportSummary(4, 0, 1)
    assert import_units(session, rows, links) == ImportSummary(0, 0, 0)


def test_a_changed_row_is_updated_and_keeps_its_id(session: Session) -> None:
    import_units(session, [ROOT, row("t.a")])
    before = by_code(session, "t.a", TURN)
    assert import_units(session, [row("t.a", name="Tên mới")]) == ImportSummary(0, 1, 0)
    after = by_code(session, "t.a", TURN)
    assert (after.id, after.name) == (before.id, "Tên mới")


def test_one_code_may_have_consecutive_lives(session: Session) -> None:
    lives = [row("t.a", valid_to=TURN), row("t.a", valid_from=TURN, name="Sau")]
    import_units(session, [ROOT, *lives], [Succession("t.a", "t.a", TURN)])
    first = by_code(session, "t.a", BEGIN)
    assert [ref.name for ref in successors(session, first.id, TURN)] == ["Sau"]
    assert successors(session, first.id, BEGIN) == [first]


def test_succession_is_followed_along_the_chain(session: Session) -> None:
    days = [date(2001 + n, 1, 1) for n in range(5)]
    rows = [
        row(f"t.{n}", valid_from=day, valid_to=days[n + 1] if n < 4 else None)
        for n, day in enumerate(days)
    ]
    links = [Succession(f"t.{n}", f"t.{n + 1}", days[n + 1]) for n in range(4)]
    import_units(session, [ROOT, *rows], links)
    first = by_code(session, "t.0", BEGIN).id
    assert [[r.code for r in successors(session, first, day)] for day in days] == [
        [f"t.{n}"] for n in range(5)
    ]


REFUSED: dict[str, tuple[list[UnitRow], list[Succession]]] = {
    "circle": ([row("t.a", "t.b"), row("t.b", "t.c"), row("t.c", "t.a")], []),
    "circle of one": ([row("t.a", "t.a")], []),
    "no parent": ([row("t.a", "t.none")], []),
    "parent ends first": ([row("t.a", valid_to=TURN), row("t.b", "t.a")], []),
    "given twice": ([row("t.a"), row("t.a")], []),
    "overlap": ([row("t.a"), row("t.a", valid_from=TURN)], []),
    "backwards": ([row("t.a", valid_to=BEGIN)], []),
    "deep national": ([row("t.a"), row("t.b", "t.a", national=True)], []),
    "not ended": ([row("t.a"), row("t.b")], [Succession("t.a", "t.b", TURN)]),
    "no heir": ([row("t.a", valid_to=TURN)], [Succession("t.a", "t.none", TURN)]),
}


@pytest.mark.parametrize("why", REFUSED)
def test_contradictions_are_refused_and_nothing_is_written(session: Session, why: str) -> None:
    before = count(session)
    rows, links = REFUSED[why]
    with pytest.raises(UnitsRefused):
        import_units(session, [ROOT, *rows], links)
    assert count(session) == before


def test_a_circle_through_stored_units_is_refused(session: Session) -> None:
    import_units(session, [ROOT, row("t.a"), row("t.b", "t.a")])
    with pytest.raises(UnitsRefused, match="circle"):
        import_units(session, [row("t.a", "t.b")])


def test_ending_a_unit_that_still_has_units_below_is_refused(session: Session) -> None:
    import_units(session, [ROOT, row("t.a"), row("t.b", "t.a")])
    with pytest.raises(UnitsRefused, match="not valid all the time"):
        import_units(session, [row("t.a", valid_to=TURN)])


def test_an_import_belongs_to_the_callers_transaction(session: Session) -> None:
    before = count(session)
    with session.begin_nested() as attempt:
        import_units(session, [ROOT, row("t.a")])
        assert count(session) == before + 2
        attempt.rollback()
    assert count(session) == before


@pytest.mark.usefixtures("units")
def test_the_national_list_again_changes_nothing(session: Session) -> None:
    data = load()
    assert import_units(session, data.rows, data.successions) == ImportSummary(0, 0, 0)
