"""Confirmed letters as examples: those that were dealt with, as corrected, for administrators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session, sessionmaker

from engine import received
from engine.instances import Engine
from engine.people import ADMINISTRATOR
from engine.received_correcting import correct, drop
from engine.received_issuing import begin_draft
from tests.helpers.drafting import NOW, member
from tests.helpers.letters import FROM_DISTRICT, from_district, from_so, taken
from webapp.cli import main

WHERE = "huyện Thanh Hà, tỉnh Hải Dương"


@pytest.fixture
def letters(
    units: None, sessions: sessionmaker[Session], machine: Engine, tmp_path: Path
) -> sessionmaker[Session]:
    """One letter confirmed and drafted, its subject corrected and a recipient dropped; one that waits."""
    with sessions.begin() as session:
        actor = member(session, WHERE, username="van.thu")
        member(session, WHERE, ADMINISTRATOR, username="quan.tri")
        letter_id = taken(session, tmp_path / "files", actor, from_district(), NOW)
        taken(session, tmp_path / "files", actor, from_so(), NOW)
        letter = received.read(session, actor, letter_id)
        subject = next(one for one in letter.findings if one.kind == "subject")
        to = next(one for one in letter.findings if one.kind == "recipient")
        seen = correct(session, actor, letter_id, letter.version, subject.id, "trẻ em", NOW)
        seen = drop(session, actor, letter_id, seen, to.id, NOW)
        begin_draft(session, machine, actor, letter_id, seen, NOW)
    return sessions


def asked(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path, by: str) -> Result:
    """What the command says."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", url)
    return CliRunner().invoke(main, ["intake-examples", str(folder), "--by", by])


def test_what_was_confirmed_becomes_a_set_to_measure_by(
    letters: sessionmaker[Session], database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    result = asked(monkeypatch, database, folder, "quan.tri")
    assert result.exit_code == 0, result.output
    (text,) = folder.glob("*.txt")
    assert text.read_text("utf-8") == FROM_DISTRICT
    (listing,) = json.loads((folder / "listing.json").read_text("utf-8"))["documents"]
    assert listing["file"] == text.name
    assert listing["subject"] == "trẻ em"
    assert listing["recipients"] == ["UBND các xã, thị trấn"]
    assert listing["reports"][0]["last_ok_date"] == "2023-08-14"
    corrections = json.loads((folder / "corrections.json").read_text("utf-8"))[text.name]
    assert [(one["kind"], one["became"] is None) for one in corrections] == [
        ("subject", False),
        ("recipient", True),
    ]
    again = asked(monkeypatch, database, folder, "quan.tri")
    assert again.exit_code == 1
    assert "not empty" in again.output or "đã có tệp" in again.output


def test_nobody_but_an_administrator_takes_every_units_post(
    letters: sessionmaker[Session], database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    result = asked(monkeypatch, database, folder, "van.thu")
    assert result.exit_code == 1
    assert not folder.exists()
