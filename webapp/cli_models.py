"""Commands about process models, engine faults and the history."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from sqlalchemy import select

from adapters import clock
from engine import audit, deployments
from engine.errors import ModelRefused
from engine.faults import Fault
from engine.services import inputs
from webapp.installation import open_for
from webapp.setup import deploy_shipped, form_fields


@click.group()
def model() -> None:
    """Process models."""


@model.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def model_check(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Say why a diagram cannot run; exit status 1 if any cannot. Needs no database."""
    library = deployments.Library(inputs(), form_fields())
    refused: list[dict[str, str]] = []
    for file in files:
        try:
            library.check(file.read_bytes(), file.stem)
        except ModelRefused as error:
            for finding in error.findings:
                refused.append(
                    {
                        "file": str(file),
                        "code": finding.code,
                        "element": finding.element,
                        "name": finding.name,
                        "vi": finding.vi,
                        "en": finding.en,
                    }
                )
                if not as_json:
                    click.echo(f"{file}: {finding.text(ctx.obj['lang'])}")
    if as_json:
        click.echo(json.dumps(refused, ensure_ascii=False, indent=1))
    sys.exit(1 if refused else 0)


@model.command("deploy")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def model_deploy(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Deploy diagrams (the shipped ones if none is named); the same content changes nothing."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        now = clock.now(session)
        rows = (
            [
                deployments.deploy(session, opened.machine.library, f.stem, f.read_bytes(), now)
                for f in files
            ]
            if files
            else deploy_shipped(session, opened.machine, now)
        )
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


@click.group()
def fault() -> None:
    """Engine faults."""


@fault.command("list")
@click.pass_context
def fault_list(ctx: click.Context) -> None:
    """Steps that failed and wait for somebody."""
    with open_for(ctx).sessions() as session:
        rows = session.scalars(select(Fault).where(Fault.status == "open").order_by(Fault.id)).all()
        for row in rows:
            said = row.message_vi if ctx.obj["lang"] == "vi" else row.message
            click.echo(f"#{row.id} {row.process} {row.element or '-'} ×{row.attempts}: {said}")
        click.echo(f"{len(rows)} lỗi / faults")


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
