"""String literals: the escapes of DMN 1.5."""

from __future__ import annotations

import re

from engine.process.feel.errors import FeelSyntaxError

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescape(quoted: str, at: int) -> str:
    """The string a quoted literal means.

    An unknown escape keeps its backslash, so that patterns such as "\\d" need no doubling.
    Raises FeelSyntaxError for a code point beyond Unicode or an unpaired surrogate.
    """
    body = quoted[1:-1]
    if "\\" not in body:
        return body

    def one(match: re.Match[str]) -> str:
        found = match.group(1)
        if len(found) > 1:
            code = int(found[1:], 16)
            if code > 0x10FFFF:
                raise _refused(at + match.start())
            return chr(code)
        return _SIMPLE.get(found, match.group())

    text = _ESCAPE.sub(one, body)
    text = _SURROGATES.sub(
        lambda m: m.group().encode("utf-16", "surrogatepass").decode("utf-16"), text
    )
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _refused(at)
    return text


def _refused(at: int) -> FeelSyntaxError:
    return FeelSyntaxError(
        said="mã ký tự không hợp lệ", said_en="the character code is not valid", offset=at
    )
