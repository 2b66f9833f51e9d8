"""How the tests ask a scripted server: an account with a key to look for, and a policy that hardly waits."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.http_client.account import Account
from lead_pipeline.http_client.client import ApiClient, Tally
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline_tests.http_client.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from lead_pipeline.http_client.data import Data
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline_tests.http_client.scripted_server import Answer

KEY = "lg_live_Zm9yIHRlc3Rz"
JOBS = FLOWMATICX.endpoint("jobs")
QUICK = RetryPolicy(tries=3, first_wait=0.001, longest_wait=0.002, unsaid_retry_after=0.001, patience=1.0)


def whole(data: Data) -> bytes:
    """All of an answer's data, as received."""
    return bytes(data.raw)


def account(url: str, key: str = KEY) -> Account:
    return Account("north", FLOWMATICX, url, Secret(key), "NORTH_API_KEY", None)


@asynccontextmanager
async def asking(*script: Answer, policy: RetryPolicy = QUICK) -> AsyncIterator[tuple[ScriptedServer, Asker]]:
    """A server with that script, and someone to ask it."""
    async with ScriptedServer(*script) as server, ApiClient(account(server.url), NoLimit(), policy=policy) as client:
        yield server, Asker(client)


class Asker:
    """Asks for the data of an endpoint, and keeps the tally."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client
        self.tally = Tally()

    async def ask(self, endpoint: Endpoint = JOBS, read: Callable[[Data], bytes] = whole, **params: str) -> bytes:
        return await self.client.get(endpoint, params, read, self.tally)


async def error_of(*script: Answer, policy: RetryPolicy = QUICK, endpoint: Endpoint = JOBS) -> LeadPipelineError:
    """The error that asking a server with that script ends in."""
    async with asking(*script, policy=policy) as (_, asker):
        with pytest.raises(LeadPipelineError) as caught:
            await asker.ask(endpoint)
    return caught.value
