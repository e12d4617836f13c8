"""A directive small enough to rehearse in a test, and a model that reminds every day."""

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


def reminding_daily() -> bytes:
    """The shipped cascade, whose communes are reminded of reception each day, without end."""
    once = '<timeDate xsi:type="tFormalExpression">working days after(now(), 2)</timeDate>'
    daily = '<timeCycle xsi:type="tFormalExpression">R/P1D</timeCycle>'
    text = shipped()
    head, mark, rest = text.partition('id="xa-cham-tiep-nhan-dong-ho"')
    assert mark and once in rest
    return (head + mark + rest.replace(once, daily, 1)).encode()
