"""FlowEstate of a sandbox of its own for each test; the clock stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lead_pipeline_tests.sandbox.api import Api, open_api

KEY = "fe_k_0123456789abcdef0123456789abcdef"


@pytest.fixture
def api() -> Iterator[Api]:
    with open_api("flowestate", KEY) as opened:
        yield opened


@pytest.fixture
def limited() -> Iterator[Api]:
    with open_api("flowestate", KEY, requests_per_minute=None) as opened:
        yield opened
