"""Clocks that are wrong or jump, and days that begin elsewhere."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

TIME = Section(
    "Time",
    "What is due is told by what changed, never by comparing the server's clock with ours. Every time is kept in UTC, "
    "and a day is a day of UTC, whatever the time zone of the machine.",
    (
        Promise("a server whose clock is wrong", Ending.RIGHT, "a date in `Retry-After` is read by the server's own "
                "clock"),
        Promise("the server's clock set back", Ending.RIGHT),
        Promise("our clock set back between two syncs", Ending.RIGHT, "nobody waits for the time to come again"),
        Promise("our clock set forward between two syncs", Ending.RIGHT),
        Promise("jobs made just before and just after midnight", Ending.RIGHT, "each belongs to its day of UTC, for "
                "`--since`, `--until` and in the marts"),
        Promise("a machine in another time zone", Ending.RIGHT, "the same rows and marts"),
        Promise("the days on which clocks are changed", Ending.RIGHT, "the same rows and marts"),
    ),
)  # fmt: skip
