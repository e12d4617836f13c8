"""Who signed, in whose name: 'TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', the name.

Nghị định 30/2020/NĐ-CP phụ lục I: TM. for a collective, KT. for its head, TL. by order, TUQ. by
mandate, Q. acting. What a digital signature prints between title and name is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from engine.intake import doubts
from engine.intake.found import Found, Signer
from engine.intake.lexicon_surnames import SURNAMES
from engine.intake.parts import UPPER, Line, spans_of
from engine.intake.pieces import Piece, joined

_BARE_MARK: Final = (
    r"(?:TM|KT|TL|TUQ)(?=\s(?:BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG|CHÁNH|VỤ TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|TRƯỞNG|CHỦ NHIỆM|HIỆU TRƯỞNG|VIỆN TRƯỞNG"
    r"|THỦ TƯỚNG|BÍ THƯ|ỦY BAN|UỶ BAN|UBND|BAN |HỘI ĐỒNG|HĐND|ĐẢNG|THỐNG ĐỐC|CHÍNH PHỦ))"
)
"""'KT BỘ TRƯỞNG', without its stop."""
_MARK: Final = rf"(?:(?:T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|T\s?/?\s?U\s?/?\s?Q)\s?[.,]|{_BARE_MARK})"
_COMMITTEES: Final = (
    r"(?:BAN |ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|ĐẢNG |TỈNH |HUYỆN |THÀNH |THƯỜNG TRỰC)"
)
LINES: Final = " / "
"""Between the lines of one who signs for a deputy of a head: 'TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG'."""
_COLLECTIVE: Final = frozenset({"TM.", "T/M", "T/M."})
_PREFIXED: Final = re.compile(rf"(?P<mark>{_MARK}|T/M|K/T|T/L)\s*(?=[{UPPER}])")
TITLES: Final = (
    r"(?:[QP]\s?\.\s?(?=[^\s.])|QUYỀN\s+|KIÊM\s+)?(?:PHÓ\s+|ỦY VIÊN|UỶ VIÊN|CHỦ TỊCH|CHỦ NHIỆM|THỦ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|TỔNG CỤC TRƯỞNG"
    r"|TRƯỞNG|CHÁNH|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG"
    r"|CHÍNH ỦY|CHỈ HUY|THỐNG ĐỐC|TƯ LỆNH|THƯỜNG TRỰC|ĐỘI TRƯỞNG|TRẠM TRƯỞNG|HẠT TRƯỞNG|TỔ TRƯỞNG|NGƯỜI )"
)
"""With what a signer's title begins."""

SIGNATURE: Final = re.compile(rf"(?:{_MARK}\s*[{UPPER}]{{2}}|T/M|K/T|T/L|{TITLES})")
"""With what a signature begins, in a line of capitals."""

_CUT: Final = re.compile(
    rf"\s+(?={_MARK}\s*[{UPPER}]{{2}})|(?<=[{UPPER}])\s+(?=PHÓ\s)"
    r"|(?:(?<=BỘ TRƯỞNG)|(?<=CHỦ TỊCH)|(?<=GIÁM ĐỐC)|(?<=CHỦ NHIỆM)|(?<=NHÂN DÂN))(?=(?:CỤC|VỤ|THỨ|PHÓ|CHỦ|GIÁM|CHÁNH|CHI CỤC|KT\.|TL\.|TRƯỞNG)\b)"
)
"""The last: lines of a signature whose ends were lost, 'KT. BỘ TRƯỞNGTHỨ TRƯỞNG'."""
_CAPITALS: Final = re.compile(rf"[{UPPER}][{UPPER}\d\s,.&/()–-]*(?![a-zà-ỹđ])")
_RANK: Final = re.compile(
    r"(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tá|tướng|úy|uỷ)|PGS|GS|TSKH|TS|Th\.?\s?[Ss]|BSC?K?I{0,2}|Bs|CN|KS|DS|Luật sư|Nhà giáo"
    r"|Bác sĩ|Kỹ sư|Đ/c|Ông|Bà|CK\s?I{1,2})(?:[.:,]\s*|\s+)"
)
_NAME: Final = re.compile(rf"[{UPPER}][\wà-ỹ]*(?:[ -]+[{UPPER}][\wà-ỹ’']*){{1,5}}")
_TORN_NAME: Final = re.compile(
    rf"(?:[{UPPER}][a-zà-ỹđ]{{0,6}}|[a-zđ]{{1,3}})(?:\s(?:[{UPPER}][a-zà-ỹđ]{{0,6}}|[a-zđ]{{1,3}})){{1,6}}"
)
"""'B i Thế Anh': a name of which letters were lost."""
_BEHIND: Final = re.compile(rf"[;.]\s*(?P<name>{_NAME.pattern})\s*$")
_CAPITAL_NAME: Final = re.compile(rf"[{UPPER}]+(?: [{UPPER}]+){{1,4}}")
_SIGNED: Final = re.compile(
    r"[\[(]?\s*(?:đã\s*ký|daky|đã\s+k[ýíỹỷ]|ký\s+tên|chữ\s+ký)[^)\]:]{0,30}[\])]?\s*:?\s*",
    re.IGNORECASE,
)
_CERTIFICATE: Final = re.compile(
    r"(?:ký\s+bởi|người\s+ký|ký\s+số|ký\s+ngày|ngày\s+ký|giờ\s+ký|thời\s+gian\s+ký|e-?mail|cơ\s+quan|tổ\s+chức|chức\s+vụ|signature"
    r"|digitally|signed|date|reason|location|cn=|số\s+chứng|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})",
    re.IGNORECASE,
)
_BY_CERTIFICATE: Final = re.compile(
    rf"(?:Người ký|Ký bởi|Signed by|Digitally signed by)\s*:?\s*(?P<name>{_NAME.pattern})\s*$",
    re.IGNORECASE,
)


@dataclass
class _Block:
    """A signature as far as it has been read."""

    marks: list[tuple[str, str]] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    name: str | None = None
    certified: str | None = None
    torn: bool = False
    surname: Piece | None = None
    pieces: list[Piece] = field(default_factory=list)
    last: str = ""


def names_apart(foot: Sequence[Line]) -> list[Line]:
    """The foot with a name that two columns put behind a copy's end ('- Sở Y tế; Lê Thị Mơ') last."""
    kept: list[Line] = []
    names: list[Line] = []
    for line in foot:
        match = _BEHIND.search(line.text) if line.bullet else None
        if match and match["name"].split()[0].upper() in SURNAMES:
            names.append(Line(line.piece.part(match.start("name"), len(line.text)).strip()))
            kept.append(replace(line, piece=line.piece.part(0, match.start("name")).strip()))
        else:
            kept.append(line)
    return [*kept, *names]


def find(foot: Sequence[Line]) -> Found[Signer] | None:
    """The first signature of the foot."""
    block = _Block()
    for piece in _segments(foot):
        if not block.pieces and not SIGNATURE.match(piece.text):
            _note_certificate(block, piece.text)
            continue
        _read(block, piece)
        if block.name is not None:
            break
    return _signer(block) if block.pieces else None


def _segments(foot: Sequence[Line]) -> Iterator[Piece]:
    """The lines that are no list of copies, cut before each mark and before 'PHÓ …'."""
    for line in foot:
        if line.bullet and not SIGNATURE.match(line.text):
            continue
        at = 0
        for cut in _CUT.finditer(line.text):
            yield line.piece.part(at, cut.start()).strip()
            at = cut.end()
        yield line.piece.part(at, len(line.text)).strip()


def _read(block: _Block, piece: Piece) -> None:
    """One segment more: a mark with its body or head, a title, a name, or what is passed over."""
    _note_certificate(block, piece.text)
    signed = _SIGNED.match(piece.text)
    if signed:
        piece = piece.part(signed.end(), len(piece.text)).strip()
    if not piece.text or _CERTIFICATE.match(piece.text):
        return
    piece = _without_rank(piece)
    capitals = _CAPITALS.match(piece.text)
    if capitals is None or len(capitals[0].strip()) < 3:
        _take_name(block, piece)
        return
    end = len(capitals[0].rstrip(" (-–"))
    if not _is_capital_name(block, capitals[0].strip()):
        _take_capitals(block, piece.part(0, end))
        rest = piece.part(end, len(piece.text)).strip()
        if rest.text:
            _read(block, rest)
        return
    block.name = piece.text.strip(" ./")
    block.pieces.append(piece)


def _take_capitals(block: _Block, piece: Piece) -> None:
    text = re.sub(r"\s+", " ", piece.text).strip(" ,:;–-")
    prefixed = _PREFIXED.match(text)
    block.pieces.append(piece)
    if prefixed:
        mark = _mark(prefixed["mark"])
        block.marks.append((mark, text[prefixed.end() :].strip(" .,")))
        block.last = "mark"
    elif re.match(TITLES, text) or text == "PHÓ" or block.title or not block.marks:
        block.title.append(text)
        block.last = "title"
    else:
        mark, whom = block.marks[-1]
        block.marks[-1] = (mark, f"{whom} {text}")


def _mark(printed: str) -> str:
    """'KT .' and 'KT,' are 'KT.'; the older 'K/T' stays as it is."""
    mark = re.sub(r"\s", "", printed).replace(",", ".")
    return mark if mark.endswith(".") or "/" in mark else f"{mark}."


def _without_rank(piece: Piece) -> Piece:
    """'Đại tá', 'PGS.TS.' in front of a name are no part of it."""
    rank = _RANK.match(piece.text)
    while rank:
        piece = piece.part(rank.end(), len(piece.text))
        rank = _RANK.match(piece.text)
    return piece


def _take_name(block: _Block, piece: Piece) -> None:
    if block.title and block.surname is None and piece.text.upper() in SURNAMES:
        block.surname = piece
        return
    if block.surname is not None:
        piece = joined([block.surname, piece])
    match = _NAME.match(piece.text)
    if match and not piece.text[match.end() :].strip(" ./()*-"):
        part = piece.part(*match.span())
        block.name = re.sub(r"\s+", " ", part.text)
        block.pieces.append(part)
    elif block.title and _TORN_NAME.fullmatch(piece.text.strip(" .")):
        block.name, block.torn = piece.text.strip(" ."), True
        block.pieces.append(piece)


def _is_capital_name(block: _Block, text: str) -> bool:
    """'NGUYỄN VĂN AN' after a title is a name, 'THƯỜNG TRỰC' more of the title."""
    if not (block.title or block.marks) or not _CAPITAL_NAME.fullmatch(text):
        return False
    return text.split()[0] in SURNAMES and not re.match(TITLES, text)


def _note_certificate(block: _Block, text: str) -> None:
    match = _BY_CERTIFICATE.search(text)
    if match and block.certified is None and match["name"].split()[0].upper() in SURNAMES:
        block.certified = match["name"]


def _for_all(mark: str, whom: str) -> bool:
    """'TM.' and what is done by order of a committee, of many and not of one ('T/L BAN THƯỜNG VỤ')."""
    return mark in _COLLECTIVE or re.match(_COMMITTEES, whom) is not None


def _signer(block: _Block) -> Found[Signer]:
    """'TM.' is the authority; KT., TL., TUQ. are on behalf of a head, several in their order."""
    collective = [f"{mark} {whom}" for mark, whom in block.marks if _for_all(mark, whom)]
    heads = [f"{mark} {whom}" for mark, whom in block.marks if not _for_all(mark, whom)]
    authority = collective[0] if collective else None
    name = block.name
    doubt: tuple[str, ...] = (doubts.SIGNER_TORN,) if block.torn else ()
    if name is None:
        name = block.certified
        doubt = (doubts.SIGNER_OF_CERTIFICATE,) if name else (doubts.SIGNER_NAMELESS,)
    signer = Signer(authority, LINES.join(heads) or None, " ".join(block.title) or None, name)
    spans = tuple(span for piece in block.pieces for span in spans_of(piece))
    return Found(signer, spans, 0.8 if doubt else 1.0, doubt)
