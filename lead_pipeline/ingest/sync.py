"""A sync of one account: its endpoints in order, each error stopping just as much as it must."""

from __future__ import annotations

import asyncio
import secrets
import signal
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from lead_pipeline import __version__
from lead_pipeline.errors import (
    EndpointClosed,
    LeadPipelineError,
    Paused,
    RequestRefused,
    ShapeChanged,
    Transient,
    WalkBroken,
)
from lead_pipeline.http_client.client import ApiClient
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.http_client.throttle import throttle_for
from lead_pipeline.http_client.turns import DEFAULT_IN_FLIGHT
from lead_pipeline.ingest.at_once import ingest_at_once
from lead_pipeline.ingest.census import take_census
from lead_pipeline.ingest.children import ingest_children
from lead_pipeline.ingest.context import Context, Progress, SyncOptions, Unwatched
from lead_pipeline.ingest.days import ingest_days
from lead_pipeline.ingest.lists import ingest_list
from lead_pipeline.ingest.named import ingest_named
from lead_pipeline.ingest.outcome import EXIT_FAILED, EXIT_OK, EXIT_UNPROVEN, AccountOutcome, EndpointOutcome, Status
from lead_pipeline.ingest.strays import find_parents_of_strays
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.locks import held
from lead_pipeline.warehouse.tables import make_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.http_client.account import Account
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.database import Warehouse

_ENDINGS = {EXIT_OK: "ok", EXIT_FAILED: "failed", EXIT_UNPROVEN: "unproven"}
_ENDPOINT_STOPS = (EndpointClosed, RequestRefused, ShapeChanged, Transient, WalkBroken)


def sync_account(  # noqa: PLR0913 - what to read, where to put it, and how hard to work at it
    account: Account,
    warehouse: Warehouse,
    options: SyncOptions | None = None,
    *,
    command: str = "sync",
    endpoints: frozenset[str] | None = None,
    progress: Progress | None = None,
    in_flight: int = DEFAULT_IN_FLIGHT,
    policy: RetryPolicy | None = None,
) -> AccountOutcome:
    """Bring the warehouse up to the account, all endpoints or those named. What goes wrong is told in the outcome."""
    run_id = f"{utc_now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    outcome = AccountOutcome(account.source.name, account.name, run_id)
    watched = progress or Unwatched()

    def waiting(owner: str) -> None:
        watched.note(f"{account}: waiting, {owner}.")

    async def read(opened: Warehouse) -> None:
        with _until_terminated():
            async with ApiClient(account, throttle, policy=policy, in_flight=in_flight) as client:
                context = Context(account, client, opened, run_id, options or SyncOptions(), watched)
                try:
                    await _endpoints(context, outcome, endpoints)
                finally:
                    if client.sunset:
                        told = " ".join(account.key.scrub(client.sunset).split())[:60]
                        watched.note(f"{account}: the API says that this version of it ends: {told}.")

    lock = warehouse.state / f"sync-{account.source.name}-{account.name}.lock"
    try:
        with (
            held(lock, f"a sync of {account}", timeout=warehouse.lock_timeout, waiting=waiting),
            closing(
                throttle_for(
                    account.key,
                    account.budget,
                    warehouse.state / "throttle.sqlite",
                    patience=(policy or RetryPolicy()).patience,
                )
            ) as throttle,
            warehouse.at_hand() as opened,
            _in_ledger(opened, account, outcome, command),
        ):
            asyncio.run(read(opened))
            outcome.budget_left = throttle.left()
    except LeadPipelineError as error:
        outcome.error = outcome.error or error
    except (asyncio.CancelledError, KeyboardInterrupt):
        outcome.interrupted = True
    return outcome


@contextmanager
def _until_terminated() -> Iterator[None]:
    """SIGTERM ends the reading like Ctrl-C does: what was walked is landed, and the run goes on next time."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and task is not None:
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        yield
    finally:
        if is_main:
            loop.remove_signal_handler(signal.SIGTERM)


@contextmanager
def _in_ledger(warehouse: Warehouse, account: Account, outcome: AccountOutcome, command: str) -> Iterator[None]:
    """Keep the run in the ledger, from its start to whatever ends it."""
    with warehouse.open("beginning a sync") as connection:
        make_tables(connection, account.source)
        run = ledger.RunRecord(outcome.run_id, account.source.name, account.name, command, __version__)
        ledger.start_run(connection, run, utc_now())
    ending = "failed"
    try:
        yield
        ending = _ENDINGS[outcome.exit_code]
    except (asyncio.CancelledError, KeyboardInterrupt):
        ending = "interrupted"
        raise
    finally:
        told = [str(error) for each in outcome.endpoints for error in each.errors]
        detail = " | ".join([*([str(outcome.error)] if outcome.error else []), *told[:5]])
        code = EXIT_FAILED if ending in {"failed", "interrupted"} else outcome.exit_code
        with warehouse.open("ending a sync") as connection:
            ledger.end_run(connection, outcome.run_id, status=ending, exit_code=code, detail=detail, now=utc_now())


async def _endpoints(context: Context, outcome: AccountOutcome, chosen: frozenset[str] | None) -> None:
    for endpoint in context.account.source.endpoints:
        if (chosen is None or endpoint.name in chosen) and outcome.error is None:
            await _endpoint(context, endpoint, outcome)


async def _endpoint(context: Context, endpoint: Endpoint, account_outcome: AccountOutcome) -> None:
    outcome = EndpointOutcome(endpoint.name)
    account_outcome.endpoints.append(outcome)
    try:
        await _ingest(context, endpoint, outcome, account_outcome)
    except Paused as pause:
        outcome.paused_until = pause.until
        account_outcome.error = pause
    except _ENDPOINT_STOPS as error:
        outcome.errors.append(error)
    except LeadPipelineError as error:
        outcome.errors.append(error)
        account_outcome.error = error


async def _ingest(
    context: Context, endpoint: Endpoint, outcome: EndpointOutcome, account_outcome: AccountOutcome
) -> None:
    per = endpoint.per
    if endpoint.named is not None:
        await ingest_named(context, endpoint, endpoint.named, outcome)
        return
    if per is None:
        await ingest_list(context, endpoint, outcome)
        return
    if endpoint.by_day is not None:
        await ingest_days(context, endpoint, per, endpoint.by_day, outcome)
        return
    if context.options.window.is_open and await ingest_at_once(context, endpoint, per, outcome):
        return
    parents = next((each for each in account_outcome.endpoints if each.endpoint == per.parent), None)
    planned = await ingest_children(context, endpoint, per, outcome)
    if not per.whole_list or not context.options.window.is_open:
        return
    parents_are_closed = parents is not None and any(isinstance(error, EndpointClosed) for error in parents.errors)
    if parents_are_closed:
        # Without the parents only the whole list tells of children that are new.
        await ingest_list(context, endpoint, outcome)
    elif outcome.status is Status.PROVEN and (parents is None or parents.status is Status.PROVEN):
        is_settled = planned.is_settled or context.options.verify
        if await take_census(context, endpoint, outcome, is_settled=is_settled):
            await find_parents_of_strays(context, endpoint, per, outcome)
