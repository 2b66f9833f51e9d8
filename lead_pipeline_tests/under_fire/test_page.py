"""The page promises what is declared, and every promise is kept by a test."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from lead_pipeline_tests.under_fire import promise
from lead_pipeline_tests.under_fire.case import Case
from lead_pipeline_tests.under_fire.matrix import MATRIX
from lead_pipeline_tests.under_fire.page import PAGE, page

TESTS = Path(__file__).parents[1]


def test_the_page_is_as_it_is_declared_and_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_promise_is_kept_by_a_test() -> None:
    for path in TESTS.rglob("test_*.py"):
        if "@keeps(" in path.read_text(encoding="utf-8") or "marks=keeps(" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))
    by_themselves = {
        (section.title, case.name) for section in MATRIX for case in section.promises if isinstance(case, Case)
    }
    promised = {(section.title, each.name) for section in MATRIX for each in section.promises}
    assert promised - by_themselves - promise.KEPT == set()
