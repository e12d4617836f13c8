"""Two columns read as one: the head (issuer | quốc hiệu) and the foot (Nơi nhận | signature).

A PDF's text has both columns on one line, with a run of spaces between them or a single one. The
left column is given first and whole, but number before date and «V/v» last, as one column has them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.letters import UPPER
from engine.intake.lines import Line

_MOTTO = re.compile(
    r"C[OỘ]NG\s?H[OÒ]A\s?X[AÃ]\s?H[OỘ]I|C[ộo]ng h[òo]a x[ãa] h[ộo]i|CỘNG H[^\W\d]{0,2} XÃ|Độc\s*lập\s*[-–—.]\s*[Tt]ự|ĐẢNG CỘNG SẢN VIỆT NAM"
)
_PLACE_DATE = re.compile(
    rf"(?:(?<=\s)|^)(?P<place>[{UPPER}][^\W\d_]*(?:[ .’'-]{{1,2}}[{UPPER}0-9][^\W_]*){{0,5}}"
    rf"|(?:TP\.? ?|Thành phố )[{UPPER}][^,]{{1,24}}),?\s{{0,12}}(?:,\s{{0,12}})?[Nn]gày[\s\d./…]{{0,40}}th[áa]ng"
)
_AFTER_NUMBER = re.compile(
    r"S[ốỐ]\s*:?\s*[\d.…]{0,8}[a-z]?\s{0,30}(?:-\s?[A-Z]{2}\s?)?/\s?[^\s,]{2,24}\s+(?=[^\W\d_][^,\d]{1,40},?\s*ngày)"
)
_BREAK = re.compile(r"<br\s?/?>", re.I)
_PLACES = re.compile(
    r"CỘNG H[OÒ][AÀ] XÃ HỘI|Độc lập|ĐẢNG CỘNG SẢN|N[ơo]i nhận|\b(?:T/?M|K/?T|T/?L|TUQ)\s?\.|\bSố\s*:"
)
_GAP = re.compile(r"\s{3,}|\t+")
_NUMBER = re.compile(r"(?:Số|SỐ|số)\s*:?\s*[\d.…/]|(?:Số|SỐ)\s*:|\d{1,5}\s*/\s*[A-ZĐ]")
_ABOUT = re.compile(r"V/v|Về việc|\(?v/v", re.I)
_SIGNS = re.compile(
    rf"(?:T/?M|K/?T|T/?L|TUQ|T\.M|Q)\s?\.\s*[{UPPER}]|(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHỦ NHIỆM|TRƯỞNG|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|TỔNG|CHÁNH|CỤC TRƯỞNG|VỤ TRƯỞNG|THỦ TƯỚNG|HIỆU TRƯỞNG)"
)
_CC_START = re.compile(r"N[ơo]i\s?(?:nhận|gửi)\s*(?:[:.;/(|]|$|\s{3,}|\t)", re.I)
_CC = re.compile(r"N[ơo]i nhận|[-–+•]\s|Lưu", re.I)
_NAME = re.compile(rf"[{UPPER}][^\W\d_A-ZĐ]+(?: [{UPPER}][^\W\d_]*){{1,4}}$")
_HEAD_LINES = 45


def unfolded(lines: list[Line]) -> list[Line]:
    """The lines with two-column rows taken apart."""
    return [part for line in _unfolded(lines) for part in _broken(line)]


def _broken(line: Line) -> list[Line]:
    """A line with the breaks a web page or markdown writes inside it, as the lines they make."""
    if line.row or not _BREAK.search(line.text):
        return [line]
    parts: list[Line] = []
    start = 0
    for end, after in [
        *((m.start(), m.end()) for m in _BREAK.finditer(line.text)),
        (len(line.text),) * 2,
    ]:
        piece = line.piece.part(start, end).strip()
        start = after
        if piece.text:
            parts.append(replace(line, piece=piece, gap=0 if parts else line.gap))
    return parts


def _unfolded(lines: list[Line]) -> list[Line]:
    head = min(len(lines), _HEAD_LINES)
    done = _head(lines[:head])
    out: list[Line] = []
    rest = done + lines[head:]
    at = 0
    while at < len(rest):
        if _is_cc_start(rest[at].text):
            end = min(len(rest), at + _HEAD_LINES)
            block = _foot(rest[at:end])
            out += block
            at = end
        else:
            out.append(rest[at])
            at += 1
    return out


def _is_cc_start(text: str) -> bool:
    return _CC_START.match(text.lstrip("| ")) is not None


def _cut(line: Line, at: int, right: int) -> tuple[Line, Line]:
    a, b = line.piece.part(0, at).strip(), line.piece.part(right, len(line.text)).strip()
    return replace(line, piece=a), replace(line, piece=b, gap=0, indent=40)


def _head_cut(line: Line) -> tuple[Line, Line] | None:
    if line.row:
        return _cell_cut(line)
    text = line.text
    number = _AFTER_NUMBER.match(text)
    if number:
        return _cut(line, number.end(), number.end())
    for pattern in (_MOTTO, _PLACE_DATE):
        found = pattern.search(text)
        if found and found.start() > 1 and len(text) < 220:
            left = text[: found.start()].rstrip()
            if pattern is _PLACE_DATE and not (
                _NUMBER.match(left) or _ABOUT.match(left) or _GAP.search(text[: found.start()])
            ):
                return None
            return _cut(line, found.start(), found.start())
    return None


def _cell_cut(line: Line) -> tuple[Line, Line] | None:
    """A table's row that only places things side by side."""
    cells = [cell for cell in line.cells if cell.text]
    if len(cells) != 2 or not _PLACES.search(line.text):
        return None
    left, right = (replace(line, piece=cell, cells=(), row=False) for cell in cells)
    return left, replace(right, gap=0, indent=40)


def _gap_cut(line: Line) -> tuple[Line, Line] | None:
    gap = max(_GAP.finditer(line.text), key=lambda m: m.end() - m.start(), default=None)
    return _cut(line, gap.start(), gap.end()) if gap and gap.start() else None


def _head(lines: list[Line]) -> list[Line]:
    """The head's rows taken apart: what stands right of the issuer goes below it."""
    last = max((i for i, x in enumerate(lines) if _head_cut(x)), default=-1)
    if last < 0:
        return lines
    out: list[Line] = []
    held: list[Line] = []
    for line in lines[: last + 1]:
        cut = _head_cut(line) or (_gap_cut(line) if not _NUMBER.match(line.text) else None)
        left, right = cut or (line, None)
        if cut is None and line.indent >= 30 and held:
            held.append(line)
            continue
        if _NUMBER.match(left.text):
            out += [*held, left]
            held = [right] if right else []
        elif _ABOUT.match(left.text):
            out += [*held, *([right] if right else []), left]
            held = []
        else:
            out.append(left)
            held += [right] if right else []
    # what is written on under «V/v» belongs to it: nothing may come between
    if out and held and _ABOUT.match(out[-1].text):
        out[-1:-1] = held
        held = []
    return out + held + lines[last + 1 :]


def _foot(lines: Sequence[Line]) -> list[Line]:
    """Nơi nhận first, then the signature; what follows both stays where it is."""
    left: list[Line] = []
    right: list[Line] = []
    at = 0
    for at, line in enumerate(lines):
        cut = _foot_cut(line) or (_name_cut(line) if right else None)
        if cut:
            left.append(cut[0])
            right.append(cut[1])
        elif right and line.indent >= 24 and not _CC.match(line.text):
            right.append(line)
        elif at == 0 or _CC.match(line.text) or (right and line.text[0].islower()):
            left.append(line)
        else:
            break
    else:
        at += 1
    return [*left, *right, *lines[at:]]


def _name_cut(line: Line) -> tuple[Line, Line] | None:
    """'- Các ban Đảng;  Trần Văn Mẫu': the signer's name beside a line of the list."""
    mark = max(line.text.rfind(";"), line.text.rfind("."))
    start = mark + 1 + len(line.text[mark + 1 :]) - len(line.text[mark + 1 :].lstrip())
    if mark < 2 or not _NAME.match(line.text, start):
        return None
    return _cut(line, start, start)


def _foot_cut(line: Line) -> tuple[Line, Line] | None:
    if line.row:
        return _cell_cut(line)
    if not _CC.match(line.text):
        return None
    cut = _gap_cut(line)
    if cut:
        return cut
    found = _SIGNS.search(line.text, 2)
    if found and line.text[: found.start()].rstrip()[-1:] in ":;.":
        return _cut(line, found.start(), found.start())
    stop = re.search(r"Lưu\b.*?[.;]\s+", line.text)
    if stop and _NAME.match(line.text, stop.end()):
        return _cut(line, stop.end(), stop.end())
    return None
