"""Us beside the peers in one sitting: first sync of the same account, in turn, several times; medians and ratios."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench import measure as kernel
from bench.measure import Cost
from bench.peers.environment import PYAIRBYTE, SHARED, Environment, variables
from bench.sitting import KEY, sitting
from bench.table import Table

if TYPE_CHECKING:
    from bench.sitting import Sitting

HERE = Path(__file__).parent
TITLE = "Beside others"
WORDS = """\
A first sync of the same account, without a limit, each tool in a process of its own, in turn, several times over.
*Leads a second* is over the whole command, start included; *we are* says how many times as fast ours is on the same
leads. The slow ones are run on fewer; ours too then, so that the start weighs on both. Those that land each lead with
its job are run on a million too: there the start no longer weighs. *With job* says if a lead's job is landed with it;
one list of all leads does not tell it, and is read with fewer requests. In a *bad* account one lead in a hundred breaks
a rule, and one in four hundred has a value of another type: that one stops dlt by hand, which lands nothing then, and
makes a second column of it in rest_api. What ours does beside, and the others do not: it proves each list read to its
end, checks every row against the rules, and keeps a ledger. Each run must land every lead, or there is no figure. Peaks
are those of the largest process of each.

- *dlt, rest_api, default*: as its documentation has it, merged by key into DuckDB; *tuned*: parquet, large buffers and
  files, threads, upsert, no nested tables.
- *dlt, by hand*: a resource of our own that fetches in eight threads and yields Arrow tables of 20,000 rows, upsert.
- *Singer*: a tap with the Singer SDK, piped into target-duckdb, which merges by key.
- *Airbyte CDK*: reads, and its records go nowhere. *PyAirbyte*: the same manifest, merged into its DuckDB cache."""
LEADS, SLOW_LEADS, MANY_LEADS, RUNS, TIME_LIMIT = 200_000, 50_000, 1_000_000, 3, 1200.0
OURS = "lead_pipeline"


@dataclass(frozen=True)
class Peer:
    """One tool, one way to use it. `bears_bad` says that it is run on the bad account too."""

    name: str
    runner: str
    variant: str = ""
    environment: Environment = SHARED
    is_slow: bool = False
    with_job: bool = False
    bears_bad: bool = False


PEERS = (
    Peer("dlt, by hand, job by job", "run_dlt_hand.py", "by_job", with_job=True),
    Peer("dlt, by hand, one list", "run_dlt_hand.py", "flat"),
    Peer("dlt, rest_api, tuned, job by job", "run_dlt_rest.py", "by_job", with_job=True, bears_bad=True),
    Peer("dlt, rest_api, tuned, one list", "run_dlt_rest.py", "flat"),
    Peer("dlt, rest_api, default, one list", "run_dlt_rest.py", "default", is_slow=True),
    Peer("Singer SDK, target-duckdb, one list", "run_singer.py", is_slow=True),
    Peer("Airbyte CDK, only reads, one list", "run_airbyte.py", is_slow=True),
    Peer("PyAirbyte, one list", "run_pyairbyte.py", environment=PYAIRBYTE, is_slow=True),
)


def versions() -> list[str]:
    """What the others are, exactly."""
    return [f"{name} {number}" for name, number in (SHARED.versions() | PYAIRBYTE.versions()).items()]


def measure(*, full: bool) -> dict[str, Any]:
    """All of them; BENCH_PEER_LEADS=20000,5000,50000 sets the sizes, to see whether all runs."""
    said = os.environ.get("BENCH_PEER_LEADS")
    sizes = (LEADS, LEADS if full else SLOW_LEADS, MANY_LEADS)
    large, small, many = map(int, said.split(",")) if said else sizes
    runs = RUNS if said is None else 1
    for environment in (SHARED, PYAIRBYTE):
        environment.install()
    results = [
        *_sized(large, runs, [peer for peer in PEERS if not peer.is_slow]),
        *_sized(small, runs, [peer for peer in PEERS if peer.is_slow]),
        *_sized(many, runs, [peer for peer in PEERS if peer.with_job]),
    ]
    return {"runs": runs, "results": results}


def tables(figures: dict[str, Any]) -> list[Table]:
    """One line a tool; ratios to our run on the same leads."""
    ours = {
        (told["leads"], told["bad"]): told["cost"]["seconds"] for told in figures["results"] if told["name"] == OURS
    }
    rows = []
    for told in figures["results"]:
        cost, speed = Cost(**told["cost"]), told["leads"] / told["cost"]["seconds"]
        rows.append(
            (
                told["name"],
                f"{told['leads']:,}",
                "1 %" if told["bad"] else "none",
                f"{cost.seconds:.1f}",
                f"{speed:,.0f}",
                f"{cost.seconds / ours[told['leads'], told['bad']]:.1f} x",
                f"{speed * figures['loop']:,.0f}",
                f"{cost.cpu_seconds:.1f}",
                f"{cost.peak_megabytes:.0f}",
                f"{cost.requests:,}",
                "yes" if told["with_job"] else "no",
            )
        )
    headings = (
        "tool",
        "leads",
        "bad",
        "seconds",
        "leads a second",
        "we are",
        "leads a loop",
        "CPU s",
        "peak MB",
        "requests",
        "with job",
    )
    return [Table(f"Median of {figures['runs']}", headings, tuple(rows))]


def _sized(leads: int, runs: int, peers: list[Peer]) -> list[dict[str, Any]]:
    costs: defaultdict[tuple[str, bool], list[Cost]] = defaultdict(list)
    with sitting(leads) as good, sitting(leads, bad=True) as bad:
        for number in range(runs):
            for here, theirs in ((good, peers), (bad, [peer for peer in peers if peer.bears_bad])):
                costs[OURS, here is bad].append(here.sync(f"home{number}"))
                for peer in theirs:
                    costs[peer.name, here is bad].append(told := _run(here, peer))
                    sys.stdout.write(f"{peer.name}: {leads:,} leads in {told.seconds:.1f} s\n")
                    sys.stdout.flush()
    tied = {OURS, *(peer.name for peer in peers if peer.with_job)}
    return [
        {"name": name, "leads": leads, "bad": is_bad, "cost": asdict(Cost.middle(each)), "with_job": name in tied}
        for (name, is_bad), each in costs.items()
    ]


def _run(here: Sitting, peer: Peer) -> Cost:
    """One run into an empty folder. Whoever did not land every lead was not fast but wrong."""
    before = here.requests()
    with TemporaryDirectory(prefix="lead-pipeline-peers-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        words = [str(peer.environment.python), str(HERE / peer.runner), here.base_url, KEY, name]
        words += [peer.variant] if peer.variant else []
        cost = kernel.run(words, variables(folder), folder, TIME_LIMIT)
        if cost.exit_code != 0:
            told = (folder / "stderr").read_text("utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"{peer.name} ended with {cost.exit_code}:\n{told}")
        counts = json.loads((folder / "counts.json").read_text("utf-8"))
    wanted = {"leads": here.account.leads, "with_job": here.account.leads if peer.with_job else 0}
    if counts != wanted:
        raise RuntimeError(f"{peer.name} landed {counts}, and there are {wanted}")
    return replace(cost, requests=here.requests() - before)
