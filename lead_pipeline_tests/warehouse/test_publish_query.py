"""`lead-pipeline query` reads the published copy where there is one, says so, and blocks nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.warehouse.another_process import running
from lead_pipeline_tests.warehouse.publish_shop import build, published

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

pytestmark = pytest.mark.slow

HOLD = "import duckdb, sys; connection = duckdb.connect(sys.argv[1])"
COUNT = 'select count(*) as n from "order"'


@pytest.fixture
def terminal(shop: Shop) -> Terminal:
    """A shell whose home has marts, of which none are published."""
    build(shop.warehouse)
    return Terminal(shop.warehouse.home)


def test_while_nothing_is_published_the_warehouse_is_read(terminal: Terminal) -> None:
    done = terminal.run("query", "select count(*) from marts.items")
    assert "10" in done.stdout
    assert f"Reading the warehouse, {terminal.home / 'warehouse.duckdb'}." in done.stderr


def test_the_published_copy_is_read_while_the_warehouse_is_held(terminal: Terminal, shop: Shop) -> None:
    published(shop.warehouse)
    with running(HOLD, str(shop.warehouse.path)):
        done = terminal.run("query", COUNT)
    assert "101" in done.stdout
    assert "Reading the copy published 2" in done.stderr


def test_json_comes_without_a_note(terminal: Terminal, shop: Shop) -> None:
    published(shop.warehouse)
    done = terminal.here("query", COUNT, "--json")
    assert json.loads(done.stdout) == [{"n": 101}]
    assert done.stderr == ""


def test_what_is_not_published_is_read_on_request(terminal: Terminal, shop: Shop) -> None:
    published(shop.warehouse)
    runs = "select count(*) as n from ops.runs"
    refused = terminal.here("query", runs)
    assert refused.returncode == 2
    assert "--warehouse reads what else there is" in refused.stderr
    assert json.loads(terminal.here("query", runs, "--json", "--warehouse").stdout) == [{"n": 0}]


def test_a_copy_open_for_writing_names_who_has_it_open(terminal: Terminal, shop: Shop) -> None:
    path = published(shop.warehouse).path
    path.chmod(0o644)
    with running(HOLD, str(path)) as other:
        done = terminal.here("query", COUNT)
    assert done.returncode == 1
    assert f"PID {other.pid}" in done.stderr
    assert "open it read only" in done.stderr


def test_a_damaged_copy_is_told_with_the_cure(terminal: Terminal, shop: Shop) -> None:
    path = published(shop.warehouse).path
    path.chmod(0o644)
    path.write_text("no database")
    done = terminal.here("query", COUNT)
    assert done.returncode == 1
    assert "Publish again" in done.stderr
