"""How often rows are landed, counted: DuckDB writes whole groups of rows, and small landings would rewrite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

LANDINGS = "select count(*), sum(rows_new), sum(rows_changed), sum(rows_unchanged) from ops.landings"


def test_a_quick_sync_lands_all_leads_at_once_and_writes_each_row_once(rig: Rig) -> None:
    rig.sync()
    assert rig.query(f"{LANDINGS} where endpoint = 'leads' and walks > 1") == [(1, 450, 0, 0)]
    rig.sync(verify=True)
    assert rig.query(f"{LANDINGS} where endpoint = 'leads' and walks > 1") == [(2, 450, 0, 450)]
    assert rig.query("select count(distinct _changed_at) from raw_flowmaticx.leads") == [(1,)]


def test_rows_are_in_the_file_when_a_sync_ends_and_not_in_a_log_beside_it(rig: Rig) -> None:
    rig.sync()
    assert not (rig.home / "warehouse.duckdb.wal").exists()
