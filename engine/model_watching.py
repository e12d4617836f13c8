"""A deployed model watched at work: where its instances stand, and how long each element takes.

What the engine keeps decides what can be told. Where the tokens of a running instance stand is in
its state. A person's task has a row with its beginning and its end, so its times are exact. Timers
and letters are in the history at the moment they moved an instance, but not since when they were
waited for: of such an element it is told how often it was passed and how long after the instance's
beginning. Everything else (gateways, services, scripts) is passed in the moment it is reached, and
leaves no row.

All figures are of every unit's instances: who designs a process sees counts, not answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, deployments
from engine.arrays import ints
from engine.deployments import Library, Loaded, ProcessModel
from engine.errors import ModelRefused
from engine.people import Actor
from engine.process.model import Element
from engine.process.places import Places
from engine.process.state import StateUnreadable

TASK = "userTask"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the model."""

    id: int
    version: int
    deployed_at: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at: ``versions`` of ``key`` (all, or the one asked for), since a moment.

    ``drawn`` is the id of the version whose diagram shows the figures, ``all_versions`` what there
    is to choose from, the newest first.
    """

    key: str
    versions: tuple[Version, ...]
    all_versions: tuple[Version, ...]
    drawn: int
    since: datetime | None

    @property
    def values(self) -> dict[str, object]:
        """The parameters ``models`` and ``since`` of this room's statements."""
        return {"models": ints(v.id for v in self.versions), "since": self.since}


@dataclass(frozen=True, slots=True)
class ElementFigures:
    """One element: what stands there now, and what passed since the moment asked for.

    ``standing`` are open tasks, or running instances for what is no task; ``late`` those overdue.
    ``done`` and ``cancelled`` are tasks that ended, or times a timer fired or a letter came.
    ``median`` and ``p90`` are seconds from a task's opening to its completion, ``reached`` the
    median of seconds from the instance's beginning until it was passed; None: not known.
    """

    id: str
    name: str = ""
    tag: str = ""
    events: tuple[str, ...] = ()
    process: str = ""
    on_diagram: bool = True
    standing: int = 0
    late: int = 0
    done: int = 0
    cancelled: int = 0
    median: float | None = None
    p90: float | None = None
    reached: float | None = None

    @property
    def is_task(self) -> bool:
        """Whether people do it: then its times are exact."""
        return self.tag == TASK


@dataclass(frozen=True, slots=True)
class Figures:
    """All elements at which anything stood or passed, in the diagram's order, and the instances.

    ``unreadable`` are running instances whose state no program of this release can load;
    ``unnamed`` letters and signals that came and are waited for at several elements, by name.
    """

    elements: list[ElementFigures]
    running: int
    ended: int
    cancelled: int
    median: float | None
    p90: float | None
    unreadable: int = 0
    unnamed: dict[str, int] = field(default_factory=dict)


Held: TypeAlias = tuple[int, str, str]
"""A state as instances hold it: model_id, process, the state's text."""


@dataclass(slots=True)
class Standings:
    """Which states have a token at an element, and how many running instances have each state.

    ``damaged`` are those that cannot be read, ``unreadable`` the instances that have them.
    """

    states: dict[str, list[Held]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    damaged: list[Held] = field(default_factory=list)
    unreadable: int = 0


def read(
    session: Session, actor: Actor, key: str, version: int | None, since: datetime | None
) -> Watched:
    """What is asked for. Raises Forbidden, and NotFound for a key or version never deployed."""
    access.require_designer(actor)
    rows = session.execute(
        select(ProcessModel.id, ProcessModel.version, ProcessModel.deployed_at)
        .where(ProcessModel.key == key)
        .order_by(ProcessModel.version.desc())
    )
    found = tuple(Version(*row) for row in rows)
    chosen = tuple(v for v in found if version is None or v.version == version)
    access.require(chosen or None, f"quy trình / process model «{key}»")
    current = deployments.current(session, key) if version is None else None
    drawn = current.id if current is not None else chosen[0].id
    return Watched(key, chosen, found, drawn, since)


_ENDED = text("""
    SELECT count(*) FILTER (WHERE status = 'running') AS running,
        count(*) FILTER (WHERE status = 'ended' AND recent) AS ended,
        count(*) FILTER (WHERE status = 'cancelled' AND recent) AS cancelled,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY lasted)
            FILTER (WHERE status = 'ended' AND recent) AS times
    FROM (
        SELECT status, CAST(extract(epoch FROM ended_at - created_at) AS float8) AS lasted,
            ended_at >= coalesce(CAST(:since AS timestamptz), '-infinity') AS recent
        FROM instance WHERE model_id = ANY (CAST(:models AS bigint[]))
    ) i
""")
_TASKS = text("""
    SELECT w.element,
        count(*) FILTER (WHERE w.status = 'open') AS standing,
        count(*) FILTER (WHERE w.status = 'open' AND w.due_at <= :now) AS late,
        count(*) FILTER (WHERE w.status = 'done') AS done,
        count(*) FILTER (WHERE w.status = 'cancelled') AS cancelled,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
            ORDER BY CAST(extract(epoch FROM w.completed_at - w.created_at) AS float8)
        ) FILTER (WHERE w.status = 'done') AS times,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY CAST(extract(epoch FROM w.completed_at - i.created_at) AS float8)
        ) FILTER (WHERE w.status = 'done') AS reached
    FROM work_item w JOIN instance i ON i.id = w.instance_id
    WHERE i.model_id = ANY (CAST(:models AS bigint[]))
        AND (w.status = 'open'
             OR w.completed_at >= coalesce(CAST(:since AS timestamptz), '-infinity'))
    GROUP BY w.element
""")
_PASSED = text("""
    SELECT a.action, a.what, count(*) AS done,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY CAST(extract(epoch FROM a.at - i.created_at) AS float8)) AS reached
    FROM (
        SELECT instance_id, at, action, CAST(detail AS json) ->> CASE action
            WHEN 'timerdue' THEN 'timer' ELSE action END AS what
        FROM audit_entry
        WHERE action IN ('timerdue', 'message', 'signal')
            AND at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    ) a JOIN instance i ON i.id = a.instance_id
    WHERE i.model_id = ANY (CAST(:models AS bigint[])) AND a.what IS NOT NULL
    GROUP BY a.action, a.what
""")
_STATES = text("""
    SELECT model_id, process, state, count(*) AS instances FROM instance
    WHERE status = 'running' AND model_id = ANY (CAST(:models AS bigint[]))
    GROUP BY model_id, process, state
""")


def figures(session: Session, library: Library, watched: Watched, now: datetime) -> Figures:
    """The figures, by four statements whatever the number of instances."""
    ended = session.execute(_ENDED, watched.values).one()
    found: dict[str, ElementFigures] = {}
    for row in session.execute(_TASKS, {**watched.values, "now": now}):
        median, p90 = row.times or (None, None)
        found[row.element] = ElementFigures(
            row.element,
            tag=TASK,
            standing=row.standing,
            late=row.late,
            done=row.done,
            cancelled=row.cancelled,
            median=median,
            p90=p90,
            reached=row.reached,
        )
    drawn = library.load(session, watched.drawn)
    unnamed = _add_passed(session, watched, catchers(drawn), found)
    standing = standings(session, library, watched)
    for element, count in standing.counts.items():
        before = found.get(element, ElementFigures(element))
        if not before.is_task:
            found[element] = replace(before, standing=count)
    median, p90 = ended.times or (None, None)
    return Figures(
        _named(session, library, watched, drawn, found),
        ended.running,
        ended.ended,
        ended.cancelled,
        median,
        p90,
        standing.unreadable,
        unnamed,
    )


def standings(session: Session, library: Library, watched: Watched) -> Standings:
    """Where running instances stand: states repeat, so each distinct one is read once."""
    found = Standings()
    for row in session.execute(_STATES, watched.values):
        held = (row.model_id, row.process, row.state)
        try:
            loaded = library.load(session, row.model_id)
            places = Places(loaded.processes[row.process], row.state).standing()
        except (StateUnreadable, ModelRefused, KeyError):
            found.damaged.append(held)
            found.unreadable += row.instances
            continue
        for element in {place.element for place in places}:
            found.states.setdefault(element, []).append(held)
            found.counts[element] += row.instances
    return found


def catchers(loaded: Loaded) -> Mapping[tuple[str, str], list[str]]:
    """(message or signal, its name) → the elements that wait for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for element in elements(loaded):
        if not element.tag.endswith(("ThrowEvent", "sendTask")) and element.tag != "endEvent":
            for event in element.events:
                if event.kind in ("message", "signal"):
                    found.setdefault((event.kind, event.text), []).append(element.id)
    return found


def elements(loaded: Loaded) -> Iterable[Element]:
    """All elements of a file, in its order."""
    return (e for p in loaded.model.processes.values() for e in p.elements.values())


def _add_passed(
    session: Session,
    watched: Watched,
    catching: Mapping[tuple[str, str], Sequence[str]],
    found: dict[str, ElementFigures],
) -> dict[str, int]:
    """Add how often timers fired and letters came; what cannot be laid to one element is returned."""
    unnamed: dict[str, int] = {}
    for row in session.execute(_PASSED, watched.values):
        if row.action == "timerdue":
            element = row.what
        else:
            waiting = catching.get((row.action, row.what), ())
            if len(waiting) != 1:
                unnamed[row.what] = unnamed.get(row.what, 0) + row.done
                continue
            element = waiting[0]
        before = found.get(element, ElementFigures(element))
        found[element] = replace(before, done=before.done + row.done, reached=row.reached)
    return unnamed


def _named(
    session: Session,
    library: Library,
    watched: Watched,
    drawn: Loaded,
    found: Mapping[str, ElementFigures],
) -> list[ElementFigures]:
    """The figures with what the diagram says of their elements; those it has not come last."""
    shown = [_said(found[e.id], e, True) for e in elements(drawn) if e.id in found]
    left = {id_: one for id_, one in found.items() if id_ not in {one.id for one in shown}}
    for version in watched.all_versions:
        if left and version.id != drawn.id:
            known = elements(library.load(session, version.id))
            shown += [_said(left.pop(e.id), e, False) for e in known if e.id in left]
    return shown + [replace(one, on_diagram=False) for one in left.values()]


def _said(one: ElementFigures, element: Element, on_diagram: bool) -> ElementFigures:
    return replace(
        one,
        name=element.name,
        tag=one.tag or element.tag,  # what has tasks counts tasks, whatever it is drawn as now
        events=tuple(event.kind for event in element.events),
        process=element.process,
        on_diagram=on_diagram,
    )


def heat(values: Mapping[str, float]) -> Mapping[str, int]:
    """Each element's share of the largest value, by quarters: 0 nothing, 4 more than three."""
    most: Any = max(values.values(), default=0)
    return {id_: min(4, int(4 * v / most) + 1) if v else 0 for id_, v in values.items()}
