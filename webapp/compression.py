"""Text leaves compressed, where the browser takes it.

Compressing what an attacker can influence beside a secret can leak the secret by its length
(BREACH). Here the session's cookie is ``SameSite=Lax``, so that another site cannot make a browser
ask for our pages again and again as somebody signed in; a CSRF token is signed anew for every
second; and each answer carries a random number of bytes in its gzip header, as in Django ("Heal
the Breach"), so that lengths have to be averaged over many more requests than a token lives.
"""

from __future__ import annotations

import gzip
import secrets
from functools import lru_cache
from io import BytesIO

from flask import Flask, Response, request

LEAST = 1000
"""Bytes below which an answer fits one packet anyhow."""
LEVEL = 6
PADDING = 100
_TEXT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/problem+json",
        "application/xml",
        "image/svg+xml",
    }
)


def init(app: Flask) -> None:
    """Compress the answers of this application."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip"):
        return response
    static = request.endpoint == "static"
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < LEAST:
        return response
    response.set_data(_kept(body) if static else _packed(body))
    response.headers["Content-Encoding"] = "gzip"
    etag, weak = response.get_etag()
    if etag and not weak:
        response.set_etag(etag, weak=True)
    return response


def _compressible(response: Response) -> bool:
    kind = response.mimetype or ""
    return (
        response.status_code in (200, 400, 403, 404, 409, 422)
        and request.method != "HEAD"
        and (kind.startswith("text/") or kind in _TEXT)
        and "Content-Encoding" not in response.headers
        and "Content-Range" not in response.headers
        and not response.headers.get("Content-Disposition", "").startswith("attachment")
        and not (response.is_streamed and request.endpoint != "static")
    )


@lru_cache(maxsize=64)
def _kept(body: bytes) -> bytes:
    """A file of ours, compressed once as well as it can be."""
    return gzip.compress(body, 9, mtime=0)


def _packed(body: bytes) -> bytes:
    written = BytesIO()
    name = secrets.token_hex(PADDING)[: secrets.randbelow(PADDING) + 1]
    with gzip.GzipFile(name, "wb", LEVEL, written, mtime=0) as packed:
        packed.write(body)
    return written.getvalue()
