"""The shipped templates: what the script builds, by the decree's form, naming only known fields."""

from __future__ import annotations

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from adapters.papers import Papers
from engine.papers.declared import FORMS
from tests.helpers.papers import MADE, docx_text, example, opened, pdf_pages, pdf_text
from tools import papers_guide
from tools.paper_templates import FOLDER, TEMPLATES, stale

PAPERS = Papers()
ALL = pytest.mark.parametrize("name", FORMS)


def test_the_templates_are_those_that_are_declared_and_what_the_script_builds():
    assert set(TEMPLATES) == set(FORMS) == {path.stem for path in FOLDER.glob("*.docx")}
    assert stale() == []


@ALL
def test_a_shipped_template_has_neither_fault_nor_doubt(name):
    assert PAPERS.templates.check(name) == []


@ALL
def test_the_sheet_is_that_of_the_decree(name):
    document = opened(PAPERS.docx(example(name), MADE))
    for section in document.sections:
        sides = (section.page_width.mm, section.page_height.mm)
        upright = section.orientation == WD_ORIENT.PORTRAIT
        assert [round(side) for side in sides] == ([210, 297] if upright else [297, 210])
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
    assert document.sections[0].different_first_page_header_footer
    fonts = {run.font.name for p in document.paragraphs for run in p.runs}
    assert fonts == {"Times New Roman"}


def test_the_text_is_justified_indented_and_of_the_decrees_size():
    document = opened(PAPERS.docx(example("directive"), MADE))
    body = next(p for p in document.paragraphs if p.text.startswith("Thực hiện Công văn"))
    shape = body.paragraph_format
    assert shape.alignment is not None and shape.alignment.name == "JUSTIFY"
    assert 10 <= round(shape.first_line_indent.mm, 1) <= 12.7
    assert {run.font.size.pt for run in body.runs} <= {13, 14}


def test_the_head_has_issuer_and_nation_side_by_side_with_their_lines():
    document = opened(PAPERS.docx(example("urging-letter"), MADE))
    left, right = document.tables[0].rows[0].cells
    number, place = document.tables[0].rows[1].cells
    assert [p.text for p in left.paragraphs][:2] == ["UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"]
    assert right.text.split("\n")[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert number.text == "Số: 12/SNV-VP\nV/v thực hiện chế độ báo cáo"
    assert place.text == "An Bình, ngày 05 tháng 01 năm 2026"
    for cell in (left, right):
        assert len(list(cell._tc.iter(qn("w:pBdr")))) == 1


@ALL
def test_the_pdf_says_what_the_docx_says(name):
    paper = example(name)
    assert pdf_text(PAPERS.pdf(paper, MADE)) == docx_text(PAPERS.docx(paper, MADE))


@ALL
def test_the_same_paper_is_the_same_bytes(name):
    paper = example(name)
    assert PAPERS.docx(paper, MADE) == PAPERS.docx(paper, MADE)
    assert PAPERS.pdf(paper, MADE) == PAPERS.pdf(paper, MADE)


def test_pages_are_numbered_from_the_second_on_and_none_is_lost():
    part = {"style": "text", "text": "Các đơn vị báo cáo đúng hạn. " * 12}
    pages = pdf_pages(PAPERS.pdf(example("directive", body=[part] * 20), MADE))
    assert len(pages) >= 3
    assert not pages[0].lstrip().startswith("1")
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]


def test_an_annex_lies_and_its_columns_are_those_of_the_figures():
    names = [f"Chỉ tiêu {n}" for n in range(9)]
    unit = FORMS["consolidated-report"].example()["units"][0] | {"values": list("123456789")}
    document = opened(
        PAPERS.docx(example("consolidated-report", columns=names, units=[unit] * 3), MADE)
    )
    lying = document.sections[-1]
    assert lying.orientation == WD_ORIENT.LANDSCAPE
    annex = document.tables[-1]
    heads = [cell.text for cell in annex.rows[0].cells]
    assert heads == ["TT", "Đơn vị", "Ngày nộp", *names, "Ghi chú"]
    widths = [int(c.get(qn("w:w"))) for c in annex._tbl.tblGrid.findall(qn("w:gridCol"))]
    room = lying.page_width.twips - lying.left_margin.twips - lying.right_margin.twips
    assert len(widths) == len(heads) and sum(widths) <= room


@pytest.mark.parametrize("count", [0, 1, 3])
def test_whom_it_is_to_stands_in_one_line_or_in_one_each(count):
    units = [f"UBND xã {n}" for n in range(count)]
    said = " ".join(docx_text(PAPERS.docx(example("official-letter", to=units), MADE)))
    assert ("Kính gửi:" in said) == (count > 0)
    assert said.count("- UBND xã") == (count if count > 1 else 0)


def test_what_is_written_is_text_and_never_markup():
    odd = '<w:b/> & {{ issuer }} {% if %} #read("/etc/passwd") $x$ *y* \\u{41} \x07\x0c\x00'
    part = {"style": "text", "text": odd}
    paper = example("directive", body=[part])
    shown = docx_text(PAPERS.docx(paper, MADE))
    assert '{{ issuer }} {% if %} #read("/etc/passwd") $x$ *y*' in " ".join(shown)
    assert pdf_text(PAPERS.pdf(paper, MADE)) == shown


def test_the_guide_lists_the_fields_that_are_declared():
    assert papers_guide.FILE.read_text("utf-8") == papers_guide.page()
