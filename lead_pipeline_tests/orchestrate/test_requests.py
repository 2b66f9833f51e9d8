"""What a run is told that nobody asked for by hand: from which day on, how thoroughly, and who it is waiting for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError, WarehouseBusy
from lead_pipeline.ingest.context import SyncOptions
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.orchestrate.partitions import RANGE_END, RANGE_START
from lead_pipeline.orchestrate.requests import KIND_TAG, Requests
from lead_pipeline_tests.ingest.rig import QUICK
from lead_pipeline_tests.orchestrate.conftest import HOLD
from lead_pipeline_tests.warehouse.another_process import running

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.ingest.rig import Rig


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def told(request: dg.RunRequest) -> dict[str, bool | str]:
    """The words of its configuration."""
    words: dict[str, bool | str] = request.run_config.get("ops", {}).get("read_flowmaticx", {}).get("config", {})
    return words


def only(asked: list[dg.RunRequest]) -> dg.RunRequest:
    """The one run that is asked for."""
    (request,) = asked
    return request


def unproven(account: Rig) -> str:
    """Let the leads of the oldest job be out of reach; its day."""
    oldest = min(account.truth("jobs").values(), key=itemgetter("created_at"))
    account.faults.arm("status", "flowmaticx/leads", times=None, where={"job_id": oldest["id"]}, status=500)
    day: date = oldest["created_at"].date()
    return day.isoformat()


def add_north(account: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second account, of which nothing is held."""
    monkeypatch.setenv("NORTH_KEY", "lg_live_north_0123456789")
    account.home.joinpath("accounts.toml").write_text(
        f'[[account]]\nname = "north"\nsystem = "flowmaticx"\nkey_variable = "NORTH_KEY"\n'
        f'base_url = "{account.running.base_url}"\n'
    )


def test_where_nothing_is_held_everything_is_asked_for(account: Rig, requests: Requests) -> None:
    request = only(requests.changes())
    assert told(request) == {"everything": True}
    assert not account.home.joinpath("warehouse.duckdb").exists(), "to look makes nothing"


def test_the_range_begins_with_the_oldest_job_that_is_open(account: Rig, requests: Requests) -> None:
    account.sync()
    live = [job for job in account.truth("jobs").values() if job["status"] in {"QUEUED", "RUNNING"}]
    oldest: date = min(job["created_at"].date() for job in live)
    request = only(requests.changes())
    assert told(request) == {"since": oldest.isoformat()}


def test_the_newest_days_are_the_runs_own_and_no_more_than_a_week_of_them(account: Rig, requests: Requests) -> None:
    oldest = unproven(account)
    account.sync()
    tags = only(requests.changes()).tags
    week_ago = (datetime.now(UTC) - timedelta(days=6)).date().isoformat()
    assert (tags[RANGE_START], tags[RANGE_END]) == (max(oldest, week_ago), today())


def test_the_range_reaches_back_to_a_list_that_is_not_proven(account: Rig, requests: Requests) -> None:
    day = unproven(account)
    account.sync()
    assert told(only(requests.changes())) == {"since": day}


def test_where_all_is_settled_today_is_enough(account: Rig, requests: Requests) -> None:
    account.running.sandbox.clock.advance(86_400)
    account.sync()
    account.running.sandbox.clock.advance(7 * 86_400)
    account.sync()
    tags = only(requests.changes()).tags
    assert (tags[RANGE_START], tags[RANGE_END]) == (today(), today())


def test_a_second_account_that_holds_nothing_opens_every_day(
    account: Rig, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.sync()
    add_north(account, monkeypatch)
    assert told(only(requests.changes())) == {"everything": True}


def test_of_two_accounts_the_one_that_is_open_longer_decides(
    account: Rig, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.sync()
    add_north(account, monkeypatch)
    day = unproven(account)
    set_up = settings.load()
    (north,) = set_up.chosen(account="north")
    sync_account(north, set_up.warehouse, SyncOptions(), policy=QUICK)
    assert told(only(requests.changes())) == {"since": day}


def test_what_asks_for_how_much(account: Rig, requests: Requests) -> None:
    account.sync()
    changes, everything, verify = map(only, (requests.changes(), requests.everything(), requests.verify()))
    assert [request.tags[KIND_TAG] for request in (changes, everything, verify)] == ["changes", "everything", "verify"]
    assert [told(request) for request in (changes, everything, verify)] == [
        {"since": told(changes)["since"]},
        {"everything": True},
        {"everything": True, "verify": True},
    ]
    assert ["lead_pipeline/only_if_news" in request.tags for request in (changes, everything, verify)] == [
        True,
        False,
        False,
    ]


def test_the_words_are_those_that_a_run_takes(
    account: Rig, requests: Requests, repository: dg.RepositoryDefinition
) -> None:
    for request in map(only, (requests.changes(), requests.everything(), requests.verify())):
        assert dg.validate_run_config(repository.get_job("sync"), request.run_config)


def test_a_warehouse_in_use_is_told_with_who_uses_it(account: Rig, requests: Requests) -> None:
    account.sync()
    with running(HOLD, str(account.home)), pytest.raises(WarehouseBusy, match="a look at the weather"):
        requests.changes()


def test_a_warehouse_in_use_keeps_no_night_from_coming(account: Rig, requests: Requests) -> None:
    account.sync()
    with running(HOLD, str(account.home)):
        request = only(requests.everything())
    assert (told(request), request.tags[RANGE_START]) == ({"everything": True}, today())


def test_without_an_account_there_is_nothing_to_ask_for(nobody: Path, requests: Requests) -> None:
    with pytest.raises(SettingsError, match=r"No account is set\. Set FLOWMATICX_API_KEY"):
        requests.changes()
