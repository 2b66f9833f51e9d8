"""Gathers the Dagster definitions, and nothing else: what they are is in `orchestrate`."""

from __future__ import annotations

import dagster as dg

from lead_pipeline.orchestrate.assets import raw_assets
from lead_pipeline.sources import SOURCES

defs = dg.Definitions(assets=[raw_assets(source) for source in SOURCES.values()])
