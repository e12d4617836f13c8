"""The commands about days and deadlines, as an administrator and an issuer use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session, sessionmaker

from adapters import clock
from adapters.directive_files import SAMPLES
from adapters.identity import Argon2Passwords
from engine.deadlines import local_day
from engine.instances import Engine
from engine.people import create_account
from engine.unit_names import find
from webapp.cli import main
from webapp.commands import calendar as cli_calendar
from webapp.commands import data as cli_data
from webapp.commands import deadlines as cli_deadlines

Run = Callable[..., Result]


@pytest.fixture
def run(
    units: None,
    sessions: sessionmaker[Session],
    machine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """The command on the test's own national database, with an administrator «quantri»."""
    opened = SimpleNamespace(sessions=sessions, machine=machine)
    for module in (cli_calendar, cli_data, cli_deadlines):
        monkeypatch.setattr(module, "open_for", lambda _: opened)
    with sessions.begin() as session:
        now = clock.now(session)
        create_account(
            session,
            Argon2Passwords(),
            username="quantri",
            name="Quản trị",
            unit_id=find(session, "Bộ Nội vụ", local_day(now)).id,
            roles=["quantri"],
            password="mot-hai-ba-bon",
            now=now,
        )

    return lambda *given: CliRunner().invoke(main, given)


def shown(run: Run, year: str = "2026") -> dict[str, dict[str, object]]:
    days = json.loads(run("calendar", "show", year, "--json").stdout)
    return {day["day"]: day for day in days if day["wins"]}


def test_the_calendar_is_loaded_set_previewed_and_imported(run: Run, tmp_path: Path) -> None:
    assert run("calendar", "load", "--from", "2024", "--to", "2026").exit_code == 0
    swap = ("calendar", "set", "2/1/2026", "--off", "--swap", "10/1/2026", "--by", "quantri")
    assert "2 ngày" in run(*swap, "--preview").stdout
    assert "2026-01-02" not in shown(run)
    assert run(*swap, "--note", "12729/VPCP-KGVX").exit_code == 0
    assert shown(run)["2026-01-10"]["working"] is True
    assert shown(run)["2026-01-02"]["set_by"] == "quantri"
    table = tmp_path / "days.csv"
    table.write_text("day,status,note,swap\n06/07/2026,off,,\n07/07/2026,working,,\n", "utf-8")
    refused = run("calendar", "import", str(table), "--by", "quantri")
    assert refused.exit_code == 1
    assert "dòng 3" in refused.stderr
    assert "2026-07-06" not in shown(run)
    table.write_text("day,status\n06/07/2026,off\n", "utf-8")
    assert run("calendar", "import", str(table), "--by", "quantri").exit_code == 0
    assert "2026-07-06" in shown(run)
    assert run("calendar", "load", "--from", "2026", "--to", "2024").exit_code == 1


def test_a_rule_is_shown_with_its_periods_and_days_off(run: Run) -> None:
    run("calendar", "load", "--from", "2024", "--to", "2024")
    rule = "{kind: monthly, boundary: before, day: 15, cut_off: regime}"
    told = run(
        "deadlines", "--rule", rule, "--issued", "20/1/2024", "--until", "1/5/2024", "--json"
    )
    (obligation,) = json.loads(told.stdout)["obligations"]
    rows = {row["period"]: row for row in obligation["deadlines"]}
    assert list(rows) == ["2024-T01", "2024-T02", "2024-T03", "2024-T04"]
    assert rows["2024-T01"]["flags"] == ["passed", "weekend"]
    assert rows["2024-T02"]["last_ok"] == "2024-02-14"
    assert rows["2024-T02"]["flags"] == ["holiday"]
    assert rows["2024-T03"]["period_start"] == "2024-02-15"
    assert "thiếu" in run("deadlines", "--rule", "{kind: weekly, boundary: before}").stderr
    assert run("deadlines").exit_code == 1


def test_a_file_whose_dates_contradict_is_shown_refused_and_confirmed_by_name(
    run: Run, tmp_path: Path
) -> None:
    assert run("issue", str(SAMPLES / "bo-ldtbxh-2023.yaml")).exit_code == 0
    late = tmp_path / "binh-dinh.yaml"
    text = (SAMPLES / "binh-dinh-2023.yaml").read_text("utf-8")
    late.write_text(text.replace("date: 15/5,", "date: 5/6,"), "utf-8")
    told = run("--lang", "en", "deadlines", str(late))
    assert "!! " in told.stdout and "huyen 26/05/2023" in told.stdout
    refused = run("issue", str(late))
    assert refused.exit_code == 1
    assert "31/05/2023" in refused.stderr
    assert "--by" in run("issue", str(late), "--confirm").stderr
    confirmed = run("issue", str(late), "--confirm", "--by", "quantri")
    assert "ngày 27/03/2023" in confirmed.stdout
