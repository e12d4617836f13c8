"""What every answer tells the browser not to do, and how the session's cookie travels."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface

from webapp.wiring import Wiring

STATIC = Path(__file__).parent / "static"
MAX_BODY = 10 * 1024 * 1024
LIFETIME = timedelta(hours=8)
_POLICY = (
    "default-src 'self'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STATIC_AGE = 3600
KEPT = "public, max-age=31536000, immutable"
"""A static file asked for by its digest: under that address it never changes."""


class Cookies(SecureCookieSessionInterface):
    """Secure cookies, but for what ``Wiring.plain_http`` and a demo on loopback allow."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this answer's cookie is for TLS only."""
        wiring: Wiring = app.extensions["dondoc"]
        return not (wiring.plain_http or (wiring.demo and _on_loopback()))


def init(app: Flask) -> None:
    """Set limits, cookie and headers; a page (not a static file) is never kept by a cache."""
    app.session_interface = Cookies()
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        PERMANENT_SESSION_LIFETIME=LIFETIME,
        SESSION_COOKIE_NAME="dondoc",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_AGE,
        WTF_CSRF_TIME_LIMIT=int(LIFETIME.total_seconds()),
    )
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    elif response.status_code == 200 and request.args.get("v") == digest(_file()):
        response.headers["Cache-Control"] = KEPT
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


@cache
def digest(name: str) -> str:
    """The beginning of a static file's SHA-256, by which its address changes when the file does."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def _file() -> str:
    return str((request.view_args or {})["filename"])


def _on_loopback() -> bool:
    host = request.host.rsplit(":", 1)[0].strip("[]")
    if request.is_secure:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def with_inline_styles(response: Response) -> Response:
    """The page of an editor that writes styles of its own; scripts stay ours alone there, too."""
    response.headers["Content-Security-Policy"] = _POLICY.replace(
        "style-src 'self'; ", "style-src 'self' 'unsafe-inline'; "
    )
    return response
