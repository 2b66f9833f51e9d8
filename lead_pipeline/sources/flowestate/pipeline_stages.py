"""FlowEstate stages: the way from a new lead to a won or lost one. `GET /pipeline/stages`, all at once."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column


class PipelineStages(pa.DataFrameModel):
    """One row a stage of the pipeline."""

    id: str = column("Id of the stage at FlowEstate.")
    name: str = column("Name of the stage.")
    color: str = column("Colour it is shown in, as # and six hexadecimal digits.", null=True)
    position: int = column("Place in the pipeline, 0 first.", wire="order", ge=0)
    stage_kind: str = column("Whether a lead in it is open, won or lost.", known=("open", "won", "lost"))
    system_key: str = column("Key of a stage that FlowEstate itself made.", null=True)
    created_at: Instant = column("When the stage was made (UTC).")
    updated_at: Instant = column("When it was last changed (UTC).")


PIPELINE_STAGES_TABLE = Table(PipelineStages, key=("id",), wire_name=camel_case)

PIPELINE_STAGES = Endpoint(
    name="pipeline_stages",
    path="/pipeline/stages",
    rows="data",
    table=PIPELINE_STAGES_TABLE,
    paging=OnePage(),
    scope="leads:read",
    description="Stages of the pipeline, in their order.",
)
