"""The marts agree with a recomputation in plain Python from what the sandboxes told: to the last row and value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline_tests.dbt_project import recomputed_credits as credit_marts
from lead_pipeline_tests.dbt_project.recomputed_leads import Recomputed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lead_pipeline_tests.dbt_project.accounts import Accounts, Row
    from lead_pipeline_tests.dbt_project.building import Ended

KEYS = {
    "jobs": ("account", "job_id"),
    "leads": ("account", "lead_id"),
    "lead_quality": ("account", "created_date", "workflow_type", "keyword", "location"),
    "credit_usage": ("account", "job_id"),
    "credit_usage_daily": ("account", "usage_date"),
    "credit_balance": ("account", "balance_date"),
    "credit_forecast": ("account", "forecast_date"),
    "credit_reconciliation": ("account", "period_start_at"),
}


@pytest.fixture(scope="module")
def recomputed(accounts: Accounts, built: Ended) -> dict[str, Iterable[Row]]:
    assert built.code == 0, built.said
    leads = Recomputed(accounts)
    usage = credit_marts.credit_usage(leads)
    daily = credit_marts.credit_usage_daily(usage, accounts.readings)
    return {
        "jobs": leads.jobs.values(),
        "leads": leads.leads.values(),
        "lead_quality": leads.lead_quality(),
        "credit_usage": usage.values(),
        "credit_usage_daily": daily.values(),
        "credit_balance": credit_marts.credit_balance(daily, accounts.readings),
        "credit_forecast": credit_marts.credit_forecast(daily, accounts.readings),
        "credit_reconciliation": credit_marts.credit_reconciliation(leads, accounts.readings),
    }


@pytest.mark.parametrize("mart", KEYS)
def test_a_mart_is_what_plain_python_makes_of_the_truth(
    mart: str, accounts: Accounts, recomputed: dict[str, Iterable[Row]]
) -> None:
    def by_key(rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
        keyed = {tuple(row[name] for name in KEYS[mart]): row for row in rows}
        assert keyed
        return keyed

    rows = accounts.query(f"from marts.{mart}")
    here, there = by_key(rows), by_key(recomputed[mart])
    assert len(rows) == len(here)
    assert here.keys() == there.keys()
    wrong = {
        key: {
            name: (value, there[key].get(name, "no such column"))
            for name, value in row.items()
            if value != there[key].get(name, "no such column")
        }
        for key, row in here.items()
        if row != there[key]
    }
    assert not wrong


@pytest.mark.parametrize(
    "condition",
    [
        "waste_reason = 'duplicate'",
        "waste_reason = 'unreachable'",
        "waste_reason = 'invalid_address'",
        "job_id is null",
        "is_billable and used_credits is null",
        "business_key is null",
        "business_key like 'name:%'",
        "business_key like 'email:%'",
        "business_key like 'phone:+%'",
        "used_credits % 1 <> 0",
    ],
)
def test_what_was_compared_has_leads_of_each_kind(condition: str, accounts: Accounts, built: Ended) -> None:
    assert built.code == 0
    assert accounts.query(f"from marts.leads where {condition}")


@pytest.mark.parametrize(
    "condition",
    ["is_deleted", "deleted_lead_credits > 0", "unexplained_credits > 0", "not is_final", "found_leads > 80"],
)
def test_what_was_compared_has_jobs_of_each_kind(condition: str, accounts: Accounts, built: Ended) -> None:
    assert built.code == 0
    assert accounts.query(f"from marts.credit_usage where {condition}")
