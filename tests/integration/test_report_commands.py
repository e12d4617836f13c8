"""``dondoc report``: what the page does, from a shell."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from adapters.files import Folder
from engine.reports import Report
from tests.helpers.reporting import opened, person
from tests.helpers.samples import CSV, PNG
from tests.helpers.story import OPEN, count
from webapp.cli import main
from webapp.commands import reports as cli_reports

pytestmark = pytest.mark.usefixtures("units")
DAY = timedelta(days=1)
FIGURES = ("--set", "trainingCourses=3", "--set", "participants=1.250")


@pytest.fixture
def report(sessions, machine):
    with sessions.begin() as session:
        found = opened(session, machine)
        person(session, "cv", found.unit_id)
        person(session, "th", found.consolidator_id)
        person(session, "la", session.get(Report, found.id).directive_id)
        person(session, "qt", found.consolidator_id, "quantri")
        return found.id


@pytest.fixture
def run(sessions, machine, tmp_path, monkeypatch):
    """Runs ``dondoc …`` on the test's database, on a day of the period."""
    here = SimpleNamespace(sessions=sessions, machine=machine, files=Folder(tmp_path / "files"))
    monkeypatch.setattr(cli_reports, "open_for", lambda _: here)
    monkeypatch.setattr(cli_reports, "clock", SimpleNamespace(now=lambda _: OPEN + DAY))

    def invoke(group, *given):
        return CliRunner().invoke(main, ["--lang", "en", group, *map(str, given)])

    return invoke


def test_a_report_is_written_returned_written_again_and_accepted(run, report, tmp_path):
    table, disguised = tmp_path / "bảng.csv", tmp_path / "a.pdf"
    table.write_bytes(CSV)
    disguised.write_bytes(PNG)
    mine = ("--by", "cv")
    assert run("report", "draft", report, *mine, *FIGURES).exit_code == 0
    assert run("report", "attach", report, table, *mine).exit_code == 0
    refused = run("report", "attach", report, disguised, *mine)
    assert (refused.exit_code, "is not pdf" in refused.output) == (1, True)
    missing = run("report", "submit", report, *mine)
    assert missing.exit_code == 1
    assert "Results in the period (narrative): Fill in this field." in missing.output
    assert "trainingCourses" not in missing.output
    rest = ("--set", "narrative=Đã làm", "--set", "femaleLeaderRate=27,5")
    assert run("report", "submit", report, *mine, *rest).exit_code == 0
    assert run("report", "return", report, "--by", "th").exit_code == 1
    assert run("report", "return", report, "--by", "th", "--remarks", "Thiếu").exit_code == 0
    again = run("report", "submit", report, *mine, "--set", "trainingCourses=4")
    assert again.exit_code == 0
    assert run("report", "accept", report, "--by", "th").exit_code == 0
    assert run("report", "accept", report, "--by", "th").exit_code == 1
    seen = json.loads(run("report", "show", report, "--by", "th", "--json").stdout)
    assert [v["content"]["trainingCourses"] for v in seen["versions"]] == [3, 4]
    assert [v["remarks"] for v in seen["versions"]] == ["Thiếu", ""]
    assert seen["files"][0]["name"] == "bảng.csv"
    shown = run("report", "show", report, "--by", "cv").stdout
    assert "bảng.csv" in shown and "accepted" in shown


def test_a_figure_out_of_bounds_changes_nothing(run, report, sessions):
    wrong = run("report", "submit", report, "--by", "cv", "--set", "trainingCourses=100001")
    assert wrong.exit_code == 1
    assert "It must not be more than 100.000." in wrong.output
    typo = run("report", "draft", report, "--by", "cv", "--set", "courses=1")
    assert typo.exit_code == 1 and "trainingCourses" in typo.output
    with sessions() as session:
        assert count(session, "report_version") == 0
        assert session.get(Report, report).draft is None


def test_reports_are_listed_as_far_as_they_may_be_seen(run, report):
    listed = run("report", "list", "--by", "cv", "--status", "open", "--json")
    mine = json.loads(listed.stdout)
    assert report in [r["id"] for r in mine]
    assert len({r["unit_id"] for r in mine}) == 1
    assert f"{report}" in run("report", "list", "--by", "th").stdout
    for act in (("show",), ("submit",), ("accept",), ("draft", "--set", "narrative=x")):
        refused = run("report", act[0], report, "--by", "la", *act[1:])
        assert (refused.exit_code, "was not found" in refused.output) == (1, True)


def test_the_sweep_is_the_administrator_s(run, report, tmp_path):
    lost = tmp_path / "files" / "ab" / ("ab" + "0" * 62)
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"x")
    assert run("files", "sweep", "--by", "cv").exit_code == 1
    assert lost.exists()
    assert "1 tệp" in run("files", "sweep", "--by", "qt").stdout
    assert not lost.exists()
