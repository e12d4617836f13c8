"""``dondoc intake``: letters in, listings or words out; what cannot be read is named."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.unit.intake import paper
from webapp.cli import main


def _run(*arguments: str):
    return CliRunner().invoke(main, ["intake", *arguments])


def _folder(tmp_path: Path) -> Path:
    inner = tmp_path / "2024"
    inner.mkdir()
    (tmp_path / "a.txt").write_text(paper.PLAIN, encoding="utf-8")
    (inner / "b.docx").write_bytes(paper.docx())
    (inner / "scan.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (inner / "figures.csv").write_text("1,2", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("x", encoding="utf-8")
    return tmp_path


def test_json_is_one_object_with_a_listing_for_each_letter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(paper.PLAIN, encoding="utf-8")
    result = _run(str(tmp_path / "a.txt"), "--json")
    assert result.exit_code == 0
    whole = json.loads(result.stdout)
    assert set(whole) == {"documents"}
    assert whole["documents"][0]["file"] == "a.txt"
    assert whole["documents"][0]["reports"][0]["deadline"] == "2024-08-20"


def test_a_folder_is_walked_and_what_is_no_letter_is_named(tmp_path: Path) -> None:
    result = _run(str(_folder(tmp_path)), "--json")
    assert result.exit_code == 1
    whole = json.loads(result.stdout)
    assert [d["file"] for d in whole["documents"]] == ["b.docx", "a.txt"]
    assert [(r["file"], r["reason"]) for r in whole["refused"]] == [("scan.jpg", "no-text")]
    assert "scan.jpg" in result.stderr


def test_a_file_that_is_not_there_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(paper.PLAIN, encoding="utf-8")
    result = _run(str(tmp_path / "gone.pdf"), str(tmp_path / "a.txt"))
    assert result.exit_code == 1
    assert "gone.pdf" in result.stderr
    assert "trước ngày 20/08/2024 (ngày cuối: 19/08/2024)" in result.stdout


def test_words_say_who_owes_what_to_whom(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(paper.PLAIN, encoding="utf-8")
    words = _run(str(tmp_path / "a.txt")).stdout
    for said in (
        "Số: 215/UBND-NN, 02/07/2024",
        "chuẩn bị vụ mùa",
        "31/KH-UBND",
        "Trần Văn Mẫu",
        "Ủy ban nhân dân các xã",
    ):
        assert said in words
