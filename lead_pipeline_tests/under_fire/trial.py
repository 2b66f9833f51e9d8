"""A trial: an account of the sandbox, a home, and the command line in this process; afterwards everything is examined.

What is examined is the same for every fault: rows against the server's truth, keys, secrets, exit code, ledger.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline import cli
from lead_pipeline_tests.ingest.rig import KEY, Rig

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

    from lead_pipeline.sandbox import RunningSandbox
    from lead_pipeline_tests.under_fire.promise import Ending

ENDPOINTS = ("jobs", "leads")
STATUS_OF_CODE = {0: {"ok"}, 1: {"failed", "interrupted"}, 3: {"unproven"}}


@dataclass(frozen=True)
class Ended:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.out + self.err


class Trial:
    """Sync as a user does, with the faults that are armed."""

    def __init__(
        self,
        running: RunningSandbox,
        home: Path,
        patch: pytest.MonkeyPatch,
        capture: pytest.CaptureFixture[str],
        logged: pytest.LogCaptureFixture,
    ) -> None:
        self.rig = Rig(running, home)
        self.secrets = [KEY]
        self._patch = patch
        self._capture = capture
        self._logged = logged
        logged.set_level(logging.INFO)
        for name, value in self.rig.environment.items():
            self.export(name, value)
        self.export("LEAD_PIPELINE_RETRY_SECONDS", "0.001")

    def export(self, name: str, value: str) -> None:
        """An environment variable of the commands to come."""
        self._patch.setenv(name, value)

    def arm(self, orders: Iterable[dict[str, Any]]) -> None:
        """Put faults on the sandbox's board, as its control route does."""
        for order in orders:
            given = {name: value for name, value in order.items() if name != "params"}
            self.rig.faults.arm(**given, **order["params"])

    def heal(self) -> None:
        """Take all faults away."""
        self.rig.faults.clear()

    def run(self, *words: str) -> Ended:
        """One command of ours, in this process."""
        self._capture.readouterr()
        self._patch.setattr("sys.argv", ["lead-pipeline", *words])
        code: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
        captured = self._capture.readouterr()
        assert isinstance(code, int)
        return Ended(code, captured.out, captured.err)

    def sync(self, *words: str) -> Ended:
        """One sync; its exit code, its words and its ledger must agree, and no secret shows."""
        before = len(self.rig.running.sandbox.journal)
        ended = self.run("sync", *words)
        self._is_honest(ended, len(self.rig.running.sandbox.journal) - before)
        self._keeps_secrets(ended)
        return ended

    def ends(self, ending: Ending, *words: str, says: str = "") -> Ended:
        """A sync that ends so, and says that."""
        ended = self.sync(*words)
        assert ended.code == ending.code, ended.said
        assert says in ended.said
        return ended

    def holds_truth(self) -> None:
        """Jobs and leads are landed as the server has them, to the last value, and nothing is set aside."""
        for endpoint in ENDPOINTS:
            landed, truth = self.rig.landed(endpoint), self.rig.truth(endpoint)
            assert landed.keys() == truth.keys()
            assert landed == truth
            assert self.rig.query(f"select * from quarantine.flowmaticx_{endpoint}") == []

    def rows(self) -> dict[str, dict[int, tuple[Any, ...]]]:
        """What is held: every column of every row, with what we note beside it."""
        held = {}
        for endpoint in ENDPOINTS:
            rows = self.rig.query(f"select * from raw_flowmaticx.{endpoint}")
            held[endpoint] = {row[1]: row for row in rows}
            assert len(held[endpoint]) == len(rows), "a key is there twice"
        return held

    def deleted(self) -> set[tuple[str, int]]:
        """Rows that are marked as deleted."""
        return {
            (endpoint, row[0])
            for endpoint in ENDPOINTS
            for row in self.rig.query(f"select id from raw_flowmaticx.{endpoint} where _deleted_at is not null")
        }

    def _is_honest(self, ended: Ended, requests: int) -> None:
        """Nothing broke in us, the ledger tells of the same ending, and it counts what reached the server."""
        assert "Traceback" not in ended.said
        if ended.code == 2:
            assert ended.err.startswith("error: ")
            return
        try:
            (status, code, detail), *_ = self.rig.query(
                "select status, exit_code, detail from ops.runs order by rowid desc limit 1"
            )
        except duckdb.Error:
            assert ended.code == 1
            return
        assert status in STATUS_OF_CODE[ended.code]
        assert code == ended.code
        if ended.code == 0:
            assert "error:" not in ended.err
            assert not detail
        elif ended.code == 1:
            assert "error:" in ended.err
            assert detail
        (counted,) = self.rig.query(
            "select coalesce(sum(requests), 0) from ops.walks where run_id = "
            "(select run_id from ops.runs order by rowid desc limit 1)"
        )[0]
        # One that the server hung up on never reached it; of a walk that was broken off not all are counted.
        assert counted >= requests or ended.code == 1

    def _keeps_secrets(self, ended: Ended) -> None:
        files = [path.read_bytes() for path in self.rig.home.rglob("*") if path.is_file()]
        for secret in self.secrets:
            assert secret not in ended.said + self._logged.text
            assert not any(secret.encode() in content for content in files)
