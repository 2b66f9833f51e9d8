"""FlowMaestro knowledge bases by themselves: with how their documents are cut. `GET /knowledge-bases/{id}`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class KnowledgeBaseDetails(pa.DataFrameModel):
    """One row a knowledge base, with how it is cut."""

    id: str = column("Id of the knowledge base at FlowMaestro.")
    name: str = column("Name of the knowledge base.")
    description: str = column("What it is about.", null=True)
    document_count: int = column("Number of its documents; they themselves cannot be listed.", ge=0)
    chunk_count: int = column("Number of pieces they were cut into.", ge=0)
    embedding_model: str = column("Model that makes its pieces findable.", null=True)
    chunk_size: int = column("Length of a piece, in the model's tokens.", null=True)
    chunk_overlap: int = column("How much of it two neighbours share, in tokens.", null=True)
    created_at: Instant = column("When it was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


KNOWLEDGE_BASE_DETAILS_TABLE = Table(KnowledgeBaseDetails, key=("id",))

KNOWLEDGE_BASE_DETAILS = Endpoint(
    name="knowledge_base_details",
    path="/knowledge-bases/{knowledge_base_id}",
    rows=None,
    table=KNOWLEDGE_BASE_DETAILS_TABLE,
    paging=OnePage(),
    scope="knowledge-bases:read",
    description="Knowledge bases by themselves, with how they are cut up.",
    record="data",
    per=OncePerParent(
        parent="knowledge_bases", parent_key="id", param="knowledge_base_id", fills="id", may_be_missing=True
    ),
)
