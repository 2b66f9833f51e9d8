"""What the made-up world holds: exact sizes, equal for equal seeds, and believable.

Rates are given room; sizes and equality are exact.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline_tests.sandbox.conftest import NOW, MakeCaller

WORKFLOWS = {"GOOGLE_MAPS", "LINKEDIN", "INSTAGRAM", "TIKTOK", "FACEBOOK", "YELLOW_PAGES", "CUSTOM"}


@pytest.fixture(scope="module")
def world() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    system = Sandbox(SandboxOptions(leads=9000, live_jobs=0, now=NOW)).flowmaticx
    truth: Any = system.truth()
    return truth["jobs"], truth["leads"]


@pytest.mark.parametrize(
    ("leads", "jobs", "live"),
    [(0, None, 0), (0, None, 3), (1, None, 3), (5, 9, 3), (89, None, 0), (500, 1, 0), (2000, None, 3), (3000, 100, 8)],
)
def test_sizes_are_exact(leads: int, jobs: int | None, live: int) -> None:
    system = Sandbox(SandboxOptions(leads=leads, jobs=jobs, live_jobs=live, now=NOW)).flowmaticx
    assert len(system.leads()) == sum(int(str(job["foundLeads"])) for job in system.jobs()) == leads
    open_jobs = [job for job in system.jobs() if job["status"] in ("QUEUED", "RUNNING")]
    assert len(open_jobs) == live
    if jobs is not None:
        assert len(system.jobs()) == jobs


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"leads": -1}, "leads=-1"),
        ({"leads": 501, "jobs": 1, "live_jobs": 0}, "do not fit"),
        ({"jobs": 2, "live_jobs": 3}, "live_jobs=3"),
        ({"history_days": 0}, "history_days"),
        ({"now": datetime(2026, 5, 20)}, "time zone"),  # noqa: DTZ001 - that is the point
    ],
)
def test_options_refuse_nonsense(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SandboxOptions(**options)


def test_equal_options_answer_byte_for_byte_alike(make_caller: MakeCaller) -> None:
    one, other = make_caller(), make_caller()
    for path in ("/jobs?limit=100", "/leads?billable_only=false&limit=100", "/leads?offset=300", "/credits"):
        assert one.get(path).content == other.get(path).content
    assert one.post_job().content == other.post_job().content


def test_another_seed_is_another_world(make_caller: MakeCaller) -> None:
    assert make_caller().get("/leads").content != make_caller(seed=8).get("/leads").content


def test_jobs_hold_ninety_leads_on_average(world: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    found = [job["foundLeads"] for job in world[0]]
    assert 80 <= sum(found) / len(found) <= 100
    assert max(found) <= 500
    assert sum(20 <= count <= 200 for count in found) > 0.85 * len(found)


def test_jobs_are_made_in_office_hours_over_the_history() -> None:
    options = SandboxOptions(leads=90_000, live_jobs=0, history_days=30, now=NOW)
    created = [datetime.fromisoformat(str(job["createdAt"])) for job in Sandbox(options).flowmaticx.jobs()]
    assert created == sorted(created, reverse=True)
    assert datetime(2026, 4, 20, tzinfo=UTC) <= created[-1] <= datetime(2026, 4, 22, tzinfo=UTC)
    assert created[0] < NOW
    weekend = sum(moment.weekday() >= 5 for moment in created) / len(created)
    office = sum(8 <= moment.hour < 18 for moment in created) / len(created)
    assert weekend < 0.15
    assert office > 0.6


def test_a_lead_takes_700_to_1000_bytes(world: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    size = len(json.dumps(world[1], ensure_ascii=False, separators=(",", ":")).encode()) / len(world[1])
    assert 700 <= size <= 1000


def test_all_workflow_types_occur_even_in_a_small_world() -> None:
    jobs = Sandbox(SandboxOptions(leads=700, jobs=10, now=NOW)).flowmaticx.jobs()
    assert {job["workflowType"] for job in jobs} == WORKFLOWS


def test_names_come_in_many_scripts(world: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    letters = Counter(
        unicodedata.name(sign, "?").split()[0] for lead in world[1] for sign in lead["businessName"] if sign.isalpha()
    )
    assert {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"} <= set(letters)
    text = "".join(lead["businessName"] for lead in world[1])
    assert set("éüßłøşñ") & set(text) >= set("éüßłş")
    assert any(unicodedata.category(sign) == "So" for sign in text)


def test_addresses_are_reserved_ones_and_phones_are_of_the_country(
    world: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    dialling = {"GB": "+44", "DE": "+49", "JP": "+81", "US": "+1", "EG": "+20", "UA": "+380", "IL": "+972"}
    for lead in world[1]:
        assert lead["domain"] is None or re.fullmatch(r"[a-z0-9-]+\.example", lead["domain"])
        assert lead["website"] in (None, lead["domain"], f"www.{lead['domain']}")
        assert lead["email"] is None or re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", lead["email"])
        assert lead["phone"] is None or re.fullmatch(r"\+[1-9][0-9]{7,14}", lead["phone"])
        assert not lead["phone"] or lead["phone"].startswith(dialling.get(lead["country"], "+"))


def test_nulls_have_believable_rates(world: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    leads = world[1]
    share = {name: sum(lead[name] is None for lead in leads) / len(leads) for name in leads[0]}
    for name in ("email", "phone", "website", "decisionMakerName", "address", "rating", "icebreaker", "category"):
        assert 0.005 < share[name] < 0.6, name
    for name in ("id", "businessName", "country", "isBillable", "createdAt", "keyword"):
        assert share[name] == 0
    assert all((lead["email"] is None) == (lead["emailStatus"] is None) for lead in leads)
    assert all((lead["decisionMakerName"] is None) == (lead["decisionMakerRole"] is None) for lead in leads)


def test_leads_without_charge_are_invalid_or_known_or_without_email(
    world: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    free = [lead for lead in world[1] if not lead["isBillable"]]
    assert 0.15 < len(free) / len(world[1]) < 0.45
    assert {lead["emailStatus"] for lead in free} == {None, "INVALID", "VALID"}
    assert {lead["emailStatus"] for lead in world[1] if lead["isBillable"]} == {"VALID", "RISKY"}


def test_ai_texts_are_there_for_all_leads_of_a_job_or_for_none(
    world: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    by_job = defaultdict(set)
    for lead in world[1]:
        texts = [lead[name] is None for name in ("icebreaker", "emailSubject", "emailBody", "aiInsight")]
        assert len(set(texts)) == 1
        by_job[lead["job_id"]].add(texts[0])
    assert all(len(seen) == 1 for seen in by_job.values())
    assert {value for seen in by_job.values() for value in seen} == {True, False}


def test_some_businesses_are_found_by_several_jobs(
    world: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    jobs_of = defaultdict(set)
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for lead in world[1]:
        if lead["domain"]:
            jobs_of[lead["domain"]].add(lead["job_id"])
            named[lead["domain"]].add((lead["businessName"], str(lead["phone"])))
    shared = {domain for domain, jobs in jobs_of.items() if len(jobs) > 1}
    leads = sum(lead["domain"] in shared for lead in world[1])
    assert 0.02 < leads / len(world[1]) < 0.08
    assert all(len(named[domain]) == 1 for domain in shared)
