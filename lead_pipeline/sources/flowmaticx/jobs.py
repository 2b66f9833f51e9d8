"""FlowMaticX jobs: one row a search job, with what it found and what it cost. `GET /jobs`, all of them, newest first.

Neither a time filter nor a time of change exists: the list is read whole, a hundred rows a request.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OffsetPaging
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column

WORKFLOW_TYPES = ("GOOGLE_MAPS", "LINKEDIN", "INSTAGRAM", "TIKTOK", "FACEBOOK", "YELLOW_PAGES", "CUSTOM")
FINAL_STATUSES = ("COMPLETED", "FAILED", "TIMED_OUT")


class Jobs(pa.DataFrameModel):
    """One row a search job."""

    id: int = column("Number of the job at FlowMaticX.", ge=1)
    workflow_type: str = column("Where the job searched.", upper=True, known=WORKFLOW_TYPES)
    keyword: str = column("What the job searched for: a keyword or a hashtag.")
    location: str = column("Where it searched: a city, region or country in free text.")
    requested_leads: int = column("How many leads were asked for.", ge=0)
    found_leads: int = column("How many leads the job has found so far.", ge=0)
    processed_leads: int = column("How many of them are processed to the end.", ge=0)
    credits_used: int = column("Credits charged for the job; 0 until it is charged.", ge=0)
    status: str = column("State of the job.", upper=True, isin=["QUEUED", "RUNNING", *FINAL_STATUSES])
    progress: int = column("Progress in percent.", in_range={"min_value": 0, "max_value": 100})
    created_at: Instant = column("When the job was ordered.", fixed=True)
    started_at: Instant = column("When it began; empty while queued.", null=True)
    finished_at: Instant = column("When it ended; empty until then.", null=True)


JOBS = Endpoint(
    name="jobs",
    path="/jobs",
    rows="jobs",
    table=Table(Jobs, key=("id",), wire_name=camel_case),
    paging=OffsetPaging(page_size=100),
    scope="jobs:read",
    description="Search jobs: what was asked for, what was found, what it cost.",
)
