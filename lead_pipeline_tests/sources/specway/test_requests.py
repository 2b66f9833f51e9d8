"""What Specway is asked: the least that its pages allow, nothing twice, within the budget of the key's plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lead_pipeline import settings
from lead_pipeline.errors import Paused
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.ingest.context import Unwatched
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline_tests.sources.rig import of
from lead_pipeline_tests.sources.specway.conftest import KEY
from lead_pipeline_tests.sources.specway.truth import lands

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = {"workflows": 1, "forms": 1, "credentials": 1, "integrations": 1, "webhooks": 1}
DEEP = ["workflows", "executions", "execution_details"]


def pages(rows: int) -> int:
    """Of a hundred rows, and one at least."""
    return max(1, -(-rows // 100))


def test_a_first_sync_is_the_least_and_a_second_asks_for_the_lists_alone(rig: SystemRig) -> None:
    rig.sync()
    executions = len(rig.truth("executions"))
    sent_in = Counter(row["form_id"] for row in rig.truth("submissions"))
    submissions = sum(pages(sent_in[row["id"]]) for row in rig.truth("forms"))
    assert rig.requests() == LISTS | {
        "workflows/{id}": len(rig.truth("workflows")),
        "forms/{id}/submissions": submissions,
        "executions": pages(executions),  # all workflows' together, a hundred at a time
        "executions/{id}": executions,
    }
    assert rig.twice() == []
    rig.sync()
    assert rig.requests() == LISTS | {"forms/{id}/submissions": submissions, "executions": 1}


def test_of_many_executions_a_second_sync_reads_the_newest_page(rig: SystemRig) -> None:
    rig.edit("add_rows", resource="executions", count=400, fields={"status": "completed", "output": None})
    rig.sync(only=DEEP[:2])
    assert rig.requests()["executions"] == pages(len(rig.truth("executions"))) == 5
    rig.edit("add_rows", resource="executions", count=20)
    outcome = rig.sync(only=DEEP[:2])
    assert rig.requests()["executions"] == 1
    assert of(outcome, "executions").counts.new == 20
    assert outcome.exit_code == 0
    lands(rig, "executions")


def test_one_that_runs_still_behind_the_newest_page_is_asked_for_by_itself_and_once(rig: SystemRig) -> None:
    running = next(row["id"] for row in rig.truth("executions") if row["status"] == "running")
    rig.edit("add_rows", resource="executions", count=400, fields={"status": "completed"})
    rig.sync(only=DEEP[:2])
    rig.edit("set_row", resource="executions", key=running, fields={"status": "failed"})
    rig.sync(only=DEEP[:2])
    assert [entry.path.rpartition("/")[2] for entry in rig.asked].count(running) == 1
    lands(rig, "executions")
    assert rig.complaints() == []  # what only the row by itself tells is nothing new in the list


def test_submissions_of_a_long_form_cost_a_page_unless_some_are_gone(rig: SystemRig) -> None:
    form = rig.truth("forms")[0]["id"]
    rig.edit("add_rows", resource="submissions", count=350, fields={"form_id": form})
    rig.sync(only=["forms", "form_submissions"])
    rig.edit("add_rows", resource="submissions", count=5, fields={"form_id": form})
    rig.sync(only=["forms", "form_submissions"])
    assert rig.requests()["forms/{id}/submissions"] == len(rig.truth("forms"))
    lands(rig, "form_submissions")
    rig.edit("delete_rows", resource="submissions", keys=[rig.truth("submissions")[-1]["id"]])
    outcome = rig.sync(only=["forms", "form_submissions"])
    assert of(outcome, "form_submissions").counts.deleted == 1
    lands(rig, "form_submissions")


def test_what_is_refused_in_large_pages_is_asked_so_once_for_all_lists(rig: SystemRig) -> None:
    rig.edit("switch", name="small_limit")
    rig.sync()
    assert sum(entry.status == 400 for entry in rig.asked) == 1
    lands(rig)


def test_a_list_that_says_nothing_of_pages_is_read_until_it_repeats_itself(rig: SystemRig) -> None:
    rig.edit("add_rows", resource="credentials", count=60)
    outcome = rig.sync(only=["credentials"])
    assert outcome.exit_code == 0
    assert rig.requests()["credentials"] == 3  # once for the rows; that there is no second page is looked at twice
    lands(rig, "credentials")


def test_the_limit_of_the_minute_tells_the_plan_and_so_the_day(rig: SystemRig) -> None:
    rig.open_budgets()
    rig.running.sandbox.keys.register(KEY, plan="BUSINESS", budgets={"minute": 600, "day": 200_000})
    outcome = rig.sync(only=["workflows"])
    assert outcome.exit_code == 0
    assert rig.limits_told() == [(60.0, 600), (86_400.0, 200_000)]


def test_a_day_that_is_used_up_without_a_word_pauses_after_three_waits(rig: SystemRig) -> None:
    rig.environment["SPECWAY_REQUESTS_PER_MINUTE"] = "1000"
    rig.running.sandbox.keys.register(KEY, budgets={"minute": 1000, "day": 9})
    outcome = rig.sync(policy=RetryPolicy(first_wait=0.001, longest_wait=0.005, unsaid_retry_after=0.001))
    assert outcome.exit_code == 3
    assert isinstance(outcome.error, Paused)
    assert "its budget of 24 hours seems used up" in str(outcome.error)
    rig.running.sandbox.keys.register(KEY)
    assert rig.sync().exit_code == 0
    lands(rig)


class Notes(Unwatched):
    """Who keeps what a person may want to know."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def note(self, text: str) -> None:
        """Keep it."""
        self.kept.append(text)


def test_a_version_that_ends_is_told_of(rig: SystemRig) -> None:
    rig.edit("switch", name="sunset")
    set_up, notes = settings.load(rig.environment), Notes()
    sync_account(set_up.accounts[0], set_up.warehouse, endpoints=frozenset({"forms"}), progress=notes)
    assert notes.kept == ["specway/default: the API says that this version of it ends: Sat, 01 May 2027 00:00:00 GMT."]
