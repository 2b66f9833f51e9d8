"""The ledger explains what happened: every request is counted, also those of walks that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig


@pytest.mark.parametrize("endpoint", ["jobs", "leads", "credits"])
def test_a_failed_walk_is_in_the_ledger_with_its_reason(rig: Rig, endpoint: str) -> None:
    rig.faults.arm("status", f"flowmaticx/{endpoint}", times=None, status=503)
    assert rig.sync().exit_code == 1
    found = rig.query(
        f"select reason, requests, retries from ops.walks where endpoint = '{endpoint}' and verdict = 'failed'"
    )
    assert found
    assert all("503" in reason for reason, _, _ in found)
    assert all((requests, retries) == (5, 4) for _, requests, retries in found)


@pytest.mark.parametrize("endpoint", ["jobs", "leads"])
def test_every_request_that_reached_the_server_is_in_the_ledger(rig: Rig, endpoint: str) -> None:
    rig.faults.arm("cut", f"flowmaticx/{endpoint}", times=3)
    rig.faults.arm("rate_limited", f"flowmaticx/{endpoint}", times=2, after=1, seconds=0)
    assert rig.sync().exit_code == 0
    assert rig.query("select sum(requests)::int from ops.walks") == [(rig.requests,)]


@pytest.mark.parametrize("status", [403, 401], ids=["endpoint closed", "key rejected"])
def test_the_walk_that_stops_an_endpoint_or_an_account_is_in_the_ledger(rig: Rig, status: int) -> None:
    rig.faults.arm("status", "flowmaticx/leads", times=None, after=2, status=status)
    assert rig.sync(in_flight=1).exit_code == 1
    assert rig.query("select sum(requests)::int from ops.walks") == [(rig.requests,)]
    (reason,) = rig.query("select reason from ops.walks where verdict = 'failed'")
    assert str(status) in reason[0]


def test_the_ledger_says_which_run_did_what(rig: Rig) -> None:
    first, second = rig.sync(), rig.sync()
    assert {row[0] for row in rig.query("select run_id from ops.runs")} == {first.run_id, second.run_id}
    landed = rig.query("select run_id, sum(rows_new)::int from ops.landings where endpoint = 'leads' group by 1")
    assert dict(landed) == {first.run_id: 450, second.run_id: 0}
