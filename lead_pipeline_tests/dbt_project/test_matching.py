"""Whose lead is whose, held against the sandbox's truth: what is matched is right, and little that is there is missed.

The sandbox sets traps: namesakes, shared mailboxes and numbers, mail providers. docs/matching.md has what is measured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from lead_pipeline_tests.dbt_project.across import five_systems

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"


@dataclass(frozen=True)
class World:
    """What was built of it, and who is who in it."""

    warehouse: Path
    people: list[dict[str, Any]]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def matches(self) -> Iterable[tuple[str, str, bool]]:
        """Each match: the way it goes, by what, and whether it is right."""
        sent = {lead: person for person in self.people for lead in leads_of(person)}
        sold = {person["flowestate_lead_id"]: person for person in self.people}
        for to, lead, of, origin, by in self.query(
            "select to_system, to_lead_id, from_system, from_lead_id, matched_by from intermediate.int_contact_matches"
        ):
            person = (sent if to == "leadconduit" else sold)[lead]
            right = leads_of(person) if of == "leadconduit" else map(str, person["flowmaticx_lead_ids"])
            yield f"{of} → {to}", by, origin in right


def leads_of(person: dict[str, Any]) -> list[str]:
    return [*person["leadconduit_lead_ids"], *person["leadconduit_duplicate_ids"]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    five = five_systems(tmp_path_factory.getbasetemp())
    return World(five.warehouse.path, five.people)


def test_marts_are_built_of_all_systems_and_every_rule_holds(world: World) -> None:
    for mart in ("workflow_runs", "deliveries", "lead_journey", "conversion"):
        assert world.query(f"select count(*) > 0 from marts.{mart}") == [(True,)]


def test_every_match_is_right(world: World) -> None:
    found = list(world.matches())
    assert {by for _, by, _ in found} == {"email", "phone", "domain and name"}
    assert [each for each in found if not each[2]] == []


def test_few_that_are_there_are_missed(world: World) -> None:
    bought = {str(lead) for (lead,) in world.query("select id from raw_flowmaticx.leads where is_billable")}
    matched = {lead for (lead,) in world.query("select to_lead_id from intermediate.int_contact_matches")}
    sent = [
        lead
        for person in world.people
        if person["is_match"] and bought & set(map(str, person["flowmaticx_lead_ids"]))
        for lead in leads_of(person)
    ]
    sold = [each["flowestate_lead_id"] for each in world.people if each["flowestate_lead_id"] and leads_of(each)]
    for there in (sent, sold):
        assert len(there) > 100
        assert len(matched & set(there)) / len(there) > 0.95


def test_the_documented_figures_are_those_that_are_measured(world: World) -> None:
    counts = Counter((way, by) for way, by, _ in world.matches())
    rows = [f"| {way} | {by} | {number} | {number} |" for (way, by), number in sorted(counts.items())]
    assert "\n".join(rows) in PAGE.read_text(encoding="utf-8")


def test_sums_of_events_agree_with_the_sandbox(world: World) -> None:
    told = world.query("select sum(received_leads), sum(accepted_leads), sum(delivered_leads) from marts.deliveries")
    kinds = ("received", "accepted", "delivered")
    counts = ", ".join(f"count(distinct lead_id) filter (type = '{kind}')" for kind in kinds)
    there = world.query(f"select {counts} from raw_leadconduit.events")
    assert told == there


def test_no_run_is_lost_or_counted_twice(world: World) -> None:
    assert world.query("select system_name, sum(runs) from marts.workflow_runs group by all order by all") == [
        ("flowmaestro", world.query("select count(*) from raw_flowmaestro.executions")[0][0]),
        ("specway", world.query("select count(*) from raw_specway.executions")[0][0]),
    ]


def test_a_won_lead_is_counted_once(world: World) -> None:
    (won,) = world.query("select count(*), count(distinct flowestate_lead_id) from marts.lead_journey where is_won")
    assert won[0] == won[1] > 0
    assert world.query("select sum(won_leads) from marts.conversion") == [(won[0],)]
