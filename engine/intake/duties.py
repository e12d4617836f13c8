"""What a letter's body asks for: its reports and other dated tasks, inspections, campaigns, assignments, feedback."""

from __future__ import annotations

from engine.intake import duty_context
from engine.intake.found import Duties, Found, Header, Report, Task
from engine.intake.letter import Letter
from engine.intake.report_sentences import Heard, read
from engine.intake.sentences import sentences


def find(letter: Letter, header: Header) -> Duties:
    """The duties of ``letter``; ``header`` says when it is of, and whom it addresses."""
    known = duty_context.around(letter, header)
    reports: list[Found[Report]] = []
    tasks: list[Found[Task]] = []
    for place in duty_context.placed(letter, known):
        heard = Heard()
        paragraph = place.paragraph
        for start, end in sentences(paragraph.text, duty_context.without_mark(paragraph.text)):
            found = read(place, start, end, known, heard)
            reports.extend(found.reports)
            tasks.extend(found.tasks)
            heard = found.heard
    return Duties(tuple(reports), tuple(tasks))
