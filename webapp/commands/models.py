"""Commands about process models and the history."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import click
from sqlalchemy.orm import Session

from adapters import clock
from engine import audit, decision_models, deployments, form_models, model_checks
from engine.errors import ModelRefused
from engine.instances import Engine
from engine.model_releases import COMMAND, FORM, By
from engine.process.dmn_imports import in_order
from webapp.commands.check import check
from webapp.commands.migrate import migrate
from webapp.commands.packages import export, import_
from webapp.installation import open_for
from webapp.setup import deploy_shipped

Deployed: TypeAlias = (
    deployments.ProcessModel | decision_models.DecisionFile | form_models.FormModel
)


@click.group()
def model() -> None:
    """Process models."""


def _tables_first(files: tuple[Path, ...]) -> list[Path]:
    """The forms, the .dmn files in the order of their imports, then the diagrams."""
    tables = {str(f): f.read_bytes() for f in files if f.suffix == ".dmn"}
    forms = [f for f in files if f.suffix == ".json"]
    drawn = [f for f in files if f.suffix not in (".dmn", ".json")]
    return forms + [Path(f) for f in in_order(tables)] + drawn


@model.command("deploy")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def model_deploy(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Deploy diagrams, tables and forms (the shipped ones if none is named); the same changes nothing.

    A diagram runs with the newest tables deployed before it or named with it. The shipped ones do
    not take the place of what a designer has deployed.
    """
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        now = clock.now(session)
        rows = [_deploy(session, opened.machine, file, now) for file in _tables_first(files)]
        if not files:
            rows += deploy_shipped(session, opened.machine, now)
        audit.record(
            session,
            [
                audit.Entry(
                    "command", "model-deploy", detail={"model": r.key, "version": r.version}
                )
                for r in rows
            ],
            now,
        )
    for row in rows:
        click.echo(f"{row.key}: phiên bản / version {row.version}")


def _deploy(session: Session, machine: Engine, file: Path, now: datetime) -> Deployed:
    source, by = file.read_bytes(), By(COMMAND)
    if file.suffix == ".dmn":
        return machine.library.decisions.deploy(session, file.stem, source, now, by)
    if file.suffix == ".json":
        text = source.decode("utf-8", "replace")
        if found := model_checks.check(session, machine.library, FORM, file.stem, text):
            raise ModelRefused(found)
        return machine.library.form_models.deploy(session, file.stem, text, now, by)
    return model_checks.deploy(session, machine.library, file.stem, source, now, by)


model.add_command(check)
model.add_command(export)
model.add_command(import_)
model.add_command(migrate)


@click.group("audit")
def audit_group() -> None:
    """The history."""


@audit_group.command("verify")
@click.pass_context
def audit_verify(ctx: click.Context) -> None:
    """Compute the history's chain again; exit status 1 if anything was altered."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        audit.seal(session, clock.now(session))
        broken = audit.verify(session)
    if broken is None:
        click.echo("Lịch sử nguyên vẹn / the history is intact")
        return
    click.echo(
        f"Lịch sử bị thay đổi / altered: seal {broken.seal_id}, transactions "
        f"{broken.first_txid}–{broken.last_txid}",
        err=True,
    )
    sys.exit(1)


COMMANDS: tuple[click.Command, ...] = (model, audit_group)
