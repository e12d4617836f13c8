"""Urging letters, reminders and named lists as papers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine import access, named_lists, period_words, urging_text, urging_views
from engine import signature_lines as signing
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.errors import NotFound
from engine.named_lists import LateList, Named
from engine.notices import Notice
from engine.official_words import raised, short_day, thing
from engine.papers import directives, reminding
from engine.papers.form import (
    DRAFTING,
    Fields,
    Issuer,
    Paper,
    addressed,
    common,
    ended,
    file_name,
    in_letter,
    issuer_of,
    text,
)
from engine.people import Actor
from engine.report_tables import Report
from engine.units import Unit
from engine.urging_tables import NamedList, UrgingLetter

URGING, REMINDER, LIST = "urging-letter", "reminder", "named-list"
CRITICISM = "phe-binh"
_IS_LETTER = and_(Notice.kind.in_(reminding.KINDS), Notice.unit_id != Report.consolidator_id)
"""Of a notice with its report: whether it may be sent as a letter. Nobody writes to itself."""


def urging_letter(session: Session, actor: Actor, letter_id: int) -> Paper:
    """A văn bản đôn đốc; of a draft, number, date and new day are blank. Raises ``NotFound``."""
    view = urging_views.read(session, actor, letter_id)
    row = session.get_one(UrgingLetter, letter_id)
    said, paper = urging_text.parts(view.paper), view.paper
    issuer = issuer_of(session, view.issuer_id)
    fields = common(
        issuer,
        number=paper.number,
        symbol=paper.symbol,
        dated=view.dated,
        signer_lines=signing.lines(issuer.name, row.signer),
        signer_name=paper.signed_by,
        copies=said.copies,
    )
    fields |= {
        "subject": in_letter(said.subject),
        "to": addressed(said.to),
        "body": ended([text(paragraph) for paragraph in said.body]),
    }
    period = period_words.named(view.period)
    name = file_name(f"Văn bản đôn đốc {view.number}".strip(), view.title, period)
    return Paper(URGING, name, fields, view.dated)


def reminder(session: Session, actor: Actor, notice_id: int) -> Paper:
    """A notice about a report as a công văn of the body that waits for the report, to another.

    That body may have it, the issuers above, and in whose box the notice lies. Raises
    ``NotFound``, also for a notice that reminds of no report.
    """
    seen = or_(
        access.notices(actor, Notice),
        access.states_below(actor, Notice.directive_id),
        Report.consolidator_id == access.held(actor),
    )
    found = session.execute(
        select(Notice, Report, Directive, Unit.short_name)
        .join(Report, Report.id == Notice.report_id)
        .join(Directive, Directive.id == Report.directive_id)
        .join(Unit, Unit.id == Notice.unit_id)
        .where(Notice.id == notice_id, _IS_LETTER, seen)
    ).one_or_none()
    notice, report, directive, told = access.require(found, f"notice {notice_id} of a report")
    late = session.scalar(select(Unit.short_name).where(Unit.id == notice.about_unit_id)) or ""
    issuer = issuer_of(session, report.consolidator_id)
    day = local_day(notice.created_at)
    said = reminding.Said(
        issuer=issuer.short_name,
        to_late=notice.about_unit_id in (None, notice.unit_id),
        late=late,
        report=report.title,
        period=report.period,
        directive=directives.on_record(session, directive.id),
        requested=report.requested,
        params=notice.params,
    )
    fields = _unnumbered(issuer, day, "Như trên")
    fields |= {
        "subject": in_letter(reminding.subject(notice.kind, said)),
        "to": addressed([told]),
        "body": ended([text(line) for line in reminding.body(notice.kind, said)]),
    }
    period = period_words.named(report.period)
    return Paper(REMINDER, file_name("Văn bản nhắc", report.title, period), fields, day)


def sendable(session: Session, notice_ids: Collection[int]) -> frozenset[int]:
    """Those of these notices that ``reminder`` makes a letter of."""
    rows = session.scalars(
        select(Notice.id)
        .join(Report, Report.id == Notice.report_id)
        .where(Notice.id.in_(notice_ids), _IS_LETTER)
    )
    return frozenset(rows)


def named_list(session: Session, actor: Actor, list_id: int) -> Paper:
    """A danh sách nêu tên or phê bình with its units. Raises ``NotFound``."""
    found = named_lists.read(session, actor, list_id=list_id)
    if not found:
        raise NotFound(what=f"named list {list_id}")
    made = found[0]
    row = session.get_one(NamedList, list_id)
    issuer = issuer_of(session, row.issuer_id)
    on = directives.on_record(session, row.directive_id)
    day = local_day(made.made_at)
    fields = _unnumbered(issuer, day, "Các đơn vị có tên trên", "DS-")
    what = "bị phê bình vì chậm báo cáo" if made.rung == CRITICISM else "chậm báo cáo"
    fields |= {
        "type_name": "DANH SÁCH",
        "subject": f"Các đơn vị {what}",
        "about": ", ".join(filter(None, (raised(thing(made.title)), _period(made), f"theo {on}"))),
        "rows": [_row(n, unit) for n, unit in enumerate(made.units, 1)],
        "count": str(len(made.units)),
    }
    name = file_name(f"Danh sách đơn vị {what}", made.title, period_words.named(made.period))
    return Paper(LIST, name, fields, day)


def _period(made: LateList) -> str:
    """«kỳ 6 tháng đầu năm 2023 (01/01/2023 – 30/6/2023)»; '' where it is no period."""
    name = period_words.named(made.period)
    days = f"{short_day(made.period_start)} – {short_day(made.period_end)}"
    return f"kỳ {name} ({days})" if name else ""


def _unnumbered(issuer: Issuer, day: date, copy: str, kind: str = "") -> Fields:
    """The parts of a paper that has no number yet and nobody's name under it; ``kind`` begins its
    symbol."""
    return common(
        issuer,
        number="",
        symbol=kind + urging_text.abbreviation(issuer.printed, ""),
        dated=day,
        signer_lines=signing.lines(issuer.name),
        signer_name="",
        copies=[copy, DRAFTING],
    )


def _row(number: int, unit: Named) -> Fields:
    day = local_day(unit.submitted_at) if unit.submitted_at else None
    return {
        "number": str(number),
        "unit": unit.unit,
        "days_late": str(unit.days_late),
        "named_on": short_day(local_day(unit.named_at)),
        "standing": f"Đã nộp ngày {short_day(day)}" if day else "Chưa nộp",
    }
