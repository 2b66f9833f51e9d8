"""The bench's server over a real socket, in its own process, and one sync of ours against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import httpx
import pytest

from bench.sitting import KEY, Sitting, sitting

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADERS = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture(scope="module")
def served() -> Iterator[Sitting]:
    with sitting(1_000, 20, bad=True) as here:
        yield here


@pytest.fixture
def here(served: Sitting) -> Sitting:
    served.rules()
    return served


def ask(here: Sitting, name: str, **params: Any) -> httpx.Response:
    return httpx.get(f"{here.base_url}/{name}", params=params, headers=HEADERS)


def test_a_page_has_rows_total_limit_and_offset(here: Sitting) -> None:
    data = ask(here, "leads", billable_only="false", limit=100, offset=950).json()["data"]
    assert [row["id"] for row in data["leads"]] == list(range(50, 0, -1))
    assert (data["total"], data["limit"], data["offset"]) == (1_000, 100, 950)


def test_the_lists_of_all_jobs_hold_every_lead_once(here: Sitting) -> None:
    jobs = ask(here, "jobs").json()["data"]["jobs"]
    lists = [ask(here, "leads", billable_only="false", limit=100, job_id=job["id"]).json()["data"] for job in jobs]
    assert [told["total"] for told in lists] == [job["foundLeads"] for job in jobs]
    assert [row["id"] for told in lists for row in told["leads"]] == list(range(1_000, 0, -1))


def test_leads_that_were_not_charged_are_shown_only_when_asked_for(here: Sitting) -> None:
    charged = ask(here, "leads").json()["data"]
    assert (charged["total"], len(charged["leads"])) == (900, 50)
    assert all(row["isBillable"] for row in charged["leads"])


@pytest.mark.parametrize("params", [{"limit": 101}, {"limit": 0}, {"offset": -1}, {"email_status": "VALID"}])
def test_what_it_cannot_answer_it_refuses(here: Sitting, params: dict[str, Any]) -> None:
    assert ask(here, "leads", **params).status_code == 400


def test_without_a_key_there_is_nothing_to_read(here: Sitting) -> None:
    assert httpx.get(f"{here.base_url}/jobs").status_code == 401


def test_the_journal_counts_every_request_also_those_that_are_refused(here: Sitting) -> None:
    here.rules(limit=3)
    codes = [ask(here, "jobs").status_code for _ in range(4)] + [ask(here, "credits").status_code]
    assert codes == [200, 200, 200, 429, 429]
    assert 50 <= int(ask(here, "leads").headers["Retry-After"]) <= 60
    told = here.journal()
    assert (told["requests"], told["limited"]) == ({"jobs": 4, "credits": 1, "leads": 1}, 3)
    assert len(told["times"]) == here.requests() == 6


def test_answers_that_take_their_time_come_in_order_on_one_connection(here: Sitting) -> None:
    here.rules(quickest=0.02, slowest=0.05)
    with httpx.Client(headers=HEADERS, base_url=here.base_url) as client:
        for job in range(1, 6):
            answer = client.get("/leads", params={"job_id": job, "billable_only": "false", "limit": 100})
            ids = {row["id"] for row in answer.json()["data"]["leads"]}
            assert ids == set(here.account.leads_of(job))
            assert answer.elapsed.total_seconds() >= 0.02


def test_a_sync_lands_what_there_is_and_what_is_new(served: Sitting) -> None:
    served.rules()
    first = served.sync("home")
    assert first.requests >= served.account.least_requests()
    assert first.peak_megabytes > 10
    served.grow(0.1)
    served.sync("home")
    with duckdb.connect(str(served.folder / "home" / "warehouse.duckdb"), read_only=True) as connection:
        held = connection.execute("select id, job_id from raw_flowmaticx.leads").fetchall()
        aside = {int(key) for (key,) in connection.execute("select key from quarantine.flowmaticx_leads").fetchall()}
    account = served.account
    assert {lead for lead, _ in held} | aside == set(range(1, account.leads + 1))
    assert account.leads > 1_000
    assert all(lead in account.leads_of(job) for lead, job in held)


def test_a_command_that_fails_gives_no_figure(here: Sitting) -> None:
    with pytest.raises(RuntimeError, match="no-such-command"):
        here.command("home", "no-such-command")
