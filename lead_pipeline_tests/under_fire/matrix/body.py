"""Bodies that are not what their status says."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.case import Case, always, once
from lead_pipeline_tests.under_fire.promise import Ending, Section

BODY = Section(
    "Body",
    "A body that does not parse, or says that it failed, is a fault that passes, whatever its status. Rows of a list "
    "land together with its proof, so half a list never stands for a whole one.",
    (
        Case("truncated JSON", Ending.RIGHT, faults=(once("truncated_json"),)),
        Case("empty body with 200", Ending.RIGHT, faults=(once("empty_body"),)),
        Case("HTML with 200", Ending.RIGHT, faults=(once("html_body"),)),
        Case(
            "HTML with 200 that stays", Ending.FAILED, faults=(always("html_body"),), says="not the JSON it should be"
        ),
        Case("JSON under another content type", Ending.RIGHT, faults=(always("wrong_content_type"),)),
        Case("byte order mark", Ending.RIGHT, faults=(always("bom"),)),
        Case("invalid UTF-8", Ending.RIGHT, faults=(once("invalid_utf8"),)),
        Case("invalid UTF-8 that stays", Ending.FAILED, faults=(always("invalid_utf8"),), says="not the JSON"),
        Case("NaN for a number", Ending.RIGHT, faults=(once("nan"),)),
        Case("data null", Ending.RIGHT, faults=(once("data_null"),)),
        Case("data null that stays", Ending.FAILED, faults=(always("data_null"),), says="the answer has no object"),
        Case("a list where an object belongs", Ending.RIGHT, faults=(once("list_body"),)),
        Case("an error with status 200", Ending.RIGHT, faults=(once("error_as_200"),)),
        Case(
            "an error with status 200 that stays",
            Ending.FAILED,
            faults=(always("error_as_200"),),
            says="The body says that it failed",
        ),
        Case("a page of 50 MB", Ending.RIGHT, faults=(once("padding", size=50_000_000),)),
    ),
    on_requests=True,
)
