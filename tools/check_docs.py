"""Check that the documents tell of what is there: links, modules and commands.

* every relative link and picture in a Markdown file leads to a file;
* ``docs/architecture.md`` names every module of ``engine/`` (a pattern such as ``vet*.py`` counts),
  ``adapters/`` and ``webapp/`` with its folders;
* ``docs/commands.md`` is what ``tools.commands_table`` makes of the program.

Exit status 1, with one line for each finding.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tools.commands_table import FILE, page

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
FOLDERS = (
    "engine",
    "engine/process",
    "adapters",
    "webapp",
    "webapp/pages",
    "webapp/commands",
    "webapp/api",
)
SKIPPED = frozenset({".venv", "node_modules", ".pytest_cache", "build"})


def links() -> Iterator[str]:
    """Links that lead nowhere."""
    for path in sorted(ROOT.rglob("*.md")):
        if SKIPPED.isdisjoint(path.relative_to(ROOT).parts):
            for target in LINK.findall(path.read_text(encoding="utf-8")):
                if "://" not in target and not (path.parent / target).exists():
                    yield f"{path.relative_to(ROOT)}: leads nowhere: {target}"


def modules() -> Iterator[str]:
    """Modules that the description of the house leaves out."""
    words = set(re.findall(r"[\w*]+(?:\.py)?", (ROOT / "docs/architecture.md").read_text("utf-8")))
    named = [word if word.endswith(".py") else f"{word}.py" for word in words]
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("*.py")):
            if path.name != "__init__.py" and not any(fnmatch(path.name, name) for name in named):
                yield f"docs/architecture.md: does not name {folder}/{path.name}"


def main() -> int:
    """Check; returns the exit status."""
    lines = [*links(), *modules()]
    if FILE.read_text("utf-8") != page():
        lines.append("docs/commands.md: not what the program says; python -m tools.commands_table")
    print("\n".join(lines) or "docs: no findings")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
