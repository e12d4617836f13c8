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

from engine.deadlines import midnight
from engine.deliveries import Engine
from engine.deployments import ProcessModel, current, deploy
from engine.drafts import DirectiveDraft
from engine.errors import InputError
from engine.form_models import Read
from engine.ports import Progress, silent
from engine.process.dmn_imports import in_order
from engine.rehearsal_answers import Forms, Question
from engine.rehearsal_behaviour import Behaviour, Officers
from engine.rehearsal_figures import Rehearsed, count
from engine.rehearsal_watch import Noting, Watch
from engine.story_run import Run, Standstill
from engine.story_script import Story

__all__ = ["Mails", "Plan", "Rehearse", "Version", "play"]

BATCH = 20_000
BESIDE = frozenset(
    {
        "assignment", "campaign", "difficulty", "extension", "incident-report", "inspection-round",
        "periodic-report", "rectification", "urging-letter",
    }
)  # fmt: skip
"""Models that the engine begins by their key beside a cascade: the directive keeps its own."""
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


class NothingToRehearse(InputError):
    """Neither a drawing nor a deployed model."""

    code = "nothing-to-rehearse"
    vi = "Không có mô hình «{key}» đã triển khai và không có bản vẽ nào được đưa vào."
    en = "There is no deployed model «{key}», and no drawing was given."


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a model: its diagram (None: the one deployed under ``key``).

    ``tables`` are decision models (DMN by key) and ``forms`` forms (JSON by name) that are to hold
    instead of those deployed. ``label`` tells two versions apart.
    """

    key: str
    label: str = ""
    diagram: bytes | None = None
    tables: Mapping[str, bytes] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)


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
    machine = replace(machine, stepper=stepper, watch=watch, outbox=mails, history=False)
    directive = plan.directive
    if version.key not in BESIDE:
        directive = replace(directive, process=version.key)
    story = Story(version.label, plan.seed, directive, (), end=plan.last)
    with sessions() as session:
        model = _deployed(session, machine, version, story.begins)
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


def _deployed(session: Session, machine: Engine, version: Version, now: datetime) -> ProcessModel:
    """The version's models deployed in the rehearsal's database; its diagram's row."""
    for name, text_of in version.forms.items():
        machine.library.form_models.deploy(session, name, text_of, now)
    for key in in_order(version.tables):
        machine.library.decisions.deploy(session, key, version.tables[key], now)
    if version.diagram is not None:
        return deploy(session, machine.library, version.key, version.diagram, now)
    row = current(session, version.key)
    if row is None:
        raise NothingToRehearse(key=version.key)
    if version.tables or version.forms:
        return deploy(session, machine.library, version.key, row.xml.encode(), now)
    return row


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
