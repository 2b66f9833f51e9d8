"""The two lists and the balance: fields, order, paging, filters, as the vendor's document has them.

Keys are in test_keys, new jobs in test_posting.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller

JOB_FIELDS = [
    "id",
    "workflowType",
    "keyword",
    "location",
    "requestedLeads",
    "foundLeads",
    "processedLeads",
    "creditsUsed",
    "status",
    "progress",
    "createdAt",
    "startedAt",
    "finishedAt",
]
LEAD_FIELDS = [
    *("id", "businessName", "category", "email", "emailStatus", "decisionMakerName", "decisionMakerRole", "phone"),
    *("website", "domain", "address", "city", "postalCode", "country", "rating", "reviewsCount", "icebreaker"),
    *("emailSubject", "emailBody", "aiInsight", "keyword", "isBillable", "createdAt"),
]


def test_a_job_has_the_documented_fields(caller: Caller) -> None:
    assert all(list(job) == JOB_FIELDS for job in caller.data("/jobs")["jobs"])


def test_a_lead_has_the_documented_fields(caller: Caller) -> None:
    assert all(list(lead) == LEAD_FIELDS for lead in caller.data("/leads")["leads"])


def test_a_lead_never_tells_its_job(caller: Caller) -> None:
    job = caller.data("/jobs", status="COMPLETED")["jobs"][0]
    leads = caller.all_leads(job_id=job["id"])
    assert leads
    assert all("job" not in name.lower() for lead in leads for name in lead)


def test_the_balance_has_the_documented_fields(caller: Caller) -> None:
    balance = caller.data("/credits")
    assert list(balance) == [
        *("planId", "creditsTotal", "creditsUsed", "creditsRemaining", "currentPeriodStart", "currentPeriodEnd"),
        "status",
    ]
    assert balance["creditsRemaining"] == balance["creditsTotal"] - balance["creditsUsed"]
    assert balance["currentPeriodStart"] == "2026-05-01T00:00:00Z"
    assert balance["currentPeriodEnd"] == "2026-05-31T23:59:59Z"


def test_answers_are_json_in_an_envelope_that_says_ok_only(caller: Caller) -> None:
    for path in ("/jobs", "/leads", "/credits"):
        answer = caller.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert list(answer.json()) == ["ok", "data"]


@pytest.mark.parametrize("name", ["jobs", "leads"])
def test_a_list_is_newest_first_and_says_its_paging(caller: Caller, name: str) -> None:
    page = caller.data(f"/{name}", limit=4, offset=1)
    assert list(page) == [name, "total", "limit", "offset"]
    assert (page["limit"], page["offset"], len(page[name])) == (4, 1, 4)
    ids = [row["id"] for row in caller.walk(name)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == len(set(ids)) == page["total"]
    assert [row["id"] for row in page[name]] == ids[1:5]


def test_limit_is_50_unless_given(caller: Caller) -> None:
    page = caller.data("/leads")
    assert (page["limit"], page["offset"], len(page["leads"])) == (50, 0, 50)


def test_behind_the_end_there_is_an_empty_page(caller: Caller) -> None:
    page = caller.data("/leads", offset=10_000)
    assert page["leads"] == []
    assert page["total"] > 0
    assert caller.data("/jobs", offset=10_000)["jobs"] == []


def test_leads_are_billable_only_unless_asked(caller: Caller) -> None:
    everything = caller.all_leads()
    billable = caller.walk("leads")
    assert {lead["isBillable"] for lead in billable} == {True}
    assert [lead for lead in everything if lead["isBillable"]] == billable
    assert len(billable) < len(everything) == 450


@pytest.mark.parametrize("status", ["VALID", "RISKY", "INVALID"])
def test_leads_are_filtered_by_email_status(caller: Caller, status: str) -> None:
    wanted = [lead for lead in caller.all_leads() if lead["emailStatus"] == status]
    assert caller.all_leads(email_status=status) == wanted
    assert caller.walk("leads", email_status=status) == [lead for lead in wanted if lead["isBillable"]]


@pytest.mark.parametrize("status", ["QUEUED", "RUNNING", "COMPLETED", "FAILED", "TIMED_OUT"])
def test_jobs_are_filtered_by_status(caller: Caller, status: str) -> None:
    assert caller.walk("jobs", status=status) == [job for job in caller.walk("jobs") if job["status"] == status]


def test_every_jobs_leads_add_up_to_all_leads(caller: Caller) -> None:
    jobs = caller.walk("jobs")
    by_job = [caller.all_leads(job_id=job["id"]) for job in jobs]
    assert [len(leads) for leads in by_job] == [job["foundLeads"] for job in jobs]
    joined = sorted((lead for leads in by_job for lead in leads), key=lambda lead: -lead["id"])
    assert joined == caller.all_leads()


def test_an_unknown_job_has_no_leads_and_is_no_error(caller: Caller) -> None:
    for job_id in (1, 10_002, 999_999, -5):
        page = caller.data("/leads", job_id=job_id)
        assert (page["leads"], page["total"]) == ([], 0)


@pytest.mark.parametrize("text", ["true", "1"])
def test_true_may_be_written_in_two_ways(caller: Caller, text: str) -> None:
    assert caller.data("/leads", billable_only=text) == caller.data("/leads")


@pytest.mark.parametrize("text", ["false", "0"])
def test_false_may_be_written_in_two_ways(caller: Caller, text: str) -> None:
    assert caller.data("/leads", billable_only=text)["total"] == 450


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/leads", {"limit": 0}),
        ("/leads", {"limit": 101}),
        ("/leads", {"limit": "ten"}),
        ("/leads", {"limit": ""}),
        ("/leads", {"limit": "1_0"}),
        ("/leads", {"offset": -1}),
        ("/leads", {"job_id": "x"}),
        ("/leads", {"billable_only": "yes"}),
        ("/leads", {"email_status": "valid"}),
        ("/jobs", {"limit": 101}),
        ("/jobs", {"offset": "1.5"}),
        ("/jobs", {"status": "completed"}),
    ],
)
def test_a_query_that_does_not_fit_is_400_and_names_the_field(
    caller: Caller, path: str, query: dict[str, object]
) -> None:
    answer = caller.get(path, **query)
    (name,) = query
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == ("VALIDATION_ERROR", 400)
    assert error["message"].startswith(f"{name}:")


def test_unknown_query_values_are_passed_over(caller: Caller) -> None:
    assert caller.data("/jobs", updated_since="2026-01-01") == caller.data("/jobs")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/jobs/10001"), ("GET", "/nothing"), ("DELETE", "/jobs"), ("POST", "/leads")]
)
def test_what_the_document_does_not_name_is_404(caller: Caller, method: str, path: str) -> None:
    answer = caller.client.request(method, path)
    assert answer.status_code == 404
    body = answer.json()
    assert list(body) == ["ok", "error"]
    assert body["ok"] is False
    assert (body["error"]["code"], body["error"]["status"]) == ("NOT_FOUND", 404)
