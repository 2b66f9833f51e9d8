"""Asks a system everything that its own description allows and forbids, and tells where an answer is not as described.

Schemathesis thinks the requests up, the same for the same code. FlowMaticX, which also takes orders, has its own file.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

if TYPE_CHECKING:
    from lead_pipeline_tests.sandbox.one_system import OneSystem

EXAMPLES = 10  # per endpoint, beside those at the bounds of each parameter
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


def ask_strangely(system: OneSystem) -> tuple[Counter[int | None], list[str]]:
    """Ask; give how often each status was answered, and the complaints."""
    config = {
        "seed": 1,
        "base-url": system.running.url(system.name),
        "headers": {
            name: system.client.headers[name]
            for name in ("authorization", "x-api-key")
            if name in system.client.headers
        },
        "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
        "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
    }
    document = system.control("GET", f"/openapi/{system.name}")
    described = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))
    described.validate()
    statuses: Counter[int | None] = Counter()
    complaints: list[str] = []
    for event in from_schema(described).execute():
        match event:
            case events.ScenarioFinished(recorder=recorder):
                answers = [exchange.response for exchange in recorder.interactions.values()]
                statuses.update(None if answer is None else answer.status_code for answer in answers)
                failed = [check.failure_info for checks in recorder.checks.values() for check in checks]
                complaints += [f"{info.failure}\n{info.code_sample}" for info in failed if info is not None]
            case events.NonFatalError() | events.FatalError():
                complaints.append(str(event))
    return statuses, complaints
