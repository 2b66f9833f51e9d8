"""Disks that are full, folders that cannot be written, files that are damaged."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

UNTOUCHED = "the file is left as it is, to the last byte; says how to rebuild"

STORAGE = Section(
    "Storage",
    "What was committed stays, and a file that we cannot read is never written to. To rebuild: move it away and sync "
    "again; all but the history of credits is read anew.",
    (
        Promise("disk full while it fetches", Ending.FAILED, "with room the next sync is right"),
        Promise("disk full while it lands", Ending.FAILED, "with room the next sync is right"),
        Promise("disk full while it publishes", Ending.FAILED, "the last copy stays"),
        Promise("a folder that cannot be written", Ending.FAILED),
        Promise("a disk that is mounted read-only", Ending.FAILED),
        Promise("a file where the home should be", Ending.REFUSED),
        Promise("a file where the folder of locks should be", Ending.FAILED),
        Promise("a warehouse that is no database", Ending.FAILED, UNTOUCHED),
        Promise("a warehouse that is cut off", Ending.FAILED, UNTOUCHED),
        Promise("a warehouse of 0 bytes", Ending.FAILED, UNTOUCHED),
        Promise("a warehouse of which a part is overwritten", Ending.FAILED, "as soon as that part is read, and it is "
                "never taken for rows; says how to rebuild"),
        Promise("a warehouse of a newer DuckDB", Ending.FAILED, "it is left as it is; says which version we have"),
        Promise("a damaged log beside the warehouse (`.wal`)", Ending.FAILED, "both files are left as they are"),
        Promise("a log that is cut off, or is none", Ending.RIGHT, "what is no longer in it is read anew"),
        Promise("a damaged file of the budgets", Ending.FAILED, "says which file to delete"),
        Promise("damaged lock files", Ending.RIGHT),
        Promise("a damaged note of what was published", Ending.RIGHT, "it is published anew"),
        Promise("a damaged memory of where columns come from", Ending.RIGHT, "it is worked out anew"),
        Promise("a path with blanks and letters beyond ASCII", Ending.RIGHT),
    ),
)  # fmt: skip
