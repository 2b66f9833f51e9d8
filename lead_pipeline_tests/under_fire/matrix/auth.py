"""Keys that are refused, replaced, or another account's."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.case import Case, hit
from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

AUTH = Section(
    "Key",
    "A key that is refused stops its account at once and names the variable to mend; what was read to its end is kept. "
    "No other account is stopped.",
    (
        Case(
            "401 at the start",
            Ending.FAILED,
            faults=(hit("status", route="*", times=None, status=401),),
            says="FLOWMATICX_API_KEY",
        ),
        Case(
            "401 in the middle",
            Ending.FAILED,
            faults=(hit("status", after=1, times=None, status=401),),
            says="FLOWMATICX_API_KEY",
        ),
        Case(
            "403 on one endpoint",
            Ending.FAILED,
            "the others are read",
            faults=(hit("status", times=None, status=403),),
            says="lacks the scope",
        ),
        Promise(
            "a key that is replaced in the middle", Ending.FAILED, "with the new one the next sync goes on from there"
        ),
        Promise(
            "the key of another account",
            Ending.FAILED,
            "nothing of it lands, no credits either: no row that it "
            "shows is one that is held; `--accept-shrink` says that it is meant",
        ),
        Promise("a key with a line break in it", Ending.FAILED, "nothing is sent"),
        Promise("a server that repeats the key in its errors", Ending.FAILED, "the key is in no output and in no file"),
    ),
    on_requests=True,
)
