"""`lead-pipeline write-docs`, as `make docs` calls it: writes what is made from declarations and descriptions.

For whoever changes the code, so it is not shown among the commands. A test holds the files against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_docs() -> None:
    """Write the dbt sources and the data dictionary anew; of a new system dbt can parse nothing before its sources."""
    for part in (written_sources, written_tables):
        for file, text in part().items():
            file.parent.mkdir(parents=True, exist_ok=True)  # a new system has no folder yet
            file.write_text(text, encoding="utf-8")


def written() -> dict[Path, str]:
    """Each file, and what stands in it."""
    return {**written_sources(), **written_tables()}


def written_sources() -> dict[Path, str]:
    """The dbt sources, from the declarations."""
    from lead_pipeline.marts.source_entries import entries_file, source_entries
    from lead_pipeline.sources import SOURCES

    return {entries_file(source): source_entries(source) for source in SOURCES.values()}


def written_tables() -> dict[Path, str]:
    """The data dictionary, from the parsed project."""
    from lead_pipeline.marts.dictionary import dictionary
    from lead_pipeline.marts.project import PROJECT, manifest

    return {PROJECT.parent / "docs" / "tables.md": dictionary(manifest())}
