"""Nhập người từ Excel: each row judged first, then the good ones made and invited."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import account_import, long_work
from engine.errors import Conflict, InputError
from engine.long_work import WorkRow
from engine.long_work_kinds import ACCOUNTS_IMPORT, ACCOUNTS_PREVIEW
from webapp import locale
from webapp.downloads import Sheet, excel, rows_of
from webapp.pages.long_work import begun
from webapp.requests import actor, administrators_only, letters, session

bp = Blueprint("people_import", __name__)
bp.before_request(administrators_only)
WIDTHS = (30, 26, 32, 40, 20, 30)
EXAMPLE = (
    "Nguyễn Văn An", "an.nguyen", "an.nguyen@tinh.gov.vn", "UBND xã Mẫu, tỉnh Mẫu",
    "chuyên viên, văn thư", "Công chức Văn hóa – Xã hội",
)  # fmt: skip


class NotRead(Conflict):
    """Accounts are made only of a table whose verdicts somebody has seen."""

    code = "accounts-not-seen"
    vi = "Bảng này chưa được đọc xong. Hãy xem kết quả từng dòng rồi mới lập tài khoản."
    en = "This table has not been read to its end. See each row's verdict before making accounts."


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.register_blueprint(bp)


@bp.get("/people/import")
def page() -> str:
    """The form, and earlier imports."""
    return _page("")


@bp.get("/people/import/template.xlsx")
def template() -> Response:
    """The table to fill in."""
    columns = list(zip(account_import.COLUMNS, WIDTHS, strict=True))
    return excel("tai-khoan", [Sheet("tài khoản", columns, [EXAMPLE])])


@bp.post("/people/import")
def ask() -> Any:
    """Read the table and judge its rows, as long work."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(gettext("Hãy chọn tệp Excel.")), 422
    try:
        rows = [{"n": n, "cells": cells} for n, cells in rows_of(sent.stream, account_import.MOST)]
    except InputError as wrong:
        return _page(wrong.text(locale.current())), 422
    if not rows:
        return _page(account_import.NothingToImport().text(locale.current())), 422
    told = json.dumps(rows, ensure_ascii=False).encode()
    arguments = {"source": sent.filename[:200], "rows": rows}
    return begun(ACCOUNTS_PREVIEW, arguments, hashlib.sha256(told).hexdigest())


@bp.get("/people/import/<int:job_id>")
def preview(job_id: int) -> str:
    """Each row with its verdict; of an import that was made: what became of it."""
    work = _finished(job_id, (ACCOUNTS_PREVIEW.key, ACCOUNTS_IMPORT.key))
    verdicts = work.row.result["verdicts"]
    counts = {v: sum(r["verdict"] == v for r in verdicts) for v in ("made", "exists", "error")}
    return render_template(
        "people/import_preview.html",
        work=work,
        made=work.row.kind == ACCOUNTS_IMPORT.key,
        verdicts=verdicts,
        counts=counts,
        mails=letters() is not None,
    )


@bp.post("/people/import/<int:job_id>/make")
def make(job_id: int) -> Response:
    """Make the accounts of the table that was seen."""
    work = _finished(job_id, (ACCOUNTS_PREVIEW.key,))
    if request.form.get("seen") != work.row.digest:
        raise NotRead
    return begun(ACCOUNTS_IMPORT, work.row.arguments, work.row.digest)


def _page(error: str) -> str:
    kinds = (ACCOUNTS_PREVIEW.key, ACCOUNTS_IMPORT.key)
    works = long_work.of_kind(session(), actor(), kinds, everybodys=True)
    return render_template("people/import.html", error=error, works=works)


def _finished(job_id: int, kinds: tuple[str, ...]) -> WorkRow:
    work = long_work.read(session(), actor(), job_id)
    done = work.row.status == long_work.DONE and work.row.arguments
    if work.row.kind not in kinds or not done:
        abort(404)
    return work
