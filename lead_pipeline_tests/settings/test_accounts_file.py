"""`accounts.toml`: more accounts than one of a system. What is wrong in it is said with the account and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError
from lead_pipeline.spec.budget import Budget

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.settings import Settings

KEYS = {"NORTH_KEY": "lg_live_north", "SOUTH_KEY": "lg_live_south"}
NORTH = '[[account]]\nname = "north"\nsystem = "flowmaticx"\nkey_variable = "NORTH_KEY"\n'
SOUTH = NORTH.replace("north", "south").replace("NORTH", "SOUTH")


def load(home: Path, file: str | bytes, **variables: str) -> Settings:
    text = file.encode() if isinstance(file, str) else file
    (home / settings.ACCOUNTS_FILE).write_bytes(text)
    return settings.load({"LEAD_PIPELINE_HOME": str(home), **KEYS, **variables})


def problem(home: Path, file: str) -> str:
    """What is wrong with the only account of the file."""
    found = load(home, file)
    assert found.accounts == ()
    (only,) = found.problems
    return str(only)


def names(found: Settings) -> list[str]:
    return [str(account) for account in found.accounts]


def test_each_table_is_an_account(tmp_path: Path) -> None:
    more = 'base_url = "https://eu.example.com/"\nrequests_per_minute = 60\n'
    north, south = load(tmp_path, NORTH + SOUTH + more).accounts
    assert (str(north), north.key.reveal(), north.key_variable) == ("flowmaticx/north", "lg_live_north", "NORTH_KEY")
    assert north.budget == north.source.budget
    assert (str(south), south.base_url, south.budget) == ("flowmaticx/south", "https://eu.example.com", Budget(60, 60))


def test_they_come_beside_the_one_of_the_environment(tmp_path: Path) -> None:
    assert names(load(tmp_path, NORTH, FLOWMATICX_API_KEY="lg_live_x")) == ["flowmaticx/default", "flowmaticx/north"]


def test_an_account_that_names_the_usual_variable_is_the_only_one_with_that_key(tmp_path: Path) -> None:
    file = '[[account]]\nname = "mine"\nsystem = "flowmaticx"\n'
    assert names(load(tmp_path, file, FLOWMATICX_API_KEY="lg_live_x")) == ["flowmaticx/mine"]


@pytest.mark.parametrize("file", ["", "# none yet\n", b"\xef\xbb\xbf# saved by an editor that marks its files\n"])
def test_an_empty_file_names_none(tmp_path: Path, file: str | bytes) -> None:
    assert load(tmp_path, file).accounts == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("system = ", "sytem = "), "account 1 in {file} has unknown words: sytem. Known are: name, system"),
        (('"north"', '"North Pole"'), "account 1 in {file} has the name 'North Pole'. A name is of small letters"),
        (('name = "north"\n', ""), "account 1 in {file} has the name None."),
        (('"flowmaticx"', '"flowmatic"'), "account 1 in {file} (north): there is no system 'flowmatic'. Known are: "),
        (('"NORTH_KEY"', '"WEST_KEY"'), "Account flowmaticx/north has no key: WEST_KEY is empty. Set the environment"),
        (('"NORTH_KEY"', "7"), "account 1 in {file} (north): key_variable is no name of a variable."),
    ],
    ids=["unknown-word", "name", "no-name", "system", "no-key", "variable"],
)
def test_an_account_that_cannot_be_used_is_told_with_the_cure(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    expected = told.format(file=tmp_path / settings.ACCOUNTS_FILE)
    assert problem(tmp_path, NORTH.replace(*change)).startswith(expected)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('base_url = "http://eu.example.com"', "Write https:// in base_url of account 1 in {file} (north)"),
        ("base_url = 7", "base_url of account 1 in {file} (north) is no base URL."),
        ("requests_per_minute = -1", "requests_per_minute of account 1 in {file} (north) is -1."),
        ("requests_per_minute = true", "requests_per_minute of account 1 in {file} (north) is True."),
        ("requests_per_minute = 1.5", "requests_per_minute of account 1 in {file} (north) is 1.5."),
    ],
)
def test_a_bad_value_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    assert told.format(file=tmp_path / settings.ACCOUNTS_FILE) in problem(tmp_path, f"{NORTH}{line}\n")


def test_one_bad_account_leaves_the_others(tmp_path: Path) -> None:
    found = load(tmp_path, NORTH.replace("NORTH_KEY", "WEST_KEY") + SOUTH + '[[account]]\nname = "x"\n')
    assert names(found) == ["flowmaticx/south"]
    assert ["WEST_KEY" in str(each) for each in found.problems] == [False, True]
    assert "account 3 in " in str(found.problems[0])


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("[[account]]\nname = north\n", "is not TOML: .*line 2"),
        ("key = 'x'\n", "holds something else than"),
        ("account = 'north'\n", "holds something else than"),
        ("account = ['north']\n", "holds something else than"),
        ("[account]\nname = 'north'\n", "holds something else than"),
        (b"name = '\xff'\n", "cannot be read: .*UTF-8"),
    ],
    ids=["no-toml", "another-word", "a-text", "texts", "one-table", "no-utf-8"],
)
def test_a_file_that_cannot_be_read_stops_everything(tmp_path: Path, file: str | bytes, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load(tmp_path, file)
    assert str(tmp_path / settings.ACCOUNTS_FILE) in str(caught.value)
    assert caught.value.cure


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / settings.ACCOUNTS_FILE).mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load({"LEAD_PIPELINE_HOME": str(tmp_path)})


def test_two_accounts_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Two accounts are called flowmaticx/north\. Rename one of them in "):
        load(tmp_path, NORTH + SOUTH.replace('"south"', '"north"'))


def test_two_accounts_of_one_key_would_land_every_row_twice(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="flowmaticx/north and flowmaticx/south have the same key") as caught:
        load(tmp_path, NORTH + SOUTH, SOUTH_KEY="lg_live_north")
    assert "lg_live" not in str(caught.value)
