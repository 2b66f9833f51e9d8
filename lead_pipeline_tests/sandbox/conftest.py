"""A running sandbox and someone who calls it, over a real socket.

Each test gets its own; the clock stands at one moment in May.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import httpx
import pytest

from lead_pipeline.sandbox import RunningSandbox, Sandbox, SandboxOptions

NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)
KEY = "lg_live_0123456789abcd"


@dataclass
class Caller:
    """A client of one running sandbox."""

    running: RunningSandbox
    client: httpx.Client

    @property
    def sandbox(self) -> Sandbox:
        return self.running.sandbox

    def get(self, path: str, **query: object) -> httpx.Response:
        return self.client.get(path, params={name: str(value) for name, value in query.items()})

    def data(self, path: str, **query: object) -> dict[str, Any]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["ok"] is True
        data: dict[str, Any] = body["data"]
        return data

    def walk(self, name: str, **query: object) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while page := self.data(f"/{name}", limit=100, offset=len(rows), **query)[name]:
            rows += page
        return rows

    def all_leads(self, **query: object) -> list[dict[str, Any]]:
        return self.walk("leads", billable_only="false", **query)

    def post_job(self, key: str | None = None, **changes: object) -> httpx.Response:
        body = {
            "workflow_type": "GOOGLE_MAPS",
            "keyword": "plumber",
            "location": "Manchester, UK",
            "leads_requested": 50,
            **changes,
        }
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.post("/jobs", json=body, headers=headers)

    def control(self, method: str, path: str, body: object = None) -> httpx.Response:
        url = f"{self.running.root_url}/_sandbox{path}"
        return self.client.request(method, url, json=body, headers={"Authorization": ""})


MakeCaller: TypeAlias = Callable[..., Caller]


@pytest.fixture
def make_caller() -> Iterator[MakeCaller]:
    with ExitStack() as stack:

        def make(**options: Any) -> Caller:
            given = {"leads": 450, "now": NOW, "requests_per_minute": 0, **options}
            running = stack.enter_context(RunningSandbox(SandboxOptions(**given)))
            headers = {"Authorization": f"Bearer {KEY}"}
            client = httpx.Client(base_url=running.base_url, headers=headers, verify=False, trust_env=False)
            return Caller(running, stack.enter_context(client))

        yield make


@pytest.fixture
def caller(make_caller: MakeCaller) -> Caller:
    return make_caller()
