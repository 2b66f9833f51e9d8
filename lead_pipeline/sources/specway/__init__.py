"""Specway: workflow automation with forms. Key, error codes and budget; a file for each resource.

Its address is each account's own. The plans differ in their budgets: the headers tell which one it is.
"""

from __future__ import annotations

from lead_pipeline.sources.specway.credentials import CREDENTIALS
from lead_pipeline.sources.specway.execution_details import EXECUTION_DETAILS
from lead_pipeline.sources.specway.executions import EXECUTIONS
from lead_pipeline.sources.specway.form_submissions import FORM_SUBMISSIONS
from lead_pipeline.sources.specway.forms import FORMS
from lead_pipeline.sources.specway.integrations import INTEGRATIONS
from lead_pipeline.sources.specway.webhooks import WEBHOOKS
from lead_pipeline.sources.specway.workflow_details import WORKFLOW_DETAILS
from lead_pipeline.sources.specway.workflows import WORKFLOWS
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.reply import Envelope, Problem, Stop
from lead_pipeline.spec.source import Source

_DAY = 86_400

SPECWAY = Source(
    name="specway",
    title="Specway",
    base_url=None,
    key_variable="SPECWAY_API_KEY",
    key_prefix="",
    envelope=Envelope(data=None, flags=("success",)),
    # The free plan's, until the headers tell of the minute: each plan has its own, and so they tell of the day too.
    budget=Budget(
        requests=60, limit="X-RateLimit-Limit", left="X-RateLimit-Remaining", reset="X-RateLimit-Reset",
        also=(Budget(requests=1000, seconds=_DAY),),
        plans=((60, _DAY, 1_000), (120, _DAY, 10_000), (300, _DAY, 50_000), (600, _DAY, 200_000)),
    ),
    endpoints=(
        WORKFLOWS, WORKFLOW_DETAILS, FORMS, FORM_SUBMISSIONS, CREDENTIALS, INTEGRATIONS, WEBHOOKS, EXECUTIONS,
        EXECUTION_DETAILS,
    ),
    problems=(
        Problem("UNAUTHORIZED", Stop.KEY, "Check the key in {key_variable}: it is missing, wrong or revoked. Make one "
                "anew under Settings → API Keys."),
        Problem("FORBIDDEN", Stop.SCOPE, "The key in {key_variable} may not read {endpoint}: whoever made it can "
                "change that."),
        Problem("NOT_FOUND", Stop.MISSING, "It is not there: was it deleted, or is the base URL wrong?"),
        Problem("VALIDATION_ERROR", Stop.REQUEST, "The API refused our request as malformed: it has changed; please "
                "report this with the message above."),
        Problem("RATE_LIMITED", Stop.WAIT, "The plan's budget is used up, or something else uses this key too."),
    ),
)  # fmt: skip
