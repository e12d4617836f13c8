"""The words of a paragraph: runs as they look, breaks, page numbers, pictures in the line."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image
from docx.opc.part import Part

from adapters.paper_notices import Notices
from adapters.paper_shape import Styles, child, points, qn

EMU = 1 / 12700
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_INSIDE = frozenset({"w:hyperlink", "w:smartTag", "w:ins", "w:sdt", "w:sdtContent", "w:fldSimple"})
_PAGE, _PAGES = "PAGE", "NUMPAGES"
_MOST_PICTURE = 2_000_000
_MOST_PIXELS = 4_000_000


def _names(*names: str) -> frozenset[str]:
    return frozenset(qn(name) for name in names)


_HOLDERS = _names(*_INSIDE)
_TOLD = {
    qn("w:object"): "object",
    qn("w:footnoteReference"): "note",
    qn("w:endnoteReference"): "note",
    qn("w:sym"): "symbol",
}
_WORDS = {
    qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}",
    qn("w:softHyphen"): "\N{SOFT HYPHEN}",
}


class Words:
    """Reads the runs of one part's paragraphs (the document, a header, a footer)."""

    def __init__(self, styles: Styles, part: Part, notices: Notices) -> None:
        self.styles, self.part, self.notices = styles, part, notices

    def of(self, paragraph: Any) -> list[dict[str, Any]]:
        """All runs of a paragraph, in order."""
        return list(_Field(self).through(self._runs(paragraph), paragraph))

    def _runs(self, holder: Any) -> Iterator[Any]:
        for element in holder:
            if element.tag == qn("w:r"):
                yield element
            elif element.tag in _HOLDERS:
                if element.tag == qn("w:fldSimple"):
                    yield element
                else:
                    yield from self._runs(element)
            elif element.tag.startswith(
                "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
            ):
                self.notices.add("formula")

    def pieces(self, run: Any, paragraph: Any) -> Iterator[dict[str, Any]]:
        """What stands in one run."""
        how = self.styles.look_of(run, paragraph)
        hidden, caps, odd = (how.pop(name) for name in ("hidden", "caps", "odd"))
        if hidden:
            return
        for code in odd:
            self.notices.add(code)
        for element in run:
            for piece in self._piece(element):
                if piece["k"] == "text" and caps:
                    piece["t"] = piece["t"].upper()
                yield how | piece

    def _piece(self, element: Any) -> Iterator[dict[str, Any]]:
        tag = element.tag
        if tag == qn("w:t"):
            yield {"k": "text", "t": element.text or ""}
        elif tag in _WORDS:
            yield {"k": "text", "t": _WORDS[tag]}
        elif tag in (qn("w:tab"), qn("w:ptab")):
            yield {"k": "tab"}
        elif tag in (qn("w:br"), qn("w:cr")):
            yield {"k": "break" if element.get(qn("w:type")) == "page" else "br"}
        elif tag == qn("w:drawing"):
            yield from self._drawing(element)
        elif tag == qn("w:pict") or tag.endswith("}AlternateContent"):
            box = next(element.iter(qn("w:txbxContent")), None)
            self.notices.add("picture" if box is None else "text-box")
        elif tag in _TOLD:
            self.notices.add(_TOLD[tag])

    def _drawing(self, drawing: Any) -> Iterator[dict[str, Any]]:
        inline = child(drawing, "wp:inline")
        blip = None if inline is None else next(inline.iter(qn("a:blip")), None)
        if blip is None:
            boxed = next(drawing.iter(qn("w:txbxContent")), None)
            self.notices.add("picture" if boxed is None else "text-box")
            return
        part = self.part.related_parts.get(blip.get(qn("r:embed")) or "")
        data = part.blob if part is not None else b""
        extent = child(inline, "wp:extent")
        if not _settable(data) or extent is None:
            self.notices.add("picture")
            return
        width, height = (max(points(extent.get(side), EMU) or 1, 1) for side in ("cx", "cy"))
        yield {"k": "image", "data": list(data), "width": width, "height": height}


def _settable(data: bytes) -> bool:
    """A PNG or JPEG that is neither large nor, once unpacked, huge."""
    if not data.startswith(_PICTURES) or len(data) > _MOST_PICTURE:
        return False
    try:
        image = Image.from_blob(data)
    except (ValueError, KeyError, UnrecognizedImageError, struct.error):
        return False
    return image.px_width * image.px_height <= _MOST_PIXELS


class _Field:
    """Follows complex fields: PAGE and NUMPAGES are counted anew, of others their last result."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.stack: list[dict[str, Any]] = []

    def through(self, runs: Iterator[Any], paragraph: Any) -> Iterator[dict[str, Any]]:
        for run in runs:
            if run.tag == qn("w:fldSimple"):
                yield from self._simple(run, paragraph)
            else:
                yield from self._run(run, paragraph)

    def _simple(self, field: Any, paragraph: Any) -> Iterator[dict[str, Any]]:
        kind = _kind(field.get(qn("w:instr")) or "")
        for n, run in enumerate(field.findall(qn("w:r"))):
            if kind is None:
                yield from self.words.pieces(run, paragraph)
            elif n == 0:
                yield self.words.styles.look_of(run, paragraph) | {"k": kind}

    def _run(self, run: Any, paragraph: Any) -> Iterator[dict[str, Any]]:
        mark = child(run, "w:fldChar")
        if mark is not None:
            yield from self._mark(mark.get(qn("w:fldCharType")), run, paragraph)
        elif child(run, "w:instrText") is not None:
            if self.stack:
                self.stack[-1]["code"] += "".join(
                    part.text or "" for part in run.findall(qn("w:instrText"))
                )
        elif not self._hidden():
            yield from self.words.pieces(run, paragraph)

    def _mark(self, kind: str | None, run: Any, paragraph: Any) -> Iterator[dict[str, Any]]:
        if kind == "begin":
            self.stack.append({"code": "", "shown": False})
        elif kind == "separate" and self.stack:
            self.stack[-1]["shown"] = True
        elif kind == "end" and self.stack:
            counted = _kind(self.stack.pop()["code"])
            if counted is not None:
                yield self.words.styles.look_of(run, paragraph) | {"k": counted}

    def _hidden(self) -> bool:
        """Inside a field's code, or the old result of one that is counted anew."""
        return any(not f["shown"] or _kind(f["code"]) is not None for f in self.stack)


def _kind(code: str) -> str | None:
    name = code.split()[0].upper() if code.split() else ""
    return {_PAGE: "page", _PAGES: "pages"}.get(name)
