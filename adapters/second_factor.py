"""Codes of authenticator applications: TOTP by pyotp, secrets sealed by Fernet, the QR by segno.

Behind ``engine.second_factors.Codes``.
"""

from __future__ import annotations

import base64
import hmac
import logging
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

log = logging.getLogger("dondoc.second_factor")
ISSUER = "Đôn Đốc"
_PURPOSE = b"dondoc second factor"
_AROUND = (0, -1, 1)  # steps of 30 s: telephones' clocks are a little off


class TotpCodes:
    """Secrets sealed with a key derived from the installation's ``secret_key``."""

    def __init__(self, secret_key: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret_key.encode())
        self._seal = Fernet(base64.urlsafe_b64encode(derived))

    def fresh(self) -> str:
        """A new secret, sealed."""
        return self._seal.encrypt(pyotp.random_base32().encode()).decode()

    def plain(self, sealed: str) -> str | None:
        """The secret as base32; None if it was sealed with another key."""
        try:
            return self._seal.decrypt(sealed.encode()).decode()
        except InvalidToken:
            log.exception("a second factor was sealed with another secret_key")
            return None

    def step(self, sealed: str, code: str, at: datetime) -> int | None:
        """The time step whose code this is, at most one away from ``at``; None for any other."""
        secret = self.plain(sealed)
        if secret is None:
            return None
        totp = pyotp.TOTP(secret)
        given, here = "".join(code.split()).encode(), int(totp.timecode(at))
        for step in (here + away for away in _AROUND):
            if hmac.compare_digest(totp.generate_otp(step).encode(), given):
                return step
        return None

    def picture(self, sealed: str, username: str) -> tuple[str, str] | None:
        """The QR code as a ``data:`` address, and the secret in groups of four to type."""
        secret = self.plain(sealed)
        if secret is None:
            return None
        uri = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
        drawn = segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff")
        return drawn, " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
