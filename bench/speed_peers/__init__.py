"""How fast others bring the leads into DuckDB, beside us in one sitting. Runners are run with the peers' Python."""
