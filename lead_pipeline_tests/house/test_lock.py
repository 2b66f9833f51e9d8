"""The lock says what pyproject.toml asks for: nothing missing, nothing left over, each pin inside its bound.

Needs no network. What else uv would choose today is not asked: `make lock LOCK_FLAGS=--upgrade` shows that.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lead_pipeline_tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ASKED = [Requirement(line) for line in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]]
# A pin, its hashes, and the comment that says who asked for it.
ENTRIES = re.findall(r"^(\S+?)==(\S+)(.*(?:\n .*)*)", LOCK, flags=re.MULTILINE)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_what_pyproject_asks_for_is_locked_within_its_bound(asked: Requirement) -> None:
    pins = [version for package, version, _ in ENTRIES if package == canonicalize_name(asked.name)]
    assert pins, "not in requirements.lock: run `make lock`"
    assert all(asked.specifier.contains(pin) for pin in pins), f"locked at {pins}: run `make lock`"


def test_the_lock_says_that_nothing_more_was_asked_for() -> None:
    direct = {package for package, _, rest in ENTRIES if "pyproject.toml" in rest or "lead-pipeline:dev" in rest}
    assert direct == {canonicalize_name(asked.name) for asked in ASKED}, "run `make lock`"


def test_every_pin_has_a_hash() -> None:
    assert ENTRIES
    assert [package for package, _, rest in ENTRIES if "--hash=sha256:" not in rest] == []


def test_the_lock_says_how_it_is_remade() -> None:
    assert "make lock" in LOCK.split("==", maxsplit=1)[0]
