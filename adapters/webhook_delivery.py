"""Webhooks on their way: sent as jobs, signed, to the address that was looked at, and no other.

An address is resolved once, looked at, and connected to as it was looked at: a name that points
elsewhere a moment later leads nowhere else. Nothing is sent to private, loopback, link-local or
other special networks, but those that ``DONDOC_WEBHOOK_NETWORKS`` names (an intranet; also without
TLS there). Redirects are not followed; everything is bounded in time and size.
"""

from __future__ import annotations

import http.client
import ipaddress
import logging
import os
import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from engine.webhook_deliveries import SHOWN, Outcome, Parcel
from engine.webhooks import BadTarget

log = logging.getLogger("dondoc.webhooks")
TIMEOUT = 10.0
"""Seconds for each step of a connection; the whole takes no longer than ``PATIENCE``."""
PATIENCE = 20.0
NETWORKS = "DONDOC_WEBHOOK_NETWORKS"

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Reach:
    """Where webhooks may go besides the open internet: ``networks``, also without TLS."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def configured(cls) -> Reach:
        """What the environment names, as ``10.1.0.0/16,127.0.0.1``. Raises ValueError."""
        named = os.environ.get(NETWORKS, "")
        return cls(tuple(ipaddress.ip_network(n.strip()) for n in named.split(",") if n.strip()))

    def check(self, url: str) -> None:
        """Raise ``BadTarget`` for what will never be sent to; a name is not resolved yet."""
        parts = _parts(url)
        literal = _literal(parts.hostname or "")
        if literal is not None:
            self._require(literal, parts.scheme)
        elif parts.scheme != "https" and not self.networks:
            raise BadTarget(why_vi="phải dùng https", why="it must be https")

    def resolve(self, url: str) -> tuple[SplitResult, Address]:
        """The address that ``url`` is at, which may be connected to. Raises ``BadTarget``, OSError.

        Every address of the name must be a permitted one: a name with one foot inside is refused.
        """
        parts = _parts(url)
        host, port = parts.hostname or "", _port(parts)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
        for address in addresses:
            self._require(address, parts.scheme)
        return parts, addresses[0]

    def _require(self, address: Address, scheme: str) -> None:
        mapped = getattr(address, "ipv4_mapped", None)
        real: Address = mapped or address
        if any(real in network for network in self.networks):
            return
        if scheme != "https":
            raise BadTarget(why_vi="phải dùng https", why="it must be https")
        if not real.is_global or real.is_multicast or _tunnelled(real):
            raise BadTarget(
                why_vi="không gửi tới mạng nội bộ, trừ mạng quản trị đã cho phép",
                why="nothing is sent to private networks, but those the administration permits",
            )


def send(parcel: Parcel, reach: Reach) -> Outcome:
    """Send it once; whatever happens is the outcome."""
    try:
        parts, address = reach.resolve(parcel.url)
        return _post(parts, address, parcel)
    except BadTarget as refused:
        return Outcome(None, problem={"vi": refused.text("vi"), "en": refused.text("en")})
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        said = f"{type(error).__name__}: {error}"[:300]
        vi, en = f"Không kết nối được ({said}).", f"It could not be reached ({said})."
        return Outcome(None, problem={"vi": vi, "en": en})


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, whatever the host's name means by now."""

    def __init__(self, parts: SplitResult, address: Address) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=TIMEOUT)
        self._address, self._secure = str(address), parts.scheme == "https"

    def connect(self) -> None:
        """Connect, with the certificate checked against the name."""
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        if self._secure:
            context = ssl.create_default_context()
            plain = context.wrap_socket(plain, server_hostname=self.host)
        self.sock = plain


def _post(parts: SplitResult, address: Address, parcel: Parcel) -> Outcome:
    connection = _Pinned(parts, address)
    connection.connect()
    # A receiver that sends a byte now and then keeps every single wait short.
    patience = threading.Timer(PATIENCE, _hang_up, [connection.sock])
    patience.daemon = True
    patience.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Dondoc-Webhooks/1",
            "Connection": "close",
            **parcel.headers,
        }
        connection.request("POST", path, body=parcel.body.encode(), headers=headers)
        answer = connection.getresponse()
        said = answer.read(SHOWN * 4).decode("utf-8", "replace")[:SHOWN]
        return Outcome(answer.status, said, _problem(answer.status))
    finally:
        patience.cancel()
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError as error:
        log.debug("the connection was closed already: %s", error)


def _problem(status: int) -> dict[str, str] | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        vi, en = "chuyển hướng không được đi theo", "redirects are not followed"
        return {"vi": f"Trả lời {status}: {vi}.", "en": f"Answered {status}: {en}."}
    return {"vi": f"Nơi nhận trả lời {status}.", "en": f"The receiver answered {status}."}


def _parts(url: str) -> SplitResult:
    """The URL's parts. Raises ``BadTarget`` for what is no plain https address."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadTarget(why_vi="không đọc được", why="it cannot be read") from error
    if parts.scheme not in ("https", "http"):
        raise BadTarget(why_vi="phải dùng https", why="it must be https")
    if not host or port == 0 or any(c.isspace() for c in url):
        raise BadTarget(why_vi="thiếu tên máy chủ", why="it names no host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadTarget(
            why_vi="không ghi mật khẩu hoặc dấu # trong địa chỉ",
            why="it may hold no password and no #",
        )
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


_TUNNELS: Sequence[Network] = tuple(
    ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


def _tunnelled(address: Address) -> bool:
    """Whether an IPv6 address carries an IPv4 one, which would be reached unseen."""
    return any(address in network for network in _TUNNELS)
