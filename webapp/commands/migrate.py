"""The command that brings running instances to another version of their model."""

from __future__ import annotations

import json
import sys
import time

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters import clock
from engine import migrations
from engine.deployments import ProcessModel
from engine.errors import InputError, NotFound
from engine.migration_timers import ANEW, BEGUN, DROPPED, KEPT, TimerFate
from engine.process.expressions import LOCAL
from engine.process.migration import MAPPABLE
from webapp.installation import Installation, open_for


class BadPair(InputError):
    """A mapping that is not written as old=new."""

    code = "bad-pair"
    vi = "«{pair}» không đúng dạng cũ=mới, hoặc một phần tử cũ được ánh xạ hai lần."
    en = "«{pair}» is not of the form old=new, or an old element is mapped twice."


class NoReason(InputError):
    """A migration without a reason."""

    code = "no-reason"
    vi = 'Hãy cho biết lý do: --why "…". Lý do được ghi vào lịch sử của từng tiến trình.'
    en = 'Say why: --why "…". The reason is written into the history of each instance.'


@click.command("migrate")
@click.argument("key")
@click.option("--from", "old", type=int, required=True, help="Version that instances run now.")
@click.option("--to", "new", type=int, required=True, help="Version that they are to run.")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="An element's new id.")
@click.option("--preview", is_flag=True, help="Only say what would move, and why the rest not.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--why", default="", help="The reason, for the history.")
@click.option("--batch", default=migrations.BATCH, show_default=True, help="Per transaction.")
@click.pass_context
def migrate(
    ctx: click.Context,
    key: str,
    old: int,
    new: int,
    pairs: tuple[str, ...],
    preview: bool,
    as_json: bool,
    why: str,
    batch: int,
) -> None:
    """Bring running instances of KEY to another version; exit status 1 if any stays behind."""
    if not preview and not why.strip():
        raise NoReason
    mapping = _mapping(pairs)
    opened = open_for(ctx)
    began = time.monotonic()
    with opened.sessions() as session:
        ids = _version(session, key, old), _version(session, key, new)
        if preview:
            now = clock.now(session)
            library = opened.machine.library
            outcome = migrations.preview(session, library, *ids, mapping, now)
    if not preview:
        outcome = _migrate(opened, ids, mapping, why.strip(), batch)
    _tell(outcome, time.monotonic() - began, as_json, ctx.obj["lang"])
    sys.exit(1 if outcome.held else 0)


def _migrate(
    opened: Installation, ids: tuple[int, int], mapping: dict[str, str], why: str, batch: int
) -> migrations.Outcome:
    return migrations.migrate(
        opened.sessions,
        opened.machine.library,
        *ids,
        mapping,
        actor="command",
        why=why,
        clock=clock.now,
        batch=batch,
    )


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        before, equals, after = pair.partition("=")
        if not (before and equals and after) or before in found:
            raise BadPair(pair=pair)
        found[before] = after
    return found


def _version(session: Session, key: str, version: int) -> int:
    found = session.scalars(
        select(ProcessModel.id).where(ProcessModel.key == key, ProcessModel.version == version)
    ).first()
    if found is None:
        raise NotFound(what=f"«{key}» {version}")
    return found


def _tell(outcome: migrations.Outcome, seconds: float, as_json: bool, lang: str) -> None:
    if as_json:
        told = {
            "moved": outcome.moved,
            "held": outcome.held,
            "seconds": round(seconds, 2),
            "obstacles": [
                {
                    "element": o.element,
                    "name": o.name,
                    "code": o.code,
                    "instances": many,
                    "vi": o.vi,
                    "en": o.en,
                    "remedy_vi": o.remedy_vi,
                    "remedy_en": o.remedy_en,
                }
                for o, many in outcome.obstacles.items()
            ],
            "timers": [
                {
                    "element": t.element,
                    "name": t.name,
                    "what": t.what,
                    "waits": t.many,
                    "first": t.first and t.first.isoformat(),
                    "last": t.last and t.last.isoformat(),
                    "past": t.past,
                }
                for t in outcome.timers.rows
            ],
            "timers_left_out": outcome.timers.left_out,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one, many in outcome.obstacles.items():
        click.echo(f"×{many} {one.text(lang)}")
    if any(one.code in MAPPABLE for one in outcome.obstacles):
        click.echo(_MAP[lang == "en"])
    click.echo(f"{outcome.moved} chuyển được / move, {outcome.held} ở lại / stay ({seconds:.1f} s)")
    for fate in outcome.timers.rows:
        click.echo(_timer(fate, lang))


_MAP = ("Chỉ ra cái thay thế: --map cũ=mới", "Name a successor: --map old=new")
_FATES = {
    ANEW: ("đặt lại", "set anew"),
    BEGUN: ("bắt đầu chờ", "begin to wait"),
    DROPPED: ("thôi chờ", "wait no more"),
    KEPT: ("giữ nguyên", "kept"),
}


def _timer(fate: TimerFate, lang: str) -> str:
    where = f"{fate.element} «{fate.name}»" if fate.name else fate.element
    said = f"⏲ {where}: {fate.many} {_FATES[fate.what][lang == 'en']}"
    if fate.first is None or fate.last is None:
        return said
    first, last = (f"{at.astimezone(LOCAL):%d/%m/%Y %H:%M}" for at in (fate.first, fate.last))
    return f"{said}, {first}" + ("" if first == last else f" – {last}")
