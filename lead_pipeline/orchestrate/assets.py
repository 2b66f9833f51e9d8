"""The raw tables as Dagster assets: one for each endpoint, made from the declared sources. Reading them is `ingest`."""

# Dagster reads the annotations of an asset's function, so here they are no texts.
from collections.abc import Iterator

import dagster as dg

from lead_pipeline import settings
from lead_pipeline.ingest.outcome import EXIT_OK, AccountOutcome
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.warehouse.tables import raw_table


def raw_assets(source: Source) -> dg.AssetsDefinition:
    """The assets of one source. One run reads the chosen endpoints of each of its accounts."""

    @dg.multi_asset(
        name=f"read_{source.name}",
        specs=[_spec(source, endpoint) for endpoint in source.endpoints],
        can_subset=True,
        pool="duckdb",
    )
    def read(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        set_up = settings.load()
        chosen = frozenset(key.path[-1] for key in context.selected_asset_keys)
        outcomes = [
            sync_account(
                account,
                set_up.warehouse,
                command=f"dagster run {context.run.run_id}",
                endpoints=chosen,
                in_flight=set_up.in_flight,
                policy=set_up.policy,
            )
            for account in set_up.chosen(source.name)
        ]
        for endpoint in source.endpoints:
            if endpoint.name in chosen:
                yield _result(source, endpoint, outcomes)
        told = [str(error) for outcome in outcomes for error in _errors(outcome)]
        if told or any(outcome.exit_code != EXIT_OK for outcome in outcomes):
            raise dg.Failure("\n".join(told) or "Landed, but not all of it is proven: see `lead-pipeline status`.")

    return read


def _spec(source: Source, endpoint: Endpoint) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(column.name, column.sql_type, description=column.description)
        for column in endpoint.table.columns
    ]
    return dg.AssetSpec(
        key=[source.name, endpoint.name],
        deps=[[source.name, endpoint.per.parent]] if endpoint.per else [],
        description=endpoint.description,
        group_name=source.name,
        kinds={"duckdb"},
        metadata={
            "dagster/column_schema": dg.TableSchema(columns=columns),
            "dagster/table_name": raw_table(source, endpoint),
        },
    )


def _result(source: Source, endpoint: Endpoint, outcomes: list[AccountOutcome]) -> dg.MaterializeResult[None]:
    mine = [each for outcome in outcomes for each in outcome.endpoints if each.endpoint == endpoint.name]
    return dg.MaterializeResult(
        asset_key=[source.name, endpoint.name],
        metadata={
            "rows new": sum(each.counts.new for each in mine),
            "rows changed": sum(each.counts.changed for each in mine),
            "rows marked deleted": sum(each.counts.deleted for each in mine),
            "rows set aside": sum(each.counts.aside for each in mine),
            "requests": sum(each.tally.requests for each in mine),
            "proof": ", ".join(each.status for each in mine),
        },
    )


def _errors(outcome: AccountOutcome) -> list[Exception]:
    told: list[Exception] = [error for endpoint in outcome.endpoints for error in endpoint.errors]
    return told if outcome.error is None or outcome.error in told else [*told, outcome.error]
