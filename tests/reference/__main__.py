"""``python -m tests.reference --examples 10000 [--seed N]``: the engine against the reference."""

from __future__ import annotations

import argparse
import sys

from tests.reference import campaign
from tests.reference.choosing import KINDS


def main() -> int:
    """Run, print, and return 1 if there is a mismatch."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=12, help="blocks in a process, about")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(KINDS), metavar="KIND")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    kinds = KINDS - set(given.without)
    report = campaign.run(given.examples, given.seed, given.workers, kinds, given.size)
    print(report.json() if given.json else report.text())
    return 1 if report.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
