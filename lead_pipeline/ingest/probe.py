"""A first look at an account: one row of each endpoint, to tell whether the key may read it. Lands nothing."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lead_pipeline.errors import LeadPipelineError, ScopeMissing
from lead_pipeline.extract.reader import Reader
from lead_pipeline.http_client.client import ApiClient, Tally
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.http_client.throttle import throttle_for

if TYPE_CHECKING:
    from lead_pipeline.http_client.account import Account
    from lead_pipeline.warehouse.database import Warehouse


@dataclass(frozen=True)
class Look:
    """What one endpoint answered: how many rows it counts, or what is wrong; or that a sync leaves it out, and why."""

    endpoint: str
    total: int | None
    error: LeadPipelineError | None
    left_out: str = ""


def probe(account: Account, warehouse: Warehouse) -> list[Look]:
    """One request for each endpoint, tried twice, within the budget."""
    policy = replace(RetryPolicy(), tries=2, patience=60.0)

    async def look() -> list[Look]:
        async with ApiClient(account, throttle, policy=policy, in_flight=1) as client:
            looks: list[Look] = []
            for endpoint in account.source.endpoints:
                if endpoint.path_of("") is not None:
                    continue  # there is no list without a parent to ask for
                try:
                    page = await Reader(client, endpoint).first(Tally())
                    looks.append(Look(endpoint.name, page.total, None))
                except ScopeMissing as refusal:
                    left_out = f"the key lacks the scope {endpoint.scope}" if endpoint.optional else ""
                    looks.append(Look(endpoint.name, None, None if endpoint.optional else refusal, left_out))
                except LeadPipelineError as error:
                    looks.append(Look(endpoint.name, None, error))
            return looks

    with closing(throttle_for(account.key, account.budget, warehouse.state / "throttle.sqlite")) as throttle:
        return asyncio.run(look())
