"""Papers opened and templates made, for tests."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

import docx
import pypdfium2
from docx.oxml.ns import qn

from engine.papers.declared import FORMS
from engine.papers.form import Paper

MADE = datetime(2026, 1, 1, tzinfo=UTC)


def example(name: str, **fields: Any) -> Paper:
    """A paper of the template's examples, some of them changed."""
    return Paper(name, name, FORMS[name].example() | fields)


def opened(file: bytes) -> Any:
    """A docx by python-docx."""
    return docx.Document(io.BytesIO(file))


def words(text: str) -> list[str]:
    """What is read: white space, where lines break and soft hyphens do not count."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\xad", "").split()


def docx_text(file: bytes) -> list[str]:
    """The words of a docx's body in their order, tables' among them."""
    said = []
    for paragraph in opened(file).element.body.iter(qn("w:p")):
        parts = (
            (part.text or "") if part.tag == qn("w:t") else "\n"
            for part in paragraph.iter(qn("w:t"), qn("w:br"))
        )
        said.append("".join(parts))
    return words("\n".join(said))


def pdf_pages(file: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(file)
    try:
        return [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    finally:
        document.close()


def pdf_text(file: bytes) -> list[str]:
    """The words of a PDF, without the numbers over its pages from the second on, and without the
    heads of tables that go on there."""
    found: list[str] = []
    for n, page in enumerate(pdf_pages(file), 1):
        said = words(page if n == 1 else re.sub(rf"\A\s*{n}\s", "", page))
        if n > 1 and said[:1] == ["TT"] and "TT" in found:
            head = found[len(found) - 1 - found[::-1].index("TT") :]
            same = zip(head, said, strict=False)
            said = said[sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], same)) :]
        found += said
    return found


def template(fill: Callable[[Any], object]) -> bytes:
    """A docx that ``fill`` writes into."""
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def saying(*paragraphs: str) -> bytes:
    """A docx of these paragraphs."""
    return template(lambda document: [document.add_paragraph(text) for text in paragraphs])


def repacked(file: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The package with its parts changed and others (``a__b`` is ``a/b``) added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in more.items():
            target.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()
