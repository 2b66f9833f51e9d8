"""What is promised where something goes wrong: one promise a fault, in the words of docs/reliability.md.

A promise is kept by a test. How a server is made to fail is in case.py; which promises there are, in matrix/.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import pytest


class Ending(Enum):
    """How a command ends under a fault: the exit code, in a word, and what that means to whoever reads the page."""

    RIGHT = (0, "right", "the tables are as the server has it, in the same sync")
    ASIDE = (
        0,
        "set aside",
        "that record is kept in the quarantine as received, with every rule it broke, and its list is read once more",
    )
    UNPROVEN = (
        3,
        "not proven",
        "what was shown is landed, nothing is marked as deleted; `lead-pipeline status` says which lists, and why",
    )
    PAUSED = (3, "paused", "the API asks to wait longer than a run does: it says until when, and the next sync goes on")
    FAILED = (
        1,
        "fails",
        "the message names what failed and the cure; what is held stays as it was, and the others go on where they can",
    )
    REFUSED = (2, "refused", "a setting is to be mended; nothing was asked for")

    @property
    def code(self) -> int:
        """The exit code."""
        return self.value[0]

    @property
    def word(self) -> str:
        """What the page calls it."""
        return self.value[1]

    @property
    def meaning(self) -> str:
        """What the page says of it."""
        return self.value[2]


@dataclass(frozen=True)
class Promise:
    """One fault and how it ends. `note` says more, where there is more to say."""

    name: str
    ending: Ending
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name or self.name != self.name.strip():
            raise ValueError(f"a promise has a name without spaces around it: {self.name!r}")


@dataclass(frozen=True)
class Section:
    """Promises of one kind; its title and what it says of itself head them on the page.

    `on_requests` tells that its faults hit one request, whatever list that is of.
    """

    title: str
    about: str
    promises: tuple[Promise, ...]
    on_requests: bool = False

    def __post_init__(self) -> None:
        names = [promise.name for promise in self.promises]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"{self.title}: promised twice: {twice}")

    def __getitem__(self, name: str) -> Promise:
        """The promise of that name."""
        return next(promise for promise in self.promises if promise.name == name)


KEPT: set[tuple[str, str]] = set()
"""Section and name of every promise that a test, once imported, has said to keep."""


def keeps(section: Section, *names: str) -> pytest.MarkDecorator:
    """Mark a test as the one that keeps these promises; a name that nobody promised fails at once."""
    known = {promise.name for promise in section.promises}
    if unknown := set(names) - known:
        raise ValueError(f"{section.title} promises nothing called {', '.join(sorted(unknown))}")
    kept = [(section.title, name) for name in names]
    KEPT.update(kept)
    return pytest.mark.keeps(*kept)
