"""The parts of the page in their order. A new part is a file here, and a line below."""

from __future__ import annotations

from lead_pipeline.report.sections.across import ACROSS
from lead_pipeline.report.sections.credits import CREDITS
from lead_pipeline.report.sections.health import HEALTH
from lead_pipeline.report.sections.quality import QUALITY
from lead_pipeline.report.sections.worth_a_call import WORTH_A_CALL

SECTIONS = (CREDITS, QUALITY, WORTH_A_CALL, ACROSS, HEALTH)
