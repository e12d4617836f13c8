"""Processes killed in the middle of their work: nothing is lost and nothing is done twice."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres
from tests.crash import work
from tests.helpers.story import DUE, ISSUED, OPEN, count, dump, finish, issued, items, tick

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.work"])
LATER = DUE + timedelta(days=20)
# Which of two letters of one issuer gets which number depends on who is first.
LETTER = re.compile(r'"(letter|number)": ("[^"]*"|\d+),? ?|(?<=urging-letter:)\d+|^l\d+(?=:)')
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture(scope="session")
def prepared(server, national_template) -> Iterator[dict[str, str]]:
    """Databases to copy: districts about to pass on; and 200 reports whose ladders are all due."""
    name = sa.make_url(national_template).database
    with postgres.scratch_database(server, name) as passing:
        with reading(passing).begin() as session:
            issued(session, work.MACHINE)
            finish(session, work.MACHINE, items(session, "huyen-tiep-nhan"), {}, ISSUED)
            finish(
                session, work.MACHINE, items(session, "huyen-phan-cong"), {"route": "issue"}, ISSUED
            )
        with postgres.scratch_database(server, sa.make_url(passing).database) as due:
            with reading(due).begin() as session:
                finish(
                    session,
                    work.MACHINE,
                    items(session, "huyen-ban-hanh-trien-khai"),
                    {"number": "5", "symbol": "KH", "issuedOn": ISSUED.date()},
                    ISSUED,
                )
                tick(session, work.MACHINE, OPEN)
            yield {"passing": passing, "due": due}


@pytest.fixture
def copied(server, prepared):
    """Makes copies of a prepared database, dropped after the test."""
    made = []

    def copy(which: str) -> str:
        scratch = postgres.scratch_database(server, sa.make_url(prepared[which]).database)
        made.append(scratch)
        return scratch.__enter__()

    yield copy
    for scratch in made:
        scratch.__exit__(None, None, None)


def outcome(url: str) -> dict[str, object]:
    """What a run leaves, whatever order it went in."""
    with reading(url)() as session:

        def rows(query: str) -> list[tuple[object, ...]]:
            found = session.execute(sa.text(query))
            return sorted(
                tuple(LETTER.sub("", v) if isinstance(v, str) else v for v in r) for r in found
            )

        return {
            "notices": rows("SELECT once, unit_id, kind, audience, params::text FROM notice"),
            "instances": rows("SELECT id, status, state, data FROM instance"),
            "timers": rows("SELECT instance_id, token, element, due_at, attempts FROM timer"),
            "reports": rows("SELECT id, status, rung FROM report"),
            "tasks": rows("SELECT instance_id, token, element, status FROM work_item"),
            "history": rows("SELECT action, instance_id, detail, actor FROM audit_entry"),
            "letters": rows("SELECT issuer_id, year, number FROM urging_letter"),
            "faults": rows("SELECT element, message FROM fault"),
        }


def reading(url: str) -> sessionmaker[Session]:
    """Sessions that keep no connection once they are closed."""
    return postgres.sessions(sa.create_engine(url, poolclass=sa.NullPool))


@pytest.fixture
def undisturbed(copied):
    """How much one worker fires whom nobody kills, and what it leaves."""
    url = copied("due")
    with reading(url).begin() as session:
        total = tick(session, work.MACHINE, LATER)
    assert total > 500
    return total, outcome(url)


def begin(target: str, *args: object):
    mine, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work.TARGETS[target], args=(*args, theirs))
    process.start()
    theirs.close()
    return process, mine


def test_a_worker_killed_again_and_again_loses_nothing_and_repeats_nothing(
    copied, undisturbed, capsys
):
    url, chance, kills = copied("due"), Random(1), 0
    deadline = time.monotonic() + 20
    # On a machine that is busy with other things few kills fit into the time.
    while time.monotonic() < deadline or kills <= 30:
        process, told = begin("fire", url, LATER, 4)
        for _ in range(chance.randrange(1, 4)):
            assert told.poll(20)
            if isinstance(told.recv(), tuple):
                break
        time.sleep(chance.random() * 0.02)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        told.close()
        kills += process.exitcode == -signal.SIGKILL
    process, told = begin("fire", url, LATER, 200)
    process.join(60)
    assert process.exitcode == 0
    told.close()
    with capsys.disabled():
        print(f"\n{kills} workers killed at work")
    assert outcome(url) == undisturbed[1]


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_side_by_side_do_everything_once(copied, undisturbed, workers):
    url, (fired, alone) = copied("due"), undisturbed
    running = [begin("fire", url, LATER, 7) for _ in range(workers)]
    claimed = 0
    for process, told in running:
        while not isinstance(said := told.recv(), tuple):
            continue
        claimed += said[1]
        process.join(20)
        told.close()
        assert process.exitcode == 0
    assert claimed == fired
    assert outcome(url) == alone


def test_a_cascade_killed_midway_is_there_whole_or_not_at_all(copied):
    url, seen = copied("passing"), []
    sessions = reading(url)
    with sessions() as session:
        before = dump(session)
    for attempt in range(14):
        process, told = begin("pass_on", url, ISSUED)
        assert told.poll(20)
        backend = told.recv()
        time.sleep(attempt * 0.02)
        if attempt % 2:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        else:
            with postgres.admin(url) as connection:
                connection.execute(sa.text(f"SELECT pg_terminate_backend({backend})"))
        process.join(20)
        told.close()
        with sessions() as session:
            # The killed client's backend may still be finishing its last statement.
            while count(session, "pg_stat_activity", f"pid = {backend}"):
                time.sleep(0.01)
                session.rollback()
            now = dump(session)
            seen.append(now == before)
            if now != before:
                break
    if seen[-1]:
        process, told = begin("pass_on", url, ISSUED)
        process.join(30)
        told.close()
        assert process.exitcode == 0
    with sessions() as session:
        communes = items(session, "xa-tiep-nhan")
        assert len(communes) == count(
            session,
            "unit",
            "tier = 'xa' AND valid_to IS NOT NULL AND "
            "parent_id IN (SELECT unit_id FROM recipient JOIN directive "
            "d ON d.id = directive_id WHERE parent_id IS NULL)",
        )
        assert count(session, "directive") == 12
        below = count(
            session,
            "recipient",
            "directive_id IN (SELECT id FROM directive WHERE parent_id IS NOT NULL)",
        )
        # In each of the eleven districts the consolidating body reports to nobody.
        assert count(session, "report") == 2 * (34 + below - 11)
        assert not items(session, "huyen-ban-hanh-trien-khai")
    assert sum(seen) > 3, "the kills came too late to prove anything"
