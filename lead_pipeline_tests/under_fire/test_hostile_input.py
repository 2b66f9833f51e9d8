"""Nonsense from outside, drawn by hypothesis: whatever comes, it is one of our errors with its cure, or it is right."""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lead_pipeline import settings as our_settings
from lead_pipeline.errors import BodyFault, LeadPipelineError, SettingsError, ShapeChanged
from lead_pipeline.extract.page import PageReader
from lead_pipeline.http_client.account import Account
from lead_pipeline.http_client.answer import data_of, retry_after
from lead_pipeline.http_client.data import Data
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.wire import Received
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.sources.test_flowmaticx import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable


KEY = "lg_live_hostile_0123456789"
ACCOUNT = Account("north", FLOWMATICX, "http://127.0.0.1:9", Secret(KEY), "NORTH_KEY", None)
LEADS = FLOWMATICX.endpoint("leads")
OUR_VARIABLES = sorted(
    {"FLOWMATICX_API_KEY", "FLOWMATICX_BASE_URL", "FLOWMATICX_REQUESTS_PER_MINUTE"}
    | {
        f"LEAD_PIPELINE_{name}"
        for name in (
            "ANSWER_SECONDS", "FIRST_DAY", "IN_FLIGHT", "LOCK_SECONDS", "MEMORY", "NIGHTLY_CRON",
            "PATIENCE_SECONDS", "RETRY_SECONDS", "STALE_HOURS", "SYNC_CRON", "TIMEZONE", "UI_URL", "VERIFY_CRON",
            "WEBHOOK_FORMAT", "WEBHOOK_URL",
        )
    }
)  # fmt: skip

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["", "0", "-1", "1e999"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
# What stands in a variable: no NUL and no half characters, which no environment holds.
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def ends_in_ours(act: Callable[[], object]) -> None:
    """It succeeds, or raises one of our errors, which says what to do and never the key."""
    error: LeadPipelineError | None = None
    try:
        act()
    except LeadPipelineError as raised:
        error = raised
    if error is not None:
        assert error.message
        assert error.cure or not isinstance(error, SettingsError)
        assert KEY not in str(error)


@given(st.dictionaries(st.sampled_from(OUR_VARIABLES), words | st.from_regex(r"-?\d{1,400}(\.\d+)?", fullmatch=True)))
def test_any_environment_is_read_or_refused_with_its_cure(environment: dict[str, str]) -> None:
    ends_in_ours(lambda: our_settings.load(environment | {"LEAD_PIPELINE_HOME": "nowhere"}))


toml_words = st.sampled_from(
    [
        "[[account]]", "[account]", 'name = "north"', 'system = "flowmaticx"', 'key_variable = "K"', "account = 1",
        'base_url = "http://x"', "requests_per_minute = -1", "name = 7", "[[", "=", '"""', 'name = "../x"',
        "surprise = true", "requests_per_minute = 1e400", "\ufeff",
    ]
)  # fmt: skip


@given(st.lists(toml_words | words, max_size=9).map("\n".join).map(str.encode) | st.binary(max_size=200))
def test_any_accounts_file_is_read_or_refused_with_its_cure(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "accounts.toml").write_bytes(content)
        ends_in_ours(lambda: our_settings.load({"LEAD_PIPELINE_HOME": home, "K": KEY}))


@settings(max_examples=300)
@given(
    status=st.sampled_from(
        [200, 201, 204, 206, 299, 302, 304, 400, 401, 402, 403, 404, 408, 410, 418, 429, 500, 503, 599]
    ),
    body=st.binary(max_size=80)
    | anything.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries({"ok": anything, "data": anything, "error": anything}).map(
        lambda v: json.dumps(v).encode()
    ),
    waits=st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=30),
)
def test_any_answer_is_data_or_one_of_our_errors(status: int, body: bytes, waits: str) -> None:
    received = Received(status, {"retry-after": waits}, body)
    said = retry_after(received.headers)
    assert said is None or (math.isfinite(said) and said >= 0)
    ends_in_ours(lambda: PageReader(LEADS).read(data_of(received, ACCOUNT, LEADS), 0))


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(["leads", "total", "limit", "offset", "more"]), anything) | anything)
def test_any_page_is_rows_with_keys_or_a_fault(data: Any) -> None:
    whole = Data(lambda: msgspec.Raw(json.dumps(data).encode()))

    def read() -> None:
        page = PageReader(LEADS).read(whole, 0)
        assert len(page.keys) == len(json.loads(page.rows))
        assert page.total is None or page.total >= 0

    ends_in_ours(read)


@settings(max_examples=300)
@given(
    st.lists(
        st.dictionaries(st.sampled_from([*EXAMPLES["leads"], "more"]), anything).map(
            lambda odd: {**EXAMPLES["leads"], **odd}
        )
        | anything,
        min_size=1,
        max_size=5,
    )
)
def test_of_any_records_each_lands_or_is_set_aside_and_none_is_lost(records: list[Any]) -> None:
    good = [{**EXAMPLES["leads"], "id": 10_000 + number} for number in range(5)]
    try:
        whole = Data(lambda: msgspec.Raw(json.dumps({"leads": [*records, *good]}).encode()))
        page = PageReader(LEADS).read(whole, 0)
        done = Sorter(LEADS.table, "leads").sort([Chunk(page.rows, {"job_id": 1})])
    except (BodyFault, ShapeChanged):
        return
    landed, aside = done.good["id"].to_list(), done.aside["key"].to_list()
    assert set(range(10_000, 10_005)) <= set(landed)
    assert len(set(map(str, landed)) | set(aside)) == len(landed) + len(aside)
    # Records with the same readable key are one; of those without, each text is one.
    assert len(landed) + len(aside) >= len(set(map(str, page.keys)))
