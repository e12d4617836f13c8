"""A story's figures as a table for a reader, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.story_acts import Acts
from engine.story_figures import Figures, Reports

_WORDS = {
    "vi": {
        "tier": "Cấp",
        "sent": "Gửi",
        "received": "Tiếp nhận",
        "passed_on": "Ban hành tiếp",
        "done": "Xong",
        "own_done": "Tự làm",
        "owed": "Phải nộp",
        "on_time": "Đúng hạn",
        "late": "Trễ hạn",
        "never": "Không nộp",
        "accepted": "Được nhận",
        "returned": "Bị trả lại",
        "not_due": "Chưa đến hạn",
        "merged": "Nhập chung",
        "acts": "DIỄN BIẾN",
        "asked": "đề nghị",
        "letters": "VĂN BẢN",
        "reports": "BÁO CÁO",
        "notices": "THÔNG BÁO (theo bậc và người nhận)",
        "faults": "Lỗi quy trình",
        "unattended": "Việc không ai làm",
        "seed": "hạt giống",
        "officer": "chuyên viên",
        "head": "lãnh đạo",
        "clerk": "văn thư",
        "superior": "cấp trên",
        "none": "không có",
    },
    "en": {
        "tier": "Tier",
        "sent": "Sent",
        "received": "Received",
        "passed_on": "Passed on",
        "done": "Done",
        "own_done": "Own",
        "owed": "Owed",
        "on_time": "On time",
        "late": "Late",
        "never": "Never",
        "accepted": "Accepted",
        "returned": "Returned",
        "not_due": "Not due yet",
        "merged": "Merged",
        "acts": "HAPPENINGS",
        "asked": "asked",
        "letters": "LETTERS",
        "reports": "REPORTS",
        "notices": "NOTICES (by rung and audience)",
        "faults": "Engine faults",
        "unattended": "Tasks nobody does",
        "seed": "seed",
        "officer": "officer",
        "head": "head",
        "clerk": "clerk",
        "superior": "superior",
        "none": "none",
    },
}
_LETTERS = ("sent", "received", "passed_on", "done", "own_done")
_REPORT = ("owed", "on_time", "late", "never", "accepted", "returned", "not_due", "merged")


def table(figures: Figures, lang: str = "vi", tier_names: Mapping[str, str] | None = None) -> str:
    """The figures for a reader, in ``lang``; ``tier_names`` where a tier has a better name."""
    words = _WORDS["vi" if lang == "vi" else "en"]
    names = {t.tier: (tier_names or {}).get(t.tier, t.tier) for t in figures.tiers}
    letters = [[names[t.tier], *(str(getattr(t, c)) for c in _LETTERS)] for t in figures.tiers]
    reports = [
        [name, *(str(getattr(r, c)) for c in _REPORT)]
        for t in figures.tiers
        for name, r in (
            (names[t.tier], t.reports),
            (f"{names[t.tier]} ({words['asked']})", t.asked),
        )
        if r != Reports()
    ]
    heading = (
        f"{figures.title} ({figures.begins[:10]} … {figures.ends[:10]}, "
        f"{words['seed']} {figures.seed})"
    )
    parts = [
        heading,
        _grid(words["letters"], [words["tier"], *(words[c] for c in _LETTERS)], letters),
        _grid(words["reports"], [words["tier"], *(words[c] for c in _REPORT)], reports),
        _notices(figures, words, names),
        *_acts(figures.acts, words["acts"], lang),
    ]
    for label, counts in (
        (words["faults"], figures.faults),
        (words["unattended"], figures.unattended),
    ):
        said = "; ".join(f"{n} × {what}" for what, n in counts.items()) or words["none"]
        parts.append(f"{label}: {said}")
    return "\n\n".join(parts)


def _notices(figures: Figures, words: Mapping[str, str], names: Mapping[str, str]) -> str:
    kinds = list(
        dict.fromkeys(
            (kind, audience)
            for t in figures.tiers
            for kind, by in t.notices.items()
            for audience in by
        )
    )
    rows = [
        [names[t.tier], *(str(t.notices.get(k, {}).get(a, 0)) for k, a in kinds)]
        for t in figures.tiers
    ]
    return _grid(
        words["notices"], [words["tier"], *(f"{k} → {words.get(a, a)}" for k, a in kinds)], rows
    )


_ACTS: Mapping[str, tuple[str, str, Mapping[str, tuple[str, str]]]] = {
    "extensions": (
        "Gia hạn",
        "Extensions",
        {
            "asked": ("đề nghị", "asked"),
            "granted": ("được gia hạn", "granted"),
            "refused": ("không được", "refused"),
            "undecided": ("chưa quyết định", "undecided"),
        },
    ),
    "letters": (
        "Văn bản đôn đốc",
        "Urging letters",
        {
            "issued": ("đã ban hành", "issued"),
            "units": ("đơn vị bị đôn đốc", "units urged"),
            "dropped": ("không ký", "dropped"),
            "unsigned": ("chờ ký", "unsigned"),
            "lists": ("danh sách nêu tên", "named lists"),
        },
    ),
    "inspections": (
        "Kiểm tra",
        "Inspections",
        {
            "rounds": ("đợt", "rounds"),
            "reported": ("đợt đã báo cáo", "reported"),
            "inspected": ("đơn vị có biên bản", "units inspected"),
            "unsigned": ("không ký biên bản", "refused to sign"),
            "concluded": ("có kết luận", "concluded"),
            "remedies": ("việc khắc phục", "remedies"),
            "on_time": ("đúng hạn", "on time"),
            "late": ("trễ hạn", "late"),
            "never": ("chưa khắc phục", "never"),
        },
    ),
    "difficulties": (
        "Vướng mắc",
        "Difficulties",
        {
            "raised": ("đã nêu", "raised"),
            "questions": ("câu hỏi", "questions"),
            "answered": ("đã giải đáp", "answered"),
            "open": ("đang chờ", "open"),
            "tiers_up": ("cấp cao nhất đã tới", "most tiers up"),
        },
    ),
    "incidents": (
        "Vụ việc đột xuất",
        "Incidents",
        {
            "reported": ("báo cáo", "reported"),
            "closed": ("đã kết thúc", "closed"),
            "open": ("đang xử lý", "open"),
            "forwarded": ("chuyển lên trên", "forwarded"),
        },
    ),
    "rollups": (
        "Tổng hợp",
        "Roll-ups",
        {
            "opened": ("kỳ", "opened"),
            "closed": ("đã chốt", "closed"),
            "without_some": ("chốt khi còn thiếu đơn vị", "closed with units missing"),
            "merged": ("báo cáo đã nhập", "reports merged"),
            "supplements": ("bổ sung", "supplements"),
        },
    ),
    "structure": (
        "Thay đổi tổ chức",
        "Changes of structure",
        {
            "changes": ("lần", "changes"),
            "units": ("đơn vị chấm dứt", "units ended"),
            "instances": ("quy trình chuyển giao", "processes passed"),
            "ended": ("quy trình kết thúc", "processes ended"),
            "reports_passed": ("báo cáo chuyển giao", "reports passed"),
            "reports_merged": ("báo cáo nhập chung", "reports merged"),
        },
    ),
}


def _acts(acts: Acts, title: str, lang: str) -> list[str]:
    """A line for each sort of act that there was."""
    n = 0 if lang == "vi" else 1
    found = []
    for name, (vi, en, parts) in _ACTS.items():
        counts = getattr(acts, name)
        told = [
            f"{getattr(counts, k)} {said[n]}" for k, said in parts.items() if getattr(counts, k)
        ]
        if told:
            found.append(f"{(vi, en)[n]}: {', '.join(told)}")
    return ["\n".join([title, *found])] if found else []


def _grid(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(r[n]) for r in (head, *rows)) for n in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(w) if n else cell.ljust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join([title, lines[0], "─" * max(map(len, lines)), *lines[1:]])
