"""Máy chủ thư: which server sends, a test mail with the server's own answer, what has not left."""

from __future__ import annotations

import smtplib
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import mail_settings
from engine.errors import NotFound
from engine.mail_settings import BadMailSettings, Wanted
from engine.people import Account
from webapp import locale, typed
from webapp.requests import actor, administrators_only, now, session, wiring

bp = Blueprint("mail_settings", __name__)
bp.before_request(administrators_only)
FIELDS = ("host", "port", "tls", "username", "sender")
TASKS = {"mail": _("thông báo"), "digest": _("thư tổng hợp"), "account-letter": _("thư tài khoản")}


def init(app: Flask) -> None:
    """Register the pages; all of them are for administrators."""
    app.jinja_env.globals["mail_tasks"] = TASKS
    app.register_blueprint(bp)


@bp.get("/administration/mail")
def page() -> str:
    """The server, the test, the outbox."""
    return _page({}, {})


@bp.post("/administration/mail")
def save() -> Any:
    """Set the server; an empty password keeps the one there is."""
    form = {name: typed.field(name, 250) for name in FIELDS}
    password: str | None = request.form.get("password", "")[:500]
    if request.form.get("no_password") == "yes":
        password = ""
    elif not password:
        password = None
    port = int(form["port"]) if form["port"].isascii() and form["port"].isdigit() else 0
    wanted = Wanted(form["host"], port, form["tls"], form["username"], form["sender"], password)
    try:
        mail_settings.put(session(), wiring().mail.secrets, actor(), wanted, now())
    except BadMailSettings as wrong:
        return _page(form, {wrong.field: wrong.text(locale.current())}), 422
    flash(gettext("Đã lưu máy chủ thư. Hãy gửi thử một thư."), "success")
    return redirect(url_for("mail_settings.page"))


@bp.post("/administration/mail/clear")
def clear() -> Response:
    """No server any more: notices stay in the box."""
    mail_settings.clear(session(), actor(), now())
    flash(gettext("Đã bỏ máy chủ thư. Thông báo chỉ nằm trong hộp của đơn vị."), "success")
    return redirect(url_for("mail_settings.page"))


@bp.post("/administration/mail/test")
def test() -> Any:
    """Send a mail to my own address now, and show what the server said."""
    address = session().get_one(Account, actor().account_id).email
    try:
        server = wiring().mail.server(session())
    except NotFound:
        said = gettext(
            "Mật khẩu được lưu ở máy khác (thư mục dữ liệu không dùng chung). Hãy nhập lại."
        )
        return _page({}, {}, answer=said)
    if server is None or not address:
        return _page({}, {}, answer=gettext("Cần có máy chủ thư và địa chỉ thư của bạn.")), 422
    subject = gettext("Đôn Đốc: thư thử")
    body = gettext("Nếu bạn đọc được thư này thì máy chủ thư đã được đặt đúng.")
    try:
        answer = wiring().send_test(server, address, subject, body)
    except (OSError, smtplib.SMTPException) as failed:
        return _page({}, {}, answer=_in_words(failed), detail=_detail(failed))
    sent = gettext("Máy chủ đã nhận thư gửi tới %(address)s.", address=address)
    return _page({}, {}, answer=sent, detail=answer, well=True)


@bp.post("/administration/mail/retry")
def retry() -> Response:
    """Try a failed mail again (``job_id``), or all of them."""
    count = wiring().retry_mail(session(), typed.number_or_400(request.form.get("job_id")))
    said = ngettext("%(num)d thư sẽ được gửi lại.", "%(num)d thư sẽ được gửi lại.", count)
    flash(said, "success" if count else "info")
    return redirect(url_for("mail_settings.page"))


def _page(
    form: dict[str, str],
    errors: dict[str, str],
    *,
    answer: str = "",
    detail: str = "",
    well: bool = False,
) -> str:
    return render_template(
        "mail_settings/page.html",
        form=form,
        errors=errors,
        stored=mail_settings.shown(session(), actor()),
        environment=wiring().mail.environment,
        outbox=wiring().outbox(session()),
        address=session().get_one(Account, actor().account_id).email,
        answer=answer,
        detail=detail,
        well=well,
    )


def _in_words(failed: Exception) -> str:
    """What the error means, for somebody who is no mail administrator."""
    known: tuple[tuple[type[Exception], str], ...] = (
        (smtplib.SMTPAuthenticationError, gettext("Máy chủ không nhận tên đăng nhập hoặc mật khẩu.")),
        (smtplib.SMTPNotSupportedError, gettext("Máy chủ không hỗ trợ cách mã hóa hoặc đăng nhập này.")),
        (smtplib.SMTPServerDisconnected, gettext("Máy chủ ngắt kết nối giữa chừng; có thể sai cổng hoặc sai cách mã hóa.")),
        (smtplib.SMTPResponseException, gettext("Máy chủ từ chối thư; câu trả lời ở dưới.")),
        (smtplib.SMTPException, gettext("Máy chủ trả lời không đúng giao thức thư.")),
        (TimeoutError, gettext("Máy chủ không trả lời trong 10 giây: kiểm tra tên máy chủ, cổng và tường lửa.")),
        (ConnectionRefusedError, gettext("Không có dịch vụ thư ở cổng này: kiểm tra cổng, hoặc máy chủ thư chưa chạy.")),
    )  # fmt: skip
    said = next((text for kind, text in known if isinstance(failed, kind)), None)
    return str(said or gettext("Không kết nối được máy chủ thư: kiểm tra tên máy chủ và mạng."))


def _detail(failed: Exception) -> str:
    if isinstance(failed, smtplib.SMTPResponseException):
        raw = failed.smtp_error
        told = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        return f"{failed.smtp_code} {told}"
    return str(failed) or type(failed).__name__
