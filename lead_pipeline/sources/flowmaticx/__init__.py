"""FlowMaticX: search jobs buy leads with credits. Address, key, error codes and budget; a file for each resource."""

from __future__ import annotations

from lead_pipeline.sources.flowmaticx.credits import CREDITS
from lead_pipeline.sources.flowmaticx.jobs import JOBS
from lead_pipeline.sources.flowmaticx.leads import LEADS
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.reply import Problem, Stop
from lead_pipeline.spec.source import Source

FLOWMATICX = Source(
    name="flowmaticx",
    title="FlowMaticX",
    base_url="https://app.flowmaticx.com/api/v1",
    key_variable="FLOWMATICX_API_KEY",
    key_prefix="lg_live_",
    budget=Budget(requests=300, seconds=60),
    endpoints=(JOBS, LEADS, CREDITS),
    problems=(
        Problem("UNAUTHORIZED", Stop.KEY, "Check the key in {key_variable}: it is missing, wrong or revoked. "
                "Make a new one under Settings → API Keys."),
        Problem("FORBIDDEN", Stop.SCOPE, "The key in {key_variable} lacks the scope {scope}: make one with it (or "
                "with *) under Settings → API Keys. API access itself needs the Agency plan."),
        Problem("PLAN_FEATURE_LOCKED", Stop.PLAN, "The workspace's plan does not include this: API access needs the "
                "Agency plan."),
        Problem("NO_SUBSCRIPTION", Stop.PLAN, "The workspace has no active subscription: renew it; API access needs "
                "the Agency plan."),
        Problem("INSUFFICIENT_CREDITS", Stop.PLAN, "The workspace has too few credits: buy more or wait for the next "
                "period."),
        Problem("PLAN_LIMIT_EXCEEDED", Stop.REQUEST, "The plan allows fewer leads per job: ask for fewer."),
        Problem("VALIDATION_ERROR", Stop.REQUEST, "The API refused our request as malformed: it has changed; please "
                "report this with the message above."),
        Problem("NOT_FOUND", Stop.MISSING, "It is not in this workspace: was it deleted, or is the base URL wrong?"),
        Problem("RATE_LIMITED", Stop.WAIT, "Something else uses this key's budget too: give the pipeline a key of "
                "its own."),
    ),
)  # fmt: skip
