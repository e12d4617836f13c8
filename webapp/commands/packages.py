"""``dondoc model export`` and ``import``: models, tables and forms as one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from adapters import clock, package_files
from engine import model_packages
from engine.errors import InputError
from engine.model_releases import KINDS
from webapp.commands.common import acting, by_option, json_option, show_json
from webapp.installation import open_for


class BadModelName(InputError):
    """A model that is not named as kind/key."""

    code = "bad-model-name"
    vi = "«{name}» không đúng dạng loại/mã; loại là một trong: {kinds}."
    en = "«{name}» is not of the form kind/key; a kind is one of: {kinds}."


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("models", nargs=-1, required=True, metavar="KIND/KEY...")
@by_option
@click.pass_context
def export(ctx: click.Context, file: Path, models: tuple[str, ...], username: str) -> None:
    """Write the versions in use of these models, and the tables and forms they use, to FILE (.zip)."""
    chosen = [_named(name) for name in models]
    opened = open_for(ctx)
    with opened.sessions() as session:
        items = model_packages.export(session, acting(session, username), chosen)
    file.write_bytes(package_files.write(items))
    for item in items:
        click.echo(f"{item.kind}/{item.key}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_option
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path, username: str, as_json: bool) -> None:
    """Make a draft of each model in FILE, all or none; exit status 1 if any has findings."""
    with file.open("rb") as source:
        items = package_files.read(source.read(package_files.MAX_PACKED + 1))
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        made = model_packages.import_(
            session,
            opened.machine.library,
            acting(session, username),
            items,
            clock.now(session),
        )
        rows = [
            (
                one,
                one.draft.id if one.draft else None,
                [f.text(ctx.obj["lang"]) for f in one.findings],
            )
            for one in made
        ]
    if as_json:
        told = [
            {
                "draft": draft,
                "kind": one.item.kind,
                "key": one.item.key,
                "in_use": one.version,
                "made": one.made and draft is not None,
                "findings": findings,
            }
            for one, draft, findings in rows
        ]
        show_json(told)
    else:
        for one, draft, findings in rows:
            click.echo(f"{one.item.kind}/{one.item.key}: {_became(one, draft)}")
            for said in findings:
                click.echo(f"  {said}", err=True)
    sys.exit(1 if any(findings for *_, findings in rows) else 0)


def _became(one: model_packages.Imported, draft: int | None) -> str:
    if draft is None:
        return f"giống hệt phiên bản đang dùng / the same as the version in use ({one.version})"
    there = "" if one.made else "đã có / there already: "
    return f"{there}bản nháp / draft {draft}"


def _named(name: str) -> tuple[str, str]:
    kind, _, key = name.partition("/")
    if kind not in KINDS or not key:
        raise BadModelName(name=name, kinds=", ".join(KINDS))
    return kind, key
