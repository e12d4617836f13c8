"""Tables of tasks and of reports: a row is a duty, its columns say what, who and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.intake.actors import bodies, names
from engine.intake.dates import read_day
from engine.intake.deadline_grammar import LABEL, Due, read_dues
from engine.intake.duty_context import Around
from engine.intake.duty_doubts import BEFORE_LETTER
from engine.intake.found import NO_LATER, ONE_OFF, Deadline, Found, Report, Span, Task
from engine.intake.letter import ANNEX, BODY, Letter, Paragraph
from engine.intake.recurrences import fitting, periods, repeated
from engine.intake.report_kinds import Kind, kinds
from engine.intake.report_parts import channels, parts
from engine.intake.years import Wanted, deadline_of

_I = re.IGNORECASE
WHEN, WHAT, WHO, TO, PERIOD, PRODUCT, WITH = (
    "when",
    "what",
    "who",
    "to",
    "period",
    "product",
    "with",
)
_COLUMNS = (
    (
        WHEN,
        re.compile(
            r"thời\s(?:gian|hạn|điểm)|(?<!\w)hạn(?!\w)|tiến\sđộ|ngày\s(?:hoàn|gửi|nộp)|hoàn\sthành",
            _I,
        ),
    ),
    (WITH, re.compile(r"phối\shợp", _I)),
    (TO, re.compile(r"nơi\s(?:nhận|gửi)|(?:cơ\squan|đơn\svị)\snhận|gửi\s(?:về|đến)", _I)),
    (PERIOD, re.compile(r"kỳ\sbáo\scáo|định\sk[ỳì]|tần\ssuất|loại\sbáo", _I)),
    (
        WHO,
        re.compile(
            r"chủ\strì|đơn\svị|cơ\squan|(?:người|bộ\sphận)\s(?:thực|chịu)|trách\snhiệm|thực\shiện(?!.*nội)",
            _I,
        ),
    ),
    (PRODUCT, re.compile(r"sản\sphẩm|kết\squả", _I)),
    (WHAT, re.compile(r"nội\sdung|nhiệm\svụ|công\sviệc|tên|báo\scáo|hoạt\sđộng|việc", _I)),
)
_REPORT = re.compile(r"(?<!\w)(?:báo\scáo(?!\sviên)|tổng\shợp\s(?:số|kết)|số\sliệu|biểu\stổng)", _I)
_MAKES = re.compile(
    r"^(?:tham\smưu\s)?(?:xây\sdựng|ban\shành|tổ\schức|rà\ssoát|thành\slập|hoàn\sthành|kiện\stoàn|triển\skhai|kế\shoạch|danh\ssách|đăng\ský|dự\stoán|hồ\ssơ)(?!\s(?:và\s)?báo\scáo)",
    _I,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by column; ``paragraph`` leads back to the text. ``heading``: the last title row."""

    paragraph: Paragraph
    cells: dict[str, tuple[int, int]]
    caption: str = ""

    def words(self, column: str) -> str:
        """What stands in a column, '' if the table has none."""
        start, end = self.cells.get(column, (0, 0))
        return self.paragraph.text[start:end].strip()


def rows(letter: Letter) -> Iterator[Row]:
    """The rows of tables whose head names a column of times."""
    head: tuple[str | None, ...] = ()
    caption = ""
    for paragraph in letter.zone(BODY, ANNEX):
        if not paragraph.cells:
            head = ()
            aligned = list(aligned_rows(letter, paragraph, caption))
            yield from aligned
            caption = paragraph.text if not aligned else caption
            continue
        named = _head(paragraph)
        if named:
            head = named
        elif head and len(paragraph.cells) == len(head):
            cells = {c: paragraph.cells[i] for i, c in enumerate(head) if c is not None}
            yield Row(paragraph, cells, caption)


def aligned_rows(letter: Letter, paragraph: Paragraph, caption: str = "") -> Iterator[Row]:
    """The rows of a table drawn with blanks: printed lines whose columns stand two blanks apart."""
    if len(paragraph.lines) < MOST_HEAD_LINES + 1 or not _spaced(letter, paragraph):
        return
    head: tuple[str | None, ...] = ()
    for start, end in paragraph.lines:
        row = replace(paragraph, cells=_columns(letter, paragraph, start, end))
        if not head:
            head = _head(row) if len(row.cells) > 1 else ()
        elif len(row.cells) == len(head):
            yield Row(row, {c: row.cells[i] for i, c in enumerate(head) if c is not None}, caption)


MOST_HEAD_LINES = 1
_GAP = re.compile(r"[ \u00a0]{2,}|\t+")


def _spaced(letter: Letter, paragraph: Paragraph) -> bool:
    """Whether any gap of columns stands between its words at all."""
    origin = paragraph.origin
    return bool(origin) and _GAP.search(letter.text, origin[0], origin[-1]) is not None


def _columns(
    letter: Letter, paragraph: Paragraph, start: int, end: int
) -> tuple[tuple[int, int], ...]:
    """Where the columns of a printed line are in the paragraph, by the gaps in the text as read."""
    origin = paragraph.origin
    if start >= end:
        return ()
    cuts = [start]
    for at in range(start + 1, end):
        between = letter.text[origin[at - 1] + 1 : origin[at]]
        gap = paragraph.text[at - 1].isspace() and _GAP.search(
            letter.text[origin[at - 1] : origin[at]]
        )
        if gap or _GAP.search(between):
            cuts.append(at)
    return tuple(
        (a, a + len(paragraph.text[a:b].rstrip()))
        for a, b in zip(cuts, [*cuts[1:], end], strict=True)
    )


def _head(paragraph: Paragraph) -> tuple[str | None, ...]:
    names: list[str | None] = []
    for start, end in paragraph.cells:
        cell = paragraph.text[start:end]
        found = next(
            (name for name, pattern in _COLUMNS if len(cell) < MOST_HEAD and pattern.search(cell)),
            None,
        )
        names.append(None if found in names else found)
    words = " ".join(paragraph.text[start:end] for start, end in paragraph.cells)
    is_head = (
        WHEN in names
        and any(name in names for name in (WHAT, WHO, PERIOD))
        and not _A_DAY.search(words)
    )
    return tuple(names) if is_head else ()


MOST_HEAD = 60
_A_DAY = re.compile(r"\d{1,2}/\d")


def duties(row: Row, known: Around) -> tuple[list[Found[Report]], list[Found[Task]]]:
    """A row's reports and tasks: one for each day its cell of times prints."""
    what, when = row.words(WHAT) or row.words(PRODUCT) or row.words(PERIOD), row.words(WHEN)
    if not what or not when:
        return [], []
    dues = _dues(when)
    is_report = _is_report(row, what)
    named = kinds(when, dues, f"{what} {row.words(PERIOD)}", f"{row.words(PERIOD)} {what}")
    reports: list[Found[Report]] = []
    tasks: list[Found[Task]] = []
    for due, kind in zip(dues, named, strict=True):
        name, recurs = _period(row, what, due, kind)
        deadline, doubts = deadline_of(due, known.times, Wanted(name, recurs and is_report))
        if is_report:
            report = _report(row, what, known, name or ONE_OFF, deadline)
            reports.append(Found(report, _spans(row), SURE, doubts))
        elif BEFORE_LETTER not in doubts:
            task = Task(what, _phrase(what, when), _who(row, known), deadline, row.paragraph.where)
            tasks.append(Found(task, _spans(row), SURE, doubts))
    return reports, tasks


SURE = 0.85


def _is_report(row: Row, what: str) -> bool:
    if _MAKES.match(what):
        return bool(_REPORT.search(what))
    return bool(_REPORT.search(f"{what} {row.words(PRODUCT)} {row.caption}"))


def _period(row: Row, what: str, due: Due, kind: Kind) -> tuple[str | None, bool]:
    """The period of the row's time, else of its own columns."""
    if kind.name is not None:
        return kind.name, kind.recurs
    words = f"{row.words(PERIOD)} {what}"
    month = due.day.month if due.day else None
    own = fitting([period for period in periods(words) if not period.weak], month)
    return (own.kind, repeated(f"{words} {row.caption}")) if own else (None, False)


def _report(row: Row, what: str, known: Around, kind: str, deadline: Deadline) -> Report:
    said = parts(what, 0, len(what), 0)
    to = row.words(TO) or said.to or parts(row.caption, 0, len(row.caption), 0).to
    return Report(
        kind, _phrase(what, row.words(WHEN)), what, _who(row, known), to,
        said.via, deadline, said.consolidator, said.goes_up_to, channels(row.paragraph.text),
        row.paragraph.where,
    )  # fmt: skip


def _phrase(what: str, when: str) -> str:
    return " ".join(f"{what}: {when}".split())


def _who(row: Row, known: Around) -> tuple[str, ...]:
    words = row.words(WHO)
    return names(bodies(words)) or ((words,) if words else known.addressees)


def _spans(row: Row) -> tuple[Span, Span]:
    start, end = row.cells.get(WHAT) or row.cells.get(PRODUCT) or row.cells[PERIOD]
    return row.paragraph.span(start, end), row.paragraph.span(*row.cells[WHEN])


def _dues(when: str) -> Sequence[Due]:
    """A cell of times needs no mark: '15/6/2023' alone is the last day."""
    if found := read_dues(when):
        return found
    out: list[Due] = []
    at = 0
    while at < len(when) and len(out) < MOST_DAYS:
        day = read_day(when, at)
        if day is not None and not (day.blank and day.month is None):
            out.append(Due(day.start, day.end, NO_LATER, LABEL, day))
            at = day.end
        at += 1
        while at < len(when) and when[at - 1].isalnum() and when[at].isalnum():
            at += 1
    return out


MOST_DAYS = 12
