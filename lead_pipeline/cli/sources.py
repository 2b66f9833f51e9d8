"""`lead-pipeline sources`: systems and endpoints, how each is kept fresh, and which accounts are set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import say, show_error, show_json
from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.freshness import kept_fresh, requests_kind
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    from lead_pipeline.http_client.account import Account
    from lead_pipeline.settings import Settings
    from lead_pipeline.spec.budget import Budget
    from lead_pipeline.spec.source import Endpoint, Source


def sources(as_json: bool = typer.Option(False, "--json", help="The same as JSON.")) -> None:
    """List systems, endpoints, how each is kept fresh, and which accounts are set. Never a key; asks no API."""
    set_up = settings.load()
    told = [_told(source, set_up) for source in SOURCES.values()]
    if as_json:
        show_json(told)
        return
    for system in told:
        say(f"{system['title']} ({system['system']})")
        for account in system["accounts"]:
            say(f"  account {account['account']}: key in {account['key_variable']}, {account['base_url']}")
            say(f"    at most {account['budget']}")
        if not system["accounts"]:
            say(f"  no account: set {' and '.join(system['to_set'])}")
        wide = max(len(each["endpoint"]) for each in system["endpoints"])
        for each in system["endpoints"]:
            say(f"    {each['endpoint']:<{wide}}  {each['table']}; requests: {each['requests']}")
            say(f"    {'':<{wide}}  {each['kept_fresh']}")
        say()
    for problem in set_up.problems:
        show_error(problem)


def _told(source: Source, set_up: Settings) -> dict[str, Any]:
    accounts = [account for account in set_up.accounts if account.source is source]
    return {
        "system": source.name,
        "title": source.title,
        "accounts": [_account(account) for account in accounts],
        "to_set": list(settings.variables_of(source)),
        "endpoints": [_endpoint(source, endpoint) for endpoint in source.endpoints],
    }


def _account(account: Account) -> dict[str, str]:
    return {
        "account": account.name,
        "key_variable": account.key_variable,
        "base_url": account.base_url,
        "budget": _budget(account.budget),
    }


def _budget(budget: Budget | None) -> str:
    if budget is None:
        return "as many requests as it takes: no limit is kept"
    return " and ".join(f"{window.requests:,} requests in {window.seconds:,.0f} s" for window in budget.windows)


def _endpoint(source: Source, endpoint: Endpoint) -> dict[str, str]:
    return {
        "endpoint": endpoint.name,
        "table": raw_table(source, endpoint),
        "kept_fresh": kept_fresh(endpoint),
        "requests": requests_kind(endpoint),
        "scope": endpoint.scope,
        "description": endpoint.description,
    }
