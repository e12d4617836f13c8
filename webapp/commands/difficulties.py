"""``dondoc difficulty``: vướng mắc khi thực hiện văn bản."""

from __future__ import annotations

from dataclasses import asdict

import click

from engine import difficulties, difficulty_views
from engine.difficulty_views import Age
from webapp.commands.acting import working
from webapp.commands.common import by_option, json_option, show_json, show_table


@click.group("difficulty")
def difficulty() -> None:
    """Difficulties: asked of a directive's issuer, answered or passed up; the answer flows down."""


@difficulty.command("raise")
@click.argument("directive_id", type=int, metavar="DIRECTIVE")
@click.option("--text", required=True, help="What cannot be done as it is written, and why.")
@click.option("--provision", "provision_id", type=int, help="The provision it is about.")
@by_option
@click.pass_context
def raise_command(
    ctx: click.Context, directive_id: int, text: str, provision_id: int | None, username: str
) -> None:
    """Ask the issuer of DIRECTIVE, which ACCOUNT's unit received."""
    with working(ctx, username, begins=True) as w:
        made = difficulties.raise_difficulty(
            w.session, w.machine, w.actor, directive_id, text, w.now, provision_id
        )
        holder = difficulty_views.read(w.session, w.actor, made, w.now).row.holder
    click.echo(f"{made} → {holder}")


@difficulty.command("list")
@click.option("--answered", is_flag=True, help="Those that are answered.")
@click.option("--directive", "directive_id", type=int)
@click.option("--ages", is_flag=True, help="How many wait with whom, by days.")
@by_option
@json_option
@click.pass_context
def difficulty_list(
    ctx: click.Context,
    answered: bool,
    directive_id: int | None,
    ages: bool,
    username: str,
    as_json: bool,
) -> None:
    """Difficulties ACCOUNT may see; open ones oldest first."""
    with working(ctx, username) as w:
        if ages:
            _show_ages(difficulty_views.ages(w.session, w.actor, w.now), as_json)
            return
        rows = difficulty_views.listed(
            w.session, w.actor, w.now, answered=answered, directive_id=directive_id
        )
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    head = ("số", "nhóm/group", "đơn vị/unit", "văn bản/directive", "ngày/days")
    show_table(
        (*head, "đang giữ/holder", "vướng mắc/difficulty"),
        [(r.id, r.lead_id, r.unit_name, r.directive, r.days, r.holder, r.text) for r in rows],
    )


def _show_ages(found: list[Age], as_json: bool) -> None:
    if as_json:
        show_json([asdict(age) for age in found])
        return
    shown = [(a.unit_name, f"{a.band[0]}–{a.band[1] or '…'}", a.count) for a in found]
    show_table(("đang giữ/holder", "ngày/days", "số/count"), shown)


@difficulty.command("show")
@click.argument("difficulty_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def show(ctx: click.Context, difficulty_id: int, username: str, as_json: bool) -> None:
    """One difficulty: its way up, who asks the same, the answer."""
    with working(ctx, username) as w:
        view = difficulty_views.read(w.session, w.actor, difficulty_id, w.now)
    if as_json:
        show_json(asdict(view))
        return
    click.echo(f"{view.row.unit_name}, {view.row.directive} {view.row.provision}")
    click.echo(f"{view.row.text}\n")
    head = ("cơ quan/body", "đến/arrived", "rời/left", "ý kiến/note")
    show_table(head, [(s.unit_name, s.arrived_at, s.left_at, s.note) for s in view.path])
    for same in view.same:
        click.echo(f"≡ {same.id} {same.unit_name}")
    if view.row.answer:
        click.echo(f"= {view.row.answer}")


@difficulty.command("answer")
@click.argument("difficulty_id", type=int, metavar="ID")
@click.option("--text", required=True)
@click.option("--public", is_flag=True, help="All recipients of the directive see it.")
@by_option
@click.pass_context
def answer(ctx: click.Context, difficulty_id: int, text: str, public: bool, username: str) -> None:
    """Answer it, for all who asked the same."""
    with working(ctx, username) as w:
        difficulties.answer(
            w.session, w.machine, w.actor, difficulty_id, text, w.now, public=public
        )


@difficulty.command("pass")
@click.argument("difficulty_id", type=int, metavar="ID")
@click.option("--note", default="")
@by_option
@click.pass_context
def pass_command(ctx: click.Context, difficulty_id: int, note: str, username: str) -> None:
    """Pass the question to the issuer of the directive above."""
    with working(ctx, username) as w:
        difficulties.pass_up(w.session, w.machine, w.actor, difficulty_id, note, w.now)
        holder = difficulty_views.read(w.session, w.actor, difficulty_id, w.now).row.holder
    click.echo(f"{difficulty_id} → {holder}")


@difficulty.command("group")
@click.argument("difficulty_id", type=int, metavar="ID")
@click.argument("others", type=int, nargs=-1, required=True)
@by_option
@click.pass_context
def group(ctx: click.Context, difficulty_id: int, others: tuple[int, ...], username: str) -> None:
    """OTHERS ask the same as ID: one question from now on, and one answer."""
    with working(ctx, username) as w:
        joined = difficulties.group(w.session, w.machine, w.actor, difficulty_id, others, w.now)
    click.echo(f"{difficulty_id}: +{joined}")
