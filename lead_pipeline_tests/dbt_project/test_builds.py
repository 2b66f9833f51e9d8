"""What a build does with what it is given: the same twice, nothing out of nothing, a halt where a mart would be wrong.

Data that is odd but may come is no reason to halt: it is warned of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.dbt_project.building import dbt

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.dbt_project.accounts import Accounts, Row

MARTS = (
    "jobs",
    "leads",
    "lead_quality",
    "credit_usage",
    "credit_usage_daily",
    "credit_balance",
    "credit_reconciliation",
)
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
ODD = (
    "update raw_flowmaticx.jobs set found_leads = 0, requested_leads = 0 where id % 4 = 0",
    "update raw_flowmaticx.jobs set started_at = finished_at + interval 1 day where id % 4 = 1",
    "update raw_flowmaticx.jobs set finished_at = null, created_at = '1970-01-01' where id % 4 = 2",
    "update raw_flowmaticx.leads set email = null, phone = null, domain = null, website = null where id % 5 = 0",
    "update raw_flowmaticx.leads set email_status = null, business_name = null, keyword = null where id % 5 = 0",
    "update raw_flowmaticx.leads set job_id = 999999999 where id % 11 = 0",
    "insert into raw_flowmaticx.credits from raw_flowmaticx.credits",
    "update raw_flowmaticx.credits set credits_total = 1, credits_remaining = 1 - credits_used where account = 'north'",
    "update raw_flowmaticx.credits set current_period_end = '1999-01-01', credits_total = 0 where account = 'south'",
)


def rows(known: Accounts) -> dict[str, list[Row]]:
    return {mart: known.query(f"from marts.{mart} order by all") for mart in MARTS}


def test_a_second_build_changes_nothing_and_mends_what_is_of_another_kind(copied: Accounts, tmp_path: Path) -> None:
    before = rows(copied)
    assert all(before.values())
    copied.execute(
        "drop view staging.stg_flowmaticx__jobs",
        "create table staging.stg_flowmaticx__jobs as select 1 as one",
        "drop table marts.jobs",
        "create view marts.jobs as select 1 as one",
    )
    assert dbt("build", copied.warehouse, tmp_path, "--resource-type", "seed", "--resource-type", "model").code == 0
    assert rows(copied) == before


def test_empty_tables_make_empty_marts(copied: Accounts, tmp_path: Path) -> None:
    copied.execute(*(f"delete from raw_flowmaticx.{table}" for table in ("jobs", "leads", "credits")))
    ended = dbt("build", copied.warehouse, tmp_path, *WITHOUT_UNIT_TESTS)
    assert ended.code == 0, ended.said
    assert set(ended.results().values()) == {"success", "pass"}
    assert not any(rows(copied).values())


def test_odd_data_is_built_and_warned_of(copied: Accounts, tmp_path: Path) -> None:
    copied.execute(*ODD)
    ended = dbt("build", copied.warehouse, tmp_path, *WITHOUT_UNIT_TESTS)
    assert ended.code == 0, ended.said
    assert {name for name, status in ended.results().items() if status == "warn"} == {
        "credit_balance_is_not_overdrawn",
        "credits_left_are_total_less_used",
        "credits_are_read_in_the_period_they_tell_of",
        "jobs_begin_after_they_are_ordered_and_end_after_they_begin",
        "jobs_wait_and_run_for_no_negative_time",
        "lead_quality_finds_no_more_than_was_requested",
        "leads_name_a_job_that_is_known",
    }


def test_a_build_with_little_memory_goes_on_on_disk(copied: Accounts, tmp_path: Path) -> None:
    many = "select rows.* replace (account || n as account) from raw_flowmaticx.{0} as rows, range(90) as times (n)"
    copied.execute(*(f"insert into raw_flowmaticx.{table} {many.format(table)}" for table in ("jobs", "leads")))
    ended = dbt("run", copied.warehouse, tmp_path, memory="320MB")
    assert ended.code == 0, ended.said


def test_a_key_that_comes_twice_or_is_empty_halts_the_build_before_its_marts(copied: Accounts, tmp_path: Path) -> None:
    copied.execute(
        "insert into raw_flowmaticx.jobs from raw_flowmaticx.jobs limit 1",
        "update raw_flowmaticx.leads set id = null where id = (select min(id) from raw_flowmaticx.leads)",
    )
    ended = dbt("build", copied.warehouse, tmp_path, *WITHOUT_UNIT_TESTS)
    assert ended.code == 1
    results = ended.results()
    assert results["key_stg_flowmaticx__jobs_account__job_id"] == "fail"
    assert results["key_stg_flowmaticx__leads_account__lead_id"] == "fail"
    assert {results[mart] for mart in ("jobs", "leads", "credit_usage", "credit_reconciliation")} == {"skipped"}


def test_a_mart_that_cannot_be_filled_stays_as_it_was(copied: Accounts, tmp_path: Path) -> None:
    before = copied.query("from marts.jobs order by all")
    copied.execute("update raw_flowmaticx.jobs set status = null where id = (select min(id) from raw_flowmaticx.jobs)")
    ended = dbt("run", copied.warehouse, tmp_path, "--select", "jobs")
    assert ended.code == 1
    assert "NOT NULL constraint failed: jobs.status" in ended.said
    assert copied.query("from marts.jobs order by all") == before


def test_points_that_do_not_add_up_end_the_build_with_their_sum(copied: Accounts, tmp_path: Path) -> None:
    copied.execute("update intermediate.score_weights set points = points + 1 where signal = 'phone'")
    ended = dbt("run", copied.warehouse, tmp_path, "--select", "int_score_weights+")
    assert ended.code == 1
    assert "dbt/seeds/score_weights.csv add up to 101, not to 100" in ended.said
    assert ended.results()["int_leads_scored"] == "skipped"


def test_a_value_that_is_known_is_not_made_again(copied: Accounts, tmp_path: Path) -> None:
    copied.execute(
        "update intermediate.int_known_names set folded_name = 'kept' where known_as = (select max(known_as) from"
        " intermediate.int_known_names)",
        "update intermediate.int_known_names set folded_name = 'old', made_by = 'another' where known_as ="
        " (select min(known_as) from intermediate.int_known_names)",
        "insert into intermediate.int_known_names select 'told by nobody', 'x', 'x', made_by from"
        " intermediate.int_known_names where folded_name = 'kept'",
    )
    assert dbt("run", copied.warehouse, tmp_path, "--select", "int_known_names").code == 0
    names = {row["folded_name"] for row in copied.query("from intermediate.int_known_names")}
    assert "kept" in names
    assert not {"old", "x"} & names


@pytest.fixture(scope="module")
def spoilt(copied_once: Accounts, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How every test ends on marts in which each has one wrong value."""
    copied_once.execute(
        "update marts.jobs set used_credits = used_credits + 1, billable_leads = returned_leads + 1",
        "delete from marts.leads where lead_id = (select max(lead_id) from marts.leads)",
        "update marts.leads set is_first_of_business = not is_first_of_business, score = 101 where lead_id % 2 = 0",
        "update marts.lead_quality set valid_leads = valid_leads + 1, valid_share = 1.0001",
        "update marts.credit_usage set useful_credits = useful_credits + 0.0001, wasted_credits = -1",
        "delete from marts.credit_usage_daily where jobs = 0",
        "update marts.credit_balance set is_latest = true, runs_out_likely_date = '1999-01-01', pace = -1",
        "update marts.credit_reconciliation set remainder_credits = remainder_credits + 1, open_jobs = open_jobs + 1",
    )
    return dbt("test", copied_once.warehouse, tmp_path_factory.mktemp("spoilt"), "--select", "test_type:data").results()


@pytest.mark.parametrize(
    "name",
    [
        "same_sum_as_jobs_used_credits__credits_used__source_flowmaticx_jobs_",
        "jobs_have_no_more_billable_or_valid_leads_than_leads",
        "same_rows_as_leads_source_flowmaticx_leads____deleted_at_is_null",
        "leads_are_first_where_they_say_so",
        "leads_score_between_0_and_100",
        "adds_up_lead_quality_returned_leads__valid_leads__risky_leads__invalid_leads__unknown_leads",
        "lead_quality_shares_are_between_0_and_1",
        "adds_up_credit_usage_used_credits__useful_credits__wasted_credits__deleted_lead_credits__unexplained_credits",
        "credit_usage_has_no_negative_parts",
        "no_day_missing_credit_usage_daily_usage_date",
        "credit_balance_has_one_latest_row_an_account",
        "credit_balance_runs_out_earliest_then_likely_then_latest",
        "not_negative_credit_balance_burn_7_days_credits__burn_28_days_credits__pace",
        "adds_up_credit_reconciliation_jobs__final_jobs__open_jobs",
        "adds_up_credit_reconciliation_remainder_credits__explained_credits__unexplained_credits",
    ],
)
def test_a_wrong_value_in_a_mart_is_caught(name: str, spoilt: dict[str, str]) -> None:
    assert spoilt[name] == "fail"


def test_some_models_are_built_though_another_that_a_test_compares_with_is_not_there(
    copied: Accounts, tmp_path: Path
) -> None:
    copied.execute("drop schema marts cascade")
    ended = dbt("build", copied.warehouse, tmp_path, *WITHOUT_UNIT_TESTS, "--exclude", "credit_usage_daily+")
    assert ended.code == 0, ended.said
