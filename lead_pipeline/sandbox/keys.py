"""The keys that callers show: which are known, what they may, on which plan.

What a key looks like and where it stands in a request is the system's affair; this only keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Key:
    """What one key may do."""

    secret: str = field(repr=False)
    scopes: frozenset[str] = frozenset({"*"})
    plan: str | None = None
    """None: the plan of the system's account."""
    requests_per_minute: int | None = None
    """None: the sandbox's own limit; 0: no limit."""
    revoked: bool = False

    def may(self, scope: str) -> bool:
        """Say whether the key holds a scope."""
        return "*" in self.scopes or scope in self.scopes


class Keyring:
    """Registered keys; an unregistered one with the right prefix may do all."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    def register(
        self,
        secret: str,
        scopes: tuple[str, ...] | list[str] = ("*",),
        plan: str | None = None,
        requests_per_minute: int | None = None,
        *,
        revoked: bool = False,
    ) -> Key:
        """Make a key known, or replace what was known of it."""
        if not secret or not secret.isascii():
            raise ValueError("a key is ASCII text that is not empty")
        if requests_per_minute is not None and requests_per_minute < 0:
            raise ValueError(f"requests_per_minute={requests_per_minute}: the least is 0, which means no limit")
        self._keys[secret] = key = Key(secret, frozenset(scopes), plan, requests_per_minute, revoked)
        return key

    def revoke(self, secret: str) -> None:
        """Make a key answer 401 from now on."""
        self.register(secret, (), revoked=True)

    def find(self, secret: str, prefix: str) -> Key | None:
        """Find what a key may; None when it is revoked or does not look like a key of the system."""
        known = self._keys.get(secret)
        if known is not None:
            return None if known.revoked else known
        if not secret.startswith(prefix) or len(secret) == len(prefix):
            return None
        return Key(secret)
