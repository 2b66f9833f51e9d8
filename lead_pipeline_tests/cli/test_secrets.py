"""The key is nowhere: not in what is printed, not in any file of the home, whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from lead_pipeline_tests.cli.terminal import Terminal


FAULTS: dict[str, tuple[str, dict[str, Any]] | None] = {
    "nothing wrong": None,
    "the key echoed in an error": ("status", {"status": 403, "message": "key {key} lacks a scope"}),
    "server down": ("status", {"status": 500, "message": "cannot check {key}"}),
    "cut off": ("cut", {}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_key_is_never_shown_nor_stored(terminal: Terminal, name: str) -> None:
    assert terminal.running is not None
    if armed := FAULTS[name]:
        kind, parameters = armed
        if "message" in parameters:
            parameters = parameters | {"message": parameters["message"].format(key=terminal.key)}
        terminal.running.sandbox.faults.arm(kind, "flowmaticx/credits", times=None, **parameters)
    done = [terminal.run("sync"), *(terminal.here(*words) for words in (("status",), ("doctor",), ("sync", "--json")))]
    assert not any(terminal.key in each.stdout + each.stderr for each in done)
    files = [path for path in terminal.home.rglob("*") if path.is_file()]
    assert (terminal.home / "warehouse.duckdb") in files
    assert not any(terminal.key.encode() in path.read_bytes() for path in files)
