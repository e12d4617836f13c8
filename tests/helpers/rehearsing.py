"""A directive small enough to rehearse in a test, and a ladder that reminds every day."""

import re
from pathlib import Path

from adapters import directive_files
from engine.drafts import DirectiveDraft
from webapp.setup import BPMN

SAMPLE = "vi-xuyen-2023"
CASCADE = "cascade-three-tier"


def sample(name: str = SAMPLE) -> DirectiveDraft:
    """A shipped directive."""
    return directive_files.read(Path(directive_files.SAMPLES) / f"{name}.yaml")


def shipped(key: str = CASCADE) -> str:
    """A shipped diagram."""
    return (BPMN / f"{key}.bpmn").read_text(encoding="utf-8")


def reminding_daily(days: int) -> bytes:
    """The shipped ladder with a reminder on each of so many days before the deadline."""
    text = (BPMN / "escalation.dmn").read_text(encoding="utf-8")
    rule = re.search(r'\s*<rule id="luat-2">.*?</rule>', text, re.DOTALL)
    assert rule is not None
    more = "".join(
        rule[0]
        .replace("luat-2", f"luat-hang-ngay-{n}")
        .replace('"nhac-2"', f'"nhac-ngay-{n}"')
        .replace("<text>-1</text>", f"<text>-{n}</text>")
        for n in range(days, 1, -1)
    )
    return text.replace(rule[0], more + rule[0], 1).encode()
