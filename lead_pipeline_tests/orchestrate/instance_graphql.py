"""What the tests ask of Dagster's webserver, in GraphQL: the queries and orders that its UI sends too.

Sending them is in `instance`.
"""

from __future__ import annotations

ERROR = "... on Error { message }"
READY = """{ locationStatusesOrError { ... on WorkspaceLocationStatusEntries { entries { loadStatus } } } }"""
DAYS = "query ($asset: AssetKeyInput!) { assetNodeOrError(assetKey: $asset) { ... on AssetNode { partitionKeys } } }"
BACKFILL = (
    "mutation ($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) "
    "{ __typename ... on LaunchBackfillSuccess { backfillId } " + ERROR + " } }"
)
LAUNCH = (
    "mutation ($params: ExecutionParams!) { launchRun(executionParams: $params) "
    "{ __typename ... on LaunchRunSuccess { run { runId } } " + ERROR + " } }"
)
SENSOR = (
    "query ($sensor: SensorSelector!) { sensorOrError(sensorSelector: $sensor) "
    "{ ... on Sensor { sensorState { id ticks(statuses: [SKIPPED], limit: 20) { skipReason } } } } }"
)
STOP = "mutation ($id: String) { stopSensor(id: $id) { __typename " + ERROR + " } }"
CANCEL = (
    "mutation ($id: String!) { terminateRun(runId: $id, terminatePolicy: MARK_AS_CANCELED_IMMEDIATELY) "
    "{ __typename ... on TerminateRunFailure { message } " + ERROR + " } }"
)
TICK = (
    "mutation ($schedule: ScheduleSelector!, $now: Float) { scheduleDryRun(selectorData: $schedule, timestamp: $now) "
    "{ __typename ... on DryRunInstigationTick { evaluationResult { skipReason runRequests { runKey } "
    "error { message } } } " + ERROR + " } }"
)
FILLED = (
    "query ($asset: AssetKeyInput!) { assetNodeOrError(assetKey: $asset) { ... on AssetNode { assetPartitionStatuses "
    "{ ... on TimePartitionStatuses { ranges { status startKey endKey } } } } } }"
)
