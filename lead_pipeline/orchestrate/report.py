"""The report as a Dagster asset: a page for people, made anew from each copy that is published."""

# Dagster reads the annotations of an asset's function, so here they are no texts.
from datetime import timedelta

import dagster as dg

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.failures import RETRIES, failure_of
from lead_pipeline.orchestrate.marts import OWNERS, PUBLISHED
from lead_pipeline.orchestrate.resources import WarehouseResource

REPORT = dg.AssetKey(["published", "report"])


def report_asset(stale_after: timedelta, *, personal: bool) -> dg.AssetsDefinition:
    """The page that people look at."""

    @dg.asset(
        key=REPORT,
        deps=[PUBLISHED],
        description=_DESCRIPTION,
        group_name="published",
        owners=OWNERS,
        kinds={"html", "altair"},
        retry_policy=RETRIES,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=stale_after, warn_window=stale_after / 2),
    )
    def make_report(warehouse: WarehouseResource) -> dg.MaterializeResult[None]:
        from lead_pipeline.report import make  # noqa: PLC0415 - altair takes seconds to import, and only this step needs it

        try:
            made = make.make_report(warehouse.warehouse, personal=personal, stale_after=stale_after)
        except LeadPipelineError as error:
            raise failure_of([error]) from error
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(made.path)),
                "open": dg.MetadataValue.url(made.path.as_uri()),
                "megabytes": round(made.bytes / 1e6, 2),
                "seconds": round(made.seconds, 2),
            }
        )

    return make_report


_DESCRIPTION = (
    "One page for people who would rather look than read: credits, quality, leads worth a call, the other systems, and "
    "health. It needs nothing else and asks nobody for anything, so it can be opened from disk, sent or hosted."
)
