"""``dondoc report``: reports read, written, submitted and reviewed; ``dondoc files``: attachments.

Each deed goes through the officer's open task, so that the process, the checks and the history are
those of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import click
from sqlalchemy.orm import Session

from adapters import clock
from adapters.forms import AnswersRefused, Form
from engine import attachments, inbox, report_drafts, report_files, report_views
from engine.access import require_administrator
from engine.deadlines import local_day
from engine.errors import InputError
from engine.inbox import StepFailed
from engine.people import Actor
from engine.report_tables import ACCEPTED, OPEN, RETURNED, SUBMITTED
from engine.report_views import ReportView
from engine.unit_names import find
from webapp.commands.common import acting, by_option, json_option, show_json, show_table
from webapp.installation import Installation, open_for

STATUSES = (OPEN, SUBMITTED, RETURNED, ACCEPTED)


class BadSetting(InputError):
    """A ``--set`` that is no answer."""

    code = "bad-answer-setting"
    vi = "«{text}» không đúng dạng tên=giá trị với tên một ô của biểu mẫu: {names}."
    en = (
        "«{text}» is not of the form name=value with the name of one of the form's fields: {names}."
    )


class WrongAnswers(InputError):
    """Answers the form refuses, with each field's fault."""

    code = "wrong-answers"
    vi = "Báo cáo chưa hợp lệ, chưa có gì thay đổi:\n{lines}"
    en = "The report is not right; nothing was changed:\n{lines}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a deed is done, and by whom."""

    opened: Installation
    session: Session
    actor: Actor
    lang: str

    def task(self, report_id: int, *, review: bool) -> tuple[int, Form]:
        """The open task and its form. Raises ``NotFound``."""
        item = report_views.open_task(self.session, self.actor, report_id, review=review)
        name = inbox.read(self.session, self.actor, item).form
        known = self.opened.machine.library.form_models.known(self.session)
        return item, cast(Form, known[name])

    def begun(self, report_id: int, form: Form, settings: Sequence[str]) -> dict[str, str]:
        """What the report's writer has so far, with these answers changed. Raises ``BadSetting``."""
        begun = report_drafts.begun(self.session, self.actor, report_id)
        return form.as_typed(begun) | _settings(form, settings)

    def complete(self, item: int, form: Form, raw: Mapping[str, str]) -> None:
        """Finish the task. Raises ``WrongAnswers`` and what ``inbox.complete`` raises."""
        answers, now = _checked(form.answers, raw, self.lang, form), clock.now(self.session)
        inbox.complete(self.session, self.opened.machine, self.actor, item, answers, now)


@click.group("report")
def report() -> None:
    """Reports: what is owed, written, submitted, returned and accepted."""


@report.command("list")
@click.option("--directive", type=int, metavar="ID")
@click.option("--unit", metavar="NAME")
@click.option("--status", type=click.Choice(STATUSES))
@by_option
@json_option
@click.pass_context
def report_list(
    ctx: click.Context,
    directive: int | None,
    unit: str | None,
    status: str | None,
    username: str,
    as_json: bool,
) -> None:
    """Reports that the account may see, the most pressing first."""
    with open_for(ctx).sessions() as session:
        actor = acting(session, username)
        unit_id = find(session, unit, local_day(clock.now(session))).id if unit else None
        rows = report_views.listed(
            session, actor, directive_id=directive, unit_id=unit_id, status=status
        )
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    head = ("id", "đơn vị/unit", "kỳ/period", "hạn/due", "trạng thái/status", "nộp/submitted")
    cells = ((r.id, r.unit_name, r.period, r.due_at, r.status, r.submitted_at) for r in rows)
    show_table(head, cells)


@report.command("show")
@click.argument("report_id", type=int, metavar="ID")
@by_option
@json_option
@click.pass_context
def report_show(ctx: click.Context, report_id: int, username: str, as_json: bool) -> None:
    """One report with everything that was submitted."""
    with open_for(ctx).sessions() as session:
        found = report_views.read(session, acting(session, username), report_id)
    if as_json:
        show_json(asdict(found))
        return
    _show(found)


@report.command("draft")
@click.argument("report_id", type=int, metavar="ID")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, required=True)
@by_option
@click.pass_context
def report_draft(
    ctx: click.Context, report_id: int, settings: tuple[str, ...], username: str
) -> None:
    """Change some answers of the draft and keep it."""

    def keep(desk: Desk) -> None:
        _, form = desk.task(report_id, review=False)
        raw = desk.begun(report_id, form, settings)
        answers, now = _checked(form.draft, raw, desk.lang, form), clock.now(desk.session)
        report_drafts.save(desk.session, desk.actor, report_id, answers, now)

    _act(ctx, username, keep)


@report.command("attach")
@click.argument("report_id", type=int, metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_option
@click.pass_context
def report_attach(ctx: click.Context, report_id: int, file: Path, username: str) -> None:
    """Attach a file to a report that is being written."""

    def add(desk: Desk) -> None:
        session, store, now = desk.session, desk.opened.files, clock.now(desk.session)
        with file.open("rb") as source:
            report_files.add(session, store, desk.actor, report_id, file.name, source, now)

    _act(ctx, username, add)


@report.command("submit")
@click.argument("report_id", type=int, metavar="ID")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True)
@by_option
@click.pass_context
def report_submit(
    ctx: click.Context, report_id: int, settings: tuple[str, ...], username: str
) -> None:
    """Submit the draft, with the answers given here."""

    def submit(desk: Desk) -> None:
        item, form = desk.task(report_id, review=False)
        desk.complete(item, form, desk.begun(report_id, form, settings))

    _act(ctx, username, submit)


@report.command("accept")
@click.argument("report_id", type=int, metavar="ID")
@click.option("--remarks", default="")
@by_option
@click.pass_context
def report_accept(ctx: click.Context, report_id: int, remarks: str, username: str) -> None:
    """Accept a submitted report."""
    _review(ctx, report_id, username, {"decision": "accept", "remarks": remarks})


@report.command("return")
@click.argument("report_id", type=int, metavar="ID")
@click.option("--remarks", default="", help="What must be added or corrected.")
@by_option
@click.pass_context
def report_return(ctx: click.Context, report_id: int, remarks: str, username: str) -> None:
    """Return a submitted report to its unit."""
    _review(ctx, report_id, username, {"decision": "return", "remarks": remarks})


@click.group("files")
def files() -> None:
    """Attached files in the data folder."""


@files.command("sweep")
@by_option
@click.pass_context
def files_sweep(ctx: click.Context, username: str) -> None:
    """Remove files that nothing refers to, such as those of changes that were not kept."""
    opened = open_for(ctx)
    with opened.sessions.begin() as session:
        require_administrator(acting(session, username))
        swept = attachments.sweep(session, opened.files)
    click.echo(f"{swept.removed} tệp đã gỡ / files removed")
    for sha256 in swept.missing:
        click.echo(f"thiếu / missing: {sha256}", err=True)


def _review(ctx: click.Context, report_id: int, username: str, raw: dict[str, str]) -> None:
    def decide(desk: Desk) -> None:
        item, form = desk.task(report_id, review=True)
        desk.complete(item, form, raw)

    _act(ctx, username, decide)


def _act(ctx: click.Context, username: str, do: Callable[[Desk], None]) -> None:
    opened = open_for(ctx)
    with opened.sessions() as session:
        desk = Desk(opened, session, acting(session, username), ctx.obj["lang"])
        try:
            do(desk)
        except StepFailed:
            session.commit()  # the fault is kept for the administrator
            raise
        session.commit()
    click.echo("đã ghi nhận / done")


def _checked(
    read: Callable[[Mapping[str, str], str], dict[str, Any]],
    raw: Mapping[str, str],
    lang: str,
    form: Form,
) -> dict[str, Any]:
    """Answers as the form reads them. Raises ``WrongAnswers``."""
    try:
        return read(raw, lang)
    except AnswersRefused as refused:
        labels = {f.name: f.label[lang] for f in form.fields}
        lines = (f"{labels[name]} ({name}): {said}" for name, said in refused.errors.items())
        raise WrongAnswers(lines="\n".join(lines)) from refused


def _settings(form: Form, settings: Sequence[str]) -> dict[str, str]:
    names = [f.name for f in form.fields]
    found = {}
    for text in settings:
        name, given, value = text.partition("=")
        if not given or name not in names:
            raise BadSetting(text=text, names=", ".join(names))
        found[name] = value
    return found


def _show(found: ReportView) -> None:
    facts = (
        ("đơn vị/unit", found.unit_name),
        ("báo cáo/report", found.title),
        ("kỳ/period", found.period),
        ("hạn đầu/first due", found.first_due_at),
        ("hạn/due", found.due_at),
        ("gửi qua/through", found.consolidator),
        ("nơi nhận/addressee", found.addressee or None),
        ("trạng thái/status", found.status),
        ("bản nháp/draft", found.draft_at),
    )
    show_table(("id", str(found.id)), facts)
    for v in found.versions:
        outcome = "accepted" if v.accepted_at else "returned" if v.returned_at else "pending"
        click.echo("")
        show_table(
            (f"lần/version {v.version}", outcome + (", nil" if v.nil else "")),
            (
                ("nộp/submitted", v.submitted_at),
                ("", v.submitted_by or None),
                ("trễ/late", "x" if v.late else None),
                ("nhận xét/remarks", v.remarks or None),
                *((name, value) for name, value in v.content.items()),
                *(("tệp/file", f"{f.name} ({f.size})") for f in v.files),
            ),
        )


COMMANDS: tuple[click.Command, ...] = (report, files)
