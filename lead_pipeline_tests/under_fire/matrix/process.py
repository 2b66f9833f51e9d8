"""Processes that are stopped or killed, and several at once."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

AGAIN = "when it is run again: each list is there whole with its proof, or as it was"

PROCESS = Section(
    "Process",
    "Rows of a list, its proof and the position are one transaction, and what is published changes in one rename. "
    "Whatever dies, and whenever, there is nothing to repair. The kernel frees the locks of the dead.",
    (
        Promise("Ctrl-C in the middle", Ending.FAILED, "what was read to its end is kept, and not read again"),
        Promise("SIGTERM in the middle", Ending.FAILED, "what was read to its end is kept, and not read again"),
        Promise("killed between two pages", Ending.RIGHT, AGAIN),
        Promise("killed while it makes the warehouse", Ending.RIGHT, "when it is run again"),
        Promise("killed between writing and commit", Ending.RIGHT, AGAIN),
        Promise("killed in the commit", Ending.RIGHT, AGAIN),
        Promise("killed while it publishes", Ending.RIGHT, "when it is run again; until then the last copy is read, or "
                "the new one, never a half"),
        Promise("killed while dbt runs", Ending.RIGHT, "when it is run again; dbt ends within a second, and what is "
                "published stays"),
        Promise("two syncs at once", Ending.RIGHT, "one after the other; who waits says for whom"),
        Promise("two syncs of different days at once", Ending.RIGHT, "one after the other"),
        Promise("a backfill beside a schedule", Ending.RIGHT, "they take turns"),
        Promise("a lock of a process that is dead", Ending.RIGHT, "there is none"),
        Promise("a lock of a process that is alive", Ending.FAILED, "after `LEAD_PIPELINE_LOCK_SECONDS`; says which "
                "process holds it, for what, and since when"),
        Promise("a warehouse that another program has open", Ending.FAILED, "after `LEAD_PIPELINE_LOCK_SECONDS`; says "
                "which process"),
    ),
)  # fmt: skip
