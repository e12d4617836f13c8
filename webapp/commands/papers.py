"""Commands about papers: one made as a file; the templates listed, checked, taken out, replaced."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path

import click

from adapters import clock
from adapters.papers import DOCX, PDF
from engine.deadlines import local_day, midnight
from engine.errors import InputError
from engine.papers import replacing
from engine.papers.catalogue import KINDS, make
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.installation import open_for

_file = click.Path(dir_okay=False, path_type=Path)


class UnknownEnding(InputError):
    """A paper was to be written to a file of another kind."""

    code = "unknown-paper-ending"
    vi = "Tệp «{name}» phải có đuôi .docx hoặc .pdf."
    en = "The file «{name}» must end in .docx or .pdf."


@click.group("paper")
def paper() -> None:
    """Papers (văn bản) as .docx and PDF, and their templates."""


def _making(kind: str) -> click.Command:
    @click.command(kind, help=f"Write a {kind} as a file; NUMBER is what it is about.")
    @click.argument("number", type=int)
    @click.option("--out", type=_file, required=True, help="A file that ends in .docx or .pdf.")
    @by_option
    @click.pass_context
    def command(ctx: click.Context, number: int, out: Path, username: str) -> None:
        ending = out.suffix.lower().removeprefix(".")
        if ending not in (DOCX, PDF):
            raise UnknownEnding(name=out.name)
        opened = open_for(ctx)
        with opened.sessions() as session:
            made = make(session, acting(session, username), kind, number)
            moment = midnight(made.dated or local_day(clock.now(session)))
            out.write_bytes(opened.papers.file(made, ending, moment))
        click.echo(out)

    return command


for _kind in KINDS:
    paper.add_command(_making(_kind))


@paper.command("templates")
@json_option
@click.pass_context
def templates(ctx: click.Context, as_json: bool) -> None:
    """The templates, their fields, and which of them were replaced."""
    states = open_for(ctx).papers.templates.states()
    if as_json:
        show_json([asdict(state) for state in states])
        return
    rows = ((s.name, s.form.vi, s.replaced_at, len(s.form.fields)) for s in states)
    show_table(("mẫu", "văn bản", "thay lúc", "số trường"), rows)


@paper.command("check")
@click.argument("name", required=False)
@click.argument("file", type=_file, required=False)
@click.pass_context
def check(ctx: click.Context, name: str | None, file: Path | None) -> None:
    """Say what is wrong or doubtful: all templates in use, one, or a FILE before it replaces one.

    Exit status 1 if one cannot be used.
    """
    held = open_for(ctx).papers.templates
    given = file.read_bytes() if file else None
    fatal = False
    for one in [name] if name else [state.name for state in held.states()]:
        for problem in held.check(one, given):
            fatal = fatal or problem.fatal
            click.echo(f"{one}: {problem.text(ctx.obj['lang'])}")
    if fatal:
        sys.exit(1)


@paper.command("export")
@click.argument("name")
@click.option("--out", type=_file, required=True)
@click.option("--shipped", is_flag=True, help="The one that ships, not the one in use.")
@click.pass_context
def export(ctx: click.Context, name: str, out: Path, shipped: bool) -> None:
    """Write a template to a file, to be edited in a word processor."""
    out.write_bytes(open_for(ctx).papers.templates.file(name, shipped=shipped))
    click.echo(out)


@paper.command("replace")
@click.argument("name")
@click.argument("file", type=_file)
@by_option
@click.pass_context
def replace(ctx: click.Context, name: str, file: Path, username: str) -> None:
    """Use FILE as the template from now on, unless something is wrong with it."""
    opened = open_for(ctx)
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        replacing.note(session, actor, replacing.REPLACED, name, digest, now)
        doubts = opened.papers.templates.replace(name, data)
    for problem in doubts:
        click.echo(problem.text(ctx.obj["lang"]))


@paper.command("reset")
@click.argument("name")
@by_option
@click.pass_context
def reset(ctx: click.Context, name: str, username: str) -> None:
    """Use the template that ships again."""
    opened = open_for(ctx)
    held = opened.papers.templates
    digest = hashlib.sha256(held.file(name, shipped=True)).hexdigest()
    with opened.sessions.begin() as session:
        actor, now = acting(session, username), clock.now(session)
        replacing.note(session, actor, replacing.RESET, name, digest, now)
        held.reset(name)


COMMANDS: tuple[click.Command, ...] = (paper,)
