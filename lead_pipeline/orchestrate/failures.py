"""Our errors as Dagster failures: which are worth another try within the run, and which need a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from lead_pipeline.errors import EndpointFailing, LeadPipelineError, Transient, WarehouseBusy
from lead_pipeline.ingest.outcome import EXIT_FAILED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.ingest.outcome import AccountOutcome

# Faults that pass by themselves. Requests were tried again already, for a minute or so: these tries come minutes later.
PASSING = (Transient, EndpointFailing, WarehouseBusy)
RETRIES = dg.RetryPolicy(max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL)


def failure_of(errors: Sequence[LeadPipelineError]) -> dg.Failure:
    """One failure that tells of all of them, each cure once; tried again where every one of them passes by itself."""
    by_cure: dict[str, dict[str, None]] = {}
    for error in errors:
        by_cure.setdefault(error.cure, {})[error.message] = None
    told = [" ".join([*messages, cure]).rstrip() for cure, messages in by_cure.items()]
    cures = [cure for cure in by_cure if cure]
    return dg.Failure(
        description="\n".join(told),
        metadata={"what to do": dg.MetadataValue.md("\n".join(f"- {cure}" for cure in cures))} if cures else {},
        allow_retries=all(isinstance(error, PASSING) for error in errors),
    )


def errors_of(outcomes: Sequence[AccountOutcome]) -> list[LeadPipelineError]:
    """What went wrong in these syncs. A list that is not proven is no failure: its check warns."""
    errors = [error for outcome in outcomes for endpoint in outcome.endpoints for error in endpoint.errors]
    errors += [outcome.error for outcome in outcomes if outcome.error is not None and outcome.error not in errors]
    if not errors and any(outcome.exit_code == EXIT_FAILED for outcome in outcomes):
        cut_off = "The sync was ended before it was through."
        errors.append(LeadPipelineError(cut_off, cure="What it read is kept; the next one goes on from there."))
    return errors
