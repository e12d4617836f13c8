"""Many random processes, in chunks over several processes of the machine; each mismatch shrunk."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from dataclasses import dataclass, fields
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.reference.choosing import KINDS
from tests.reference.comparing import Mismatch
from tests.reference.playing import Choices, Figures, play
from tests.reference.shrinking import shrink
from tests.reference.strategies import Case, cases

CHUNK = 50
QUIET = settings(
    database=None,
    deadline=None,
    phases=(Phase.generate,),  # shrunk by ``shrinking``, which knows blocks
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@dataclass(slots=True)
class Report:
    """What a campaign has found."""

    seed: int
    seconds: float
    figures: Figures
    mismatches: list[str]

    def json(self) -> str:
        """As one JSON document."""
        # ``asdict`` would count a Counter's pairs.
        figures = {f.name: getattr(self.figures, f.name) for f in fields(self.figures)}
        shown = {"seed": self.seed, "seconds": round(self.seconds, 1), "figures": figures}
        return json.dumps(shown | {"mismatches": self.mismatches}, ensure_ascii=False, indent=2)

    def text(self) -> str:
        """For a person."""
        f = self.figures
        lines = [
            (
                f"seed {self.seed}, {self.seconds:.0f} s: {f.processes} processes, "
                f"{f.histories} histories ({f.ended} to their end), {f.steps} steps"
            ),
            (
                f"{f.stale} stale events, {f.faults} faults; in {f.raced} steps the branches' order "
                f"decided; {f.endless} histories left out as too long"
            ),
            *(f"  {n:7} {kind}" for kind, n in sorted(f.kinds.items())),
            f"{len(self.mismatches)} mismatches",
        ]
        return "\n".join([*lines, *(f"\n== {m}" for m in self.mismatches)])


def check(case: Case, figures: Figures) -> None:
    """One process and its histories. Raises ``Mismatch``, with the smallest case found alike."""
    try:
        _play(case, figures)
    except Mismatch as wrong:
        kind = _kind(wrong)
        small = shrink(case, lambda c: _fails(c, kind))
    else:
        return
    _play(small, Figures())


def _play(case: Case, figures: Figures) -> None:
    play(case.process, case.seed, Choices(list(case.choices)), figures)


def _fails(case: Case, kind: str) -> bool:
    try:
        _play(case, Figures())
    except Mismatch as wrong:
        return _kind(wrong) == kind
    except Exception:
        return False  # leaving something out made no process
    return False


def _kind(wrong: Mismatch) -> str:
    """What is to stay the same while a case is made smaller."""
    lines = str(wrong).splitlines()
    said = lines[0].split()[0] + (" stale" if "stale" in lines[0] else "")
    if said == "refused:":
        return lines[1].split()[0]
    return said + (" fault" if "fault" in lines[1] else " stale" if "stale" in lines[1] else "")


def run_chunk(given_: tuple[int, int, frozenset[str], int]) -> tuple[Figures, str]:
    """One chunk: what it has seen, and its mismatch, shrunk, or ''."""
    number, examples, kinds, size = given_
    figures = Figures()

    @seed(number)
    @settings(QUIET, max_examples=examples)
    @given(cases(kinds, size))
    def one(case: Case) -> None:
        if not found:
            try:
                check(case, figures)
            except Mismatch as wrong:
                found.append(str(wrong))

    found: list[str] = []
    one()
    return figures, "".join(found)


def run(
    examples: int, number: int, workers: int = 2, kinds: frozenset[str] = KINDS, size: int = 12
) -> Report:
    """``examples`` processes in all, on ``workers`` processes of the machine."""
    begun = time.monotonic()
    report = Report(number, 0.0, Figures(), [])
    chunks: list[Any] = []
    for i, first in enumerate(range(0, examples, CHUNK)):
        chunks.append((number * 100_003 + i, min(CHUNK, examples - first), kinds, size))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for figures, wrong in pool.imap_unordered(run_chunk, chunks):
            report.figures.add(figures)
            shown = f"{report.figures.processes} of {examples}, {len(report.mismatches)} mismatches"
            print(shown, file=sys.stderr, flush=True)
            if wrong:
                print(f"\n== {wrong}", file=sys.stderr, flush=True)
                report.mismatches.append(wrong)
    report.seconds = time.monotonic() - begun
    return report
