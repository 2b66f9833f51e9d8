"""The page docs/reliability.md, made from what is promised here and what `make bench-faults` measured.

`python -m lead_pipeline_tests.under_fire.page` writes it; a test holds it against both.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from textwrap import fill
from typing import Any

from lead_pipeline_tests.under_fire.case import Case
from lead_pipeline_tests.under_fire.matrix import MATRIX
from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
FIGURES = ROOT / "bench" / "faults" / "figures.json"

OURS = "lead_pipeline"
TOOLS = {OURS: "lead_pipeline", "dlt": "dlt", "airbyte": "Airbyte CDK", "singer": "Singer SDK"}
QUIET = "QUIETLY WRONG"
VERDICTS = ("right", "set aside", "unproven", "failed", QUIET, "hung")

HEAD = """\
# Under fire

Every fault ends in the right rows, or in a clear failure. This page says which, fault by fault. Each line is kept by a
test that runs against the [sandbox](sandbox.md) over real HTTP, on real DuckDB files, with real processes, and looks at
the same things each time: the tables against what the server holds, by id and by value; no key twice; no secret in any
output or file; an exit code that says what happened, and a ledger (`ops.runs`, `ops.walks`) that agrees with it. Where
the fault is the server's, it is tried in a first sync and in one over what is held, on the list of jobs and on that of
leads; then it is lifted, and one sync must bring the truth.

| it ends | exit code | which means |
|---|---|---|
"""
LIMITS = """\

## What no reader of such an API can promise

- **A lead that changes in a finished job without any sign in the job.** The API has no time of change, so this is seen
  when the job is read again: by the weekly `--verify`, or in the slow turn of old proofs (20 jobs a sync, each after 30
  days). One that was *added or deleted* shows in the count of the whole list at the next sync (one of each at once does
  not); while jobs are running, once the difference has stayed for an hour.
- **Rows inserted and others deleted in the part already read, with equal totals.** Pages overlap by a row or more, so
  most of it shows; what does not, shows at the next reading of that list.
- **Mistakes that agree.** Where a list, its total and its job's own count all say the same wrong number, or a record is
  damaged in the same way in two readings, it is believed until the next full reading.
- **A lead of no job.** One that no job's list shows lands without a job. If it came into a finished job unseen, its job
  is looked for among the likeliest hundred; `--verify` finds it in any.
- **Changes by hand.** Whoever edits `warehouse.duckdb` beside the pipeline is believed. `--verify` puts it right.
- **A power cut.** DuckDB waits for the disk at each commit; a disk that lies about that can lose the last ones. They
  are read again.
"""


def page() -> str:
    """The whole page."""
    used = {promise.ending for section in MATRIX for promise in section.promises}
    endings = "".join(f"| {each.word} | {each.code} | {each.meaning} |\n" for each in Ending if each in used)
    return HEAD + endings + "".join(map(_section, MATRIX)) + LIMITS + _peers(json.loads(FIGURES.read_text("utf-8")))


def _section(section: Section) -> str:
    about = fill(section.about, 120, break_long_words=False, break_on_hyphens=False)
    lines = "".join(f"| {promise.name} | {_ending(promise)} |\n" for promise in section.promises)
    return f"\n## {section.title}\n\n{about}\n\n| fault | it ends |\n|---|---|\n{lines}"


def _ending(promise: Promise) -> str:
    word = f"{Ending.RIGHT.word} or {Ending.UNPROVEN.word}" if _may_say_so(promise) else promise.ending.word
    return f"{word}: {promise.note}" if promise.note else word


def _may_say_so(promise: Promise) -> bool:
    return isinstance(promise, Case) and promise.changes


def _peers(figures: dict[str, Any]) -> str:
    versions = ", ".join(f"{TOOLS[tool]} {figures['versions'][tool]} ({figures['run_on'][tool]})" for tool in TOOLS)
    cases = figures["cases"]
    sums = {tool: Counter(case["results"][tool]["verdict"] for case in cases) for tool in TOOLS}
    shown = [verdict for verdict in VERDICTS if any(sums[tool][verdict] for tool in TOOLS)]
    rows = "".join(
        f"| {TOOLS[tool]} | {' | '.join(str(sums[tool][verdict]) for verdict in shown)} |\n" for tool in TOOLS
    )
    heads = " | ".join("**quietly wrong**" if verdict == QUIET else verdict for verdict in shown)
    table = "".join(
        f"| {case['section']}: {case['name']} | {' | '.join(_cell(case['results'][tool]) for tool in TOOLS)} |\n"
        for case in cases
    )
    return f"""
## Others, on the same faults

{versions}.
Run by `make bench-faults`, which installs the others in an environment of their own and lets each
read the same account (450 leads, 105 jobs) from the sandbox, one run for each fault, in a process of its own.

| of {len(cases)} cases | {heads} |
|---|{"---:|" * len(shown)}
{rows}
*Quietly wrong* is exit code 0 with rows lost, doubled, invented or changed. *Failed* said so; *set aside* and
*unproven* are our own ways of saying so. *Hung* was still running at the time limit (two minutes).

Read it with care. The faults are ours, chosen as we know them from such APIs, and our tests know them too: it is no
survey. Each tool is set up as its documentation shows for a list with `offset`, `limit` and `total`, with its own waits
and retries; none was taught this API's error envelope, which would help some of them. Rows that came or went during a
run may be there or not. On passing network faults and rate limits there is no difference worth a word. On a first sync
we send more requests (a list for each job, which is how a lead gets its job), on all later ones far fewer.

| fault | {" | ".join(TOOLS.values())} |
|---|{"---|" * len(TOOLS)}
{table}"""


def _cell(result: dict[str, Any]) -> str:
    verdict, detail = result["verdict"], result["detail"]
    if verdict == QUIET:
        return f"**quietly wrong**: {detail}"
    return f"{verdict}: {detail}" if verdict in {"set aside", "unproven"} else verdict


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
