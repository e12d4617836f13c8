"""Passwords as argon2id hashes, behind ``engine.people.Passwords``."""

from __future__ import annotations

from functools import cached_property

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """argon2id with RFC 9106's low-memory profile: 64 MiB, three passes, some 50 ms of one core.

    Tests and demos may hand in smaller costs; a hash made with other costs still verifies and is
    reported by ``outdated``.
    """

    def __init__(
        self, *, time_cost: int = 3, memory_kib: int = 65536, parallelism: int = 1
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism, type=Type.ID
        )

    def hash(self, password: str) -> str:
        """A new salted hash, in argon2's own text form."""
        return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one; without a hash the same time is spent on a decoy."""
        try:
            matches = self._hasher.verify(password_hash or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return matches and bool(password_hash)

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other costs than these and should be renewed."""
        return self._hasher.check_needs_rehash(password_hash)

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("nobody has this password")
