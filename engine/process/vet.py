"""Is this diagram one that runs correctly? Every reason why not, at its element, at once.

A rule is a function from a ``Case`` to findings; the rooms ``vet_*`` hold them by subject. Codes are
stable: the editor, the command line and the tests know a finding by its code. What we cannot run is
refused here, never ignored there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.errors import Finding
from engine.process import (
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
from engine.process.model import Model, Process
from engine.process.vet_case import (
    MAX_ELEMENTS,
    Case,
    Decision,
    Decisions,
    File,
    Forms,
    Said,
    Services,
    at,
    made,
)
from engine.process.vet_expressions import Expressions
from engine.process.vet_names import ScopeNames
from engine.process.vet_types import TypeScope

__all__ = ["CODES", "FORESEEN", "Decision", "Decisions", "Forms", "Services", "findings"]

TEXTS = {
    "process-missing": Said(
        "Tệp không có tiến trình nào. Hãy vẽ ít nhất một.",
        "The file holds no process. Draw at least one.",
    ),
    "model-too-large": Said(
        "Tệp có {count} phần tử; nhiều nhất {most}. Hãy tách thành nhiều tệp.",
        "The file has {count} elements; at most {most}. Split it into several files.",
    ),
    "process-not-executable": Said(
        "Tiến trình chưa được đánh dấu chạy được (isExecutable). Hãy bật dấu đó.",
        "The process is not marked executable. Set isExecutable.",
    ),
    "id-missing": Said(
        "Có tiến trình, phần tử hoặc luồng không có mã (id). Hãy đặt mã.",
        "A process, an element or a flow has no id. Give it one.",
    ),
    "id-duplicate": Said(
        "Mã này dùng hai lần trong tệp. Hãy đổi một mã.",
        "This id is used twice in the file. Change one of them.",
    ),
    "element-unsupported": Said(
        "Phần tử «{tag}» không chạy được. Hãy thay bằng phần tử khác.",
        "«{tag}» cannot run here. Replace it by another element.",
    ),
    "tier-missing": Said(
        "Nhóm chưa có cấp đơn vị (dondoc:tier) trong khi tệp có nhiều nhóm. Hãy đặt cấp.",
        "The pool has no tier of units (dondoc:tier), and the file has several pools. Set it.",
    ),
}
ROOMS = (
    vet_flow,
    vet_reach,
    vet_gateways,
    vet_events,
    vet_scopes,
    vet_compensation,
    vet_activities,
    vet_people,
    vet_calls,
    vet_messages,
)
CODES: Mapping[str, Said] = {
    code: said
    for room in (*ROOMS, vet_data, vet_expressions, vet_constants, vet_types)
    for code, said in room.TEXTS.items()
} | TEXTS
"""Every code that vetting gives, with its sentence in Vietnamese and in English."""

FORESEEN = frozenset(
    {"service-input-value", "recipients-type", "cycle-endless", *vet_types.TEXTS}
    | {kind.code for kind in vet_constants.KINDS.values()}
)
"""Codes of what is foreseen to fail when it is reached; everything around it runs."""


def findings(
    model: Model, services: Services, forms: Forms, decisions: Decisions | None = None
) -> tuple[list[Finding], dict[str, Expressions]]:
    """All findings of a file, and each process's compiled expressions (complete if none found).

    The expressions stand under the scope whose names they read and their text. Findings are in the
    order of the file's rules; the same one stands there once.
    """
    count = sum(len(process.elements) for process in model.processes.values())
    if count > MAX_ELEMENTS:
        most = f"{MAX_ELEMENTS:,}"
        return [made(TEXTS, "model-too-large", "", count=f"{count:,}", most=most)], {}
    file = _file(model, services, forms, decisions or {})
    names = {p.id: ScopeNames(p, forms) for p in model.processes.values()}
    found = [*_of_file(file), *vet_messages.flows(file), *vet_calls.nesting(model)]
    compiled: dict[str, Expressions] = {}
    for process in model.processes.values():
        compiled[process.id] = {}
        if _only_drawn(process):
            continue
        case = Case(file, process)
        for rule in RULES:
            found.extend(rule(case))
        found.extend(vet_calls.inputs(case, names))
        found.extend(vet_data.findings(case, names[process.id]))
        types = TypeScope(model, process, forms)
        compiled[process.id], wrong = vet_expressions.compile_all(
            process, names, file.decisions, types
        )
        found.extend(wrong)
    return list(dict.fromkeys(found)), compiled


def _file(model: Model, services: Services, forms: Forms, decisions: Decisions) -> File:
    owner = {e: p for p in model.processes.values() for e in p.elements}
    awaited = vet_messages.awaited_from(model, owner)
    return File(model, services, forms, decisions, owner, model.called(), awaited)


def _only_drawn(process: Process) -> bool:
    """An empty pool, as editors write it: nothing of it is meant to run."""
    return not (process.executable or process.elements or process.flows or process.foreign)


def _of_file(file: File) -> Iterator[Finding]:
    processes = file.model.processes.values()
    if not any(not _only_drawn(p) for p in processes):
        yield made(TEXTS, "process-missing", "")
    for node_id in dict.fromkeys(file.model.duplicates):
        yield made(TEXTS, "id-duplicate", node_id)
    for node_id, tag, name in file.model.foreign:
        yield made(TEXTS, "element-unsupported", node_id, name, tag=tag)
    pools = [p for p in processes if _is_pool(file, p)]
    if len(pools) > 1:
        yield from (at(TEXTS, "tier-missing", p) for p in pools if not p.tiers)


def _is_pool(file: File, process: Process) -> bool:
    """Whether a unit plays it; a called process is played by whoever calls it."""
    return process.whole and process.id not in file.called and not _only_drawn(process)


def _ids(case: Case) -> Iterator[Finding]:
    process = case.process
    named = [process.id, *process.elements, *(flow.id for flow in process.flows)]
    if not all(named):
        yield at(TEXTS, "id-missing", process)


def _executable(case: Case) -> Iterator[Finding]:
    if not case.process.executable:
        yield at(TEXTS, "process-not-executable", case.process)


def _foreign(case: Case) -> Iterator[Finding]:
    for node_id, tag, name in case.process.foreign:
        yield made(TEXTS, "element-unsupported", node_id, name, tag=tag)


Rule = Callable[[Case], Iterator[Finding]]
RULES: tuple[Rule, ...] = (_ids, _executable, _foreign, *(room.findings for room in ROOMS))
