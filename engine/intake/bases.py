"""The documents a letter rests on: those its opening brings in, not each one cited in a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.citation_parts import issuer_after, issuer_before, title_after
from engine.intake.cited import DATE, Cited, cited_in, date_of
from engine.intake.found import Basis, Found
from engine.intake.letter import BODY, HEAD, Letter, Paragraph
from engine.intake.parts import spans_of
from engine.intake.pieces import Piece, joined
from engine.intake.unnumbered import unnumbered

_ROLE_WORDS: Final = (
    r"[Cc]ăn cứ|[Tt]hực hiện|[Tt]iếp theo|[Tt]iếp tục (?:triển khai )?thực hiện|[Tt]heo (?:đề nghị|yêu cầu|chỉ đạo) của"
    r"|[Tt]heo|[Tt]rên cơ sở (?:đề nghị|ý kiến|tham mưu) của|[Tt]rên cơ sở|[Xx]ét (?:đề nghị|tờ trình) của|[Xx]ét"
    r"|[Vv]ề (?:đề nghị|ý kiến|báo cáo|tờ trình) của|Tại(?=\s*$| (?:[Cc]ông văn|[Vv]ăn bản|[Tt]ờ trình|[Bb]áo cáo) số)|[Tt]hi hành|[Pp]húc đáp|[Tt]rả lời|[Đđ]ể (?:triển khai )?(?:thực hiện|triển khai)|[Tt]riển khai thực hiện|[Tt]riển khai"
    r"|[Nn]hằm (?:triển khai )?(?:thực hiện|triển khai)|[Ss]au khi (?:xem xét|nghiên cứu)|[Tt]iếp nhận|[Qq]uán triệt"
    r"|[Nn]gay sau khi (?:nhận được|có)|[Nn]hận được"
)
ROLE: Final = re.compile(rf"(?:[-–+*]\s*)?(?P<role>{_ROLE_WORDS})(?!\w)")
"""The words that open a basis, at the head of its clause."""

_WITHIN = re.compile(r"(?:(?P<role>nhận được)|(?:đã\s+)?(?:có|ban hành|gửi))(?:\s+các)?\s*$")
"""'Ngày 5/3, Sở Y tế có Công văn số …': an act told, no role of its own."""
_ON_THAT_DAY = re.compile(
    r"[Nn]gày\s[\d/.\s]{3,12}(?:tháng[\d\s]{1,5}năm\s\d{4})?\s*,?\s*(?P<who>[^,;]{2,120}?)\s*$"
)
_CARRIES = re.compile(r"\s(?:về việc\s|để\s)?(?:triển khai\s)?thực hiện\s*")
"""'UBND tỉnh ban hành Công văn số 682 về việc thực hiện Công văn số 267 …', retold."""
_THAT_DAY = re.compile(r",\s(?P<day>ngày\s[\d/.]{6,12}\s?,?\s(?=[A-ZĐỦƯ]))")
"""'…, ngày 04/5/2010 Bộ Tài chính có Công văn số …': told behind a basis."""
_CLAUSE = re.compile(
    r"(?:^|[.;:]\s+|(?:,|\svà)\s+(?=(?:trên cơ sở|theo đề nghị|xét đề nghị|căn cứ)))"
)
_SIBLING = re.compile(r"(?:^|[,;]|(?<=\s)và|(?<=\s)cùng|:)(?:\s*(?:và|các|cùng))?\s*$")
_OPENING_LIMIT = 60
"""Paragraphs: decisions count their bases by the dozen, no letter opens with more."""


@dataclass(frozen=True, slots=True)
class _Top:
    """A citation of its own; ``before`` is what stands between its role and it."""

    cited: Cited
    role: str | None
    before: tuple[int, int]


def find(opening: Sequence[Piece], *, retold: bool = False) -> tuple[Found[Basis], ...]:
    """The bases in their order, each number once; issuers as printed.

    ``retold``: the letter has no number of its own, so its first act told may be itself.
    """
    found: dict[str, Found[Basis]] = {}
    for piece in opening:
        for basis in of_paragraph(piece, retold=retold):
            value = basis.value
            found.setdefault(value.number or f"{value.title} {value.date}", basis)
    return tuple(found.values())


def opening_of(letter: Letter) -> list[Piece]:
    """The paragraphs before the first heading: the bases and the sentence that gives the order."""
    pieces: list[Piece] = []
    for paragraph in _opening(letter):
        piece = Piece(paragraph.text, paragraph.origin)
        if pieces and _goes_on(pieces[-1].text, paragraph):
            pieces[-1] = joined([pieces[-1], piece])
        else:
            pieces.append(piece)
    return pieces


def _goes_on(above: str, paragraph: Paragraph) -> bool:
    """'… Bộ Lao động' / '- Thương binh và Xã hội': a line that begins with a dash inside a name."""
    if ROLE.match(paragraph.text) or re.search(r"[.;:/]\s*$", above):
        return False
    return bool(paragraph.bullet) or paragraph.text[:1].islower()


def _opening(letter: Letter) -> list[Paragraph]:
    kept: list[Paragraph] = []
    for paragraph in letter.paragraphs:
        if paragraph.zone == HEAD and not kept and not ROLE.match(paragraph.text):
            continue
        if paragraph.zone not in {HEAD, BODY}:
            continue
        going_on = kept and _goes_on(kept[-1].text, paragraph)
        if kept and not going_on and not _still_opening(paragraph, len(kept)):
            break
        kept.append(paragraph)
        if re.search(r"(?:như sau|sau đây)\s*[:.]?\s*$", paragraph.text):
            break
    return kept


def _still_opening(paragraph: Paragraph, count: int) -> bool:
    if count >= _OPENING_LIMIT:
        return False
    if ROLE.match(paragraph.text):
        return not paragraph.where
    if paragraph.where or paragraph.bullet or paragraph.cells:
        return False
    return (
        not re.match(r"(?:Điều\s+1\b|[IVX]{1,4}[.\s]|1[.)]|QUYẾT ĐỊNH|A\.)", paragraph.text)
        and count < 8
    )


def of_paragraph(piece: Piece, *, retold: bool = False) -> list[Found[Basis]]:
    """The bases one paragraph brings in."""
    tops = _tops(piece.text, retold=retold)
    found = []
    for i, top in enumerate(tops):
        until = tops[i + 1].cited.start if i + 1 < len(tops) else len(piece.text)
        found.append(_basis(piece, top, until))
    found.extend(unnumbered(piece, ROLE))
    return sorted(found, key=lambda basis: basis.spans[0].start)


def _tops(text: str, *, retold: bool = False) -> list[_Top]:
    """The citations that stand for themselves; those inside another's title are left out."""
    tops: list[_Top] = []
    nested_end = -1
    whole = ROLE.match(text)
    role: str | None = whole["role"] if whole else None
    for cited in cited_in(text):
        last = tops[-1].cited.end if tops else 0
        start = _clause_start(text, last, cited.start)
        clause = text[start : cited.start]
        opened = ROLE.match(clause)
        if opened and opened["role"] == "Tại" and role != "Tại":
            opened = None
        if opened and (not _titled(clause) or clause.rstrip().endswith("(")):
            role = opened["role"]
            tops.append(_Top(cited, role, (start + opened.end(), cited.start)))
            continue
        between = text[last : cited.start]
        carried = _CARRIES.fullmatch(between) if retold and tops and role is None else None
        if carried:
            role = "Thực hiện"
            tops.append(_Top(cited, role, (cited.start, cited.start)))
            continue
        listed = between.rstrip().endswith((";", "; và"))
        if (tops and _SIBLING.search(between) and nested_end < last) or (role and listed):
            tops.append(_Top(cited, role, (cited.start, cited.start)))
            continue
        within = _WITHIN.search(text, max(0, cited.start - 60), cited.start)
        day = _THAT_DAY.search(text, last, within.start()) if within and tops else None
        if within and (not tops or day or re.search(r"[.;]\s", text[last : within.start()])):
            role = within["role"]
            start = day.start("day") if day else start
            tops.append(_Top(cited, role, (start, within.start())))
            continue
        nested_end = cited.end
    return tops


def _bracketed(piece: Piece, top: _Top) -> Found[Basis]:
    """'Xét đề nghị của Sở … về việc … (Tờ trình số …)': all of it stands in front of the brackets."""
    text, cited = piece.text, top.cited
    said = text[slice(*top.before)].rstrip(" (").strip()
    if (top.role or "").endswith("của"):
        said = f"của {said}"
    issuer, at = issuer_after(said, 0, len(said))
    title, _ = title_after(said, at, len(said), marked=True)
    doubt = () if cited.date else (doubts.BASIS_UNDATED,)
    basis = Basis(cited.number, cited.date, issuer, top.role, title)
    return Found(basis, spans_of(piece.part(cited.start, cited.end)), 0.9, doubt)


def _titled(clause: str) -> bool:
    """Whether a title has begun in these words."""
    return re.search(r"(?:về việc|V/v|v/v)", clause) is not None


def _clause_start(text: str, since: int, until: int) -> int:
    start = since
    for match in _CLAUSE.finditer(text, since, until):
        start = match.end()
    return start


def _basis(piece: Piece, top: _Top, until: int) -> Found[Basis]:
    text, cited = piece.text, top.cited
    at, date = cited.end, cited.date
    before = text[slice(*top.before)]
    if before.rstrip().endswith("("):
        return _bracketed(piece, top)
    issuer, at = issuer_after(text, at, until)
    earlier = _ON_THAT_DAY.match(before) if top.role is None else None
    if not cited.dated:
        later = DATE.match(text, at, until)
        if later:
            date, at = date_of(later), later.end()
        elif earlier:
            day = DATE.match(f" {before[:1].lower()}{before[1:]}")
            date = date_of(day) if day else None
    if issuer is None:
        issuer = earlier["who"] if earlier else issuer_before(before, top.role)
    if issuer is None:
        issuer, at = issuer_after(text, at, until)
    title, end = title_after(text, at, until, marked=top.role is None)
    doubt: tuple[str, ...] = ()
    if date is None:
        doubt = (doubts.BASIS_DATE_IMPOSSIBLE if cited.dated else doubts.BASIS_UNDATED,)
    return Found(
        Basis(cited.number, date, issuer, top.role, title),
        spans_of(piece.part(cited.start, end)),
        0.8 if doubt else 1.0,
        doubt,
    )
