"""The tables of the systems that the sandbox plays: every field it shows has its column, and no secret has one.

The sandbox was written from the vendors' documents, apart from these tables.
"""

from __future__ import annotations

import json
import types
from datetime import date
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

import pytest

from lead_pipeline.sandbox.flowestate import shapes as flowestate
from lead_pipeline.sandbox.flowmaestro import shapes as flowmaestro
from lead_pipeline.sandbox.leadconduit import shapes as leadconduit
from lead_pipeline.sandbox.specway import shapes as specway
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.sources.declared import SYSTEMS, tables_of

SHOWN: list[tuple[str, str, Any]] = [
    ("flowestate", "leads", flowestate.Lead),
    ("flowestate", "lead_activities", flowestate.Activity),
    ("flowestate", "projects", flowestate.Project),
    ("flowestate", "units", flowestate.Unit),
    ("flowestate", "members", flowestate.Member),
    ("flowestate", "pipeline_stages", flowestate.Stage),
    ("flowestate", "lead_sources", flowestate.Source),
    ("flowestate", "webhook_subscriptions", flowestate.Subscription),
    ("flowestate", "webhook_event_types", flowestate.EventTypes),
    ("flowestate", "me", flowestate.Me),
    ("flowmaestro", "workflows", flowmaestro.WorkflowItem),
    ("flowmaestro", "workflows", flowmaestro.OldWorkflow),
    ("flowmaestro", "workflow_details", flowmaestro.Workflow),
    ("flowmaestro", "workflow_details", flowmaestro.OldWorkflow),
    ("flowmaestro", "executions", flowmaestro.ExecutionItem),
    ("flowmaestro", "execution_details", flowmaestro.Execution),
    ("flowmaestro", "agents", flowmaestro.AgentItem),
    ("flowmaestro", "agent_details", flowmaestro.Agent),
    ("flowmaestro", "threads", flowmaestro.Thread),
    ("flowmaestro", "thread_messages", flowmaestro.Message),
    ("flowmaestro", "triggers", flowmaestro.Trigger),
    ("flowmaestro", "triggers", flowmaestro.OldTrigger),
    ("flowmaestro", "knowledge_bases", flowmaestro.KnowledgeBaseItem),
    ("flowmaestro", "knowledge_base_details", flowmaestro.KnowledgeBase),
    ("flowmaestro", "webhooks", flowmaestro.WebhookItem),
    ("flowmaestro", "webhook_deliveries", flowmaestro.Delivery),
    ("leadconduit", "flows", leadconduit.FlowRow),
    ("leadconduit", "flow_details", leadconduit.Flow),
    ("leadconduit", "flow_steps", leadconduit.FlowStep),
    ("leadconduit", "leads", leadconduit.LeadRow),
    ("leadconduit", "lead_details", leadconduit.Lead),
    ("leadconduit", "events", leadconduit.FlowEvent),
    ("specway", "workflows", specway.WorkflowItem),
    ("specway", "workflow_details", specway.Workflow),
    ("specway", "executions", specway.ExecutionItem),
    ("specway", "execution_details", specway.Execution),
    ("specway", "forms", specway.Form),
    ("specway", "form_submissions", specway.Submission),
    ("specway", "credentials", specway.Credential),
    ("specway", "integrations", specway.Integration),
    ("specway", "webhooks", specway.Webhook),
]
MAY_HOLD_SECRETS = (
    ("flowestate", "webhook_subscriptions"),
    ("flowmaestro", "webhooks"),
    ("specway", "credentials"),
    ("specway", "integrations"),
    ("specway", "webhooks"),
    ("specway", "workflow_details"),
)
SECRETS = {
    "value": "hush",
    "secret": "hush",
    "token": "hush",
    "password": "hush",
    "api_key": "hush",
    "apiKey": "hush",
    "headers": {"Authorization": "hush"},
    "variables": {"slack": "hush"},
    "data": {"nested": ["hush"]},
    "never_heard_of": "hush",
}


VALUES = {str: "new", int: 1, float: 0.5, bool: True, Any: {"any": 1}, dict: {"some": "thing"}, list: ["thing"]}


def example(kind: Any) -> Any:
    """A value as the type says; what may be left out is there, so that it must be known."""
    origin = get_origin(kind)
    if hasattr(kind, "__metadata__"):
        pattern = "".join(getattr(each, "pattern", None) or "" for each in kind.__metadata__)
        moment = "2026-03-01T10:00:00.000Z" if "{3}Z" in pattern else "2026-03-01T10:00:00Z"
        return moment if pattern else example(kind.__origin__)
    if origin in {NotRequired, Union, types.UnionType}:
        return example(get_args(kind)[0])
    if origin is Literal:
        return get_args(kind)[0]
    if hasattr(kind, "__required_keys__"):
        return {name: example(each) for name, each in get_type_hints(kind, include_extras=True).items()}
    return VALUES[origin or kind]


def sorted_one(system: str, name: str, record: dict[str, Any]) -> Any:
    table = tables_of(system)[name]
    filled = {c.name: record.get(c.repeats or "", "p1") for c in table.columns if c.wire is None and c.name != "day"}
    return Sorter(table, f"{system}/{name}").sort([Chunk(json.dumps([record]).encode(), filled)])


@pytest.mark.parametrize(("system", "name", "shape"), SHOWN, ids=lambda value: getattr(value, "__name__", str(value)))
def test_every_field_that_is_shown_lands_in_a_column(system: str, name: str, shape: Any) -> None:
    record = example(shape)
    done = sorted_one(system, name, record)
    assert done.aside.to_dicts() == []
    (row,) = done.good.to_dicts()
    assert row["_extra"] is None
    told = {each.field for each in done.drift if each.kind.value in {"new field", "type moved", "missing field"}}
    assert told == set(), "what is left out knowingly is no drift either"


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_table_is_shown_by_the_sandbox_or_sums_what_it_shows(system: str) -> None:
    shown = {name for where, name, _ in SHOWN if where == system}
    assert set(tables_of(system)) - shown == ({"analytics_by_source", "analytics_by_campaign"} & set(tables_of(system)))


@pytest.mark.parametrize(("system", "name"), MAY_HOLD_SECRETS)
@pytest.mark.parametrize("spoilt", [False, True])
def test_no_secret_can_land(system: str, name: str, *, spoilt: bool) -> None:
    (shape,) = (each for where, known, each in SHOWN if (where, known) == (system, name))
    record = {**example(shape), **SECRETS}
    if spoilt:
        record["id"] = None
    done = sorted_one(system, name, record)
    assert (done.good.height, done.aside.height) == ((0, 1) if spoilt else (1, 0))
    for frame in (done.good, done.aside, done.seen):
        assert "hush" not in frame.write_json()
    assert "hush" not in repr(done.drift)


def test_credentials_have_a_name_and_a_type_and_nothing_to_hide() -> None:
    assert [column.name for column in tables_of("specway")["credentials"].columns] == [
        "id",
        "name",
        "type",
        "created_at",
    ]


def test_the_sums_of_a_day_are_told_by_group() -> None:
    record = {
        "source": None, "total_leads": 3, "accepted_leads": 2, "delivered_leads": 1, "acceptance_rate": 0.6667,
        "delivery_rate": 0.5, "conversion_rate": 0, "average_quality": 0.7,
    }  # fmt: skip
    table = tables_of("leadconduit")["analytics_by_source"]
    chunk = Chunk(json.dumps([record]).encode(), {"flow_id": "flow_1", "day": date(2026, 3, 1)})
    (row,) = Sorter(table, "sums").sort([chunk]).good.to_dicts()
    assert (row["source"], row["total_leads"], row["conversion_rate"], row["_extra"]) == ("", 3, 0.0, None)


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_column_says_what_it_is_in_a_sentence(system: str) -> None:
    for table in tables_of(system).values():
        assert all(column.description.endswith(".") for column in table.columns)
        assert (table.model.__doc__ or "").strip().endswith(".")
