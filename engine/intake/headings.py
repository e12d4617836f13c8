"""The headings of a letter with their paths, and under which of them each paragraph stands.

A numbered paragraph that is a whole sentence has no title of its own; a whole group of such
paragraphs under a Roman number is a list and no heading at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.intake.found import Found, Heading, Span
from engine.intake.heading_sentences import ACTOR, DOES, SHORT_TITLE, asks, orders
from engine.intake.letter import ANNEX, BODY
from engine.intake.letters import UPPER
from engine.intake.paragraphs import Printed
from engine.intake.wrapping import BULLET, NUMBERED

CLOSING, ANNEXED = "closing", "annex"
"""Where no heading is: the letter's last paragraphs, and an annex; before the first heading it is ''."""
_SURELY_CLOSES = re.compile(
    r"Trên đây là|Trong quá trình|Quá trình (?:tổ chức|triển khai|thực hiện)|Căn cứ nội dung|Nhận được"
)
_CLOSES = re.compile(
    r"Yêu cầu (?:các|Thủ trưởng)|Đề nghị (?:các|Thủ trưởng)|(?:Ủy|Uỷ) ban nhân dân|UBND|Chủ tịch|Giao |Ban |Sở |Bộ "
    r"|Công văn này|Kế hoạch này|Chỉ thị này|Hướng dẫn này|Văn phòng"
)
_SENTENCE_INSIDE = re.compile(rf"[^\W\d_A-ZĐ][.!?]\s+(?=[{UPPER}])|…\s+(?=[{UPPER}])")
_LABEL = re.compile(r"([^\W\d_][^.,;:]{2,44}):\s")
"""'Thời gian: từ ngày …' beside titled sections."""
_TAIL = re.compile(r"[\s.:;,…]+$")
_LONGEST = 400
_INLINE = 110


@dataclass
class _Mark:
    at: int
    number: str
    level: int
    rest: int
    """Where the words after the number begin."""
    title: str | None = None
    run_in: bool = False
    children: list[_Mark] = field(default_factory=list)
    decimal: bool = False
    article: bool = False
    zone: str = BODY
    parent: _Mark | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """``where[i]``: the path of paragraph ``i``; ``headings`` in order."""

    where: tuple[str, ...]
    headings: tuple[Found[Heading], ...]


def places_of(paragraphs: Sequence[Printed], zones: Sequence[str]) -> Places:
    """Paths and headings over the paragraphs of the body and the annex."""
    readable = [zone in (BODY, ANNEX) for zone in zones]
    marks = _marks(paragraphs, zones)
    for at in _closing(paragraphs, zones, marks):
        readable[at] = False
    for position, mark in enumerate(marks):
        after = marks[position + 1].at if position + 1 < len(marks) else None
        mark.title = _title(paragraphs, readable, mark, after)
    _run_ins(paragraphs, marks)
    where = _where(paragraphs, zones, marks)
    headings = tuple(_heading(paragraphs[m.at], m) for m in marks if _is_heading(m, marks))
    return Places(tuple(where), headings)


def _marks(paragraphs: Sequence[Printed], zones: Sequence[str]) -> list[_Mark]:
    marks: list[_Mark] = []
    open_marks: list[_Mark] = []
    zone = BODY
    for at, paragraph in enumerate(paragraphs):
        if zones[at] not in (BODY, ANNEX) or paragraph.cells:
            continue
        if zones[at] != zone:
            zone, open_marks = zones[at], []
        mark = _mark(at, paragraph.text)
        if mark is None:
            continue
        while open_marks and open_marks[-1].level >= mark.level:
            open_marks.pop()
        mark.zone = zone
        mark.parent = open_marks[-1] if open_marks else None
        _number(mark)
        if mark.parent:
            mark.parent.children.append(mark)
        open_marks.append(mark)
        marks.append(mark)
    return marks


def _mark(at: int, text: str) -> _Mark | None:
    found = NUMBERED.match(text)
    if found is None:
        return None
    if found["roman"]:
        return _Mark(at, found["roman"], 3, found.end())
    if found["section"]:
        return _Mark(at, found["section"], 2, found.end())
    if found["article"]:
        return _Mark(at, "Điều " + found["article"].split()[-1], 3, found.end(), article=True)
    if found["part"]:
        return _Mark(at, " ".join(found["part"].split()), 1, found.end())
    number = found["number"] or found["dashed"]
    dots = number.count(".")
    return _Mark(at, number, 4 + dots, found.end(), decimal=dots > 0)


def _number(mark: _Mark) -> None:
    """The path: 'II' and '1' are 'II.1'; '1.1' has its first part in it already."""
    parent = mark.parent
    while parent is not None and mark.decimal and parent.level >= 4:
        parent = parent.parent
    if parent is not None and parent.level >= 2:
        mark.number = f"{parent.number}.{mark.number}"


def _title(
    paragraphs: Sequence[Printed], readable: Sequence[bool], mark: _Mark, after: int | None
) -> str | None:
    text = paragraphs[mark.at].text[mark.rest :].strip()
    if not text:
        return None
    colon = text.find(": ")
    if 2 < colon <= _INLINE and ACTOR.match(text) and ". " not in text[:colon]:
        given = text.startswith("Giao ") or orders(text[:colon])
        return None if given else _TAIL.sub("", text[:colon])
    inside = _SENTENCE_INSIDE.search(text)
    if inside:
        first = text[: inside.start() + 1]
        short = len(first) <= _INLINE and ", " not in first[60:]
        return first if short and ACTOR.match(first) and not orders(first) else None
    if len(text) > _LONGEST or text.endswith(("sau:", ";", "/.")):
        return None
    if asks(text) or (mark.article and text.endswith(":") and len(text) > SHORT_TITLE):
        return None
    if text.endswith(":"):
        return _TAIL.sub("", text)
    if orders(text) or ": " in text:
        return None
    body_follows = _body_follows(paragraphs, readable, mark, after)
    if text.isupper() or (body_follows and not text.endswith(".") and len(text) < 220):
        return _TAIL.sub("", text)
    if body_follows and (not mark.decimal or len(text) < 120):
        return _TAIL.sub("", text)
    return None


def _body_follows(
    paragraphs: Sequence[Printed], readable: Sequence[bool], mark: _Mark, after: int | None
) -> bool:
    if mark.children:
        return True
    nxt = mark.at + 1
    while nxt < len(paragraphs) and paragraphs[nxt].note:
        nxt += 1
    return nxt < len(paragraphs) and nxt != after and readable[nxt]


def _run_ins(paragraphs: Sequence[Printed], marks: Sequence[_Mark]) -> None:
    """Untitled paragraphs beside titled ones: a sentence that is its own title, or who does what."""
    for mark in marks:
        siblings = _siblings(mark, marks)
        titled = sum(1 for m in siblings if m.title and not m.run_in)
        if mark.title or mark.decimal or mark.article or titled * 2 < len(siblings):
            continue
        text = paragraphs[mark.at].text[mark.rest :].strip()
        label = _LABEL.match(text)
        if label:
            mark.title = label[1]
        elif ACTOR.match(text):
            mark.title, mark.run_in = _who_does_what(text), True
        elif not _SENTENCE_INSIDE.search(text) and len(text) <= _LONGEST:
            mark.title = _TAIL.sub("", text)


def _who_does_what(text: str) -> str:
    """'Giao Sở … chủ trì, phối hợp … tổ chức triển khai thực hiện': up to the last verb of the clause."""
    stop = _SENTENCE_INSIDE.search(text)
    clause = text[: stop.start() + 1 if stop else len(text)]
    whole = re.search(r"(?:tổ chức )?triển khai,?(?: tổ chức)? thực hiện|tổ chức thực hiện", clause)
    found = whole or DOES.search(clause)
    return _TAIL.sub("", clause[: found.end()] if found else clause[:_INLINE])


def _is_heading(mark: _Mark, marks: Sequence[_Mark]) -> bool:
    """Not an item of a list: single numbers under a section need a title among them."""
    if mark.title or mark.decimal or mark.parent is None or mark.level <= 3:
        return True
    return any(m.title for m in _siblings(mark, marks))


def _nearest_heading(mark: _Mark, marks: Sequence[_Mark]) -> _Mark:
    """The mark, or for an item of a list the heading it stands under."""
    while mark.parent is not None and not _is_heading(mark, marks):
        mark = mark.parent
    return mark


def _siblings(mark: _Mark, marks: Sequence[_Mark]) -> list[_Mark]:
    """The marks that count on with it, itself among them."""
    place = (mark.level, mark.article, mark.zone)
    return [m for m in marks if m.parent is mark.parent and (m.level, m.article, m.zone) == place]


def _where(
    paragraphs: Sequence[Printed], zones: Sequence[str], marks: Sequence[_Mark]
) -> list[str]:
    by_place = {m.at: _nearest_heading(m, marks).number for m in marks}
    where: list[str] = []
    current = {BODY: "", ANNEX: ANNEXED}
    for at, zone in enumerate(zones):
        if zone in current:
            current[zone] = by_place.get(at, current[zone])
        where.append(current.get(zone, ""))
    for at in _closing(paragraphs, zones, marks):
        where[at] = CLOSING
    return where


def _closing(
    paragraphs: Sequence[Printed], zones: Sequence[str], marks: Sequence[_Mark]
) -> list[int]:
    """The body's last paragraphs under no number: what holds for the whole letter."""
    last = max((m.at for m in marks if zones[m.at] == BODY), default=-1)
    body = [i for i, zone in enumerate(zones) if zone == BODY]
    closing: list[int] = []
    for at in reversed(body):
        text = paragraphs[at].text
        if at <= last or BULLET.match(text) or paragraphs[at].cells or len(closing) >= 6:
            break
        if not _SURELY_CLOSES.match(text) and _is_all_under(paragraphs, at, last):
            break
        ends = not closing and text.rstrip().endswith("/.")
        if ends or _SURELY_CLOSES.match(text) or _CLOSES.match(text):
            closing.append(at)
        elif closing:
            break
    return closing


def _is_all_under(paragraphs: Sequence[Printed], at: int, heading: int) -> bool:
    """The only words under a heading that has none itself belong to it, last or not."""
    return at == heading + 1 and not paragraphs[heading].text.rstrip().endswith((".", ";", "/."))


def _heading(paragraph: Printed, mark: _Mark) -> Found[Heading]:
    origin = paragraph.piece.origin
    end = mark.rest + len(mark.title or "") if mark.title else mark.rest
    end = min(max(end, 1), len(origin))
    title = f"(run-in) {mark.title}" if mark.run_in else mark.title
    span = Span(origin[0], origin[end - 1] + 1)
    return Found(Heading(mark.number, title), (span,), 0.8 if mark.run_in else 1.0)
