"""What a mail (.eml) encloses: its own words, its attachments, the mails forwarded in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from pathlib import PurePath

from adapters.letter_errors import LetterUnreadable
from adapters.letter_html import html_text
from adapters.letter_plain import plain_text

MAX_PARTS = 200
MAX_NESTED = 4
_HEADER = re.compile(
    rb"(?:Return-Path|Received|From|To|Subject|Date|MIME-Version|Message-ID|Delivered-To|X-[\w-]+):\s",
    re.I,
)
_PICTURES = ("image/", "audio/", "video/", "application/pkcs7", "application/pgp", "text/calendar")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside another."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """``body`` is the mail's own text, '' where it has none."""

    body: str
    parts: list[Enclosed]


def looks_like_mail(data: bytes) -> bool:
    """Whether the first lines are a mail's headers: at least two of those every mail has."""
    head = data[:2048].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    lines = head.splitlines()
    return (
        bool(lines)
        and _HEADER.match(lines[0]) is not None
        and sum(1 for line in lines if _HEADER.match(line)) >= 2
    )


def enclosed_in(data: bytes, name: str) -> Mail:
    """The mail's parts. Raises ``LetterUnreadable`` where the bytes are no mail."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        bodies: list[tuple[str, bytes]] = []
        parts: list[Enclosed] = []
        for part in _leaves(message, 0):
            if len(parts) + len(bodies) > MAX_PARTS:
                break
            _sort(part, bodies, parts)
    except (
        MessageError,
        LookupError,
        ValueError,
        RecursionError,
        AttributeError,
        TypeError,
    ) as error:
        raise LetterUnreadable(name, "broken") from error
    return Mail(_body(bodies, name), parts)


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    """Parts that hold no others; a forwarded mail is gone into."""
    if message.is_multipart() and depth <= 3 * MAX_NESTED:
        for part in (
            message.iter_parts() if isinstance(message, EmailMessage) else message.get_payload()
        ):
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    elif not message.is_multipart():
        yield message


def _sort(part: Message, bodies: list[tuple[str, bytes]], parts: list[Enclosed]) -> None:
    kind = part.get_content_type()
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return
    file = part.get_filename()
    if file:
        if not kind.startswith(_PICTURES):
            parts.append(Enclosed(PurePath(file.replace("\\", "/")).name or "tep", payload))
    elif kind in ("text/plain", "text/html"):
        bodies.append((kind, _as_utf8(payload, part.get_content_charset())))


def _as_utf8(payload: bytes, charset: str | None) -> bytes:
    try:
        return payload.decode(charset or "utf-8").encode("utf-8", "replace")
    except (LookupError, UnicodeDecodeError):
        return payload


def _body(bodies: list[tuple[str, bytes]], name: str) -> str:
    """The plain text if the mail has any, else what its HTML shows."""
    plain = [data for kind, data in bodies if kind == "text/plain"]
    if plain:
        return "\n\n".join(plain_text(data, name) for data in plain)
    return "\n\n".join(html_text(_without_charset(data), name) for _, data in bodies)


def _without_charset(data: bytes) -> bytes:
    """The mail said how its bytes are to be read, whatever the page inside says of itself."""
    return b'<meta charset="utf-8">' + data
