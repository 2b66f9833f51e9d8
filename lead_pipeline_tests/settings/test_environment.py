"""What the environment says: one account of each system whose key is set, where things are, and how hard to work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError
from lead_pipeline.http_client.turns import DEFAULT_IN_FLIGHT
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline.spec.budget import Budget
from lead_pipeline.warehouse.database import Warehouse

if TYPE_CHECKING:
    from lead_pipeline.settings import Settings

KEY = "lg_live_0123456789abcdef"


def load(home: Path, **variables: str) -> Settings:
    return settings.load({"LEAD_PIPELINE_HOME": str(home), "FLOWMATICX_API_KEY": KEY, **variables})


def test_a_key_makes_an_account(tmp_path: Path) -> None:
    (account,) = load(tmp_path).accounts
    assert (str(account), account.base_url, account.budget) == (
        "flowmaticx/default",
        FLOWMATICX.base_url,
        FLOWMATICX.budget,
    )
    assert account.key.reveal() == KEY


def test_no_key_makes_none(tmp_path: Path) -> None:
    for blank in ("", "  "):
        assert load(tmp_path, FLOWMATICX_API_KEY=blank).accounts == ()


def test_a_key_may_have_blanks_around_it(tmp_path: Path) -> None:
    (account,) = load(tmp_path, FLOWMATICX_API_KEY=f" {KEY}\n").accounts
    assert account.key.reveal() == KEY


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found.home == found.warehouse.home == tmp_path
    assert found.warehouse == Warehouse(tmp_path, lock_timeout=600, memory_limit="96MB", marts_memory="1GB")
    assert (found.policy.patience, found.in_flight) == (900, DEFAULT_IN_FLIGHT)
    blank = load(tmp_path, LEAD_PIPELINE_MEMORY=" ", LEAD_PIPELINE_IN_FLIGHT="", FLOWMATICX_BASE_URL=" ")
    assert blank.warehouse == found.warehouse
    assert blank.accounts[0].base_url == FLOWMATICX.base_url


def test_what_is_said_is_taken(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        LEAD_PIPELINE_LOCK_SECONDS="0",
        LEAD_PIPELINE_MEMORY="1.5GiB",
        LEAD_PIPELINE_DBT_MEMORY="50%",
        LEAD_PIPELINE_PATIENCE_SECONDS="1.5",
        LEAD_PIPELINE_IN_FLIGHT=" 64 ",
        FLOWMATICX_BASE_URL="https://eu.example.com/api/",
        FLOWMATICX_REQUESTS_PER_MINUTE="60",
    )
    assert found.warehouse == Warehouse(tmp_path, lock_timeout=0, memory_limit="1.5GiB", marts_memory="50%")
    assert (found.policy.patience, found.in_flight) == (1.5, 64)
    assert found.accounts[0].base_url == "https://eu.example.com/api"
    assert found.accounts[0].budget == Budget(60, 60)


def test_no_limit_has_to_be_said(tmp_path: Path) -> None:
    assert load(tmp_path, FLOWMATICX_REQUESTS_PER_MINUTE="0").accounts[0].budget is None


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("LEAD_PIPELINE_LOCK_SECONDS", "-1"),
        ("LEAD_PIPELINE_LOCK_SECONDS", "86401"),
        ("LEAD_PIPELINE_LOCK_SECONDS", "ten"),
        ("LEAD_PIPELINE_PATIENCE_SECONDS", "nan"),
        ("LEAD_PIPELINE_PATIENCE_SECONDS", "inf"),
        ("LEAD_PIPELINE_IN_FLIGHT", "0"),
        ("LEAD_PIPELINE_IN_FLIGHT", "65"),
        ("LEAD_PIPELINE_IN_FLIGHT", "2.5"),
        ("LEAD_PIPELINE_MEMORY", "lots"),
        ("LEAD_PIPELINE_MEMORY", "256"),
        ("LEAD_PIPELINE_MEMORY", "-1GB"),
        ("LEAD_PIPELINE_DBT_MEMORY", "1 lot"),
    ],
)
def test_a_bad_number_names_its_variable_and_the_cure(tmp_path: Path, variable: str, said: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable} is .*{said}.*It is an? ") as caught:
        load(tmp_path, **{variable: said})
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("said", ["-1", "many", "1.5", "1e3", "٣"])
def test_a_bad_budget_is_a_problem_of_its_account(tmp_path: Path, said: str) -> None:
    found = load(tmp_path, FLOWMATICX_REQUESTS_PER_MINUTE=said)
    assert found.accounts == ()
    assert str(found.problems[0]).startswith(f"FLOWMATICX_REQUESTS_PER_MINUTE is {said!r}. It is a whole number")


def test_home_is_data_beside_the_user_or_where_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/somewhere")
    assert settings.load({}).home == tmp_path / "data"
    assert settings.load({"LEAD_PIPELINE_HOME": "~/Zürich data"}).home == Path("/somewhere/Zürich data")
    with pytest.raises(SettingsError, match="LEAD_PIPELINE_HOME is '~nobody-of-that-name/x'"):
        settings.load({"LEAD_PIPELINE_HOME": "~nobody-of-that-name/x"})


def test_the_environment_of_the_process_counts_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAD_PIPELINE_HOME", str(tmp_path))
    monkeypatch.setenv("FLOWMATICX_API_KEY", KEY)
    assert [str(account) for account in settings.load().accounts] == ["flowmaticx/default"]
