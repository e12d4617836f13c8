"""Error pages: what happened, what to do, and a reference to find it in the log. Never a trace."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from engine.errors import Conflict, DondocError, Forbidden, InputError, NotFound
from engine.signing_in import TooManyAttempts
from webapp import locale
from webapp.requests import Busy

MEGABYTE = 1024 * 1024
log = logging.getLogger("dondoc.web")

_STATUS: tuple[tuple[type[DondocError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (TooManyAttempts, 429),
    (InputError, 400),
    (Busy, 503),
)


def init(app: Flask) -> None:
    """Answer every error with a page (or, for a ``.json`` address, with JSON)."""
    app.register_error_handler(DondocError, ours)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, database)
    app.register_error_handler(DataError, data)
    app.register_error_handler(Exception, unforeseen)


def ours(error: DondocError) -> Any:
    """An error of the engine's, as a page."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    if status == 500:
        return unforeseen(error)
    # What is not found is not named: the sentence must not differ from that of a foreign id.
    said = None if status == 404 else error.text(locale.current())
    return _page(status, said, gettext("Hệ thống đang bận") if status == 503 else None)


def http(error: HTTPException) -> Any:
    """A refusal of the framework's, as a page."""
    if error.code is None or error.code < 400:
        return error
    body, status = _page(error.code, None)
    headers = [(name, value) for name, value in error.get_headers() if name in ("Allow",)]
    return body, status, headers


def database(error: OperationalError) -> Any:
    """The database does not answer."""
    return _logged(error, 503)


def data(error: DataError) -> Any:
    """What was sent cannot be a value of the database: too large a number, a text with NUL."""
    return _logged(error, 400)


def unforeseen(error: Exception) -> Any:
    """What nobody foresaw: logged with its trace, told without it."""
    return _logged(error, 500)


def _logged(error: Exception, status: int) -> Any:
    g.reference = new_reference()
    log.error(
        "%s %s failed, reference %s", request.method, request.path, g.reference, exc_info=error
    )
    g.pop("person", None)
    return _page(status, None)


def _page(status: int, said: str | None, heading: str | None = None) -> tuple[Any, int]:
    reference = g.get("reference") or new_reference()
    if said is not None or status < 500:
        log.info("%s %s: %s, reference %s", request.method, request.path, status, reference)
    title, advice = words(status)
    title = heading or title
    if request.path.endswith(".json"):
        return jsonify(error=title, detail=said or advice, reference=reference), status
    page = render_template(
        "error.html", status=status, title=title, advice=said or advice, reference=reference
    )
    return page, status


def new_reference() -> str:
    """What the reader is told and the log is searched for."""
    return uuid.uuid4().hex[:10].upper()


def words(status: int) -> tuple[str, str]:
    """The title and the advice of a status."""
    known = {
        400: (
            gettext("Yêu cầu không hợp lệ"),
            gettext("Trang có thể đã mở quá lâu. Hãy quay lại, tải lại trang rồi gửi lần nữa."),
        ),
        401: (gettext("Chưa đăng nhập"), gettext("Hãy đăng nhập rồi thử lại.")),
        403: (
            gettext("Bạn không có quyền"),
            gettext("Việc này thuộc vai trò hoặc đơn vị khác. Hãy liên hệ lãnh đạo đơn vị."),
        ),
        404: (
            gettext("Không tìm thấy"),
            gettext("Địa chỉ không đúng, hoặc nội dung không thuộc đơn vị của bạn."),
        ),
        405: (
            gettext("Không làm được theo cách này"),
            gettext("Hãy dùng các nút trên trang thay vì mở thẳng địa chỉ."),
        ),
        409: (
            gettext("Nội dung đã thay đổi"),
            gettext("Có người đã xử lý trước. Hãy tải lại trang để xem trạng thái mới."),
        ),
        413: (
            gettext("Dữ liệu quá lớn"),
            gettext(
                "Mỗi lần chỉ gửi được tối đa %(most)d MB. Hãy chia nhỏ hoặc nén tệp rồi gửi lại.",
                most=(request.max_content_length or 0) // MEGABYTE,
            ),
        ),
        415: (
            gettext("Kiểu nội dung không được hỗ trợ"),
            gettext("Hãy gửi nội dung với kiểu (Content-Type) mà tài liệu API nêu."),
        ),
        422: (
            gettext("Dữ liệu chưa đúng"),
            gettext("Hãy sửa các mục được nêu rồi gửi lại."),
        ),
        429: (
            gettext("Quá nhiều lần thử"),
            gettext("Hãy chờ ít phút rồi thử lại."),
        ),
        503: (
            gettext("Hệ thống tạm ngừng"),
            gettext("Chưa kết nối được cơ sở dữ liệu. Hãy thử lại sau ít phút."),
        ),
    }
    if status in known:
        return known[status]
    if status < 500:
        return known[400]
    return (
        gettext("Hệ thống gặp lỗi"),
        gettext("Chưa có gì thay đổi. Hãy thử lại; nếu vẫn lỗi, báo mã dưới đây cho quản trị."),
    )
