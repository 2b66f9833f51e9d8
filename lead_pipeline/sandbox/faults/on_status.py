"""Faults on the status line: answers instead of the answer, before or after the work was done, and slow ones.

Each gives an Answer, or the seconds to wait. What spoils a good answer's bytes is in on_body.
"""

# No postponed annotations here: the parameters' types are read.

import time
from email.utils import formatdate
from typing import Annotated, Literal

from msgspec import Meta

from lead_pipeline.sandbox.faults.kinds import fault_kind
from lead_pipeline.sandbox.messages import HTML, Answer, json_answer
from lead_pipeline.sandbox.system import System

HTML_PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"
LONGEST_WAIT_SECONDS = 30

Status = Annotated[int, Meta(ge=200, le=599)]
Wait = Annotated[float, Meta(ge=0, le=LONGEST_WAIT_SECONDS)]
NotNegative = Annotated[int, Meta(ge=0)]


@fault_kind("wait")
def slow(*, seconds: Wait) -> float:
    """Answer as ever, but late."""
    return seconds


@fault_kind("refuse")
def status(
    system: System, *, status: Status, code: str | None = None, message: str | None = None, html: bool = False
) -> Answer:
    """Answer a status, in the system's error envelope or as a page of HTML."""
    if html:
        return Answer(status, HTML_PAGE, {"content-type": HTML})
    return json_answer(system.error(status, code, message), status)


@fault_kind("refuse")
def rate_limited(
    system: System,
    *,
    retry_after: Literal["seconds", "date", "past", "garbage", "absent"] = "seconds",
    seconds: NotNegative = 1,
    html: bool = False,
) -> Answer:
    """Answer 429, with Retry-After in one of the ways servers write it."""
    header = {
        "seconds": str(seconds),
        # The caller compares with its own clock, so the date is of real time, whatever the sandbox's clock says.
        "date": formatdate(time.time() + seconds, usegmt=True),
        "past": formatdate(time.time() - seconds, usegmt=True),
        "garbage": "soon, we hope",
    }.get(retry_after)
    headers = {} if header is None else {"retry-after": header}
    if html:
        return Answer(429, HTML_PAGE, {"content-type": HTML, **headers})
    return json_answer(system.error(429, None, None), 429, headers)


@fault_kind("refuse")
def redirect(_: System, *, to: str, status: Annotated[int, Meta(ge=300, le=399)] = 302) -> Answer:
    """Send the caller elsewhere."""
    return Answer(status, b"", {"location": to})


@fault_kind("late")
def write_then_500(system: System, *, status: Annotated[int, Meta(ge=500, le=599)] = 500) -> Answer:
    """Let the write take effect, and say that it failed."""
    return json_answer(system.error(status, None, None), status)
