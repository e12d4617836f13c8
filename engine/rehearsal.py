"""A rehearsal: a model's whole cascade on the real units before anybody is sent anything.

It is played by the engine itself, on a simulated clock, in a database of its own that an adapter
fills from the real one and drops afterwards (``adapters.rehearsals``): what it shows is what would
happen. The same plan and seed show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeAlias

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from engine import cascade
from engine.deadlines import midnight
from engine.deliveries import Engine
from engine.directives import record
from engine.drafts import DirectiveDraft
from engine.errors import InputError
from engine.form_models import Read
from engine.ports import Progress, silent
from engine.rehearsal_answers import Forms, Question
from engine.rehearsal_behaviour import Behaviour, Officers
from engine.rehearsal_figures import Rehearsed, count
from engine.rehearsal_models import BESIDE, NothingToRehearse, Version, hold
from engine.rehearsal_services import forgiving
from engine.rehearsal_watch import Noting, Watch
from engine.story_run import ACTOR, Run, Standstill
from engine.story_script import Story

__all__ = ["Mails", "NothingToRehearse", "Plan", "Rehearse", "Version", "play", "prepare"]

BATCH = 20_000
LONGEST = 1100
"""Days: about three years."""
_ANALYSE = text("""
    ANALYZE instance, work_item, timer, report, notice, directive, obligation, recipient, milestone
""")


class TooLong(InputError):
    """A rehearsal longer than anybody waits for."""

    code = "rehearsal-too-long"
    vi = "Thời gian diễn tập phải từ 1 đến {most} ngày kể từ ngày ban hành ({days} ngày)."
    en = "A rehearsal lasts 1 to {most} days from the day of issue ({days} days were asked)."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is rehearsed: a directive, its officers, and one version of a model or two.

    ``on`` is the day whose units take part (None: the directive's); ``until`` the last day played
    (None: the end of the directive's year, or half a year on, whichever is later). ``slots`` are
    the moments of a day at which officers act.
    """

    directive: DirectiveDraft
    versions: tuple[Version, ...]
    behaviour: Behaviour = field(default_factory=Behaviour)
    seed: int = 1
    on: date | None = None
    until: date | None = None
    slots: int = 1

    @property
    def day(self) -> date:
        """The day whose units take part."""
        return self.on or self.directive.issued_on

    @property
    def last(self) -> date:
        """The last day played. Raises TooLong."""
        issued = self.directive.issued_on
        last = self.until or max(date(issued.year, 12, 31), issued + timedelta(days=180))
        days = (last - issued).days
        if not 1 <= days <= LONGEST:
            raise TooLong(most=LONGEST, days=days)
        return last


class Rehearse(Protocol):
    """Performs a plan in a place of its own; one result for each version, in their order."""

    def __call__(self, plan: Plan, progress: Progress = silent) -> list[Rehearsed]:
        """Raises ModelRefused, DirectiveRefused, TooLong, and what ``progress`` raises."""

    def directive(self, content: Mapping[str, Any]) -> DirectiveDraft:
        """The draft in a directive file's plain data. Raises DirectiveRefused."""


Questions: TypeAlias = Callable[[Read], Sequence[Question]]
"""The questions of a form."""


class Mails:
    """An outbox that notes which notices would have been mailed."""

    def __init__(self) -> None:
        self.notices: list[int] = []

    def __call__(self, session: Session, notice_ids: Sequence[int]) -> None:
        """Note them."""
        self.notices.extend(notice_ids)


def play(
    sessions: sessionmaker[Session],
    machine: Engine,
    plan: Plan,
    version: Version,
    questions: Questions,
    progress: Progress = silent,
) -> Rehearsed:
    """Rehearse one version in a database prepared for it, and count what happened.

    ``machine`` must have a library of its own; it is watched here. Raises as ``Rehearse``.
    """
    stepper, watch, mails = Noting(), Watch(), Mails()
    machine = replace(
        machine,
        services=forgiving(machine.services),
        stepper=stepper,
        watch=watch,
        outbox=mails,
        history=False,
    )
    story = _story(plan, version)
    with sessions() as session:
        model = hold(session, machine.library, version, story.directive.process, story.begins)
        forms = _forms(session, machine, plan.seed, questions)
        officers = Officers(plan.behaviour, plan.seed, forms, plan.slots)
        _settings(session)
        session.commit()
        run = Run(session, machine, story, officers, confirmed=True, batch=BATCH)
        root = run.begin()
        stopped = _through(session, run, story, progress)
        return count(
            session,
            machine.library,
            story,
            root,
            model,
            entered=stepper.entered,
            waits=watch.waits(session, machine.library, story.ends),
            mailed=mails.notices,
            stopped=stopped,
            stale=run.stale,
        )


def prepare(sessions: sessionmaker[Session], machine: Engine, plan: Plan) -> None:
    """Raise, as ``play`` of any version would, for what keeps it from beginning; nothing stays.

    So that of two versions the second is not refused when the first has been played.
    """
    with sessions() as session:
        for version in plan.versions:
            story = _story(plan, version)
            now = story.begins
            hold(session, machine.library, version, story.directive.process, now)
            directive = record(session, story.directive, now)
            cascade.issuing(session, machine, directive, now, ACTOR, confirmed=True)
            session.rollback()


def _story(plan: Plan, version: Version) -> Story:
    """What is told: the directive, cascading by the version unless that only plays beside it."""
    directive = plan.directive
    if version.key not in BESIDE:
        directive = replace(directive, process=version.key)
    return Story(version.label, plan.seed, directive, (), end=plan.last)


def _forms(session: Session, machine: Engine, seed: int, questions: Questions) -> Forms:
    """How every form that holds is answered; a deployed one is no longer as it was shipped."""
    models = machine.library.form_models
    asked = {name: questions(form) for name, form in models.known(session).items()}
    return Forms(seed, asked, frozenset(models.shipped) - models.deployed(session).keys())


def _settings(session: Session) -> None:
    """Only its own throwaway database: nobody waits for the disk, no plan is worth compiling."""
    for setting in ("synchronous_commit = off", "jit = off", "work_mem = '64MB'"):
        session.execute(text(f"SET {setting}"))


def _through(session: Session, run: Run, story: Story, progress: Progress) -> datetime | None:
    """Go from moment to moment; where the clock stood still, if it did."""
    days = (story.ends - midnight(story.begins.date())).days
    while (moment := run.next()) is not None and moment < story.ends:
        done = (moment - story.begins).days
        local = f"{moment.astimezone(story.ends.tzinfo):%d/%m/%Y}"
        progress(done, days, f"Diễn tập đến ngày {local}", f"Rehearsed to {local}")
        try:
            run.at(moment)
        except Standstill:
            session.rollback()
            return moment
        if run.grown():
            session.execute(_ANALYSE)
            session.commit()
    progress(days, days, "Đếm kết quả", "Counting")
    return None
