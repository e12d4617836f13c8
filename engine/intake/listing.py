"""A draft as a listing: plain values under the keys that scripts and measurements read.

The keys are described in docs/intake.md. What stands nowhere is null; a list with nothing in it is
empty. ``tasks`` and ``evidence`` (where each finding stands, how sure it is) are our own additions,
beside the keys that others compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.intake.found import (
    Assignment,
    Basis,
    Campaign,
    Draft,
    Feedback,
    Found,
    Header,
    Inspection,
    Issued,
    Issuer,
    Report,
    Signer,
    Task,
)
from engine.intake.listing_deadlines import Listing, day_listing, deadline_listing
from engine.intake.reading_doubts import of_letter

__all__ = ["Listing", "evidence_of", "listing_of"]

_LETTER, _OPENING = "cong_van", "opening"


def listing_of(draft: Draft, file: str) -> Listing:
    """The draft of the letter in ``file`` (its name) as one listing."""
    header, duties = draft.header, draft.duties
    return {
        "file": file,
        **_around(header),
        "headings": [{"number": h.value.number, "title": h.value.title} for h in draft.headings],
        "reports": [_report(found.value) for found in duties.reports],
        "inspections": [_inspection(found.value) for found in duties.inspections],
        "campaigns": [_campaign(found.value) for found in duties.campaigns],
        "assignments": [_assignment(found.value) for found in duties.assignments],
        "feedback": _feedback(duties.feedback.value) if duties.feedback else None,
        "damage": [
            {"raw": _words(draft.text, found), "intended": found.value} for found in draft.damage
        ],
        "tasks": [_task(found.value) for found in duties.tasks],
        "evidence": evidence_of(draft),
    }


def _around(header: Header) -> Listing:
    listing: Listing = {
        "doc": {
            "number": _value(header.number),
            "symbol": _value(header.symbol),
            "number_as_printed": _value(header.number_as_printed),
            "type": _value(header.type),
        },
        "issuer": _issuer(_value(header.issuer)),
        "issued": _issued(_value(header.issued)),
        "subject": _value(header.subject),
    }
    if header.subject is None:
        listing["subject_inferred"] = _value(header.subject_inferred)
    listing["upstream"] = [_basis(found.value) for found in header.upstream]
    listing["recipients"] = [found.value for found in header.recipients]
    if not header.recipients and (header.recipients_inferred or _is_letter(header)):
        listing["recipients"] = None
        listing["recipients_inferred"] = [found.value for found in header.recipients_inferred]
    listing["cc"] = [found.value for found in header.cc]
    listing["signer"] = _signer(_value(header.signer))
    return listing


def _is_letter(header: Header) -> bool:
    """A công văn without «Kính gửi» has lost it; a plan has none."""
    return header.type is not None and header.type.value == _LETTER


def _value(found: Found[Any] | None) -> Any:
    return None if found is None else found.value


def _words(text: str, found: Found[Any]) -> str:
    return " … ".join(text[span.start : span.end] for span in found.spans)


def _issuer(issuer: Issuer | None) -> Listing:
    issuer = issuer or Issuer("", "")
    return {
        "name": issuer.name or None,
        "level": issuer.level or None,
        "locality": issuer.locality,
        "parent": issuer.parent,
    }


def _issued(issued: Issued | None) -> Listing:
    issued = issued or Issued()
    return {
        "date": day_listing(issued.date),
        "year": issued.year,
        "month": issued.month,
        "day": issued.day,
        "place": issued.place,
        "not_before": day_listing(issued.not_before),
    }


def _basis(basis: Basis) -> Listing:
    return {
        "number": basis.number or None,
        "date": day_listing(basis.date),
        "issuer": basis.issuer,
        "role": basis.role,
        "title": basis.title,
    }


def _signer(signer: Signer | None) -> Listing:
    signer = signer or Signer()
    return {
        "authority": signer.authority,
        "on_behalf": signer.on_behalf,
        "title": signer.title,
        "name": signer.name,
    }


def _report(report: Report) -> Listing:
    return {
        "kind": report.kind,
        "about": report.about,
        "who": list(report.who),
        "to": report.to,
        "via": report.via,
        **deadline_listing(report.deadline),
        "consolidator": report.consolidator,
        "goes_up_to": list(report.goes_up_to),
        "channel": list(report.channel),
        "phrase": report.phrase,
        "where": report.where or _OPENING,
    }


def _task(task: Task) -> Listing:
    return {
        "what": task.what,
        "who": list(task.who),
        **deadline_listing(task.deadline),
        "phrase": task.phrase,
        "where": task.where or _OPENING,
    }


def _inspection(inspection: Inspection) -> Listing:
    return {
        "who": inspection.who,
        "on_whom": inspection.on_whom,
        "what": inspection.what,
        "when": inspection.when,
        "where": inspection.where,
    }


def _campaign(campaign: Campaign) -> Listing:
    listing: Listing = {
        "name": campaign.name,
        "start": day_listing(campaign.start),
        "end": day_listing(campaign.end),
    }
    if campaign.start is None:
        listing["year"] = campaign.year
    listing["phrase"] = campaign.phrase
    return listing


def _assignment(assignment: Assignment) -> Listing:
    return {"actor": assignment.actor, "duty": assignment.duty}


def _feedback(feedback: Feedback) -> Listing:
    return {
        "to": feedback.to,
        "via": feedback.via,
        "form": feedback.form,
        "outcome": feedback.outcome,
    }


def evidence_of(draft: Draft) -> Listing:
    """For each finding its places in the text, its confidence and its doubts; lists keep their order."""
    header, duties = draft.header, draft.duties
    singles = {
        name: getattr(header, name)
        for name in ("number", "symbol", "number_as_printed", "type", "issuer", "issued",
                     "subject", "subject_inferred", "signer")
    }  # fmt: skip
    lists: dict[str, Sequence[Found[Any]]] = {
        "upstream": header.upstream,
        "recipients": header.recipients,
        "recipients_inferred": header.recipients_inferred,
        "cc": header.cc,
        "headings": draft.headings,
        "reports": duties.reports,
        "inspections": duties.inspections,
        "campaigns": duties.campaigns,
        "assignments": duties.assignments,
        "tasks": duties.tasks,
        "damage": draft.damage,
    }
    return {
        **{name: _evidence(found) for name, found in singles.items() if found is not None},
        **{name: [_evidence(found) for found in many] for name, many in lists.items() if many},
        **({"feedback": _evidence(duties.feedback)} if duties.feedback else {}),
        **(
            {"letter": _evidence(Found(None, (), 0.0, whole))}
            if (whole := of_letter(draft))
            else {}
        ),
    }


def _evidence(found: Found[Any]) -> Listing:
    return {
        "spans": [[span.start, span.end] for span in found.spans],
        "confidence": round(found.confidence, 2),
        "doubts": list(found.doubts),
    }
