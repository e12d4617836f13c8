"""How many evaluations of a small condition one thread makes: ours against a Python lambda.

``python -m benchmarks.feel --json`` prints {"ours", "floor", "ratio"}: evaluations per second of
``x > 3 and level = "xa"``, the same as a hand-written lambda, and ours as a share of it. Each
figure is the median of several rounds, the two taken in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from engine.process.feel import compile

TEXT = 'x > 3 and level = "xa"'
CONTEXT: dict[str, Any] = {"x": 5, "level": "xa"}
BY_HAND: Callable[[dict[str, Any]], object] = lambda c: c["x"] > 3 and c["level"] == "xa"  # noqa: E731


def _rate(call: Callable[[dict[str, Any]], object], count: int) -> float:
    context = CONTEXT
    started = time.perf_counter()
    for _ in range(count):
        call(context)
    return count / (time.perf_counter() - started)


def measure(count: int = 100_000, rounds: int = 5) -> dict[str, float]:
    """Evaluations per second (``ours``, ``floor``) and their ``ratio``."""
    evaluate = compile(TEXT, ["x", "level"]).evaluate
    if evaluate(CONTEXT) is not True or BY_HAND(CONTEXT) is not True:
        raise AssertionError("the two do not agree")
    pairs = [(_rate(evaluate, count), _rate(BY_HAND, count)) for _ in range(rounds)]
    ours = statistics.median(pair[0] for pair in pairs)
    floor = statistics.median(pair[1] for pair in pairs)
    return {"ours": round(ours), "floor": round(floor), "ratio": round(ours / floor, 4)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:6} {value:>14,}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
