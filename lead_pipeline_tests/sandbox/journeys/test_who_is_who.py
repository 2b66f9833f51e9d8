"""The truth of who is who: what it says holds in the rows of the systems themselves, as anyone can read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline_tests.sandbox.conftest import NOW
from lead_pipeline_tests.sandbox.one_system import OneSystem, calling


@pytest.fixture(scope="module")
def api() -> Iterator[OneSystem]:
    with calling("leadconduit", {"Authorization": "Bearer any"}, leads=2000, size=600) as opened:
        yield opened


@pytest.fixture(scope="module")
def people(api: OneSystem) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = api.control("GET", "/journeys")["people"]
    return told


@pytest.fixture(scope="module")
def found(api: OneSystem) -> dict[int, dict[str, Any]]:
    return {lead["id"]: lead for lead in api.control("GET", "/truth/flowmaticx")["leads"]}


@pytest.fixture(scope="module")
def routed(api: OneSystem) -> dict[str, dict[str, Any]]:
    return {lead["id"]: lead for lead in api.control("GET", "/truth/leadconduit")["leads"]}


def digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def test_most_people_are_of_firms_and_many_only_look_like_it(people: list[dict[str, Any]]) -> None:
    counts = Counter(person["likeness"] for person in people)
    assert set(counts) == {
        *("same_email", "same_phone", "same_domain", "namesake_elsewhere", "shared_mailbox", "shared_phone"),
        *("mail_provider", "unrelated"),
    }
    matches = sum(person["is_match"] for person in people)
    assert 0.45 < matches / len(people) < 0.65
    assert 0.08 < sum(bool(person["not_flowmaticx_lead_ids"]) for person in people) / len(people) < 0.25
    assert all(bool(person["flowmaticx_lead_ids"]) == person["is_match"] for person in people)


def test_every_row_of_leadconduit_is_somebodys(people: list[dict[str, Any]], routed: dict[str, dict[str, Any]]) -> None:
    told = [lead for person in people for lead in person["leadconduit_lead_ids"]]
    assert len(told) == len(set(told))
    assert set(told) == set(routed)


def test_who_is_of_a_firm_shares_what_is_said(
    people: list[dict[str, Any]], found: dict[int, dict[str, Any]], routed: dict[str, dict[str, Any]]
) -> None:
    seen: Counter[str] = Counter()
    for person in people:
        firms = [found[lead] for lead in person["flowmaticx_lead_ids"] or person["not_flowmaticx_lead_ids"]]
        for lead in person["leadconduit_lead_ids"] if firms else ():
            data, firm = routed[lead]["lead_data"], firms[0]
            seen[person["likeness"]] += 1
            mail = data.get("email", "").strip().lower()
            if person["likeness"] in {"same_email", "shared_mailbox"}:
                assert mail == firm["email"]
            if person["likeness"] in {"same_phone", "shared_phone"}:
                assert digits(data["phone"])[-6:] == digits(firm["phone"])[-6:]
            if person["likeness"] == "same_domain":
                assert mail.endswith("@" + firm["domain"])
                assert firm["domain"] in data["website"].lower()
            if person["likeness"] == "namesake_elsewhere":
                assert data["city"].casefold() != firm["city"].casefold()
                assert mail != firm["email"]
            if person["likeness"] == "mail_provider":
                assert mail.endswith("@mailbox.example")
                assert firm["email"].endswith("@mailbox.example")
                assert mail != firm["email"]
    assert len(seen) == 7


def test_who_is_not_of_a_firm_contradicts_it_in_name_or_city(
    people: list[dict[str, Any]], found: dict[int, dict[str, Any]], routed: dict[str, dict[str, Any]]
) -> None:
    for person in people:
        if person["likeness"] in {"shared_mailbox", "shared_phone"}:
            firm = found[person["not_flowmaticx_lead_ids"][0]]
            for lead in person["leadconduit_lead_ids"]:
                data = routed[lead]["lead_data"]
                assert data["company"].strip().casefold() != firm["businessName"].casefold()


def test_who_is_unrelated_shares_nothing_with_any_lead(
    api: OneSystem, people: list[dict[str, Any]], found: dict[int, dict[str, Any]]
) -> None:
    mails, hosts = ({lead[name] for lead in found.values()} for name in ("email", "domain"))
    phones = {lead["phone"] for lead in found.values()}
    names = {lead["businessName"].casefold() for lead in found.values()}
    strangers = [one.person for one in api.sandbox.journeys.all if one.person.likeness == "unrelated"]
    assert len(strangers) > len(people) / 5
    for person in strangers:
        assert person.email not in mails
        assert person.phone not in phones
        assert person.domain not in hosts
        assert person.company.casefold() not in names


def test_a_lead_that_names_its_origin_is_right(people: list[dict[str, Any]], routed: dict[str, dict[str, Any]]) -> None:
    named = 0
    for person in people:
        for lead in person["leadconduit_lead_ids"]:
            origin = routed[lead]["lead_data"].get("flowmaticx_lead_id")
            if origin is not None:
                named += 1
                assert int(origin) in person["flowmaticx_lead_ids"]
                assert routed[lead]["source"] == "flowmaticx"
    assert named > 20


def test_one_firm_may_be_several_leads(people: list[dict[str, Any]], found: dict[int, dict[str, Any]]) -> None:
    several = [person["flowmaticx_lead_ids"] for person in people if len(person["flowmaticx_lead_ids"]) > 1]
    assert several
    for ids in several:
        assert len({(found[lead]["businessName"], found[lead]["email"], found[lead]["phone"]) for lead in ids}) == 1


def test_who_comes_again_is_rejected_as_a_duplicate(
    people: list[dict[str, Any]], routed: dict[str, dict[str, Any]]
) -> None:
    again = [person for person in people if person["leadconduit_duplicate_ids"]]
    assert again
    for person in again:
        first, second = person["leadconduit_lead_ids"]
        assert person["leadconduit_duplicate_ids"] == [second]
        assert routed[second]["status"] == "rejected"
        assert routed[first]["created_at"] < routed[second]["created_at"]
        assert routed[first]["flow_id"] == routed[second]["flow_id"]


def test_who_comes_after_being_found_only(
    people: list[dict[str, Any]], found: dict[int, dict[str, Any]], routed: dict[str, dict[str, Any]]
) -> None:
    for person in people:
        for lead in person["leadconduit_lead_ids"]:
            for origin in person["flowmaticx_lead_ids"][-1:]:
                assert routed[lead]["created_at"] > found[origin]["createdAt"]


def test_who_is_in_flowestate_is_told_with_the_lead_they_were_handed_on_from(
    api: OneSystem, people: list[dict[str, Any]], routed: dict[str, dict[str, Any]]
) -> None:
    held = {lead["id"]: lead for lead in api.control("GET", "/truth/flowestate")["leads"]}
    told = {person["flowestate_lead_id"]: person for person in people if person["flowestate_lead_id"]}
    assert set(told) == set(held)
    handed_on = {key: one for key, one in told.items() if one["handed_on_lead_id"]}
    assert 0.3 < len(handed_on) / len(held) < 0.8
    named = 0
    for key, person in handed_on.items():
        lead = routed[person["handed_on_lead_id"]]
        assert person["handed_on_lead_id"] in person["leadconduit_lead_ids"]
        assert lead["status"] in {"delivered", "converted"}
        assert (lead["status"] == "converted") <= (held[key]["status"] == "won")
        assert lead["updated_at"] < held[key]["createdAt"] or lead["status"] == "converted"
        own = held[key]["customFields"] or {}
        named += "leadconduit_lead_id" in own
        assert own.get("leadconduit_lead_id") in {None, lead["id"]}
    assert 0.4 < named / len(handed_on) < 0.8


def test_some_that_were_delivered_never_arrive(people: list[dict[str, Any]], routed: dict[str, dict[str, Any]]) -> None:
    delivered = {"delivered", "converted"}
    lost = [
        lead
        for person in people
        if person["flowestate_lead_id"] is None
        for lead in person["leadconduit_lead_ids"]
        if routed[lead]["flow_id"] == "flow_p9r2k7" and routed[lead]["status"] in delivered
    ]
    assert lost


def sandbox(**options: Any) -> Sandbox:
    return Sandbox(SandboxOptions(leads=450, now=NOW, **options))


def test_the_same_seed_tells_the_same_and_another_another() -> None:
    assert sandbox().journeys.truth() == sandbox().journeys.truth() != sandbox(seed=8).journeys.truth()
    for name in ("leadconduit", "flowestate"):
        same, again, other = (one.systems[name].truth() for one in (sandbox(), sandbox(), sandbox(seed=8)))
        assert same == again != other


def test_what_a_test_does_to_the_leads_changes_nobody() -> None:
    before = sandbox().journeys.truth()
    spoiled = sandbox()
    spoiled.flowmaticx.edit.delete_leads(ids=[lead["id"] for lead in spoiled.flowmaticx.leads()])  # type: ignore[misc]
    assert spoiled.journeys.truth() == before


def test_without_leads_all_people_are_from_elsewhere() -> None:
    empty = Sandbox(SandboxOptions(leads=0, jobs=0, live_jobs=0, now=NOW))
    assert {person["likeness"] for person in empty.journeys.truth()} == {"unrelated"}
    assert Sandbox(SandboxOptions(size=0, now=NOW)).journeys.truth() == []
