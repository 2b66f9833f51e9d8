"""What goes over the wire: the fields of each resource, in a list and by itself, with their types.

Few are documented; the others were chosen. Rows are shown by these types, and the OpenAPI document is made of them.
"""

# No postponed annotations here: msgspec reads them.

from typing import Annotated, Any, Literal, NotRequired, TypeAlias, TypedDict

from msgspec import Meta

Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
Json: TypeAlias = dict[str, Any]
WorkflowStatus = Literal["draft", "published"]
ExecutionStatus = Literal["pending", "running", "completed", "failed"]


class WorkflowItem(TypedDict):
    """A workflow in the list."""

    id: str
    name: str
    status: WorkflowStatus
    created_at: Moment
    updated_at: Moment


class Workflow(TypedDict):
    """A workflow by itself; whether it tells when it was changed is not certain."""

    id: str
    name: str
    description: str | None
    status: WorkflowStatus
    nodes: list[Json]
    edges: list[Json]
    variables: Json
    created_at: Moment
    updated_at: NotRequired[Moment]


class ExecutionItem(TypedDict):
    """An execution in a list; in the list of a workflow, the workflow may be left out."""

    id: str
    workflow_id: NotRequired[str]
    status: ExecutionStatus
    started_at: Moment | None
    completed_at: Moment | None


class Execution(TypedDict):
    """An execution by itself."""

    id: str
    workflow_id: str
    status: ExecutionStatus
    started_at: Moment | None
    completed_at: Moment | None
    output: Any
    logs: list[Json] | None
    error: NotRequired[Any]


class FormField(TypedDict):
    """What a form asks."""

    name: str
    type: str
    required: bool


class Form(TypedDict):
    """A form, in the list and by itself."""

    id: str
    name: str
    status: str | None
    fields: list[FormField]
    created_at: Moment
    updated_at: Moment


class Submission(TypedDict):
    """What somebody sent in with a form."""

    id: str
    form_id: str
    data: Json
    created_at: Moment


class Credential(TypedDict):
    """A credential, without what it hides."""

    id: str
    name: str
    type: str
    created_at: Moment


class Integration(TypedDict):
    """A service that is connected."""

    id: str
    provider: str
    name: str
    status: Literal["connected", "error"]
    connected_at: Moment | None


class Webhook(TypedDict):
    """A webhook, without its secret."""

    id: str
    url: str
    events: list[str]
    active: bool
    created_at: Moment
