"""FlowEstate: sales of property, from lead to unit. Address, key, error codes and budget; a file for each resource."""

from __future__ import annotations

from lead_pipeline.sources.flowestate.lead_activities import LEAD_ACTIVITIES
from lead_pipeline.sources.flowestate.lead_sources import LEAD_SOURCES
from lead_pipeline.sources.flowestate.leads import LEADS
from lead_pipeline.sources.flowestate.me import ME
from lead_pipeline.sources.flowestate.members import MEMBERS
from lead_pipeline.sources.flowestate.pipeline_stages import PIPELINE_STAGES
from lead_pipeline.sources.flowestate.projects import PROJECTS
from lead_pipeline.sources.flowestate.units import UNITS
from lead_pipeline.sources.flowestate.webhook_event_types import WEBHOOK_EVENT_TYPES
from lead_pipeline.sources.flowestate.webhook_subscriptions import WEBHOOK_SUBSCRIPTIONS
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.reply import Envelope, FieldsInMessage, Problem, Stop
from lead_pipeline.spec.source import Source

FLOWESTATE = Source(
    name="flowestate",
    title="FlowEstate",
    base_url="https://panel.flowestate.app/api/v1",
    key_variable="FLOWESTATE_API_KEY",
    key_prefix="",  # an API key begins with fe_k_, a token of OAuth does not
    envelope=Envelope(data=None, flags=(), fields=FieldsInMessage("Validation error: ")),
    # The free plan's; the paid one has 1000. Only a 429 tells, and it tells which.
    budget=Budget(requests=60, seconds=60, limit="X-RateLimit-Limit"),
    # Activities are a request for each lead that changed: the lists need not wait for them.
    endpoints=(
        ME, LEADS, PROJECTS, UNITS, MEMBERS, PIPELINE_STAGES, LEAD_SOURCES, WEBHOOK_SUBSCRIPTIONS,
        WEBHOOK_EVENT_TYPES, LEAD_ACTIVITIES,
    ),
    problems=(
        Problem("UNAUTHORIZED", Stop.KEY, "Check the key in {key_variable}: it is missing, wrong or expired. Make a "
                "new one in the organisation's settings."),
        Problem("FORBIDDEN", Stop.KEY, "The key in {key_variable} is inactive or expired, as this needs no scope: make "
                "a new one in the organisation's settings.", at="me"),
        Problem("FORBIDDEN", Stop.SCOPE, "What the API says above holds: the key in {key_variable} lacks the scope "
                "{scope}, is inactive, or the plan has reached a limit."),
        Problem("NOT_FOUND", Stop.MISSING, "It is not in this organisation: was it deleted, or is the key another's?"),
        Problem("VALIDATION_ERROR", Stop.REQUEST, "The API refused our request as malformed: it has changed; please "
                "report this with the message above."),
        # With status 429 it is the rate limit, which goes before the code.
        Problem("BAD_REQUEST", Stop.REQUEST, "The API refused our request: it has changed; please report this."),
    ),
)  # fmt: skip
