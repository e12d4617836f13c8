"""``docs/bpmn-support.md``: the palette as a document (``tools/support_table.py`` writes it)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.unit.process.conformance.palette import table
from tests.unit.process.conformance.palette_item import Line

TARGET = Path(__file__).resolve().parents[4] / "docs" / "bpmn-support.md"
HEAD = """# What of BPMN 2.0.2 runs

Made by `python -m tools.support_table`: each line is a minimal diagram that was deployed and played.

* **runs**: it does what the standard says (chapters 10 and 13); the remark is our decision where the standard leaves one.
* **decoration**: it may be drawn and changes nothing.
* **refused**: the deployment says so, at the element; the remark is what it says.
"""


def rendered() -> str:
    """The whole document."""
    groups = list(table())
    lines = [line for _, found in groups for line in found]
    counts = ", ".join(
        f"{sum(line.outcome == outcome for line in lines)} {said}"
        for outcome, said in (
            ("runs", "run"),
            ("decoration", "decorate"),
            ("refused", "are refused"),
        )
    )
    parts = [HEAD, f"Of {len(lines)} things to draw {counts}.\n"]
    parts += ["\n".join(_group(name, found)) + "\n" for name, found in groups]
    return "\n".join(parts)


def _group(name: str, lines: list[Line]) -> Iterator[str]:
    yield f"## {name}\n"
    yield "| element | outcome | remark |"
    yield "|---|---|---|"
    for line in lines:
        remark = " ".join(line.remark.replace("|", "\\|").split())
        yield f"| {line.element} | {line.outcome} | {remark} |".replace("  ", " ")


def current(target: Path = TARGET) -> bool:
    """Whether the file is what would be written now."""
    return target.exists() and target.read_text(encoding="utf-8") == rendered()
