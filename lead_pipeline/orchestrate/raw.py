"""The raw tables as Dagster assets: one for each endpoint, made from the declared sources. Reading them is `ingest`.

Lists that belong to a day are partitioned by it; what has no past, like a balance, is read as it is now.
"""

# Dagster reads the annotations of an asset's function, so here they are no texts.
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import dagster as dg
import duckdb
from pydantic import Field

from lead_pipeline import settings
from lead_pipeline.errors import NoAccount, SettingsError
from lead_pipeline.extract.children import Window
from lead_pipeline.ingest.context import SyncOptions
from lead_pipeline.ingest.outcome import AccountOutcome, Status
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.orchestrate.failures import RETRIES, errors_of, failure_of
from lead_pipeline.orchestrate.partitions import other_days, window_of
from lead_pipeline.orchestrate.raw_metadata import endpoint_metadata
from lead_pipeline.orchestrate.raw_specs import spec_of
from lead_pipeline.orchestrate.resources import WarehouseResource
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.warehouse.news import newest_change
from lead_pipeline.warehouse.parents import days_written

ACCOUNTS_TAG = "lead_pipeline/accounts"


class Sync(dg.Config):
    """What a run may be told.

    The account is told here, and shown as a tag, and is no second dimension of the partitions: days are the same for
    all accounts, one run reads them all, and a backfill of one account is this field and not another grid to look at.
    """

    account: str | None = Field(default=None, description="Only the account of this name; all of them if not said.")
    since: str | None = Field(
        default=None, description="Look at jobs ordered on this day or later, also before the run's own days."
    )
    everything: bool = Field(default=False, description="Look at all jobs ever ordered, and count them all.")
    verify: bool = Field(default=False, description="Read everything anew; walk a second time what proves nothing.")
    accept_shrink: bool = Field(default=False, description="Believe an API that shows nothing where rows are held.")


def raw_assets(source: Source, days: dg.DailyPartitionsDefinition, stale_after: timedelta) -> dg.AssetsDefinition:
    """The assets of one source. One run reads the chosen endpoints of each of its accounts."""

    @dg.multi_asset(
        name=reader_of(source),
        specs=[spec_of(source, endpoint, days, stale_after) for endpoint in source.endpoints],
        can_subset=True,
        pool=reader_of(source),
        backfill_policy=dg.BackfillPolicy.single_run(),
        retry_policy=RETRIES,
    )
    def read(
        context: dg.AssetExecutionContext, config: Sync, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetMaterialization]:
        chosen = frozenset(key.path[-1] for key in context.selected_asset_keys)
        window = _window(config, context.run.tags, days)
        options = SyncOptions(window=window, verify=config.verify, accept_shrink=config.accept_shrink)
        try:
            outcomes = _sync(context, source, config.account, options, chosen, warehouse)
        except NoAccount as nobody:
            # No failure: nobody misses what they have no account of.
            context.log.warning("%s is left out. %s", source.title, nobody)
            return
        whole = [endpoint for endpoint in source.endpoints if endpoint.name in chosen and _is_read(endpoint, outcomes)]
        for endpoint, written, result in _told(source, whole, outcomes, warehouse):
            if written is not None:
                key = dg.AssetKey([source.name, endpoint.name])
                yield from other_days(context, key, days, written, is_everything=window.is_open)
            # Last, so that the newest event is what the run did with all of its rows.
            yield result
        if errors := errors_of(outcomes):
            raise failure_of(errors)

    return read


def _is_read(endpoint: Endpoint, outcomes: list[AccountOutcome]) -> bool:
    mine = [each for outcome in outcomes for each in outcome.endpoints if each.endpoint == endpoint.name]
    return bool(mine) and all(each.status is not Status.FAILED for each in mine)


def _told(
    source: Source, whole: list[Endpoint], outcomes: list[AccountOutcome], warehouse: WarehouseResource
) -> list[tuple[Endpoint, Mapping[date, int] | None, dg.MaterializeResult[None]]]:
    """Of each endpoint the days on which rows came, if it belongs to days, and what the run did.

    Looked up in one go: to open the warehouse costs as much as several such questions.
    """
    if not whole:
        return []
    runs = [outcome.run_id for outcome in outcomes]
    with warehouse.get_connection(f"telling what came of {source.name}", read_only=True) as connection:
        return [
            (
                endpoint,
                days_written(connection, source, endpoint, runs) if source.has_days(endpoint) else None,
                _result(source, endpoint, outcomes, connection),
            )
            for endpoint in whole
        ]


def _result(
    source: Source, endpoint: Endpoint, outcomes: list[AccountOutcome], connection: duckdb.DuckDBPyConnection
) -> dg.MaterializeResult[None]:
    """What a run did. The version is that of the rows: a balance that was read again and is the same is no new one."""
    version = dg.DataVersion(newest_change(connection, source, endpoint))
    metadata = endpoint_metadata(source, endpoint, outcomes, connection)
    return dg.MaterializeResult(
        asset_key=[source.name, endpoint.name],
        metadata=metadata,
        data_version=None if source.has_days(endpoint) else version,
    )


def reader_of(source: Source) -> str:
    """The name of the step that reads a source, and of its pool: two runs take turns at one key."""
    return f"read_{source.name}"


def _window(config: Sync, tags: Mapping[str, str], days: dg.DailyPartitionsDefinition) -> Window:
    """What a run looks at: what its configuration says, or else its own days."""
    if config.everything:
        return Window()
    if config.since is None:
        return window_of(tags, days)
    try:
        return Window(since=date.fromisoformat(config.since))
    except ValueError:
        wrong = SettingsError(f"since is {config.since!r}.", cure="It is a day, written like 2026-05-31.")
        raise failure_of([wrong]) from None


def _sync(  # noqa: PLR0913, PLR0917 - what to read, for whom, and where to
    context: dg.AssetExecutionContext,
    source: Source,
    account: str | None,
    options: SyncOptions,
    chosen: frozenset[str],
    warehouse: WarehouseResource,
) -> list[AccountOutcome]:
    try:
        set_up = settings.load()
        accounts = set_up.chosen(source.name, account)
    except NoAccount:
        raise
    except SettingsError as error:
        raise failure_of([error]) from error
    context.instance.add_run_tags(context.run.run_id, {ACCOUNTS_TAG: ", ".join(each.name for each in accounts)})
    return [
        sync_account(
            each,
            warehouse.warehouse,
            options,
            command=f"dagster run {context.run.run_id}" + (" --accept-shrink" if options.accept_shrink else ""),
            endpoints=chosen,
            in_flight=set_up.in_flight,
            policy=set_up.policy,
        )
        for each in accounts
    ]
