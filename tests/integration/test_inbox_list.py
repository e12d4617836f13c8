"""The list of tasks: what is filtered is what a plain reading of the filter says, page by page."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine import inbox_list
from engine.deadlines import local_day, midnight
from engine.inbox_query import Wanted
from engine.paging import BadCursor
from engine.people import Actor
from engine.unit_names import fold
from tests.helpers.inbox import NOW, ROLES, TODAY, office

TRIES = 150
FAR = midnight(TODAY + timedelta(days=9999))


@pytest.fixture
def place(session):
    return office(session)


@pytest.fixture
def me(place):
    return place.actor("An", "chuyenvien", away=(("vanthu", "Chi"), ("chuyenvien", "Bình")))


def random_wish(chance, place):
    """Each condition is asked for now and then, together with others."""

    def perhaps(*values):
        return chance.choice(values) if chance.random() < 0.25 else None

    status = chance.choice(("open", "open", "done"))
    whose: Any = perhaps("mine", "free", "away") or ""
    return Wanted(
        status=status,
        late=perhaps(True, False),
        whose=whose,
        absent=perhaps(place.people["Chi"].id, place.people["Bình"].id)
        if whose == "away"
        else None,
        role=perhaps(*ROLES),
        days=perhaps(0, 1, 3, 7),
        directive_id=perhaps(*place.directives),
        form=perhaps("report", "x"),
        element=perhaps("a", "b"),
        period=perhaps("2023-01", "2023-02"),
        follow=bool(perhaps(True)),
        priority=perhaps(1, 2),
        text=perhaps("bao cao", "BÁO CÁO", "đông hà", "ke hoach 91", "tai thien", "zzz", "?!")
        or "",
        sort=chance.choice(("due", "new", "follow")),
    )


def holds(place, me, wish, item):
    """Whether the task belongs into the list, read off the filter's meaning."""
    report = place.reports.get(item.subject)
    return all(
        (
            item.unit_id == me.unit_id and item.role in me.roles,
            item.status == wish.status,
            wish.late is None or (item.due_at is not None and item.due_at <= NOW) == wish.late,
            whose(me, wish, item),
            wish.role in (None, item.role),
            wish.days is None or days_left(item) <= wish.days,
            wish.directive_id in (None, item.directive_id),
            wish.form in (None, item.form),
            wish.element in (None, item.element),
            wish.period is None or (report is not None and report.period == wish.period),
            not wish.follow or place.followed.get(item.id, FAR.date()) <= TODAY,
            wish.priority is None or place.priorities.get(item.id, 0) >= wish.priority,
            not wish.text or found_by(place, wish.text, item, report),
        )
    )


def days_left(item) -> float:
    if item.due_at is None:
        return float("inf")
    return (local_day(item.due_at - timedelta(microseconds=1)) - TODAY).days


def whose(me, wish, item) -> bool:
    done = item.status == "done"
    if wish.whose == "mine":
        return (item.completed_by if done else item.claimed_by) == me.account_id
    if wish.whose == "free":
        return item.claimed_by is None
    if wish.whose == "away":
        away = [pair for pair in me.in_place_of if wish.absent in (None, pair[1])]
        if done:
            return item.completed_for in {account for _, account in away}
        claimed = (item.role, item.claimed_by) in away
        borrowed = item.role in {role for role, _ in away if role in me.borrowed}
        return claimed or (borrowed and item.claimed_by in (None, me.account_id))
    return True


def found_by(place, text, item, report) -> bool:
    directive = place.directives.get(item.directive_id)
    shown = [item.name]
    if directive:
        shown += [directive.type.replace("_", " "), directive.number, directive.symbol]
        shown.append(directive.subject)
    if report:
        shown += [report.title, report.period]
        if report.unit_id != item.unit_id:
            unit = place.above if report.unit_id == place.above.id else place.unit
            shown.append(unit.short_name)
    words = fold(" ".join(shown)).split()
    asked = fold(text).split()
    return bool(asked) and all(any(word.startswith(a) for word in words) for a in asked)


def rank(place, wish):
    def pressing(item):
        return (item.due_at or FAR, item.id)

    if wish.sort == "new":
        return lambda item: -item.id
    if wish.sort == "follow":
        return lambda item: (place.followed.get(item.id, FAR.date()), *pressing(item))
    if wish.status == "done":
        return lambda item: (-item.completed_at.timestamp(), -item.id)
    return pressing


def walked(session, me, wish, limit):
    """The ids of all pages."""
    ids: list[int] = []
    after = None
    while True:
        page = inbox_list.page(session, me, wish, now=NOW, after=after, limit=limit)
        ids += [row.id for row in page.rows]
        after = page.next_after
        if after is None:
            return ids


def test_a_filtered_list_is_what_a_plain_reading_of_the_filter_gives(session, place, me):
    chance, hits = random.Random(11), 0
    for _ in range(TRIES):
        wish = random_wish(chance, place)
        wanted = sorted(
            (i for i in place.items if holds(place, me, wish, i)), key=rank(place, wish)
        )
        hits += bool(wanted)
        assert walked(session, me, wish, 500) == [i.id for i in wanted], wish
    assert hits > TRIES // 3


@pytest.mark.parametrize(
    ("status", "sort"), [("open", "due"), ("open", "follow"), ("open", "new"), ("done", "due")]
)
def test_pages_hold_each_task_once_and_in_order(session, place, me, status, sort):
    wish = Wanted(status=status, sort=sort)
    whole = walked(session, me, wish, 500)
    assert len(whole) > 20
    for limit in (3, len(whole)):
        assert walked(session, me, wish, limit) == whole
    exported = [row.id for row in inbox_list.every(session, me, wish, NOW, batch=9)]
    assert exported == whole
    assert inbox_list.counted(session, me, wish, NOW, 1000) == len(whole)
    assert inbox_list.counted(session, me, wish, NOW, 5) == 6


def test_a_head_sees_every_role_of_the_unit_and_nothing_of_another(session, place):
    head = place.actor("Dũng", "lanhdao")
    rows = inbox_list.page(session, head, Wanted(), now=NOW, limit=500).rows
    assert {row.role for row in rows} == set(ROLES)
    assert {row.unit_id for row in rows} == {place.unit.id}


def test_what_waits_is_counted_up_to_a_bound_that_is_said(session, place, me, monkeypatch):
    mine = [i for i in place.items if holds(place, me, Wanted(), i)]
    late = [i for i in mine if i.due_at and i.due_at <= NOW]
    assert inbox_list.totals(session, me, NOW) == (len(mine), len(late))
    monkeypatch.setattr(inbox_list, "COUNTED", 4)
    assert inbox_list.totals(session, me, NOW) == (5, 5)


def test_what_can_be_chosen_is_what_occurs(session, place, me):
    mine = [i for i in place.items if holds(place, me, Wanted(), i)]
    found = inbox_list.choices(session, me, "open")
    assert {int(c.value) for c in found.directives} == {i.directive_id for i in mine} - {None}
    assert found.forms == sorted({i.form for i in mine})
    periods = {place.reports[i.subject].period for i in mine if i.subject}
    assert found.periods == sorted(periods, reverse=True)


@pytest.mark.parametrize("after", ["x", "W10", "bnVsbA", "WyJpbmZpbml0eSIsIm8iXQ", "WzEsMl0"])
@pytest.mark.parametrize("sort", ["due", "new", "follow"])
def test_a_broken_page_link_is_refused(session, after, sort):
    officer = Actor(1, 1, frozenset({"chuyenvien"}), "An")
    with pytest.raises(BadCursor):
        inbox_list.page(session, officer, Wanted(sort=sort), now=NOW, after=after)


def test_a_follow_up_is_seen_by_the_one_who_set_it_only(session, place):
    wish = replace(Wanted(), follow=True)
    officer, colleague = (place.actor(name, "chuyenvien") for name in ("An", "Bình"))
    assert inbox_list.page(session, officer, wish, now=NOW).rows
    assert not inbox_list.page(session, colleague, wish, now=NOW).rows
    rows = inbox_list.page(session, colleague, Wanted(), now=NOW, limit=500).rows
    assert {row.follow_on for row in rows} == {None}
