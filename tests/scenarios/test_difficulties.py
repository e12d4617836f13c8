"""Vướng mắc: asked by communes, passed up two tiers, answered once for all who asked the same."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.directive_files import SAMPLES, read
from engine import cascade, difficulties, difficulty_views, policies
from engine.difficulty_errors import (
    AlreadyAnswered,
    AnswerMissing,
    BadDifficulty,
    NobodyAbove,
    NotWithUs,
)
from engine.difficulty_tables import Difficulty
from engine.directives import record
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.instances import Instance
from engine.notices import Notice
from tests.helpers.matters import below, of, pass_on, unit
from tests.helpers.story import same_timers, tick
from tests.integration.test_engine_races import together

DAY = timedelta(days=1)
ISSUED = datetime(2023, 3, 17, 2, tzinfo=UTC)
ASKED = datetime(2023, 4, 3, 2, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("units")


def tiers(session, machine):
    """The ministry's letter, the province's plan, the district's plan, and four communes."""
    draft = read(SAMPLES / "bo-ldtbxh-2023.yaml")
    directive = record(session, draft, ISSUED)
    assert cascade.issue(session, machine, directive, ISSUED).faults == []
    tinh = unit(session, "UBND tỉnh Bình Định", ISSUED)
    pass_on(session, machine, tinh, "50", ISSUED + 3 * DAY)
    huyen = unit(session, "UBND huyện Tuy Phước, tỉnh Bình Định", ISSUED)
    plan = pass_on(session, machine, huyen, "20", ISSUED + 7 * DAY)
    return directive.issuer_id, tinh, huyen, below(session, huyen, "xa", 4), plan


@pytest.fixture
def cap(session, machine):
    return tiers(session, machine)


def ask(session, machine, unit_id, plan, words="Xã chưa có biên chế phụ trách", now=ASKED):
    return difficulties.raise_difficulty(session, machine, of(unit_id), plan.id, words, now)


def asks_running(session):
    return session.scalars(
        sa.select(Instance.unit_id).where(
            Instance.process == "df-ask", Instance.status == "running"
        )
    ).all()


def answered(session):
    return sorted(
        session.scalars(sa.select(Notice.unit_id).where(Notice.kind == "vuong-mac-tra-loi"))
    )


def test_two_tiers_up_and_the_answer_flows_down_to_three_communes(session, machine, cap):
    bo, tinh, huyen, (xa1, xa2, xa3, xa4), plan = cap
    v1, v2, v3 = (ask(session, machine, xa, plan) for xa in (xa1, xa2, xa3))
    v4 = ask(session, machine, xa4, plan, "Mẫu báo cáo in thiếu cột")
    assert difficulties.group(session, machine, of(huyen), v1, [v2, v3], ASKED + DAY) == 2

    difficulties.pass_up(session, machine, of(huyen), v2, "Huyện không quyết được", ASKED + DAY)
    assert {d.holder for d in difficulty_views.listed(session, of(huyen), ASKED)} == {
        "UBND huyện Tuy Phước",
        "UBND tỉnh Bình Định",
    }
    with pytest.raises(NotWithUs, match="Bình Định"):
        difficulties.answer(session, machine, of(huyen), v1, "Tự bố trí", ASKED + 2 * DAY)
    difficulties.pass_up(session, machine, of(tinh), v1, "Kính chuyển Bộ", ASKED + 3 * DAY)
    with pytest.raises(NobodyAbove), session.begin_nested():
        difficulties.pass_up(session, machine, of(bo), v1, "", ASKED + 4 * DAY)
    difficulties.answer(session, machine, of(bo), v3, "Bố trí kiêm nhiệm", ASKED + 5 * DAY)

    assert answered(session) == sorted([xa1, xa2, xa3])
    assert asks_running(session) == [xa4]
    for vuong_mac, xa in ((v1, xa1), (v2, xa2), (v3, xa3)):
        seen = difficulty_views.read(session, of(xa), vuong_mac, ASKED + 6 * DAY)
        assert (seen.row.answer, seen.row.days) == ("Bố trí kiêm nhiệm", 5)
        assert seen.path[-1].unit_name.startswith("Bộ")
        assert "Kính chuyển Bộ" in [step.note for step in seen.path]
    assert session.get_one(Difficulty, v4).status == "open"
    with pytest.raises(AlreadyAnswered):
        difficulties.answer(session, machine, of(bo), v2, "Khác", ASKED + 6 * DAY)
    same_timers(session, machine)


def test_what_two_districts_pass_up_is_grouped_again_above(session, machine, cap):
    _, tinh, huyen, (xa1, *_), plan = cap
    phu_cat = unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", ISSUED)
    other_plan = pass_on(session, machine, phu_cat, "21", ISSUED + 8 * DAY)
    (xa,) = below(session, phu_cat, "xa", 1)
    here, there = ask(session, machine, xa1, plan), ask(session, machine, xa, other_plan)
    for district, vuong_mac in ((huyen, here), (phu_cat, there)):
        difficulties.pass_up(session, machine, of(district), vuong_mac, "", ASKED + DAY)
    difficulties.group(session, machine, of(tinh), there, [here], ASKED + 2 * DAY)
    difficulties.answer(session, machine, of(tinh), here, "Kiêm nhiệm", ASKED + 3 * DAY)
    assert answered(session) == sorted([xa1, xa])
    assert asks_running(session) == []


def test_a_public_answer_is_seen_by_all_recipients_another_by_none(session, machine, cap):
    _, _, huyen, (xa1, xa2, *_), plan = cap
    kin, chung = ask(session, machine, xa1, plan), ask(session, machine, xa1, plan, "Mẫu 2?")
    difficulties.answer(session, machine, of(huyen), kin, "Xem mục 3", ASKED + DAY)
    difficulties.answer(session, machine, of(huyen), chung, "Xem mục 4", ASKED + DAY, public=True)

    def seen_by(who):
        return [d.id for d in difficulty_views.listed(session, of(who), ASKED, answered=True)]

    assert seen_by(xa2) == [chung]
    assert seen_by(xa1) == [chung, kin]
    assert seen_by(unit(session, "UBND tỉnh Bình Định", ISSUED)) == [chung, kin]
    with pytest.raises(NotFound):
        difficulty_views.read(session, of(xa2), kin, ASKED)


def test_open_ones_age_on_the_board(session, machine, cap):
    _, tinh, huyen, (xa1, xa2, xa3, _), plan = cap
    old = ask(session, machine, xa1, plan, now=ASKED)
    ask(session, machine, xa2, plan, now=ASKED + 8 * DAY)
    ask(session, machine, xa3, plan, now=ASKED + 9 * DAY)
    difficulties.pass_up(session, machine, of(huyen), old, "", ASKED + 10 * DAY)

    def board(who):
        now = ASKED + 16 * DAY
        return [(a.unit_id, a.band, a.count) for a in difficulty_views.ages(session, of(who), now)]

    assert sorted(board(tinh)) == sorted([(tinh, (15, 30), 1), (huyen, (7, 15), 2)])
    assert board(xa1) == [(tinh, (15, 30), 1)]


def test_a_head_who_lets_a_question_lie_is_reminded(session, machine, cap):
    _, _, huyen, (xa1, *_), plan = cap
    policies.put(session, "difficulty.answer-days", huyen, 4, ASKED, "command")
    ask(session, machine, xa1, plan)
    tick(session, machine, ASKED + 4 * DAY)
    tick(session, machine, ASKED + 9 * DAY)
    told = session.scalars(sa.select(Notice.unit_id).where(Notice.kind == "vuong-mac-cham")).all()
    assert told == [huyen]


def test_what_cannot_be_asked_or_grouped_is_refused(session, machine, cap):
    _, tinh, huyen, (xa1, xa2, *_), plan = cap
    other = unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", ISSUED)
    with pytest.raises(NotFound):
        ask(session, machine, other, plan)
    with pytest.raises(Forbidden):  # the province sees the plan, but did not receive it
        ask(session, machine, tinh, plan)
    with pytest.raises(BadDifficulty):
        ask(session, machine, xa1, plan, " ")
    with pytest.raises(NotFound):
        difficulties.raise_difficulty(
            session, machine, of(xa1), plan.id, "x", ASKED, provision_id=10**9
        )
    v1, v2 = ask(session, machine, xa1, plan), ask(session, machine, xa2, plan)
    with pytest.raises(NotFound):
        difficulties.group(session, machine, of(xa1), v1, [v2], ASKED)
    with pytest.raises(NotWithUs):
        difficulties.answer(session, machine, of(xa1), v1, "Tự trả lời", ASKED)
    with pytest.raises(Forbidden):
        difficulties.group(session, machine, of(huyen, "chuyenvien"), v1, [v2], ASKED)
    with pytest.raises(AnswerMissing), session.begin_nested():
        difficulties.answer(session, machine, of(huyen), v1, "", ASKED)
    difficulties.pass_up(session, machine, of(huyen), v2, "", ASKED)
    with pytest.raises(NotWithUs):
        difficulties.group(session, machine, of(huyen), v1, [v2], ASKED)
    assert difficulties.group(session, machine, of(huyen), v1, [v1], ASKED) == 0


def test_two_who_answer_at_once_answer_once(sessions, machine):
    with sessions.begin() as session:
        _, _, huyen, (xa1, xa2, *_), plan = tiers(session, machine)
        v1, v2 = ask(session, machine, xa1, plan), ask(session, machine, xa2, plan)
        difficulties.group(session, machine, of(huyen), v1, [v2], ASKED)

    def answerer(words):
        def act():
            with sessions.begin() as session:
                difficulties.answer(session, machine, of(huyen), v1, words, ASKED + DAY)

        return act

    errors = together(answerer("Một"), answerer("Hai"))
    assert len(errors) == 1 and isinstance(errors[0], Conflict)
    with sessions() as session:
        assert answered(session) == sorted([xa1, xa2])
        assert len({d.answer for d in session.scalars(sa.select(Difficulty))}) == 1


def test_grouping_and_answering_at_once_leave_one_answer_each(sessions, machine):
    with sessions.begin() as session:
        _, _, huyen, xas, plan = tiers(session, machine)
        v1, v2, v3 = (ask(session, machine, xa, plan) for xa in xas[:3])

    def act(what, *args):
        def run():
            with sessions.begin() as session:
                what(session, machine, of(huyen), *args, ASKED + DAY)

        return run

    errors = together(
        act(difficulties.group, v1, [v2, v3]),
        act(difficulties.group, v2, [v1]),
        act(difficulties.answer, v2, "Hai"),
        act(difficulties.answer, v1, "Một"),
    )
    assert all(isinstance(e, Conflict) for e in errors)
    with sessions() as session:
        asked = session.scalars(sa.select(Difficulty)).all()
        assert answered(session) == sorted(d.unit_id for d in asked if d.status == "answered")
        assert sorted(asks_running(session)) == sorted(
            d.unit_id for d in asked if d.status == "open"
        )
        same_timers(session, machine)


def answered_exactly(session):
    """Who was answered was told once and waits no more; a group is in one hand and one state."""
    session.expire_all()
    asked = session.scalars(sa.select(Difficulty)).all()
    assert answered(session) == sorted(d.unit_id for d in asked if d.status == "answered")
    assert sorted(asks_running(session)) == sorted(d.unit_id for d in asked if d.status == "open")
    by_lead: dict[int, set[object]] = {}
    for d in asked:
        by_lead.setdefault(d.lead_id, set()).add((d.held_by_id, d.status, d.answer, d.public))
    assert all(len(alike) == 1 for alike in by_lead.values())
    questions = session.scalars(
        sa.select(Instance.subject).where(
            Instance.process == "df-answer", Instance.status == "running"
        )
    ).all()
    assert sorted(questions) == sorted({f"vm{d.lead_id}" for d in asked if d.status == "open"})


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["group", "pass_up", "answer"]),
            st.integers(0, 3),
            st.integers(0, 3),
            st.integers(0, 2),
        ),
        min_size=3,
        max_size=10,
    )
)
def test_an_answer_reaches_exactly_those_of_its_group(session, machine, cap, acts):
    savepoint = session.begin_nested()
    bo, tinh, huyen, xas, plan = cap
    asked = [ask(session, machine, xa, plan) for xa in xas]
    for act, one, other, body in acts:
        who = of((huyen, tinh, bo)[body])
        more = [asked[other]] if act == "group" else "Lời"
        try:
            with session.begin_nested():
                getattr(difficulties, act)(session, machine, who, asked[one], more, ASKED + DAY)
        except InputError:
            pass
        answered_exactly(session)
    same_timers(session, machine)
    savepoint.rollback()


def test_as_many_statements_for_two_who_asked_as_for_eleven(session, machine, cap):
    _, _, huyen, _, plan = cap
    sent: list[str] = []
    sa.event.listen(
        session.connection(), "before_cursor_execute", lambda *given: sent.append(given[2])
    )

    def answering(xas):
        first, *others = [ask(session, machine, xa, plan) for xa in xas]
        difficulties.group(session, machine, of(huyen), first, others, ASKED)
        sent.clear()
        difficulties.answer(session, machine, of(huyen), first, "Chung", ASKED + DAY)
        return len(sent)

    few, many = below(session, huyen, "xa", 2), below(session, huyen, "xa", 13)
    assert answering(few) == answering(many[2:])
