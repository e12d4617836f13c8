"""Officers who accept at once, and one who closes meanwhile: nothing is lost or counted twice."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from engine import consolidation, inbox
from engine.consolidation import Rollup, RollupEntry, RollupVersion
from engine.consolidation_errors import AlreadyClosed, NothingReported, NothingToAdd, StillOpen
from tests.helpers.rollups import consolidator
from tests.helpers.story import OPEN, count, finish, issued, items, officer, tick

pytestmark = pytest.mark.usefixtures("units")
ANSWERS = {
    "narrative": "Đã làm",
    "trainingCourses": 2,
    "participants": 30,
    "femaleLeaderRate": 25,
}


@pytest.fixture
def rollup_id(sessions, machine):
    """A province's half-year: every report is submitted and waits for review."""
    with sessions.begin() as session:
        directive = issued(session, machine)
        tick(session, machine, OPEN)
        finish(session, machine, items(session, "lap-bao-cao"), ANSWERS, OPEN)
        assert count(session, "report", "status = 'submitted'") == 34
        return session.scalars(
            sa.select(Rollup.id).where(
                Rollup.directive_id == directive.id, Rollup.period == "2023-6T"
            )
        ).one()


def test_four_officers_accept_while_a_fifth_closes(sessions, machine, rollup_id):
    with sessions() as session:
        todo = items(session, "xem-xet")
        who = consolidator(session.get_one(Rollup, rollup_id))
    begin = threading.Barrier(5)
    errors: list[Exception] = []

    def accepting(mine):
        begin.wait(10)
        for item in mine:
            with sessions.begin() as session:
                answers = {"decision": "accept", "remarks": None}
                inbox.complete(session, machine, officer(item), item.id, answers, OPEN)

    def closing():
        begin.wait(10)
        for act in (consolidation.close, *[consolidation.supplement] * 6):
            try:
                with sessions.begin() as session:
                    act(session, machine, who, rollup_id, OPEN)
            except (NothingReported, NothingToAdd, StillOpen):
                continue

    def run(act, *given):
        try:
            act(*given)
        except Exception as error:
            errors.append(error)

    acts = [(accepting, todo[n::4]) for n in range(4)]
    threads = [threading.Thread(target=run, args=a) for a in [*acts, (closing,)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert errors == []
    _settled(sessions, machine, who, rollup_id)


def _settled(sessions, machine, who, rollup_id):
    """The last supplement takes in the rest; all versions together hold each report once."""
    with sessions.begin() as session:
        for act in (consolidation.close, consolidation.supplement):
            try:
                with session.begin_nested():
                    act(session, machine, who, rollup_id, OPEN)
            except (AlreadyClosed, NothingToAdd):
                continue
        assert count(session, "report", "status = 'accepted'") == 34
        entries = session.scalars(sa.select(RollupEntry)).all()
        assert len(entries) == 34
        last = session.scalars(sa.select(RollupVersion).order_by(RollupVersion.n.desc())).first()
        assert last is not None
        assert {e.version for e in entries} <= set(range(1, last.n + 1))
        assert last.totals["trainingCourses"] == ["68", 34]
        assert last.accepted == 34
