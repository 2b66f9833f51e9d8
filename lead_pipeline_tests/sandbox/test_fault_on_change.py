"""Faults that truly change the rows just before a request is answered.

After each, what the API shows and what is true are the same again.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller

ROUTE = "flowmaticx/leads"


def ids(caller: Caller, name: str = "leads", **query: object) -> list[int]:
    return [row["id"] for row in caller.walk(name, **{"billable_only": "false", **query})]


def request(caller: Caller, kind: str, offset: int = 200, route: str = ROUTE, **params: object) -> None:
    caller.sandbox.faults.arm(kind, route, **params)  # type: ignore[arg-type]  # params are the kind's
    caller.data(f"/{route.split('/')[1]}", billable_only="false", limit=100, offset=offset)


@pytest.mark.parametrize(
    ("at", "index"), [("head", 0), ("middle", 225), ("tail", 450), ("read", 100), (7, 7), (9999, 450)]
)
def test_insert_row_puts_a_row_at_its_place_for_good(caller: Caller, at: object, index: int) -> None:
    before = ids(caller)
    request(caller, "insert_row", at=at)
    after = ids(caller)
    assert len(after) == 451
    assert after[:index] + after[index + 1 :] == before
    assert after == sorted(after, reverse=True)
    assert after[index] not in before


@pytest.mark.parametrize(("at", "index"), [("head", 0), ("middle", 224), ("tail", 449), ("read", 100), (7, 7)])
def test_delete_row_takes_a_row_away_for_good(caller: Caller, at: object, index: int) -> None:
    before = ids(caller)
    request(caller, "delete_row", at=at)
    assert ids(caller) == before[:index] + before[index + 1 :]


def test_the_change_shows_in_the_very_answer(caller: Caller) -> None:
    before = ids(caller)
    caller.sandbox.faults.arm("delete_row", ROUTE, at="read", where={"offset": 100})
    page = caller.data("/leads", billable_only="false", limit=100, offset=100)
    assert page["total"] == 449
    assert [row["id"] for row in page["leads"]] == before[101:201]


def test_swap_row_keeps_the_total(caller: Caller) -> None:
    before = ids(caller)
    request(caller, "swap_row")
    after = ids(caller)
    assert len(after) == 450
    assert len(set(after) - set(before)) == len(set(before) - set(after)) == 1
    assert after[199] == before[200]


def test_many_rows_may_come_and_go(caller: Caller) -> None:
    before = ids(caller)
    request(caller, "insert_row", at="middle", count=20)
    added = ids(caller)
    assert len(set(added)) == 470
    assert added == sorted(added, reverse=True)
    request(caller, "insert_row", at="tail", count=20)
    request(caller, "delete_row", at="head", count=1000)
    assert ids(caller) == []
    assert before


def test_foundleads_follows_unless_the_change_is_silent(caller: Caller) -> None:
    job = caller.data("/jobs", status="COMPLETED")["jobs"][0]

    def found() -> tuple[int, int]:
        row = next(row for row in caller.walk("jobs") if row["id"] == job["id"])
        return row["foundLeads"], len(ids(caller, job_id=job["id"]))

    where = {"job_id": job["id"]}
    for kind, silent in (("insert_row", False), ("delete_row", True), ("insert_row", True), ("delete_row", False)):
        caller.sandbox.faults.arm(kind, ROUTE, where=where, silent=silent)
        caller.data("/leads", job_id=job["id"])
    count = job["foundLeads"]
    assert found() == (count, count)
    caller.sandbox.faults.arm("delete_row", ROUTE, where=where, silent=True)
    caller.data("/leads", job_id=job["id"])
    assert found() == (count, count - 1)


@pytest.mark.parametrize("query", [{}, {"email_status": "INVALID"}, {"email_status": "RISKY"}])
def test_an_inserted_row_passes_the_filters_of_the_request(caller: Caller, query: dict[str, str]) -> None:
    job = caller.data("/jobs", status="COMPLETED")["jobs"][1]["id"]
    before = ids(caller, job_id=job, **query)
    caller.sandbox.faults.arm("insert_row", ROUTE, at="middle")
    caller.data("/leads", job_id=job, billable_only="false", **query)
    assert len(ids(caller, job_id=job, **query)) == len(before) + 1


@pytest.mark.parametrize("status", [None, "COMPLETED"])
@pytest.mark.parametrize("at", ["head", "middle", "tail"])
def test_jobs_come_and_go_with_their_leads(caller: Caller, at: str, status: str | None) -> None:
    query = {} if status is None else {"status": status}
    before, leads = ids(caller, "jobs", **query), len(ids(caller))
    caller.sandbox.faults.arm("insert_row", "flowmaticx/jobs", at=at)
    assert caller.data("/jobs", **query)["total"] == len(before) + 1
    after = ids(caller, "jobs", **query)
    assert after == sorted(after, reverse=True)
    (new,) = set(after) - set(before)
    assert after.index(new) == {"head": 0, "middle": len(before) // 2, "tail": len(before)}[at]
    assert len(ids(caller, job_id=new)) == 3
    assert len(ids(caller)) == leads + 3
    index = after.index(new)
    caller.sandbox.faults.arm("delete_row", "flowmaticx/jobs", at=index)
    assert caller.data("/jobs", **query)["total"] == len(before)
    assert ids(caller, "jobs", **query) == before
    assert len(ids(caller)) == leads


def test_what_is_shown_is_what_is_true_after_any_change(caller: Caller) -> None:
    for at in ("head", "middle", "tail", "read"):
        request(caller, "insert_row", at=at, count=3)
        request(caller, "delete_row", at=at)
        request(caller, "swap_row", insert=at, delete="middle")
    assert caller.all_leads() == caller.sandbox.flowmaticx.leads()
    jobs = caller.walk("jobs")
    assert [len(ids(caller, job_id=job["id"])) for job in jobs] == [job["foundLeads"] for job in jobs]
    for query in ({"billable_only": "true"}, {"email_status": "VALID"}, {"email_status": "INVALID"}):
        page = caller.data("/leads", **query)
        assert page["total"] == len(caller.walk("leads", **query))
