"""What the package imports is what pyproject.toml declares, not what happens to come along with something else.

Whether the lock holds it is asked in test_lock.py.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lead_pipeline_tests.house.tree import MODULES, ROOT, name, nodes

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
BROUGHT_BY = packages_distributions()


def imported(node: ast.AST) -> list[str]:
    """The top-level packages that an import names."""
    match node:
        case ast.Import(names=names):
            return [alias.name.split(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.split(".")[0]]
    return []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_imported_is_declared(path: Path) -> None:
    packages = {package for node in nodes(path) for package in imported(node)}
    others = packages - sys.stdlib_module_names - {"lead_pipeline"}
    undeclared = [one for one in others if not DECLARED & set(map(canonicalize_name, BROUGHT_BY.get(one, [])))]
    assert not undeclared, f"{undeclared}: add them to the dependencies in pyproject.toml"
