"""A cost is the kernel's own word on a process; a median is that of each figure; a table's rows fit its headings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.measure import Cost, run
from bench.table import Table

ROOT = Path(__file__).parents[2]
WORKS = "block = b'x' * (200 << 20); print(sum(range(3_000_000)))"


def test_time_is_that_of_the_process(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", WORKS], os.environ, tmp_path)
    assert cost.exit_code == 0
    assert 0.01 < cost.cpu_seconds < cost.seconds + 0.1
    assert (tmp_path / "stdout").read_text() == "4499998500000\n"


def test_memory_is_that_of_the_process(tmp_path: Path) -> None:
    """Asked of a small process: the kernel counts a new one as large as the one it came of, until it begins its own."""
    measure = "import os, sys; from pathlib import Path; from bench.measure import run; "
    measure += "print(run(sys.argv[2:], os.environ, Path(sys.argv[1])))"
    words = [sys.executable, "-c", measure, str(tmp_path), sys.executable, "-c", WORKS]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    peak = re.search(r"peak_megabytes=([0-9.]+)", told)
    assert peak is not None
    assert 200 < float(peak[1]) < 300


def test_the_work_of_its_children_counts_too(tmp_path: Path) -> None:
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORKS!r}], check=True)"
    cost = run([sys.executable, "-c", outer], os.environ, tmp_path)
    assert (cost.exit_code, cost.peak_megabytes > 200) == (0, True)


def test_what_takes_too_long_is_ended_and_has_no_exit_code(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", "input() if False else __import__('signal').pause()"], os.environ, tmp_path, 0.2)
    assert cost.exit_code is None
    assert cost.seconds < 30


def test_an_exit_code_is_told(tmp_path: Path) -> None:
    assert run([sys.executable, "-c", "raise SystemExit(3)"], os.environ, tmp_path).exit_code == 3


def test_the_middle_is_that_of_each_figure_and_the_worst_exit_code() -> None:
    costs = [Cost(3, 1, 10, 7, 0), Cost(1, 2, 30, 9, 3), Cost(2, 9, 20, 8, 0)]
    assert Cost.middle(costs) == Cost(2, 2, 20, 8, 3)
    assert Cost.middle([*costs, Cost(1, 1, 1, 1, None)]).exit_code is None
    with pytest.raises(ValueError, match="no run"):
        Cost.middle([])


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="2 headings"):
        Table("Speed", ("size", "seconds"), (("10",),))


def test_a_table_is_printed_in_columns_and_written_as_markdown() -> None:
    table = Table("Speed", ("size", "seconds"), (("10", "1.5"), ("1,000", "12.0")))
    assert table.printed() == "\nSpeed\n  size    seconds\n  10          1.5\n  1,000      12.0\n"
    assert table.written() == "**Speed**\n\n| size | seconds |\n| --- | ---: |\n| 10 | 1.5 |\n| 1,000 | 12.0 |\n"
