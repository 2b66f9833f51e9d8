"""A client of one API of a running sandbox, as the tests of the smaller systems use it.

FlowMaticX has a caller of its own, in conftest, which knows its envelope.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from lead_pipeline.sandbox import RunningSandbox, Sandbox, SandboxOptions

NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)


@dataclass
class Api:
    """One system of a running sandbox, and a key for it."""

    running: RunningSandbox
    client: httpx.Client

    @property
    def sandbox(self) -> Sandbox:
        return self.running.sandbox

    def ask(self, path: str, **query: object) -> httpx.Response:
        return self.client.get(path, params={name: str(value) for name, value in query.items()})

    def get(self, path: str, **query: object) -> dict[str, Any]:
        answer = self.ask(path, **query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def control(self, method: str, path: str, body: object = None) -> Any:
        url = f"{self.running.root_url}/_sandbox{path}"
        answer = self.client.request(method, url, json=body, headers={"Authorization": ""})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def edit(self, edit: str, system: str, **params: object) -> Any:
        return self.control("POST", "/edits", {"edit": edit, "system": system, "params": params})["result"]


@contextmanager
def open_api(system: str, key: str, **options: Any) -> Iterator[Api]:
    """Start a sandbox and show a key to one of its systems."""
    given: dict[str, Any] = {"leads": 450, "now": NOW, "requests_per_minute": 0, **options}
    headers = {"Authorization": f"Bearer {key}"}
    with (
        RunningSandbox(SandboxOptions(**given)) as running,
        httpx.Client(base_url=running.url(system), headers=headers, verify=False, trust_env=False) as client,
    ):
        yield Api(running, client)
