"""Secrets that do not print, and texts with secrets taken out.

Every text that leaves `http_client` goes through here.
"""

from __future__ import annotations

HIDDEN = "•••"


class Secret:
    """A value that shows itself only when asked by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself: for the header that needs it, and for nothing else."""
        return self._value

    def scrub(self, text: str) -> str:
        """The text without the secret in it."""
        return text.replace(self._value, HIDDEN) if self._value else text

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        """A pickled secret is a stored secret."""
        message = "a secret is never stored"
        raise TypeError(message)
