"""`python -m bench.faults [--only NAME-PART] [--tools dlt,ours]`: every tool on every fault, two at a time.

With all cases it writes figures.json, for the tools that were run; with some it only prints.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

from bench.faults import peers, table
from bench.faults.account import Accounts
from bench.faults.cases import CASES, Case
from bench.faults.trial import OURS, TOOLS, run

AT_ONCE = 2


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--only", default="", metavar="NAME-PART", help="only the cases with this in their name")
    parser.add_argument("--tools", default=",".join(TOOLS), help="some of ours, dlt, airbyte, singer")
    asked = parser.parse_args()
    tools = [OURS if tool == "ours" else tool for tool in asked.tools.split(",")]
    if unknown := set(tools) - set(TOOLS):
        parser.error(f"there is no tool {', '.join(sorted(unknown))}; there are: ours, {', '.join(TOOLS[1:])}")
    cases = [case for case in CASES if asked.only.lower() in case.name.lower()]
    if not cases:
        parser.error(f"no case has {asked.only!r} in its name")
    peers.install()
    results = run_all(cases, tools)
    table.show(cases, tools, results)
    if cases == CASES:
        table.write(cases, tools, results)


def run_all(cases: list[Case], tools: list[str]) -> table.Results:
    """Run each tool on each case; the first mistake of ours ends it."""
    results: table.Results = {}
    accounts, pool = Accounts(), ThreadPoolExecutor(AT_ONCE)
    try:
        trials = {pool.submit(run, accounts, tool, case): (case.name, tool) for case in cases for tool in tools}
        for done in as_completed(trials):
            name, tool = trials[done]
            results[name, tool] = done.result()
            sys.stdout.write(f"{tool:<14} {name}: {table.cell(done.result())}\n")
            sys.stdout.flush()
    finally:
        pool.shutdown(cancel_futures=True)
        accounts.stop()
    return results


if __name__ == "__main__":
    main()
