"""The models of a rehearsal: in its database exactly what was handed in holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import model_releases
from engine.decision_models import DecisionFile, newest
from engine.deployments import Library, ProcessModel, current, decisions_used, deploy
from engine.errors import DondocError, InputError
from engine.form_models import FormModel
from engine.model_releases import COMMAND, DIAGRAM, FORM, TABLE, By
from engine.process.dmn_imports import in_order

BESIDE = frozenset(
    {
        "assignment", "campaign", "difficulty", "extension", "incident-report", "inspection-round",
        "periodic-report", "rectification", "urging-letter",
    }
)  # fmt: skip
"""Models that the engine begins by their key beside a cascade: the directive keeps its own."""
_BY = By(COMMAND, note="rehearsal")
"""Not the set-up, which never takes the place of what a person has released."""


class NothingToRehearse(InputError):
    """Neither a drawing nor a deployed model."""

    code = "nothing-to-rehearse"
    vi = "Không có mô hình «{key}» đã triển khai và không có bản vẽ nào được đưa vào."
    en = "There is no deployed model «{key}», and no drawing was given."


class NotAsGiven(DondocError):
    """Something else would be played than what was handed in: the engine's fault."""

    code = "rehearsal-not-as-given"
    vi = (
        "Dừng diễn tập: «{key}» sắp chạy không đúng là bản được đưa vào. Hãy báo quản trị hệ thống."
    )
    en = "The rehearsal stops: «{key}» about to be played is not what was handed in. Tell an administrator."


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a model: its diagram (None: the one deployed under ``key``).

    ``tables`` are decision models (DMN by key) and ``forms`` forms (JSON by name) that are to hold
    instead of those deployed. ``label`` tells two versions apart. ``model_id``: the diagram is that
    of this deployed row, which is played as it stands, with the tables it was deployed with.
    """

    key: str
    label: str = ""
    diagram: bytes | None = None
    tables: Mapping[str, bytes] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    model_id: int | None = None


def hold(
    session: Session, library: Library, version: Version, process: str, now: datetime
) -> ProcessModel:
    """Let the version hold in the rehearsal's database; the row of its diagram.

    Diagrams that play with it (``process``, the directive's, and those of ``BESIDE``) ask its
    tables too. Raises ``ModelRefused`` and ``InputError`` as deployments do, NothingToRehearse,
    and NotAsGiven.
    """
    for name, text_of in version.forms.items():
        form = library.form_models.deploy(session, name, text_of, now, _BY)
        model_releases.release(session, FORM, name, form.id, form.version, _BY, now)
    tables = _tables(session, library, version.tables, now)
    _release(session, _diagram(session, library, version, now), now)
    _ask_anew(session, library, {version.key, process, *BESIDE}, tables, now)
    row = current(session, version.key)
    if row is None:
        raise NothingToRehearse(key=version.key)
    _check(session, version, row)
    return row


def _diagram(session: Session, library: Library, version: Version, now: datetime) -> ProcessModel:
    if version.diagram is not None and version.model_id is None:
        return deploy(session, library, version.key, version.diagram, now, _BY)
    row = (
        current(session, version.key)
        if version.model_id is None
        else session.get(ProcessModel, version.model_id)
    )
    if row is None:
        raise NothingToRehearse(key=version.key)
    return row


def _release(session: Session, row: ProcessModel, now: datetime) -> None:
    """Also what was deployed once, and another took its place since."""
    model_releases.release(session, DIAGRAM, row.key, row.id, row.version, _BY, now)


def _tables(
    session: Session, library: Library, given: Mapping[str, bytes], now: datetime
) -> frozenset[int]:
    """The ids of the tables given as they hold now, and of those that import them."""

    def table(key: str, source: bytes) -> int:
        row = library.decisions.deploy(session, key, source, now, _BY)
        model_releases.release(session, TABLE, key, row.id, row.version, _BY, now)
        return row.id

    held = {key: table(key, given[key]) for key in in_order(given)}
    rows = session.execute(select(DecisionFile.id, DecisionFile.key))
    keys: dict[int, str] = {row.id: row.key for row in rows}

    def behind() -> DecisionFile | None:
        """A table that was deployed with one that another now stands in the place of."""
        rows = (r for r in newest(session) if r.key not in held)
        return next((r for r in rows if any(keys[i] in held for i in r.imports)), None)

    while held and (row := behind()) is not None:
        held[row.key] = table(row.key, row.xml.encode())
    return frozenset(held.values())


def _ask_anew(
    session: Session,
    library: Library,
    keys: Collection[str],
    tables: frozenset[int],
    now: datetime,
) -> None:
    """Diagrams keep the tables they were deployed with: those that ask these are deployed anew."""
    if not tables:
        return
    for key in sorted(keys):
        row = current(session, key)
        if row is None:
            continue
        source = row.xml.encode()
        asked = library.decisions.pinned(session, decisions_used(source))
        if not tables.isdisjoint(asked):
            _release(session, deploy(session, library, key, source, now, _BY), now)


def _check(session: Session, version: Version, row: ProcessModel) -> None:
    """Raise NotAsGiven unless everything handed in holds to the letter."""
    forms = model_releases.current(session, FORM)
    tables = {table.key: table.xml.encode() for table in newest(session)}
    held: dict[str, bool] = {
        name: name in forms and session.get_one(FormModel, forms[name]).content == text_of
        for name, text_of in version.forms.items()
    }
    held |= {key: tables.get(key) == source for key, source in version.tables.items()}
    asked = session.scalars(select(DecisionFile).where(DecisionFile.id.in_(row.decisions)))
    held |= {
        table.key: held.get(table.key, True) and table.xml.encode() == version.tables[table.key]
        for table in asked
        if table.key in version.tables
    }
    held[version.key] = version.diagram is None or row.xml.encode() == version.diagram
    for key, as_given in held.items():
        if not as_given:
            raise NotAsGiven(key=key)
