"""How fast others bring the same leads into DuckDB, beside us in one sitting. Runners are run with the peers' Python."""
