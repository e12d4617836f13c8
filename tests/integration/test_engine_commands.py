"""What is asked twice, by the wrong person, or too late changes nothing; what is right, once."""

import threading
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from engine import cascade, inbox
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.instances import Instance, To, apply
from engine.people import Actor
from engine.process.events import Cancel, Complete, Message, TimerDue
from engine.process.step import Stale
from engine.timers import Timer
from tests.helpers.story import (
    ISSUED,
    OPEN,
    REPORT,
    count,
    dump,
    finish,
    issued,
    items,
    officer,
    tick,
)

NOW = ISSUED + timedelta(days=1)
RECEIVED = {"arrivalNumber": "1"}
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def refused(session, error, act):
    before = dump(session)
    with pytest.raises(error), session.begin_nested():
        act()
    session.expire_all()
    assert dump(session) == before


def test_a_task_is_completed_once(session, machine, directive):
    item = items(session, "tiep-nhan")[0]
    who = officer(item)
    inbox.complete(session, machine, who, item.id, RECEIVED, NOW)
    assert count(session, "milestone", "name = 'received'") == 1
    refused(
        session, Conflict, lambda: inbox.complete(session, machine, who, item.id, RECEIVED, NOW)
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"unit_id": 1}, NotFound),
        ({"roles": frozenset({"chuyenvien"})}, Forbidden),
        ({"roles": frozenset()}, Forbidden),
        ({"unit_id": 1, "roles": frozenset({"quantri"})}, Forbidden),
    ],
)
def test_the_wrong_person_changes_nothing(session, machine, directive, change, error):
    item = items(session, "tiep-nhan")[0]
    right = {
        "account_id": 1,
        "unit_id": item.unit_id,
        "roles": frozenset({item.role}),
        "name": "x",
        "locale": "vi",
    }
    wrong = Actor(**(right | change))
    refused(session, error, lambda: inbox.complete(session, machine, wrong, item.id, RECEIVED, NOW))
    refused(session, error, lambda: inbox.claim(session, wrong, item.id, NOW))


def test_what_does_not_exist_is_not_found(session, machine, directive):
    item = items(session, "tiep-nhan")[0]
    refused(
        session,
        NotFound,
        lambda: inbox.complete(session, machine, officer(item), 10**9, RECEIVED, NOW),
    )


def test_a_claimed_task_belongs_to_who_claimed_it(session, machine, directive):
    item = items(session, "tiep-nhan")[0]
    inbox.claim(session, officer(item, 1), item.id, NOW)
    session.flush()
    for act in (
        lambda: inbox.complete(session, machine, officer(item, 2), item.id, {}, NOW),
        lambda: inbox.claim(session, officer(item, 2), item.id, NOW),
    ):
        refused(session, Conflict, act)
    refused(session, Forbidden, lambda: inbox.unclaim(session, officer(item, 2), item.id, NOW))
    inbox.unclaim(session, officer(item, 1), item.id, NOW)
    inbox.complete(session, machine, officer(item, 2), item.id, RECEIVED, NOW)


def test_after_its_instance_ended_a_task_is_a_conflict(session, machine, directive):
    item = items(session, "tiep-nhan")[0]
    apply(session, machine, [To(item.instance_id, Cancel())], NOW)
    refused(
        session,
        Conflict,
        lambda: inbox.complete(session, machine, officer(item), item.id, RECEIVED, NOW),
    )
    session.refresh(item)
    assert item.status == "cancelled"
    assert count(session, "timer", f"instance_id = {item.instance_id}") == 0


def test_a_directive_is_issued_once(session, machine, directive):
    refused(session, InputError, lambda: cascade.issue(session, machine, directive, NOW))


@pytest.mark.parametrize("seed", range(3))
def test_each_command_sent_up_to_five_times_in_any_order_has_one_effect(
    session, machine, directive, seed
):
    tick(session, machine, OPEN)
    commands = [To(i.instance_id, Complete(i.token, REPORT)) for i in items(session, "lap-bao-cao")]
    commands += [
        To(t.instance_id, TimerDue(t.token, t.element))
        for t in session.scalars(sa.select(Timer).where(Timer.element == "donvi-moc-nhac-1"))
    ][:5]
    done = {c.instance_id for c in commands if isinstance(c.event, Complete)}
    chance = Random(seed)
    sent = [c for c in commands for _ in range(chance.randint(1, 5))]
    chance.shuffle(sent)
    for n in range(0, len(sent), 11):
        apply(session, machine, sent[n : n + 11], OPEN)
    assert count(session, "report", "status = 'submitted'") == 34
    assert count(session, "work_item", "element = 'tonghop-xem-xet'") == 34
    assert count(session, "work_item", "element = 'donvi-lap-bao-cao' AND status = 'done'") == 34
    assert count(session, "notice", "kind = 'nhac-1'") <= 5
    assert len(done) == 34
    assert apply(session, machine, commands, OPEN).steps == 0


def test_the_history_names_the_clock_for_every_rung_of_a_late_batch(session, machine, directive):
    tick(session, machine, OPEN)
    tick(session, machine, OPEN + timedelta(days=60))
    assert session.scalars(
        sa.text("SELECT DISTINCT actor FROM audit_entry WHERE action = 'timerdue'")
    ).all() == ["clock"]


def test_a_letter_nobody_waits_for_is_let_go(session, machine, directive):
    running = session.scalars(sa.select(Instance.id).where(Instance.status == "running")).first()
    before = dump(session)
    applied = apply(
        session, machine, [To(running, Message("Tiếp nhận báo cáo")), To(10**9, Message("x"))], NOW
    )
    assert (len(applied.stale), applied.steps, applied.faults) == (2, 0, [])
    assert dump(session) == before
    with pytest.raises(Stale):
        apply(session, machine, [To(running, Message("x"), strict=True)], NOW)


def test_the_district_passes_on_and_its_communes_owe_reports_to_it(session, machine, directive):
    steps: dict[str, dict[str, object]] = {
        "huyen-tiep-nhan": {"arrivalNumber": "1"},
        "huyen-phan-cong": {"route": "issue"},
        "huyen-ban-hanh-trien-khai": {"number": "5", "symbol": "KH", "issuedOn": NOW.date()},
    }
    for element, answers in steps.items():
        applied = finish(session, machine, items(session, element), answers, NOW)
        assert applied.faults == []
    assert count(session, "directive", f"parent_id = {directive.id}") == 11
    received = items(session, "xa-tiep-nhan")
    assert len(received) == count(
        session,
        "unit",
        "tier = 'xa' AND valid_to IS NOT NULL AND parent_id IN (SELECT unit_id "
        f"FROM recipient WHERE directive_id = {directive.id})",
    )
    assert len({i.unit_id for i in received}) == len(received) > 100


def test_two_officers_finish_the_same_task_at_once_and_one_of_them_did(sessions, machine):
    with sessions.begin() as session:
        issued(session, machine)
        item = items(session, "tiep-nhan")[0]
    gate, outcomes = threading.Barrier(6), []

    def work(account: int) -> None:
        try:
            with sessions.begin() as session:
                gate.wait()
                inbox.complete(session, machine, officer(item, account), item.id, RECEIVED, NOW)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 7)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["done"]
    with sessions() as session:
        assert len(items(session, "phan-cong")) == 1
        assert count(session, "audit_entry", "action = 'complete'") == 1


def test_the_same_directive_issued_by_two_at_once_goes_out_once(sessions, machine):
    from adapters.directive_files import SAMPLES, read
    from engine.directives import Directive, record

    with sessions.begin() as session:
        made = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), ISSUED).id
    gate, outcomes = threading.Barrier(2), []

    def work() -> None:
        try:
            with sessions.begin() as session:
                directive = session.get_one(Directive, made)
                gate.wait()
                cascade.issue(session, machine, directive, ISSUED)
            outcomes.append("issued")
        except InputError:
            outcomes.append("refused")

    threads = [threading.Thread(target=work) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(outcomes) == ["issued", "refused"]
    with sessions() as session:
        assert count(session, "report") == 68
