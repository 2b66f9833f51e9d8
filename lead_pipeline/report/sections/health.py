"""Health: whether what the page shows is whole and fresh, what was set aside, and what reading cost of the budget."""

from __future__ import annotations

import altair as alt

from lead_pipeline.report.panel import Cut, Panel, Section
from lead_pipeline.report.theme import Drawing, amount, named, rows, spans, tips


def _set_aside() -> Drawing:
    return rows().properties(height=alt.Step(26)).mark_bar().encode(
        alt.X("records:Q", title="records", axis=alt.Axis(format=",.0f", tickCount=4)), named("reason", "-x"),
        alt.Color("endpoint:N"), tooltip=tips("endpoint", "reason", "records"),
    )  # fmt: skip


def _requests() -> Drawing:
    return rows().mark_bar(orient="vertical", binSpacing=1).encode(
        *spans(), amount("requests", "requests"), alt.Color("system:N"),
        tooltip=tips("day", "system", "requests", "rate_limited", "waited_seconds"),
    )  # fmt: skip


HEALTH = Section(
    "health",
    "Health",
    "Whether what stands here is whole and fresh, and what someone should do.",
    part="attention",
    panels=(
        Panel(
            "syncs", "Last sync of each account",
            "How it ended, and when one last [proved|proof] all it read.",
            "Nothing was synced yet: run `lead-pipeline sync`.",
            Cut("runs"), ("system", "account", "status", "ended_at", "last_ok_at"),
        ),
        Panel(
            "requests", "Budget used",
            "Requests of the [budget] that syncs sent, by day. The table tells how often an API asked to slow down.",
            "No request was sent in this time.",
            Cut("requests", ("bucket", "system"), ("requests", "retries", "rate_limited", "waited_seconds"),
                needs="requests", sort="day"),
            ("day", "system", "requests", "retries", "rate_limited", "waited_seconds"), _requests,
        ),
        Panel(
            "endpoints", "What is held, and how well it is proven",
            "Every [endpoint] with its [rows|row], and the lists whose newest [walk] ended in a [proof].",
            "Nothing was synced yet: run `lead-pipeline sync`.",
            Cut("endpoints"),
            ("system", "account", "endpoint", "rows_held", "rows_deleted", "rows_set_aside", "lists_proven",
             "lists_unproven", "walked_at", "oldest_proof_at"), is_wide=True,
        ),
        Panel(
            "set-aside", "Set aside, by reason",
            "Records that broke a rule: kept as they came, in [quarantine], out of every table.",
            "Nothing is set aside: nothing to do.",
            Cut("set_aside", ("system", "endpoint", "reason"), ("records",), needs="records", sort="-records", most=15),
            ("system", "endpoint", "reason", "records"), _set_aside,
        ),
        Panel(
            "drift", "Drift",
            "What an API does that nobody declared: [drift].",
            "No API drifted: nothing to do.",
            Cut("drift", sort="-last_seen_at", most=20),
            ("system", "endpoint", "field", "kind", "records", "first_seen_at", "last_seen_at"),
        ),
    ),
)  # fmt: skip
