"""What may be wrong with an act on a roll-up; nothing was changed then."""

from __future__ import annotations

from engine.errors import Conflict, InputError


class NothingReported(InputError):
    """A consolidation before any report."""

    code = "nothing-reported"
    vi = (
        "Chưa tổng hợp được «{title}» kỳ {period}: chưa có báo cáo nào được tiếp nhận trong "
        "{expected} đơn vị phải báo cáo. Hãy tiếp nhận ít nhất một báo cáo hoặc đôn đốc các đơn vị."
    )
    en = (
        "«{title}», period {period}, cannot be consolidated: of {expected} units no report has "
        "been accepted. Accept at least one report, or urge the units."
    )


class AlreadyClosed(Conflict):
    """The roll-up was closed before."""

    code = "already-closed"
    vi = (
        "«{title}» kỳ {period} đã chốt tổng hợp. Báo cáo tiếp nhận sau đó được đưa vào báo cáo "
        "bổ sung."
    )
    en = "«{title}», period {period}, is closed already. What came later goes into a supplement."


class StillOpen(Conflict):
    """A supplement before the closing."""

    code = "still-open"
    vi = "«{title}» kỳ {period} chưa chốt tổng hợp. Hãy chốt tổng hợp trước khi lập bổ sung."
    en = "«{title}», period {period}, is not closed yet. Close it before a supplement."


class NothingToAdd(InputError):
    """A supplement without a late report."""

    code = "nothing-to-add"
    vi = (
        "Không có báo cáo nào được tiếp nhận sau lần tổng hợp gần nhất của «{title}» kỳ {period}, "
        "nên chưa cần bổ sung."
    )
    en = (
        "Nothing was accepted since «{title}», period {period}, was last consolidated: there is "
        "nothing to supplement."
    )


class NobodyToUrge(InputError):
    """Everybody has reported."""

    code = "nobody-to-urge"
    vi = "Không còn đơn vị nào chưa nộp «{title}» kỳ {period}."
    en = "No unit has yet to submit «{title}», period {period}."


class UnknownFigure(InputError):
    """A figure that the reports of this roll-up do not have, or that is not rolled up."""

    code = "unknown-figure"
    vi = "Không có chỉ tiêu «{figure}» trong lần tổng hợp này. Các chỉ tiêu: {known}."
    en = "There is no figure «{figure}» in this roll-up. Those there are: {known}."
