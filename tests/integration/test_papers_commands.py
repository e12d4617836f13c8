"""``dondoc paper``: files made, templates checked, taken out, replaced and put back."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters import clock
from adapters.postgres import libpq
from engine.people import Account
from engine.urging_tables import UrgingLetter
from tests.helpers.ladder import LETTER, a_report, account, climb_to
from tests.helpers.papers import docx_text, pdf_text, saying
from tests.helpers.story import issued
from webapp.cli import main

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def run(sessions, database, machine, tmp_path):
    """A command's output, and its exit status where it fails."""
    with sessions.begin() as session:
        issued(session, machine)
        climb_to(session, machine, LETTER)
        letter = session.scalars(sa.select(UrgingLetter).order_by(UrgingLetter.id)).first()
        names = {
            "@issuer": account(session, letter.issuer_id).name,
            "@late": account(session, a_report(session).unit_id, "vanthu").name,
        }
        account(session, letter.issuer_id, "quantri")
        session.execute(
            sa.update(Account).where(Account.username.like("quantri.%")).values(username="admin")
        )
        clock.begin_demonstration(session, LETTER)
        number = letter.id
    environment = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def command(*arguments: object, fails: bool = False) -> str:
        given = [names.get(str(a), str(a)) for a in arguments]
        done = CliRunner(env=environment).invoke(main, given)
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    command.letter = number  # type: ignore[attr-defined]
    return command


def test_a_paper_is_written_as_its_ending_says(run, tmp_path):
    docx, pdf = tmp_path / "a.docx", tmp_path / "a.pdf"
    for out in (docx, pdf):
        run("paper", "urging-letter", run.letter, "--out", out, "--by", "@issuer")
    assert pdf_text(pdf.read_bytes()) == docx_text(docx.read_bytes())
    wrong = run(
        "paper", "urging-letter", run.letter, "--out", "a.odt", "--by", "@issuer", fails=True
    )
    assert ".docx hoặc .pdf" in wrong
    gone = run("paper", "urging-letter", 10**9, "--out", pdf, "--by", "@issuer", fails=True)
    assert "Không tìm thấy" in gone


def test_templates_are_listed_taken_out_checked_replaced_and_put_back(run, tmp_path):
    states = json.loads(run("paper", "templates", "--json"))
    assert len(states) == 10 and all(state["replaced_at"] is None for state in states)
    assert run("paper", "check") == ""
    out = tmp_path / "mau.docx"
    run("paper", "export", "urging-letter", "--out", out)
    assert run("paper", "check", "urging-letter", out) == ""
    bad = tmp_path / "sai.docx"
    bad.write_bytes(saying("{{ isuer }}"))
    assert "«isuer»" in run("paper", "check", "urging-letter", bad, fails=True)
    assert "«isuer»" in run("paper", "replace", "urging-letter", bad, "--by", "admin", fails=True)
    out.write_bytes(saying("MẪU {{ number }}"))
    refused = run("paper", "replace", "urging-letter", out, "--by", "@issuer", fails=True)
    assert "quản trị" in refused
    assert "«signer_name»" in run("paper", "replace", "urging-letter", out, "--by", "admin")
    made = tmp_path / "b.docx"
    run("paper", "urging-letter", run.letter, "--out", made, "--by", "@issuer")
    assert docx_text(made.read_bytes())[0] == "MẪU"
    run("paper", "reset", "urging-letter", "--by", "admin")
    assert all(s["replaced_at"] is None for s in json.loads(run("paper", "templates", "--json")))
