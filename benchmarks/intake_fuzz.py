"""Letters as no office sends them: cut, shuffled, doubled, with lost and foreign characters."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.intake_words import stands_in
from engine.intake.draft import draft_of
from engine.intake.duty_doubts import COUNTED
from engine.intake.found import Draft

SLOWEST = 2.0
_FOREIGN = "\u0000\u00a0\u00ad\u0300\u0301\u0323\u200b\u2028\ufeff\ud800😀中שҐ|*#_`\\[]()<>^/-–—.,;:0123456789 \t\n\f"


def mutants(texts: Sequence[str], count: int, seed: int = 7) -> Iterator[str]:
    """``count`` mutated letters, the same for the same seed."""
    chance = random.Random(seed)
    for _number in range(count):
        text = chance.choice(texts)
        for _way in range(chance.randint(1, 4)):
            text = chance.choice(_WAYS)(text, chance, texts)
        yield text[:120_000]


def _cut_lines(text: str, chance: random.Random, _: Sequence[str]) -> str:
    lines = text.split("\n")
    keep = chance.random()
    return "\n".join(line for line in lines if chance.random() < keep)


def _lose_characters(text: str, chance: random.Random, _: Sequence[str]) -> str:
    lost = set(chance.sample(sorted(set(text)), k=min(chance.randint(1, 8), len(set(text)))))
    put = chance.choice(("", " "))
    return "".join(put if c in lost else c for c in text)


def _shuffle_pages(text: str, chance: random.Random, _: Sequence[str]) -> str:
    size = chance.randint(200, 3000)
    pages = [text[i : i + size] for i in range(0, len(text), size)]
    chance.shuffle(pages)
    return chance.choice(("", "\n", "\f", "\n\n3\n\n")).join(pages)


def _double(text: str, chance: random.Random, _: Sequence[str]) -> str:
    a, b = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[:b] + text[a:b] * chance.randint(1, 6) + text[b:]


def _foreign(text: str, chance: random.Random, _: Sequence[str]) -> str:
    pieces = list(text)
    for _mark in range(chance.randint(1, 60)):
        at = chance.randint(0, len(pieces))
        mark = chance.choice(_FOREIGN)
        pieces[at:at] = [mark * chance.choice((1, 1, 1, 2, 40, 600))]
    return "".join(pieces)


def _mix(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    other = chance.choice(texts)
    a, b = chance.randint(0, len(text)), chance.randint(0, len(other))
    return text[:a] + other[b:]


def _unwrap(text: str, chance: random.Random, _: Sequence[str]) -> str:
    return text.replace("\n", chance.choice((" ", "", "\n\n", "   ", "\r\n", "\t")))


def _shift_digits(text: str, chance: random.Random, _: Sequence[str]) -> str:
    return "".join(
        chance.choice("0123456789") if c.isdigit() and chance.random() < 0.1 else c for c in text
    )


_Way = Callable[[str, random.Random, Sequence[str]], str]
_WAYS: tuple[_Way, ...] = (
    _cut_lines, _lose_characters, _shuffle_pages, _double, _foreign, _mix, _unwrap, _shift_digits,
)  # fmt: skip


def invented(draft: Draft) -> list[dt.date]:
    """Days in the draft that its text does not say, nor are counted from one it says."""
    duties = draft.duties
    days = [r.value.deadline.on for r in duties.reports if COUNTED.isdisjoint(r.doubts)]
    days += [t.value.deadline.on for t in duties.tasks if COUNTED.isdisjoint(t.doubts)]
    days += [basis.value.date for basis in draft.header.upstream]
    for campaign in draft.duties.campaigns:
        days += [campaign.value.start, campaign.value.end]
    if draft.header.issued is not None:
        days.append(draft.header.issued.value.date)
    return [day for day in days if day is not None and not stands_in(day, draft.text)]


def fuzzed(texts: Sequence[str], count: int) -> dict[str, Any]:
    """What ``count`` mutated letters did: raised, took too long, or made up a date."""
    raised: list[str] = []
    slow = made_up = 0
    slowest = 0.0
    for text in mutants(texts, count):
        started = time.perf_counter()
        try:
            draft = draft_of(text)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is counted
            raised.append(f"{type(error).__name__}: {error}")
            continue
        took = time.perf_counter() - started
        slowest = max(slowest, took)
        slow += took > SLOWEST
        made_up += bool(invented(draft))
    return {
        "letters": count,
        "raised": len(raised),
        "over 2 s": slow,
        "with a date of their own": made_up,
        "seconds, most": round(slowest, 3),
        **({"first error": raised[0]} if raised else {}),
    }
