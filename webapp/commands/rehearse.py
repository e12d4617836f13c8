"""The command that rehearses a model before anybody is sent anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from adapters import clock, directive_files
from adapters.rehearsals import Rehearsals
from engine.deployments import current
from engine.directive_tables import Directive
from engine.drafts import DirectiveDraft
from engine.errors import InputError, NotFound
from engine.rehearsal import NothingToRehearse, Plan, Version
from engine.rehearsal_behaviour import (
    EVERYBODY,
    KINDS,
    MEASURED,
    ON_TIME,
    OWN,
    BadBehaviour,
    Behaviour,
    Numbers,
)
from engine.rehearsal_jobs import NotWrittenDown, told
from engine.rehearsal_measure import measured
from webapp.commands.common import DAY, show_json
from webapp.commands.rehearse_words import show
from webapp.installation import open_for


class NoDirective(InputError):
    """A directive that is neither a file, a sample, nor a number of one that was recorded."""

    code = "no-such-directive"
    vi = "Không có tệp, văn bản mẫu hay số hồ sơ «{name}». Các văn bản mẫu: {known}."
    en = "There is no file, sample or recorded directive «{name}». Samples: {known}."


class NotBeside(InputError):
    """A file that goes with no diagram."""

    code = "rehearsal-not-beside"
    vi = "Không dùng kèm được {file}: chỉ nhận bảng .dmn và biểu mẫu .json. Phiên bản thứ hai: --against."
    en = "{file} does not go with it: only .dmn tables and .json forms do. A second version: --against."


@click.command("rehearse")
@click.argument("model")
@click.argument(
    "with_files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--against", metavar="MODEL", help="A second version, rehearsed beside the first.")
@click.option(
    "--directive",
    default="vi-xuyen-2023",
    show_default=True,
    help="A directive file, a sample's name, or the id of a recorded directive.",
)
@click.option("--date", "on", type=DAY, help="The day whose units take part.")
@click.option("--until", type=DAY, help="The last day played.")
@click.option("--behaviour", type=click.Choice(KINDS), default=ON_TIME, show_default=True)
@click.option(
    "--numbers",
    multiple=True,
    metavar="[TIER][.ROLE]=ON_TIME,NEVER,DAYS",
    help="Own numbers: per cent on time, per cent never, most days late. Repeatable.",
)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def rehearse(
    ctx: click.Context,
    model: str,
    with_files: tuple[Path, ...],
    against: str | None,
    directive: str,
    on: Any,
    until: Any,
    behaviour: str,
    numbers: tuple[str, ...],
    seed: int,
    as_json: bool,
) -> None:
    """Play a directive with MODEL (a .bpmn file, or the key of a deployed model) on the real units.

    .dmn tables and .json forms named after it hold instead of the deployed ones. Nothing is sent
    and nothing is written; Ctrl-C leaves nothing behind.
    """
    opened = open_for(ctx)
    with opened.sessions() as session:
        named = [model, *([against] if against else [])]
        versions = tuple(_version(session, name, with_files) for name in named)
        plan = Plan(
            _directive(session, directive),
            versions,
            _behaviour(session, behaviour, numbers),
            seed,
            on,
            until,
        )
        session.rollback()
    found = Rehearsals(opened.url, opened.machine)(plan, _Progress(ctx.obj["lang"]))
    with opened.sessions() as session:
        result = told(session, plan, found)
    for one in result["versions"]:
        del one["diagram"]
    if as_json:
        show_json(result)
    else:
        show(result, ctx.obj["lang"])


def _version(session: Session, name: str, beside: Sequence[Path]) -> Version:
    path = Path(name)
    for file in beside:
        if file.suffix not in (".dmn", ".json"):
            raise NotBeside(file=file.name)
    tables = {f.stem: f.read_bytes() for f in beside if f.suffix == ".dmn"}
    forms = {f.stem: f.read_text(encoding="utf-8") for f in beside if f.suffix == ".json"}
    if path.suffix == ".bpmn" and path.is_file():
        return Version(path.stem, path.name, path.read_bytes(), tables, forms)
    row = current(session, name)
    if row is None:
        raise NothingToRehearse(key=name)
    label = f"{row.key} v{row.version}"
    return Version(row.key, label, row.xml.encode(), tables, forms, row.id)


def _directive(session: Session, name: str) -> DirectiveDraft:
    """The directive in a file, a sample, or recorded under a number. Raises NoDirective."""
    samples = {path.stem: path for path in directive_files.samples()}
    path = samples.get(name) or Path(name)
    if path.is_file():
        return directive_files.read(path)
    if not name.isdecimal():
        raise NoDirective(name=name, known=", ".join(samples))
    recorded = session.get(Directive, int(name))
    if recorded is None:
        raise NotFound(what=f"directive {name}")
    content = dict(recorded.content)
    content.pop("selection", None)
    if "issuer" not in content:
        raise NotWrittenDown
    return directive_files.load(content)


def _behaviour(session: Session, kind: str, numbers: Sequence[str]) -> Behaviour:
    if kind == MEASURED:
        return measured(session, clock.now(session))
    if kind == OWN:
        return Behaviour(OWN, {}, dict(_own(text) for text in numbers))
    return Behaviour()


def _own(text: str) -> tuple[tuple[str, str], Numbers]:
    """``xa.vanthu=80,4,10``: of that tier and role, 80 % on time, 4 % never, 10 days late at most."""
    whose, _, figures = text.partition("=")
    tier, _, role = whose.strip().partition(".")
    try:
        on_time, never, late = (float(part) for part in figures.split(","))
    except ValueError as error:
        raise BadBehaviour(
            whose=text,
            why_vi="hãy ghi dạng cấp.vai trò=đúng hạn,không làm,số ngày trễ",
            why="write tier.role=on time,never,days late",
        ) from error
    made = Numbers(on_time / 100, never / 100, (0.0, late)).vetted(whose)
    return (tier or EVERYBODY, role or EVERYBODY), made


class _Progress:
    """Says on the standard error how far it is, one line for each month that is reached."""

    def __init__(self, lang: str) -> None:
        self._lang, self._said = lang, ""

    def __call__(self, done: int, total: int, vi: str, en: str) -> None:
        said = vi if self._lang == "vi" else en
        month = said[:-10] + said[-7:] if said[-1:].isdigit() else said
        if month != self._said:
            self._said = month
            click.echo(f"{done * 100 // max(total, 1):3} % {said}", err=True)


COMMANDS: tuple[click.Command, ...] = (rehearse,)
