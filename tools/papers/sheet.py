"""A4 sheets, paragraphs and tables by Nghị định 30/2020/NĐ-CP, Phụ lục I, with python-docx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, JUSTIFY = ALIGN.LEFT, ALIGN.CENTER, ALIGN.RIGHT, ALIGN.JUSTIFY
TOP, BOTTOM, INNER, OUTER = 20, 20, 30, 15
"""Margins in mm (Phụ lục I, phần I, mục I.3): top and bottom 20-25, left 30-35, right 15-20."""
WIDTH = 210 - INNER - OUTER
"""Of the text of an upright sheet, in mm."""
BODY, SMALL, COPIES = 14, 12, 11
FIRST_LINE = 10
UNUSED = frozenset({"thumbnail", "stylesWithEffects", "customXml", "numbering"})
STYLES = frozenset(
    {"Normal", "Header", "Footer", "TableNormal", "TableGrid", "NoList", "DefaultParagraphFont"}
)
MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (a property of the file; python-docx takes it so)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: size in points, indents in mm, distances in points."""

    size: float = BODY
    bold: bool = False
    italic: bool = False
    align: Any = JUSTIFY
    first: float = FIRST_LINE
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 6
    keep_next: bool = False
    page_before: bool = False


TEXT = Look()
HEADING = Look(bold=True, before=4, keep_next=True)
CELL = Look(size=13, align=LEFT, first=0, before=2, after=2)
MIDDLE = Look(size=13, align=CENTRE, first=0, before=2, after=2)
COLUMN_HEAD = Look(size=13, bold=True, align=CENTRE, first=0, before=2, after=2)
MARK = Look(size=2, first=0, after=0)
"""A paragraph that only holds a mark of the template, and is gone in what is made of it."""


def blank() -> Any:
    """An empty upright sheet, pages numbered at the top from the second on (mục I.7)."""
    document = Document()
    _bare(document)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = MADE
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _margins(section)
    section.different_first_page_header_footer = True
    _numbered(section.header.paragraphs[0])
    return document


def _bare(document: Any) -> None:
    """Without what python-docx's own template brings along and nothing here uses."""
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNUSED:
                del part.rels[key]
    for style in list(document.styles.element.style_lst):
        if style.styleId not in STYLES:
            document.styles.element.remove(style)


def lying(document: Any) -> None:
    """A new section, the sheet turned: for an annex with a wide table."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    _margins(section)


def _margins(section: Any) -> None:
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(INNER), Mm(OUTER)
    section.header_distance = section.footer_distance = Mm(10)


def _numbered(paragraph: Any) -> None:
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = words
        run._r.append(mark)


def write(place: Any, words: str, look: Look = TEXT) -> Any:
    """A paragraph at the end of a document or a cell; a cell's first one is used up first."""
    paragraphs = place.paragraphs
    untouched = hasattr(place, "merge") and len(paragraphs) == 1 and not paragraphs[0].runs
    fresh = untouched and paragraphs[0]._p.pPr is None
    paragraph = paragraphs[0] if fresh else place.add_paragraph()
    paragraph.alignment = look.align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.first_line_indent = Mm(look.first)
    shape.left_indent, shape.right_indent = Mm(look.left), Mm(look.right)
    shape.keep_with_next = True if look.keep_next else None
    shape.page_break_before = True if look.page_before else None
    say(paragraph, words, look)
    return paragraph


def say(paragraph: Any, words: str, look: Look) -> None:
    """A run at the end of a paragraph."""
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(look.size), FONT
    run.bold, run.italic = look.bold or None, look.italic or None


def rule(place: Any, left: float, right: float, after: int = 6) -> None:
    """A line, drawn as the lower edge of an empty paragraph between indents in mm."""
    paragraph = write(
        place, "", Look(size=2, align=CENTRE, first=0, left=left, right=right, after=after)
    )
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def table(document: Any, widths: Sequence[float], rows: int, *, lined: bool) -> Any:
    """A table of these columns (mm); with lines, or only to set things side by side."""
    made = document.add_table(rows=rows, cols=len(widths))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if lined:
        made.style = "Table Grid"
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        _property(row._tr.get_or_add_trPr(), "w:cantSplit")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    if not lined:
        _cell_margins(made, 0)
    return made


def repeated(row: Any) -> None:
    """The row stands again at the head of each page that the table goes on to."""
    _property(row._tr.get_or_add_trPr(), "w:tblHeader")


def _property(place: Any, name: str) -> None:
    place.append(OxmlElement(name))


def _cell_margins(made: Any, width: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made._tbl.tblPr.append(margins)
