"""An OpenDocument text as lines. Its XML is read without entities and without the network."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from adapters.letter_errors import LetterUnreadable
from adapters.letter_layout import counted, note_line, note_mark, table_lines

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
T, TABLE, STYLE = _NS + "text:1.0}", _NS + "table:1.0}", _NS + "style:1.0}"
OFFICE, DRAW = _NS + "office:1.0}", _NS + "drawing:1.0}"
_SKIPPED = {T + "tracked-changes", OFFICE + "annotation", OFFICE + "forms", T + "sequence-decls",
            T + "bookmark-start", T + "bookmark-end", T + "ruby-text", OFFICE + "annotation-end"}  # fmt: skip
_THROUGH = {T + "section", T + "index-body", DRAW + "text-box", DRAW + "frame", DRAW + "g", OFFICE + "text",
            STYLE + "header", STYLE + "footer", T + "table-of-content", T + "list-header"}  # fmt: skip
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_DEEPEST = 40


def odt_text(data: bytes, name: str) -> str:
    """The document's text in its order. Raises ``LetterUnreadable``."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            content = etree.fromstring(archive.read("content.xml"), _PARSER)
            styles = (
                etree.fromstring(archive.read("styles.xml"), _PARSER)
                if "styles.xml" in archive.namelist()
                else None
            )
    except (BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, ValueError) as error:
        raise LetterUnreadable(name, "broken") from error
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise LetterUnreadable(name, "broken")
    return _Reader(content, styles).text(body)


class _Reader:
    def __init__(self, content: Any, styles: Any) -> None:
        self._lists = {
            style.get(STYLE + "name"): style
            for root in (styles, content)
            if root is not None
            for style in root.iter(T + "list-style")
        }
        self._masters = [] if styles is None else list(styles.iter(STYLE + "master-page"))
        self._notes: list[str] = []
        self._counts: dict[str, dict[int, int]] = {}

    def text(self, body: Any) -> str:
        lines = self._edges("header")
        lines += self._blocks(body, 0)
        return "\n".join([*lines, *self._notes, *self._edges("footer")])

    def _edges(self, tag: str) -> list[str]:
        texts: dict[str, None] = {}
        for master in self._masters[:8]:
            for node in master.iterfind(STYLE + tag):
                text = "\n".join(self._blocks(node, 0))
                if any(char.isalpha() for char in text):
                    texts.setdefault(text)
        return list(texts)

    def _blocks(self, parent: Any, depth: int) -> list[str]:
        lines: list[str] = []
        if depth > _DEEPEST:
            return lines
        for child in parent:
            if child.tag in (T + "p", T + "h"):
                lines += self._paragraph(child, "", depth)
            elif child.tag == T + "list":
                lines += self._list(child, "", 1, depth + 1)
            elif child.tag == TABLE + "table":
                lines += table_lines(list(self._rows(child, depth)))
            elif child.tag in _THROUGH:
                lines += self._blocks(child, depth + 1)
        return lines

    def _rows(self, table: Any, depth: int) -> Iterator[list[str]]:
        for child in table:
            if child.tag == TABLE + "table-row":
                yield [
                    "\n".join(line for line in self._blocks(cell, depth + 1) if line.strip())
                    for cell in child
                    if cell.tag == TABLE + "table-cell"
                ]
            elif child.tag in (
                TABLE + "table-header-rows",
                TABLE + "table-rows",
                TABLE + "table-row-group",
            ):
                yield from self._rows(child, depth)

    def _list(self, node: Any, style: str, level: int, depth: int) -> list[str]:
        lines: list[str] = []
        style = node.get(T + "style-name") or style
        counts = self._counts.setdefault(style, {})
        if (
            node.get(T + "continue-numbering") != "true"
            and level == 1
            and not node.get(T + "continue-list")
        ):
            counts.clear()
        for item in node:
            if item.tag not in (T + "list-item", T + "list-header") or depth > _DEEPEST:
                continue
            label = self._label(style, level, counts) if item.tag == T + "list-item" else ""
            for child in item:
                if child.tag in (T + "p", T + "h"):
                    lines += self._paragraph(child, label, depth)
                    label = ""
                elif child.tag == T + "list":
                    lines += self._list(child, style, level + 1, depth + 1)
        return lines

    def _label(self, style: str, level: int, counts: dict[int, int]) -> str:
        node = self._level(style, level)
        if node is None or node.tag != T + "list-level-style-number":
            return "- "
        start = node.get(T + "start-value") or "1"
        counts[level] = counts.get(level, (int(start) if start.isdigit() else 1) - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if not node.get(STYLE + "num-format"):
            return ""
        shown = int(node.get(T + "display-levels") or "1")
        numbers = []
        for at in range(max(1, level - shown + 1), level + 1):
            form = self._level(style, at)
            numbers.append(
                counted(
                    counts.get(at, 1),
                    (form.get(STYLE + "num-format") if form is not None else "1") or "1",
                )
            )
        prefix, suffix = node.get(STYLE + "num-prefix") or "", node.get(STYLE + "num-suffix") or ""
        return f"{prefix}{'.'.join(numbers)}{suffix} "

    def _level(self, style: str, level: int) -> Any:
        found = self._lists.get(style)
        if found is None:
            return None
        return next((n for n in found if n.get(T + "level") == str(level)), None)

    def _paragraph(self, node: Any, label: str, depth: int) -> list[str]:
        boxes: list[str] = []
        text = "".join(self._inline(node, boxes, depth))
        if not text.strip():
            return [*boxes, ""]
        return [*boxes, *(label + text).split("\n"), ""]

    def _inline(self, node: Any, boxes: list[str], depth: int) -> Iterator[str]:
        yield _clean(node.text)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED and depth <= _DEEPEST:
                yield from self._one(child, boxes, depth + 1)
            yield _clean(child.tail)

    def _one(self, child: Any, boxes: list[str], depth: int) -> Iterator[str]:
        tag = child.tag
        if tag == T + "s":
            count = child.get(T + "c") or "1"
            yield " " * min(int(count) if count.isdigit() else 1, 200)
        elif tag == T + "tab":
            yield "\t"
        elif tag == T + "line-break":
            yield "\n"
        elif tag == T + "note":
            yield note_mark(self._note(child, depth))
        elif tag in _THROUGH:
            boxes += self._blocks(child, depth)
        else:
            yield from self._inline(child, boxes, depth)

    def _note(self, node: Any, depth: int) -> str:
        cited = node.findtext(T + "note-citation") or str(len(self._notes) + 1)
        body = node.find(T + "note-body")
        words = "" if body is None else " ".join(line for line in self._blocks(body, depth) if line)
        self._notes.append(note_line(cited, words))
        return str(cited)


def _clean(text: str | None) -> str:
    """White space of XML is one space; runs of spaces are elements of their own."""
    if not text:
        return ""
    words = " ".join(text.split())
    if not words:
        return " "
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
