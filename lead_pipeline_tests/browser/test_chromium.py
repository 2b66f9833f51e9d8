"""What happens where no chromium is installed; the only tests here that need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.browser.chromium import REQUIRED, VARIABLE, installed_chromium

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.usefixtures("nothing_installed")
def test_without_a_browser_the_tests_are_skipped_and_say_what_to_install() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt install chromium"):
        installed_chromium(applications=())


@pytest.mark.usefixtures("nothing_installed")
def test_where_a_browser_is_required_its_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, REQUIRED)
    with pytest.raises(pytest.fail.Exception, match="apt install chromium"):
        installed_chromium(applications=())


@pytest.mark.usefixtures("nothing_installed")
def test_a_browser_in_the_path_is_taken(tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    assert installed_chromium(applications=()) == chromium
