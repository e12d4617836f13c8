"""The tasks of an inspection round as commands: a form's fields are the command's options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from adapters import clock, forms
from adapters.forms import AnswersRefused, Form
from engine import inbox, inspection_views
from engine.inbox import StepFailed
from webapp.commands.common import acting, by_option
from webapp.installation import open_for
from webapp.setup import BPMN


@dataclass(frozen=True, slots=True)
class Task:
    """A command, the diagram's element it finishes, and the form of its options."""

    command: str
    element: str
    form: str
    of_round: bool
    help: str


_TASKS = (
    Task(
        "schedule",
        "dot-lap-ke-hoach",
        "inspection-plan",
        True,
        "Write the team's plan for a ROUND.",
    ),
    Task(
        "approve",
        "dot-duyet-ke-hoach",
        "inspection-plan-approval",
        True,
        "Approve or return the team's plan of a ROUND; approved, the units are notified.",
    ),
    Task(
        "self-report",
        "donvi-tu-kiem-tra",
        "inspection-self-report",
        False,
        "Report along the outline for an INSPECTION.",
    ),
    Task(
        "announce",
        "doan-cong-bo",
        "inspection-announcement",
        False,
        "Announce the decision for an INSPECTION: its time limit begins.",
    ),
    Task(
        "visit",
        "doan-kt-tien-hanh",
        "inspection-visit",
        False,
        "Note the visit of an INSPECTION.",
    ),
    Task(
        "minutes",
        "doan-kt-bien-ban",
        "inspection-minutes",
        False,
        "Make the minutes of an INSPECTION: signed, or refused with a witness.",
    ),
    Task(
        "conclude",
        "doan-ket-luan",
        "inspection-conclusion",
        False,
        "Issue the result of an INSPECTION; remedies become duties.",
    ),
    Task(
        "report",
        "dot-lap-bao-cao",
        "inspection-report",
        True,
        "Report a ROUND to the superior body.",
    ),
    Task(
        "opinion",
        "captren-y-kien",
        "inspection-opinion",
        True,
        "The superior's opinion on a ROUND's report.",
    ),
)


def _option(name: str) -> str:
    return "--" + re.sub(r"([A-Z])", r"-\1", name).lower()


def _command(task: Task, form: Form) -> click.Command:
    @click.pass_context
    def run(ctx: click.Context, /, target: int, username: str, **given: str | None) -> None:
        raw = {name: text for name, text in given.items() if text is not None}
        answers = _answers(form, raw, ctx.obj["lang"])
        opened = open_for(ctx)
        with opened.sessions() as session:
            actor = acting(session, username)
            item = inspection_views.open_task(
                session, actor, target, task.element, of_round=task.of_round
            )
            try:
                inbox.complete(session, opened.machine, actor, item, answers, clock.now(session))
            except StepFailed:
                session.commit()
                raise
            session.commit()
        click.echo(f"#{target} {form.title[ctx.obj['lang']]}")

    command: Any = by_option(run)
    for field in reversed(form.fields):
        values = " | ".join(value for value, _ in field.options)
        said = f"{field.label['en']}{f' ({values})' if values else ''}"
        option = click.option(_option(field.name), field.name, required=field.required, help=said)
        command = option(command)
    metavar = "ROUND" if task.of_round else "INSPECTION"
    command = click.argument("target", type=int, metavar=metavar)(command)
    made: click.Command = click.command(task.command, help=task.help)(command)
    return made


def _answers(form: Form, raw: Mapping[str, str], lang: str) -> dict[str, Any]:
    try:
        return form.answers(raw, lang)
    except AnswersRefused as refused:
        lines = [f"{_option(name)}: {why}" for name, why in refused.errors.items()]
        raise click.UsageError("\n".join(lines)) from refused


_FORMS = forms.catalogue(BPMN / "forms")
TASKS: tuple[click.Command, ...] = tuple(_command(task, _FORMS[task.form]) for task in _TASKS)
