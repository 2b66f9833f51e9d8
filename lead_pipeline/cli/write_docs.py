"""`lead-pipeline write-docs`, as `make docs` calls it: writes what is made from declarations and descriptions.

For whoever changes the code, so it is not shown among the commands. A test holds the files against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_docs() -> None:
    """Write the dbt sources and the data dictionary anew."""
    for file, text in written().items():
        file.parent.mkdir(parents=True, exist_ok=True)  # a new system has no folder yet
        file.write_text(text, encoding="utf-8")


def written() -> dict[Path, str]:
    """Each file, and what stands in it. The sources first: the dictionary is read from the parsed project."""
    from lead_pipeline.marts.dictionary import dictionary
    from lead_pipeline.marts.project import PROJECT, manifest
    from lead_pipeline.marts.source_entries import entries_file, source_entries
    from lead_pipeline.sources import SOURCES

    files = {entries_file(source): source_entries(source) for source in SOURCES.values()}
    return {**files, PROJECT.parent / "docs" / "tables.md": dictionary(manifest())}
