"""A rehearsal's result as ``dondoc rehearse`` prints it."""

from __future__ import annotations

from typing import Any

import click

from engine.rehearsal_compare import LACKING_AFTER, LACKING_BEFORE
from webapp.commands.common import show_table

_HEAD = {
    "vi": (
        "Cấp", "Đơn vị", "Văn bản", "Việc", "Thông báo", "Thư", "Việc đúng hạn/có hạn",
        "Báo cáo đúng hạn/phải nộp", "Trễ", "Không nộp",
    ),
    "en": (
        "Tier", "Units", "Letters", "Tasks", "Notices", "Mails", "Tasks on time/due",
        "Reports on time/owed", "Late", "Never",
    ),
}  # fmt: skip
_WORDS = {
    "vi": {
        "wait": "Chờ lâu nhất (trung vị, p90 ngày)",
        "missed": "Chưa được đi qua",
        "other": "Khác nhau",
        "same": "không",
        "lacking": "không có trong bản này",
        "never": "chưa lần nào",
        "reached": "có đi qua",
    },
    "en": {
        "wait": "Longest waits (median, p90 days)",
        "missed": "Never reached",
        "other": "Differences",
        "same": "none",
        "lacking": "not in this version",
        "never": "never reached",
        "reached": "reached",
    },
}


def show(result: dict[str, Any], lang: str) -> None:
    """Print each version, then how they differ."""
    words = _WORDS[lang]
    for one in result["versions"]:
        click.echo(f"\n{one['label']}  {one['begins'][:10]} → {one['ends'][:10]}")
        show_table(_HEAD[lang], (_row(tier) for tier in one["tiers"]))
        click.echo(words["wait"])
        for wait in one["waits"][:10]:
            name = one["names"][f"{wait['model']}/{wait['element']}"] or wait["element"]
            click.echo(f"  {wait['median']:8.1f} {wait['p90']:8.1f}  {name} ({wait['count']})")
        if one["unreached"]:
            click.echo(words["missed"])
        for missed in one["unreached"]:
            click.echo(f"  {missed['element']}  {missed['name']}")
        for warned in one["warnings"]:
            click.echo(f"! {warned[lang]}")
        for fault in one["faults"]:
            click.echo(f"! {fault['element']} «{fault['name']}»: {fault[lang]} ({fault['count']})")
    if len(result["versions"]) > 1:
        click.echo(f"\n{words['other']}")
        for d in result["differences"]:
            where = d["name"] or d["where"] or "*"
            sides = (str(_side(d, side, lang)) for side in (LACKING_BEFORE, LACKING_AFTER))
            click.echo(f"  {d['what']:14} {where}: {' → '.join(sides)}")
        if not result["differences"]:
            click.echo(f"  {words['same']}")


def _row(tier: dict[str, Any]) -> list[object]:
    reports = tier["reports"]
    sent = [tier[name] for name in ("tier", "units", "letters", "tasks", "notices", "mails")]
    return [*sent, _share(tier["kept"]), _share(reports), reports["late"], reports["never"]]


def _share(kept: dict[str, int]) -> str:
    return f"{kept['on_time']}/{kept['owed']}"


def _side(difference: dict[str, Any], side: str, lang: str) -> object:
    """A value as it is read: what the other diagram lacks, and what tokens came to, as words."""
    if difference["lacking"] == side:
        return _WORDS[lang]["lacking"]
    value = difference[side]
    if difference["what"] == "unreached":
        return _WORDS[lang]["never" if value else "reached"]
    return "–" if value is None else value
