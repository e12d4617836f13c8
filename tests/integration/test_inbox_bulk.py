"""One action on many tasks: a result for each, and one refusal undoes nothing of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import absences, inbox_bulk, inbox_handing, inbox_list, inbox_marks
from engine.access import WrongRole
from engine.errors import Conflict, Forbidden, NotFound
from engine.inbox_bulk import NothingChosen, NotTaken, Over, TakenAlready, TakenBy, TakenByOther
from engine.inbox_handing import (
    ColleagueAway,
    HeldAlready,
    NotAColleague,
    NotTheHead,
    RemindedToday,
)
from engine.inbox_marks import FollowUpInThePast, UnknownPriority
from engine.inbox_query import Wanted
from engine.instance_rows import WorkItem
from engine.notices import Notice
from tests.helpers.inbox import NOW, TODAY, an_absence, office
from tests.helpers.story import count

MISSING = 10**12


@pytest.fixture
def place(session):
    return office(session, 60)


@pytest.fixture
def me(place):
    return place.actor("An", "chuyenvien")


@pytest.fixture
def head(place):
    return place.actor("Dũng", "lanhdao")


def task(place, role="chuyenvien", claimed=None, status="open", nth=0):
    """An item brought into this shape."""
    item = [i for i in place.items if i.unit_id == place.unit.id][nth]
    item.role, item.status = role, status
    item.claimed_by = place.people[claimed].id if claimed else None
    return item


def refusals(outcomes):
    return [type(o.refused) if o.refused else None for o in outcomes]


def claimers(session, items):
    session.expire_all()
    return [session.get_one(WorkItem, i.id).claimed_by for i in items]


def test_each_task_is_claimed_or_says_why_not(session, place, me):
    items = [
        task(place, nth=0),
        task(place, claimed="Bình", nth=1),
        task(place, role="vanthu", nth=2),
        task(place, claimed="An", nth=3),
        task(place, status="done", nth=4),
        task(place, nth=5),
    ]
    session.flush()
    ids = [*(i.id for i in items), MISSING]
    outcomes = inbox_bulk.each(session, me, ids, inbox_bulk.claim(session, me, NOW))
    assert [o.item_id for o in outcomes] == ids
    assert refusals(outcomes) == [
        None, TakenBy, WrongRole, TakenAlready, Over, None, NotFound
    ]  # fmt: skip
    assert "Bình đã nhận việc này" in outcomes[1].refused.text("vi")
    binh = place.people["Bình"].id
    assert claimers(session, items[:3]) == [me.account_id, binh, None]
    assert count(session, "audit_entry", "action = 'claim'") == 2


def test_a_failure_half_way_leaves_nothing_of_its_task_and_all_of_the_others(session, place, me):
    items = [task(place, nth=n) for n in range(3)]
    session.flush()

    def act(item):
        session.get_one(WorkItem, item.id).claimed_by = me.account_id
        session.flush()
        if item.id == items[1].id:
            raise Conflict(what=item.name)

    outcomes = inbox_bulk.each(session, me, [i.id for i in items], act)
    assert refusals(outcomes) == [None, Conflict, None]
    assert claimers(session, items) == [me.account_id, None, me.account_id]


def test_only_the_own_is_given_back(session, place, me):
    items = [task(place, claimed=who, nth=n) for n, who in enumerate(("An", "Bình", None))]
    session.flush()
    act = inbox_bulk.unclaim(session, me, NOW)
    outcomes = inbox_bulk.each(session, me, [i.id for i in items], act)
    assert refusals(outcomes) == [None, TakenByOther, NotTaken]
    assert claimers(session, items)[0] is None


def test_another_units_tasks_are_not_found(session, place, me):
    foreign = next(i for i in place.items if i.unit_id == place.above.id)
    session.flush()
    for act in (
        inbox_bulk.claim(session, me, NOW),
        lambda item: inbox_marks.set_priority(session, me, item.id, 1, NOW),
    ):
        assert refusals(inbox_bulk.each(session, me, [foreign.id], act)) == [NotFound]
    with pytest.raises(NotFound):
        inbox_marks.set_follow_up(session, me, foreign.id, TODAY, NOW)


def test_too_many_or_none_at_all_is_refused_as_a_whole(session, place, me):
    with pytest.raises(NothingChosen):
        inbox_bulk.chosen(session, me, [])
    with pytest.raises(inbox_bulk.TooManyChosen):
        inbox_bulk.chosen(session, me, range(inbox_bulk.MOST + 1))


def test_a_task_is_handed_to_a_colleague_who_is_told(session, place, me, outbox):
    binh = place.people["Bình"]
    items = [
        task(place, claimed="An", nth=0),
        task(place, nth=1),
        task(place, claimed="Bình", nth=2),
        task(place, role="vanthu", nth=3),
    ]
    session.flush()
    act = inbox_handing.delegate(session, outbox, me, binh.id, NOW, "Anh làm giúp.")
    outcomes = inbox_bulk.each(session, me, [i.id for i in items], act)
    assert refusals(outcomes) == [None, None, TakenBy, WrongRole]
    assert claimers(session, items)[:2] == [binh.id, binh.id]
    told = session.scalars(sa.select(Notice).where(Notice.kind == "giao-viec")).all()
    assert {n.params["to"] for n in told} == {"Bình"}
    assert {n.params["why"] for n in told} == {"Anh làm giúp."}
    assert len(told) == count(session, "audit_entry", "action = 'delegate'") == 2


@pytest.mark.parametrize(
    ("to", "refused"),
    [("Bình", ColleagueAway), ("Chi", NotAColleague), ("An", HeldAlready)],
)
def test_a_head_hands_on_any_task_but_only_to_who_can_do_it(
    session, place, head, outbox, to, refused
):
    item = task(place, claimed="An")
    an_absence(session, place, "Bình", "An", 3)
    act = inbox_handing.delegate(session, outbox, head, place.people[to].id, NOW)
    assert refusals(inbox_bulk.each(session, head, [item.id], act)) == [refused]


def test_a_substitute_may_be_handed_the_absent_colleagues_tasks(session, place, head, outbox):
    item = task(place, claimed="An")
    an_absence(session, place, "An", "Chi", 3)
    found = inbox_handing.colleagues(session, head, ["chuyenvien"], TODAY)
    assert [(c.name, c.away) for c in found] == [
        ("An", TODAY + timedelta(days=2)), ("Bình", None), ("Chi", None)
    ]  # fmt: skip
    act = inbox_handing.delegate(session, outbox, head, place.people["Chi"].id, NOW)
    assert refusals(inbox_bulk.each(session, head, [item.id], act)) == [None]


def test_a_head_reminds_once_a_day(session, place, me, head, outbox):
    items = [task(place, claimed="An", nth=0), task(place, role="vanthu", nth=1)]
    session.flush()
    ids = [i.id for i in items]
    remind = inbox_handing.remind(session, outbox, head, NOW)
    assert refusals(inbox_bulk.each(session, head, ids, remind)) == [None, None]
    assert refusals(inbox_bulk.each(session, head, ids, remind)) == [RemindedToday] * 2
    told = session.scalars(sa.select(Notice).order_by(Notice.id)).all()
    assert [(n.kind, n.audience) for n in told] == [
        ("nhac-viec", "officer"), ("nhac-viec-chua-nhan", "clerk")
    ]  # fmt: skip
    tomorrow = inbox_handing.remind(session, outbox, head, NOW + timedelta(days=1))
    assert refusals(inbox_bulk.each(session, head, ids, tomorrow)) == [None, None]
    officer = inbox_handing.remind(session, outbox, me, NOW)
    assert refusals(inbox_bulk.each(session, me, ids[:1], officer)) == [NotTheHead]


def test_a_follow_up_day_is_set_moved_and_taken_away(session, place, me):
    item = task(place)
    session.flush()

    def follow_on():
        rows = inbox_list.page(session, me, Wanted(), now=NOW, limit=200).rows
        return next(row.follow_on for row in rows if row.id == item.id)

    for day in (TODAY, TODAY + timedelta(days=3), None):
        inbox_marks.set_follow_up(session, me, item.id, day, NOW)
        assert follow_on() == day
    assert count(session, "audit_entry", "action = 'follow-up'") == 3
    with pytest.raises(FollowUpInThePast):
        inbox_marks.set_follow_up(session, me, item.id, TODAY - timedelta(days=1), NOW)


def test_officers_and_heads_set_a_priority_for_the_unit_and_clerks_do_not(session, place, me, head):
    item = task(place)
    session.flush()
    for actor, level in ((head, 2), (me, 1), (me, 0)):
        inbox_marks.set_priority(session, actor, item.id, level, NOW)
        rows = inbox_list.page(session, head, Wanted(), now=NOW, limit=200).rows
        assert next(row.priority for row in rows if row.id == item.id) == level
    with pytest.raises(UnknownPriority):
        inbox_marks.set_priority(session, head, item.id, 3, NOW)
    with pytest.raises(Forbidden):
        inbox_marks.set_priority(session, place.actor("Chi", "vanthu"), item.id, 1, NOW)


def test_who_stands_in_knows_for_whom_and_until_when(session, place):
    an_absence(session, place, "Bình", "An", 5)
    deputy = place.actor("An", "chuyenvien", away=(("chuyenvien", "Bình"),))
    (found,) = absences.standing_in(session, deputy, TODAY)
    assert (found.name, found.last) == ("Bình", TODAY + timedelta(days=4))
    assert absences.standing_in(session, place.actor("Chi", "vanthu"), TODAY) == []
