"""Several accounts in one warehouse: each row says whose it is, and nobody's failure is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline import settings
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import QUICK, Rig, make

if TYPE_CHECKING:
    from pathlib import Path

SECOND = """
[[account]]
name = "north"
system = "flowmaticx"
key_variable = "NORTH_KEY"
base_url = "{url}"
requests_per_minute = 0
"""


def sync_both(rig: Rig, other: RunningSandbox, key: str = "lg_live_north_0123456789") -> list[int]:
    rig.home.mkdir(exist_ok=True)
    (rig.home / "accounts.toml").write_text(SECOND.format(url=other.base_url))
    set_up = settings.load(rig.environment | {"NORTH_KEY": key})
    return [sync_account(account, set_up.warehouse, policy=QUICK).exit_code for account in set_up.chosen()]


def test_equal_ids_of_two_accounts_are_two_rows(rig: Rig) -> None:
    with RunningSandbox(make(leads=90, jobs=2)) as other:
        assert sync_both(rig, other) == [0, 0]
        assert sync_both(rig, other) == [0, 0]
    rows = rig.query(
        "select account, count(*) from raw_flowmaticx.leads where _deleted_at is null group by 1 order by 1"
    )
    assert rows == [("default", 450), ("north", 90)]


def test_a_rejected_key_of_one_stops_nothing_of_the_other(rig: Rig) -> None:
    with RunningSandbox(make(leads=90, jobs=2)) as other:
        assert sync_both(rig, other, key="wrong") == [0, 1]
    assert rig.query("select distinct account from raw_flowmaticx.leads") == [("default",)]


def test_the_window_of_the_home_is_its_own(rig: Rig, tmp_path: Path) -> None:
    rig.sync()
    rig.home = tmp_path / "another"
    rig.environment["LEAD_PIPELINE_HOME"] = str(rig.home)
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
