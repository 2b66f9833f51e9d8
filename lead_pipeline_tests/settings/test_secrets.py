"""A key is never shown: not by settings that print themselves, nor by any error, wherever it was written by mistake."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.settings import Settings

SECRET = "lg_live_hunter2hunter2"
FILE = '[[account]]\nname = "north"\nsystem = "flowmaticx"\n'


def load(home: Path, key: str = SECRET) -> Settings:
    return settings.load({"LEAD_PIPELINE_HOME": str(home), "FLOWMATICX_API_KEY": key})


def test_settings_print_no_key(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found.accounts[0].key.reveal() == SECRET
    assert "hunter2" not in f"{found!r} {found} {found.accounts[0]!r} {found.accounts[0].key!s}"


def test_settings_with_a_key_are_not_stored(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="never stored"):
        pickle.dumps(load(tmp_path).accounts[0].key)


@pytest.mark.parametrize("more", [" and more", "\u200b", "\nX-Header: 1", "ä"], ids=ascii)
def test_a_key_that_is_none_is_not_shown(tmp_path: Path, more: str) -> None:
    found = load(tmp_path, SECRET + more)
    assert found.accounts == ()
    assert "FLOWMATICX_API_KEY holds no key. Copy the key again" in str(found.problems[0])
    assert "hunter2" not in f"{found.problems!r} {found.problems[0]} {found.problems[0].facts}"


@pytest.mark.parametrize(
    "line",
    [f'key_variable = "{SECRET}"', f'key = "{SECRET}"', f'base_url = "https://{SECRET}@x.example"'],
    ids=["as-variable", "as-key", "as-user"],
)
def test_a_key_written_into_the_file_is_not_shown(tmp_path: Path, line: str) -> None:
    (tmp_path / settings.ACCOUNTS_FILE).write_text(f"{FILE}{line}\n")
    found = load(tmp_path, "lg_live_other")
    told = " ".join(f"{problem} {problem!r} {problem.facts}" for problem in found.problems)
    assert "hunter2" not in told
    assert "account 1 in " in told


def test_a_file_that_is_no_toml_shows_nothing_of_itself(tmp_path: Path) -> None:
    (tmp_path / settings.ACCOUNTS_FILE).write_text(f"{FILE}key_variable = {SECRET}\n")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path)
    assert "hunter2" not in f"{caught.value} {caught.value!r}"
