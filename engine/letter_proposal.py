"""What a confirmed letter would become: the plain data of a directive file, and what to look at.

Nothing is decided here that the letter leaves open: it is proposed, and ``engine.letter_notes``
says what to look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine import deadline_rules as rules
from engine.drafting_content import fresh_code, fresh_name
from engine.intake.found import Issued, Report, Task
from engine.letter_deadlines import Told, understood
from engine.letter_joining import joined_alike
from engine.letter_names import Named
from engine.letter_owing import upward, who
from engine.letter_parts import MOST_TEXT, basis, campaign, provisions, signer
from engine.letter_resolving import Resolved, ResolvedReport, symbol_of
from engine.received_findings import Finding, of_kind

REPORT_FORM, PLAN_FORM = "report", "report-plain"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The directive the letter would become, and the findings its obligations came from, in their
    order; ``folded`` are reports that became another one's consolidated date, ``joined`` those that
    are one obligation with an earlier one: said twice, or the four days of a quarterly report.
    """

    content: Mapping[str, Any]
    sources: tuple[int, ...] = ()
    folded: Mapping[int, int] = field(default_factory=dict)
    joined: Mapping[int, int] = field(default_factory=dict)


def propose(findings: Sequence[Finding], resolved: Resolved) -> Proposal:
    """The letter as a directive of its issuer, ``process`` left blank. Changes nothing."""
    issued = next((one.value for one in of_kind(findings, "issued")), Issued())
    number, symbol = symbol_of(findings)
    types = [one.value for one in of_kind(findings, "type")]
    subjects = [one.value for one in of_kind(findings, "subject", "subject_inferred")]
    content: dict[str, Any] = {
        "number": number,
        "symbol": symbol,
        "type": str(types[-1]) if types else "cong_van",
        "issued_on": f"{issued.date:%d/%m/%Y}" if issued.date else "",
        "subject": str(subjects[0])[:MOST_TEXT] if subjects else "",
        "field": _field(resolved),
        "process": "",
        "basis": [basis(one.value) for one in of_kind(findings, "basis")],
        "recipients": [],
        "provisions": list(provisions(findings)),
        "obligations": [],
        "campaigns": [campaign(one.value) for one in of_kind(findings, "campaign")],
        "copy_to": _copies(findings, resolved),
    }
    signers = of_kind(findings, "signer")
    if signers and (signed := signer(signers[-1].value)):
        content["signer"] = signed
    names = _recipients(content, resolved)
    folded = upward(resolved)
    sources, joined = _obligations(content, resolved, names, folded)
    return Proposal(content, tuple(sources), folded, joined)


def _copies(findings: Sequence[Finding], resolved: Resolved) -> list[str]:
    """The lines of Nơi nhận, but those that are recipients already."""
    sent = {one.id for one, _ in resolved.recipients}
    return [str(one.value) for one in of_kind(findings, "cc") if one.id not in sent]


def _recipients(content: dict[str, Any], resolved: Resolved) -> dict[str, frozenset[int]]:
    """Write the groups; the units of each by its name."""
    found: dict[str, frozenset[int]] = {}
    for _, meant in resolved.recipients:
        for group in meant.groups():
            name = fresh_name(content, group["group"])
            content["recipients"] = [*content["recipients"], {**group, "group": name}]
            if "select" in group:
                members = meant.members - {unit.id for unit in meant.units}
            else:
                members = frozenset(unit.id for unit in meant.units if "units" in group)
            found[name] = members
    return found


def _field(resolved: Resolved) -> str:
    """The specialist field: that of the issuer's own body which consolidates."""
    for report in resolved.reports:
        unit = report.consolidator.unit if report.consolidator else None
        if unit is None or resolved.issuer.unit is None or resolved.looker is None:
            continue
        row = resolved.looker.names.entry(unit)
        if row.field and row.parent_id == resolved.issuer.unit.id:
            return row.field
    return ""


def _obligations(
    content: dict[str, Any],
    resolved: Resolved,
    groups: Mapping[str, frozenset[int]],
    folded: Mapping[int, int],
) -> tuple[list[int], dict[int, int]]:
    moments = {target: source for source, target in folded.items()}
    made: list[tuple[dict[str, Any], int]] = []
    for report in resolved.reports:
        if report.finding.id in folded:
            continue
        duty = _obligation(resolved, report, groups)
        if duty is None:
            continue
        above = moments.get(report.finding.id)
        if above is not None:
            upper = next(r for r in resolved.reports if r.finding.id == above)
            duty["consolidated"] = _moment(told_of(upper).rule)
        made.append((duty, report.finding.id))
    kept, joined = joined_alike(made)
    for duty, _ in kept:
        duty["code"] = fresh_code(content, duty["deadline"]["kind"])
        content["obligations"] = [*content["obligations"], duty]
    return [source for _, source in kept], joined


def _obligation(
    resolved: Resolved,
    report: ResolvedReport,
    groups: Mapping[str, frozenset[int]],
) -> dict[str, Any] | None:
    deadline = told_of(report).rule
    found = report.finding.value
    if isinstance(found, Task) and deadline["kind"] == rules.UNDATED:
        return None
    dated = deadline["kind"] in rules.DATED
    duty: dict[str, Any] = {
        "code": "",
        "title": title(found)[:MOST_TEXT],
        "deadline": deadline,
        "who": who(report, groups, dated=dated),
        "consolidator": _consolidator(resolved, report.consolidator),
        "form": REPORT_FORM if isinstance(found, Report) else PLAN_FORM,
    }
    if isinstance(found, Report):
        told = {"about": found.about, "to": found.to, "via": found.via}
        duty |= {name: said for name, said in told.items() if said}
        duty |= {"channels": list(found.channel), "goes_up_to": list(found.goes_up_to)}
    return {name: said for name, said in duty.items() if said != []}


def told_of(report: ResolvedReport) -> Told:
    """The rule of its deadline, and what to look at about it."""
    found = report.finding.value
    kind = found.kind if isinstance(found, Report) else "one_off"
    return understood(kind, found.deadline, found.phrase, report.sentence)


def is_dated(report: ResolvedReport) -> bool:
    """Whether the duty has a deadline."""
    return told_of(report).rule["kind"] in rules.DATED


def title(found: Report | Task) -> str:
    """What the duty is called: what it is about, or the words that ask for it."""
    if isinstance(found, Task):
        return found.what or found.phrase
    kind = _TITLES.get(found.kind, "Báo cáo")
    if not found.about:
        return kind
    if kind.removeprefix("Báo cáo ") in found.about:
        kind = "Báo cáo"
    about = found.about[:1].lower() + found.about[1:] if found.about[1:2].islower() else found.about
    return f"{kind} {about}"


_TITLES = {
    "weekly": "Báo cáo tuần",
    "monthly": "Báo cáo tháng",
    "quarterly": "Báo cáo quý",
    "half_year": "Báo cáo 06 tháng",
    "nine_months": "Báo cáo 09 tháng",
    "annual": "Báo cáo năm",
    "ad_hoc": "Báo cáo đột xuất",
}


def _consolidator(resolved: Resolved, name: Named | None) -> str:
    if name is None or name.unit is None:
        return ""
    if resolved.issuer.unit is None or resolved.looker is None:
        return ""
    if name.unit.id == resolved.issuer.unit.id:
        return ""
    row = resolved.looker.names.entry(name.unit)
    if row.field and row.parent_id == resolved.issuer.unit.id:
        return f'lead(unit, "{row.field}")'
    return name.unit.code


def _moment(deadline: Mapping[str, Any]) -> dict[str, Any]:
    names = ("boundary", "date", "time", "day", "after", "weekday")
    return {name: deadline[name] for name in names if deadline.get(name)}


def for_unit(proposal: Proposal, resolved: Resolved, unit: tuple[int, str, str]) -> Proposal:
    """The proposal as the superior's directive for one recipient: (id, code, name) of our unit.

    What others owe is left out; what is left is owed by the one recipient, us, also what was due
    before the letter's own day.
    """
    unit_id, code, name = unit
    reports = {report.finding.id: report for report in resolved.reports}
    kept = [
        (duty, source)
        for duty, source in zip(proposal.content["obligations"], proposal.sources, strict=True)
        if owes(reports[source], unit_id)
    ]
    mine = [
        ({**duty, **_as_received(duty, reports[source], resolved)}, source) for duty, source in kept
    ]
    kept, joined = joined_alike(mine)
    content = {
        **proposal.content,
        "recipients": [{"group": name, "units": [code]}],
        "obligations": [duty for duty, _ in kept],
        "copy_to": [*_sent_copies(resolved), *proposal.content["copy_to"]],
    }
    sources = tuple(source for _, source in kept)
    return replace(proposal, content=content, sources=sources, joined={**proposal.joined, **joined})


def _sent_copies(resolved: Resolved) -> list[str]:
    return [str(one.value) for one, _ in resolved.recipients if one.kind == "cc"]


def _as_received(
    duty: Mapping[str, Any], report: ResolvedReport, resolved: Resolved
) -> dict[str, Any]:
    said, deadline = duty.get("who"), duty["deadline"]
    named = isinstance(said, Mapping) and said.get("named")
    past = is_past(report, resolved) and deadline.get("date")
    return {
        "who": said if named else "all",
        "deadline": {**deadline, "past": "true"} if past else deadline,
    }


def is_past(report: ResolvedReport, resolved: Resolved) -> bool:
    """Whether its last acceptable day, due once, was before the letter's own."""
    last = report.finding.value.deadline.last_day
    once = told_of(report).rule.get("recurring") != "true"
    return last is not None and once and last < resolved.on


def owes(report: ResolvedReport, unit_id: int) -> bool:
    """Whether the unit owes it by the letter; what no known body owes is everybody's."""
    return report.everybody or not report.owing or unit_id in report.owing
