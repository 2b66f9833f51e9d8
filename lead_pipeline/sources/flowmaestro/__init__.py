"""FlowMaestro: workflows and agents. Address, key, error codes and budget; a file for each resource."""

from __future__ import annotations

from lead_pipeline.sources.flowmaestro.agent_details import AGENT_DETAILS
from lead_pipeline.sources.flowmaestro.agents import AGENTS
from lead_pipeline.sources.flowmaestro.execution_details import EXECUTION_DETAILS
from lead_pipeline.sources.flowmaestro.executions import EXECUTIONS
from lead_pipeline.sources.flowmaestro.knowledge_base_details import KNOWLEDGE_BASE_DETAILS
from lead_pipeline.sources.flowmaestro.knowledge_bases import KNOWLEDGE_BASES
from lead_pipeline.sources.flowmaestro.thread_messages import THREAD_MESSAGES
from lead_pipeline.sources.flowmaestro.threads import THREADS
from lead_pipeline.sources.flowmaestro.triggers import TRIGGERS
from lead_pipeline.sources.flowmaestro.webhook_deliveries import WEBHOOK_DELIVERIES
from lead_pipeline.sources.flowmaestro.webhooks import WEBHOOKS
from lead_pipeline.sources.flowmaestro.workflow_details import WORKFLOW_DETAILS
from lead_pipeline.sources.flowmaestro.workflows import WORKFLOWS
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.reply import Envelope, Problem, Stop
from lead_pipeline.spec.source import Source

_NEW_KEY = "Make a new key in the workspace's settings, and set {key_variable} to it."

FLOWMAESTRO = Source(
    name="flowmaestro",
    title="FlowMaestro",
    base_url="https://api.flowmaestro.ai/v1",
    key_variable="FLOWMAESTRO_API_KEY",
    key_prefix="fm_",
    key_header=("X-API-Key", ""),
    other_key_headers=(("Authorization", "Bearer "),),
    envelope=Envelope(data=None, flags=(), request_ids=("meta.request_id",)),
    budget=Budget(
        requests=60, limit="X-RateLimit-Limit", left="X-RateLimit-Remaining", reset="X-RateLimit-Reset",
        also=(Budget(
            requests=10_000, seconds=86_400, limit="X-RateLimit-Limit-Day", left="X-RateLimit-Remaining-Day",
        ),),
    ),
    endpoints=(
        WORKFLOWS, WORKFLOW_DETAILS, AGENTS, AGENT_DETAILS, TRIGGERS, KNOWLEDGE_BASES, KNOWLEDGE_BASE_DETAILS, WEBHOOKS,
        WEBHOOK_DELIVERIES, EXECUTIONS, THREADS, THREAD_MESSAGES, EXECUTION_DETAILS,
    ),
    problems=(
        Problem("invalid_api_key", Stop.KEY, "Check the key in {key_variable}: it is missing or wrong. " + _NEW_KEY),
        Problem("expired_api_key", Stop.KEY, "The key has expired. " + _NEW_KEY),
        Problem("revoked_api_key", Stop.KEY, "The key was revoked. " + _NEW_KEY),
        Problem("insufficient_scope", Stop.SCOPE, "The key in {key_variable} lacks the scope {scope}: make one with "
                "the bundle read-only."),
        Problem("resource_not_found", Stop.MISSING, "It is not in this workspace: was it deleted?"),
        Problem("validation_error", Stop.REQUEST, "The API refused our request as malformed: it has changed; please "
                "report this with the message above."),
        Problem("rate_limit_exceeded", Stop.WAIT, "Something else uses this key's budget too."),
    ),
)  # fmt: skip
