"""Urging letters: numbers never given twice, signed by the clock or by the head, one or one each."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from engine import inbox, policies, urging_views
from engine.deadlines import LOCAL
from engine.errors import NotFound
from engine.instance_rows import Instance
from engine.report_deadlines import DeadlineInThePast, move_deadline
from engine.urging_register import take_numbers
from engine.urging_tables import UrgingLetter
from engine.urging_text import abbreviation
from tests.helpers.faults import together
from tests.helpers.ladder import (
    DAY,
    LETTER,
    a_report,
    account,
    climb_to,
    owner,
    rungs,
    submit,
)
from tests.helpers.story import DUE, ISSUED, count, issued, items, officer, same_timers

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def put(session, key, value, unit=None):
    policies.put(session, key, unit, value, ISSUED, "test")


def letters(session):
    session.expire_all()
    return session.scalars(sa.select(UrgingLetter).order_by(UrgingLetter.id)).all()


def sign(session, machine, item, now, **answers):
    given = {"decision": "sign", "newDay": None} | answers
    inbox.complete(session, machine, officer(item, head(session, item)), item.id, given, now)


def head(session, item):
    return account(session, item.unit_id).account_id


def test_numbers_follow_one_another_within_an_issuer_and_year(session, machine, directive):
    climb_to(session, machine, LETTER)
    written = letters(session)
    assert len(written) == 28 and len({n.issuer_id for n in written}) == 1
    assert sorted(n.number for n in written) == list(range(1, 29))
    assert {(n.year, n.symbol) for n in written} == {(2023, "SLĐTBXH-ĐĐ")}
    again = [written[0].issuer_id, owner(session, a_report(session))]
    assert take_numbers(session, [*again, again[0]], 2023) == [29, 1, 30]
    assert take_numbers(session, again, 2024) == [1, 1]


def test_two_who_take_numbers_at_once_never_get_the_same(sessions, machine):
    with sessions() as session:
        units = list(session.scalars(sa.text("SELECT id FROM unit ORDER BY id LIMIT 3")))
    taken: list[tuple[int, int]] = []

    def take(order):
        def act():
            for _ in range(15):
                with sessions.begin() as session:
                    numbers = take_numbers(session, order, 2026)
                    taken.extend(zip(order, numbers, strict=True))

        return act

    errors = together(take(units), take(units[::-1]), take([units[1], units[1]]))
    assert errors == []
    assert len(taken) == len(set(taken)) == 15 * 8
    assert {n for u, n in taken if u == units[1]} == set(range(1, 61))


def test_one_letter_for_all_units_late_with_the_same_period(session, machine, directive):
    put(session, "urging.joint", "true")
    climb_to(session, machine, LETTER)
    [letter] = letters(session)
    assert (letter.number, letter.period, letter.status) == (1, "2023-6T", "issued")
    view = urging_views.read(session, account(session, letter.issuer_id), letter.id)
    assert len(view.units) == 28
    assert all(f"- {u.unit};" in view.text for u in view.units)
    assert count(session, "report", "urgings = 1 AND round = 1") == 28


def test_a_letter_waits_for_the_head_s_signature_where_policy_says_so(session, machine, directive):
    put(session, "urging.sign", "task")
    climb_to(session, machine, LETTER)
    report = a_report(session)
    drafts = letters(session)
    assert {(n.status, n.number, n.dated) for n in drafts} == {("draft", None, None)}
    assert (report.due_at, "don-doc" in rungs(session, report)) == (DUE, False)
    item = items(session, "dondoc-viec")[0]
    assert (item.role, item.unit_id, item.name) == (
        "lanhdao",
        drafts[0].issuer_id,
        "Ký văn bản đôn đốc",
    )
    signed = LETTER + 3 * DAY
    sign(session, machine, item, signed)
    letter = next(n for n in letters(session) if n.status == "issued")
    # Sunday 28 May + 5 working days.
    assert (letter.number, f"{letter.dated}") == (1, "2023-05-28")
    assert letter.new_due_at == datetime(2023, 6, 3, tzinfo=LOCAL)
    assert letter.signed_by == account(session, item.unit_id).account_id
    assert count(session, "report", "urgings = 1") == 1
    assert count(session, "notice", "kind = 'don-doc'") == 2
    same_timers(session, machine)


def test_the_signer_may_choose_another_day_but_none_that_has_passed(session, machine, directive):
    put(session, "urging.sign", "task")
    climb_to(session, machine, LETTER)
    item, now = items(session, "dondoc-viec")[0], LETTER + DAY
    with pytest.raises(DeadlineInThePast), session.begin_nested():
        sign(session, machine, item, now, newDay=DUE.date())
    assert {n.status for n in letters(session)} == {"draft"}
    sign(session, machine, item, now, newDay=(now + 20 * DAY).date())
    assert count(session, "urging_letter", "new_due_at > '2023-06-14'") == 1


def test_who_reports_before_the_letter_is_signed_is_not_urged(session, machine, directive):
    put(session, "urging.sign", "task")
    climb_to(session, machine, LETTER)
    report = a_report(session)
    draft = session.scalars(
        sa.text("SELECT letter_id FROM urging_addressee WHERE report_id = :r"), {"r": report.id}
    ).one()
    submit(session, machine, report, LETTER + DAY)
    item = next(i for i in items(session, "dondoc-viec") if i.subject == f"l{draft}")
    sign(session, machine, item, LETTER + 2 * DAY)
    letter = session.get_one(UrgingLetter, draft, populate_existing=True)
    assert (letter.status, letter.number) == ("dropped", None)
    session.refresh(report)
    assert (report.due_at, report.urgings) == (DUE, 0)
    # The number that was not used is the next letter's.
    sign(session, machine, items(session, "dondoc-viec")[0], LETTER + 2 * DAY)
    assert [n.number for n in letters(session) if n.number] == [1]


def test_who_got_more_time_before_the_letter_is_signed_is_not_urged(session, machine, directive):
    put(session, "urging.sign", "task")
    climb_to(session, machine, LETTER)
    report, item = a_report(session), items(session, "dondoc-viec")
    ids = [i.subject for i in item]
    draft = session.scalars(
        sa.text("SELECT letter_id FROM urging_addressee WHERE report_id = :r"), {"r": report.id}
    ).one()
    later = LETTER + 30 * DAY
    move_deadline(session, machine, [report.id], later, LETTER, "x")
    sign(session, machine, item[ids.index(f"l{draft}")], LETTER + DAY)
    session.expire_all()
    assert (report.due_at, report.urgings) == (later, 0)
    assert session.get_one(UrgingLetter, draft).status == "dropped"


def test_a_joint_draft_spares_those_who_reported_and_is_closed_by_its_signature(
    session, machine, directive
):
    put(session, "urging.sign", "task")
    put(session, "urging.joint", "true")
    climb_to(session, machine, LETTER)
    [item] = items(session, "dondoc-viec")
    report = a_report(session)
    submit(session, machine, report, LETTER + DAY)
    sign(session, machine, item, LETTER + DAY)
    [letter] = letters(session)
    view = urging_views.read(session, account(session, letter.issuer_id), letter.id)
    spared = [u for u in view.units if u.spared_at]
    assert [u.report_id for u in spared] == [report.id]
    assert f"- {spared[0].unit};" not in view.text
    with pytest.raises(NotFound):
        urging_views.read(session, account(session, report.unit_id), letter.id)
    assert (letter.joint, count(session, "report", "urgings = 1")) == (False, 27)


def test_a_letter_that_the_head_does_not_sign_moves_nothing(session, machine, directive):
    put(session, "urging.sign", "task")
    climb_to(session, machine, LETTER)
    item = items(session, "dondoc-viec")[0]
    sign(session, machine, item, LETTER + DAY, decision="drop")
    assert sorted({n.status for n in letters(session)}) == ["draft", "dropped"]
    assert count(session, "report", "urgings > 0") == 0
    ended = sa.select(Instance.status).where(Instance.id == item.instance_id)
    assert session.scalar(ended) == "ended"


def test_the_issuer_of_the_directive_writes_where_policy_says_so(session, machine, directive):
    put(session, "urging.from", "issuer")
    put(session, "urging.days", "2")
    put(session, "urging.signer", "by-order")
    climb_to(session, machine, LETTER)
    letter = letters(session)[0]
    assert (letter.issuer_id, letter.symbol) == (directive.issuer_id, "UBND-ĐĐ")
    # Thursday 25 May + 2 working days ends Monday 29 May.
    assert letter.new_due_at == datetime(2023, 5, 30, tzinfo=LOCAL)
    text = urging_views.read(session, account(session, letter.issuer_id), letter.id).text
    assert "TL. CHỦ TỊCH" in text
    assert "để chỉ đạo" not in text  # the superior of the late is who writes


def test_every_moved_deadline_stands_in_the_history_with_its_reason(session, machine, directive):
    climb_to(session, machine, LETTER)
    rows = session.execute(
        sa.text("SELECT actor, detail FROM audit_entry WHERE action = 'deadline'")
    ).all()
    assert len(rows) == 28
    assert all("urging-letter:" in r.detail and r.actor == "clock" for r in rows)


def test_a_late_letter_s_new_deadline_is_a_working_day_over_a_long_holiday(
    session, machine, directive
):
    off = [datetime(2023, 5, d).date() for d in range(25, 32)]
    session.execute(
        sa.text("INSERT INTO calendar_day (day, working) SELECT unnest(:days), false"),
        {"days": off},
    )
    climb_to(session, machine, LETTER)
    # 25–31 May are off: 1, 2, 5, 6, 7 June are the five working days.
    assert {n.new_due_at for n in letters(session)} == {datetime(2023, 6, 8, tzinfo=LOCAL)}


@pytest.mark.parametrize(
    ("name", "place", "short"),
    [
        ("Sở Lao động - Thương binh và Xã hội tỉnh Bình Định", "tỉnh Bình Định", "SLĐTBXH"),
        ("Ủy ban nhân dân xã Phước Sơn", "xã Phước Sơn", "UBND"),
        ("Bộ Nội vụ", "", "BNV"),
        ("Hội Liên hiệp Phụ nữ tỉnh A", "tỉnh A", "HLHPN"),
    ],
)
def test_a_symbol_begins_with_the_issuer_s_initials(name, place, short):
    assert abbreviation(name, place) == short
