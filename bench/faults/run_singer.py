"""The Singer SDK: a tap with its RESTStream and OffsetPaginator, piped into a target with its Sink.

Run with the peers' Python: `run_singer.py BASE_URL KEY FOLDER`. The target checks each record against the tap's schema,
as the SDK's targets do, and merges by key into FOLDER/landed. The worse of the two exit codes counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import backoff
from singer_sdk import RESTStream, Tap, Target  # type: ignore[import-not-found]
from singer_sdk import typing as th
from singer_sdk.authenticators import BearerTokenAuthenticator  # type: ignore[import-not-found]
from singer_sdk.pagination import OffsetPaginator  # type: ignore[import-not-found]
from singer_sdk.sinks import BatchSink  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Generator

LIMIT = 100
NEVER_NULL = {"id", "createdAt", "isBillable", "keyword", "status", "foundLeads", "creditsUsed"}


def schema(integers: str = "", numbers: str = "", booleans: str = "", texts: str = "") -> dict[str, Any]:
    """A schema by the API's documentation."""
    typed = {th.IntegerType: integers, th.NumberType: numbers, th.BooleanType: booleans, th.StringType: texts}
    words = [(word, kind) for kind, names in typed.items() for word in names.split()]
    return dict(th.PropertiesList(*(th.Property(n, kind, required=n in NEVER_NULL) for n, kind in words)).to_dict())


class ApiStream(RESTStream):  # type: ignore[misc]
    """A list of the API."""

    primary_keys = ("id",)

    @property
    def url_base(self) -> str:
        """Where the API begins."""
        return str(self.config["base_url"])

    @property
    def authenticator(self) -> Any:  # noqa: ANN401 - the SDK's own types are not known here
        """The key."""
        return BearerTokenAuthenticator(token=self.config["api_key"])

    def get_new_paginator(self) -> Any:  # noqa: ANN401 - as above
        """The SDK's own; it ends at an empty page."""
        return OffsetPaginator(start_value=0, page_size=LIMIT)

    def get_url_params(self, _: Any, next_page_token: int | None) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Limit and offset."""
        return {"limit": LIMIT, "offset": next_page_token or 0}

    def backoff_wait_generator(self) -> Generator[float, Any, None]:
        """Wait as long as Retry-After says in seconds, else as the SDK would; its own sample fails where none is."""
        unsaid = backoff.expo(factor=2)
        next(unsaid)
        error = yield 0.0
        while True:
            answer = getattr(error, "response", None)
            said = answer.headers.get("Retry-After", "") if answer is not None else ""
            error = yield float(said) if said.isdigit() else next(unsaid)


class Jobs(ApiStream):
    """GET /jobs."""

    name = "jobs"
    path = "/jobs"
    records_jsonpath = "$.data.jobs[*]"
    schema = schema(
        integers="id requestedLeads foundLeads processedLeads creditsUsed progress",
        texts="workflowType keyword location status createdAt startedAt finishedAt",
    )


class Leads(ApiStream):
    """GET /leads."""

    name = "leads"
    path = "/leads"
    records_jsonpath = "$.data.leads[*]"
    schema = schema(
        integers="id reviewsCount",
        numbers="rating",
        booleans="isBillable",
        texts="businessName category email emailStatus decisionMakerName decisionMakerRole phone website domain "
        "address city postalCode country icebreaker emailSubject emailBody aiInsight keyword createdAt",
    )

    def get_url_params(self, context: Any, next_page_token: int | None) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Every lead."""
        return {**super().get_url_params(context, next_page_token), "billable_only": "false"}


class ApiTap(Tap):  # type: ignore[misc]
    """Both lists."""

    name = "tap-flowmaticx"
    config_jsonschema: ClassVar[dict[str, Any]] = th.PropertiesList(
        th.Property("base_url", th.StringType, required=True),
        th.Property("api_key", th.StringType, required=True, secret=True),
    ).to_dict()

    def discover_streams(self) -> list[ApiStream]:
        """Both."""
        return [Jobs(self), Leads(self)]


class LinesSink(BatchSink):  # type: ignore[misc]
    """Merges by key; the SDK reads numbers as decimals, and the file has them as numbers again."""

    def process_batch(self, context: dict[str, Any]) -> None:
        """Take a batch in."""
        path = Path(self.config["folder"]) / f"{self.stream_name}.jsonl"
        held = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
        rows = {row["id"]: row for row in [*held, *context["records"]]}
        path.write_text("".join(f"{json.dumps(row, default=float)}\n" for row in rows.values()), encoding="utf-8")


class LinesTarget(Target):  # type: ignore[misc]
    """A target of plain files."""

    name = "target-lines"
    config_jsonschema: ClassVar[dict[str, Any]] = th.PropertiesList(
        th.Property("folder", th.StringType, required=True)
    ).to_dict()
    default_sink_class = LinesSink


def main() -> None:
    """Pipe the one into the other."""
    if sys.argv[1] in {"tap", "target"}:
        plugins: dict[str, Any] = {"tap": ApiTap, "target": LinesTarget}
        plugins[sys.argv.pop(1)].cli()
        return
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    landed = folder / "landed"
    landed.mkdir()
    configs = {"tap": {"base_url": base_url, "api_key": key}, "target": {"folder": str(landed)}}
    for name, config in configs.items():
        (folder / f"{name}.json").write_text(json.dumps(config), encoding="utf-8")
    commands = {name: [sys.executable, __file__, name, "--config", str(folder / f"{name}.json")] for name in configs}
    reading, writing = os.pipe()
    tap = subprocess.Popen(commands["tap"], stdout=writing)  # noqa: S603 - this very file
    os.close(writing)
    target = subprocess.Popen(commands["target"], stdin=reading, stdout=subprocess.DEVNULL)  # noqa: S603 - as above
    os.close(reading)
    codes = [target.wait(), tap.wait()]
    sys.exit(next((code for code in codes if code), 0))


if __name__ == "__main__":
    main()
