"""The ladder on the command line: ask, decide, read letters and lists, show the table."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters import clock
from adapters.postgres import libpq
from tests.helpers.ladder import LETTER, a_report, account, climb_to, owner
from tests.helpers.story import DUE, issued
from webapp.cli import main

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def run(sessions, database, machine, tmp_path):
    """``run("urge", "list")``: the command's output, on a database whose clock stands at DUE."""
    with sessions.begin() as session:
        issued(session, machine)
        climb_to(session, machine, DUE)
        report = a_report(session)
        people = {
            "officer": account(session, report.unit_id, "chuyenvien"),
            "head": account(session, owner(session, report)),
            "consolidator": account(session, report.consolidator_id),
        }
        clock.begin_demonstration(session, DUE)
    environment = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def command(*arguments: object, fails: bool = False) -> str:
        texts = [str(a) for a in arguments]
        given = [people[a[1:]].name if a.startswith("@") else a for a in texts]
        done = CliRunner(env=environment).invoke(main, given)
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    command.report = report.id  # type: ignore[attr-defined]
    return command


def test_an_extension_is_asked_and_granted(run):
    asked = run(
        "extension", "ask", run.report, "--day", "1/7/2023", "--reason", "lũ", "--by", "@officer"
    )
    [shown] = json.loads(run("extension", "list", "--by", "@head", "--json"))
    assert (shown["id"], shown["wanted"], shown["status"]) == (int(asked), "2023-07-01", "asked")
    said = run("extension", "decide", asked.strip(), "--grant", "--by", "@officer", fails=True)
    assert "Không tìm thấy" in said
    assert "granted 01/07/2023" in run(
        "extension", "decide", asked.strip(), "--grant", "--by", "@head"
    )
    again = run(
        *(
            "extension",
            "ask",
            run.report,
            "--day",
            "1/8/2023",
            "--reason",
            "lũ",
            "--by",
            "@officer",
        ),
        fails=True,
    )
    assert "tối đa 1 lần" in again


def test_letters_and_lists_are_read(run, sessions, machine):
    with sessions.begin() as session:
        climb_to(session, machine, LETTER.replace(month=7))
    letters = json.loads(run("urge", "list", "--by", "@consolidator", "--json"))
    assert len(letters) == 28
    text = run("urge", "show", letters[0]["id"], "--by", "@consolidator")
    assert f"Số: {letters[0]['number']}" in text and "Kính gửi:" in text
    table = run("late", "list", "--by", "@consolidator")
    assert "phe-binh" in table and "neu-ten" in table
    lists = json.loads(run("late", "list", "--by", "@consolidator", "--json"))
    assert {len(made["units"]) for made in lists} == {28}


def test_the_table_s_rungs_are_shown(run):
    rows = json.loads(run("ladder", "show", "--json"))
    ordered = [r["rung"] for r in rows if not r["requested"] and r["urgings"] == 0]
    assert ordered == ["nhac-1", "nhac-2", "qua-han", "lanh-dao", "cap-tren", "don-doc"]
    assert "don-doc" in run("ladder", "show")


def test_the_digest_is_switched(run, sessions):
    run("account", "digest", "@officer", "on")
    with sessions() as session:
        assert session.scalars(sa.text("SELECT username FROM account WHERE digest")).all()
    run("account", "digest", "nobody", "on", fails=True)
