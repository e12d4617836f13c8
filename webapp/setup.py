"""What an installation starts with: the engine wired to its services, the shipped models."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

import bpmn
from adapters import forms
from engine import cascade, services
from engine.deployments import Library, ProcessModel, deploy
from engine.form_models import Forms
from engine.instances import Engine
from engine.ports import Outbox
from engine.process import dmn
from engine.process.dmn_imports import imported, in_order
from engine.process.value_types import Type

BPMN = Path(bpmn.__file__).parent


def form_fields(folder: Path = BPMN / "forms") -> dict[str, Mapping[str, Type]]:
    """Each form's fields with their types, which are variables of the processes that use it."""
    return forms.field_names(forms.catalogue(folder))


def make_engine(outbox: Outbox) -> Engine:
    """The engine with all services and the shipped forms; ``outbox`` is where mail leaves.

    Cascades make many small objects that live as long as their batch. At its default thresholds
    the garbage collector would look through all of them a hundred times.
    """
    gc.set_threshold(100_000, 20, 50)
    catalogue = forms.catalogue(BPMN / "forms")
    return Engine(
        library=Library(
            services.inputs(),
            forms.field_names(catalogue),
            form_models=Forms(catalogue, forms.loaded),
        ),
        services=services.SERVICES,
        router=cascade.route,
        outbox=outbox,
        forms=forms.rules(catalogue),
    )


def shipped_models() -> dict[str, bytes]:
    """The diagrams that come with the product, by key."""
    return {path.stem: path.read_bytes() for path in sorted(BPMN.glob("*.bpmn"))}


def shipped_decisions() -> dict[str, bytes]:
    """The decision models that come with the product, by key."""
    return {path.stem: path.read_bytes() for path in sorted(BPMN.glob("*.dmn"))}


def shipped_tables() -> dict[str, dmn.Decision]:
    """What the shipped decision models decide, by id, read without a database."""
    models: dict[str, dmn.DecisionModel] = {}
    sources = shipped_decisions()
    for key in in_order(sources):
        wanted = imported(sources[key])
        read = dmn.read(sources[key], {n: m for n, m in models.items() if n in wanted})
        models[read.namespace] = read
    return {i: d for m in models.values() for i, d in {**m.services, **m.decisions}.items()}


def deploy_shipped(session: Session, machine: Engine, now: datetime) -> list[ProcessModel]:
    """Deploy the shipped decision models and diagrams; those already there change nothing."""
    decisions = shipped_decisions()
    for key in in_order(decisions):
        machine.library.decisions.deploy(session, key, decisions[key], now)
    return [
        deploy(session, machine.library, key, source, now)
        for key, source in shipped_models().items()
    ]
