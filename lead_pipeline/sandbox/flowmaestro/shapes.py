"""What goes over the wire: the fields of each resource, in a list and by itself, with their types.

The names are the API's own. Rows are shown by these types, and the OpenAPI document is made of them.
"""

# No postponed annotations here: msgspec reads them.

from typing import Annotated, Any, Literal, NotRequired, TypeAlias, TypedDict

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]
Moment = Annotated[
    str,
    Meta(
        # With milliseconds, always: a client that compares moments as text relies on it.
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
Json: TypeAlias = dict[str, Any]
ExecutionStatus = Literal["pending", "running", "completed", "failed", "cancelled"]


class WorkflowItem(TypedDict):
    """A workflow in the list."""

    id: str
    name: str
    description: str | None
    status: str
    created_at: Moment
    updated_at: Moment


class Workflow(WorkflowItem):
    """A workflow by itself."""

    input_schema: Json


class OldWorkflow(TypedDict):
    """A workflow as older servers show it, in the list and by itself."""

    id: str
    name: str
    description: str | None
    version: Count
    inputs: Json | None
    created_at: Moment
    updated_at: Moment


class ExecutionItem(TypedDict):
    """An execution in the list: without what it was given, gave, or failed with."""

    id: str
    workflow_id: str
    workflow_name: str | None
    status: ExecutionStatus
    started_at: Moment | None
    completed_at: Moment | None
    duration_ms: Count | None
    created_at: NotRequired[Moment]


class ExecutionError(TypedDict):
    """Why an execution failed."""

    code: str
    message: str
    node_id: str


class Execution(ExecutionItem):
    """An execution by itself."""

    inputs: Json | None
    outputs: Json | None
    error: ExecutionError | str | None


class AgentItem(TypedDict):
    """An agent in the list."""

    id: str
    name: str
    description: str | None
    model: str
    created_at: Moment
    updated_at: Moment


class Agent(AgentItem):
    """An agent by itself."""

    system_prompt: str | None
    temperature: float | None
    max_tokens: Count | None
    available_tools: list[Json]


class Thread(TypedDict):
    """A conversation with an agent; no endpoint lists them."""

    id: str
    agent_id: str
    status: Literal["active", "archived", "deleted"]
    message_count: Count
    created_at: Moment
    last_message_at: Moment | None


class Message(TypedDict):
    """One message; what a user wrote has no `tool_calls` at all."""

    id: str
    role: Literal["user", "assistant", "system"]
    content: str
    tool_calls: NotRequired[list[Json] | None]
    created_at: Moment


class Trigger(TypedDict):
    """A trigger."""

    id: str
    workflow_id: str
    workflow_name: str | None
    name: str
    type: Literal["webhook", "schedule", "event"]
    enabled: bool
    trigger_count: Count
    last_triggered_at: Moment | None
    created_at: Moment


class OldTrigger(TypedDict):
    """A trigger as older servers show it."""

    id: str
    workflow_id: str
    name: str
    trigger_type: str
    enabled: bool
    trigger_count: Count
    last_triggered_at: Moment | None
    created_at: Moment
    updated_at: Moment


class KnowledgeBaseItem(TypedDict):
    """A knowledge base in the list."""

    id: str
    name: str
    description: str | None
    document_count: Count
    chunk_count: Count
    created_at: Moment
    updated_at: Moment


class KnowledgeBase(KnowledgeBaseItem):
    """A knowledge base by itself."""

    embedding_model: str | None
    chunk_size: Count | None
    chunk_overlap: Count | None


class WebhookItem(TypedDict):
    """A webhook in the list; its secret is shown when it is made, and never again."""

    id: str
    name: str
    url: str
    events: list[str]
    is_active: bool
    created_at: Moment
    updated_at: Moment


class Webhook(WebhookItem):
    """A webhook by itself."""

    headers: dict[str, str] | None


class Delivery(TypedDict):
    """One message to a webhook."""

    id: str
    webhook_id: str
    event_type: str
    status: Literal["pending", "success", "failed", "retrying"]
    attempts: Count
    response_status: int | None
    response_time_ms: Count | None
    error_message: str | None
    created_at: Moment
    last_attempt_at: Moment | None
