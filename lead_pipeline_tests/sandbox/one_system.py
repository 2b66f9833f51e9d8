"""Someone who calls one system of a running sandbox, over a real socket, and the control routes beside it.

For the systems that need no more; FlowMaticX has a caller of its own in conftest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from lead_pipeline.sandbox import RunningSandbox, Sandbox, SandboxOptions
from lead_pipeline_tests.sandbox.conftest import NOW


@dataclass
class OneSystem:
    """A client of one system."""

    running: RunningSandbox
    name: str
    client: httpx.Client

    @property
    def sandbox(self) -> Sandbox:
        return self.running.sandbox

    def get(self, path: str, headers: dict[str, str] | None = None, **query: object) -> httpx.Response:
        params = {name: str(value) for name, value in query.items()}
        return self.client.get(path, params=params, headers=headers)

    def body(self, path: str, **query: object) -> dict[str, Any]:
        answer = self.get(path, None, **query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def data(self, path: str, **query: object) -> Any:
        return self.body(path, **query)["data"]

    def control(self, method: str, path: str, body: object = None) -> Any:
        answer = httpx.request(method, f"{self.running.root_url}/_sandbox{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        truth: dict[str, list[dict[str, Any]]] = self.control("GET", f"/truth/{self.name}")
        return truth

    def edit(self, edit: str, **params: object) -> Any:
        return self.control("POST", "/edits", {"system": self.name, "edit": edit, "params": params})["result"]

    def arm(self, kind: str, route: str, times: int | None = 1, **params: object) -> None:
        order = {"kind": kind, "route": f"{self.name}/{route}", "times": times, "params": params}
        self.control("POST", "/faults", order)


@contextmanager
def calling(name: str, headers: dict[str, str], **options: Any) -> Iterator[OneSystem]:
    """Start a sandbox, and call one of its systems with these headers."""
    given = {"leads": 0, "live_jobs": 0, "now": NOW, "requests_per_minute": 0, **options}
    with (
        RunningSandbox(SandboxOptions(**given)) as running,
        httpx.Client(base_url=running.url(name), headers=headers, trust_env=False) as client,
    ):
        yield OneSystem(running, name, client)
