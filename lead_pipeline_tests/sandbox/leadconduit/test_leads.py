"""The search for leads, and one lead by itself: fields, order, paging, filters.

What the people behind them are is tested with the journeys.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from lead_pipeline.sandbox.leadconduit.leads import in_order
from lead_pipeline_tests.sandbox.one_system import OneSystem

ROW = ["id", "created_at", "status", "quality_score", "source", "campaign"]
LEAD = ["id", "flow_id", "created_at", "updated_at", "status", "lead_data", "enhancements", "events", "quality_metrics"]


def truth(api: OneSystem) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.truth()["leads"]
    return rows


def walk(api: OneSystem, limit: int = 100, **query: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while page := api.body("/leads", limit=limit, offset=len(rows), **query)["leads"]:
        rows += page
    return rows


def test_a_page_says_page_numbers_though_it_was_asked_with_an_offset(api: OneSystem) -> None:
    total = len(truth(api))
    page = api.body("/leads", limit=40, offset=40)
    assert list(page) == ["total_count", "page_count", "current_page", "per_page", "leads"]
    assert (page["total_count"], page["per_page"], page["current_page"]) == (total, 40, 2)
    assert page["page_count"] == -(-total // 40)
    assert len(page["leads"]) == 40


def test_an_offset_within_a_page_says_the_number_of_the_page_it_is_in(api: OneSystem) -> None:
    assert [api.body("/leads", limit=40, offset=at)["current_page"] for at in (0, 39, 41, 80)] == [1, 1, 2, 3]


def test_no_leads_are_no_pages(api: OneSystem) -> None:
    page = api.body("/leads", status="lost in space")
    assert (page["total_count"], page["page_count"], page["current_page"], page["leads"]) == (0, 0, 1, [])


@pytest.mark.parametrize("limit", [7, 100])
def test_pages_to_the_end_are_the_truth_oldest_first(api: OneSystem, limit: int) -> None:
    rows = walk(api, limit)
    held = {row["id"]: row for row in truth(api)}
    assert len(rows) == len(held) == len({row["id"] for row in rows}) > 200
    assert all(row == {name: held[row["id"]][name] for name in ROW} for row in rows)
    times = [row["created_at"] for row in rows]
    assert times == sorted(times)


def test_a_row_tells_no_contact_no_flow_and_no_time_of_change(api: OneSystem) -> None:
    assert all(list(row) == ROW for row in walk(api))


def test_the_filters_are_on_flow_status_and_time_of_creation(api: OneSystem) -> None:
    held = truth(api)
    flow = api.body("/flows")["flows"][0]["id"]
    for status in ("delivered", "rejected", "converted"):
        found = {row["id"] for row in walk(api, flow_id=flow, status=status)}
        assert found == {row["id"] for row in held if row["flow_id"] == flow and row["status"] == status}
        assert found
    assert not walk(api, flow_id="flow_of_others")


def test_created_after_leaves_out_the_very_second(api: OneSystem) -> None:
    newest = walk(api)[-3]["created_at"]
    later = [row["created_at"] for row in walk(api, created_after=newest)]
    assert later == [row["created_at"] for row in walk(api) if row["created_at"] > newest]
    assert newest not in later
    second_before = datetime.fromisoformat(newest) - timedelta(seconds=1)
    assert walk(api, created_after=second_before.isoformat())[0]["created_at"] == newest


def test_a_switch_lets_created_after_take_in_the_very_second(api: OneSystem) -> None:
    newest = walk(api)[-3]["created_at"]
    api.edit("switch", name="created_after_inclusive")
    assert min(row["created_at"] for row in walk(api, created_after=newest)) == newest


def test_a_switch_turns_the_order_round_as_none_is_documented(api: OneSystem) -> None:
    oldest_first = walk(api, status="rejected")
    api.edit("switch", name="newest_first")
    assert walk(api, status="rejected") == oldest_first[::-1]


def test_a_lead_by_itself_has_its_data_and_its_events(api: OneSystem) -> None:
    for row in walk(api)[:60]:
        lead = api.body(f"/leads/{row['id']}")
        assert list(lead) == LEAD
        assert lead["status"] == row["status"]
        assert all(isinstance(value, str) for value in lead["lead_data"].values())
        assert lead["events"][0] | {"id": "", "type": "received", "outcome": "success"} == {
            "id": "",
            "type": "received",
            "timestamp": lead["created_at"],
            "outcome": "success",
        }
        assert lead["events"][-1]["timestamp"] == lead["updated_at"]
        assert (lead["quality_metrics"] or {}).get("overall_score") == row["quality_score"]


def test_within_a_lead_the_recipient_is_a_name_and_what_is_not_known_is_left_out(api: OneSystem) -> None:
    (row, *_) = walk(api, status="delivered")
    delivered = api.body(f"/leads/{row['id']}")["events"][-1]
    assert list(delivered) == ["id", "type", "timestamp", "outcome", "recipient"]
    assert isinstance(delivered["recipient"], str)


def test_a_lead_that_nobody_has_looked_at_has_no_score(api: OneSystem) -> None:
    (key,) = api.edit("add_rows", resource="leads")
    assert api.body(f"/leads/{key}")["quality_metrics"] is None
    assert walk(api)[-1] == {
        "id": key,
        "created_at": "2026-05-20T10:00:00Z",
        "status": "received",
        "quality_score": None,
        "source": None,
        "campaign": None,
    }


def test_american_numbers_and_post_codes_are_put_in_order() -> None:
    sent = {"phone": "(212) 555-0123 ", "postal_code": "10001", "country": "US", "email": " A@B.EXAMPLE"}
    assert in_order(sent) == {**sent, "phone": "+12125550123", "postal_code": "10001-0123"}
    assert in_order({"phone": "0161 555 0123", "country": "GB"}) == {"phone": "0161 555 0123", "country": "GB"}


def test_leads_change_after_they_were_created_and_only_the_lead_itself_tells_when(api: OneSystem) -> None:
    before = {row["id"]: row for row in truth(api)}
    api.control("POST", "/clock", {"advance_seconds": 20 * 86_400})
    after = {row["id"]: row for row in truth(api)}
    moved = [key for key in before if before[key]["status"] != after[key]["status"]]
    assert moved
    for key in moved:
        assert api.body(f"/leads/{key}")["updated_at"] > before[key]["updated_at"]
    assert len(after) > len(before)
    assert set(moved).isdisjoint(row["id"] for row in walk(api, created_after="2026-05-20T10:00:00Z"))


def test_leads_of_a_batch_share_their_second_so_that_none_can_be_asked_for_after_another(api: OneSystem) -> None:
    batches = Counter(row["created_at"] for row in walk(api) if row["source"] == "flowmaticx")
    second, count = batches.most_common(1)[0]
    assert count > 1
    assert not [row for row in walk(api, created_after=second) if row["created_at"] == second]
