"""Many names looked up at once: what each alone means, told by a number of statements that is fixed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.letter_names import Names, chain
from engine.unit_names import Found, find_all, fold
from engine.units import AmbiguousUnit, Unit, UnitRef, UnknownUnit, by_code
from tests.helpers.slow_names import find_slowly
from tests.helpers.statements import statements

OLD, MERGED, NEW = date(2023, 4, 5), date(2025, 4, 1), date(2025, 7, 1)
pytestmark = pytest.mark.usefixtures("units")


def spoken(session: Session, seed: int, count: int) -> list[tuple[str, list[int]]]:
    """Names as people write them, each with the units above the one it was taken from."""
    choose = random.Random(seed)
    kinds = session.scalars(select(Unit.tier).distinct().order_by(Unit.tier)).all()
    ids = {
        k: session.scalars(select(Unit.id).where(Unit.tier == k).order_by(Unit.id)).all()
        for k in kinds
    }
    found = []
    for _ in range(count):
        unit = session.get_one(Unit, choose.choice(ids[choose.choice(kinds)]))
        above = [session.get_one(Unit, one) for one in chain(session, unit.id)[1:]]
        words = [choose.choice([unit.name, unit.short_name, unit.place, *unit.aliases])]
        for one in above:
            if choose.random() < 0.5:
                words.append(choose.choice([one.name, one.short_name, one.place, *one.aliases]))
        if choose.random() < 0.1:
            words.append(choose.choice(["tỉnh Bình Định", "huyện Không Có", "và các đơn vị"]))
        text = choose.choice([", ", " "]).join(words)
        found.append((fold(text) if choose.random() < 0.2 else text, [one.id for one in above]))
    return found


def alone(session: Session, text: str, on: date, within: int | None) -> Found:
    """The name by itself, one statement after the other."""
    try:
        return find_slowly(session, text, on, within)
    except (UnknownUnit, AmbiguousUnit) as error:
        return error


def told(found: Found) -> object:
    """What can be compared."""
    if isinstance(found, UnitRef):
        return found
    return [str(found), *getattr(found, "candidates", ())]


@pytest.mark.parametrize(("seed", "on"), [(1, OLD), (2, MERGED), (3, NEW)])
def test_many_names_mean_what_each_means_alone(session: Session, seed: int, on: date) -> None:
    names = [text for text, _ in spoken(session, seed, 40)]
    found = find_all(session, names, on)
    assert found.keys() == set(names)
    for text, answer in found.items():
        assert told(answer) == told(alone(session, text, on, None)), text
    kinds = Counter(type(answer) for answer in found.values())
    assert min(kinds[UnitRef], kinds[UnknownUnit], kinds[AmbiguousUnit]) > 3


@pytest.mark.parametrize(("seed", "on"), [(4, OLD), (5, NEW)])
def test_so_they_do_within_a_unit(session: Session, seed: int, on: date) -> None:
    asked = spoken(session, seed, 15)
    some = [by_code(session, code, on).id for code in ("52", "01")]
    for text, above in asked:
        for within in {*above[:1], some[len(text) % 2]}:
            answer = find_all(session, [text], on, within)[text]
            assert told(answer) == told(alone(session, text, on, within)), (text, within)


def test_the_statements_do_not_grow_with_the_names(session: Session) -> None:
    names = [text for text, _ in spoken(session, 6, 300)]
    counts = []
    for some in (names[:30], names):
        with statements(session) as sent:
            find_all(session, some, OLD)
        counts.append(len(sent))
    assert max(counts) < 25
    with statements(session) as sent:
        find_all(session, ["huyện Vị Xuyên, tỉnh Hà Giang"], OLD)
    assert len(sent) <= 5


def test_a_letters_names_are_looked_up_near_its_writer_at_once(session: Session) -> None:
    near = tuple(chain(session, by_code(session, "030", OLD).id))
    names = Names(session)
    asked = [(text, OLD, near) for text, _ in spoken(session, 7, 150)]
    with statements(session) as sent:
        names.prepare(asked)
    assert len(sent) < 30
    with statements(session) as sent:
        for ask in asked:
            names.named(*ask)
    assert sent == []
