"""All that knows Dagster: what it shows, when it runs, and how our outcomes become its successes and failures."""
