"""Letters as no office sends them: nothing raises, nothing hangs, no day is made up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.intake_fuzz import SLOWEST, invented, mutants
from engine.intake.draft import draft_of
from engine.intake.listing import listing_of

LETTERS = sorted((Path(__file__).parents[2] / "letters").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in LETTERS]
ROUNDS, EACH = 6, 50


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_mutated_letters_are_drafted(seed: int) -> None:
    for text in mutants(TEXTS, EACH, seed):
        started = time.process_time()
        draft = draft_of(text)
        assert time.process_time() - started < SLOWEST
        assert invented(draft) == []
        listing = listing_of(draft, "x.txt")
        for found in listing["evidence"].values():
            for one in found if isinstance(found, list) else [found]:
                assert all(0 <= start <= end <= len(text) for start, end in one["spans"])


AGAIN = {
    "nothing": "", "a line": "\n", "a page": "\f", "a zero": "\x00", "half a pair": "\ud800", "spaces": " " * 50_000, "dashes": "-" * 50_000,
    "pipes": "| " * 20_000, "numbers": "1. " * 20_000, "brackets": "(" * 30_000, "days": "ngày " * 10_000, "deadlines": "trước ngày 15/5 " * 300,
    "marks": "a\u0301" * 20_000, "reports": "báo cáo, " * 5_000, "notes": "[^1]" * 10_000, "heads": "TT\n" * 5_000, "symbols": "12/2024/QĐ-UBND " * 1_500,
    "bases": "Căn cứ " * 5_000, "labels": "Số: " * 5_000, "copies": "Nơi nhận:\n" * 1_500, "addressees": "Kính gửi: " * 3_000, "units": "UBND huyện " * 5_000,
    "gaps": "  x" * 10_000, "torn": "ch nh s ch " * 5_000, "twice": "và và " * 8_000, "slashes": "/" * 50_000, "a word": "ư" * 50_000, "cells": "|a" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("text", AGAIN.values(), ids=AGAIN)
def test_the_same_again_and_again_takes_no_time_of_its_own(text: str) -> None:
    started = time.process_time()
    draft_of(text)
    assert time.process_time() - started < SLOWEST
