"""Models that travel together: diagrams with the tables and forms they use, out and in again.

What comes in becomes drafts, all or none, and is checked like a deployment, with the package's own
tables and forms in place of those in use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, model_drafts, model_releases, model_versions
from engine.decision_models import DecisionFile
from engine.deployments import Library, ProcessModel, decisions_used
from engine.errors import DondocError, Finding, InputError, ModelRefused, NotFound
from engine.form_models import Read
from engine.model_checks import of_error
from engine.model_drafts import ModelDraft
from engine.model_releases import DIAGRAM, FORM, KINDS, TABLE
from engine.people import Actor
from engine.process import dmn, reading, xml
from engine.process.dmn_imports import imported, in_order

MOST = 200
"""Models in one package."""


@dataclass(frozen=True, slots=True)
class Item:
    """One model of a package: ``content`` is XML, or a form's JSON."""

    kind: str
    key: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one model: its draft, and what is still wrong with it.

    ``draft`` is None where the ``version`` in use says the same; ``made`` is false for a draft that
    was there with the same content.
    """

    item: Item
    draft: ModelDraft | None
    findings: list[Finding]
    version: int | None = None
    made: bool = True


class NothingChosen(InputError):
    """A package without a model."""

    code = "package-empty"
    vi = "Hãy chọn ít nhất một mô hình, nhiều nhất {most}."
    en = "Choose at least one model, at most {most}."


def export(session: Session, actor: Actor, chosen: Sequence[tuple[str, str]]) -> list[Item]:
    """The versions in use of these (kind, key), and of the tables and forms their diagrams use.

    A form that only the product has is not taken along: it is there already. Raises NotFound.
    """
    access.require_designer(actor)
    if not 0 < len(chosen) <= MOST:
        raise NothingChosen(most=MOST)
    found: dict[tuple[str, str], Item] = {}
    for kind, key in chosen:
        row = _held(session, actor, kind, key)
        if row is None:
            raise NotFound(what=f"«{kind}/{key}»")
        found[kind, key] = _item(kind, row)
        if isinstance(row, ProcessModel):
            for used in _used(session, actor, row):
                found.setdefault((used.kind, used.key), used)
    return list(found.values())


def import_(
    session: Session, library: Library, actor: Actor, items: Sequence[Item], now: datetime
) -> list[Imported]:
    """A draft for each model that is not in use already, word for word, nor at work as a draft.

    Raises what ``model_drafts.create`` raises; no draft is left then.
    """
    if not 0 < len(items) <= MOST:
        raise NothingChosen(most=MOST)
    with session.begin_nested():
        found = [_taken_in(session, actor, item, now) for item in items]
    wrong = check(session, library, items)
    return [
        replace(one, findings=[] if one.draft is None else said)
        for one, said in zip(found, wrong, strict=True)
    ]


def _taken_in(session: Session, actor: Actor, item: Item, now: datetime) -> Imported:
    held = _held(session, actor, item.kind, item.key) if item.kind in KINDS else None
    if held is not None and model_versions.text(held) == item.content:
        return Imported(item, None, [], held.version)
    same = select(ModelDraft).where(
        ModelDraft.kind == item.kind,
        ModelDraft.key == item.key,
        ModelDraft.content == item.content,
        ModelDraft.status.in_(model_drafts.OPEN),
    )
    there = session.scalars(same.order_by(ModelDraft.id.desc()).limit(1)).first()
    if there is not None:
        return Imported(item, there, [], made=False)
    draft = model_drafts.create(
        session,
        actor,
        kind=item.kind,
        key=item.key,
        title=item.title,
        content=item.content,
        now=now,
    )
    return Imported(item, draft, [])


def check(session: Session, library: Library, items: Sequence[Item]) -> list[list[Finding]]:
    """What is wrong with each model, if all of them are deployed together."""
    found: dict[tuple[str, str], list[Finding]] = {(i.kind, i.key): [] for i in items}
    forms: dict[str, Read] = {}
    for item in (i for i in items if i.kind == FORM):
        try:
            forms[item.key] = library.form_models.vetted(session, item.key, item.content)
        except DondocError as error:
            found[FORM, item.key] = _findings(error)
    decisions = _decisions(session, library, [i for i in items if i.kind == TABLE], found)
    fields = library.fields(session, forms)
    for item in (i for i in items if i.kind == DIAGRAM):
        try:
            library.check(item.content.encode(), item.key, decisions, fields)
        except ModelRefused as refused:
            found[DIAGRAM, item.key] = refused.findings
    return [found[i.kind, i.key] for i in items]


def _decisions(
    session: Session,
    library: Library,
    items: Sequence[Item],
    found: dict[tuple[str, str], list[Finding]],
) -> dict[str, dmn.Decision]:
    """The decisions in use, and those of the package in their place."""
    own = {item.key for item in items}
    held = model_releases.current(session, TABLE)
    in_use = [table_id for key, table_id in held.items() if key not in own]
    models = {m.namespace: m for m in (library.decisions.load(session, i) for i in in_use)}
    sources = {item.key: item.content.encode() for item in items}
    for key in in_order(sources):
        wanted = imported(sources[key])
        try:
            read = dmn.read(sources[key], {n: m for n, m in models.items() if n in wanted})
        except ModelRefused as refused:
            found[TABLE, key] = refused.findings
        else:
            models[read.namespace] = read
    return {i: d for m in models.values() for i, d in {**m.services, **m.decisions}.items()}


def _findings(error: DondocError) -> list[Finding]:
    if isinstance(error, ModelRefused):
        return error.findings
    return [of_error(error)]


def _held(session: Session, actor: Actor, kind: str, key: str) -> model_versions.Deployed | None:
    release = model_releases.last(session, kind, key)
    return model_versions.read(session, actor, kind, release.model_id) if release else None


def _item(kind: str, row: model_versions.Deployed) -> Item:
    text = model_versions.text(row)
    name = _title(kind, text).strip()
    return Item(kind, row.key, name[: model_drafts.MAX_TITLE] or row.key, text)


def _title(kind: str, text: str) -> str:
    """What its designer called it: a form by its Vietnamese title, a diagram also by a part's name."""
    if kind == FORM:
        title = json.loads(text).get("title", {})
        return str(title.get("vi", "") if isinstance(title, dict) else title)
    root = xml.read(text.encode())
    parts = (child.get("name") for child in root) if kind == DIAGRAM else ()
    return next(filter(None, (root.get("name"), *parts)), "")


def _used(session: Session, actor: Actor, row: ProcessModel) -> Iterable[Item]:
    """The tables that hold a diagram's decisions, and the deployed forms of its tasks."""
    source = row.xml.encode()
    if decisions_used(source):
        tables = select(DecisionFile).where(DecisionFile.id.in_(row.decisions))
        for table in session.scalars(tables.order_by(DecisionFile.key)):
            yield _item(TABLE, table)
    processes = reading.parse(xml.read(source)).processes.values()
    names = {e.props.get("form", "") for p in processes for e in p.elements.values()}
    for name in sorted(filter(None, names)):
        held = _held(session, actor, FORM, name)
        if held is not None:
            yield _item(FORM, held)
