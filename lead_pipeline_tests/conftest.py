"""For all tests: hypothesis draws the same examples each time, so that a run says something about the change alone.

`HYPOTHESIS_PROFILE=explore` draws others, and many more. And which tests are slow, and how they are shared out among
several processes: what belongs to one folder alone is in its own conftest.
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
# Folders whose tests sync whole accounts, build marts, or ask a whole sandbox. Elsewhere a slow test is marked itself.
SLOW = {
    "browser",
    "cli",
    "dbt_project",
    "ingest",
    "marts",
    "orchestrate",
    "quality",
    "report",
    "sandbox",
    "sources",
    "under_fire",
}
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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whether a folder is passed by, as importing it takes longer than the tests that are left."""
    is_slow = collection_path.parent == HERE and collection_path.name in SLOW
    return True if is_slow and config.getoption("markexpr") == "not slow" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what is slow and who shares a home, and let what takes long begin first: the last keeps one process alone."""
    for item in items:
        path = item.path.relative_to(HERE)
        if path.parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)
        if group := SHARED_HOMES.get(path.as_posix()) or SHARED_HOMES.get(path.parts[0]):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: (item.get_closest_marker("fire") is None, item.get_closest_marker("slow") is None))
