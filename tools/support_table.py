"""Write ``docs/bpmn-support.md``: what of BPMN 2.0.2 runs, found out by running all of it.

``python -m tools.support_table`` writes it; with ``--check`` it only says whether the committed
file is what would be written (exit status 1 if not).
"""

from __future__ import annotations

import sys

from tests.unit.process.conformance.table import TARGET, current, rendered


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit status."""
    if "--check" not in arguments:
        TARGET.write_text(rendered(), encoding="utf-8")
        return 0
    if current():
        return 0
    print(f"{TARGET.name} is not what runs: write it anew with python -m tools.support_table")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
