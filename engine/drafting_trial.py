"""A draft tried out: recorded and issued inside a savepoint that is always rolled back.

So the refusals, the warnings and the preview are the engine's own, and nothing of them stays
(docs/adr/0051).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine import date_checks, drafting_reach
from engine.date_warnings import DateWarning
from engine.directive_tables import Directive
from engine.drafting import Draft
from engine.drafts import DirectiveDraft, DirectiveRefused, Problem
from engine.errors import DondocError
from engine.instances import Engine
from engine.ports import DirectiveFormat
from engine.recording import record


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands between a draft and its issue: faults, and dates that contradict each other."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[DateWarning] = field(default_factory=list)

    def unanswered(self, kept: frozenset[str]) -> list[DateWarning]:
        """The contradictions that nobody answers for."""
        return [w for w in self.warnings if w.must_confirm and mark(w) not in kept]


def mark(warning: DateWarning) -> str:
    """What a confirmation is about: another date is another contradiction."""
    days = f"{warning.due:%Y-%m-%d}:{warning.on:%Y-%m-%d}"
    return f"{warning.code}:{warning.obligation}:{warning.period}:{days}"


def findings(session: Session, form: DirectiveFormat, draft: Draft, now: datetime) -> Findings:
    """All that is wrong with the draft, and what its dates are warned of. Changes nothing."""
    try:
        loaded = form.load(draft.content)
    except DirectiveRefused as refused:
        return Findings(refused.problems)
    try:
        with recorded(session, draft, loaded, now) as directive:
            if not draft.passes_on:
                drafting_reach.require(session, directive, loaded)
            return Findings([], date_checks.of_directive(session, directive))
    except DirectiveRefused as refused:
        return Findings(refused.problems)
    except DondocError as error:
        return Findings([Problem("", None, "", error.text("vi"), error.text("en"))])


@contextmanager
def recorded(
    session: Session, draft: Draft, loaded: DirectiveDraft, now: datetime
) -> Iterator[Directive]:
    """The draft as a recorded directive, gone again afterwards. Raises DirectiveRefused."""
    with undone(session):
        yield record(session, loaded, now, draft.parent_id)


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever happens inside is taken back, also when it succeeds."""
    try:
        with session.begin_nested():
            yield
            raise _Back
    except _Back:
        session.expire_all()


class _Back(Exception):
    """Ends a savepoint that succeeded."""


def silent(engine: Engine) -> Engine:
    """The engine with an outbox that sends nothing: a savepoint takes back rows, not mail."""

    def nothing(session: Session, notice_ids: Sequence[int]) -> None:
        del session, notice_ids

    return replace(engine, outbox=nothing)
