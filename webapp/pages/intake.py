"""Văn bản đến: letters uploaded, confirmed finding by finding against their text."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Flask, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from engine import access, received
from engine.attachments import MEGABYTE
from engine.errors import InputError
from engine.intake import doubts
from engine.intake.draft import draft_of
from engine.received_tables import OPEN
from webapp import locale
from webapp.pages import intake_choosing, intake_findings, intake_proposal
from webapp.pages.intake_common import bp, letter_page, seen
from webapp.pages.intake_words import KINDS, STATUS, told, type_name
from webapp.requests import actor, now, person, session, wiring

PARTS = (intake_findings, intake_proposal, intake_choosing)
MOST_FILES = 20
LETTER_MEGABYTES = 20
MAX_UPLOAD = 64 * MEGABYTE
"""Above what one letter may have, so that one too large is refused by its name."""


class NoLetter(InputError):
    """The button was pressed before a file was chosen."""

    code = "no-letter-chosen"
    vi = "Chưa chọn tệp nào. Hãy chọn tệp (hoặc kéo thả vào ô) rồi bấm «Đọc văn bản»."
    en = "No file was chosen. Choose files (or drop them on the field), then press «Read»."


class TooManyLetters(InputError):
    """More files than are read at once."""

    code = "too-many-letters"
    vi = f"Mỗi lần đọc tối đa {MOST_FILES} tệp, bạn đã chọn {{count}}. Hãy chia thành nhiều lần."
    en = f"At most {MOST_FILES} files are read at once; you chose {{count}}. Send them in parts."


class LetterTooLarge(InputError):
    """A file beyond what a letter may have."""

    code = "letter-too-large"
    vi = f"«{{name}}» lớn hơn {LETTER_MEGABYTES} MB. Hãy gửi bản có lớp chữ thay cho bản quét."
    en = f"«{{name}}» is larger than {LETTER_MEGABYTES} MB. Send the text rather than a scan."


def init(app: Flask) -> None:
    """Register the pages, and what every page asks to count what waits."""
    app.before_request(_allow)
    app.jinja_env.globals.update(
        letters_waiting=letters_waiting,
        finding_said=told,
        finding_kinds=KINDS,
        letter_status=STATUS,
        doubt_said=lambda code: doubts.sentence(code, locale.current()),
        letter_type=type_name,
        sentence_case=lambda text: text[:1].upper() + text[1:],
    )
    app.register_blueprint(bp)


def _allow() -> None:
    if request.endpoint == "intake.upload":
        request.max_content_length = MAX_UPLOAD


def letters_waiting() -> int:
    """How many letters wait for the reader's unit."""
    found = person()
    if found is None or not access.is_member(found.actor):
        return 0
    return received.waiting(session(), found.actor)


@bp.get("/intake")
def page() -> str:
    """The unit's letters, those that wait first; ``status`` and ``after`` stand in the address."""
    return _list([])


@bp.post("/intake")
def upload() -> Any:
    """Read the files chosen. What cannot be read is named with its reason, and leaves nothing."""
    access.require_member(actor())
    chosen = [f for f in request.files.getlist("file") if f.filename]
    made: list[int] = []
    refused: list[str] = []
    read: dict[str, str] = {}
    try:
        if not chosen:
            raise NoLetter
        if len(chosen) > MOST_FILES:
            raise TooManyLetters(count=len(chosen))
    except InputError as error:
        return _list([error.text(locale.current())]), 422
    for file in chosen:
        with closing(file):
            _take(file, made, refused, read)
    if not made:
        return _list(refused), 422
    for sentence in refused:
        flash(sentence, "warning")
    if len(made) == 1 and not refused:
        flash(gettext("Đã đọc văn bản. Hãy đối chiếu từng mục với nguyên văn."), "success")
        return redirect(url_for("intake.one", received_id=made[0]))
    flash(gettext("Đã đọc %(n)d văn bản.", n=len(made)), "success")
    return redirect(url_for("intake.page"))


@bp.get("/intake/<int:received_id>")
def one(received_id: int) -> str:
    """The text and what was found in it, side by side."""
    return letter_page(received.read(session(), actor(), received_id))


@bp.get("/intake/<int:received_id>/file")
def file(received_id: int) -> Response:
    """The file as it came."""
    found, stream = received.file(session(), wiring().files, actor(), received_id)
    return send_file(
        stream, mimetype=found.media_type, as_attachment=True, download_name=found.name
    )


@bp.post("/intake/<int:received_id>/discard")
def discard(received_id: int) -> Response:
    """The letter is none for us."""
    received.read(session(), actor(), received_id)
    received.discard(session(), actor(), received_id, seen(), now())
    flash(gettext("Đã bỏ văn bản khỏi danh sách chờ."), "success")
    return redirect(url_for("intake.page"))


def _take(file: FileStorage, made: list[int], refused: list[str], read: dict[str, str]) -> None:
    """Read one file, in a transaction of its own inside the request's; ``read`` are the texts of
    this upload so far, with the name of the first letter of each.
    """
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    data = file.stream.read(LETTER_MEGABYTES * MEGABYTE + 1)
    try:
        if len(data) > LETTER_MEGABYTES * MEGABYTE:
            raise LetterTooLarge(name=name)
        letters, unread = wiring().letters_in(data, name)
        refused += [error.text(locale.current()) for error in unread]
        if len(made) + len(letters) > MOST_FILES:
            raise TooManyLetters(count=len(made) + len(letters))
    except InputError as error:
        refused.append(error.text(locale.current()))
        return
    for title, text in letters:
        if text in read:
            first = read[text]
            refused.append(
                gettext(
                    "«%(name)s» trùng với «%(first)s» nên chỉ nhận một lần.",
                    name=title,
                    first=first,
                )
            )
            continue
        read[text] = title
        try:
            with session().begin_nested():
                source, kept_as = wiring().letter_kept(data, name)
                given = (session(), wiring().files, actor(), draft_of(text))
                made.append(received.receive(*given, title, kept_as, source, now()))
        except InputError as error:
            refused.append(error.text(locale.current()))


def _list(faults: list[str]) -> str:
    status = request.args.get("status", OPEN)
    status = status if status in STATUS else OPEN
    return render_template(
        "intake/list.html",
        found=received.page(session(), actor(), status, request.args.get("after")),
        status=status,
        faults=faults,
        member=access.is_member(actor()),
        most=MOST_FILES,
        megabytes=LETTER_MEGABYTES,
    )
