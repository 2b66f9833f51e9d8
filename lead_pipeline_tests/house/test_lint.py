"""Lint, format and types, with the settings of pyproject.toml, so that CI asks what `make check` asks.

Rules that no tool knows stand in the files beside this one.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.house.tree import complaints


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", "--quiet"), id="ruff-check"),
        pytest.param(("ruff", "format", "--check"), id="ruff-format"),
        pytest.param(("mypy",), id="mypy", marks=pytest.mark.slow),  # `make check` runs it by itself
        pytest.param(("sqlfluff", "lint", "--disable-progress-bar", "dbt"), id="sqlfluff", marks=pytest.mark.slow),
    ],
)
def test_the_tool_has_nothing_to_say(command: tuple[str, ...]) -> None:
    if said := complaints(*command):
        pytest.fail(said, pytrace=False)
