"""A sentence's dated duties: for each deadline a report or another task, with who, to whom and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.intake.deadline_grammar import SOFT, WEAK, Due, read_dues
from engine.intake.duty_context import Around, Placed, asker, subject
from engine.intake.duty_doubts import (
    BEFORE_LETTER,
    KIND_UNSURE,
    TWO_READINGS,
)
from engine.intake.duty_marks import is_duty
from engine.intake.found import (
    MONTHLY,
    ONE_OFF,
    PERIODIC,
    QUARTERLY,
    Deadline,
    Found,
    Report,
    Span,
    Task,
)
from engine.intake.report_clauses import Clause, clauses
from engine.intake.report_filling import asked_by, confidence, filled, received, usable, words_of
from engine.intake.report_kinds import Kind, kinds
from engine.intake.report_parts import NOTHING_SAID, Parts, parts
from engine.intake.report_verbs import FAINT, REPORT, TASK, phrase_start, verbs
from engine.intake.report_who import asked, upward
from engine.intake.sentence_years import after_quarter, year_of
from engine.intake.sentences import quiet
from engine.intake.told_deadlines import PAST, is_according, still_owed
from engine.intake.years import Wanted, deadline_of, last_years

_I = re.IGNORECASE
_PERIODIC = re.compile(r"báo\scáo\sđịnh\sk[ỳì]|(?<!\w)k[ỳì]\sbáo\scáo", _I)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the sentence before asked for: its kind, its subject and its parts, for one that only prints dates."""

    kind: str | None = None
    who: tuple[str, ...] = ()
    parts: Parts = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Read:
    """What one sentence gave, and what the next may lean on."""

    reports: tuple[Found[Report], ...] = ()
    tasks: tuple[Found[Task], ...] = ()
    heard: Heard = Heard()


def read(place: Placed, start: int, end: int, known: Around, heard: Heard) -> Read:
    """The dated duties of the sentence ``start`` to ``end`` of a paragraph."""
    text = quiet(place.paragraph.text[start:end])
    inherited = heard.kind or asked_by(place)
    told = still_owed(place.paragraph.text[end : end + 240])
    dues = [] if told else read_dues(text)
    governed = list(zip(dues, clauses(text, dues, inherited), strict=True))
    kept = [(due, clause) for due, clause in governed if is_duty(text, due, clause)]
    firm = {clause.verb for due, clause in kept if due.strength != SOFT and not due.told}
    kept = [
        (due, clause) for due, clause in kept if due.strength != SOFT or clause.verb not in firm
    ]
    here = _heard(text, heard)
    if not kept:
        return Read(heard=here)
    named = kinds(
        text, [due for due, _ in kept], text, " ".join((*place.titles, *place.leads)), known.subject
    )
    reports: list[Any] = []
    tasks: list[Any] = []
    for index, (due, clause) in enumerate(kept):
        sentence = _Sentence(place, start, text, known, here, index, kept)
        found = sentence.duty(due, clause, named[index], reports)
        if found is None:
            continue
        (reports if isinstance(found.value, Report) else tasks).append(found)
    return Read(tuple(reports), tuple(tasks), here)


def _heard(text: str, heard: Heard) -> Heard:
    """For the next sentence of the paragraph."""
    found = verbs(text, 0, len(text))
    reporting = [verb for verb in found if verb.kind == REPORT]
    who = subject(text, 0, found[0].start if found else len(text)) or heard.who
    if not reporting:
        return Heard(heard.kind if not found else TASK, who, heard.parts)
    said = parts(text, 0, len(text), reporting[0].start)
    return Heard(REPORT, who, heard.parts if said == NOTHING_SAID else said)


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: Placed
    start: int
    text: str
    known: Around
    heard: Heard
    index: int
    kept: Sequence[tuple[Due, Clause]]

    def duty(
        self, due: Due, clause: Clause, kind: Kind, before: Sequence[Found[Report]]
    ) -> Found[Report] | Found[Task] | None:
        dues = [one for one, _ in self.kept]
        mine, periodic = self.known.times.year, kind.name is not None
        year = year_of(self.text, due, dues, self.place, mine, periodic=periodic)
        recurs = (kind.recurs and clause.kind == REPORT) or (
            due.day is not None and due.day.every is not None
        )
        if (
            due.strength == WEAK
            and due.day
            and due.day.month is None
            and due.day.every is None
            and not due.day.weekday
            and kind.name not in (MONTHLY, QUARTERLY)
        ):
            return None
        deadline, doubts = deadline_of(
            after_quarter(due, self.text),
            self.known.times,
            Wanted(kind.name, recurs, usable(year, self.known)),
        )
        if BEFORE_LETTER in doubts and (due.told or self._is_told(due, deadline, clause)):
            return None
        if due.told and (clause.kind == TASK or self.known.times.month is None):
            return None
        if clause.unsure:
            doubts = (*doubts, KIND_UNSURE if clause.verb is None else TWO_READINGS)
        spans = words_of(self.text, due, clause, kind, alone=len(self.kept) == 1)
        sure = confidence(doubts, due)
        phrase = self._printed(*spans)
        shown = (self._span(*spans), self._span(due.start, due.end))
        if clause.kind == REPORT:
            report = self._report(due, clause, kind, deadline, phrase, before)
            return received(Found(report, shown, sure, doubts), self.known, asker(self.text))
        start, end = self._what(due, clause)
        phrase = self._printed(min(start, spans[0]), spans[1])
        shown = (self._span(min(start, spans[0]), spans[1]), shown[1])
        task = Task(
            self._printed(start, end).strip(" ,;:.(-") or phrase,
            phrase,
            self._who(due, clause),
            deadline,
            self.place.paragraph.where,
        )
        return Found(task, shown, sure, doubts)

    def _is_told(self, due: Due, deadline: Deadline, clause: Clause) -> bool:
        """A day gone by when the letter was written is told of, not asked for, unless it is a slip."""
        if is_according(self.text[: due.start]) or PAST.search(self.text) or deadline.on is None:
            return True
        if last_years(deadline.on, self.known.times):
            return False
        if clause.kind == TASK:
            return True
        year = self.known.times.year
        return (
            due.day is not None
            and due.day.year is not None
            and year is not None
            and due.day.year < year - 1
        )

    def _report(
        self,
        due: Due,
        clause: Clause,
        kind: Kind,
        deadline: Deadline,
        phrase: str,
        before: Sequence[Found[Report]],
    ) -> Report:
        verb = clause.verb.start if clause.verb else clause.start
        last = self.index + 1 == len(self.kept)
        stop = self._stop(due, clause, last=last)
        said = parts(self.text, clause.start, stop, verb)
        if clause.purpose:
            who = upward(self.text, due, clause, before, self.known)
            said = replace(said, consolidator=None, via=None)
        else:
            said = filled(said, self._rest(verb, due.end), self._before())
            who = self._who(due, clause)
        return Report(
            kind.name or (PERIODIC if _PERIODIC.search(self.text) else ONE_OFF), phrase, said.about, who, said.to, said.via, deadline,
            said.consolidator, said.goes_up_to, said.channel, self.place.paragraph.where,
        )  # fmt: skip

    def _stop(self, due: Due, clause: Clause, *, last: bool) -> int:
        """Where the words end that are this report's: before the next clause that asks for something."""
        stop = len(self.text) if last and not clause.purpose else max(clause.end, due.end)
        cut = self.text.find(";", due.end, stop)
        if cut < 0 or not subject(self.text, cut, stop):
            return stop
        return cut if verbs(self.text, cut, stop) else stop

    def _before(self) -> Parts:
        """What the sentence before says, else the one that leads in."""
        if self.heard.parts != NOTHING_SAID:
            return self.heard.parts
        for lead in reversed(self.place.leads):
            if asking := [verb for verb in verbs(lead, 0, len(lead)) if verb.kind != TASK]:
                return parts(lead, 0, len(lead), asking[0].start)
        return NOTHING_SAID

    def _rest(self, verb: int, end: int) -> Parts:
        """What the sentence says further on, up to where something else is to be sent."""
        later = [v.start for v in verbs(self.text, end, len(self.text)) if v.kind != FAINT]
        stop = later[0] if later and self.text.find(";", end, later[0]) >= 0 else len(self.text)
        return parts(self.text, 0, stop, verb if verb < stop else 0)

    def _who(self, due: Due, clause: Clause) -> tuple[str, ...]:
        return asked(self.place, self.text, clause, due, self.heard.who, self.known)

    def _printed(self, start: int, end: int) -> str:
        """The paragraph's own words, before anything in them was made quiet."""
        words = self.place.paragraph.text[self.start + start : self.start + end]
        return " ".join(words.split())

    def _what(self, due: Due, clause: Clause) -> tuple[int, int]:
        """The words of the thing to be done, before its deadline or behind it."""
        start = clause.verb.start if clause.verb else clause.start
        if clause.verb and start < due.start:
            start = phrase_start(self.text, clause.verb, clause.start, due.start)
        end = due.start if start < due.start else clause.end
        start = start if start < end else clause.start
        return start, end

    def _span(self, start: int, end: int) -> Span:
        return self.place.paragraph.span(self.start + start, self.start + end)
