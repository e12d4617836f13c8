"""Make the working tree the installed program: a path file and ``bin/dondoc`` in this environment.

Run by the environment's own Python. There is nothing to build, so no build tool is needed for it
and nothing is fetched; an edit of the source counts at once.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# ``sh`` starts it, because a ``#!`` line allows neither spaces nor more than 127 characters.
SCRIPT = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from webapp.cli import main

sys.exit(main())
"""


def write(path: Path, text: str, mode: int) -> None:
    """Write ``text`` unless the file has it already."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def main() -> int:
    """Link; returns the exit status."""
    if sys.prefix == sys.base_prefix:
        print("tools/link.py belongs to an environment: run it with .venv/bin/python")
        return 1
    write(Path(sysconfig.get_path("purelib")) / "dondoc.pth", f"{ROOT}\n", 0o644)
    script = SCRIPT.format(python=Path(sys.prefix) / "bin" / "python")
    write(Path(sysconfig.get_path("scripts")) / "dondoc", script, 0o755)
    return 0


if __name__ == "__main__":
    sys.exit(main())
