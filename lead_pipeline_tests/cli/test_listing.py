"""What `--help` lists: each command that there is, with the words that it begins its own help with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lead_pipeline import cli

BESIDE = {"__init__", "names", "printing", "progress"}


def test_every_command_is_listed() -> None:
    there = {path.stem.replace("_", "-") for path in Path(cli.__file__).parent.glob("*.py") if path.stem not in BESIDE}
    assert there == set(cli.COMMANDS)


@pytest.mark.parametrize("name", [name for name, line in cli.COMMANDS.items() if line])
def test_a_command_is_listed_in_its_own_words(name: str) -> None:
    assert cli.command_of(name).help.replace("\n", " ").startswith(cli.COMMANDS[name])
