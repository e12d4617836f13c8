"""Performs rehearsals: a scratch database for each version, filled from the real one, dropped again.

Nothing is written to the real database, and whatever ends a rehearsal (its end, an error, a cancel,
Ctrl-C) takes the scratch database with it; one whose process was killed goes with the next
(``rehearsal_place.sweep``).
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from adapters import directive_files, postgres, rehearsal_filling, rehearsal_place
from adapters.forms import Form
from engine.deliveries import Engine
from engine.deployments import Library
from engine.drafts import DirectiveDraft
from engine.form_models import Forms, Read
from engine.ports import Progress, silent
from engine.rehearsal import Plan, Version, play, prepare
from engine.rehearsal_answers import Question
from engine.rehearsal_figures import Rehearsed


@dataclass(frozen=True)
class Rehearsals:
    """Rehearses on the server of ``url`` with the services of ``machine`` (``rehearsal.Rehearse``)."""

    url: str
    machine: Engine

    def __call__(self, plan: Plan, progress: Progress = silent) -> list[Rehearsed]:
        """Each version in its turn. Raises as ``rehearsal.Rehearse``, and NoScratchDatabase."""
        _ = plan.last  # refused before anything is made
        total = len(plan.versions)
        return [
            self._one(plan, version, _part(progress, nth, total), first=nth == 0 and total > 1)
            for nth, version in enumerate(plan.versions)
        ]

    def directive(self, content: Mapping[str, Any]) -> DirectiveDraft:
        """The draft in a directive file's plain data. Raises DirectiveRefused."""
        return directive_files.load(content)

    def _one(self, plan: Plan, version: Version, progress: Progress, *, first: bool) -> Rehearsed:
        """Play one; before the ``first`` of several all are tried."""
        progress(0, 1, "Chuẩn bị cơ sở dữ liệu tạm", "Preparing a scratch database")
        with rehearsal_place.scratch(self.url) as url:
            rehearsal_filling.fill(self.url, url, plan.day)
            connections = postgres.create_engine(url, 1)
            try:
                sessions = postgres.sessions(connections)
                if first:
                    prepare(sessions, self._engine(), plan)
                with uncollected():
                    return play(sessions, self._engine(), plan, version, _questions, progress)
            finally:
                connections.dispose()

    def _engine(self) -> Engine:
        """The real engine with a library of its own: ids mean other models here."""
        library = self.machine.library
        known = library.form_models
        own = Library(library.services, library.forms, form_models=Forms(known.shipped, known.read))
        return replace(self.machine, library=own)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: a year makes millions of objects and hardly a circle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _part(progress: Progress, nth: int, versions: int) -> Progress:
    """The progress of the ``nth`` of several versions, each a hundred steps."""
    if versions == 1:
        return progress

    def told(done: int, total: int, vi: str, en: str) -> None:
        share = done * 100 // max(total, 1)
        which = f"({nth + 1}/{versions})"
        progress(nth * 100 + share, versions * 100, f"{which} {vi}", f"{which} {en}")

    return told


def _questions(form: Read) -> Sequence[Question]:
    return [
        Question(
            asked.name,
            asked.type,
            tuple(value for value, _ in asked.options),
            None if asked.min is None else Decimal(str(asked.min)),
            None if asked.max is None else Decimal(str(asked.max)),
            asked.max_length,
        )
        for asked in cast("Form", form).fields
    ]
