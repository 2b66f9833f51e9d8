"""Records with fields that are missing, new, renamed, of another type, or full of what breaks other programs."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

EXACT = "lands letter for letter"
NOTED = "noted as drift"

FIELDS = Section(
    "Fields",
    "Each record is judged by itself: one that breaks a rule goes to the quarantine as received, with every rule it "
    "broke, and leaves it when a corrected one comes. Where a whole page breaks the same rule, the API has changed: "
    "nothing of it lands.",
    (
        Promise("emoji, right-to-left, combining characters", Ending.RIGHT, EXACT),
        Promise("a text of 1 MB", Ending.RIGHT, EXACT),
        Promise("a NUL, line breaks and terminal codes in a text", Ending.RIGHT, f"{EXACT}; shown harmlessly"),
        Promise("SQL in every text field", Ending.RIGHT, EXACT),
        Promise("formula text (`=cmd|…`)", Ending.RIGHT, EXACT),
        Promise("integers over 2^53", Ending.RIGHT, "no digit is lost"),
        Promise("integers over 2^63", Ending.ASIDE),
        Promise("times with an offset", Ending.RIGHT, "land in UTC"),
        Promise("times without a zone", Ending.RIGHT, "taken for UTC"),
        Promise("the years 0001 and 9999", Ending.RIGHT),
        Promise("seconds since 1970 where a time belongs", Ending.ASIDE),
        Promise("null where it is not allowed", Ending.ASIDE),
        Promise("another type in some records", Ending.ASIDE),
        Promise("a number as text", Ending.RIGHT, f"lands as the number; {NOTED}"),
        Promise("half a character (a lone surrogate)", Ending.ASIDE),
        Promise("a field that nobody declared", Ending.RIGHT, f"kept in `_extra`; {NOTED}"),
        Promise("a value that nobody documented", Ending.RIGHT, NOTED),
        Promise("an optional field missing in some records", Ending.RIGHT, f"empty; {NOTED}"),
        Promise("a required field missing in some records", Ending.ASIDE),
        Promise("a required field missing in all records", Ending.FAILED),
        Promise("a required field renamed", Ending.FAILED),
        Promise("another type in all records", Ending.FAILED),
        Promise("a record without an id", Ending.ASIDE),
    ),
)
