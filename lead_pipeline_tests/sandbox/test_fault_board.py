"""Which requests a fault hits, and what it refuses to be.

What each kind does is in the files beside this one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lead_pipeline.sandbox import Fault, fault
from lead_pipeline.sandbox.faults import KINDS
from lead_pipeline_tests.sandbox.conftest import Caller


def statuses(caller: Caller, times: int, path: str = "/credits", **query: object) -> list[int]:
    return [caller.get(path, **query).status_code for _ in range(times)]


def test_a_fault_hits_once_unless_told_otherwise(caller: Caller) -> None:
    caller.sandbox.faults.add(Fault("status", params={"status": 503}))
    assert statuses(caller, 3) == [503, 200, 200]


def test_times_and_after_say_which_requests(caller: Caller) -> None:
    number = caller.sandbox.faults.arm("status", times=2, after=1, status=500)
    assert statuses(caller, 5) == [200, 500, 500, 200, 200]
    assert caller.sandbox.faults.hits(number) == 2


def test_times_none_is_for_ever_and_clear_ends_it(caller: Caller) -> None:
    number = caller.sandbox.faults.arm("status", times=None, status=500)
    assert statuses(caller, 4) == [500] * 4
    caller.sandbox.faults.clear(number)
    assert statuses(caller, 1) == [200]


def test_a_fault_keeps_to_its_route_and_method(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", "flowmaticx/jobs", times=None, method="POST", status=500)
    assert statuses(caller, 1) + statuses(caller, 1, "/jobs") + [caller.post_job().status_code] == [200, 200, 500]


def test_where_looks_at_the_query_and_knows_the_documented_defaults(caller: Caller) -> None:
    where = {"offset": 0, "billable_only": True}
    caller.sandbox.faults.arm("status", "flowmaticx/leads", times=None, where=where, status=500)
    assert statuses(caller, 1, "/leads", offset=10) == [200]
    assert statuses(caller, 1, "/leads", billable_only="false") == [200]
    assert statuses(caller, 1, "/leads") + statuses(caller, 1, "/leads", offset=0) == [500, 500]


def test_a_fault_on_pages_does_not_spend_itself_on_what_has_none(caller: Caller) -> None:
    caller.sandbox.faults.arm("empty_page")
    assert caller.data("/credits")
    assert caller.data("/jobs")["jobs"] == []


def test_a_request_that_is_refused_anyway_spends_no_fault(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", status=500)
    assert caller.client.get("/jobs", headers={"Authorization": ""}).status_code == 401
    assert statuses(caller, 1) == [500]


def test_two_faults_that_refuse_come_one_after_the_other(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", status=500)
    caller.sandbox.faults.arm("status", status=502)
    assert statuses(caller, 3) == [500, 502, 200]


def test_faults_add_up(caller: Caller) -> None:
    caller.sandbox.faults.arm("short_page", rows=2)
    caller.sandbox.faults.arm("field_missing", field="status")
    caller.sandbox.faults.arm("bom")
    answer = caller.get("/jobs")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    caller.sandbox.faults.arm("short_page", rows=2)
    caller.sandbox.faults.arm("field_missing", field="status")
    jobs = caller.data("/jobs")["jobs"]
    assert len(jobs) == 2
    assert "status" not in jobs[0]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"kind": "stats"}, "known are: .*status"),
        ({"kind": "status"}, "missing required field `status`"),
        ({"kind": "status", "params": {"staus": 500}}, "no parameter staus; known are: status, code, message, html"),
        ({"kind": "status", "params": {"status": 99}}, ">= 200"),
        ({"kind": "status", "params": {"status": "500"}}, "Expected `int`"),
        ({"kind": "slow", "params": {"seconds": 31}}, "<= 30"),
        ({"kind": "cut", "params": {"how": "gently"}}, "gently"),
        ({"kind": "insert_row", "params": {"at": "top"}}, "top"),
        ({"kind": "empty_page", "params": {"rows": 1}}, "known are: none"),
        ({"kind": "bom", "times": 0}, "times=0"),
        ({"kind": "bom", "after": -1}, "after=-1"),
        ({"kind": "bom", "method": "PUT"}, "PUT"),
    ],
)
def test_a_fault_refuses_nonsense(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Fault(**given)


def test_a_fault_on_an_unknown_route_is_refused(caller: Caller) -> None:
    with pytest.raises(ValueError, match=r"known are: .*flowmaticx/leads"):
        caller.sandbox.faults.add(fault("bom", "flowmaticx/lead"))


def test_a_fault_can_be_posted_back_as_it_is_shown() -> None:
    made = fault("cut", "flowmaticx/jobs", times=None, after=2, where={"offset": 100}, at=0.25)
    assert Fault(**made.as_json()) == made  # type: ignore[arg-type]  # JSON has no types


def test_every_kind_has_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_fault_on_*.py"))
    assert [kind for kind in KINDS if f'"{kind}"' not in tests] == []
