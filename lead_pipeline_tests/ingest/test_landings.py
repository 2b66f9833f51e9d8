"""How often rows are landed, counted: DuckDB writes whole groups of rows, and small landings would rewrite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.ingest import lander

if TYPE_CHECKING:
    import pytest

    from lead_pipeline_tests.ingest.rig import Rig

LANDINGS = "select count(*), sum(rows_new), sum(rows_changed), sum(rows_unchanged) from ops.landings"


def test_a_quick_sync_lands_all_leads_at_once_and_writes_each_row_once(rig: Rig) -> None:
    rig.sync()
    assert rig.query(f"{LANDINGS} where endpoint = 'leads' and walks > 1") == [(1, 450, 0, 0)]
    rig.sync(verify=True)
    assert rig.query(f"{LANDINGS} where endpoint = 'leads' and walks > 1") == [(2, 450, 0, 450)]
    assert rig.query("select count(distinct _changed_at) from raw_flowmaticx.leads") == [(1,)]


def test_a_transaction_adds_no_more_rows_than_memory_holds_however_quickly_they_come(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lander, "PIECE_BYTES", 1)
    monkeypatch.setattr(lander, "BATCH_ROWS", 100)
    monkeypatch.setattr(lander, "BATCH_SECONDS", 600.0)
    monkeypatch.setattr(lander, "GROUP_ROWS", 40)
    rig.sync(in_flight=1)
    ((largest,),) = rig.query("select max(n) from (select count(*) as n from raw_flowmaticx.leads group by job_id)")
    found = rig.query("select rows_new from ops.landings where endpoint = 'leads' order by landed_at")
    landed = [rows for (rows,) in found]
    assert (sum(landed), len(landed) > 1) == (450, True)
    assert max(landed) < 100 + 40 + largest
    assert [rows for rows in landed[:-1] if rows % 40 <= 20] == [], "what is left of a group would be written again"


def test_rows_are_in_the_file_when_a_sync_ends_and_not_in_a_log_beside_it(rig: Rig) -> None:
    rig.sync()
    assert not (rig.home / "warehouse.duckdb.wal").exists()
