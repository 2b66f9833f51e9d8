"""The keys that callers show: which are known, what they may, on which plan.

What a key looks like and where it stands in a request is the system's affair; this only keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.rate_limit import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_BUDGETS: Mapping[str, int] = MappingProxyType({})


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
    expired: bool = False
    budgets: Mapping[str, int] = field(default_factory=dict)
    """Requests per window, as `{"day": 1000}`, in place of those that the system documents."""

    def may(self, scope: str) -> bool:
        """Say whether the key holds a scope."""
        return "*" in self.scopes or scope in self.scopes


class Keyring:
    """Registered keys; an unregistered one with the right prefix may do all."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    def register(  # noqa: PLR0913 - a key has that many sides
        self,
        secret: str,
        scopes: tuple[str, ...] | list[str] = ("*",),
        plan: str | None = None,
        requests_per_minute: int | None = None,
        *,
        revoked: bool = False,
        expired: bool = False,
        budgets: Mapping[str, int] = NO_BUDGETS,
    ) -> Key:
        """Make a key known, or replace what was known of it."""
        if not secret or not secret.isascii():
            raise ValueError("a key is ASCII text that is not empty")
        if requests_per_minute is not None and requests_per_minute < 0:
            raise ValueError(f"requests_per_minute={requests_per_minute}: the least is 0, which means no limit")
        for window, requests in budgets.items():
            if window not in WINDOWS or requests < 1:
                raise ValueError(
                    f"budgets={{{window!r}: {requests}}}: the windows are {', '.join(WINDOWS)}, the least 1"
                )
        key = Key(secret, frozenset(scopes), plan, requests_per_minute, revoked, expired, dict(budgets))
        self._keys[secret] = key
        return key

    def revoke(self, secret: str) -> None:
        """Make a key answer 401 from now on."""
        self.register(secret, (), revoked=True)

    def known(self, secret: str) -> Key | None:
        """Give a registered key, also one that opens nothing any more."""
        return self._keys.get(secret)

    def find(self, secret: str, *prefixes: str) -> Key | None:
        """Find what a key may; None when it is revoked, or expired, or does not look like a key of the system."""
        known = self._keys.get(secret)
        if known is not None:
            return None if known.revoked or known.expired else known
        if not secret.startswith(prefixes) or secret in {"", *prefixes}:
            return None
        return Key(secret)
