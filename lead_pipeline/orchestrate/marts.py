"""The dbt models as Dagster assets, with their tests as checks; and the last asset, what is published of them."""

# Dagster reads the annotations of an asset's function, so here they are no texts.
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliInvocation, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.marts.build import is_news, prepare, publish_marts, refuse_early, remember_built, target_of
from lead_pipeline.marts.project import BUILD, project_digest
from lead_pipeline.orchestrate.column_lineage import ColumnLineage
from lead_pipeline.orchestrate.dbt_tool import DbtTool
from lead_pipeline.orchestrate.failures import RETRIES, failure_of
from lead_pipeline.orchestrate.resources import WarehouseResource
from lead_pipeline.spec.source import Source

OWNERS = ["team:analytics"]
BUILD_STEP = "build_marts"
STAGING = "staging"
POOL = "duckdb"
PUBLISHED = dg.AssetKey(["published", "warehouse"])
# Set on runs that nobody asked for by hand: they build the marts only if there is something new to build them from.
IF_NEWS_TAG = "lead_pipeline/only_if_news"


def mart_assets(manifest: Path, sources: Sequence[Source], stale_after: timedelta) -> dg.AssetsDefinition:
    """Every model of the dbt project; built and tested in one call of dbt."""

    @dbt_assets(manifest=manifest, name=BUILD_STEP, pool=POOL, retry_policy=RETRIES)
    def build_marts(context: dg.AssetExecutionContext, dbt: DbtTool, warehouse: WarehouseResource) -> Iterator[Any]:
        private = warehouse.warehouse
        try:
            state = prepare(private, sources)
            if IF_NEWS_TAG in context.run.tags and not is_news(private, state, at_least_every=stale_after / 3):
                context.log.info("Nothing has changed since the marts were published: nothing to build.")
                return
            is_whole = not context.is_subset
            if is_whole:  # some models alone are for whoever looks at them
                refuse_early(private, sources)
            with private.reserved("dbt building the marts"):
                lineage = ColumnLineage(private.state / "column-lineage.json", project_digest())
                tool = dbt.asking(warehouse=not lineage.is_known)
                build = tool.cli(list(BUILD), context=context, target_path=target_of(private))
                with _tried_again_if_killed(build):
                    yield from lineage.events(build, is_whole=is_whole)
            if is_whole:
                remember_built(private, state)
        except LeadPipelineError as error:
            raise failure_of([error]) from error

    policy = dg.FreshnessPolicy.time_window(fail_window=stale_after, warn_window=stale_after / 2)
    systems = {source.name for source in sources}

    def finished(spec: dg.AssetSpec) -> dg.AssetSpec:
        """Views on one system's tables are a group of their own: all in one, nobody would find them in the graph."""
        of = {dep.asset_key.path[0] for dep in spec.deps} & systems
        group = f"stg_{of.pop()}" if spec.group_name == STAGING and len(of) == 1 else spec.group_name
        return spec.replace_attributes(owners=OWNERS, freshness_policy=policy, group_name=group)

    return build_marts.map_asset_specs(finished)


@contextmanager
def _tried_again_if_killed(build: DbtCliInvocation) -> Iterator[None]:
    """A model or a test that fails would fail again; a dbt that was killed may do better."""
    try:
        yield
    except DagsterDbtCliRuntimeError as error:
        raise dg.Failure(error.description, allow_retries=(build.process.returncode or 0) < 0) from error


def published_asset(
    marts: dg.AssetsDefinition, sources: Sequence[Source], stale_after: timedelta
) -> dg.AssetsDefinition:
    """The database that analysts read: a copy of the marts, replaced whole."""

    @dg.asset(
        key=PUBLISHED,
        deps=[key for key in sorted(marts.keys) if key.path[0] == "marts"],
        description=_PUBLISHED,
        group_name="published",
        owners=OWNERS,
        kinds={"duckdb", "parquet"},
        pool=POOL,
        retry_policy=RETRIES,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=stale_after, warn_window=stale_after / 2),
    )
    def publish_warehouse(
        context: dg.AssetExecutionContext, warehouse: WarehouseResource
    ) -> dg.MaterializeResult[None]:
        try:
            done = publish_marts(warehouse.warehouse, sources, published_by=f"dagster run {context.run.run_id}")
        except LeadPipelineError as error:
            raise failure_of([error]) from error
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(done.path)),
                "dagster/row_count": sum(done.tables.values()),
                "megabytes": round(done.bytes / 1e6, 1),
                "seconds": round(done.seconds, 2),
                "tables": dg.MetadataValue.table(
                    records=[dg.TableRecord({"table": name, "rows": rows}) for name, rows in done.tables.items()]
                ),
            }
        )

    return publish_warehouse


_PUBLISHED = (
    "The database that analysts open: every mart as a table with its comments, and when, from which runs and with "
    "which proofs it was made. Replaced in one rename after every blocking check has passed, so whoever has it open "
    "never sees a half, and blocks nobody. Beside it the same tables as Parquet files."
)
