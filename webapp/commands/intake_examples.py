"""``dondoc intake-examples``: what clerks confirmed, as a set by which reading is measured."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine import received_examples
from engine.errors import InputError
from webapp.commands.common import acting, by_option
from webapp.installation import open_for


class FolderNotEmpty(InputError):
    """Letters would be mixed with what lies there."""

    code = "folder-not-empty"
    vi = "Thư mục {folder} đã có tệp. Hãy chọn thư mục trống hoặc chưa có."
    en = "The folder {folder} is not empty. Choose one that is, or that is not there yet."


@click.command("intake-examples")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@by_option
@click.pass_context
def intake_examples(ctx: click.Context, folder: Path, username: str) -> None:
    """Write every confirmed letter to FOLDER: its text, what stands in it, what was corrected.

    ``listing.json`` has the letters' listings under ``documents``, ``corrections.json`` what reading
    had found differently. For administrators: the letters of all units are in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    opened = open_for(ctx)
    with opened.sessions() as session:
        found = list(received_examples.examples(session, acting(session, username)))
    folder.mkdir(parents=True, exist_ok=True)
    for one in found:
        (folder / one.file).write_text(one.text, encoding="utf-8", newline="")
    _write(folder / "listing.json", {"documents": [one.listing for one in found]})
    _write(folder / "corrections.json", {one.file: one.corrections for one in found})
    corrections = sum(len(one.corrections) for one in found)
    click.echo(f"{len(found)} văn bản / letters, {corrections} chỗ sửa / corrections")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


COMMANDS = (intake_examples,)
