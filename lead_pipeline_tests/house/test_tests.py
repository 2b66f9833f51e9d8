"""What every test keeps to beside passing.

A test that sleeps is slow when all is well and flaky when it is not: time is handed in, events are waited for.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.house.tree import TESTS, name, nodes

if TYPE_CHECKING:
    from pathlib import Path

SLEEPERS = {"time", "asyncio", "anyio"}


def sleeps(node: ast.AST) -> bool:
    """Whether it imports a sleep, or calls one that waits: `asyncio.sleep(0)` only lets others go first."""
    match node:
        case ast.ImportFrom(module=module):
            return module in SLEEPERS and any(alias.name == "sleep" for alias in node.names)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr="sleep"), args=[ast.Constant(value=0)]):
            return module == "time"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr="sleep")):
            return module in SLEEPERS
    return False


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_no_test_sleeps(path: Path) -> None:
    asleep = [node.lineno for node in nodes(path) if isinstance(node, ast.stmt | ast.expr) and sleeps(node)]
    assert not asleep, f"lines {asleep}: hand in a clock, or wait for the event"


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_a_test_is_in_a_file_that_pytest_finds(path: Path) -> None:
    tests = [n.name for n in nodes(path) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    assert not tests or path.name.startswith("test_"), f"{tests} are never run"


@pytest.mark.xdist_group("told apart")
def test_tests_of_one_group_are_known_to_be(request: pytest.FixtureRequest) -> None:
    """Else every process would build each dear home for itself, and nobody would notice but by the minutes."""
    assert request.node.nodeid.endswith("@told apart") == request.config.getoption("loadgroup", default=False)
