"""Every fault ends in the right rows or in an honest exit code, and the next sync heals it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

pytestmark = pytest.mark.slow


ROUTES = ("flowmaticx/jobs", "flowmaticx/leads")

PASSING: dict[str, tuple[str, dict[str, Any]]] = {
    "500": ("status", {"status": 500}),
    "502 in HTML": ("status", {"status": 502, "html": True}),
    "503": ("status", {"status": 503}),
    "504": ("status", {"status": 504}),
    "429 with seconds": ("rate_limited", {"seconds": 0}),
    "429 with a date": ("rate_limited", {"retry_after": "date", "seconds": 0}),
    "429 with garbage": ("rate_limited", {"retry_after": "garbage"}),
    "429 without a wait": ("rate_limited", {"retry_after": "absent"}),
    "connection reset in the body": ("cut", {}),
    "connection closed in the body": ("cut", {"how": "close"}),
    "truncated JSON": ("truncated_json", {}),
    "wrong length": ("wrong_length", {}),
    "empty body": ("empty_body", {}),
    "HTML with 200": ("html_body", {}),
    "error with 200": ("error_as_200", {}),
    "wrong content type": ("wrong_content_type", {}),
    "byte order mark": ("bom", {}),
    "invalid UTF-8": ("invalid_utf8", {}),
    "NaN": ("nan", {}),
    "data null": ("data_null", {}),
    "list for object": ("list_body", {}),
    "corrupt gzip": ("corrupt_gzip", {}),
    "empty page": ("empty_page", {}),
    "short page": ("short_page", {"rows": 3}),
    "page repeated": ("repeated_page", {}),
    "offset ignored": ("offset_ignored", {}),
    "total as text": ("total_string", {}),
}

LASTING: dict[str, tuple[str, dict[str, Any]]] = {
    "limit lowered": ("limit_lowered", {"limit": 7}),
    "short pages": ("short_page", {"rows": 5}),
    "no total": ("total_null", {}),
    "total as text": ("total_string", {}),
    "total too low": ("total_off", {"delta": -3}),
    "total too high": ("total_off", {"delta": 5}),
    "total moving": ("total_moving", {}),
    "ids repeated": ("repeated_ids", {"rows": 2}),
    "offset ignored": ("offset_ignored", {}),
    "page repeated": ("repeated_page", {}),
    "500": ("status", {"status": 500}),
    "empty pages": ("empty_page", {}),
    "endless invented rows": ("endless", {"total": "true"}),
    "endless last page": ("endless", {"rows": "last_page", "total": "true"}),
    "required field renamed": ("field_renamed", {"field": "createdAt", "to": "created"}),
    "id missing": ("field_missing", {"field": "id"}),
    "error with 200": ("error_as_200", {}),
}

CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    f"{what} {where}": (kind, {key: where})
    for kind, key, what in (("insert_row", "at", "insert"), ("delete_row", "at", "delete"))
    for where in ("head", "middle", "tail", "read")
} | {"swap": ("swap_row", {})}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_is_outlived_in_the_same_sync(paged: Rig, route: str, name: str) -> None:
    kind, parameters = PASSING[name]
    paged.faults.arm(kind, route, after=1, times=1, **parameters)
    outcome = paged.sync()
    assert (outcome.exit_code, outcome.error) == (0, None)
    assert paged.holds_truth()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", LASTING)
def test_a_fault_that_stays_leaves_the_truth_or_an_exit_code_and_heals(paged: Rig, route: str, name: str) -> None:
    kind, parameters = LASTING[name]
    paged.faults.arm(kind, route, times=None, **parameters)
    outcome = paged.sync()
    assert outcome.exit_code != 0 or paged.holds_truth()
    paged.faults.clear()
    healed = paged.sync()
    assert (healed.exit_code, healed.error) == (0, None)
    assert paged.holds_truth()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", CHANGES)
def test_a_list_that_changes_while_it_is_read_ends_in_the_truth(paged: Rig, route: str, name: str) -> None:
    kind, parameters = CHANGES[name]
    paged.faults.arm(kind, route, after=1, times=1, **parameters)
    outcome = paged.sync(in_flight=1)
    assert outcome.exit_code in {0, 3}
    held, there = paged.landed("leads"), paged.truth("leads")
    if route == "flowmaticx/leads":
        assert set(there) <= set(held)
    paged.sync()
    assert paged.holds_truth()
