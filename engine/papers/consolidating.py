"""A closed roll-up as a báo cáo: its text, its figures in a table, every unit in an annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, consolidation_sheet, period_words, urging_text
from engine import signature_lines as signing
from engine.consolidation_amounts import Amounts, from_json
from engine.consolidation_fields import figures_in
from engine.consolidation_sheet import SheetLine
from engine.consolidation_tables import Rollup, RollupVersion
from engine.consolidation_views import totals
from engine.deadlines import local_day
from engine.figures import LATEST, MEAN, NONE, Figure, shown
from engine.official_words import short_day
from engine.papers import directives
from engine.papers.form import (
    DRAFTING,
    Fields,
    Paper,
    common,
    file_name,
    heading,
    issuer_of,
    text,
)
from engine.people import Actor
from engine.units import Unit

REPORT = "consolidated-report"
FIGURES_HEAD = "2. Số liệu"
_WAYS = {MEAN: "bình quân", LATEST: "số hiện có, cộng"}


def consolidated_report(session: Session, actor: Actor, rollup_id: int) -> Paper:
    """The newest closing or supplement as a report. Raises ``NotFound``, also while it is open."""
    found = session.execute(
        select(Rollup, RollupVersion)
        .join(RollupVersion, RollupVersion.rollup_id == Rollup.id)
        .where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
        .order_by(RollupVersion.n.desc())
        .limit(1)
    ).one_or_none()
    rollup, version = access.require(found, f"the report of rollup {rollup_id}")
    issuer = issuer_of(session, rollup.consolidator_id)
    figures = [f for f in figures_in(rollup.fields) if f.rollup != NONE]
    addressee = session.scalar(select(Unit.name).where(Unit.id == rollup.addressee_id))
    day = local_day(version.at)
    fields = common(
        issuer,
        number="",
        symbol=f"BC-{urging_text.abbreviation(issuer.printed, '')}",
        dated=day,
        signer_lines=signing.lines(issuer.name),
        signer_name="",
        copies=["Như trên" if addressee else "", DRAFTING],
    )
    before, after = _sections(version.body)
    period = period_words.named(rollup.period)
    base = directives.called(session, rollup.directive_id)
    lines = consolidation_sheet.lines(session, actor, rollup_id, figures)
    fields |= {
        "type_name": "BÁO CÁO",
        "subject": _titled(rollup.title) + (f", kỳ {period}" if period else ""),
        "period": f"{short_day(rollup.period_start)} – {short_day(rollup.period_end)}",
        "to": [addressee] if addressee else [],
        "basis": base,
        "before": before,
        "figures": _figures(figures, from_json(version.totals)),
        "after": after,
        "columns": [_column(figure) for figure in figures],
        "units": [_unit(n, line) for n, line in enumerate(_in(lines, version.n), 1)],
    }
    name = file_name("Báo cáo tổng hợp", rollup.title, period)
    return Paper(REPORT, name, fields, day)


def _titled(title: str) -> str:
    bare = title.removeprefix("Báo cáo ").strip()
    return f"Tổng hợp {bare[:1].lower()}{bare[1:]}" if bare != title else f"Tổng hợp {title}"


def _sections(body: str) -> tuple[list[Fields], list[Fields]]:
    """The document's parts before and after its figures, which a paper shows in a table."""
    before: list[Fields] = []
    after: list[Fields] = []
    place = before
    for part in body.split("\n\n")[1:]:
        head, *lines = part.split("\n")
        if place is before and head == FIGURES_HEAD:
            place = after
            continue
        numbered = head[:1].isdigit() and ". " in head[:4]
        place.append(dict(heading(head) if numbered else text(head)))
        place += [dict(text(line.strip())) for line in lines if line.strip()]
    return before, after


def _figures(figures: Sequence[Figure], amounts: Amounts) -> list[Fields]:
    return [
        {
            "number": str(n),
            "label": str(total.figure.label["vi"]),
            "unit": str(total.figure.unit["vi"]) if total.figure.unit else "",
            "value": _number(total.value),
            "way": _WAYS.get(total.figure.rollup, "cộng"),
            "count": str(total.units),
        }
        for n, total in enumerate(totals(figures, amounts), 1)
    ]


def _column(figure: Figure) -> str:
    unit = f" ({figure.unit['vi']})" if figure.unit else ""
    return f"{figure.label['vi']}{unit}"


def _in(lines: Iterable[SheetLine], n: int) -> list[SheetLine]:
    """The units whose report is in that version."""
    return [line for line in lines if line.version is not None and line.version <= n]


def _unit(number: int, line: SheetLine) -> Fields:
    day = local_day(line.submitted_at) if line.submitted_at else None
    return {
        "number": str(number),
        "unit": line.unit_name,
        "submitted_on": short_day(day) if day else "",
        "values": [_number(value) for value in line.values],
        "remark": "Không phát sinh" if line.nil else "",
    }


def _number(value: Decimal | None) -> str:
    return "–" if value is None else shown(value)
