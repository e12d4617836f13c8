"""``dondoc calendar``: working days, public holidays, and what an administrator decides."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from adapters import calendar_files, clock, holidays
from engine import calendar_edit
from engine.calendar_edit import Change
from engine.calendar_tables import DayRow
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import InputError
from engine.printed_days import YEARS
from webapp.commands.common import DAY, acting, by_option, json_option, show_json, show_table
from webapp.commands.deadlines import deadlines
from webapp.installation import open_for

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
YEAR = click.IntRange(YEARS.start, YEARS.stop - 1)

preview_option = click.option(
    "--preview", is_flag=True, help="Only show what would change and which deadlines it touches."
)


class YearsBackwards(InputError):
    """A range of years that ends before it begins."""

    code = "years-backwards"
    vi = "Năm cuối {last} sớm hơn năm đầu {first}."
    en = "The last year, {last}, is before the first, {first}."


class OneOfThree(InputError):
    """A day is off, worked, or as public holidays have it: one of the three."""

    code = "one-of-three"
    vi = "Hãy chọn đúng một: --off (nghỉ), --working (làm việc) hoặc --clear (bỏ quyết định riêng)."
    en = "Give exactly one of --off, --working, --clear."


@click.group("calendar")
def calendar() -> None:
    """The calendar of working days."""


@calendar.command("load")
@click.option("--from", "first", type=YEAR, required=True, help="The first year.")
@click.option("--to", "last", type=YEAR, required=True, help="The last year.")
@preview_option
@click.pass_context
def calendar_load(ctx: click.Context, first: int, last: int, preview: bool) -> None:
    """Load Vietnam's public holidays; overrides stay, and again changes nothing."""
    if last < first:
        raise YearsBackwards(first=first, last=last)
    years = range(first, last + 1)
    with open_for(ctx).sessions() as session:
        now = clock.now(session)
        change = calendar_edit.load_holidays(session, holidays.days(years), years, now, "command")
        _done(session, change, preview=preview)


@calendar.command("set")
@click.argument("day", type=DAY)
@click.option("--off", "state", flag_value="off", help="The day is off.")
@click.option("--working", "state", flag_value="working", help="The day is worked.")
@click.option("--clear", "state", flag_value="clear", help="Take the override away.")
@click.option("--swap", type=DAY, help="The other half: worked for this day off, or the reverse.")
@click.option("--note", default="", help="By which decision.")
@by_option
@preview_option
@click.pass_context
def calendar_set(
    ctx: click.Context,
    day: date,
    state: str | None,
    swap: date | None,
    note: str,
    username: str,
    preview: bool,
) -> None:
    """Decide a DAY, whatever the public holidays say."""
    if state is None or (state == "clear" and swap is not None):
        raise OneOfThree
    rows = [DayRow(day, working=state == "working", note=note, swap_with=swap)]
    if swap is not None:
        rows.append(DayRow(swap, working=state != "working", note=note, swap_with=day))
    clear = state == "clear"
    with open_for(ctx).sessions() as session:
        actor, now = acting(session, username), clock.now(session)
        change = calendar_edit.set_days(
            session, actor, [] if clear else rows, now, clear=[day] if clear else ()
        )
        _done(session, change, preview=preview)


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_option
@preview_option
@click.pass_context
def calendar_import(ctx: click.Context, file: Path, username: str, preview: bool) -> None:
    """Take the overrides in FILE (CSV: day,status,note,swap), all of them or none."""
    rows = calendar_files.read(file)
    with open_for(ctx).sessions() as session:
        actor, now = acting(session, username), clock.now(session)
        change = calendar_edit.set_days(session, actor, rows, now)
        _done(session, change, preview=preview)


@calendar.command("show")
@click.argument("year", type=YEAR)
@json_option
@click.pass_context
def calendar_show(ctx: click.Context, year: int, as_json: bool) -> None:
    """The days of YEAR that differ from the plain week."""
    with open_for(ctx).sessions() as session:
        days = calendar_edit.year(session, year)
    if as_json:
        show_json([asdict(day) for day in days])
        return
    lang = ctx.obj["lang"]
    states = ("nghỉ", "làm việc") if lang == "vi" else ("off", "worked")
    head = ("ngày/day", "thứ/weekday", "", "nguồn/source", "ghi chú/note", "hoán đổi/swap")
    show_table(
        (*head, "người đặt/by", "lúc/at"),
        (
            (
                d.day,
                WEEKDAYS[lang][d.day.weekday()],
                states[d.working] if d.wins else f"({states[d.working]})",
                d.source,
                d.note,
                d.swap_with,
                d.set_by or None,
                d.set_at,
            )
            for d in days
        ),
    )


def _done(session: Session, change: Change, *, preview: bool) -> None:
    """Say what changed and what it would redate; keep it unless this was a preview."""
    for effect in change.effects:
        directive = session.get_one(Directive, effect.directive_id)
        click.echo(
            f"{label(directive)} · {effect.obligation} · {effect.period}: {effect.reports:,} báo cáo "
            f"đang mở sẽ có hạn khác; giữ nguyên hạn cũ / open reports would be due otherwise; "
            "they keep their deadline"
        )
    total = sum(effect.reports for effect in change.effects)
    if preview:
        session.rollback()
    else:
        session.commit()
    said = "sẽ đổi / would change" if preview else "đã đổi / changed"
    click.echo(
        f"{len(change.days)} ngày / days {said}; {total:,} hạn đang mở khác đi / open deadlines differ"
    )


COMMANDS: tuple[click.Command, ...] = (calendar, deadlines)
