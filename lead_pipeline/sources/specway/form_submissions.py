"""Specway submissions: what people sent in with a form. `GET /forms/{id}/submissions`, newest first.

What is asked differs from form to form, so the answers are kept as JSON. No answer of this endpoint is documented.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent, UntilKnown


class FormSubmissions(pa.DataFrameModel):
    """One row a form that was sent in."""

    id: str = column("Id of the submission at Specway; where it tells none, one that is made of the rest.")
    form_id: str = column("Form that was sent in.", by_walk=True, wire="form_id")
    data: str = column("What was answered, as an object by field.", null=True, personal=True, json=True)
    created_at: Instant = column("When it was sent in (UTC).", null=True, may_lack=True)
    submitted_at: Instant = column("The same, where the server calls it so.", null=True, may_lack=True)


FORM_SUBMISSIONS_TABLE = Table(FormSubmissions, key=("id",), makes_keys=True)

FORM_SUBMISSIONS = Endpoint(
    name="form_submissions",
    path="/forms/{form_id}/submissions",
    rows="data",
    table=FORM_SUBMISSIONS_TABLE,
    paging=PAGES,
    scope="forms",
    description="What was sent in with each form.",
    per=OncePerParent(parent="forms", parent_key="id", param="form_id", fills="form_id", tells_change=False),
    until_known=UntilKnown(),
)
