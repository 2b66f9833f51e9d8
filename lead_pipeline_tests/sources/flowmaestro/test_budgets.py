"""FlowMaestro's budgets, a minute's and a day's together: kept, learned, and a run that is paused goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import Paused
from lead_pipeline_tests.sources.flowmaestro.conftest import KEY
from lead_pipeline_tests.sources.flowmaestro.truth import lands
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig


def test_a_day_that_is_used_up_pauses_and_the_key_is_left_alone_until_then(rig: SystemRig) -> None:
    rig.running.sandbox.keys.register(KEY, budgets={"minute": 1000, "day": 12})
    rig.environment["FLOWMAESTRO_REQUESTS_PER_MINUTE"] = "1000"
    outcome = rig.sync()
    assert outcome.exit_code == 3
    assert isinstance(outcome.error, Paused)
    assert outcome.error.until in str(outcome.error)
    assert len(rig.asked) <= 13
    assert rig.sync().exit_code == 3
    assert rig.asked == []


def test_what_is_left_of_the_day_is_believed_from_the_server(rig: SystemRig) -> None:
    """The queue of details leaves a part to the lists, also where others of this key used what we did not."""
    rig.running.sandbox.keys.register(KEY, budgets={"minute": 1000, "day": 100})
    rig.environment["FLOWMAESTRO_REQUESTS_PER_MINUTE"] = "1000"
    for _ in range(40):
        rig.shown("/agents")
    outcome = rig.sync()
    assert outcome.exit_code == 3
    assert outcome.error is None, "nothing was refused"
    assert 50 < len(rig.asked) < 60
    assert of(outcome, "executions").status == "proven"
    (waits,) = of(outcome, "execution_details").shortfall
    assert "wait for a later run" in waits
    lands(rig, "workflows", "executions", "agents", "webhooks", "webhook_deliveries")


def test_the_newest_executions_go_first_and_the_next_day_goes_on(rig: SystemRig) -> None:
    rig.running.sandbox.keys.register(KEY, budgets={"minute": 1000, "day": 60})
    rig.environment["FLOWMAESTRO_REQUESTS_PER_MINUTE"] = "1000"
    rig.sync()
    begun = "select started_at from raw_flowmaestro.executions where started_at is not null and id"
    details = "(select id from raw_flowmaestro.execution_details)"
    read, left = rig.query(f"{begun} in {details}"), rig.query(f"{begun} not in {details}")
    assert read
    assert left
    assert min(read) >= max(left)
    rig.in_another_hour()
    rig.running.sandbox.keys.register(KEY)
    assert rig.sync().exit_code == 0
    assert rig.requests()["executions/{id}"] == len(rig.landed("executions")) - len(read)
    lands(rig, "executions", "execution_details")
