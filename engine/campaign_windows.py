"""A directive file's campaigns as rows, and the closing reports it asks for as obligations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine import policies
from engine.campaign_tables import Campaign as Window
from engine.deadline_rules import BACK_OFF, ONE_OFF, Fixed, Rule
from engine.drafts import Campaign, CampaignReport, DirectiveDraft, ObligationDraft
from engine.printed_days import PrintedDay

PLAN = policies.declare(
    policies.Policy(
        "campaign.plan",
        True,
        "Đơn vị nhận văn bản được nhắc lập kế hoạch tham gia đợt",
        "Recipients are given the task of planning for a campaign",
        source="custom",
    )
)
PLAN_DAYS = policies.declare(
    policies.Policy(
        "campaign.plan-days",
        20,
        "Số ngày trước khi đợt bắt đầu thì mở việc lập kế hoạch; hạn là ngày trước ngày bắt đầu",
        "Days before a campaign begins at which planning opens; it is due the day before it begins",
        source="custom",
        low=1,
        high=365,
    )
)
REPORT_DAYS = policies.declare(
    policies.Policy(
        "campaign.report-days",
        10,
        "Số ngày sau khi đợt kết thúc phải nộp báo cáo tổng kết, khi văn bản không ghi số ngày",
        "Days after a campaign's end by which the closing report is due, where the letter gives none",
        source="custom",
        low=1,
        high=365,
    )
)

REPORT_FORM = "report-plain"
"""A closing report tells in words; a campaign's figures stand in the periodic reports."""


def with_closing_reports(session: Session, draft: DirectiveDraft, issuer_id: int) -> DirectiveDraft:
    """The draft with an obligation for each campaign that asks for a closing report."""
    days: int = policies.value(session, REPORT_DAYS, issuer_id)
    owed = [
        _closing(campaign, campaign.report, start, end, position, days)
        for position, (campaign, start, end) in _dated(draft)
        if campaign.report is not None
    ]
    return replace(draft, obligations=(*draft.obligations, *owed)) if owed else draft


def windows(
    session: Session, draft: DirectiveDraft, directive_id: int, issuer_id: int
) -> Iterator[Window]:
    """The rows of a draft's dated campaigns, one for each year; those without dates have none."""
    asks: bool = policies.value(session, PLAN, issuer_id)
    before: int = policies.value(session, PLAN_DAYS, issuer_id)
    after: int = policies.value(session, REPORT_DAYS, issuer_id)
    for position, (campaign, start, end) in _dated(draft):
        for starts_on, ends_on in _years(campaign, start, end):
            due = None
            if campaign.report is not None:
                due = ends_on + timedelta(days=campaign.report.days or after)
            yield Window(
                directive_id=directive_id,
                position=position,
                name=campaign.name,
                starts_on=starts_on,
                ends_on=ends_on,
                plan_opens_on=starts_on - timedelta(days=before) if asks else None,
                plan_due_on=starts_on - timedelta(days=1) if asks else None,
                report_due_on=due,
                report_code=_code(position) if campaign.report is not None else None,
            )


def _dated(draft: DirectiveDraft) -> Iterator[tuple[int, tuple[Campaign, date, date]]]:
    for position, campaign in enumerate(draft.campaigns):
        if campaign.start is not None and campaign.end is not None:
            yield position, (campaign, campaign.start, campaign.end)


def _years(campaign: Campaign, start: date, end: date) -> Iterator[tuple[date, date]]:
    """The windows: one, or the same days of each year whose window begins by ``until``."""
    last = campaign.until or start
    first, close = (PrintedDay(d.day, d.month) for d in (start, end))
    for year in range(start.year, last.year + 1):
        opened = first.recurring_in(year)
        if opened <= last:
            yield opened, close.recurring_in(year + end.year - start.year)


def _code(position: int) -> str:
    return f"tong-ket-dot-{position + 1}"


def _closing(
    campaign: Campaign,
    report: CampaignReport,
    start: date,
    end: date,
    position: int,
    days: int,
) -> ObligationDraft:
    """One deadline for each window. Where the directive is passed on, a lower tier still reports
    after the end: half of the days are its superior's."""
    days = report.days or days
    fixed = tuple(
        Fixed(printed := closes + timedelta(days=days), opens, closes, printed.isoformat())
        for opens, closes in _years(campaign, start, end)
    )
    return ObligationDraft(
        code=_code(position),
        title=report.title or f"Báo cáo tổng kết {campaign.name}",
        rule=Rule(kind=ONE_OFF, window=days, back_off=min(BACK_OFF, days // 2), fixed=fixed),
        who=report.who,
        consolidator=report.consolidator,
        form=REPORT_FORM,
        path=f"campaigns[{position}].report",
    )
