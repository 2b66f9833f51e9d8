"""What each endpoint of FlowMaestro is to land: the rows that the sandbox holds, as far as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lead_pipeline.sandbox.flowmaestro import shapes

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

SHOWN = {
    "workflows": ("workflows", shapes.WorkflowItem),
    "workflow_details": ("workflows", shapes.Workflow),
    "agents": ("agents", shapes.AgentItem),
    "agent_details": ("agents", shapes.Agent),
    "triggers": ("triggers", shapes.Trigger),
    "knowledge_bases": ("knowledge_bases", shapes.KnowledgeBaseItem),
    "knowledge_base_details": ("knowledge_bases", shapes.KnowledgeBase),
    "webhooks": ("webhooks", shapes.WebhookItem),
    "webhook_deliveries": ("deliveries", shapes.Delivery),
    "executions": ("executions", shapes.ExecutionItem),
    "execution_details": ("executions", shapes.Execution),
    "threads": ("threads", shapes.Thread),
    "thread_messages": ("messages", shapes.Message),
}


def rows(rig: SystemRig, endpoint: str) -> list[dict[str, Any]]:
    """The records, with the fields of the API's own shape. Only what workflows that are listed ran can be reached."""
    resource, shape = SHOWN[endpoint]
    listed = {row["id"] for row in rig.truth("workflows")}
    names = set(shape.__annotations__) - ({"created_at"} if resource == "executions" else set())
    return [
        {name: value for name, value in row.items() if name in names or name == "thread_id"}
        for row in rig.truth(resource)
        if resource != "executions" or row["workflow_id"] in listed
    ]


def lands(rig: SystemRig, *endpoints: str) -> None:
    """Each row is landed as the server has it, no more and no less, and nothing is complained of."""
    filled = {
        "workflow_id": lambda row: row["workflow_id"],
        "webhook_id": lambda row: row["webhook_id"],
        "thread_id": lambda row: row["thread_id"],
    }
    for endpoint in endpoints or SHOWN:
        assert rig.landed(endpoint) == rig.expected(endpoint, rows(rig, endpoint), **filled), endpoint
    assert rig.complaints() == []


def name_threads(rig: SystemRig) -> list[str]:
    """Set the ids of all threads, which no list shows."""
    ids = [str(row["id"]) for row in rig.truth("threads")]
    rig.environment["FLOWMAESTRO_THREADS"] = ", ".join(ids)
    return ids
