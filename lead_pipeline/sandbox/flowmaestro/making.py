"""Makes single rows: what a workflow, an execution or a message says.

How many there are, and when, is in world.
"""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.opaque_ids import OpaqueIds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.listing import Row

WORDS = (
    "Nightly score",
    "Welcome mail",
    "Lead routing",
    "Invoice check",
    "Enrich company",
    "Weekly digest",
    "Clean-up ⚙",
)
MODELS = ("gpt-4o", "claude-sonnet-4-20250514", "gemini-1.5-pro")
EVENTS = ("execution.started", "execution.completed", "execution.failed", "thread.message.created")
PEOPLE = ("ana.silva", "Kim.Lee", "o.brien", "josé")
FAILURES = (("node_execution_failed", "mail refused"), ("timeout", "node_3 took longer than 60 s"))
IN_PROGRESS = ("pending", "running")


def moment(seconds: float) -> str:
    """Write a moment as the API does, with milliseconds."""
    whole, thousandths = divmod(int(seconds * 1000), 1000)
    return f"{stamp(whole)[:-1]}.{thousandths:03}Z"


class Maker:
    """Draws rows; ids are opaque, and never used twice."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._ids = OpaqueIds(seed, "flowmaestro")
        self._clock = clock
        self._rng = random.Random(f"{seed} flowmaestro rows")
        self.moment = moment

    def workflow(self, at: float) -> Row:
        """Make a workflow."""
        name = self._rng.choice(WORDS)
        return {
            "id": self._ids.new("wf"),
            "name": f"{name} {self._ids.given('wf')}",
            "description": self._maybe(f"Does the {name.lower()}."),
            "status": self._rng.choice(("active", "active", "active", "draft")),
            "version": self._rng.randint(1, 9),
            "input_schema": {"type": "object", "properties": {"email": {"type": "string"}}, "required": ["email"]},
            "inputs": {"email": {"type": "string", "label": "E-mail", "required": True, "description": ""}},
            "created_at": moment(at),
            "updated_at": self._later(at),
        }

    def execution(self, at: float, workflow: Row, status: str) -> Row:
        """Make an execution; one that was cancelled may never have started."""
        started = at + self._rng.random() * 3
        took = self._rng.randint(20, 90_000)
        began = status != "pending" and (status != "cancelled" or self._rng.random() < 0.5)  # noqa: PLR2004 - half
        is_final = status not in IN_PROGRESS
        code, message = self._rng.choice(FAILURES)
        return {
            "id": self._ids.new("exec"),
            "workflow_id": workflow["id"],
            "workflow_name": workflow["name"],
            "status": status,
            "started_at": moment(started) if began else None,
            "completed_at": moment(started + took / 1000) if is_final else None,
            "duration_ms": took if is_final and began else None,
            "inputs": self._maybe({"email": f"{self._rng.choice(PEOPLE)}@mail.example", "_correlation_id": None}),
            "outputs": {"rows": self._rng.randint(0, 99), "score": 0.5} if status == "completed" else None,
            "error": {"code": code, "message": message, "node_id": "node_7"} if status == "failed" else None,
            "created_at": moment(at),
        }

    def agent(self, at: float) -> Row:
        """Make an agent."""
        return {
            "id": self._ids.new("agent"),
            "name": f"Helper {self._ids.given('agent')}",
            "description": self._maybe("Answers what people ask."),
            "model": self._rng.choice(MODELS),
            "system_prompt": self._maybe("You help the sales team."),
            "temperature": self._rng.choice((0.7, 0, None)),
            "max_tokens": self._rng.choice((1024, 4096, None)),
            "available_tools": [{"name": "search", "description": None}][: self._rng.randint(0, 1)],
            "created_at": moment(at),
            "updated_at": self._later(at),
        }

    def thread(self, at: float, agent: Row) -> Row:
        """Make a thread; its messages come half a minute apart."""
        count = self._rng.randint(0, 30)
        return {
            "id": self._ids.new("thread"),
            "agent_id": agent["id"],
            "status": self._rng.choice(("active", "active", "archived")),
            "message_count": count,
            "created_at": moment(at),
            "last_message_at": moment(at + 30 * count) if count else None,
        }

    def turns(self, thread: Row) -> Iterator[tuple[float, int]]:
        """Give the moments and numbers of a thread's messages, newest first."""
        for turn in range(cast("int", thread["message_count"]), 0, -1):
            yield datetime.fromisoformat(cast("str", thread["created_at"])).timestamp() + 30 * turn, turn

    def message(self, at: float, thread: Row, turn: int) -> Row:
        """Make a message: what a user asks, or what the agent answers."""
        row: Row = {
            "id": self._ids.new("msg"),
            "thread_id": thread["id"],
            "role": "user",
            "content": "And that one? 🙂",
        }
        if turn % 2 == 0:
            calls = [{"id": "call_1", "name": "search", "arguments": {"query": "that"}}]
            row |= {"role": "assistant", "content": "Here it is:\n1. …", "tool_calls": self._maybe(calls)}
        return {**row, "created_at": moment(at)}

    def trigger(self, at: float, workflow: Row) -> Row:
        """Make a trigger."""
        kind, fired = self._rng.choice(("webhook", "schedule", "event")), self._rng.randint(0, 40)
        return {
            "id": self._ids.new("trigger"),
            "workflow_id": workflow["id"],
            "workflow_name": workflow["name"],
            "name": f"On {kind}",
            "type": kind,
            "trigger_type": kind,
            "enabled": self._rng.random() < 0.8,  # noqa: PLR2004 - most
            "trigger_count": fired,
            "last_triggered_at": self._later(at) if fired else None,
            "created_at": moment(at),
            "updated_at": self._later(at),
        }

    def knowledge_base(self, at: float) -> Row:
        """Make a knowledge base."""
        documents = self._rng.randint(0, 50)
        return {
            "id": self._ids.new("kb"),
            "name": f"Handbook {self._ids.given('kb')}",
            "description": self._maybe("What we tell customers."),
            "document_count": documents,
            "chunk_count": documents * 12,
            "embedding_model": "text-embedding-3-small",
            "chunk_size": 1000,
            "chunk_overlap": 200,
            "created_at": moment(at),
            "updated_at": self._later(at),
        }

    def webhook(self, at: float) -> Row:
        """Make a webhook, with a token in its headers, which nobody should keep."""
        return {
            "id": self._ids.new("wh"),
            "name": f"Receiver {self._ids.given('wh')}",
            "url": f"https://hooks.example/{self._ids.given('wh')}?token=do-not-keep",
            "events": sorted(self._rng.sample(EVENTS, 2)),
            "headers": self._maybe({"Authorization": "Bearer do-not-keep"}),
            "is_active": True,
            "created_at": moment(at),
            "updated_at": self._later(at),
        }

    def delivery(self, at: float, webhook: Row) -> Row:
        """Make a delivery; one that is pending was not tried yet."""
        status, answer = self._rng.choice(
            (
                ("success", 200),
                ("success", 204),
                ("failed", 500),
                ("failed", None),
                ("retrying", 429),
                ("pending", None),
            )
        )
        tried = status != "pending"
        return {
            "id": self._ids.new("delivery"),
            "webhook_id": webhook["id"],
            "event_type": self._rng.choice(cast("list[str]", webhook["events"])),
            "status": status,
            "attempts": self._rng.randint(1, 3) if tried else 0,
            "response_status": answer,
            "response_time_ms": self._rng.randint(5, 900) if answer else None,
            "error_message": "connect ECONNREFUSED" if tried and answer is None else None,
            "created_at": moment(at),
            "last_attempt_at": moment(at + 1) if tried else None,
        }

    def _maybe(self, value: object) -> object:
        return value if self._rng.random() < 0.8 else None  # noqa: PLR2004 - most

    def _later(self, at: float) -> str:
        """Give a moment between then and now."""
        return moment(at + self._rng.random() * max(0.0, self._clock.start - at))
