"""What an asset of a raw table shows in the UI: its columns, and what a run did with its rows and its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dagster as dg

from lead_pipeline.warehouse.overview import endpoint_line
from lead_pipeline.warehouse.quarantine import reasons_of_runs
from lead_pipeline.warehouse.tables import OWN_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from lead_pipeline.ingest.outcome import AccountOutcome
    from lead_pipeline.spec.source import Endpoint, Source


def columns_of(endpoint: Endpoint) -> dg.TableSchema:
    """The Columns tab: the declared columns, then ours."""
    declared = [
        dg.TableColumn(
            column.name,
            column.sql_type,
            description=column.description + (" Personal data." if column.personal else ""),
            constraints=dg.TableColumnConstraints(nullable=column.nullable),
        )
        for column in endpoint.table.columns
    ]
    own = [
        dg.TableColumn(name, sql_type.removesuffix(" NOT NULL"), description=told)
        for name, (sql_type, told) in OWN_COLUMNS.items()
    ]
    return dg.TableSchema(columns=declared + own)


def endpoint_metadata(
    source: Source, endpoint: Endpoint, outcomes: Sequence[AccountOutcome], connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """What one run did with one endpoint, over all accounts."""
    mine = [each for outcome in outcomes for each in outcome.endpoints if each.endpoint == endpoint.name]
    reasons = reasons_of_runs(connection, source, endpoint, [outcome.run_id for outcome in outcomes])
    lines = [endpoint_line(connection, source, endpoint, outcome.account) for outcome in outcomes]
    left = [outcome.budget_left for outcome in outcomes if outcome.budget_left is not None]
    told = [reason for each in mine for reason in each.shortfall]
    metadata: dict[str, Any] = {
        "dagster/row_count": sum(line.rows for line in lines),
        "rows new": sum(each.counts.new for each in mine),
        "rows changed": sum(each.counts.changed for each in mine),
        "rows unchanged": sum(each.counts.unchanged for each in mine),
        "rows marked deleted": sum(each.counts.deleted for each in mine),
        "rows set aside": sum(each.counts.aside for each in mine),
        "requests": sum(each.tally.requests for each in mine),
        "requests tried again": sum(each.tally.retries for each in mine),
        "seconds waited": round(sum(each.tally.waited_seconds for each in mine), 1),
        "pages": sum(each.pages for each in mine),
        "lists left alone": sum(each.left_alone for each in mine),
        "proof": ", ".join(f"{outcome.account}: {each.status}" for outcome in outcomes for each in outcome.endpoints
                           if each.endpoint == endpoint.name),
        "runs in the ledger": ", ".join(outcome.run_id for outcome in outcomes),
    }  # fmt: skip
    if reasons:
        metadata["set aside by rule"] = dg.MetadataValue.table(
            records=[dg.TableRecord({"rule": rule, "records": records}) for rule, records in reasons.items()]
        )
    if left:
        metadata["budget left"] = min(left)
    if told:
        metadata["not proven because"] = "\n".join(told[:20])
    return metadata
