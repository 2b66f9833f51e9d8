"""What people are told of how an endpoint is kept fresh says each word of its declaration that decides what is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.freshness import kept_fresh, requests_kind
from lead_pipeline.spec.window import MovedBy, OncePerParent, UntilKnown

ALL = [(source, endpoint) for source in SOURCES.values() for endpoint in source.endpoints]
PER = OncePerParent(parent="orders", parent_key="id", param="form_id", fills="order_id")
ITEMS = replace(SOURCES["specway"].endpoint("form_submissions"), per=PER, until_known=None)


def of(**words: Any) -> str:
    """What is told of items that are declared so."""
    return kept_fresh(replace(ITEMS, per=replace(PER, **words)))


def known(**words: Any) -> str:
    return kept_fresh(replace(ITEMS, per=replace(PER, tells_change=False), until_known=UntilKnown(**words)))


def test_children_are_read_of_parents_that_changed_and_again_after_a_while() -> None:
    assert of() == "of orders that changed, with proof; again every 30 days"
    assert of(recheck_after_days=9).endswith("again every 9 days")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"told_by": "version"}, "of orders whose version changed"),
        ({"moved_by": MovedBy("events", "order_id")}, "that changed, or events tell of"),
        ({"final_column": "state", "final_values": frozenset({"DONE"})}, "of DONE ones once"),
        ({"whole_list": True}, "One request counts them all"),
        ({"tells_change": False}, "the full list of each of orders each time"),
        ({"order": ("-worth", "id"), "spare": 7}, "leaves 7 requests for others"),
        ({"order": ("-worth", "id")}, "highest worth and lowest id first"),
        ({"tells_change": False, "at_once": "/items"}, "the list of all orders at once, where the API has one in full"),
    ],
    ids=["told_by", "moved_by", "final", "whole_list", "tells_change", "spare", "order", "at_once"],
)
def test_each_word_of_a_tie_is_told(words: dict[str, Any], told: str) -> None:
    assert told in of(**words)


def test_a_list_that_is_read_until_it_is_known_says_how_far_and_when_it_is_read_whole() -> None:
    assert known() == (
        "of each of orders: as far as to rows that are held and have not changed; the full list every 30 days, "
        "with proof"
    )
    open_ones: dict[str, Any] = {"open_column": "state", "open_values": frozenset({"open", "new"})}
    assert "and past any that is new or open" in known(**open_ones)
    assert "older ones that are new or open by themselves" in known(**open_ones, alone="item_details")


def test_of_all_that_is_declared_nothing_is_said_to_be_read_whole_that_is_not() -> None:
    told = {(source.name, endpoint.name) for source, endpoint in ALL if endpoint.until_known is not None}
    assert told
    for system, name in told:
        assert "each time" not in kept_fresh(SOURCES[system].endpoint(name))


def test_what_no_list_shows_names_its_setting() -> None:
    for source, endpoint in ALL:
        if endpoint.named is not None:
            assert f"the setting {endpoint.named.setting} names" in kept_fresh(endpoint)
            assert f"the setting {endpoint.named.setting} names" in requests_kind(endpoint), source.name


def test_what_is_optional_says_that_it_is_left_out_without_its_scope() -> None:
    told = {endpoint.name for _, endpoint in ALL if "lacks its scope" in kept_fresh(endpoint)}
    assert told == {endpoint.name for _, endpoint in ALL if endpoint.optional}
    assert told


def test_one_list_of_all_children_is_told_with_what_it_costs_without_it() -> None:
    together = replace(ITEMS, per=replace(PER, tells_change=False, at_once="/items"))
    assert "of all orders at once, where the API has such a list; else one a " in requests_kind(together)
