"""Write docs/commands.md: every command of ``dondoc`` with its first sentence, from the program.

``python -m tools.commands_table`` writes it; ``tools/check_docs.py`` compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from webapp.cli import main as dondoc

FILE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
_HEAD = """# Commands

Made by `python -m tools.commands_table` from the program itself. Each explains its options with `--help`. `--by ACCOUNT` says
who acts: a command sees and may do what that person could on a page, and goes through the same tasks, checks and history. `--json`, where
there is one, prints what the table shows.
"""


def commands(group: click.Group, before: str) -> Iterator[tuple[str, str]]:
    """Full names and first sentences of all commands that ``--help`` shows."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            raise LookupError(name)
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield f"{before} {name}", _said(command)
            yield from commands(command, f"{before} {name}")
        elif not command.hidden:
            yield f"{before} {name}", _said(command)


def _said(command: click.Command) -> str:
    return (command.help or "").split("\n\n")[0].replace("\n", " ").strip().replace("|", "\\|")


def page() -> str:
    """The whole page: a table for each group of commands."""
    groups: dict[str, list[tuple[str, str]]] = {"": []}
    for name, said in commands(dondoc, "dondoc"):
        _, first, *rest = name.split(" ")
        groups.setdefault(first if rest or first == "board" else "", []).append((name, said))
    text = _HEAD
    for group, rows in groups.items():
        text += (
            f"\n## {'dondoc ' + group if group else 'By themselves'}\n\n| command | |\n|---|---|\n"
        )
        text += "".join(f"| `{name}` | {said} |\n" for name, said in rows)
    return text


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
