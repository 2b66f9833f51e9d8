"""FlowMaticX as it is documented: every field of its examples is a column, none is made up, and each says what it is.

The examples are copied from the vendor's API reference.
"""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.table import Keep

JOB: dict[str, object] = {
    "id": 10042, "workflowType": "GOOGLE_MAPS", "keyword": "plumber", "location": "Manchester, UK",
    "requestedLeads": 50, "foundLeads": 47, "processedLeads": 47, "creditsUsed": 94, "status": "COMPLETED",
    "progress": 100, "createdAt": "2026-05-04T10:00:00Z", "startedAt": "2026-05-04T10:00:05Z",
    "finishedAt": "2026-05-04T10:02:15Z",
}  # fmt: skip
LEAD: dict[str, object] = {
    "id": 98321, "businessName": "Bloom Florist", "category": "Florist", "email": "sarah@bloomflorist.co.uk",
    "emailStatus": "VALID", "decisionMakerName": "Sarah Blake", "decisionMakerRole": "Owner",
    "phone": "+441615551234", "website": "bloomflorist.co.uk", "domain": "bloomflorist.co.uk",
    "address": "14 Market St", "city": "Manchester", "postalCode": "M1 1AB", "country": "GB", "rating": 4.8,
    "reviewsCount": 127, "icebreaker": "Congrats on the 4.8 rating...",
    "emailSubject": "Quick question about your website", "emailBody": "Hi Sarah, ...",
    "aiInsight": "Active Google Maps presence with strong reviews...", "keyword": "florist", "isBillable": True,
    "createdAt": "2026-05-04T10:02:15Z",
}  # fmt: skip
CREDITS: dict[str, object] = {
    "planId": "AGENCY", "creditsTotal": 1500, "creditsUsed": 650, "creditsRemaining": 850,
    "currentPeriodStart": "2026-05-01T00:00:00Z", "currentPeriodEnd": "2026-05-31T23:59:59Z", "status": "ACTIVE",
}  # fmt: skip
EXAMPLES = {"jobs": JOB, "leads": LEAD, "credits": CREDITS}
TYPES: dict[type, pl.DataType] = {int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean(), str: pl.String()}

each_resource = pytest.mark.parametrize("name", EXAMPLES)


def type_of(value: object) -> pl.DataType:
    """The column type of an example's value: a text with a `T` and a `Z` in their places is an instant."""
    if isinstance(value, str) and value[10:11] == "T" and value.endswith("Z"):
        assert datetime.fromisoformat(value).tzinfo == UTC
        return pl.Datetime("us")
    return TYPES[type(value)]


def test_there_are_the_three_resources_that_can_be_read() -> None:
    assert [endpoint.name for endpoint in FLOWMATICX.endpoints] == ["jobs", "leads", "credits"]
    assert SOURCES["flowmaticx"] is FLOWMATICX


@each_resource
def test_every_documented_field_is_declared_and_none_more(name: str) -> None:
    columns = FLOWMATICX.endpoint(name).table.wire_columns
    assert [column.wire for column in columns] == [*EXAMPLES[name]]


@each_resource
def test_each_column_has_the_type_of_its_example(name: str) -> None:
    for column in FLOWMATICX.endpoint(name).table.wire_columns:
        assert column.dtype == type_of(EXAMPLES[name][str(column.wire)]), column.name


@each_resource
def test_the_example_keeps_every_rule(name: str) -> None:
    table = FLOWMATICX.endpoint(name).table
    values = {column.name: EXAMPLES[name].get(str(column.wire)) for column in table.columns}
    instants = {column.name for column in table.columns if column.dtype == pl.Datetime("us")}
    row = {key: datetime.fromisoformat(str(value)[:-1]) if key in instants else value for key, value in values.items()}
    table.schema.validate(pl.DataFrame([row], schema={column.name: column.dtype for column in table.columns}))


@each_resource
def test_each_column_says_what_it_is(name: str) -> None:
    endpoint = FLOWMATICX.endpoint(name)
    described = [column.description for column in endpoint.table.columns]
    assert all(text[0].isupper() and text.endswith(".") for text in [*described, endpoint.description])
    assert len({*described}) == len(described)


def test_no_two_names_in_a_wire_are_alike() -> None:
    for endpoint in FLOWMATICX.endpoints:
        names = [column.name for column in endpoint.table.columns]
        assert len({*names}) == len(names)
        assert all(name == name.lower() for name in names)


def test_what_can_name_a_person_is_marked() -> None:
    personal = {column.name for column in FLOWMATICX.endpoint("leads").table.columns if column.personal}
    assert personal == {
        "email", "decision_maker_name", "decision_maker_role", "phone", "address", "icebreaker", "email_subject",
        "email_body", "ai_insight",
    }  # fmt: skip
    assert not any(
        column.personal for name in ("jobs", "credits") for column in FLOWMATICX.endpoint(name).table.columns
    )


def test_a_lead_gets_its_job_from_the_walk_and_every_lead_is_asked_for() -> None:
    leads = FLOWMATICX.endpoint("leads")
    assert leads.params == {"billable_only": "false"}
    assert leads.per is not None
    assert (leads.per.parent, leads.per.param, leads.per.fills) == ("jobs", "job_id", "job_id")
    assert leads.per.final_values == {"COMPLETED", "FAILED", "TIMED_OUT"}
    assert [column.name for column in leads.table.columns if column.wire is None] == ["job_id"]


@pytest.mark.parametrize(
    ("name", "path", "scope", "key", "keep"),
    [
        ("jobs", "/jobs", "jobs:read", ("id",), Keep.LATEST),
        ("leads", "/leads", "leads:read", ("id",), Keep.LATEST),
        ("credits", "/credits", "credits:read", (), Keep.HISTORY),
    ],
)
def test_each_resource_has_its_address_scope_and_key(
    name: str, path: str, scope: str, key: tuple[str, ...], keep: Keep
) -> None:
    endpoint = FLOWMATICX.endpoint(name)
    assert (endpoint.path, endpoint.scope, endpoint.table.key, endpoint.table.keep) == (path, scope, key, keep)


def test_lists_are_read_by_the_largest_page_and_credits_in_one() -> None:
    assert {FLOWMATICX.endpoint(name).paging for name in ("jobs", "leads")} == {OffsetPaging(page_size=100)}
    assert FLOWMATICX.endpoint("credits").paging == OnePage()


def test_the_key_and_the_budget_are_the_documented_ones() -> None:
    assert (FLOWMATICX.base_url, FLOWMATICX.key_prefix) == ("https://app.flowmaticx.com/api/v1", "lg_live_")
    assert FLOWMATICX.key_header == ("Authorization", "Bearer ")
    assert FLOWMATICX.budget == Budget(requests=300, seconds=60)
