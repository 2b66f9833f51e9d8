"""FlowMaestro's rows: all of them land, as the server has them, whichever of its documents the server follows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.flowmaestro.conftest import KEY
from lead_pipeline_tests.sources.flowmaestro.truth import SHOWN, lands, name_threads
from lead_pipeline_tests.sources.rig import SystemRig, of, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_each_endpoint_lands_every_row_as_the_server_has_it(rig: SystemRig) -> None:
    name_threads(rig)
    assert rig.sync().exit_code == 0
    assert {endpoint.name for endpoint in rig.source.endpoints} == SHOWN.keys()
    lands(rig)


def test_each_field_of_the_documents_has_a_column(rig: SystemRig) -> None:
    for endpoint, (_, shape) in SHOWN.items():
        wires = {column.wire or column.repeats for column in rig.source.endpoint(endpoint).table.columns}
        assert set(shape.__annotations__) <= wires, endpoint


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SystemRig]:
    """A workspace of which a home has had its first sync."""
    with RunningSandbox(standing(size=60)) as running:
        rig = SystemRig(running, tmp_path_factory.mktemp("first") / "home", "flowmaestro", KEY)
        name_threads(rig)
        assert rig.sync().exit_code == 0
        yield rig


@pytest.fixture
def turned(first: SystemRig, switch: str, tmp_path: Path) -> Iterator[SystemRig]:
    """The same, in a home of its own, of a server that follows the other document meanwhile."""
    rig = SystemRig(first.running, tmp_path / "home", "flowmaestro", KEY)
    shutil.copytree(first.home, rig.home)
    name_threads(rig)
    rig.edit("switch", name=switch)
    yield rig
    rig.edit("switch", name=switch, on=False)


@pytest.mark.parametrize(
    "switch",
    [
        "old_workflows", "old_triggers", "error_as_text", "execution_created_at", "messages_unpaged", "broken_counts",
        "numbered_deliveries", "no_details", "has_more",
    ],
)  # fmt: skip
def test_a_server_that_follows_another_document_is_read_whole_with_no_request_more(
    first: SystemRig, turned: SystemRig, switch: str
) -> None:
    asked = first.requests()
    assert turned.sync(verify=True).exit_code == 0
    assert turned.complaints() == []
    again = turned.requests()
    if switch == "messages_unpaged":  # long lists that say nothing of pages: that there is no next one shows by asking
        assert again.pop("threads/{id}/messages") <= 3 * asked.pop("threads/{id}/messages")
    assert again == asked


def test_an_older_servers_words_have_columns_of_their_own(rig: SystemRig) -> None:
    for switch in ("old_workflows", "old_triggers", "execution_created_at", "error_as_text", "numbered_deliveries"):
        rig.edit("switch", name=switch)
    assert rig.sync().exit_code == 0
    versions = {row["id"]: row["version"] for row in rig.truth("workflows")}
    assert dict(rig.query("select id, version from raw_flowmaestro.workflow_details")) == versions
    types = {row["id"]: row["trigger_type"] for row in rig.truth("triggers")}
    assert dict(rig.query("select id, trigger_type from raw_flowmaestro.triggers where type is null")) == types
    errors = {row["error"]["message"] for row in rig.truth("executions") if row["error"]}
    shown = rig.query("select distinct error ->> '$' from raw_flowmaestro.execution_details where error is not null")
    assert {text for (text,) in shown} <= errors
    assert all(text.isdigit() for (text,) in rig.query("select id from raw_flowmaestro.webhook_deliveries"))
    assert not rig.query("select 1 from raw_flowmaestro.executions where created_at is null")


def test_what_is_listed_and_shown_to_nobody_is_no_failure_and_not_asked_again(rig: SystemRig) -> None:
    rig.edit("switch", name="others_hidden")
    outcome = rig.sync()
    hidden = sum(entry.status == 404 for entry in rig.asked)
    assert hidden > 0
    assert outcome.exit_code == 0
    details = len(rig.landed("execution_details"))
    assert details + sum(entry.status == 404 and "/executions/" in entry.path for entry in rig.asked) == len(
        rig.landed("executions")
    )
    rig.sync()
    assert {entry.path.rsplit("/", 1)[-1] for entry in rig.asked if entry.status == 404} <= {"deliveries"}


def test_nothing_of_an_empty_workspace_is_nothing(rig: SystemRig) -> None:
    for resource in ("executions", "workflows", "agents", "triggers", "knowledge_bases", "webhooks"):
        keys = [row["id"] for row in rig.truth(resource)]
        rig.edit("delete_rows", resource=resource, keys=keys)
    outcome = rig.sync()
    assert outcome.exit_code == 0
    assert len(rig.asked) == 5  # the lists without a parent, once each
    assert rig.complaints() == []


def test_a_thread_that_is_named_and_not_there_is_no_failure(rig: SystemRig) -> None:
    (first, *_) = name_threads(rig)
    rig.environment["FLOWMAESTRO_THREADS"] = f"{first},thread_of_another,{first}"
    outcome = rig.sync(only=["threads", "thread_messages"])
    assert outcome.exit_code == 0
    assert list(rig.landed("threads")) == [(first,)]
    assert rig.requests()["threads/{id}"] == 2
    assert of(outcome, "thread_messages").status == "proven"


def test_the_key_goes_by_either_header(rig: SystemRig) -> None:
    rig.environment["FLOWMAESTRO_KEY_HEADER"] = "Authorization"
    assert rig.sync(only=["agents"]).exit_code == 0
    assert {entry.key for entry in rig.asked} == {KEY[-4:]}


def test_no_secret_of_webhooks_and_triggers_lands(rig: SystemRig) -> None:
    rig.sync()
    files = [path.read_bytes() for path in rig.home.rglob("*") if path.is_file()]
    assert not any(b"Bearer do-not-keep" in content or KEY.encode() in content for content in files)


def test_a_request_id_is_kept_in_the_ledger(rig: SystemRig) -> None:
    rig.sync()
    ids = [number for (number,) in rig.query("select request_id from ops.walks")]
    assert all(ids)
    assert len(set(ids)) == len(rig.asked)
