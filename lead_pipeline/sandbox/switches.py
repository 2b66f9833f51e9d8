"""Switches for where a vendor's documents disagree, or its server with them; all off is what the sandbox chose.

A client must get on with either. What each changes is the system's affair.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Mapping


class Switches:
    """Named switches, each with a sentence on what it does."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.meanings = meanings
        self._on: set[str] = set()

    def is_on(self, name: str) -> bool:
        """Say whether a switch is on."""
        self._must_be_known(name)
        return name in self._on

    def switch(self, *, name: str, on: bool = True) -> list[str]:
        """Switch one on or off; give all that are on."""
        self._must_be_known(name)
        if on:
            self._on.add(name)
        else:
            self._on.discard(name)
        return sorted(self._on)

    def _must_be_known(self, name: str) -> None:
        if name not in self.meanings:
            told = "; ".join(f"{known}: {meaning}" for known, meaning in self.meanings.items())
            raise ValueError(f"no switch is called {name!r}; known are: {told}")
