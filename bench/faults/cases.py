"""The faults: what is armed before a run, as the sandbox's control route takes it.

All hit the list of leads. Most hit it once, at its second page, as a passing fault of a server would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Order: TypeAlias = dict[str, object]

LEADS = "flowmaticx/leads"
TIME_LIMIT = 120.0
WHOLE_PAGES_AWAY = 60
"""How far a wrong total is off: enough that a page more or less is read because of it."""


@dataclass(frozen=True)
class Case:
    """One fault, or several at once."""

    section: str
    name: str
    orders: tuple[Order, ...]
    time_limit: float = TIME_LIMIT


def once(kind: str, after: int = 1, **params: object) -> tuple[Order, ...]:
    """A fault that hits one page and is gone: the second, if not said."""
    return ({"kind": kind, "route": LEADS, "times": 1, "after": after, "params": params},)


def lasting(kind: str, after: int = 0, **params: object) -> tuple[Order, ...]:
    """A fault that stays."""
    return ({"kind": kind, "route": LEADS, "times": None, "after": after, "params": params},)


def section(name: str, cases: dict[str, tuple[Order, ...]]) -> list[Case]:
    """The cases of a section."""
    return [Case(name, title, orders) for title, orders in cases.items()]


CASES: list[Case] = [
    Case("no fault", "nothing wrong", ()),
    *section(
        "rate limit",
        {
            "429, Retry-After in seconds": once("rate_limited", seconds=1),
            "429, Retry-After as a date": once("rate_limited", retry_after="date", seconds=2),
            "429, Retry-After is garbage": once("rate_limited", retry_after="garbage"),
            "429 without Retry-After": once("rate_limited", retry_after="absent"),
            "429 with a page of HTML": once("rate_limited", seconds=1, html=True),
        },
    ),
    Case("rate limit", "429, Retry-After of 70 s", once("rate_limited", seconds=70), time_limit=150),
    *section(
        "transport",
        {
            "500 once": once("status", status=500),
            "502 once, as HTML": once("status", status=502, html=True),
            "503 once": once("status", status=503),
            "504 once": once("status", status=504),
            "connection reset within the body": once("cut"),
            "connection closed within the body": once("cut", how="close"),
            "body shorter than its content-length": once("wrong_length"),
            "corrupt gzip": once("corrupt_gzip"),
            "an answer takes 3 s": once("slow", seconds=3),
        },
    ),
    *section(
        "body",
        {
            "truncated JSON, once": once("truncated_json"),
            "empty body with 200, once": once("empty_body"),
            "HTML with 200, once": once("html_body"),
            "wrong content type, once": once("wrong_content_type"),
            "byte order mark, once": once("bom"),
            "invalid UTF-8, once": once("invalid_utf8"),
            "NaN for numbers, once": once("nan", field="rating"),
            "data is null, once": once("data_null"),
            "bare list, once": once("list_body"),
            "error envelope with 200, once": once("error_as_200"),
        },
    ),
    *section(
        "paging",
        {
            "short page, once": once("short_page", rows=60),
            "server lowers the limit to 50": lasting("limit_lowered", limit=50),
            "empty page, once": once("empty_page"),
            "total too low": lasting("total_off", delta=-WHOLE_PAGES_AWAY),
            "total too high": lasting("total_off", delta=WHOLE_PAGES_AWAY),
            "total is null": lasting("total_null"),
            "total is a string": lasting("total_string"),
            "row inserted at the head while paging": once("insert_row", at="head"),
            "row deleted at the head while paging": once("delete_row", at="head"),
            "row deleted in the middle while paging": once("delete_row", after=3, at="middle"),
            "row swapped while paging": once("swap_row"),
            "order reversed for one page": once("reordered"),
            "first page repeated, once": once("repeated_page"),
            "offset ignored, once": once("offset_ignored"),
            "ids repeated within a page, once": once("repeated_ids", rows=5),
            "endless invented rows": lasting("endless"),
        },
    ),
    *section(
        "fields",
        {
            "required field missing in some rows": lasting("field_missing", field="createdAt", every=7),
            "required field renamed": lasting("field_renamed", field="createdAt", to="created"),
            "number becomes text in some rows": lasting("field_value", field="rating", value="high", every=7),
            "integer of 2^63 in some rows": lasting("field_value", field="reviewsCount", value=2**63, every=7),
            "null where none is allowed": lasting("field_value", field="isBillable", value=None, every=7),
        },
    ),
    *section(
        "auth",
        {
            "401 once, in the middle": once("status", status=401),
            "401 from the second page on": lasting("status", after=1, status=401),
            "403 from the second page on": lasting("status", after=1, status=403),
        },
    ),
]
