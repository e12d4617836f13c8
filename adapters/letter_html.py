"""A web page or a mail's HTML as lines; scripts, styles and what a reader cannot see are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from adapters.letter_errors import LetterUnreadable
from adapters.letter_layout import counted, note_mark, table_lines

_SKIPPED = {"script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "math",
            "canvas", "audio", "video", "nav", "form", "button", "select", "textarea", "title"}  # fmt: skip
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "li",
           "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "address", "figure", "figcaption", "center", "body",
           "hr", "fieldset", "aside", "table"}  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.I
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DEEPEST = 200


def html_text(data: bytes, name: str) -> str:
    """The page's text. Raises ``LetterUnreadable``."""
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif encoding is None:
        encoding = "utf-8" if _is_utf8(data) else "cp1258"
    try:
        parser = html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, recover=True)
    except LookupError:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise LetterUnreadable(name, "empty") from error
    return "\n".join(line.strip() for line in "".join(_inner(root, 0)).split("\n"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _inner(node: Any, depth: int) -> Iterator[str]:
    preserved = node.tag == "pre"
    yield _text(node.text, preserved)
    for child in node:
        if isinstance(child.tag, str) and depth < _DEEPEST and not _unseen(child):
            yield from _element(child, depth + 1)
        yield _text(child.tail, preserved)


def _element(node: Any, depth: int) -> Iterator[str]:
    tag = node.tag
    if tag == "br":
        yield "\n"
    elif tag == "table":
        yield "\n" + "\n".join(table_lines(list(_rows(node, depth)))) + "\n"
    elif tag == "sup":
        text = "".join(_inner(node, depth)).strip()
        yield note_mark(text.strip("[]()")) if text.strip("[]()").isdigit() else text
    elif tag in _BLOCKS:
        yield "\n\n" + _label(node) + "".join(_inner(node, depth)).strip("\n ") + "\n\n"
    else:
        yield from _inner(node, depth)


def _label(node: Any) -> str:
    """What a list puts before its item."""
    parent = node.getparent()
    if node.tag != "li" or parent is None:
        return ""
    if parent.tag != "ol":
        return "- "
    start = parent.get("start", "1")
    before = sum(1 for item in node.itersiblings("li", preceding=True))
    number = (int(start) if start.isdigit() else 1) + before
    form = parent.get("type", "1")
    return f"{counted(number, form)}{')' if form == 'a' else '.'} "


def _rows(table: Any, depth: int) -> Iterator[list[str]]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            cells = (cell for cell in row if cell.tag in ("td", "th"))
            yield [_lines("".join(_inner(cell, depth))) for cell in cells]


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _text(text: str | None, preserved: bool) -> str:
    if not text:
        return ""
    return text if preserved else _SPACES.sub(" ", text)


def _unseen(node: Any) -> bool:
    if node.tag in _SKIPPED or node.get("hidden") is not None:
        return True
    return _HIDDEN.search(node.get("style", "")) is not None
