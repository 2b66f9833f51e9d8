"""The data dictionary, written from the descriptions in the dbt project: every published table and its columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lead_pipeline.marts.project import MARTS_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_OPENING = """# Tables

What analysts can query: the published database, `data/published/warehouse.duckdb`, and the Parquet files beside it.
Written by `make docs` from the descriptions in `dbt/models/marts`; change them there.

"""


def dictionary(manifest: Path) -> str:
    """The whole page."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    marts = [node for node in nodes if node["resource_type"] == "model" and node["schema"] == MARTS_SCHEMA]
    marts.sort(key=lambda node: (node["path"].split("/")[:-1], node["name"]))
    listed = "\n".join(f"| [`{node['name']}`](#{node['name']}) | {_first_sentence(node)} |" for node in marts)
    tables = "\n".join(line for node in marts for line in _table(node))
    return f"{_OPENING}| table | what |\n|---|---|\n{listed}\n\n{tables}"


def _first_sentence(node: Mapping[str, Any]) -> str:
    text = " ".join(node["description"].split())
    return text.partition(". ")[0].rstrip(".")


def _table(node: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {node['name']}\n"
    yield f"{node['description'].strip()}\n"
    yield "| column | type | what |"
    yield "|---|---|---|"
    for column in node["columns"].values():
        told = " ".join(column["description"].split()).replace("|", "\\|")
        yield f"| `{column['name']}` | {column['data_type']} | {told} |"
    yield ""
