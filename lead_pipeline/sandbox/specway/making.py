"""Makes single rows: what a workflow, an execution or a submission says.

How many there are, and when, is in world.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.opaque_ids import OpaqueIds

if TYPE_CHECKING:
    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.listing import Row

NAMES = ("Lead Notification", "Welcome mail", "Größenprüfung", "CRM sync", "Weekly digest")
MAILS = ("user@mail.example", "KIM@Mail.Example ", "o'brien+form@mail.example", "jos\u00e9@mail.example", "not a mail")
TYPES = {"email": "email", "message": "textarea", "name": "text", "phone": "text"}
EVENTS = ("workflow.executed", "workflow.failed", "form.submitted", "integration.error")
PROVIDERS = ("slack", "google_sheets", "hubspot")
MOST_SECONDS = 90


class Maker:
    """Draws rows."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._ids = OpaqueIds(seed, "specway")
        self._rng = random.Random(f"{seed} specway rows")
        self._clock = clock

    def workflow(self, at: int) -> Row:
        """Make a workflow; its variables may hold secrets, which nobody should keep."""
        name = f"{self._rng.choice(NAMES)} {self._ids.given('wf') + 1}"
        return {
            "id": self._ids.new("wf"),
            "name": name,
            "description": self._maybe(f"{name}, for the sales team"),
            "status": self._rng.choice(("published", "published", "draft")),
            "nodes": [{"id": "n1", "type": "trigger"}, {"id": "n2", "type": "mail"}],
            "edges": [{"from": "n1", "to": "n2"}],
            "variables": {"greeting": "Hello", "API_TOKEN": "do-not-keep"},
            "created_at": stamp(at),
            "updated_at": self._later(at),
        }

    def execution(self, at: int, workflow: Row, status: str) -> Row:
        """Make an execution; one that waits has not started, and so has no time at all."""
        is_final = status in {"completed", "failed"}
        return {
            "id": self._ids.new("exec"),
            "workflow_id": workflow["id"],
            "status": status,
            "started_at": None if status == "pending" else stamp(at),
            "completed_at": stamp(at + self._rng.randint(0, MOST_SECONDS)) if is_final else None,
            # The output is whatever the last node gave: an object, a text, a number, nothing.
            "output": self._rng.choice(({"sent": 1}, "ok", 3, None)) if status == "completed" else None,
            "logs": self._maybe([{"node": "n2", "level": "info", "message": "mail to user@mail.example"}]),
            "error": {"node": "n2", "message": "mail refused"} if status == "failed" else None,
        }

    def form(self, at: int) -> Row:
        """Make a form."""
        asked = ["email", "message", *(name for name in ("name", "phone") if self._rng.random() < 0.5)]  # noqa: PLR2004 - half
        return {
            "id": self._ids.new("form"),
            "name": f"Contact Form {self._ids.given('form')}",
            "status": self._maybe("published"),
            "fields": [{"name": name, "type": TYPES[name], "required": name == "email"} for name in asked],
            "created_at": stamp(at),
            "updated_at": self._later(at),
        }

    def submission(self, at: int, form: Row) -> Row:
        """Make a submission: what people type, and fields that the form had in those days."""
        asked = [field["name"] for field in cast("list[dict[str, str]]", form["fields"])]
        typed = {
            "email": self._rng.choice(MAILS),
            "message": self._rng.choice(("Hello!", "", "Zwei\nZeilen 🙂", None)),
            "name": self._maybe("Kim Lee"),
            "phone": self._rng.choice(("020 7946 0000", "+44 20 7946 0001")),
        }
        data: Row = {name: typed[name] for name in asked if name == "email" or self._rng.random() < 0.9}  # noqa: PLR2004 - most
        if self._rng.random() < 0.1:  # noqa: PLR2004 - few
            data["newsletter"] = True
        return {"id": self._ids.new("sub"), "form_id": form["id"], "data": data, "created_at": stamp(at)}

    def credential(self, at: int) -> Row:
        """Make a credential; its value is not even held here."""
        kind = self._rng.choice(("api_key", "oauth2"))
        return {"id": self._ids.new("cred"), "name": f"Token of {kind}", "type": kind, "created_at": stamp(at)}

    def integration(self, at: int) -> Row:
        """Make an integration."""
        provider = self._rng.choice(PROVIDERS)
        return {
            "id": self._ids.new("int"),
            "provider": provider,
            "name": provider.replace("_", " ").title(),
            "status": self._rng.choice(("connected", "connected", "error")),
            "connected_at": self._maybe(stamp(at)),
        }

    def webhook(self, at: int) -> Row:
        """Make a webhook."""
        return {
            "id": self._ids.new("wh"),
            "url": f"https://hooks.example/{self._ids.given('wh')}?token=do-not-keep",
            "events": sorted(self._rng.sample(EVENTS, 2)),
            "active": True,
            "created_at": stamp(at),
        }

    def _maybe(self, value: object) -> object:
        return value if self._rng.random() < 0.8 else None  # noqa: PLR2004 - most

    def _later(self, at: int) -> str:
        return stamp(at + int(self._rng.random() * max(0, self._clock.start - at)))
