"""Attached files: what they are their bytes say, and nothing in disguise is kept."""

import io
from pathlib import Path

import pytest

from adapters.files import Folder
from engine.attachments import AttachmentRefused, clean_name
from engine.errors import NotFound
from tests.helpers.samples import CSV, GOOD, JPG, PDF, PNG, archive, office

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ZIP = archive({"a.txt": b"a"})
LOCKED = bytearray(ZIP)
LOCKED[6] |= 1
LOCKED[ZIP.index(b"PK\x01\x02") + 8] |= 1
BAD = {
    "page as text": ("a.txt", HTML),
    "drawing as table": ("a.csv", SVG),
    "page by name": ("a.html", HTML),
    "drawing by name": ("a.svg", SVG),
    "program": ("a.exe", b"MZ" + bytes(60)),
    "program as document": ("a.pdf", b"MZ" + bytes(60)),
    "no ending": ("a", PDF),
    "double ending": ("a.pdf.js", PDF),
    "picture as document": ("a.pdf", PNG),
    "archive as document": ("a.docx", ZIP),
    "document as archive": ("a.zip", office("word/document.xml")),
    "archive behind a document": ("a.pdf", PDF + ZIP),
    "archive behind a picture": ("a.png", PNG + ZIP),
    "archive behind a photo": ("a.jpg", JPG + ZIP),
    "picture before an archive": ("a.zip", PNG + ZIP),
    "something behind an archive": ("a.zip", ZIP + b"<script>"),
    "page in a document's beginning": ("a.pdf", PDF[:9] + HTML + PDF[9:]),
    "document in a photo": ("a.jpg", JPG[:20] + b"%PDF-1.4" + JPG[20:]),
    "cut archive": ("a.zip", ZIP[:-30]),
    "locked archive": ("a.zip", bytes(LOCKED)),
    "way out": ("a.zip", archive({"../../etc/passwd": b"x"})),
    "way out on a drive": ("a.zip", archive({"C:\\a": b"x"})),
    "macros": (
        "a.docx",
        archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
    ),
    "bomb": ("a.zip", archive({"a": bytes(40_000_000)})),
    "too many": ("a.zip", archive({str(n): b"" for n in range(5001)})),
    "another alphabet": ("a.txt", "Báo cáo".encode("utf-16")),
    "bytes as text": ("a.txt", b"a\x00b"),
    "empty": ("a.txt", b""),
}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "files")


def put(folder, name, content, limit=10**9):
    return folder.put(io.BytesIO(content), name, limit)


@pytest.mark.parametrize("name", GOOD)
def test_what_an_office_sends_is_kept(folder, name):
    kept = put(folder, name, GOOD[name])
    with folder.open(kept.sha256) as source:
        assert source.read() == GOOD[name]
    assert kept.size == len(GOOD[name])


@pytest.mark.parametrize("what", BAD)
def test_what_is_something_else_is_refused_and_nothing_is_kept_of_it(folder, what):
    name, content = BAD[what]
    with pytest.raises(AttachmentRefused) as refused:
        put(folder, name, content)
    assert name in refused.value.text("vi")
    assert folder.hashes() == set()
    assert folder.remove_unfinished() == 0


def test_the_same_bytes_are_kept_once(folder):
    assert put(folder, "a.csv", CSV).sha256 == put(folder, "b.txt", CSV).sha256
    assert len(folder.hashes()) == 1


def test_a_file_too_large_is_refused_while_it_is_read(folder):
    assert put(folder, "a.csv", CSV, len(CSV)).size == len(CSV)
    with pytest.raises(AttachmentRefused, match="too large"):
        put(folder, "a.csv", CSV + b"x", len(CSV))


def test_a_reading_that_breaks_off_leaves_nothing(folder):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        folder.put(Broken(), "a.csv", 100)
    assert list(folder.path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "a/../../b", "x" * 64, "", "A" * 64])
def test_only_a_hash_opens_a_file(folder, name):
    put(folder, "a.csv", CSV)
    with pytest.raises(NotFound):
        folder.open(name)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/Báo cáo.pdf", "Báo cáo.pdf"),
        ("C:\\Users\\a\\b.docx", "b.docx"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("/a.pdf", "a.pdf"),
    ],
)
def test_a_name_is_only_a_name(sent, kept):
    assert clean_name(sent) == kept


@pytest.mark.parametrize("name", ["", "..", "/", ".pdf", "a\x00.pdf", "a\u202efdp.exe", "x" * 201])
def test_a_name_that_misleads_is_refused(name):
    with pytest.raises(AttachmentRefused):
        clean_name(name)


def test_nobody_else_on_the_machine_reads_the_files(folder):
    sha256 = put(folder, "a.csv", CSV).sha256
    assert Path(folder.path).stat().st_mode & 0o77 == 0
    assert (folder.path / sha256[:2] / sha256).stat().st_mode & 0o77 == 0
