"""LeadConduit: routes leads to buyers. Address, key, error codes and budget; a file for each resource."""

from __future__ import annotations

from lead_pipeline.sources.leadconduit.analytics_by_campaign import ANALYTICS_BY_CAMPAIGN
from lead_pipeline.sources.leadconduit.analytics_by_source import ANALYTICS_BY_SOURCE
from lead_pipeline.sources.leadconduit.events import EVENTS
from lead_pipeline.sources.leadconduit.flow_details import FLOW_DETAILS
from lead_pipeline.sources.leadconduit.flow_steps import FLOW_STEPS
from lead_pipeline.sources.leadconduit.flows import FLOWS
from lead_pipeline.sources.leadconduit.lead_details import LEAD_DETAILS
from lead_pipeline.sources.leadconduit.leads import LEADS
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.reply import Envelope, Problem, Stop
from lead_pipeline.spec.source import Source

LEADCONDUIT = Source(
    name="leadconduit",
    title="LeadConduit",
    base_url="https://app.leadconduit.com/api/v1",
    key_variable="LEADCONDUIT_API_KEY",
    key_prefix="",
    envelope=Envelope(data=None, flags=(), request_ids=("error.request_id",)),
    # The headers tell of the hour, also where it is the minute that is used up.
    budget=Budget(
        requests=100,
        seconds=60,
        also=(Budget(
            requests=1000, seconds=3600, limit="X-RateLimit-Limit", left="X-RateLimit-Remaining",
            reset="X-RateLimit-Reset",
        ),),
    ),
    # Events tell which leads have moved, and so come before them. What can be summed up from rows comes last.
    endpoints=(
        FLOWS, FLOW_DETAILS, FLOW_STEPS, EVENTS, LEADS, LEAD_DETAILS, ANALYTICS_BY_SOURCE, ANALYTICS_BY_CAMPAIGN,
    ),
    problems=(
        Problem("unauthorized", Stop.KEY, "Check the key in {key_variable}: it is missing, wrong, revoked, or bound to "
                "other addresses than ours."),
        Problem("forbidden", Stop.SCOPE, "The account of the key in {key_variable} may not read {endpoint}: its owner "
                "can change that."),
        Problem("not_found", Stop.MISSING, "It is not in this account: was it deleted?"),
        Problem("validation_failed", Stop.REQUEST, "The API refused our request as malformed: it has changed; please "
                "report this with the message above."),
        Problem("rate_limited", Stop.WAIT, "Something else uses this key's budget too."),
    ),
)  # fmt: skip
