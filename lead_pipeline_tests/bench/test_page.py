"""The page docs/performance.md is what the benchmarks told, in their own words, and nothing else."""

from __future__ import annotations

from bench.__main__ import BENCHMARKS, QUICK
from bench.page import HEAD, PAGE, known, page


def test_the_page_says_what_was_measured() -> None:
    assert PAGE.read_text("utf-8") == page(known(), BENCHMARKS), "run `make docs`"


def test_every_figure_that_is_kept_is_of_a_benchmark_that_there_is() -> None:
    assert set(known()) <= set(BENCHMARKS)
    assert set(QUICK) <= set(BENCHMARKS)


def test_the_page_names_no_benchmark_that_cannot_be_run() -> None:
    assert all(f'BENCH="{name}' in HEAD for name in ("limit", "in_flight"))
    assert {"limit", "in_flight"} <= set(BENCHMARKS)
