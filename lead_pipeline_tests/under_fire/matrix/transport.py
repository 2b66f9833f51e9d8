"""Connections that break, and servers that are down."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.case import Case, always, hit, once
from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

IMPATIENT = (("LEAD_PIPELINE_ANSWER_SECONDS", "0.8"),)

TRANSPORT = Section(
    "Transport",
    "A request is tried five times in all, with growing waits. A list that cannot be read stops nothing of the others; "
    "five in a row that cannot stop the endpoint.",
    (
        Case("500", Ending.RIGHT, faults=(once("status", status=500),)),
        Case("502 as a page of HTML", Ending.RIGHT, faults=(once("status", status=502, html=True),)),
        Case("503, four times", Ending.RIGHT, faults=(hit("status", after=1, times=4, status=503),)),
        Case("504", Ending.RIGHT, faults=(once("status", status=504),)),
        Case("408", Ending.RIGHT, faults=(once("status", status=408),)),
        Case("500 that stays", Ending.FAILED, faults=(always("status", status=500),), says="HTTP 500"),
        Case("connection reset in the body", Ending.RIGHT, faults=(once("cut"),)),
        Case("connection reset before the body", Ending.RIGHT, faults=(once("cut", at=0.0),)),
        Case("connection closed in the body", Ending.RIGHT, faults=(once("cut", how="close"),)),
        Case("connections that always break", Ending.FAILED, faults=(always("cut"),), says="no whole answer"),
        Case("connection closed after each answer, unsaid", Ending.RIGHT, faults=(always("hang_up"),)),
        Case("body longer than it says", Ending.RIGHT, faults=(once("wrong_length", delta=-10),)),
        Case("body shorter than it says", Ending.RIGHT, faults=(once("wrong_length", delta=10),)),
        Case("corrupt gzip", Ending.RIGHT, faults=(once("corrupt_gzip"),)),
        Case("silence in the body", Ending.RIGHT, faults=(once("drip", seconds=30),), environment=IMPATIENT),
        Case("a body that drips", Ending.RIGHT, faults=(once("drip", seconds=0.1),), environment=IMPATIENT),
        Case(
            "bodies that always drip",
            Ending.FAILED,
            faults=(always("drip", seconds=0.1),),
            environment=IMPATIENT,
            says="not whole after 0.8 s",
        ),
        Case("a slow answer", Ending.RIGHT, faults=(once("slow", seconds=0.3),)),
        Case("an answer too slow", Ending.RIGHT, faults=(once("slow", seconds=2),), environment=IMPATIENT),
        Case(
            "redirect elsewhere",
            Ending.FAILED,
            "the key is not sent there",
            faults=(always("redirect", to="http://127.0.0.1:9/elsewhere"),),
            says="It redirects elsewhere",
        ),
        Case(
            "redirect to the same server",
            Ending.FAILED,
            faults=(always("redirect", to="/flowmaticx/api/v1/jobs"),),
            says="It redirects elsewhere",
        ),
        Case("two faults at once", Ending.RIGHT, faults=(once("cut"), once("status", status=503, after=2))),
        Case(
            "jobs and leads both failing now and then",
            Ending.RIGHT,
            faults=(
                hit("status", route="*", after=2, times=2, status=502),
                hit("truncated_json", after=2, times=1),
            ),
        ),
        Promise("nobody listens", Ending.FAILED, "it is tried again, as a network fault"),
        Promise("a server whose certificate is not trusted", Ending.FAILED, "not tried again, and no key is sent"),
    ),
    on_requests=True,
)
