"""The floors of the house: who may import whom, as the contracts in pyproject.toml say.

A change of the floors is made there; here it is only asked whether they are kept.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.house.tree import complaints


def test_imports_keep_to_the_floors() -> None:
    if said := complaints("lint-imports", "--no-cache"):
        pytest.fail(said, pytrace=False)
