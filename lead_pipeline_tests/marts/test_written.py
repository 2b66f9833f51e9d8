"""What is written from declarations and descriptions is in git as it would be written now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from lead_pipeline.cli.write_docs import written
from lead_pipeline.marts.project import PROJECT
from lead_pipeline.marts.source_entries import entries_file, source_entries
from lead_pipeline_tests.sources.declared import SYSTEMS, bare_source

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = written()


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_dbt_sources_have_the_columns_that_are_declared(system: str) -> None:
    def columns(text: str) -> dict[str, object]:
        return {each["name"]: each["columns"] for each in yaml.safe_load(text)["sources"][0]["tables"]}

    declared = bare_source(system, system)
    assert columns(entries_file(declared).read_text(encoding="utf-8")) == columns(source_entries(declared))


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_a_written_file_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == WRITTEN[file], "run `make docs`"


def test_the_sources_of_a_new_system_are_written_before_dbt_needs_them(tmp_path: Path) -> None:
    root = PROJECT.parent
    for folder in ("lead_pipeline", "dbt", "docs"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("target", "__pycache__"))
    (new,) = (tmp_path / "dbt").rglob("_specway__sources.yml")
    text = new.read_text(encoding="utf-8")
    new.unlink()
    command = [sys.executable, "-m", "lead_pipeline", "write-docs"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=True)
    assert new.read_text(encoding="utf-8") == text


def test_the_dictionary_tells_of_every_column_of_every_mart() -> None:
    text = WRITTEN[PROJECT.parent / "docs" / "tables.md"]
    assert text.count("\n## ") == 15
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    assert all(cell.strip() for row in rows for cell in row.replace("\\|", "").split("|")[1:-1])
