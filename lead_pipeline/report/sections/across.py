"""Across systems: what became of bought leads in LeadConduit and FlowEstate, and how workflows went."""

from __future__ import annotations

import altair as alt

from lead_pipeline.report.panel import Cut, Panel, Section
from lead_pipeline.report.theme import BAD, FAIR, GOOD, NEUTRAL, Drawing, named, rows, spans, tips

_UNSET = (
    "Nothing is known of {0} in this choice. Widen the filters; if {0} is not set yet, name its account in "
    "accounts.toml (docs/settings.md) and run `lead-pipeline sync`."
)
_DELIVERED = {
    "received_leads": "1 Received", "accepted_leads": "2 Accepted", "delivered_leads": "3 Delivered",
    "converted_leads": "4 Converted",
}  # fmt: skip
_WAY = {
    "bought_leads": "1 Bought", "routed_leads": "2 In LeadConduit", "accepted_leads": "3 Accepted",
    "delivered_leads": "4 Delivered", "crm_leads": "5 In FlowEstate", "won_leads": "6 Won",
}  # fmt: skip
_ENDS = {"completed_runs": "succeeded", "failed_runs": "failed", "cancelled_runs": "cancelled", "open_runs": "open"}


def _steps() -> Drawing:
    base = rows().properties(height=alt.Step(34)).encode(
        alt.X("leads:Q", title="leads", axis=alt.Axis(format=",.0f", tickCount=4)), named("step"),
        tooltip=tips("step", "leads", "share"),
    )  # fmt: skip
    return base.mark_bar() + base.mark_text(align="left", dx=5).encode(alt.Text("share:Q", format=".0%"))


def _reasons() -> Drawing:
    return rows().properties(height=alt.Step(26)).mark_bar().encode(
        alt.X("leads:Q", title="leads", axis=alt.Axis(format=",.0f", tickCount=4)), named("reason", "-x"),
        alt.Color("outcome:N", scale=alt.Scale(domain=["rejected", "not delivered"], range=[FAIR, BAD])),
        tooltip=tips("reason", "outcome", "leads"),
    )  # fmt: skip


def _stages() -> Drawing:
    return rows().properties(height=alt.Step(30)).mark_bar().encode(
        alt.X("crm_leads:Q", title="leads", axis=alt.Axis(format=",.0f", tickCount=4)), named("stage", "-x"),
        alt.Color("stage_kind:N", scale=alt.Scale(domain=["open", "won", "lost"], range=["#5b8def", GOOD, BAD])),
        tooltip=tips("stage", "stage_kind", "crm_leads", "estimated_value"),
    )  # fmt: skip


def _runs() -> Drawing:
    order = [*_ENDS.values()]
    return rows().mark_bar(orient="vertical", binSpacing=1).encode(
        *spans(), alt.Y("leads:Q", title="runs", axis=alt.Axis(format=",.0f", tickCount=5)),
        alt.Color("status:N", sort=order, scale=alt.Scale(domain=order, range=[GOOD, BAD, NEUTRAL, "#5b8def"])),
        alt.Order("place:Q"), tooltip=[*tips("day", "status"), alt.Tooltip("leads:Q", title="Runs", format=",.0f")],
    )  # fmt: skip


ACROSS = Section(
    "across",
    "Across systems",
    "What became of the leads after they were bought, where the other systems are set.",
    unless="No system beside FlowMaticX is set. Name its account in accounts.toml (docs/settings.md), then run "
    "`lead-pipeline sync` and `lead-pipeline publish`: what became of the leads will stand here.",
    panels=(
        Panel(
            "journey", "From bought to won",
            "Bought leads on their [journey]. Shares are of all that were bought. A [match] tells which lead is which.",
            _UNSET.format("LeadConduit and FlowEstate"),
            Cut("journeys", (), tuple(_WAY), {"share": ("leads", "bought_leads")}, fold=_WAY, folded=("step", "leads"),
                needs="bought_leads"),
            ("step", "leads", "share"), _steps,
        ),
        Panel(
            "won-by", "What a won lead costs",
            "[Used credits|used credits] for each bought lead that was won in FlowEstate.",
            _UNSET.format("LeadConduit and FlowEstate"),
            Cut("journeys", ("keyword", "location"), ("bought_leads", "accepted_leads", "won_leads", "used_credits"),
                {"credits_per_won_lead": ("used_credits", "won_leads")}, needs="bought_leads", sort="-won_leads",
                most=8),
            ("keyword", "location", "bought_leads", "won_leads", "credits_per_won_lead"),
        ),
        Panel(
            "delivery", "Delivery in LeadConduit",
            "All leads that LeadConduit received, bought or not; a lead counts on the day on which something happened.",
            _UNSET.format("LeadConduit"),
            Cut("deliveries", (), tuple(_DELIVERED), {"share": ("leads", "received_leads")}, fold=_DELIVERED,
                folded=("step", "leads"), needs="received_leads"),
            ("step", "leads", "share"), _steps,
        ),
        Panel(
            "refusals", "Why leads were not delivered",
            "Leads that were rejected, and deliveries that failed, by the reason that was told.",
            "LeadConduit refused nothing in this choice.",
            Cut("refusals", ("reason", "outcome"), ("leads",), needs="leads", sort="-leads", most=12),
            ("reason", "outcome", "leads"), _reasons,
        ),
        Panel(
            "stages", "Stages in FlowEstate",
            "Bought leads that FlowEstate has, by the [stage] they are in.", _UNSET.format("FlowEstate"),
            Cut("stages", ("stage", "stage_kind"), ("crm_leads", "estimated_value"), needs="crm_leads",
                sort="-crm_leads"),
            ("stage", "stage_kind", "crm_leads", "estimated_value"), _stages,
        ),
        Panel(
            "runs", "Runs of workflows",
            "Runs of FlowMaestro and Specway, by how they ended.", _UNSET.format("FlowMaestro or Specway"),
            Cut("workflows", ("bucket",), tuple(_ENDS), fold=_ENDS, folded=("status", "leads"), needs="leads",
                sort="day"),
            ("day", "status", "leads"), _runs,
        ),
        Panel(
            "workflow-success", "Workflows that fail most",
            "Runs of each workflow, and the share that succeeded of those that did or failed.",
            _UNSET.format("FlowMaestro or Specway"),
            Cut("workflows", ("system", "workflow"), ("runs", "completed_runs", "failed_runs", "ended_runs"),
                {"success_share": ("completed_runs", "ended_runs")}, needs="runs", sort="-failed_runs", most=10),
            ("system", "workflow", "runs", "completed_runs", "failed_runs", "success_share"), is_wide=True,
        ),
    ),
)  # fmt: skip
