"""An administrator repairs a fault: once, with a reason, and its effects happen exactly once."""

import json
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters import clock
from adapters.identity import Argon2Passwords
from adapters.postgres import libpq
from engine import fault_repair, timers
from engine.fault_errors import (
    AlreadyRepaired,
    BadValue,
    NoLongerApplies,
    NoSuchPlace,
    NotAdministrator,
    NothingToRetry,
    NotRunning,
    ReasonMissing,
    RepairFailed,
    WhichToken,
)
from engine.instances import Fault, To, WorkItem, apply
from engine.people import Actor, create_account
from engine.process.data import load
from engine.process.events import Cancel, Complete, Message
from engine.process.feel import FeelError
from engine.units import Unit
from tests.helpers import bpmn as b
from tests.helpers.faults import (
    DIRECTIVE,
    NOW,
    answer,
    begin,
    deploy,
    task,
    tasks,
    the_fault,
    the_instance,
    together,
    traced,
    work,
)
from tests.helpers.story import count, dump, same_timers
from webapp.cli import main

WHY = "sửa theo văn bản đính chính"
STAMPED = "action = 'stamp'"
LATER = NOW + timedelta(days=2)


@pytest.fixture
def engine(machine):
    return traced(machine)


@pytest.fixture
def answered(session, engine):
    """An officer's answer failed: n is no number."""
    begin(session, engine, deploy(session, engine, work(b.user("u"))))
    answer(session, engine, "u", by=42, n="nhiều")
    return the_fault(session)


def timed(session, engine, **data):
    """A timer that has come due and failed."""
    begin(session, engine, deploy(session, engine, work(b.catch("t", date="when"))), **data)
    assert timers.fire_due(session, engine, LATER).failed == 1
    return the_fault(session)


def acts(session):
    rows = session.execute(
        sa.text("SELECT actor, action, detail FROM audit_entry WHERE action LIKE 'fault-%'")
    )
    return [(actor, action, json.loads(detail)) for actor, action, detail in rows]


def test_a_failed_answer_happens_once_when_it_is_mended(session, engine, answered):
    assert (answered.code, answered.element) == ("wrong-type", "x")
    when = {"when": '@"2026-05-01"'}
    failure = fault_repair.retry(session, engine, answered.id, NOW, why=WHY, values=when)
    assert failure.code == "wrong-type"
    assert (the_fault(session).attempts, tasks(session)) == (2, ["u"])
    assert load(the_instance(session).data).get("when") is None
    assert count(session, "audit_entry", STAMPED) == 0
    values = {"n": "string length(n) - 2"}
    assert fault_repair.retry(session, engine, answered.id, NOW, why=WHY, values=values) is None
    assert (tasks(session), count(session, "audit_entry", STAMPED)) == (["after"], 1)
    done = session.scalars(sa.select(WorkItem).where(WorkItem.status == "done")).one()
    assert (done.answers, done.completed_by) == ({"n": 3}, 42)  # still the officer's
    assert acts(session)[-1][2]["old"] == {"n": "nhiều"}
    same_timers(session, engine)


def test_a_timer_s_step_is_retried_with_corrected_data(session, engine):
    fault = timed(session, engine, n="nhiều", when=NOW)
    session.execute(sa.text("UPDATE timer SET attempts = 5"))
    assert fault_repair.retry(session, engine, fault.id, LATER, why=WHY) is not None
    assert the_fault(session).attempts == 2
    failure = fault_repair.retry(
        session, engine, fault.id, LATER, why=WHY, values={"n": "count([1, 2])"}
    )
    assert failure is None
    assert (fault.status, tasks(session)) == ("repaired", ["after"])
    assert count(session, "audit_entry", STAMPED) == 1
    same_timers(session, engine)
    again, mended = acts(session)
    assert again[2]["succeeded"] is False
    assert mended[:2] == ("cli", "fault-retry")
    assert (mended[2]["old"], mended[2]["new"]) == ({"n": "nhiều"}, {"n": "2"})
    assert mended[2]["why"] == WHY
    with pytest.raises(AlreadyRepaired):
        fault_repair.retry(session, engine, fault.id, LATER, why=WHY)
    with pytest.raises(AlreadyRepaired):
        fault_repair.cancel(session, engine, fault.id, LATER, why=WHY)


def test_a_timer_that_the_correction_puts_off_waits_for_its_moment(session, engine):
    fault = timed(session, engine, n="nhiều", when=NOW)
    values = {"n": "1", "when": 'date and time("2027-01-01T00:00:00Z")'}
    assert fault_repair.retry(session, engine, fault.id, LATER, why=WHY, values=values) is None
    assert (fault.status, count(session, "timer", "due_at >= '2027-01-01'")) == ("repaired", 1)
    assert count(session, "audit_entry", STAMPED) == 0
    same_timers(session, engine)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"unit": "1"}, BadValue),
        ({"directive": "1"}, BadValue),
        ({"#3": "1"}, BadValue),
        ({"nn": "1"}, BadValue),
        ({"n": "1 / 0"}, BadValue),
        ({"n": "function(x) x"}, BadValue),
        ({"n": "1 +"}, FeelError),
        ({"n": "nobody"}, FeelError),
        ({"when": '"mai"'}, RepairFailed),
    ],
)
def test_values_that_cannot_be_set_change_nothing(session, engine, values, error):
    fault = timed(session, engine, n="nhiều", when=NOW)
    before = dump(session)
    with pytest.raises(error), session.begin_nested():
        fault_repair.retry(session, engine, fault.id, LATER, why=WHY, values=values)
    assert dump(session) == before


def test_the_token_is_moved_and_its_task_follows(session, engine, answered):
    fault_repair.move(session, engine, answered.id, "after", NOW, why=WHY)
    assert (answered.status, tasks(session), tasks(session, "cancelled")) == (
        "repaired",
        ["after"],
        ["u"],
    )
    ((_, action, detail),) = acts(session)
    assert (action, detail["old"], detail["new"]) == ("fault-move", "u", "after")
    answer(session, engine, "after")
    assert the_instance(session).status == "ended"
    same_timers(session, engine)


def test_a_token_goes_to_no_place_of_another_scope_and_no_step_that_fails(
    session, engine, answered
):
    before = dump(session)
    for element in ("nowhere", "z-work"):
        with pytest.raises(NoSuchPlace), session.begin_nested():
            fault_repair.move(session, engine, answered.id, element, NOW, why=WHY)
    with pytest.raises(RepairFailed), session.begin_nested():
        fault_repair.move(session, engine, answered.id, "x", NOW, why=WHY)  # n is still missing
    assert dump(session) == before


def test_a_moved_token_takes_the_timers_of_its_task_along_and_where_several_stand_one_is_named(
    session, engine
):
    source = b.xml(
        b.process(
            "z-work",
            b.start("s"),
            b.gate("p", "parallel"),
            b.user("one"),
            b.boundary("late", "one", duration="P1D"),
            b.script("calc", "n + 1", "n"),
            b.gate("x", default="x-e1"),
            b.user("two"),
            b.user("three"),
            b.end("e1"),
            b.end("e2"),
            b.end("e3"),
            b.path("s", "p", "one", "e2"),
            b.path("late", "calc", "x", "e1"),
            b.flow("x", "three", "n > 3"),
            b.path("three", "e3"),
            b.path("p", "two", "e2"),
            variables="n",
        )
    )
    begin(session, engine, deploy(session, engine, source), n="nhiều")
    timers.fire_due(session, engine, LATER)
    fault = the_fault(session)
    with pytest.raises(WhichToken):
        fault_repair.move(session, engine, fault.id, "two", LATER, why=WHY, token=99)
    # The failed event is the boundary's: its task is what moves.
    fault_repair.move(session, engine, fault.id, "two", LATER, why=WHY)
    assert (tasks(session), count(session, "timer")) == (["two", "two"], 0)
    same_timers(session, engine)


STUCK = b.xml(
    b.process(
        "z-work",
        b.start("s"),
        b.gate("split"),
        b.gate("join", "parallel"),
        b.user("after"),
        b.end("e"),
        b.path("s", "split"),
        b.flow("split", "join", "n = 1", id="f1"),
        b.flow("split", "join", "n = 2", id="f2"),
        b.path("join", "after", "e"),
        variables="n",
    )
)


def test_an_instance_that_stands_still_is_a_fault_that_a_move_repairs(session, engine):
    begin(session, engine, deploy(session, engine, STUCK), n=1)
    fault = the_fault(session)
    assert (fault.code, fault.what, fault.attempts) == ("stuck", "Trouble:stuck", 1)
    assert fault.instance_id == the_instance(session).id
    with pytest.raises(NothingToRetry):
        fault_repair.retry(session, engine, fault.id, NOW, why=WHY)
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY, values={"n": "2"})
    assert the_fault(session).attempts == 2
    fault_repair.move(session, engine, fault.id, "after", NOW, why=WHY)
    assert (fault.status, tasks(session)) == ("repaired", ["after"])


def test_cancelling_closes_everything_and_every_fault_of_the_instance(session, engine, answered):
    fault_repair.cancel(session, engine, answered.id, NOW, why=WHY)
    assert (the_instance(session).status, tasks(session)) == ("cancelled", [])
    assert count(session, "fault", "status = 'open'") == 0
    assert acts(session)[0][1:] == (
        "fault-cancel",
        acts(session)[0][2] | {"old": "running", "new": "cancelled", "forced": False, "why": WHY},
    )


@pytest.mark.parametrize("column", ["state", "data"])
def test_an_instance_that_cannot_be_read_can_still_be_cancelled(session, engine, answered, column):
    session.execute(sa.text(f"UPDATE instance SET {column} = '{{'"))
    fault_repair.cancel(session, engine, answered.id, NOW, why=WHY)
    assert (the_instance(session).status, tasks(session)) == ("cancelled", [])
    assert count(session, "fault", "status = 'open'") == 0


def test_who_may_and_why(session, engine, answered):
    officer = Actor(1, 1, frozenset({"chuyenvien", "lanhdao"}), "X")
    before = dump(session)
    for act in (
        lambda **more: fault_repair.retry(session, engine, answered.id, NOW, **more),
        lambda **more: fault_repair.move(session, engine, answered.id, "after", NOW, **more),
        lambda **more: fault_repair.cancel(session, engine, answered.id, NOW, **more),
        lambda **more: fault_repair.close(session, answered.id, NOW, **more),
    ):
        with pytest.raises(NotAdministrator):
            act(why=WHY, by=officer)
        with pytest.raises(ReasonMissing):
            act(why="  ")
    assert dump(session) == before
    administrator = Actor(5, 1, frozenset({"quantri"}), "Q")
    fault_repair.move(session, engine, answered.id, "after", NOW, why=WHY, by=administrator)
    actors = session.scalars(sa.text("SELECT actor FROM audit_entry ORDER BY id DESC LIMIT 2"))
    assert set(actors) == {"account:5"}


def test_an_event_that_no_longer_applies_and_an_instance_that_does_not_run(
    session, engine, answered
):
    item = task(session, "u")
    apply(session, engine, [To(item.instance_id, Complete(item.token, {"n": 1}))], NOW)
    session.execute(sa.text("UPDATE fault SET status = 'open'"))  # as if it had been another's
    with pytest.raises(NoLongerApplies), session.begin_nested():
        fault_repair.retry(session, engine, answered.id, NOW, why=WHY)
    apply(session, engine, [To(item.instance_id, Cancel())], NOW)
    for act in (fault_repair.retry, fault_repair.cancel):
        with pytest.raises(NotRunning), session.begin_nested():
            act(session, engine, answered.id, NOW, why=WHY)
    fault_repair.close(session, answered.id, NOW, why=WHY)
    assert (answered.status, acts(session)[-1][1]) == ("repaired", "fault-close")


def test_a_beginning_that_failed_is_begun_once_its_data_are_mended(session, engine):
    model = deploy(session, engine, work(b.script("calc", "if n then 1 else 2", "when")))
    begin(session, engine, model, n="nhiều")
    fault = the_fault(session)
    assert (fault.instance_id, fault.model_id, fault.code) == (None, model, "wrong-type")
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY) is not None
    assert the_fault(session).attempts == 2
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY, values={"n": "4"}) is None
    assert (tasks(session), the_instance(session).directive_id) == (["after"], DIRECTIVE)
    assert count(session, "audit_entry", STAMPED) == 1


LETTERS = b.xml(
    b.process(
        "z-send",
        b.start("zs"),
        b.throw("zt", "M", "[{id: 1}, {id: 2}, {id: 3}]", n="5"),
        b.end("ze"),
        b.path("zs", "zt", "ze"),
    ),
    b.process(
        "z-work",
        b.start("s"),
        b.catch("c", "M"),
        b.user("after"),
        b.end("e"),
        b.path("s", "c", "after", "e"),
    ),
    collaboration=b.pool("z-send", "bo") + b.pool("z-work", "xa tinh") + b.letter("zt", "c"),
)


def test_a_letter_is_sent_again_to_those_alone_who_missed_it(session, engine):
    for n in (1, 2, 3):
        session.add(unit(n))
    session.flush()
    model = deploy(session, engine, LETTERS)
    begin(session, engine, model, unit=1)
    begin(session, engine, model, "z-send", unit=9)
    fault = the_fault(session)
    assert (fault.code, fault.attempts, fault.element) == ("nobody-waits", 1, "zt")
    assert json.loads(fault.event)["units"] == [2, 3]
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY) is not None
    assert the_fault(session).attempts == 2
    begin(session, engine, model, unit=2)
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY) is not None
    fault = the_fault(session)
    assert (fault.attempts, json.loads(fault.event)["units"]) == (3, [3])
    begin(session, engine, model, unit=3)
    assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY) is None
    assert count(session, "fault", "status = 'open'") == 0
    assert tasks(session) == ["after"] * 3
    assert count(session, "audit_entry", "action = 'message'") == 3


def test_two_letters_that_fail_are_two_losses_and_both_arrive_in_the_end(session, engine):
    source = work(b.catch("c", "M"), b.catch("c2", "M"))
    source = source.replace(b'targetRef="svc"', b'targetRef="c2"', 1)
    source = source.replace(b"</process>", b.flow("c2", "svc").encode() + b"</process>")
    model = deploy(session, engine, source)
    begin(session, engine, model, unit=1)
    session.execute(sa.text("UPDATE instance SET data = '['"))
    instance = the_instance(session).id
    for n in (1, 2):
        apply(session, engine, [To(instance, Message("M", {"n": n}))], NOW)
    faults = session.scalars(sa.select(Fault).order_by(Fault.id)).all()
    assert [f.attempts for f in faults] == [1, 1]
    session.execute(sa.text("UPDATE instance SET data = '{}'"))
    for fault in faults:
        assert fault_repair.retry(session, engine, fault.id, NOW, why=WHY) is None
    assert (load(the_instance(session).data)["n"], tasks(session)) == (2, ["after"])


def test_an_error_that_nobody_caught_is_a_fault_at_rest_of_a_step_that_was_done(session, engine):
    source = work(b.catch("t", date="when")).replace(
        b'<endEvent id="no"></endEvent>',
        b'<endEvent id="no"><errorEventDefinition errorRef="err"/></endEvent>',
    )
    source = source.replace(b"<process", b'<error id="err" errorCode="E1"/><process', 1)
    begin(session, engine, deploy(session, engine, source), n=0, when=NOW)
    fired = timers.fire_due(session, engine, LATER)
    assert (fired.failed, fired.steps, count(session, "audit_entry", STAMPED)) == (0, 1, 1)
    fault = the_fault(session)
    assert (fault.code, fault.element, fault.attempts) == ("error-uncaught", "no", 1)
    assert "E1" in fault.message_vi
    assert timers.fire_due(session, engine, LATER + timedelta(days=9)).claimed == 0
    assert (the_fault(session).attempts, the_instance(session).status) == (1, "ended")
    with pytest.raises(NothingToRetry), session.begin_nested():
        fault_repair.retry(session, engine, fault.id, NOW, why=WHY)
    with pytest.raises(NotRunning), session.begin_nested():
        fault_repair.move(session, engine, fault.id, "after", NOW, why=WHY)
    fault_repair.close(session, fault.id, NOW, why=WHY)
    assert count(session, "fault", "status = 'open'") == 0


def unit(n):
    return Unit(
        id=n,
        code=f"X{n}",
        name=f"Xã {n}",
        short_name=f"Xã {n}",
        place="",
        tier="xa",
        kind="xa",
        fields=[],
        requested=False,
        national=False,
        valid_from=NOW.date(),
        aliases=[],
        keys=[],
        search="",
    )


class Held:
    """A service that waits until the test has let the other side come to the lock."""

    def __init__(self):
        self.inside = threading.Event()
        self.on = False

    def __call__(self):
        if self.on:
            self.inside.set()
            threading.Event().wait(0.4)


@pytest.fixture
def raced(sessions, machine):
    held = Held()
    engine = traced(machine, held)
    with sessions.begin() as session:
        fault = timed(session, engine, n="nhiều", when=NOW).id
        session.execute(sa.text("UPDATE instance SET data = replace(data, '\"nhiều\"', '3')"))
    held.on = True
    return engine, fault, held


def done_once(sessions):
    with sessions() as session:
        assert count(session, "audit_entry", STAMPED) == 1
        assert (count(session, "fault", "status = 'open'"), tasks(session)) == (0, ["after"])


def test_of_two_administrators_one_wins(sessions, raced):
    engine, fault, held = raced

    def administrator():
        with sessions.begin() as session:
            fault_repair.retry(session, engine, fault, LATER, why=WHY)

    def other():
        held.inside.wait(5)
        with sessions.begin() as session:
            fault_repair.cancel(session, engine, fault, LATER, why=WHY)

    assert [type(e) for e in together(administrator, other)] == [AlreadyRepaired]
    done_once(sessions)


@pytest.mark.parametrize("first", ["clock", "administrator"])
def test_of_the_clock_and_an_administrator_one_wins(sessions, raced, first):
    engine, fault, held = raced
    claimed = []

    def clock_fires():
        with sessions.begin() as session:
            later = LATER + timedelta(hours=1)
            claimed.append(timers.fire_due(session, engine, later).claimed)

    def administrator():
        with sessions.begin() as session:
            fault_repair.retry(session, engine, fault, LATER, why=WHY)

    acts = [clock_fires, administrator] if first == "clock" else [administrator, clock_fires]
    errors = together(acts[0], lambda: (held.inside.wait(5), acts[1]()))
    assert [type(e) for e in errors] == ([AlreadyRepaired] if first == "clock" else [])
    assert claimed == [1 if first == "clock" else 0]
    done_once(sessions)


def test_the_commands_tell_and_do(sessions, database, machine, tmp_path):
    engine = traced(machine)
    url = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def run(*arguments):
        return CliRunner(env=url).invoke(main, ["fault", *arguments])

    source = b.xml(
        b.process(
            "z-work",
            b.start("s"),
            b.catch("t", date="when"),
            b.gate("x", default="x-e"),
            b.end("yes"),
            b.end("e"),
            b.path("s", "t", "x", "e"),
            b.flow("x", "yes", "n > 0"),
            variables="n when",
        )
    )
    with sessions.begin() as session:
        session.add(unit(1))
        session.flush()
        begin(session, engine, deploy(session, engine, source), n="nhiều", when=NOW)
        timers.fire_due(session, engine, clock.now(session))
        fault = str(the_fault(session).id)
        create_account(
            session,
            Argon2Passwords(),
            username="canbo",
            name="X",
            unit_id=1,
            roles=["chuyenvien"],
            password="mot-mat-khau-dai",
            now=NOW,
        )
    (told,) = json.loads(run("list", "--json").stdout)
    assert (told["code"], told["element"], told["attempts"]) == ("wrong-type", "x", 1)
    shown = run("show", fault).stdout
    assert "đang đứng / token" in shown
    assert "nhiều" in shown
    assert "lý do" in run("retry", fault, "--why", " ").stderr
    assert run("retry", fault, "--why", WHY, "--by", "canbo").exit_code == 1
    assert run("retry", fault, "--why", WHY, "--by", "nobody").exit_code == 1
    assert "không đúng dạng" in run("retry", fault, "--why", WHY, "--set", "n").stderr
    again = run("retry", fault, "--why", WHY)
    assert again.exit_code == 1
    assert "n > 0" in again.stderr
    assert json.loads(run("list", "--json").stdout)[0]["attempts"] == 2
    assert run("move", fault, "nowhere", "--why", WHY).exit_code == 1
    assert run("retry", fault, "--set", "n=1", "--why", WHY).exit_code == 0
    assert run("list").stdout == "0 lỗi / faults\n"
    assert "đã sửa / repaired" in run("list", "--all").stdout
    assert run("cancel", fault, "--why", WHY).exit_code == 1
    with sessions() as session:
        assert session.scalars(sa.select(Fault.attempts)).one() == 2
