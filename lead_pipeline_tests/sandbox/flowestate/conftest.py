"""FlowEstate of a sandbox of its own for each test; the clock stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem, calling

KEY = "fe_k_0123456789abcdef0123456789abcdef"


@pytest.fixture
def api() -> Iterator[OneSystem]:
    with calling("flowestate", {"Authorization": f"Bearer {KEY}"}, leads=450) as opened:
        yield opened


@pytest.fixture
def limited() -> Iterator[OneSystem]:
    with calling("flowestate", {"Authorization": f"Bearer {KEY}"}, leads=450, requests_per_minute=None) as opened:
        yield opened
