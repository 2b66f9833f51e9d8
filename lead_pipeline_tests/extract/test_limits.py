"""Limits of the server's own: lower than asked, said or unsaid, from the first page or from a later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lead_pipeline.extract.proof import Verdict
from lead_pipeline_tests.extract.list_server import ListServer

ALL = {*range(35)}


@pytest.mark.parametrize("says_limit", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 9, 10, 11, 50])
@pytest.mark.parametrize("ahead", [0, 3])
def test_a_server_with_a_limit_of_its_own_is_followed(limit: int, says_limit: bool, ahead: int) -> None:
    server = ListServer([*range(35)], limit, says_limit)
    walk = server.walk(ahead=ahead)
    assert (walk.proof.verdict, walk.keys, walk.proof.passes) == (Verdict.PROVEN, ALL, 1)
    assert len(server.asked) <= -(-35 // max(1, limit - 1)) + 1


@pytest.mark.parametrize("says_limit", [True, False])
@pytest.mark.parametrize("ahead", [0, 3])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_limit_lowered_on_the_way_is_followed(number: int, says_limit: bool, ahead: int) -> None:
    server = ListServer([*range(100)], 10, says_limit)
    server.changes = {number: lambda _: setattr(server, "size", 4)}
    walk = server.walk(ahead=ahead)
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(100)})
    assert len(server.asked) <= 36 + 2 * ahead


@pytest.mark.parametrize("ahead", [0, 3])
def test_a_limit_that_is_said_but_not_kept_costs_nothing(ahead: int) -> None:
    server = ListServer([*range(35)], faults=dict.fromkeys(range(20), lambda page: replace(page, limit=3)))
    assert server.walk(ahead=ahead).keys == ALL
    assert len(server.asked) <= 6
