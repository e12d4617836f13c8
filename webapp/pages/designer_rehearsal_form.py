"""The form that asks for a rehearsal: what it offers, and what was filled in as plain arguments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from sqlalchemy import select

from engine import directive_views, model_drafts, model_releases
from engine.deployments import ProcessModel
from engine.errors import DondocError, InputError, NotFound
from engine.model_drafts import ModelDraft
from engine.model_releases import DIAGRAM
from engine.rehearsal_behaviour import KINDS, OWN, Numbers
from engine.rehearsal_jobs import content_of, version
from engine.searching import folded
from engine.units import Unit
from webapp import locale, typed
from webapp.labels import ROLES
from webapp.pages.designer import model_title
from webapp.requests import actor, session, wiring

SAMPLE, RECORDED, FILE = "sample", "recorded", "file"
WORKERS = ("vanthu", "lanhdao", "chuyenvien")
FIGURES = ("on_time", "never", "late_days")
RECENT = 50


class NotANumber(InputError):
    """A figure of the table of officers that is none."""

    code = "rehearsal-number"
    vi = "Hãy ghi số từ {low} đến {high}, hoặc để trống cả dòng."
    en = "Write a number from {low} to {high}, or leave the whole line blank."


def offered() -> dict[str, Any]:
    """What may be chosen: drafts, deployed models, directives, the lines of officers."""
    drafts = session().scalars(
        select(ModelDraft)
        .where(ModelDraft.status.in_(model_drafts.OPEN))
        .order_by(ModelDraft.id.desc())
        .limit(RECENT)
    )
    found = list(drafts)
    models = [(_deployed(row), row.key) for row in _held()]
    models.sort(key=lambda model: folded(model[0]))
    tiers = session().scalars(select(Unit.tier).distinct().order_by(Unit.tier))
    return {
        "diagrams": [
            *((f"draft:{d.id}", _draft(d)) for d in found if d.kind == DIAGRAM),
            *((f"model:{key}", title) for title, key in models),
        ],
        "beside": [(d.id, _draft(d)) for d in found if d.kind != DIAGRAM],
        "samples": [(name, _called(name, data)) for name, data in wiring().samples().items()],
        "recorded": _recorded(),
        "lines": [("", ""), *((tier, "") for tier in tiers), *(("", role) for role in WORKERS)],
        "roles": ROLES,
    }


def arguments(errors: dict[str, str]) -> dict[str, Any]:
    """What was filled in, as the work's arguments; faults are noted by their field."""
    asked: dict[str, Any] = {"seed": _seed(errors)}
    asked["versions"] = _versions(errors)
    asked["behaviour"] = _behaviour(errors)
    for name in ("on", "until"):
        try:
            day = typed.a_day_or_none(typed.field(name))
            asked[name] = day.isoformat() if day else ""
        except DondocError as error:
            errors[name] = _said(error)
    try:
        asked["directive"], asked["source"] = _directive()
    except DondocError as error:
        errors[typed.field("source") or SAMPLE] = _said(error)
    return asked


def digest(asked: Mapping[str, Any]) -> str:
    """The same for what is asked for twice."""
    text = json.dumps(asked, sort_keys=True, default=str).encode()
    return hashlib.sha256(text).hexdigest()[:32]


def _called(name: str, data: bytes) -> str:
    draft = wiring().directives.parse(data, name)
    return f"{draft.issuer}, {draft.issued_on:%d/%m/%Y}: {draft.subject}"


def _held() -> Iterable[ProcessModel]:
    """The deployed diagrams that new instances begin with."""
    held = model_releases.current(session(), DIAGRAM).values()
    return session().scalars(select(ProcessModel).where(ProcessModel.id.in_(held)))


def _deployed(row: ProcessModel) -> str:
    title = model_title(DIAGRAM, row.key, row.xml)
    said = gettext(
        "Đã triển khai: %(title)s (%(key)s, phiên bản %(n)s)",
        title=title,
        key=row.key,
        n=row.version,
    )
    return str(said)


def _draft(draft: ModelDraft) -> str:
    return str(gettext("Bản nháp #%(id)s: %(title)s", id=draft.id, title=draft.title))


def _recorded() -> list[tuple[int, str]]:
    page = directive_views.page(session(), actor(), ours=None)
    return [(row.id, f"{row.label}, {row.issuer_name}") for row in page.rows]


def _versions(errors: dict[str, str]) -> list[dict[str, Any]]:
    beside = [int(text) for text in request.form.getlist("with") if text.isdecimal()]
    found = []
    for name in ("first", "second"):
        kind, _, which = typed.field(name).partition(":")
        if not which:
            if name == "first":
                errors[name] = gettext("Hãy chọn mô hình để diễn tập.")
            continue
        one: dict[str, Any] = {"with": beside}
        one |= {"draft": which} if kind == "draft" and which.isdecimal() else {"model": which}
        try:
            version(session(), actor(), one)
            found.append(one)
        except DondocError as error:
            errors[name] = _said(error)
    return found


def _directive() -> tuple[Mapping[str, Any], str]:
    """The directive's file as plain data, and what it is called."""
    source = typed.field("source") or SAMPLE
    if source == FILE:
        sent = request.files.get("file")
        name = (sent.filename or "") if sent else ""
        data = sent.read() if sent else b""
        return wiring().directives.parse(data, name or "?").content, name
    if source == RECORDED:
        number = typed.number_or_400(typed.field("recorded")) or 0
        return content_of(session(), actor(), number), f"#{number}"
    name = typed.field("sample")
    data = wiring().samples().get(name)
    if data is None:
        raise NotFound(what=name)
    return wiring().directives.parse(data, f"{name}.yaml").content, name


def _seed(errors: dict[str, str]) -> int:
    text = typed.field("seed") or "1"
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        errors["seed"] = gettext("Hãy ghi một số nguyên không âm, tối đa 9 chữ số.")
        return 1
    return int(text)


def _behaviour(errors: dict[str, str]) -> dict[str, Any]:
    kind = typed.field("behaviour")
    asked: dict[str, Any] = {"kind": kind if kind in KINDS else KINDS[0], "numbers": []}
    try:
        asked["returns"] = _figure("returns", 100, 0.0) / 100
    except InputError as error:
        errors["returns"] = _said(error)
    if asked["kind"] == OWN:
        for tier, role in offered()["lines"]:
            try:
                asked["numbers"] += _line(tier, role)
            except InputError as error:
                errors[f"{tier}.{role}"] = _said(error)
    return asked


def _line(tier: str, role: str) -> list[dict[str, Any]]:
    names = [f"{figure}.{tier}.{role}" for figure in FIGURES]
    if not any(typed.field(name) for name in names):
        return []
    on_time, never, late = (
        _figure(name, top, default)
        for name, top, default in zip(names, (100, 100, 400), (100, 0, 10), strict=True)
    )
    Numbers(on_time / 100, never / 100, (0.0, late)).vetted(tier or role or "*")
    figures = {"on_time": on_time / 100, "never": never / 100, "late_days": late}
    return [{"tier": tier, "role": role, **figures}]


def _figure(name: str, top: int, default: float) -> float:
    text = typed.field(name).replace(",", ".").rstrip("% ")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= top:
        raise NotANumber(low=0, high=top)
    return value


def _said(error: DondocError) -> str:
    return error.text(locale.current())
