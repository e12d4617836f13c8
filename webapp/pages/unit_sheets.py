"""The tables of units and of one unit as Excel sheets."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from engine.board_figures import Figures
from engine.unit_list import UnitLine
from engine.unit_views import UnitView
from webapp.downloads import Sheet
from webapp.labels import KINDS, RUNGS, tier
from webapp.locale import local
from webapp.pages.board_sheets import figure_columns, figure_values, of_duties

MOST = 5_000
"""Units of one file."""


def of_list(rows: Sequence[UnitLine]) -> Sheet:
    """Units, one a row."""
    columns = [
        (gettext("Đơn vị"), 44),
        (gettext("Cấp"), 22),
        (gettext("Cấp trên"), 36),
        (gettext("Từ ngày"), 12),
        (gettext("Đến ngày"), 12),
        *figure_columns(),
    ]
    values = [
        (
            row.name,
            tier(row.tier),
            row.superior,
            row.valid_from,
            row.valid_to,
            *figure_values(Figures(row.counts)),
        )
        for row in rows
    ]
    return Sheet(gettext("Đơn vị"), columns, values)


def of_unit(view: UnitView) -> list[Sheet]:
    """Rates, what is open (as on the page), what came late, and the papers."""
    return [
        _rates(view),
        of_duties([*view.open_duties.rows, *view.late_duties]),
        _extensions(view),
        _urged(view),
    ]


def _rates(view: UnitView) -> Sheet:
    columns = [
        (gettext("Năm"), 8),
        (gettext("Loại"), 18),
        *figure_columns(),
        (gettext("Đúng hạn của đơn vị cùng cấp"), 18),
    ]
    rows = [
        (
            line.year,
            str(KINDS.get(line.kind, line.kind)),
            *figure_values(line.own),
            line.peers.on_time_rate if line.peers else None,
        )
        for line in view.rates
    ]
    return Sheet(gettext("Tỷ lệ"), columns, rows)


def _extensions(view: UnitView) -> Sheet:
    columns = [
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ báo cáo"), 14),
        (gettext("Hạn cũ"), 12),
        (gettext("Hạn đề nghị"), 12),
        (gettext("Hạn mới"), 12),
        (gettext("Đề nghị lúc"), 18),
    ]
    rows = [
        (e.title, e.period, e.present, e.wanted, e.granted, local(e.asked_at).replace(tzinfo=None))
        for e in view.papers.extensions
    ]
    return Sheet(gettext("Gia hạn"), columns, rows)


def _urged(view: UnitView) -> Sheet:
    columns = [
        (gettext("Ngày"), 12),
        (gettext("Hình thức"), 20),
        (gettext("Số, ký hiệu"), 18),
        (gettext("Cơ quan"), 36),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ báo cáo"), 14),
    ]
    letters = [
        (x.dated, str(RUNGS.get(x.rung, x.rung)), x.number, x.issuer, x.title, x.period)
        for x in view.papers.letters
    ]
    lists = [
        (
            local(x.named_at).date(),
            str(RUNGS.get(x.rung, x.rung)),
            "",
            x.issuer,
            x.title,
            x.period,
        )
        for x in view.papers.lists
    ]
    return Sheet(gettext("Đôn đốc, nêu tên"), columns, [*letters, *lists])
