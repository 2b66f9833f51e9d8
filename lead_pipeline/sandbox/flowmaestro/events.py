"""The stream of events of one execution, as server-sent events.

It ends where the execution stands: one that goes on is a stream that broke off, and a client should go and poll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.sandbox.messages import Answer, encode

if TYPE_CHECKING:
    from lead_pipeline.sandbox.listing import Row

EVENT_STREAM = "text/event-stream"


def stream(execution: Row) -> Answer:
    """Tell how an execution stands; of one that has ended only the end, without `connected`."""
    told = {"execution_id": execution["id"], "status": execution["status"]}
    names = {
        "pending": ["connected"],
        "running": ["connected", "execution:started", "execution:progress"],
    }.get(str(execution["status"]), [f"execution:{execution['status']}"])
    body = b"".join(b"event: %s\ndata: %s\n\n" % (name.encode(), encode(told)) for name in names)
    return Answer(200, body + b": keepalive\n\n", {"content-type": EVENT_STREAM})
