"""The pages a newcomer reads and the Makefile agree on what can be typed.

What a target does is shown by running it; `make test-all` is run by CI.
"""

from __future__ import annotations

import re

import pytest

from lead_pipeline_tests.house.tree import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
PAGES = [page for page in ("README.md", "CONTRIBUTING.md") if (ROOT / page).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_make_can_be_made(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    told = set(re.findall(r"(?:`|^\s*\$?\s*)make ([a-z-]+)", text, flags=re.MULTILINE))
    assert told, "it names no target: is it still read rightly?"
    assert told <= TARGETS, f"no such target: {sorted(told - TARGETS)}"


def test_every_target_is_phony_and_explains_itself() -> None:
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)[1].split())  # type: ignore[index]
    explained = set(re.findall(r"^([a-z-]+):.* ## ", MAKEFILE, flags=re.MULTILINE))
    assert phony == explained == TARGETS
