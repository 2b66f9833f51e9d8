"""What every module of the package keeps to: short, introduced, named for what it does, and honest about errors.

Rules for the tests themselves are in test_tests.py.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.house.tree import MODULES, ROOT, TESTS, name, nodes

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 250
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}
CATCHES_ALL = {"Exception", "BaseException"}
# A sentence begins with a capital or a `name`, has a few words and an end.
SENTENCE = re.compile(r"[`*\"'(]*[A-Z`].*?(\s+\S+){2,}?[.:?!](\s|$)", re.DOTALL)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: find the seam and cut there"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_a_file_opens_with_a_sentence_on_what_belongs_there(path: Path) -> None:
    opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert SENTENCE.match(opening), f"it opens with {opening[:60]!r}: say in two to five lines what belongs here"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_a_name_says_something(path: Path) -> None:
    assert not SAYS_NOTHING & {path.stem, *path.relative_to(ROOT).parent.parts}, "name it for what it does"


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it is a bare except, or one that names Exception, alone or among others."""
    if handler.type is None:
        return True
    return bool(CATCHES_ALL & {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)})


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_catches_everything_raises_again(path: Path) -> None:
    handlers = [node for node in nodes(path) if isinstance(node, ast.ExceptHandler) and catches_all(node)]
    silent = [
        handler.lineno
        for handler in handlers
        if not any(isinstance(node, ast.Raise) for statement in handler.body for node in ast.walk(statement))
    ]
    assert not silent, f"lines {silent}: name the errors that are meant, or raise again"
