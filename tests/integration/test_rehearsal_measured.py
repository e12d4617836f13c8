"""Officers behave in a rehearsal as their past reports show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters import postgres
from adapters.rehearsals import Rehearsals
from engine.rehearsal import Plan, Version
from engine.rehearsal_measure import NothingMeasured, measured
from engine.story import Story, play
from engine.story_behaviour import Habit, Rule, When
from tests.helpers.rehearsing import CASCADE, sample
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")
AFTER = datetime(2024, 1, 1, tzinfo=UTC)
HABITS = (Habit(0.5, before_due=5), Habit(0.3, after_due=10), Habit(0.2, never=True))


def test_a_year_that_went_badly_is_rehearsed_as_badly(server: str, national_template: str) -> None:
    machine = make_engine(lambda *_: None)
    story = Story(
        "x",
        5,
        sample(),
        (Rule(When(forms=("report",)), HABITS), Rule(When(), (Habit(1, within=1),))),
    )
    with postgres.scratch_database(server, sa.make_url(national_template).database) as url:
        connections = postgres.create_engine(url)
        told = {
            t.tier: t.reports for t in play(postgres.sessions(connections), machine, story).tiers
        }
        with Session(connections) as session:
            found = measured(session, AFTER)
        connections.dispose()
        communes, numbers = told["xa"], found.of_tiers["xa", ""]
        assert numbers.on_time == pytest.approx(communes.on_time / communes.owed)
        assert numbers.never == pytest.approx(communes.never / communes.owed)
        assert 0 < numbers.lateness(0.5) <= numbers.lateness(1.0) <= 11
        assert found.of_units == {}  # nobody has three reports yet
        plan = Plan(sample(), (Version(CASCADE),), found, seed=9)
        (rehearsed,) = Rehearsals(url, machine)(plan)
    again = next(t.reports for t in rehearsed.tiers if t.tier == "xa")
    assert again.owed == communes.owed and again.late > 0 and again.never > 0
    assert abs(again.on_time - communes.on_time) <= 8  # of 24, by another seed


def test_without_past_reports_there_is_nothing_to_measure(session: Session) -> None:
    with pytest.raises(NothingMeasured):
        measured(session, AFTER)
