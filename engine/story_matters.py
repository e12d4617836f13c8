"""Difficulties and incidents in a story: raised, passed up, answered; reported, forwarded, closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine import difficulties, incidents
from engine.difficulty_tables import OPEN, Difficulty
from engine.directive_tables import Directive, Provision, Recipient
from engine.incident_tables import Incident
from engine.obligations import any_of
from engine.story_behaviour import Task
from engine.story_happenings import Happening
from engine.story_stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Happening):
    """Each of ``by`` raises the same difficulty on what it received; its ``name`` in the story.

    ``provision`` is a number of the directive, as printed.
    """

    name: str
    by: tuple[str, ...]
    words: str
    provision: str = ""

    def units(self) -> Mapping[str, str]:
        """All who ask."""
        return {f"by[{n}]": unit for n, unit in enumerate(self.by)}

    def act(self, stage: Stage) -> None:
        """Raise it, one unit after the other."""
        asked = stage.named.setdefault(self.name, [])
        for name in self.by:
            unit = stage.unit(name)
            directive = self._received(stage, unit.id)
            asked.append(
                difficulties.raise_difficulty(
                    stage.session,
                    stage.machine,
                    stage.person(unit.id),
                    directive.id,
                    self.words,
                    stage.now,
                    self._provision(stage, directive) if self.provision else None,
                )
            )

    def _received(self, stage: Stage, unit_id: int) -> Directive:
        found = stage.session.scalars(
            select(Directive)
            .join(Recipient, Recipient.directive_id == Directive.id)
            .where(
                Recipient.unit_id == unit_id,
                Recipient.sent_at.is_not(None),
                Directive.root_id == stage.root,
            )
            .order_by(Directive.id.desc())
            .limit(1)
        ).one_or_none()
        if found is None:
            raise stage.missing("văn bản gửi đơn vị này", "directive sent to this unit")
        return found

    def _provision(self, stage: Stage, directive: Directive) -> int:
        holder = directive.provisions_of_id or directive.id
        found = stage.session.scalars(
            select(Provision.id)
            .where(Provision.directive_id == holder, Provision.number == self.provision)
            .limit(1)
        ).one_or_none()
        if found is None:
            raise stage.missing(f"mục {self.provision}", f"provision {self.provision}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDifficulty(Happening):
    """Whoever holds the questions raised under the name ``about`` acts on them."""

    about: str

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The tasks about these questions, wherever they are."""
        mine = [f"vm{number}" for number in stage.named.get(self.about, ())]
        return task.form == "difficulty-answer" and subject in mine

    def _open(self, stage: Stage) -> dict[int, list[int]]:
        """Open difficulties by the unit that holds them; each question's leading one first."""
        rows = stage.session.scalars(
            select(Difficulty)
            .where(Difficulty.id == any_of(stage.named[self.about]), Difficulty.status == OPEN)
            .order_by(Difficulty.id)
            .execution_options(populate_existing=True)
        )
        held: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            if row.lead_id not in held[row.held_by_id]:
                held[row.held_by_id].append(row.lead_id)
        if not held:
            raise stage.missing("vướng mắc đang chờ giải đáp", "difficulty that waits")
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class PassUp(OfDifficulty):
    """The holders make one question of what they were asked, and pass it to the issuer above."""

    note: str = ""

    def act(self, stage: Stage) -> None:
        """Group, then pass up."""
        for holder, asked in self._open(stage).items():
            actor = stage.person(holder)
            what = stage.session, stage.machine, actor, asked[0]
            difficulties.group(*what, asked[1:], stage.now)
            difficulties.pass_up(*what, self.note, stage.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAll(OfDifficulty):
    """The holders answer, for all who asked; ``public``: all of the cascade may read it."""

    words: str
    public: bool = False

    def act(self, stage: Stage) -> None:
        """Group, then answer."""
        for holder, asked in self._open(stage).items():
            actor = stage.person(holder)
            what = stage.session, stage.machine, actor, asked[0]
            difficulties.group(*what, asked[1:], stage.now)
            difficulties.answer(*what, self.words, stage.now, public=self.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIncident(Happening):
    """``unit`` reports an incident of this moment; its ``name`` in the story."""

    name: str
    unit: str
    urgency: str
    title: str
    words: str
    place: str = ""

    def units(self) -> Mapping[str, str]:
        """Who reports."""
        return {"unit": self.unit}

    def act(self, stage: Stage) -> None:
        """Report it."""
        draft = incidents.IncidentDraft(
            self.urgency, self.title, self.words, self.place, happened_at=stage.now
        )
        actor = stage.person(stage.unit(self.unit).id)
        made = incidents.report(stage.session, stage.machine, actor, draft, stage.now)
        stage.named[self.name] = [made]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfIncident(Happening):
    """Whoever holds the incident ``about`` receives it and then forwards (``up``) or closes it."""

    about: str
    words: str
    up: bool

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """What the bodies it reaches have to do."""
        mine = [f"vv{number}" for number in stage.named.get(self.about, ())]
        return task.form in ("incident-receive", "incident-handle") and subject in mine

    def act(self, stage: Stage) -> None:
        """Receive it, then send it one body up or close it."""
        (number,) = stage.named[self.about]
        incident = stage.session.get_one(Incident, number, populate_existing=True)
        what = stage.session, stage.machine, stage.person(incident.held_by_id), number
        incidents.receive(*what, "", stage.now)
        act = incidents.forward if self.up else incidents.close
        act(*what, self.words, stage.now)
