"""What each endpoint of Specway is to land: the rows that the sandbox holds, as far as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lead_pipeline.sandbox.specway import shapes

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

SHOWN = {
    "workflows": ("workflows", shapes.WorkflowItem),
    "workflow_details": ("workflows", shapes.Workflow),
    "forms": ("forms", shapes.Form),
    "form_submissions": ("submissions", shapes.Submission),
    "credentials": ("credentials", shapes.Credential),
    "integrations": ("integrations", shapes.Integration),
    "webhooks": ("webhooks", shapes.Webhook),
    "executions": ("executions", shapes.ExecutionItem),
    "execution_details": ("executions", shapes.Execution),
}
NOT_KEPT = {"variables"}


def rows(rig: SystemRig, endpoint: str) -> list[dict[str, Any]]:
    """The records, with the fields of the API's own shape."""
    resource, shape = SHOWN[endpoint]
    names = set(shape.__annotations__) - ({"error"} if resource == "executions" else NOT_KEPT)
    return [{name: value for name, value in row.items() if name in names} for row in rig.truth(resource)]


def lands(rig: SystemRig, *endpoints: str) -> None:
    """Each row is landed as the server has it, no more and no less, and nothing is complained of."""
    filled = {"workflow_id": lambda row: row["workflow_id"], "form_id": lambda row: row["form_id"]}
    for endpoint in endpoints or SHOWN:
        assert rig.landed(endpoint) == rig.expected(endpoint, rows(rig, endpoint), **filled), endpoint
    assert rig.complaints() == []
