"""A directive's year told at a run: simulated people and a simulated clock on the real engine.

``play`` issues the story's directive in a database of its own (``prepare`` fills one), then goes
from moment to moment: due timers fire, what the story says happens, people do what they planned,
and what opened is planned by the story's rules. Nothing reads a clock; the same seed gives the same
figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from engine.deployments import deploy
from engine.instances import Engine
from engine.process.dmn_imports import in_order
from engine.story_behaviour import BadStory
from engine.story_check import check_books
from engine.story_figures import Figures, count_figures
from engine.story_run import Habits, Run, Standstill
from engine.story_script import Story
from engine.unit_import import Succession, UnitRow, import_units

__all__ = ["Progress", "Standstill", "Story", "play", "prepare"]

Progress: TypeAlias = Callable[[datetime], None]

_ANALYSE = text("""
    ANALYZE instance, work_item, timer, report, notice, directive, obligation, recipient, milestone
""")


def prepare(
    session: Session,
    machine: Engine,
    rows: Iterable[UnitRow],
    successions: Iterable[Succession],
    models: Mapping[str, bytes],
    decisions: Mapping[str, bytes],
    now: datetime,
) -> None:
    """Fill a migrated, empty database: units, decision models, diagrams. The caller commits."""
    import_units(session, rows, successions)
    for key in in_order(decisions):
        machine.library.decisions.deploy(session, key, decisions[key], now)
    for key, source in models.items():
        deploy(session, machine.library, key, source, now)
    session.execute(text("ANALYZE"))


def play(
    sessions: sessionmaker[Session], machine: Engine, story: Story, progress: Progress | None = None
) -> Figures:
    """Tell the story in a prepared database and count what became of the directive.

    ``progress`` is called with every moment that is reached. Raises ``BadStory``, ``StoryRefused``
    (a happening that cannot happen), ``Standstill``, ``DoesNotAddUp``, and whatever issuing the
    directive raises.
    """
    if story.ends <= story.begins:
        raise BadStory(
            story=story.title,
            why_vi="ngày kết thúc trước ngày bắt đầu",
            why="it ends before it begins",
        )
    # Only its own throwaway database: nobody waits for the disk.
    with sessions() as session:
        session.execute(text("SET synchronous_commit = off"))
        session.commit()
        run = Run(session, machine, story, Habits(story))
        root = run.begin()
        while (moment := run.next()) is not None and moment < story.ends:
            if progress is not None:
                progress(moment)
            run.at(moment)
            if run.grown():
                # A year passes in seconds: the server's own statistics would never catch up.
                session.execute(_ANALYSE)
                session.commit()
        check_books(session, story.ends)
        return count_figures(
            session,
            root,
            story.title,
            story.seed,
            story.begins,
            story.ends,
            unattended=run.unattended(),
            stale=run.stale,
            changes=run.stage.changes,
        )
