"""The results as a table for people, and as figures.json for docs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import lead_pipeline
from bench.faults import peers
from bench.faults.trial import OURS

if TYPE_CHECKING:
    from bench.faults.cases import Case
    from bench.faults.trial import Result

Results: TypeAlias = "dict[tuple[str, str], Result]"
"""By case name and tool."""

FIGURES = Path(__file__).with_name("figures.json")


def write(cases: list[Case], tools: list[str], results: Results) -> None:
    """Write figures.json: these tools anew, the others as they were when they were last run."""
    today = datetime.now(UTC).date().isoformat()
    before = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {"run_on": {}, "cases": []}
    kept = {case["name"]: case["results"] for case in before["cases"]}
    figures = {
        "run_on": {**before["run_on"], **dict.fromkeys(tools, today)},
        "versions": {OURS: lead_pipeline.__version__, **peers.versions()},
        "cases": [
            {
                "section": case.section,
                "name": case.name,
                "results": {**kept.get(case.name, {}), **{tool: asdict(results[case.name, tool]) for tool in tools}},
            }
            for case in cases
        ],
    }
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def show(cases: list[Case], tools: list[str], results: Results) -> None:
    """Print every case, and how often each verdict was given."""
    width = max(len(case.name) for case in cases)
    wide = max(len(cell(result)) for result in results.values())
    sections = dict.fromkeys(case.section for case in cases)
    for section in sections:
        sys.stdout.write(f"\n{section.ljust(width)}   {'   '.join(tool.ljust(wide) for tool in tools)}\n")
        for case in (case for case in cases if case.section == section):
            cells = "   ".join(cell(results[case.name, tool]).ljust(wide) for tool in tools)
            sys.stdout.write(f"{case.name.ljust(width)}   {cells}\n")
    sys.stdout.write("\n")
    for tool in tools:
        counts = Counter(results[case.name, tool].verdict for case in cases)
        sys.stdout.write(f"{tool}: {', '.join(f'{number} {verdict}' for verdict, number in counts.most_common())}\n")


def cell(result: Result) -> str:
    """One result in a few words."""
    says_how_many = result.verdict in {"QUIETLY WRONG", "unproven", "set aside"}
    detail = f" ({result.detail})" if says_how_many else ""
    return f"{result.verdict}{detail}, {result.seconds:g} s"
