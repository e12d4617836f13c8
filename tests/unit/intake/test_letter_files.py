"""A letter reads the same whatever file it came in; what cannot be read says why."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pypdf import PdfReader, PdfWriter

from adapters.letter_errors import LetterUnreadable
from adapters.letter_files import letters_in
from engine.attachments import AttachmentRefused
from engine.errors import DondocError
from engine.intake.letter import BODY, FOOT, HEAD, Letter
from engine.intake.reading import put_in_order
from tests.unit.intake import paper


def _letter(data: bytes, name: str) -> Letter:
    return put_in_order(letters_in(data, name).letters[0].text)


def _texts(letter: Letter, zone: str) -> list[str]:
    return [p.text for p in letter.zone(zone)]


def _html() -> bytes:
    columns = "".join(f"<td>{'<br>'.join(column)}</td>" for column in paper.HEAD)
    body = "".join(f"<p>{line}</p>" for line in paper.LINES[:9])
    foot = f"<td>{'<br/>'.join(paper.LINES[9:12])}</td><td>{'<br/>'.join(paper.LINES[12:])}</td>"
    return (
        f"<!DOCTYPE html><html><head><title>x</title><style>p {{color: red}}</style></head><body>"
        f"<table><tr>{columns}</tr></table>{body}<script>var bait = 'trước ngày 01/01/2024';</script>"
        f"<div style='display: none'>Báo cáo trước ngày 02/02/2024.</div><p hidden>ẩn</p>"
        f"<table><tr>{foot}</tr></table></body></html>"
    ).encode()


FILES = {
    "letter.txt": paper.PLAIN.encode(),
    "bom.txt": codecs.BOM_UTF8 + paper.PLAIN.encode(),
    "letter.md": "\n\n".join(
        f"**{line}**" if line.isupper() else line for line in paper.PLAIN.split("\n")
    ).encode(),
    "utf16.txt": paper.PLAIN.encode("utf-16"),
    "bare16.txt": paper.PLAIN.encode("utf-16-le"),
    "letter.docx": paper.docx(numbered=True),
    "letter.odt": paper.odt(),
    "letter.pdf": paper.pdf(),
    "letter.html": _html(),
    "saved-page.txt": _html(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_letter(name: str) -> None:
    letter = _letter(FILES[name], name)
    head = _texts(letter, HEAD)
    for words in (*paper.HEAD[0], *paper.HEAD[1], *paper.LINES[:4]):
        assert words in head
    assert paper.ASKED in _texts(letter, BODY)
    assert _texts(letter, FOOT) == list(paper.LINES[9:])
    assert [(h.value.number, h.value.title) for h in letter.headings] == [
        ("1", "Công tác chuẩn bị"),
        ("2", "Chế độ báo cáo"),
    ]


def test_windows_1258_is_read_as_it_was_typed() -> None:
    text = unicodedata.normalize("NFD", "Báo cáo trước ngày 15/5.")
    data = "".join(_pair(c) for c in unicodedata.normalize("NFC", "Số liệu chậm nhất ngày 15/5"))
    letter = _letter(data.encode("cp1258"), "old.txt")
    assert letter.paragraphs[0].text == "Số liệu chậm nhất ngày 15/5"
    assert _letter(text.encode(), "nfd.txt").paragraphs[0].text == "Báo cáo trước ngày 15/5."


def _pair(char: str) -> str:
    """As windows-1258 writes it: the letter with its hat, then the tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else char


def test_what_a_page_hides_is_not_read() -> None:
    text = letters_in(_html(), "letter.html").letters[0].text
    assert "01/01/2024" not in text
    assert "02/02/2024" not in text
    assert "color" not in text


def test_a_word_document_keeps_tables_boxes_and_notes_in_their_place() -> None:
    letter = _letter(
        paper.docx(boxed="Đính kèm biểu số 3", note="Kế hoạch đã gửi ngày 03/6/2024."), "a.docx"
    )
    texts = [p.text for p in letter.paragraphs]
    assert (
        texts.index(paper.ASKED)
        < texts.index("1 | Nạo vét kênh | 30/7/2024")
        < texts.index("Đính kèm biểu số 3")
    )
    assert texts[-1] == "Kế hoạch đã gửi ngày 03/6/2024."
    row = next(p for p in letter.paragraphs if p.text.startswith("1 |"))
    assert [row.text[a:b] for a, b in row.cells] == ["1", "Nạo vét kênh", "30/7/2024"]


def test_a_pdf_footnote_leaves_its_sentence() -> None:
    letter = _letter(paper.pdf(note="Kế hoạch đã gửi ngày 03/6/2024."), "a.pdf")
    assert paper.ASKED in _texts(letter, BODY)
    assert _texts(letter, "footnote") == ["Kế hoạch đã gửi ngày 03/6/2024."]


def _mail(
    *attachments: tuple[str, bytes], body: str = "Kính chuyển văn bản đính kèm."
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.vn", "b@example.vn", "Chuyển văn bản"
    mail.set_content(body)
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a_mail_gives_each_attached_letter_and_names_what_it_could_not_read() -> None:
    mail = _mail(
        ("vb.docx", paper.docx()), ("anh.jpg", b"\xff\xd8\xff\xe0scan"), ("vb.pdf", paper.pdf())
    )
    found = letters_in(mail.as_bytes(), "thu.eml")
    assert [letter.name for letter in found.letters] == ["thu.eml/vb.docx", "thu.eml/vb.pdf"]
    assert [error.values["name"] for error in found.refused] == ["thu.eml/anh.jpg"]


def test_a_mail_that_is_itself_the_letter_is_read() -> None:
    found = letters_in(_mail(body=paper.PLAIN).as_bytes(), "thu.eml")
    assert paper.ASKED in found.letters[0].text


def test_a_forwarded_mail_is_gone_into() -> None:
    outer = _mail()
    outer.add_attachment(_mail(("vb.odt", paper.odt())))
    assert [letter.name for letter in letters_in(outer.as_bytes(), "thu.eml").letters] == [
        "thu.eml/vb.odt"
    ]


def test_an_archive_gives_each_letter_in_it() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("2024/vb.txt", paper.PLAIN)
        archive.writestr("2024/vb.docx", paper.docx())
        archive.writestr("__MACOSX/._vb.docx", b"\x00\x05")
    names = [letter.name for letter in letters_in(out.getvalue(), "goi.zip").letters]
    assert names == ["goi.zip/2024/vb.txt", "goi.zip/2024/vb.docx"]


def _locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(paper.pdf())))
    writer.encrypt("mat khau", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 30_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("scan.pdf", paper.pdf(empty=True), "no-text"),
        ("locked.pdf", _locked(), "encrypted"),
        ("broken.pdf", paper.pdf()[:400] + b"%%EOF", "broken"),
        ("photo.png", b"\x89PNG\r\n\x1a\n0000", "no-text"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unknown-kind"),
        ("empty.txt", b" \n ", "empty"),
        ("data.bin", bytes(range(256)) * 4, "unknown-kind"),
        ("liar.pdf", "Kính gửi".encode(), "broken"),
        ("bomb.zip", _bomb(), "refused"),
        ("notes.eml", _mail(body=" ").as_bytes(), "no-letter"),
    ],
)
def test_what_cannot_be_read_says_why_in_both_languages(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(LetterUnreadable) as raised:
        letters_in(data, name)
    assert raised.value.values["reason"] == reason
    assert name in raised.value.text("vi")
    assert name in raised.value.text("en")
    assert raised.value.text("vi") != raised.value.text("en")


def test_a_document_under_anothers_name_is_refused() -> None:
    with pytest.raises(AttachmentRefused):
        letters_in(paper.odt(), "letter.docx")


def test_entities_in_a_document_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "{}"><!ENTITY b "{}">]>'.format("ha" * 500, "&a;" * 500)
    data = paper.odt(entity=bomb)
    assert len(letters_in(data, "a.odt").letters[0].text) < 5_000


@pytest.mark.parametrize(
    "name", ["letter.docx", "letter.odt", "letter.pdf", "letter.html", "letter.txt"]
)
def test_a_cut_off_file_is_read_or_refused_and_nothing_else(name: str) -> None:
    data = FILES[name]
    for share in (3, 10, 37, 80, 99):
        with suppress(DondocError):
            assert letters_in(data[: len(data) * share // 100], name).letters
