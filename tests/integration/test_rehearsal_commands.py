"""``dondoc rehearse``: what it prints, what it refuses, and that Ctrl-C leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from adapters import postgres, rehearsal_place, rehearsals
from tests.helpers.rehearsing import CASCADE, shipped
from webapp.cli import main

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture(autouse=True)
def given(national_copy: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The command's database."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", national_copy)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    return national_copy


def _told(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "rehearse", *arguments])


def test_a_file_is_rehearsed_beside_a_deployed_model(tmp_path: Path) -> None:
    file = tmp_path / f"{CASCADE}.bpmn"
    file.write_text(shipped(), encoding="utf-8")
    shares = ("--numbers", "=70,10,20", "--numbers", "xa.vanthu=100,0,0")
    numbers = ("--behaviour", "own", *shares, "--until", "15/6/2023")
    found = _told(str(file), "--against", CASCADE, "--json", *numbers)
    assert found.exit_code == 0, found.output
    result = json.loads(found.stdout)
    assert [v["key"] for v in result["versions"]] == [CASCADE, CASCADE]
    assert result["differences"] == []
    assert "%" in found.stderr and "2/2" in found.stderr
    table = _told(CASCADE, *numbers)
    assert "Longest waits" in table.stdout and "Commune" not in table.stderr
    assert "Tasks on time/due" in table.stdout and "Never reached" in table.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("khong-co",), "khong-co"),
        ((CASCADE, "--directive", "khong-co"), "vi-xuyen-2023"),
        ((CASCADE, "--behaviour", "own", "--numbers", "xa=x"), "tier.role"),
        ((CASCADE, "--behaviour", "measured"), "no report due"),
        ((CASCADE, "--until", "1/1/2040"), "lasts 1 to"),
        ((CASCADE, __file__), "only .dmn tables and .json forms"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused(arguments: tuple[str, ...], said: str) -> None:
    found = _told(*arguments)
    assert found.exit_code == 1 and said in found.stderr


def test_an_interrupt_leaves_nothing_behind(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rehearsals, "play", interrupted)
    assert _told(CASCADE).exit_code == 1
    with postgres.admin(given) as connection:
        left = text("SELECT count(*) FROM pg_database WHERE starts_with(datname, :p)")
        assert connection.scalar(left, {"p": rehearsal_place.PREFIX}) == 0
