"""Words that a clerk points at, read as a finding of the kind they are said to be. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.intake.draft import draft_of
from engine.intake.found import (
    Assignment,
    Basis,
    Campaign,
    Feedback,
    Heading,
    Inspection,
    Issued,
    Issuer,
    Report,
    Signer,
    Task,
)
from engine.received_findings import KINDS, of_kind, taken_apart

LONGEST = 5000
"""Characters of the words pointed at."""

_BLANK: Mapping[type, Callable[[str], Any]] = {
    str: lambda words: words,
    Issuer: lambda words: Issuer(words, "khac"),
    Issued: lambda _: Issued(),
    Basis: Basis,
    Signer: lambda words: Signer(name=words),
    Heading: lambda words: Heading("", words),
    Report: lambda words: Report("one_off", words),
    Task: lambda words: Task(words, words),
    Campaign: lambda words: Campaign(words, words),
    Inspection: lambda words: Inspection(None, words),
    Assignment: lambda words: Assignment("", words),
    Feedback: Feedback,
}


def value_of(kind: str, words: str) -> Any:
    """What the words say as a finding of that kind: as reading understands them by themselves,
    else nothing but the words.
    """
    text = " ".join(words[:LONGEST].split())
    wanted = KINDS[kind].value
    if wanted is not str:
        known = of_kind(taken_apart(draft_of(words[:LONGEST])), kind)
        if known:
            found = known[0].value
            return replace(found, phrase=text) if hasattr(found, "phrase") else found
    return _BLANK[wanted](text)
