"""Rows that are gone at the source, or seem to be."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

DELETES = Section(
    "Deletes",
    "Nothing is ever removed from the warehouse: `_deleted_at` says since when the source no longer shows a row. Many "
    "at once are looked at twice.",
    (
        Promise("gone in a walk that is not proven", Ending.UNPROVEN, "kept"),
        Promise("gone in a proven walk", Ending.RIGHT, "marked"),
        Promise("back again", Ending.RIGHT, "no longer marked"),
        Promise("a whole job gone", Ending.RIGHT, "it and its leads are marked"),
        Promise("a lead of a finished job gone without any sign", Ending.RIGHT, "found by counting the whole list"),
        Promise("half of a list gone", Ending.RIGHT, "read a second time before it is marked"),
        Promise(
            "the API suddenly shows nothing",
            Ending.FAILED,
            "nothing is marked; `--accept-shrink` says that it is meant",
        ),
        Promise("all leads of a job gone, though it counts them", Ending.UNPROVEN),
    ),
)
