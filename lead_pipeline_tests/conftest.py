"""For all tests: hypothesis draws the same examples each time, so that a run says something about the change alone.

`HYPOTHESIS_PROFILE=explore` draws others, and many more. And how tests are shared out among several processes: what
belongs to one folder alone is in its own conftest.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)  # machines differ, verdicts do not
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

HERE = Path(__file__).parent
# Tests that read the same dear home, built by dbt: in one process each, or every process would build it for itself.
SHARED_HOMES = {
    "dbt_project": "two accounts",
    "dbt_project/test_matching.py": "five systems",
    "marts": "one account",
    "report": "five systems",
}


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait for a minute to be over, or for another process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say who shares a home, and let what takes long begin first: what is begun last keeps one process alone."""
    for item in items:
        path = item.path.relative_to(HERE)
        if group := SHARED_HOMES.get(path.as_posix()) or SHARED_HOMES.get(path.parts[0]):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: (item.get_closest_marker("fire") is None, item.get_closest_marker("slow") is None))
