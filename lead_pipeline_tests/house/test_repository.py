"""What no file of the repository may hold: the machine it was written on, or the index it was installed from.

Both work for their author and break, or leak, for everyone else.
"""

from __future__ import annotations

import os
import re

import pytest

from lead_pipeline_tests.house.tree import ROOT, name, repository_files

# Written so that no pattern matches its own line.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.\-*])/(work|home/\w+|root|Users/\w+|tmp/lab)/",
    "the host of a package index": r"\b(pypi[.](org|python)|pythonhosted[.]|npmjs[.]|registry[.]\w+[.]|debian[.]org)",
    "an index to install from": r"--(extra-)?index-url\b|--find[-]links\b|(?m:^\s*(index-url|find-links)\s*=)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    texts = {path: path.read_bytes().decode(errors="replace") for path in repository_files()}
    assert ROOT / "pyproject.toml" in texts, "git listed nothing: is this a checkout?"
    found = [f"{name(path)}: {hit[0].strip()}" for path, text in texts.items() if (hit := pattern.search(text))]
    assert not found, f"{what}: {found}"


def test_ci_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test-all </dev/null" in script.read_text(encoding="utf-8")
