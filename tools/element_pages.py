"""Write ``docs/elements.md``: a section for each element that runs, in both languages.

``python -m tools.element_pages`` writes it; with ``--check`` it only says whether the committed file
is what would be written (exit status 1 if not). What runs comes from the table that plays every
element (``tools.support_table``), why one is refused from the vetting; the examples are vetted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from xml.dom import minidom

from engine.process.definition import Definition
from engine.process.vet_case import Said
from tests.unit.process.conformance.deploying import read
from tests.unit.process.conformance.drawing import diagram
from tests.unit.process.conformance.palette import table
from tests.unit.process.conformance.palette_activities import DECISIONS
from tests.unit.process.conformance.palette_item import Line
from tools.elements.activities import ACTIVITIES
from tools.elements.entry import PROPERTIES, Entry
from tools.elements.happenings import HAPPENINGS
from tools.elements.routing import ROUTING
from tools.findings_table import GROUPS, plain

TARGET = Path(__file__).resolve().parent.parent / "docs" / "elements.md"
ENTRIES = (*ACTIVITIES, *HAPPENINGS, *ROUTING)
NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dondoc="urn:dondoc:bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
HEAD = """# Các phần tử chạy được · The elements that run

Tệp này do `python -m tools.element_pages` viết ra. Mỗi ví dụ đã được kiểm tra như khi triển khai; mỗi dòng của bảng «chạy thế nào» là một sơ đồ
đã được chạy. Tất cả những gì BPMN có, kể cả những gì không chạy: [bpmn-support.md](bpmn-support.md). Mọi lý do từ chối: [findings.md](findings.md).

Made by `python -m tools.element_pages`. Each example was vetted as a deployment would; each line of the tables is a diagram that was played.
All that BPMN has, also what does not run: [bpmn-support.md](bpmn-support.md). Every reason for a refusal: [findings.md](findings.md).
"""


def rendered() -> str:
    """The whole page."""
    groups = dict(table())
    refusals: dict[str, Said] = {}
    for part in chain.from_iterable(GROUPS.values()):
        refusals |= part
    contents = [f"- [{e.vi} · {e.en}](#{e.anchor})" for e in ENTRIES]
    sections = ["\n".join(_section(e, groups, refusals)) for e in ENTRIES]
    return "\n".join([HEAD, *contents, "", *sections])


def current(target: Path = TARGET) -> bool:
    """Whether the file is what would be written now."""
    return target.exists() and target.read_text(encoding="utf-8") == rendered()


def covered(entry: Entry, groups: Mapping[str, list[Line]]) -> list[tuple[str, Line]]:
    """The lines of the table of what runs that the section is about; the refused ones are not."""
    return [
        (group, line)
        for group, begins in entry.lines
        for line in groups[group]
        if line.element.startswith(begins) and line.outcome != "refused"
    ]


def vetted(entry: Entry) -> dict[str, Definition]:
    """The example in a whole file. Raises ``ModelRefused``."""
    within = entry.shown.startswith("<participant")
    parts = entry.around if within else (entry.shown, *entry.around)
    root = f'<collaboration id="co">{entry.shown}</collaboration>' if within else ""
    more = {"root": root, **entry.more}
    return read(diagram(*parts, **more), **({"decisions": DECISIONS} if entry.decides else {}))


def _section(
    entry: Entry, groups: Mapping[str, list[Line]], refusals: Mapping[str, Said]
) -> Iterator[str]:
    yield f'<a id="{entry.anchor}"></a>\n'
    yield f"## {entry.vi} · {entry.en}\n"
    yield f"{entry.does_vi}\n"
    yield f"*{entry.does_en}*\n"
    if entry.properties:
        yield "| thuộc tính · property | | |"
        yield "|---|---|---|"
        for name in entry.properties:
            vi, en = PROPERTIES[name]
            yield f"| `dondoc:{name}` | {vi} | {en} |"
        yield ""
    yield "```xml"
    yield from _pretty(entry.shown)
    yield "```\n"
    lines = covered(entry, groups)
    if lines:
        yield "| chạy thế nào · how it runs | | |"
        yield "|---|---|---|"
        for group, line in lines:
            remark = " ".join(line.remark.replace("|", "\\|").split())
            yield f"| {group}: {line.element} | {line.outcome} | {remark} |"
        yield ""
    if entry.refusals:
        yield "Bị từ chối khi · refused when:\n"
        for code in entry.refusals:
            said_both = refusals[code]
            yield f"- `{code}`: {plain(said_both.vi)} · *{plain(said_both.en)}*"
        yield ""


def _pretty(xml: str) -> Iterator[str]:
    """The example, an element on a line, without the namespaces that every file declares once."""
    whole = minidom.parseString(f"<x {NAMESPACES}>{xml}</x>")  # noqa: S318  (our own text)
    root = whole.documentElement
    lines = root.toprettyxml(indent="  ").splitlines()[1:-1] if root is not None else []
    return (line.removeprefix("  ") for line in lines if line.strip())


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit status."""
    if "--check" not in arguments:
        TARGET.write_text(rendered(), encoding="utf-8")
        return 0
    if current():
        return 0
    print(f"{TARGET.name} is not what runs: write it anew with python -m tools.element_pages")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
