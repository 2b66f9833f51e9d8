"""The page docs/performance.md, made from figures.json: what each benchmark last told with `--write`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bench.sitting import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

PAGE = ROOT / "docs" / "performance.md"
FIGURES = ROOT / "bench" / "figures.json"

HEAD = """\
# How fast, how much memory, how many requests

Measured by `bench/`, and written by it. The server is not the sandbox: `python -m bench.server` is a small HTTP server
of the API's lists, in a process of its own. It makes all leads before it is asked for any, so that it takes little of
the cores that it shares with who reads from it, and it keeps count of the requests. Everything runs on one machine over
loopback; seconds of another machine will be others, so each sitting times a *reference loop* first and last: plain
Python and copies of memory, always the same. Ratios within a sitting are what to compare.

| to measure | type |
|---|---|
| requests, throughput and growth, in minutes | `make bench` |
| the same for the large accounts too, and into this page | `make bench BENCH="--full --write"` |
| the rate limit; takes some minutes of real time | `make bench BENCH="limit --write"` |
| how many requests in flight are worth it | `make bench BENCH="in_flight --write"` |
| us beside dlt, Singer, Airbyte; installs them, takes twenty minutes | `make bench-peers BENCH=--write` |
"""


def page(figures: Mapping[str, Any], benchmarks: Mapping[str, ModuleType]) -> str:
    """All that was measured, in the order of the benchmarks."""
    parts = [HEAD]
    for name, module in benchmarks.items():
        if name in figures:
            told = figures[name]
            tables = "\n".join(table.written() for table in module.tables(told["figures"]))
            parts.append(f"\n## {module.TITLE}\n\n{module.WORDS}\n\n{tables}\n{_where(told['sitting'])}\n")
    return "".join(parts)


def write(name: str, sitting: Mapping[str, Any], figures: Mapping[str, Any]) -> None:
    """Keep what one benchmark told; the others' figures stay."""
    kept = known()
    kept[name] = {"sitting": sitting, "figures": figures}
    FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def known() -> dict[str, Any]:
    """What was told so far."""
    told: dict[str, Any] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    return told


def _where(sitting: Mapping[str, Any]) -> str:
    loops = " s before, ".join(f"{seconds:.2f}" for seconds in sitting["reference_loop"])
    return f"{sitting['machine']}; {', '.join(sitting['versions'])}. Reference loop: {loops} s after."
