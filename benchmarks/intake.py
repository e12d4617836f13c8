"""How well and how fast letters are read: drafts against listings, seconds a letter, a long letter.

``python -m benchmarks.intake [FOLDER …] [--misses] [--json] [--fuzz N]``

A folder holds letters (``*.txt``) and ``listing.json`` or ``gold.json``; without one, ``tests/letters``.
``precision`` and ``recall`` of dated reports count a report where day (or rule of days) and boundary are
both right. The long letter is one of 30 printed pages; its floor is splitting the text into words. Seconds
are of the processor, so that a busy machine says the same.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.intake_fuzz import fuzzed
from benchmarks.intake_pairs import Listing
from benchmarks.intake_score import Score, scored
from engine.intake.draft import draft_of
from engine.intake.listing import listing_of

HERE = Path(__file__).parent.parent / "tests" / "letters"
PAGE = 2_600
"""Characters on a printed page of 14-point text."""
PAGES = 30


def letters_of(folder: Path) -> Iterator[tuple[Listing, str]]:
    """Each listing of the folder with its letter's text."""
    listing = next(p for p in (folder / "listing.json", folder / "gold.json") if p.exists())
    for document in json.loads(listing.read_text(encoding="utf-8"))["documents"]:
        with (folder / document["file"]).open(encoding="utf-8", newline="") as opened:
            yield document, opened.read()


def measured(folder: Path, long_letter: bool = True) -> tuple[dict[str, Any], list[str]]:
    """The figures of one folder, and what differs."""
    score, seconds, texts = Score(), [], []
    for document, text in letters_of(folder):
        started = time.process_time()
        draft = draft_of(text)
        seconds.append(time.process_time() - started)
        scored(document, listing_of(draft, document["file"]), text, score)
        texts.append(text)
    figures: dict[str, Any] = {"letters": len(texts)}
    header = [subject for subject in score.asked if subject.startswith("header.")]
    asked = sum(score.asked[s] for s in header)
    figures["header fields"] = round(sum(score.right[s] for s in header) / max(1, asked), 4)
    for subject in sorted(score.asked):
        share = score.share(subject)
        figures[subject] = (
            f"{score.right[subject]}/{score.asked[subject]}" if share is not None else "-"
        )
    figures["processor seconds a letter, median"] = round(statistics.median(seconds), 4)
    figures["processor seconds a letter, most"] = round(max(seconds), 4)
    if long_letter:
        figures.update(_long(texts))
    return figures, score.misses


def _long(texts: list[str]) -> dict[str, float]:
    """A letter of thirty pages: the bodies of the folder's letters one after the other."""
    whole = "\n".join(texts)
    whole = (whole * (PAGE * PAGES // len(whole) + 1))[: PAGE * PAGES]
    ours, floor = _best(lambda: draft_of(whole)), _best(whole.split)
    return {
        f"processor seconds, {PAGES} pages": round(ours, 4),
        "floor (str.split)": round(floor, 5),
        "times the floor": round(ours / floor),
    }


def _best(call: Callable[[], object], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        started = time.process_time()
        call()
        times.append(time.process_time() - started)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE])
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--misses", action="store_true", help="what differs, a line each")
    parser.add_argument("--fuzz", type=int, default=0, metavar="N", help="read N mutated letters")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    for folder in options.folders:
        figures[str(folder)], misses = measured(folder)
        if options.misses:
            print("\n".join(misses))
    if options.fuzz:
        texts = [text for folder in options.folders for _, text in letters_of(folder)]
        figures["fuzz"] = fuzzed(texts, options.fuzz)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for folder, values in figures.items():
        print(folder)
        print("\n".join(f"  {name:36} {value:>12}" for name, value in values.items()))


if __name__ == "__main__":
    main()
