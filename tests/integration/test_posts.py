"""Posts over time, substitution, and a leaver's work: who may do what on a day."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine import absences, inbox, people, policies, posts, reassigning, web_sessions
from engine.absences import BadAbsence
from engine.access import WrongRole
from engine.errors import Conflict, Forbidden, NotFound
from engine.inbox import WorkItem
from engine.people import Actor
from engine.posts import BadPost, PostHeld
from engine.units import by_code
from tests.helpers.reform import account, administrator, directive_of_2024
from tests.helpers.story import count, items

TODAY = date(2025, 6, 27)
NOW = datetime.fromisoformat("2025-06-27T03:00:00+00:00")
DAY = timedelta(days=1)


@pytest.fixture
def admin(session, units):
    return administrator(session)


@pytest.fixture
def written(session, machine, admin):
    """The open task of a commune's report, and the commune's code."""
    directive_of_2024(session, machine)
    item = next(i for i in items(session, "lap-bao-cao") if tier(session, i) == "xa")
    code = session.scalar(sa.text("SELECT code FROM unit WHERE id = :u"), {"u": item.unit_id})
    return item, code


def tier(session, item):
    return session.scalar(sa.text("SELECT tier FROM unit WHERE id = :u"), {"u": item.unit_id})


def person(session, username, code, *roles):
    return account(session, username, code, list(roles), TODAY)


def acting(session, made, now=NOW):
    found = people.signed_in(session, made.id, now)
    return found.actor if found else None


def test_a_post_counts_from_its_first_day_until_the_day_it_ends(session, admin):
    binh = person(session, "binh", "52", "chuyenvien")
    district = by_code(session, "540", TODAY)
    post = posts.add(
        session, admin, "binh", unit_id=district.id, role="lanhdao", title="Phó Chủ tịch",
        since=TODAY + DAY, now=NOW,
    )  # fmt: skip
    assert [p.unit for p in posts.places(session, acting(session, binh), TODAY)] == [
        "UBND tỉnh Bình Định"
    ]
    tomorrow = NOW + DAY
    posts.choose(session, acting(session, binh, tomorrow), district.id, tomorrow)
    assert acting(session, binh, tomorrow).roles == {"lanhdao"}
    posts.end(session, admin, post.id, TODAY + 3 * DAY, tomorrow)
    assert acting(session, binh, NOW + 2 * DAY).unit_id == district.id
    assert acting(session, binh, NOW + 3 * DAY).roles == {"chuyenvien"}


def test_whoever_has_no_post_left_is_nobody(session, admin):
    binh = person(session, "binh", "52", "chuyenvien")
    (row,) = posts.listed(session, admin, TODAY, "binh")
    posts.end(session, admin, row.id, TODAY, NOW)
    assert acting(session, binh) is None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"role": "chuyenvien"}, PostHeld),
        ({"role": "vua"}, BadPost),
        ({"role": "vanthu", "valid_to": TODAY}, BadPost),
        ({"role": "vanthu", "since": date(2025, 7, 1)}, BadPost),
        ({"role": "vanthu", "unit_id": 10**9}, NotFound),
    ],
)
def test_a_post_that_cannot_be_is_refused(session, admin, given, refusal):
    person(session, "binh", "540", "chuyenvien")
    asked = {"unit_id": by_code(session, "540", TODAY).id, "since": TODAY} | given
    with pytest.raises(refusal):
        posts.add(session, admin, "binh", now=NOW, **asked)


def test_only_an_administrator_gives_posts(session, admin):
    binh = person(session, "binh", "540", "lanhdao")
    with pytest.raises(Forbidden):
        posts.add(
            session, acting(session, binh), "binh", unit_id=binh.unit_id, role="vanthu",
            since=TODAY, now=NOW,
        )  # fmt: skip


def test_a_new_member_sees_the_tasks_in_flight(session, machine, admin, written):
    item, _ = written
    newcomer = person(session, "moi", "52", "chuyenvien")
    assert item.id not in {
        r.id for r in inbox.page(session, acting(session, newcomer), now=NOW).rows
    }
    posts.add(session, admin, "moi", unit_id=item.unit_id, role="chuyenvien", since=TODAY, now=NOW)
    posts.choose(session, acting(session, newcomer), item.unit_id, NOW)
    assert item.id in {r.id for r in inbox.page(session, acting(session, newcomer), now=NOW).rows}


def test_a_substitute_does_the_absent_colleagues_tasks_on_those_days_only(
    session, machine, admin, written
):
    item, code = written
    away = person(session, "vang", code, "chuyenvien")
    clerk = person(session, "thay", code, "vanthu")
    inbox.claim(session, acting(session, away), item.id, NOW)
    with pytest.raises(WrongRole):
        inbox.complete(session, machine, acting(session, clerk), item.id, {"summary": "x"}, NOW)
    absences.add(
        session, acting(session, away), "vang", "thay", since=TODAY, valid_to=TODAY + 2 * DAY,
        reason="nghỉ phép", now=NOW,
    )  # fmt: skip
    deputy = acting(session, clerk)
    assert item.id in {r.id for r in inbox.page(session, deputy, now=NOW).rows}
    inbox.complete(session, machine, deputy, item.id, {"summary": "Đã làm"}, NOW)
    session.expire_all()
    done = session.get_one(WorkItem, item.id)
    assert (done.completed_by, done.completed_for) == (clerk.id, away.id)
    assert count(session, "audit_entry", f"action = 'thay-mat' AND detail LIKE '%{away.id}%'") == 1
    assert acting(session, clerk, NOW + 2 * DAY).roles == {"vanthu"}


def test_substitution_neither_runs_in_a_circle_nor_overlaps(session, admin):
    for name in ("an", "ba", "chi"):
        person(session, name, "540", "chuyenvien")
    stranger = person(session, "xa", "52", "chuyenvien")

    def add(who, deputy, since=TODAY, until=TODAY + 5 * DAY):
        absences.add(session, admin, who, deputy, since=since, valid_to=until, reason="", now=NOW)

    add("an", "ba")
    add("ba", "chi")
    for refused in (("chi", "an"), ("an", "chi"), ("chi", "chi"), ("chi", stranger.username)):
        with pytest.raises(BadAbsence):
            add(*refused)
    with pytest.raises(BadAbsence):
        add("chi", "an", until=TODAY)
    add("chi", "an", since=TODAY + 5 * DAY, until=TODAY + 6 * DAY)
    policies.put(session, absences.ACROSS.key, None, "true", NOW, "test")
    add("chi", stranger.username, until=TODAY + DAY)
    assert len(absences.listed(session, admin, TODAY)) == 4


def test_back_before_time_ends_the_substitution(session, admin):
    person(session, "an", "540", "lanhdao")
    ba = person(session, "ba", "540", "chuyenvien")
    away = absences.add(
        session, admin, "an", "ba", since=TODAY, valid_to=TODAY + 5 * DAY, reason="", now=NOW
    )
    assert acting(session, ba).roles == {"chuyenvien", "lanhdao"}
    with pytest.raises(Forbidden):
        absences.end(
            session, Actor(ba.id, ba.unit_id, frozenset({"chuyenvien"}), ""), away.id, TODAY, NOW
        )
    absences.end(session, admin, away.id, TODAY, NOW)
    assert acting(session, ba).roles == {"chuyenvien"}


def test_a_leavers_work_is_handed_over_item_by_item(session, machine, admin, written):
    item, code = written
    leaver = person(session, "nghi", code, "chuyenvien", "vanthu")
    colleague = person(session, "o-lai", code, "chuyenvien")
    theirs = WorkItem.unit_id == item.unit_id, WorkItem.status == "open"
    mine = session.scalars(sa.select(WorkItem).where(*theirs)).all()
    who = acting(session, leaver)
    for one in mine:
        inbox.claim(session, who, one.id, NOW)
    where = web_sessions.Where()
    token = web_sessions.begin(session, leaver.id, None, where, web_sessions.PASSWORD, NOW)
    assert web_sessions.find(session, token, NOW) is not None
    left = reassigning.leave(session, admin, "nghi", to="o-lai", now=NOW, reason="nghỉ hưu")
    held = {
        i.id: i.claimed_by
        for i in session.scalars(sa.select(WorkItem).where(WorkItem.id.in_([m.id for m in mine])))
    }
    assert {r.work_item for r in left.items} == {m.id for m in mine}
    assert {r.result for r in left.items} == {"handed", "released"}
    for result in left.items:
        assert held[result.work_item] == (colleague.id if result.result == "handed" else None)
    assert acting(session, leaver) is None
    assert web_sessions.find(session, token, NOW) is None
    assert count(session, "audit_entry", "action = 'reassign'") == len(mine)
    assert count(session, "post", f"account_id = {leaver.id} AND valid_to IS NULL") == 0
    with pytest.raises(NotFound):
        reassigning.leave(session, admin, "nghi", to=None, now=NOW)
    with pytest.raises(Forbidden):
        reassigning.leave(session, admin, "admin", to=None, now=NOW)


def test_a_colleagues_claim_is_not_a_substitutes(session, machine, written):
    item, code = written
    holder = person(session, "giu", code, "chuyenvien")
    other = person(session, "khac", code, "chuyenvien")
    inbox.claim(session, acting(session, holder), item.id, NOW)
    with pytest.raises(Conflict):
        inbox.claim(session, acting(session, other), item.id, NOW)
