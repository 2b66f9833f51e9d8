"""Choosing accounts by system and name; whoever asks for one that is not there is told what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.settings import Settings

FILE = "".join(
    f'[[account]]\nname = "{name}"\nsystem = "flowmaticx"\nkey_variable = "{name.upper()}_KEY"\n'
    for name in ("north", "south", "west")
)


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    """Two accounts, and one whose key is not set."""
    (tmp_path / settings.ACCOUNTS_FILE).write_text(FILE)
    return settings.load({"LEAD_PIPELINE_HOME": str(tmp_path), "NORTH_KEY": "n", "SOUTH_KEY": "s"})


def test_all_are_chosen_if_nothing_is_said(two: Settings) -> None:
    assert [account.name for account in two.chosen()] == ["north", "south"]
    assert two.chosen("flowmaticx") == two.chosen()


def test_one_is_chosen_by_its_name(two: Settings) -> None:
    assert [account.name for account in two.chosen(account="south")] == ["south"]


def test_a_system_that_is_none_is_told_with_those_there_are(two: Settings) -> None:
    with pytest.raises(SettingsError, match=r"There is no system 'flow'\. Known are: flowmaticx"):
        two.chosen("flow")


def test_a_name_that_is_none_is_told_with_those_there_are(two: Settings) -> None:
    with pytest.raises(SettingsError, match=r"called 'east'\. Set are: flowmaticx/north, flowmaticx/south"):
        two.chosen(account="east")


def test_an_account_with_a_problem_is_told_with_its_own(two: Settings) -> None:
    with pytest.raises(SettingsError, match="flowmaticx/west has no key: WEST_KEY is empty"):
        two.chosen(account="west")


def test_no_account_at_all_is_told_with_how_to_set_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"No account is set\. Set FLOWMATICX_API_KEY") as caught:
        settings.load({"LEAD_PIPELINE_HOME": str(tmp_path)}).chosen()
    assert str(tmp_path / settings.ACCOUNTS_FILE) in str(caught.value)
    assert "make demo" in str(caught.value)


def test_where_every_account_has_a_problem_the_first_is_told(tmp_path: Path) -> None:
    (tmp_path / settings.ACCOUNTS_FILE).write_text(FILE)
    with pytest.raises(SettingsError, match="NORTH_KEY is empty"):
        settings.load({"LEAD_PIPELINE_HOME": str(tmp_path)}).chosen()
