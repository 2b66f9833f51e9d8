"""FlowMaestro knowledge bases: how much agents can look up.

`GET /knowledge-bases`. No endpoint lists their documents.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class KnowledgeBases(pa.DataFrameModel):
    """One row a knowledge base."""

    id: str = column("Id of the knowledge base at FlowMaestro.")
    name: str = column("Name of the knowledge base.")
    description: str = column("What it is about.", null=True)
    document_count: int = column("Number of its documents; they themselves cannot be listed.", ge=0)
    chunk_count: int = column("Number of pieces they were cut into.", ge=0)
    created_at: Instant = column("When it was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


KNOWLEDGE_BASES_TABLE = Table(KnowledgeBases, key=("id",))

KNOWLEDGE_BASES = Endpoint(
    name="knowledge_bases",
    path="/knowledge-bases",
    rows="data",
    table=KNOWLEDGE_BASES_TABLE,
    paging=PAGES,
    scope="knowledge-bases:read",
    description="Knowledge bases, and how much is in them.",
)
