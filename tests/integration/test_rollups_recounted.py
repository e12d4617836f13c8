"""After any history a roll-up is what a full recount of the reports says, on every tier."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from engine import consolidation
from engine.consolidation import Rollup
from engine.consolidation_errors import AlreadyClosed, NothingReported, NothingToAdd, StillOpen
from engine.consolidation_merge import live_amounts
from engine.instances import Engine
from tests.helpers.rollups import WRITTEN, Tiers, consolidator, reported, sent_up, tiers

pytestmark = pytest.mark.usefixtures("units")
Sums: TypeAlias = dict[str, tuple[Fraction, int]]

numbers = st.one_of(st.none(), st.integers(0, 10**9))
rates = st.one_of(st.none(), st.decimals(0, 100, places=3))
ANSWERS = st.fixed_dictionaries(
    {
        "nil": st.booleans(),
        "trainingCourses": numbers,
        "femaleLeaderRate": rates,
        "femaleOfficers": numbers,
    }
)
SUMS = ("trainingCourses", "participants", "communicationEvents")
HISTORY = st.lists(
    st.one_of(
        st.tuples(st.just("report"), st.integers(0, 1), st.integers(0, 2), ANSWERS),
        st.tuples(st.sampled_from(["close", "supplement", "send up"]), st.integers(0, 1)),
    ),
    max_size=14,
)


class Recount:
    """The same history kept in plain sums of fractions."""

    def __init__(self) -> None:
        self.communes: dict[tuple[int, int], Sums] = {}
        self.versions: dict[int, list[Sums]] = {0: [], 1: []}
        self.sent: dict[int, Sums] = {}
        self.taken: dict[int, int] = {0: 0, 1: 0}

    def report(self, district: int, commune: int, answers: dict[str, Any]) -> None:
        """One commune's own figures; nothing given in a nil report is a sum of zero."""
        found: Sums = {}
        for name in (*SUMS, "femaleLeaderRate", "femaleOfficers"):
            value = answers.get(name)
            if value is None and answers["nil"] and name in SUMS:
                value = 0
            if value is not None:
                found[name] = (Fraction(value), 1)
        self.communes[district, commune] = found

    def of(self, district: int) -> Sums:
        """The district's communes, added up from the beginning."""
        return _sum([s for (home, _), s in self.communes.items() if home == district])

    def count(self, district: int) -> int:
        """How many of its communes were accepted."""
        return sum(home == district for home, _ in self.communes)


def _sum(many: list[Sums]) -> Sums:
    names = sorted({name for sums in many for name in sums})
    return {
        name: (
            sum((s[name][0] for s in many if name in s), Fraction(0)),
            sum(s[name][1] for s in many if name in s),
        )
        for name in names
    }


def play(session: Session, machine: Engine, world: Tiers, recount: Recount, act: Any) -> None:
    """One act on both; what is refused must be what the recount says cannot be done."""
    kind, district = act[0], act[1]
    rollup, above, communes = world.chains[district]
    who = consolidator(rollup)
    if kind == "report":
        if (district, act[2]) not in recount.communes:
            given_answers = {k: v for k, v in act[3].items() if v is not None}
            reported(session, machine, communes[act[2]], WRITTEN, **given_answers)
            recount.report(district, act[2], act[3])
    elif kind == "send up":
        if recount.versions[district] and district not in recount.sent:
            sent_up(session, machine, above)
            recount.sent[district] = recount.versions[district][-1]
    else:
        made = recount.versions[district]
        act_of: Callable[..., Any] = (
            consolidation.close if kind == "close" else consolidation.supplement
        )
        may = bool(made) == (kind == "supplement") and (
            recount.count(district) > recount.taken[district]
        )
        if may:
            act_of(session, machine, who, rollup.id, WRITTEN)
            made.append(recount.of(district))
            recount.taken[district] = recount.count(district)
        else:
            refused = (AlreadyClosed, NothingReported, NothingToAdd, StillOpen)
            with pytest.raises(refused):
                act_of(session, machine, who, rollup.id, WRITTEN)


def amounts(session: Session, rollup: Rollup) -> Sums:
    """What the roll-up holds."""
    found = live_amounts(session, [rollup.id])[rollup.id]
    return {name: (Fraction(total), units) for name, (total, units) in sorted(found.items())}


class Stage:
    """Where histories are played; told apart by nothing, so that a failure prints the history."""

    def __init__(self, session: Session, machine: Engine) -> None:
        self.session, self.machine = session, machine
        self.world = tiers(session, machine)


@pytest.fixture
def stage(session: Session, machine: Engine) -> Stage:
    """Two districts of three communes each."""
    return Stage(session, machine)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORY)
def test_a_roll_up_is_what_a_recount_says(stage, history):
    session, world = stage.session, stage.world
    moment, recount = session.begin_nested(), Recount()
    try:
        for act in history:
            play(session, stage.machine, world, recount, act)
        for district, rollup in enumerate(world.districts):
            assert amounts(session, rollup) == recount.of(district)
        assert amounts(session, world.province) == _sum(list(recount.sent.values()))
        _check_trace(session, world, recount)
    finally:
        moment.rollback()
        session.expire_all()


def _check_trace(session: Session, world: Tiers, recount: Recount) -> None:
    """Every number above is the sum of the counted numbers below it."""
    if not recount.sent:
        return
    who = consolidator(world.province)
    for source in consolidation.trace(session, who, world.province.id, "trainingCourses"):
        below = [s.amount for s in source.sources if s.counted and s.amount]
        assert (source.amount or (Decimal(0), 0)) == (
            sum((total for total, _ in below), Decimal(0)),
            sum(units for _, units in below),
        )
