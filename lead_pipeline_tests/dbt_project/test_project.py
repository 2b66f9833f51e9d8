"""What the project promises to who reads it: no warning, a description for everything, a contract on every mart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline_tests.dbt_project.building import dbt

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.dbt_project.accounts import Accounts
    from lead_pipeline_tests.dbt_project.building import Ended

THEMES = {"intermediate": "int", "marts": "marts"}  # their folders are groups; staging is one of each system


@pytest.fixture(scope="module")
def models(built: Ended) -> list[dict[str, Any]]:
    return [node for node in built.artifact("manifest.json")["nodes"].values() if node["resource_type"] == "model"]


@pytest.fixture(scope="module")
def seeds(built: Ended) -> list[dict[str, Any]]:
    return [node for node in built.artifact("manifest.json")["nodes"].values() if node["resource_type"] == "seed"]


def test_nothing_in_the_project_is_warned_of(accounts: Accounts, tmp_path: Path) -> None:
    ended = dbt("parse", accounts.warehouse, tmp_path, "--no-partial-parse", "--warn-error", "--show-all-deprecations")
    assert ended.code == 0, ended.said
    assert "deprecat" not in ended.said.lower()


def test_the_documentation_is_made_of_every_table(built: Ended, copied: Accounts, tmp_path: Path) -> None:
    ended = dbt("docs generate", copied.warehouse, tmp_path, "--warn-error")
    assert ended.code == 0, ended.said
    manifest = built.artifact("manifest.json")
    known = {name for name, node in manifest["nodes"].items() if node["resource_type"] in {"model", "seed"}}
    catalog = ended.artifact("catalog.json")
    assert set(catalog["nodes"]) == known
    assert set(catalog["sources"]) == set(manifest["sources"])


def test_everything_is_described(built: Ended) -> None:
    manifest = built.artifact("manifest.json")
    told = {
        f"{node['name']}.{column}" if column else node["name"]: text
        for kind in ("nodes", "sources")
        for node in manifest[kind].values()
        if node["resource_type"] in {"model", "seed", "source"}
        for column, text in [
            ("", node["description"]),
            *((c["name"], c["description"]) for c in node["columns"].values()),
        ]
    }
    assert told
    assert not [name for name, text in told.items() if not text.rstrip().endswith(".")]


def test_every_column_that_is_there_is_described_and_no_other(
    accounts: Accounts, models: list[dict[str, Any]], seeds: list[dict[str, Any]]
) -> None:
    there: dict[str, list[str]] = {}
    for row in accounts.query(
        "select table_name, column_name from information_schema.columns "
        "where table_schema in ('staging', 'intermediate', 'marts') order by ordinal_position"
    ):
        there.setdefault(row["table_name"], []).append(row["column_name"])
    assert there == {model["name"]: list(model["columns"]) for model in [*models, *seeds]}


def test_descriptions_are_the_comments_in_the_warehouse(
    accounts: Accounts, models: list[dict[str, Any]], seeds: list[dict[str, Any]]
) -> None:
    comments = {
        (row["table_name"], row["column_name"]): row["comment"]
        for row in accounts.query(
            "select table_name, column_name, comment from duckdb_columns() where schema_name in "
            "('staging', 'intermediate', 'marts')"
        )
    }
    assert comments == {
        (model["name"], name): column["description"]
        for model in [*models, *seeds]
        for name, column in model["columns"].items()
    }


def test_every_mart_keeps_a_contract_and_no_money_or_share_is_a_float(models: list[dict[str, Any]]) -> None:
    marts = [model for model in models if model["schema"] == "marts"]
    assert len(marts) == 15
    for mart in marts:
        assert mart["config"]["contract"]["enforced"]
        floats = [column["name"] for column in mart["columns"].values() if column["data_type"] in {"double", "float"}]
        assert floats == (["rating"] if mart["name"] == "leads" else [])


def test_no_mart_reads_its_own_table_which_is_empty_by_then(models: list[dict[str, Any]]) -> None:
    kept = [node for node in models if node["contract"]["enforced"]]
    assert kept
    assert not [node["name"] for node in kept if node["relation_name"] in node["compiled_code"]]


def test_every_model_is_in_the_group_of_its_folder(models: list[dict[str, Any]]) -> None:
    for model in models:
        _, layer, folder, _ = model["fqn"]
        group = f"{THEMES[layer]}_{folder}" if layer in THEMES else layer
        assert model["config"]["meta"]["dagster"]["group"] == group
        assert (folder if layer == "marts" else layer) in model["config"]["tags"]
