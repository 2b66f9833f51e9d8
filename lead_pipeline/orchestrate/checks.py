"""What is asked of rows and marts, as Dagster asset checks. What a check asks and what stops a publish is `quality`."""

# Dagster reads the annotations of a check's function, so here they are no texts.
from collections.abc import Iterator
from contextlib import AbstractContextManager

import dagster as dg
import duckdb

from lead_pipeline import settings
from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.failures import failure_of
from lead_pipeline.orchestrate.resources import WarehouseResource
from lead_pipeline.quality.checks import checks_of
from lead_pipeline.quality.reconciliation import reconciled
from lead_pipeline.quality.verdict import Severity, Verdict, passed
from lead_pipeline.spec.source import Source
from lead_pipeline.warehouse.overview import was_tried

RECONCILED = dg.AssetKey(["marts", "credit_reconciliation"])
_SEVERITIES = {Severity.WARN: dg.AssetCheckSeverity.WARN, Severity.ERROR: dg.AssetCheckSeverity.ERROR}


def source_checks(source: Source) -> dg.AssetChecksDefinition:
    """All checks on the raw tables of one source, judged from the warehouse in one go; any of them can be run alone."""
    checks = {
        (source.name, endpoint.name, check.name): check
        for endpoint in source.endpoints
        for check in checks_of(source, endpoint)
    }

    @dg.multi_asset_check(
        name=f"check_{source.name}",
        specs=[
            dg.AssetCheckSpec(
                check.name, asset=[system, endpoint], description=check.description, blocking=check.is_blocking
            )
            for (system, endpoint, _), check in checks.items()
        ],
        can_subset=True,
    )
    def check_rows(
        context: dg.AssetCheckExecutionContext, warehouse: WarehouseResource
    ) -> Iterator[dg.AssetCheckResult]:
        try:
            is_named = settings.load().names(source)
            with _opened(warehouse, f"checking {source.name}") as connection:
                is_ours = is_named or was_tried(connection, source)
                for key in sorted(context.selected_asset_check_keys):
                    check = checks[key.asset_key.path[0], key.asset_key.path[1], key.name]
                    verdict = check.judge(connection) if is_ours else passed(f"No account of {source.title} is set.")
                    yield _result(key.asset_key, key.name, verdict)
        except LeadPipelineError as error:
            raise failure_of([error]) from error

    return check_rows


@dg.asset_check(
    asset=RECONCILED,
    name="spent_as_the_balance_says",
    description="Credits of the jobs against the movement of the balance: warns where more is left than may be open.",
)
def credits_reconciled(warehouse: WarehouseResource) -> dg.AssetCheckResult:
    """Judge the mart that compares jobs and balance."""
    try:
        with _opened(warehouse, "checking the credits") as connection:
            return _result(RECONCILED, "spent_as_the_balance_says", reconciled(connection))
    except LeadPipelineError as error:
        raise failure_of([error]) from error


def _opened(warehouse: WarehouseResource, purpose: str) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """To look, and not to write; before the first sync there is nothing to open, and so an empty one is made."""
    return warehouse.get_connection(purpose, read_only=warehouse.warehouse.path.exists())


def _result(asset: dg.AssetKey, name: str, verdict: Verdict) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=name,
        passed=verdict.passed,
        severity=_SEVERITIES[verdict.severity],
        description=verdict.told,
        metadata=dict(verdict.facts),
    )
