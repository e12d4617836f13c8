"""The discussion of a task or a report, with mentions and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from engine import comment_places, comment_views, comments, report_views
from engine.attachments import MEGABYTE, AttachmentRefused
from engine.comment_people import NAMED, Mentionable, people_of
from engine.comment_places import REPORT, UNIT, Place
from engine.comment_tables import Comment
from engine.comment_views import CommentView
from engine.comments import CommentTooLong, EmptyComment, Written
from engine.errors import NotFound
from engine.inbox import InboxRow
from webapp import labels, locale
from webapp.requests import actor, now, session, wiring

bp = Blueprint("comments", __name__)
MAX_UPLOAD = 64 * MEGABYTE
UPLOADS = frozenset({"comments.write", "comments.write_of_report"})


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread on a page: where it is written to, what was said, who may be named."""

    place: Place
    comments: list[CommentView]
    people: list[Mentionable]
    writes: bool
    action: str
    older: str

    @property
    def anchor(self) -> str:
        """The thread's name within its page."""
        return f"trao-doi-{self.place.audience}"


def init(app: Flask) -> None:
    """Let a task's page show its threads; uploads may be larger than other forms."""
    app.jinja_env.globals.update(threads_of=threads_of, said_body=said_body)
    app.before_request(_allow)
    app.register_blueprint(bp)


def _allow() -> None:
    if request.endpoint in UPLOADS:
        request.max_content_length = MAX_UPLOAD


def threads_of(row: InboxRow) -> list[Thread]:
    """The threads at a task: the unit's own, and its report's where there is one."""
    found = [comment_places.of_item(session(), actor(), row.id)]
    if found[0].report_id is not None:
        found.append(comment_places.of_item(session(), actor(), row.id, REPORT))
    return [_thread(place) for place in found]


@bp.get("/reports/<int:report_id>/discussion")
def of_report(report_id: int) -> str:
    """What was said of a report between the bodies it passes."""
    return _page(comment_places.of_report(session(), actor(), report_id))


@bp.get("/inbox/<int:item_id>/discussion")
def of_item(item_id: int) -> str:
    """One thread of a task, all of it page by page."""
    return _page(_at_item(item_id, request.args.get("audience", UNIT)))


@bp.post("/inbox/<int:item_id>/comments")
def write(item_id: int) -> Any:
    """Say something at a task, to the unit or to all who see the report."""
    return _written(_at_item(item_id, request.form.get("audience", UNIT)))


@bp.post("/reports/<int:report_id>/comments")
def write_of_report(report_id: int) -> Any:
    """Say something of a report to all who see it."""
    return _written(comment_places.of_report(session(), actor(), report_id))


@bp.get("/comments/<int:comment_id>")
def one(comment_id: int) -> Response:
    """The page on which the reader finds it: where a notice leads."""
    return redirect(_where(comments.find(session(), actor(), comment_id)))


@bp.get("/comments/<int:comment_id>/edit")
def edit_form(comment_id: int) -> str:
    """The comment in a field."""
    comment = comments.find(session(), actor(), comment_id)
    return _edit_page(comment, comment.body, "")


@bp.post("/comments/<int:comment_id>/edit")
def edit(comment_id: int) -> Any:
    """Say it otherwise; both texts stay in the record."""
    comment = comments.find(session(), actor(), comment_id, lock=True)
    place = comment_places.of_comment(session(), actor(), comment)
    body = request.form.get("body", "")
    try:
        written = comments.edit(
            session(), wiring().engine.outbox, actor(), place, comment, body, now()
        )
    except (EmptyComment, CommentTooLong) as refused:
        return _edit_page(comment, body, refused.text(locale.current())), 422
    _say(gettext("Đã sửa ý kiến."), written)
    return redirect(_where(comment))


@bp.post("/comments/<int:comment_id>/delete")
def delete(comment_id: int) -> Response:
    """Take it back; its text stays in the record."""
    comment = comments.find(session(), actor(), comment_id, lock=True)
    place = comment_places.of_comment(session(), actor(), comment)
    comments.delete(session(), actor(), place, comment, now())
    flash(gettext("Đã xóa ý kiến."), "success")
    return redirect(_where(comment))


@bp.get("/comments/<int:comment_id>/files/<int:attachment_id>")
def file(comment_id: int, attachment_id: int) -> Response:
    """A file, always as a download: no browser shows or guesses at what people send."""
    kept, source = comments.file(session(), wiring().files, actor(), comment_id, attachment_id)
    answer = send_file(
        source, mimetype=kept.media_type, as_attachment=True, download_name=kept.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def said_body(body: str, people: Sequence[Mentionable]) -> Markup:
    """A comment as markup: its text escaped, those it names by their names."""
    names = {person.username: person.name for person in people}

    def named(text: str) -> str:
        username = text.lower().rstrip(".@_-")
        rest = text[len(username) :]
        name = names.get(username)
        if name is None:
            return str(escape(f"@{text}"))
        return f'<strong class="dd-mention">@{escape(name)}</strong>{escape(rest)}'

    parts = NAMED.split(body)  # every second part is a name
    texts = (named(part) if n % 2 else str(escape(part)) for n, part in enumerate(parts))
    return Markup("".join(texts))  # noqa: S704  (every part was escaped)


def _at_item(item_id: int, audience: str) -> Place:
    return comment_places.of_item(session(), actor(), item_id, audience)


def _thread(place: Place, before: int | None = None) -> Thread:
    found = comment_views.thread(session(), actor(), place, now(), before=before)
    first = found[0].id if len(found) == comment_views.PAGE else None
    if place.work_item_id is not None:
        action = url_for("comments.write", item_id=place.work_item_id)
        older = url_for(
            "comments.of_item",
            item_id=place.work_item_id,
            audience=place.audience,
            before=first,
        )
    else:
        action = url_for("comments.write_of_report", report_id=place.report_id)
        older = url_for("comments.of_report", report_id=place.report_id, before=first)
    people = people_of(session(), actor(), place, now())
    writes = comments.may_write(actor(), place)
    return Thread(place, found, people, writes, action, older if first else "")


def _written(place: Place) -> Any:
    body = request.form.get("body", "")
    chosen = [f for f in request.files.getlist("file") if f.filename]
    uploads = [(f.filename or "", f.stream) for f in chosen]
    try:
        written = comments.write(
            session(),
            wiring().engine.outbox,
            wiring().files,
            actor(),
            place,
            body,
            now(),
            uploads=uploads,
        )
    except (EmptyComment, CommentTooLong, AttachmentRefused) as refused:
        session().rollback()
        return _page(place, body, refused.text(locale.current())), 422
    _say(gettext("Đã gửi ý kiến."), written)
    return redirect(f"{_task_or_report(place)}#y-{written.id}")


def _say(done: str, written: Written) -> None:
    told = gettext("Đã báo cho %(names)s.", names=", ".join(written.told)) if written.told else ""
    flash(" ".join(filter(None, (done, told))), "success")
    if written.unknown:
        names = ", ".join(f"@{name}" for name in written.unknown)
        flash(
            gettext(
                "Không báo được cho %(names)s: không có người này trong các đơn vị được xem "
                "trao đổi.",
                names=names,
            ),
            "warning",
        )


def _page(place: Place, body: str = "", error: str = "") -> str:
    before = request.args.get("before", type=int)
    return render_template(
        "comments/page.html",
        thread=_thread(place, before),
        body=body,
        error=error,
        back=_task_or_report(place),
        about=_about(place),
    )


def _edit_page(comment: Comment, body: str, error: str) -> str:
    place = comment_places.of_comment(session(), actor(), comment)
    return render_template(
        "comments/edit.html",
        comment=comment,
        place=place,
        body=body,
        error=error,
        people=people_of(session(), actor(), place, now()),
        back=_where(comment),
    )


def _about(place: Place) -> str:
    if place.report_id is None:
        return ""
    report = report_views.read(session(), actor(), place.report_id)
    return f"{report.title} ({labels.period(report.period)}), {report.unit_name}"


def _task_or_report(place: Place) -> str:
    if place.work_item_id is not None:
        return url_for("inbox.item", item_id=place.work_item_id)
    return url_for("comments.of_report", report_id=place.report_id)


def _where(comment: Comment) -> str:
    """Its task, for who sees that one; else its report's discussion."""
    anchor = f"#y-{comment.id}"
    if comment.work_item_id is not None:
        try:
            comment_places.of_item(session(), actor(), comment.work_item_id)
        except NotFound:
            pass
        else:
            return url_for("inbox.item", item_id=comment.work_item_id) + anchor
    if comment.report_id is None:
        raise NotFound(what=f"comment {comment.id}")
    return url_for("comments.of_report", report_id=comment.report_id) + anchor
