"""Answers that say: not now."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.case import Case, hit, once
from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

RATE_LIMIT = Section(
    "Rate limit",
    "A 429 holds up every request of the key at once, for as long as the server asks. Waits that come to more than "
    "`LEAD_PIPELINE_PATIENCE_SECONDS` end the run as paused. Where a key has a longer budget beside that of a minute, "
    "and a 429 that names no time is still there after three waits and a minute, the longer one is taken for used up.",
    (
        Case("429 with seconds", Ending.RIGHT, faults=(once("rate_limited", seconds=0),)),
        Case("429 with a date", Ending.RIGHT, faults=(once("rate_limited", retry_after="date", seconds=0),)),
        Case(
            "429 with a date that has passed",
            Ending.RIGHT,
            faults=(once("rate_limited", retry_after="past", seconds=900),),
        ),
        Case("429 with words for a time", Ending.RIGHT, faults=(once("rate_limited", retry_after="garbage"),)),
        Case("429 that names no time", Ending.RIGHT, faults=(once("rate_limited", retry_after="absent"),)),
        Case("429 as a page of HTML", Ending.RIGHT, faults=(once("rate_limited", html=True, seconds=0),)),
        Case("429 on the first page", Ending.RIGHT, faults=(hit("rate_limited", seconds=0),)),
        Case("429 to all workers at once", Ending.RIGHT, faults=(hit("rate_limited", route="*", times=12, seconds=0),)),
        Case("429 for a day", Ending.PAUSED, faults=(once("rate_limited", seconds=86_400),), says="asks to wait until"),
        Case(
            "429 for a day, as a date",
            Ending.PAUSED,
            faults=(once("rate_limited", retry_after="date", seconds=86_400),),
            says="asks to wait until",
        ),
        Case(
            "429 without end",
            Ending.PAUSED,
            faults=(hit("rate_limited", times=None, seconds=0),),
            says="asks to wait until",
        ),
        Promise("the budget of a key", Ending.RIGHT, "never more than it in any sliding minute"),
        Promise("two processes on one key", Ending.RIGHT, "they share the budget: never more in all"),
    ),
    on_requests=True,
)
