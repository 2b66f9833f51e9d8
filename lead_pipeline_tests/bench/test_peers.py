"""What we are compared with writes into the very database that we do."""

from __future__ import annotations

import duckdb

from bench.peers.environment import SHARED


def test_peers_have_our_version_of_the_database() -> None:
    assert SHARED.versions()["duckdb"] == duckdb.__version__
