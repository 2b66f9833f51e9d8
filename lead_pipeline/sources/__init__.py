"""The systems we read, one folder each. A folder says what there is; the engines below say how it is read."""

from __future__ import annotations

from lead_pipeline.sources.flowestate import FLOWESTATE
from lead_pipeline.sources.flowmaestro import FLOWMAESTRO
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline.sources.leadconduit import LEADCONDUIT
from lead_pipeline.sources.specway import SPECWAY

SOURCES = {source.name: source for source in (FLOWMATICX, FLOWMAESTRO, FLOWESTATE, LEADCONDUIT, SPECWAY)}
