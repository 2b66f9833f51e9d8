"""The bench's account follows by arithmetic; here it is counted out one by one."""

from __future__ import annotations

import pytest

from bench.server.account import NOT_CHARGED, Account, newest_first


@pytest.mark.parametrize(("leads", "jobs"), [(20_000, 106), (1_000, 5_000), (7, 1), (0, 3), (999, 20)])
def test_each_lead_is_in_exactly_one_job(leads: int, jobs: int) -> None:
    account = Account(leads, jobs)
    assert [lead for job in range(1, jobs + 1) for lead in account.leads_of(job)] == list(range(1, leads + 1))
    assert (account.leads, list(account.leads_of(0)), list(account.leads_of(jobs + 1))) == (leads, [], [])


def test_new_jobs_bring_leads_of_their_own_and_leave_the_others() -> None:
    account = Account(20_000, 106)
    before = [account.leads_of(job) for job in range(1, 107)]
    assert account.grow(0.05) == 5
    assert [account.leads_of(job) for job in range(1, 107)] == before
    new = [lead for job in range(107, 112) for lead in account.leads_of(job)]
    assert new == list(range(20_001, account.leads + 1))
    assert len(new) > 100


@pytest.mark.parametrize("charged_only", [True, False])
@pytest.mark.parametrize("leads", [range(1, 1), range(1, 235), range(57, 58), range(43, 44), range(93, 304)])
def test_the_pages_show_every_lead_once_newest_first(leads: range, charged_only: bool) -> None:
    wanted = [lead for lead in reversed(leads) if not (charged_only and lead % 10 == NOT_CHARGED)]
    shown: list[int] = []
    for offset in range(0, 400, 100):
        total, ids = newest_first(leads, offset, 100, charged_only=charged_only)
        assert total == len(wanted)
        shown += ids
    assert shown == wanted


def test_the_least_is_every_page_once_and_the_balance() -> None:
    account = Account(20_000, 106)
    pages = sum(-(-len(account.leads_of(job)) // 100) for job in range(1, 107))
    assert account.least_requests() == 2 + pages + 1
    assert account.least_requests(since_job=106) == 2 + 1


def test_an_account_without_jobs_is_refused() -> None:
    with pytest.raises(ValueError, match="0 jobs"):
        Account(10, 0)
