"""The figures of a watched model as Excel sheets; durations are hours."""

from __future__ import annotations

from flask_babel import gettext

from engine.model_paths import Paths
from engine.model_watching import Figures
from webapp.downloads import Sheet, Value
from webapp.element_words import element_kind

HOUR = 3600


def sheets(found: Figures, ways: Paths) -> list[Sheet]:
    """The elements, and the slowest ways."""
    return [_elements(found), _ways(ways)]


def _elements(found: Figures) -> Sheet:
    columns = [
        (gettext("Bước"), 40),
        (gettext("Mã"), 24),
        (gettext("Loại"), 28),
        (gettext("Đang chờ"), 12),
        (gettext("Quá hạn"), 12),
        (gettext("Đã qua"), 12),
        (gettext("Đã đóng, không phải làm"), 14),
        (gettext("Xử lý, trung vị (giờ)"), 14),
        (gettext("Xử lý, chín phần mười không quá (giờ)"), 16),
        (gettext("Từ lúc bắt đầu tiến trình, trung vị (giờ)"), 18),
    ]
    rows: list[list[Value]] = [
        [
            one.name or one.id,
            one.id,
            element_kind(one.tag, one.events),
            one.standing,
            one.late if one.is_task else None,
            one.done,
            one.cancelled if one.is_task else None,
            _hours(one.median),
            _hours(one.p90),
            _hours(one.reached),
        ]
        for one in found.elements
    ]
    return Sheet(gettext("Từng bước"), columns, rows)


def _ways(ways: Paths) -> Sheet:
    columns = [
        (gettext("Đường đi"), 90),
        (gettext("Số tiến trình"), 14),
        (gettext("Trung vị (giờ)"), 14),
        (gettext("Chín phần mười không quá (giờ)"), 14),
        (gettext("Lâu nhất (giờ)"), 14),
    ]
    rows: list[list[Value]] = [
        [
            " → ".join(step.name for step in way.steps),
            way.count,
            _hours(way.median),
            _hours(way.p90),
            _hours(way.slowest),
        ]
        for way in ways.rows
    ]
    return Sheet(gettext("Đường đi chậm nhất"), columns, rows)


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / HOUR, 1)
