"""``dondoc model check``: why files cannot run, before anybody deploys them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from adapters import forms
from engine import deployments
from engine.errors import DondocError, Finding, ModelRefused
from engine.model_checks import no_form, of_error
from engine.process import dmn, vet
from engine.process.definition import warnings
from engine.process.dmn_imports import imported, in_order
from engine.services import inputs
from webapp.setup import form_fields, shipped_decisions


class Unreadable(DondocError):
    """A file that was named on the command line cannot be read."""

    code = "file-unreadable"
    vi = "Không đọc được tệp «{file}» ({why}). Hãy kiểm tra đường dẫn và quyền đọc."
    en = "The file «{file}» cannot be read ({why}). Check the path and its permissions."


@click.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Findings as a JSON list.")
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Say everything that is wrong with diagrams, tables and forms. Needs no database.

    Diagrams may use the .dmn tables and .json forms that are named with them, and the shipped ones.
    Exit status 1 with findings that are more than a warning, 2 for a file that cannot be read.
    """
    sources: dict[Path, bytes] = {}
    for file in files:
        try:
            sources[file] = file.read_bytes()
        except OSError as error:
            unreadable = Unreadable(file=file, why=error.strerror)
            raise click.UsageError(unreadable.text(ctx.obj["lang"]), ctx) from error
    found = findings(sources)
    if as_json:
        rows = [_row(file, finding) for file, finding in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for file, finding in found:
            click.echo(f"{file}: {finding.text(ctx.obj['lang'])}")
    sys.exit(1 if any(not finding.warning for _, finding in found) else 0)


def _row(file: Path, finding: Finding) -> dict[str, str | bool]:
    said = {"code": finding.code, "element": finding.element, "name": finding.name}
    said |= {"vi": finding.vi, "en": finding.en}
    return {"file": str(file), **said, "warning": finding.warning}


def findings(sources: Mapping[Path, bytes]) -> list[tuple[Path, Finding]]:
    """All that is wrong with these files, in their order.

    A file ending in .dmn is a decision model, in .json a form, anything else a diagram.
    """
    by_kind = {kind: [f for f in sources if _kind(f) == kind] for kind in (".json", ".dmn", "")}
    found: dict[Path, list[Finding]] = {file: [] for file in sources}
    known_forms = form_fields()
    for file in by_kind[".json"]:
        try:
            read = forms.parse(file.stem, json.loads(sources[file]))
            known_forms |= forms.field_names({file.stem: read})
            found[file] = [*read.contradictions]
        except DondocError as error:
            found[file] = [of_error(error)]
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            found[file] = [no_form(error)]
    decisions, refused = _decisions({str(f): sources[f] for f in by_kind[".dmn"]})
    for name, wrong in refused.items():
        found[Path(name)] = wrong
    library = deployments.Library(inputs(), known_forms)
    for file in by_kind[""]:
        try:
            library.check(sources[file], file.stem, decisions)
            found[file] = warnings(sources[file], library.services, known_forms, decisions)
        except ModelRefused as error:
            found[file] = error.findings
    return [(file, finding) for file, all_ in found.items() for finding in all_]


def _kind(file: Path) -> str:
    return file.suffix.lower() if file.suffix.lower() in (".json", ".dmn") else ""


def _decisions(sources: Mapping[str, bytes]) -> tuple[vet.Decisions, dict[str, list[Finding]]]:
    """What diagrams may ask, and what is wrong with each of these decision models."""
    models: dict[str, dmn.DecisionModel] = {}
    refused: dict[str, list[Finding]] = {}
    shipped = shipped_decisions()
    for source in (shipped[key] for key in in_order(shipped)):
        _read(source, models)
    whole = {name: source for name, source in sources.items() if _is_xml(name, source, refused)}
    for name in in_order(whole):
        try:
            _read(whole[name], models)
        except ModelRefused as error:
            refused[name] = error.findings
    return _by_id(models.values()), refused


def _is_xml(name: str, source: bytes, refused: dict[str, list[Finding]]) -> bool:
    try:
        imported(source)
    except ModelRefused as error:
        refused[name] = error.findings
        return False
    return True


def _read(source: bytes, models: dict[str, dmn.DecisionModel]) -> None:
    read = dmn.read(source, {space: m for space, m in models.items() if space in imported(source)})
    models[read.namespace] = read


def _by_id(models: Iterable[dmn.DecisionModel]) -> dict[str, dmn.Decision]:
    return {i: d for model in models for i, d in {**model.services, **model.decisions}.items()}
