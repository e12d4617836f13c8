"""An OpenID Connect provider: authorization code with PKCE, state and nonce.

Behind ``engine.provider_links.Provider``. Whether a token is still good is asked of the real clock:
the provider knows no other.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from engine.errors import InputError
from engine.provider_links import Asked, Identity, ProviderFailed

log = logging.getLogger("dondoc.provider")
TIMEOUT = 10  # seconds
LEEWAY = 60  # seconds by which the provider's clock may differ from ours
SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures with a public key only: our own client secret must not be able to make a token."""
STRONG = frozenset({"mfa", "otp", "hwk", "swk", "sms", "fpt", "face"})
"""Methods (``amr``, RFC 8176) that are more than a password."""
# What may go wrong between us and the provider: it answers nothing, nonsense, or a refusal.
_FAILURES = (requests.RequestException, OAuthError, JoseError, KeyError, ValueError, TypeError)


class BadProvider(InputError):
    """The identity provider's settings cannot be used."""

    code = "bad-provider"
    vi = (
        "Cấu hình hệ thống định danh không đúng: cần DONDOC_OIDC_ISSUER (https://…), "
        "DONDOC_OIDC_CLIENT_ID và DONDOC_OIDC_CLIENT_SECRET."
    )
    en = (
        "The identity provider's settings are not right: DONDOC_OIDC_ISSUER (https://…), "
        "DONDOC_OIDC_CLIENT_ID and DONDOC_OIDC_CLIENT_SECRET are needed."
    )


class OpenIdProvider:
    """One issuer. Its document and keys are fetched when first asked for, and kept."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, name: str = "") -> None:
        self.issuer, self.name = issuer, name or urlsplit(issuer).hostname or issuer
        self._client_id, self._client_secret = client_id, client_secret
        self._lock = threading.Lock()
        self._document: dict[str, Any] | None = None
        self._keys: KeySet | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> OpenIdProvider | None:
        """From ``DONDOC_OIDC_…``; None where no issuer is named. Raises ``BadProvider``."""
        issuer = environment.get("DONDOC_OIDC_ISSUER", "")
        if not issuer:
            return None
        client_id = environment.get("DONDOC_OIDC_CLIENT_ID", "")
        secret = environment.get("DONDOC_OIDC_CLIENT_SECRET", "")
        if not client_id or not secret or not _safe(issuer):
            raise BadProvider
        return cls(issuer, client_id, secret, environment.get("DONDOC_OIDC_NAME", ""))

    def begin(self, back: str) -> Asked:
        """Begin a sign-in that returns to the address ``back``. Raises ProviderFailed."""
        verifier, nonce = generate_token(64), generate_token(32)
        try:
            url, state = self._client(back).create_authorization_url(
                self._told()["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        except _FAILURES as error:
            raise _failed("begin", error) from error
        return Asked(url, state, nonce, verifier)

    def finish(self, back: str, code: str, asked: Asked) -> Identity:
        """Who it was, by the ``code`` that came back. Raises ProviderFailed."""
        try:
            token = self._client(back).fetch_token(
                self._told()["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=asked.verifier,
            )
            return self._identity(self._claims(token["id_token"], asked.nonce))
        except _FAILURES as error:
            raise _failed("finish", error) from error

    def _client(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The token's claims, signed by the issuer, for us, for this sign-in, and not too old."""
        try:
            claims = jwt.decode(id_token, self._key_set(), ALGORITHMS).claims
        except InvalidKeyIdError:  # the provider has new keys
            claims = jwt.decode(id_token, self._key_set(fresh=True), ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        if claims.get("azp", self._client_id) != self._client_id:
            raise ValueError("the token was issued to another client")
        return claims

    def _identity(self, claims: dict[str, Any]) -> Identity:
        email, methods = claims.get("email"), claims.get("amr")
        return Identity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=email if isinstance(email, str) else None,
            email_verified=claims.get("email_verified") is True,
            strong=isinstance(methods, list) and not STRONG.isdisjoint(map(str, methods)),
        )

    def _told(self) -> dict[str, Any]:
        with self._lock:
            if self._document is None:
                address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = _fetched(address)
                if found.get("issuer") != self.issuer:
                    raise ValueError(f"{address} speaks for {found.get('issuer')}")
                self._document = found
            return self._document

    def _key_set(self, *, fresh: bool = False) -> KeySet:
        address = self._told()["jwks_uri"]
        with self._lock:
            if self._keys is None or fresh:
                self._keys = KeySet.import_key_set(_fetched(address))  # type: ignore[arg-type]
            return self._keys


def _fetched(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=TIMEOUT)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _failed(what: str, error: Exception) -> ProviderFailed:
    log.warning("identity provider, %s: %s: %s", what, type(error).__name__, error)
    return ProviderFailed()


def _safe(issuer: str) -> bool:
    """Whether it is reached by TLS, or on this very machine."""
    parts = urlsplit(issuer)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.scheme == "http" and parts.hostname == "localhost"
