"""The documents a letter rests on: those its opening brings in, not each one cited in a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.cited import DATE, TYPES, Cited, cited_in, date_of
from engine.intake.found import Basis, Found
from engine.intake.letter import BODY, HEAD, Letter, Paragraph
from engine.intake.lexicon_bodies import COMMA_NAMES
from engine.intake.parts import spans_of
from engine.intake.pieces import Piece

_ROLE_WORDS: Final = (
    r"[Cc]ăn cứ|[Tt]hực hiện|[Tt]iếp theo|[Tt]iếp tục (?:triển khai )?thực hiện|[Tt]heo (?:đề nghị|yêu cầu|chỉ đạo) của"
    r"|[Tt]heo|[Tt]rên cơ sở (?:đề nghị|ý kiến|tham mưu) của|[Tt]rên cơ sở|[Xx]ét (?:đề nghị|tờ trình) của|[Xx]ét"
    r"|[Pp]húc đáp|[Tt]rả lời|[Đđ]ể (?:triển khai )?(?:thực hiện|triển khai)|[Tt]riển khai thực hiện|[Tt]riển khai"
    r"|[Nn]hằm (?:triển khai )?(?:thực hiện|triển khai)|[Ss]au khi (?:xem xét|nghiên cứu)|[Tt]iếp nhận|[Qq]uán triệt"
    r"|[Nn]gay sau khi (?:nhận được|có)|[Nn]hận được"
)
ROLE: Final = re.compile(rf"(?:[-–+*]\s*)?(?P<role>{_ROLE_WORDS})(?!\w)")
"""The words that open a basis, at the head of its clause."""

_WITHIN = re.compile(
    r"(?P<role>nhận được|(?:đã |có )?ban hành|trên cơ sở đề nghị của|theo đề nghị của|căn cứ|thực hiện)"
    r"(?:\s+(?:các|nội dung))?\s*$"
)
_CLAUSE = re.compile(r"(?:^|[.;:]\s+|[,]\s+(?=(?:trên cơ sở|theo đề nghị|xét đề nghị|căn cứ)))")
_SIBLING = re.compile(r"(?:^|[,;]|(?<=\s)và|(?<=\s)cùng|:)(?:\s*(?:và|các|cùng))?\s*$")
_VERBS: Final = (
    "ban hành|phê duyệt|quy định|hướng dẫn|triển khai|sửa đổi|thực hiện|yêu cầu|đề nghị|tổ chức|giao|thông báo"
    "|tuyên truyền|công bố|công nhận|tăng cường|kèm theo|gửi|quyết định|tiếp tục|phát động|đã|có|kết luận|chỉ đạo"
    "|điều chỉnh|thành lập|kiện toàn|báo cáo|đôn đốc|nêu trên|xây dựng|rà soát|đẩy mạnh|góp ý|cho phép"
)
_COMMA = "|".join(map(re.escape, COMMA_NAMES))
_OF = re.compile(r"\s*[,)]?\s*(?:của\s+)(?P<issuer>(?:các )?)")
_ISSUER_END = re.compile(
    rf"\s+(?:về\s+việc|[Vv]\s?/\s?[Vv]|về|ngày|tại|(?:{_VERBS}))(?!\w)|\s*[;:()“\"]|\.(?=\s|$)(?<!TP\.)(?<!Tp\.)"
    rf"|,(?!\s(?:{_COMMA}))|\s+và\s+(?={TYPES}(?:\s|$))|\s+[-–]\s+(?=[Vv]ề)"
)
_STANDING = re.compile(r"(?:Ban [Cc]hỉ đạo|Hội đồng|Tổ công tác|Ban [Tt]ổ chức)")
_STANDING_END = re.compile(r"\s+(?:về\s+việc|[Vv]\s?/\s?[Vv]|ngày)(?!\w)|\s*[;:()]|\.(?=\s|$)|,(?=\s*(?:về|ngày))")
_BRACKETS = re.compile(r"\s*\([^()]{0,120}\)")
_TITLE = re.compile(r"\s*[,.:]?\s*[“\"]?(?:[Vv]ề\s+việc|[Vv]\s?/\s?[Vv]\b[.:]?|[Vv]ề)\s*:?\s*")
_BARE_TITLE = re.compile(rf"\s*,?\s*(?=(?:{_VERBS})(?!\w))")
_ACTOR = (
    r"(?:UBND|Ủy ban|Uỷ ban|Hội đồng|Chủ tịch|Giám đốc|Sở|Phòng|Bộ|Ban|Hội|Tỉnh ủy|Huyện ủy|Đảng ủy|Thành ủy|Văn phòng"
    r"|Cục|Chi cục|Công an|Trường|Trung tâm|Liên đoàn|Đoàn|Thường trực)"
)
_TITLE_END = re.compile(
    rf"\s*(?:;|\.(?=\s|$)(?<!TP\.)|,\s+(?={_ACTOR}(?!\w)[^,;.]{{0,120}}?\s(?:{_VERBS}|ý kiến)(?!\w))"
    rf"|\s(?=trên cơ sở đề nghị của)|,\s+(?=(?:cụ thể )?như sau)|,\s+(?=(?:nhằm|để)\s)|”|$)"
)
_HEAD_OF_BODY = re.compile(
    r"^(?:Giám đốc|Phó Giám đốc|Trưởng|Chánh|Tổng Giám đốc|Thủ trưởng)\s+(?=Sở|Ban|Phòng|Công an|Văn phòng|Thanh tra|Bảo hiểm|phòng)"
)
_OPENING_LIMIT = 60
"""Paragraphs: decisions count their bases by the dozen, no letter opens with more."""


@dataclass(frozen=True, slots=True)
class _Top:
    """A citation of its own: ``lead_from`` is where its clause begins."""

    cited: Cited
    role: str | None
    before: tuple[int, int]


def find(letter: Letter) -> tuple[Found[Basis], ...]:
    """The bases in their order, each number once; issuers as printed."""
    found: dict[str, Found[Basis]] = {}
    for paragraph in opening(letter):
        for basis in of_paragraph(Piece(paragraph.text, paragraph.origin)):
            found.setdefault(basis.value.number, basis)
    return tuple(found.values())


def opening(letter: Letter) -> list[Paragraph]:
    """The paragraphs before the first heading: the bases and the sentence that gives the order."""
    kept: list[Paragraph] = []
    for paragraph in letter.paragraphs:
        if paragraph.zone == HEAD and not kept and not ROLE.match(paragraph.text):
            continue
        if paragraph.zone not in {HEAD, BODY}:
            continue
        if kept and not _still_opening(paragraph, len(kept)):
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
    return not re.match(r"(?:Điều\s+1\b|[IVX]{1,4}[.\s]|1[.)]|QUYẾT ĐỊNH|A\.)", paragraph.text) and count < 8


def of_paragraph(piece: Piece) -> list[Found[Basis]]:
    """The bases one paragraph brings in."""
    tops = _tops(piece.text)
    found = []
    for i, top in enumerate(tops):
        until = tops[i + 1].cited.start if i + 1 < len(tops) else len(piece.text)
        found.append(_basis(piece, top, until))
    return found


def _tops(text: str) -> list[_Top]:
    """The citations that stand for themselves; those inside another's title are left out."""
    tops: list[_Top] = []
    nested_end = -1
    role: str | None = None
    for cited in cited_in(text):
        last = tops[-1].cited.end if tops else 0
        start = _clause_start(text, last, cited.start)
        clause = text[start : cited.start]
        opened = ROLE.match(clause)
        if opened and not _titled(clause):
            role = opened["role"]
            tops.append(_Top(cited, role, (start + opened.end(), cited.start)))
            continue
        between = text[last : cited.start]
        if tops and _SIBLING.search(between) and (nested_end < last or between.rstrip().endswith((";", "; và"))):
            tops.append(_Top(cited, role, (cited.start, cited.start)))
            continue
        within = _WITHIN.search(text, max(0, cited.start - 60), cited.start)
        if within and not _titled(text[last : within.start()]):
            role = within["role"]
            tops.append(_Top(cited, role, (cited.start, cited.start)))
            continue
        nested_end = cited.end
    return tops


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
    issuer, at = _issuer_after(text, at, until)
    if not cited.dated:
        later = DATE.match(text, at, until)
        if later:
            date, at = date_of(later), later.end()
    if issuer is None:
        issuer = _issuer_before(text, top)
        if issuer is None:
            issuer, at = _issuer_after(text, at, until)
    title, end = _title_after(text, at, until)
    doubt = ()
    if date is None:
        doubt = (doubts.BASIS_DATE_IMPOSSIBLE if cited.dated else doubts.BASIS_UNDATED,)
    return Found(
        Basis(cited.number, date, issuer, top.role, title),
        spans_of(piece.part(cited.start, end)),
        0.8 if doubt else 1.0,
        doubt,
    )


def _issuer_after(text: str, at: int, until: int) -> tuple[str | None, int]:
    """Who issued it ('của …'), and where the name and its brackets end."""
    of = _OF.match(text, at, until)
    if of is None:
        return None, at
    start = of.start("issuer")
    standing = _STANDING.match(text, start, until)
    pattern = _STANDING_END if standing else _ISSUER_END
    end_match = pattern.search(text, standing.end() if standing else start, until)
    end = end_match.start() if end_match else until
    issuer = re.sub(r"\s+(?:và|các)$", "", text[start:end].strip(" ,.;-–"))
    brackets = _BRACKETS.match(text, end, until)
    return (_body_of(issuer) or None), (brackets.end() if brackets else end)


def _issuer_before(text: str, top: _Top) -> str | None:
    """'trên cơ sở đề nghị của Sở … tại Tờ trình số 40': the name stands before its document."""
    clause = text[slice(*top.before)]
    match = re.search(rf"(?:của\s+|^\s*)(?P<issuer>[^;]{{2,160}}?)\s*,?\s*(?:tại|trong|theo)(?:\s+(?:các|nội dung))?\s*$", clause)
    if match is None or (top.role and not top.role.endswith("của") and "của" not in clause):
        return None
    return _body_of(match["issuer"].strip(" ,"))


def _body_of(issuer: str) -> str:
    """'Giám đốc Sở Nội vụ' signs for Sở Nội vụ."""
    return _HEAD_OF_BODY.sub("", issuer)


def _title_after(text: str, at: int, until: int) -> tuple[str | None, int]:
    """What the document is about, and where that ends."""
    opens = _TITLE.match(text, at, until) or _BARE_TITLE.match(text, at, until)
    if opens is None:
        return None, at
    end_match = _TITLE_END.search(text, opens.end(), until)
    end = end_match.start() if end_match else until
    title = text[opens.end() : end]
    title = re.sub(r"[\s,;:.]*(?:(?:\svà|,)\s*(?:các)?)?[\s,;:.]*$", "", title).strip(" “”\"")
    return (title or None), opens.end() + len(title) if title else at
