"""``docs/findings.md``: every code that a diagram can be refused with.

``python -m tools.findings_table`` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.process import (
    vet,
    vet_activities,
    vet_calls,
    vet_compensation,
    vet_constants,
    vet_data,
    vet_events,
    vet_expressions,
    vet_flow,
    vet_gateways,
    vet_messages,
    vet_people,
    vet_reach,
    vet_scopes,
    vet_types,
)
from engine.process.vet_case import Texts

TARGET = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
HEAD = """# Why a diagram is refused

Made by `python -m tools.findings_table` from what the vetting says (`engine/process/vet*.py`). A
deployment, the editor and `dondoc model check` tell all findings at once, each with its element, in
Vietnamese or English. Codes are stable. `{…}` stands for what is found in the diagram.
`member-doubtful` and `comparison-doubtful` are warnings: what they tell of is only suspicious, and keeps
no diagram from being deployed.

Before the vetting a file is refused as XML: `xml-syntax`, `xml-encoding`, `xml-doctype`,
`xml-too-large` (5 MB), `xml-too-deep` (200 levels). `not-runnable` after it is a fault of ours: report
it. Findings of decision models begin with `dmn-`.
"""
GROUPS: Mapping[str, tuple[Texts, ...]] = {
    "The file": (vet.TEXTS,),
    "Where tokens go": (vet_flow.TEXTS, vet_reach.TEXTS),
    "Gateways": (vet_gateways.TEXTS,),
    "Events": (vet_events.TEXTS,),
    "Sub-processes and borders": (vet_scopes.TEXTS,),
    "Compensation": (vet_compensation.TEXTS,),
    "Loops, instances, quantities": (vet_activities.TEXTS,),
    "People, services, scripts, decisions": (vet_people.TEXTS,),
    "Calls and nesting": (vet_calls.TEXTS,),
    "Letters": (vet_messages.TEXTS,),
    "Data": (vet_data.TEXTS,),
    "Expressions": (vet_expressions.TEXTS, vet_constants.TEXTS, vet_types.TEXTS),
}


def rendered() -> str:
    """The whole document."""
    return "\n".join([HEAD, *("\n".join(_group(*group)) + "\n" for group in GROUPS.items())])


def _group(name: str, texts: tuple[Texts, ...]) -> Iterator[str]:
    yield f"## {name}\n"
    yield "| code | reason and remedy | lý do và cách sửa |"
    yield "|---|---|---|"
    for part in texts:
        for code, said in part.items():
            yield f"| `{code}` | {plain(said.en)} | {plain(said.vi)} |"


def plain(sentence: str) -> str:
    """The sentence with ``{…}`` where something of the diagram stands."""
    parts = sentence.split("{")
    return parts[0] + "".join("{…}" + part.partition("}")[2] for part in parts[1:])


if __name__ == "__main__":
    TARGET.write_text(rendered(), encoding="utf-8")
