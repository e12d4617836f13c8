"""A template that an administrator brings: unknown fields named, hostile ones refused."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from jinja2 import UndefinedError

from adapters import paper_sandbox
from adapters.paper_check import TemplateRefused
from adapters.paper_pdf import pdf
from adapters.paper_templates import Templates, UnknownTemplate
from adapters.papers import BadTemplate, Papers
from tests.helpers.papers import (
    MADE,
    docx_text,
    example,
    pdf_pages,
    pdf_text,
    repacked,
    saying,
    template,
)

NAME = "urging-letter"


@pytest.fixture
def templates(tmp_path):
    return Templates(tmp_path / "papers")


def codes(templates, file):
    return {p.code for p in templates.check(NAME, file) if p.fatal}


def test_unknown_fields_are_named_wherever_they_stand(templates):
    def fill(document):
        document.add_paragraph("{{ isuer }} {{ number }}")
        document.add_paragraph("{%p for part in body %}")
        document.add_paragraph(
            "{% if part.style == 'never' %}{{ part.txt }}{% endif %}{{ loop.last }}"
        )
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("{{ part.text }}")
        document.sections[0].header.paragraphs[0].text = "{{ secret }}"

    found = templates.check(NAME, template(fill))
    named = [p.vi for p in found]
    assert all(p.code == "unknown" and p.fatal for p in found)
    for name in ("isuer", "part.txt", "secret", "part"):
        assert any(f"«{name}»" in said for said in named)
    assert len(found) == 4


def test_fields_that_are_left_out_are_doubtful_but_do_not_refuse(templates):
    found = templates.check(NAME, saying("{{ number }} {{ subject }}"))
    assert "unused" in {p.code for p in found} and not any(p.fatal for p in found)
    named = " ".join(p.vi for p in found)
    assert "«signer_name»" in named and "«number»" not in named


@pytest.mark.parametrize(
    "mark",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ issuer.upper() }}",
        "{{ number.__init__ }}",
        "{{ number['__class__'] }}",
        "{% set x = 1 %}",
        "{% macro f() %}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% autoescape false %}{{ number }}{% endautoescape %}",
        "{{ number|safe }}",
        "{{ number|attr('__class__') }}",
        "{{ body|map(attribute='text')|list }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ number ~ number }}",
        "{{ range(10) }}",
        "{{ self }}",
        "{{ cycler }}",
        "{% for a in body recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in body %}" * 4 + "{% endfor %}" * 4,
        "{% for a in number %}{{ a }}{% endfor %}",
        "{{ number",
        "{% if number %}",
        "{{r number }}",
    ],
)
def test_a_template_that_does_more_than_name_fields_is_refused(templates, mark):
    file = saying(mark)
    assert codes(templates, file)
    with pytest.raises(TemplateRefused):
        templates.replace(NAME, file)
    assert templates.state(NAME).replaced_at is None


@pytest.mark.parametrize("name", ["__class__", "values", "items", "keys", "__len__"])
def test_no_attribute_of_any_object_is_reached(name):
    sandbox = paper_sandbox.Sandbox()
    for holder in ({"text": "x"}, ["x"], "x", 1, None):
        with pytest.raises(UndefinedError):
            str(sandbox.getattr(holder, name))


def test_what_is_not_vetted_does_not_run_even_past_the_check():
    for source in ("{{ f() }}", "{% set a = 1 %}", "{{ a|safe }}"):
        with pytest.raises(paper_sandbox.Refused):
            paper_sandbox.Sandbox().from_string(source)


def test_loops_end(monkeypatch):
    monkeypatch.setattr(paper_sandbox, "MOST_STEPS", 1000)
    source = "{% for a in rows %}{% for b in rows %}{{ b }}{% endfor %}{% endfor %}"
    with pytest.raises(paper_sandbox.Refused):
        paper_sandbox.Sandbox().from_string(source).render(rows=["x"] * 100)
    assert paper_sandbox.Sandbox().from_string(source).render(rows=["x"] * 10) == "x" * 100


def in_document(mark):
    def change(name, data):
        return (
            data.replace(b"</w:body>", mark + b"</w:body>") if name == "word/document.xml" else data
        )

    return change


def same(name, data):
    return data


def relation(kind, target, mode=b""):
    def change(name, data):
        made = b'<Relationship Id="rIdX" Type="http://x/relationships/%s" Target="%s"%s/>' % (
            kind,
            target,
            mode,
        )
        end = b"</Relationships>"
        return data.replace(end, made + end) if name == "word/_rels/document.xml.rels" else data

    return change


OUTSIDE = b' TargetMode="External"'
GOOD = saying("{{ number }}")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "not-docx"),
        (b"PK\x03\x04 broken", "not-docx"),
        (b"x" * (2 * 1024 * 1024 + 1), "too-large"),
        (repacked(GOOD, same, word__vbaProject=b"x"), "macros"),
        (repacked(GOOD, same, word__embeddings__a=b"x"), "macros"),
        (repacked(GOOD, relation(b"image", b"http://a/b.png", OUTSIDE)), "links"),
        (repacked(GOOD, relation(b"attachedTemplate", b"file:///a", OUTSIDE)), "links"),
        (repacked(GOOD, in_document(b'<w:altChunk xmlns:r="x" r:id="rId1"/>')), "links"),
        (
            repacked(
                GOOD,
                in_document(b"<w:p><w:r><w:instrText>DDEAUTO c:\\cmd</w:instrText></w:r></w:p>"),
            ),
            "links",
        ),
        (repacked(GOOD, lambda n, d: d[:-20] if n == "word/document.xml" else d), "not-docx"),
        (
            repacked(
                GOOD,
                lambda n, d: (
                    d.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
                    if n == "word/document.xml"
                    else d
                ),
            ),
            "not-docx",
        ),
    ],
)
def test_a_package_that_holds_more_than_a_document_is_refused(templates, file, code):
    assert codes(templates, file) == {code}


def test_a_bomb_is_refused_without_being_unpacked(templates):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("word/document.xml", b" " * 60_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    assert codes(templates, buffer.getvalue()) == {"too-large"}


def test_what_the_pdf_cannot_set_is_named(templates):
    box = (
        b"<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        b"<w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    found = templates.check(NAME, repacked(GOOD, in_document(box)))
    assert any(p.code == "not-set" and "hộp chữ" in p.vi and not p.fatal for p in found)


def test_a_replaced_template_shows_in_both_files_until_it_is_put_back(tmp_path):
    papers, paper = Papers(tmp_path / "papers"), example(NAME)
    before = papers.docx(paper, MADE)
    doubts = papers.templates.replace(NAME, saying("MẪU CỦA TỈNH {{ number }}"))
    assert doubts and not any(p.fatal for p in doubts)
    assert docx_text(papers.docx(paper, MADE)) == ["MẪU", "CỦA", "TỈNH", "Số:", "12/SNV-VP"]
    assert pdf_text(papers.pdf(paper, MADE)) == docx_text(papers.docx(paper, MADE))
    assert papers.templates.state(NAME).replaced_at is not None
    assert papers.templates.reset(NAME) and not papers.templates.reset(NAME)
    assert papers.docx(paper, MADE) == before


def test_a_template_put_there_by_hand_is_told_and_not_followed(tmp_path):
    papers = Papers(tmp_path)
    (tmp_path / f"{NAME}.docx").write_bytes(saying("{{ nothing }}"))
    with pytest.raises(BadTemplate, match="nothing"):
        papers.docx(example(NAME), MADE)
    (tmp_path / f"{NAME}.docx").write_bytes(b"x")
    with pytest.raises(BadTemplate):
        papers.pdf(example(NAME), MADE)


@pytest.mark.parametrize("name", ["../x", "", "urging-letter.docx", "x"])
def test_only_known_names_are_templates(templates, name):
    for ask in (templates.file, templates.state, templates.reset, templates.check):
        with pytest.raises(UnknownTemplate):
            ask(name)


@pytest.mark.parametrize("odd", ["0", "-1", "99999999999", "1e9", "nan", "x", ""])
def test_measures_that_make_no_sense_still_come_to_pages(templates, odd):
    def change(name, data):
        if name != "word/document.xml":
            return data
        sizes = r'( w:(?:w|h|top|left|right|bottom|header|after|before|line|firstLine)=")[^"]*'
        return re.sub(sizes, lambda found: found[1] + odd, data.decode()).encode()

    shipped = templates.file("named-list", shipped=True)
    pages = pdf_pages(pdf(repacked(shipped, change), "x", MADE).file)
    assert 1 <= len(pages) < 100
