"""A Word document as lines: paragraphs with their automatic numbers, tables, text boxes, footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from lxml import etree

from adapters.letter_docx_lists import Lists
from adapters.letter_errors import LetterUnreadable
from adapters.letter_layout import note_line, note_mark, table_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {
    W + "del",
    W + "moveFrom",
    W + "instrText",
    W + "delText",
    _FALLBACK,
    W + "pPr",
    W + "rPr",
}
_PLAIN = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def docx_text(data: bytes, name: str) -> str:
    """The document's text in its order. Raises ``LetterUnreadable``."""
    try:
        document = Document(BytesIO(data))
        return _Reader(document.part).text()
    except (OpcError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise LetterUnreadable(name, "broken") from error


class _Reader:
    def __init__(self, part: Any) -> None:
        self._part = part
        self._lists = Lists(_root(part, RT.NUMBERING), _root(part, RT.STYLES))
        self._notes: list[str] = []

    def text(self) -> str:
        lines = self._edges(RT.HEADER)
        lines += self._blocks(self._part.element.body)
        for kind, tag in ((RT.FOOTNOTES, "footnote"), (RT.ENDNOTES, "endnote")):
            lines += self._note_lines(_root(self._part, kind), tag)
        return "\n".join(lines + self._edges(RT.FOOTER))

    def _edges(self, kind: str) -> list[str]:
        """Page headers or footers that say more than a page's number, each once."""
        texts: dict[str, None] = {}
        for relation in self._part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob, _PARSER)
                text = "\n".join(self._blocks(root))
                if any(char.isalpha() for char in text):
                    texts.setdefault(text)
        return list(texts)

    def _note_lines(self, root: Any, tag: str) -> list[str]:
        if root is None:
            return []
        found = {n.get(W + "id"): n for n in root.iterfind(W + tag)}
        return [
            note_line(i, " ".join(line for line in self._blocks(found[i]) if line))
            for i in dict.fromkeys(self._notes)
            if i in found
        ]

    def _blocks(self, parent: Any) -> list[str]:
        lines: list[str] = []
        for child in parent:
            if child.tag == W + "p":
                lines += self._paragraph(child)
            elif child.tag == W + "tbl":
                lines += table_lines([list(self._cells(row)) for row in child.iter(W + "tr")
                                      if _nearest(row, W + "tbl") is child])  # fmt: skip
            elif child.tag in (
                W + "sdt",
                W + "sdtContent",
                W + "ins",
                W + "customXml",
                W + "smartTag",
            ):
                lines += self._blocks(child)
        return lines

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in row.iter(W + "tc"):
            if _nearest(cell, W + "tr") is row:
                yield "\n".join(line for line in self._blocks(cell) if line.strip())

    def _paragraph(self, paragraph: Any) -> list[str]:
        boxes: list[str] = []
        text = "".join(self._inline(paragraph, boxes))
        label = self._lists.label(paragraph) if text.strip() else ""
        lines = [*boxes, *(label + text).split("\n")]
        return [*lines, ""] if text.strip() else [*boxes, ""]

    def _inline(self, node: Any, boxes: list[str]) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == W + "t":
                yield child.text or ""
            elif tag in _PLAIN:
                yield _PLAIN[tag]
            elif tag == W + "br":
                yield "\f" if child.get(W + "type") == "page" else "\n"
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                self._notes.append(child.get(W + "id"))
                yield note_mark(child.get(W + "id"))
            elif tag == W + "txbxContent":
                boxes += self._blocks(child)
            elif tag == W + "r" and _hidden(child):
                continue
            else:
                yield from self._inline(child, boxes)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in ("0", "false")


def _nearest(node: Any, tag: str) -> Any:
    return next(node.iterancestors(tag), None)


def _root(part: Any, kind: str) -> Any:
    """The XML of the related part of that kind, or None."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return etree.fromstring(relation.target_part.blob, _PARSER)
    return None
