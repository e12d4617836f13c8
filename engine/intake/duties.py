"""What a letter's body asks for: its reports and other dated tasks, inspections, campaigns, assignments, feedback."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from engine.intake import (
    assignments_found,
    campaigns_found,
    difficulties_found,
    duty_context,
    inspections_found,
    same_deadline,
    task_tables,
    undated_reports,
)
from engine.intake.asked_again import once_each
from engine.intake.duty_context import Around, Placed
from engine.intake.found import (
    Assignment,
    Campaign,
    Duties,
    Feedback,
    Found,
    Header,
    Inspection,
    Report,
    Task,
)
from engine.intake.gathered import completed, gatherers
from engine.intake.headings import CLOSING
from engine.intake.letter import Letter, Paragraph
from engine.intake.report_sentences import Heard, read
from engine.intake.sentences import sentences
from engine.intake.stated_purpose import purposed
from engine.intake.where_to import addressed, told


def find(letter: Letter, header: Header) -> Duties:
    """The duties of ``letter``; ``header`` says when it is of, and whom it addresses."""
    known = duty_context.around(letter, header)
    gathered = _Gathered(known)
    places = list(duty_context.placed(letter, known))
    for place in places:
        if not any(task_tables.aligned_rows(letter, place.paragraph)):
            gathered.take(place)
    for row in task_tables.rows(letter):
        gathered.take_row(row)
    gathered.undated, gathered.dated = once_each(gathered.undated, gathered.dated, letter)
    duties = gathered.duties()
    reports = addressed(duties.reports, told(places))
    reports = completed(letter, reports, gatherers(places, known), known)
    reports = purposed(reports, places, known)
    return replace(duties, reports=tuple(reports))


_GOES_ON = re.compile(
    r"\W*báo\scáo\s(?:nhanh|đầy\sđủ|sơ\sbộ|tổng\shợp|chính\sthức|lần\s\S{1,4}|đợt\s\S{1,4})?\s?(?:được\s|phải\s)?(?:gửi|nộp)\s(?:trước|chậm|vào|xong)(?!\w)",
    re.IGNORECASE,
)
"""«Báo cáo nhanh gửi trước 14h ngày 13/02» below a paragraph: its report, of those it names."""


def _flat(where: str) -> str:
    """The heading's path; the last paragraphs are under none, as the first."""
    return "" if where == CLOSING else where


@dataclass(slots=True)
class _Gathered:
    known: Around
    dated: list[Found[Report]] = field(default_factory=list)
    undated: list[Found[Report]] = field(default_factory=list)
    tasks: list[Found[Task]] = field(default_factory=list)
    inspections: list[Found[Inspection]] = field(default_factory=list)
    campaigns: list[Found[Campaign]] = field(default_factory=list)
    assignments: list[Found[Assignment]] = field(default_factory=list)
    feedback: Found[Feedback] | None = None
    headed: set[str] = field(default_factory=set)
    said: Heard = field(default_factory=Heard)
    said_at: str | None = None

    def take(self, place: Placed) -> None:
        paragraph = place.paragraph
        if paragraph.cells:
            return
        self.campaigns.extend(campaigns_found.read(place, self.known.times, self.known.subject))
        self._of_heading(place)
        heard = self._said_above(paragraph)
        inspected = False
        whole = sentences(paragraph.text, duty_context.without_mark(paragraph.text))
        for start, end in same_deadline.parted(paragraph.text, whole):
            last = self.dated[-1] if self.dated else None
            if again := same_deadline.read(place, start, end, last):
                self.dated.append(again)
                continue
            found = read(place, start, end, self.known, heard)
            self.dated.extend(found.reports)
            self.tasks.extend(found.tasks)
            undated = undated_reports.read_after if found.reports else undated_reports.read
            self.undated.extend(undated(place, start, end, self.known, heard.who))
            if not inspected and (
                one := inspections_found.read(place, start, end, self.known, heard.who)
            ):
                self.inspections.append(one)
                inspected = True
            if one_told := assignments_found.read(place, start, end):
                self.assignments.append(one_told)
            self.feedback = self.feedback or difficulties_found.read(place, start, end)
            heard = found.heard
        self.said, self.said_at = heard, _flat(paragraph.where)

    def _said_above(self, paragraph: Paragraph) -> Heard:
        """What the paragraph above asks for, where this one only says by when it is due."""
        goes_on = self.said_at == _flat(paragraph.where) and _GOES_ON.match(paragraph.text)
        return self.said if goes_on else Heard()

    def _of_heading(self, place: Placed) -> None:
        where = place.paragraph.where
        title = self.known.titles.get(where)
        if title is None or where in self.headed:
            return
        if one := assignments_found.of_heading(place, title, title):
            self.assignments.append(one)
            self.headed.add(where)

    def take_row(self, row: task_tables.Row) -> None:
        reports, tasks = task_tables.duties(row, self.known)
        self.dated.extend(reports)
        self.tasks.extend(tasks)

    def duties(self) -> Duties:
        return Duties(
            reports=(*self.dated, *undated_reports.merged(self.undated)),
            tasks=tuple(self.tasks),
            inspections=tuple(self.inspections),
            campaigns=tuple(campaigns_found.merged(self.campaigns)),
            assignments=tuple(assignments_found.once_each(self.assignments)),
            feedback=self.feedback,
        )
