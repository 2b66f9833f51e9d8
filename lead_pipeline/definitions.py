"""Gathers the Dagster definitions, and nothing else: what they are is in `orchestrate`."""

from __future__ import annotations

import dagster as dg

from lead_pipeline import settings
from lead_pipeline.marts.project import manifest
from lead_pipeline.orchestrate import alerts, checks, jobs, marts, report, sensors, trial
from lead_pipeline.orchestrate.dbt_tool import DbtTool
from lead_pipeline.orchestrate.partitions import days_from
from lead_pipeline.orchestrate.raw import raw_assets
from lead_pipeline.orchestrate.requests import Requests
from lead_pipeline.orchestrate.resources import WarehouseResource
from lead_pipeline.orchestrate.schedules import schedules
from lead_pipeline.sources import SOURCES

_set_up = settings.load()
if trial.is_wanted(_set_up):
    _sandbox = trial.begin(_set_up)  # answers for as long as this process lives
    _set_up = settings.load()

_sources = tuple(SOURCES.values())
_days = days_from(_set_up.schedules.first_day)
_stale_after = _set_up.schedules.stale_after
_marts = marts.mart_assets(manifest(), _sources, _stale_after)
_sync, _marts_job = jobs.sync_job(), jobs.marts_job(_sources)
_requests = Requests(_sources, _days, rest={*_marts.keys, marts.PUBLISHED, report.REPORT})

defs = dg.Definitions(
    assets=[
        *(raw_assets(source, _days, _stale_after) for source in _sources),
        _marts,
        marts.published_asset(_marts, _sources, _stale_after),
        report.report_asset(_stale_after, personal=_set_up.report_personal),
    ],
    asset_checks=[*(checks.source_checks(source) for source in _sources), checks.credits_reconciled],
    jobs=[_sync, _marts_job],
    schedules=schedules(_set_up.schedules, _sync, _requests, _sources),
    sensors=[*sensors.sensors(_sync, _marts_job, _requests, _sources), *alerts.alerts()],
    resources={"warehouse": WarehouseResource.of(_set_up), "dbt": DbtTool.of(_set_up.warehouse)},
    # A process for each step would import everything anew, and that takes longer than most of our steps.
    executor=dg.in_process_executor,
)
