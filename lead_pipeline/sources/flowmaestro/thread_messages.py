"""FlowMaestro messages: what was said in a thread. `GET /threads/{id}/messages`. An id is a thread's own only."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class ThreadMessages(pa.DataFrameModel):
    """One row a message of a thread."""

    thread_id: str = column("Thread it was said in.", by_walk=True, wire="thread_id")
    id: str = column("Id of the message, within its thread.")
    role: str = column("Who said it.", known=("user", "assistant", "system", "tool"))
    content: str = column("What was said.", null=True, personal=True)
    tool_calls: str = column(
        "Tools the agent called, as a list of objects; users call none.",
        null=True,
        may_lack=True,
        personal=True,
        json=True,
    )
    created_at: Instant = column("When it was said (UTC).", fixed=True)


THREAD_MESSAGES_TABLE = Table(ThreadMessages, key=("thread_id", "id"))

THREAD_MESSAGES = Endpoint(
    name="thread_messages",
    path="/threads/{thread_id}/messages",
    rows=("data", "data.messages"),
    table=THREAD_MESSAGES_TABLE,
    paging=PAGES,
    scope="threads:read",
    description="Messages: what was said in each thread.",
    per=OncePerParent(
        parent="threads",
        parent_key="id",
        param="thread_id",
        fills="thread_id",
        told_by="last_message_at",
        order=("-last_message_at",),
        spare=500,
        may_be_missing=True,
    ),
)
