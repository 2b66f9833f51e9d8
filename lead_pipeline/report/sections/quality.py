"""Quality: how many leads are left at each step, where they are good, how well they can be reached, and duplicates."""

from __future__ import annotations

import altair as alt

from lead_pipeline.report.panel import Cut, Figure, Panel, Section
from lead_pipeline.report.theme import BAD, FAIR, GOOD, NEUTRAL, Drawing, named, rows, spans, tips

_NO_LEADS = (
    "No lead falls in this choice. Widen the filters; with nothing chosen, run `lead-pipeline sync`, then `publish`."
)
_VALID = {"valid_share": ("valid_leads", "returned_leads")}
_STEPS = {
    "requested_leads": "1 Requested", "found_leads": "2 Found", "returned_leads": "3 Returned",
    "valid_leads": "4 Valid", "reachable_valid_leads": "5 Reachable",
    "decision_maker_valid_leads": "6 With decision maker", "first_valid_leads": "7 First of its business",
}  # fmt: skip
_STATES = {"valid_leads": "valid", "risky_leads": "risky", "invalid_leads": "invalid", "unknown_leads": "not verified"}
_COVERED = {
    "email_leads": "E-mail", "phone_leads": "Phone", "decision_maker_leads": "Decision maker",
    "website_leads": "Website", "ai_text_leads": "Text by AI",
}  # fmt: skip
_SCORES = {f"score_{least}": f"{least}–{100 if least == 90 else least + 9}" for least in range(0, 100, 10)}  # noqa: PLR2004 - the last tenth holds 100


def _bars(by: str, value: str, title: str, *columns: str, colour: str = "", step: int = 34) -> Drawing:
    """Bars with their share written at the end: nobody needs to read it off an axis."""
    base = rows().properties(height=alt.Step(step)).encode(
        alt.X(f"{value}:Q", title=title, axis=alt.Axis(format=",.0f", tickCount=4)), named(by),
        tooltip=tips(*columns),
    )  # fmt: skip
    bars = base.mark_bar(color=colour) if colour else base.mark_bar()
    return bars + base.mark_text(align="left", dx=5).encode(alt.Text("share:Q", format=".0%"))


def _funnel() -> Drawing:
    return _bars("step", "leads", "leads", "step", "leads", "share")


def _coverage() -> Drawing:
    return _bars("step", "leads", "leads", "step", "leads", "share", colour=GOOD)


def _heat() -> Drawing:
    base = rows().properties(height=alt.Step(28)).encode(
        alt.X("location:N", title=None, axis=alt.Axis(labelAngle=-35, labelLimit=110)), named("keyword"),
        tooltip=tips("keyword", "location", "valid_share", "valid_leads", "returned_leads"),
    )  # fmt: skip
    scale = alt.Scale(domainMin=0.5, domainMax=1, clamp=True)
    ground = base.mark_rect(cornerRadius=2).encode(alt.Color("valid_share:Q", scale=scale, legend=None))
    return ground + base.mark_text(fontSize=11).encode(
        alt.Text("valid_share:Q", format=".0%"),
        color=alt.condition("datum.valid_share > 0.8", alt.value("#ffffff"), alt.value("#16202e")),
    )


def _states() -> Drawing:
    order = [*_STATES.values()]
    return rows().mark_bar(orient="vertical", binSpacing=1).encode(
        *spans(),
        alt.Y("leads:Q", stack="normalize", title="of returned leads", axis=alt.Axis(format=".0%", tickCount=5)),
        alt.Color("step:N", sort=order, scale=alt.Scale(domain=order, range=[GOOD, FAIR, BAD, NEUTRAL])),
        alt.Order("place:Q"),
        tooltip=tips("day", "step", "leads", "share"),
    )  # fmt: skip


def _scores() -> Drawing:
    return rows().mark_bar().encode(
        alt.X("points:N", title="score", sort=None, axis=alt.Axis(labelAngle=0)),
        alt.Y("leads:Q", title="leads", axis=alt.Axis(format=",.0f", tickCount=5)),
        tooltip=tips("points", "leads", "share"),
    )  # fmt: skip


def _duplicates() -> Drawing:
    return rows().properties(height=alt.Step(28)).mark_bar().encode(
        alt.X("duplicate_leads:Q", title="duplicates", axis=alt.Axis(format=",.0f", tickCount=4)),
        named("workflow_type", "-x"), alt.Color("first_workflow_type:N"),
        tooltip=tips("workflow_type", "first_workflow_type", "duplicate_leads", "duplicate_credits"),
    )  # fmt: skip


def _folded(fold: dict[str, str], whole: str, *by: str, name: str = "step") -> Cut:
    """A row for each of these counts, with its share of the whole."""
    sums = tuple(dict.fromkeys((*fold, whole)))
    return Cut("facts", by, sums, {"share": ("leads", whole)}, fold=fold, folded=(name, "leads"),
               needs=whole, sort="day" if by else "")  # fmt: skip


QUALITY = Section(
    "quality",
    "Quality",
    "How many of the leads that were asked for can be used, and where the good ones are.",
    figures=(
        Figure("returned", "[Returned|returned] leads", "leads", Cut("facts", (), ("returned_leads",)),
               "returned_leads"),
        Figure("valid", "[Valid|valid] leads", "of returned leads",
               Cut("facts", (), ("valid_leads", "returned_leads"), _VALID), "valid_share", "share", "up"),
        Figure("reachable", "[Reachable|reachable]", "of returned leads",
               Cut("facts", (), ("reachable_leads", "returned_leads"),
                   {"share": ("reachable_leads", "returned_leads")}),
               "share", "share", "up"),
        Figure("duplicates", "[Duplicates|duplicate]", "of returned leads",
               Cut("facts", (), ("duplicate_leads", "returned_leads"),
                   {"share": ("duplicate_leads", "returned_leads")}),
               "share", "share", "down"),
    ),
    panels=(
        Panel(
            "funnel", "From requested to first of its business",
            "From [returned] on, each step is a part of the one before: [valid], [reachable], with [decision maker], "
            "[first of its business]. Shares are of [requested] leads.",
            _NO_LEADS, _folded(_STEPS, "requested_leads"), ("step", "leads", "share"), _funnel,
        ),
        Panel(
            "scores", "Distribution of the score",
            "How many leads have a [score] of so many points.", _NO_LEADS,
            _folded(_SCORES, "returned_leads", name="points"), ("points", "leads", "share"), _scores,
        ),
        Panel(
            "heat", "Where the valid leads are",
            "Share of [returned] leads that are [valid], by keyword and location: the twelve of each with most leads.",
            _NO_LEADS,
            Cut("facts", ("keyword", "location"), ("valid_leads", "returned_leads"), _VALID,
                top=(("keyword", "returned_leads", 12), ("location", "returned_leads", 12)), needs="returned_leads",
                sort="keyword"),
            ("keyword", "location", "valid_share", "valid_leads", "returned_leads"), _heat, is_wide=True,
            is_dense=True,
        ),
        Panel(
            "states", "Verification over time",
            "What verification said of the e-mail address: [valid], [risky|valid] or [invalid|valid].", _NO_LEADS,
            _folded(_STATES, "returned_leads", "bucket"), ("day", "step", "leads", "share"), _states,
        ),
        Panel(
            "coverage", "Coverage",
            "[Returned|returned] leads of which this is known. A [decision maker] is known by name.", _NO_LEADS,
            _folded(_COVERED, "returned_leads"), ("step", "leads", "share"), _coverage,
        ),
        Panel(
            "duplicates", "Duplicates, and who bought first",
            "[Duplicates|duplicate] by the [workflow type] that bought them again, coloured by the one that had bought "
            "the [first of its business].",
            "No business in this choice was bought twice: nothing to do.",
            Cut("duplicates", ("workflow_type", "first_workflow_type"), ("duplicate_leads", "duplicate_credits"),
                needs="duplicate_leads", sort="-duplicate_leads"),
            ("workflow_type", "first_workflow_type", "duplicate_leads", "duplicate_credits"), _duplicates,
        ),
        Panel(
            "bought-again", "Searches that buy what another has bought",
            "Keywords whose leads are [duplicates|duplicate], and the keyword that bought the business first.",
            "No business in this choice was bought twice: nothing to do.",
            Cut("duplicates", ("keyword", "first_keyword"), ("duplicate_leads", "duplicate_credits"),
                needs="duplicate_leads", sort="-duplicate_credits", most=8),
            ("keyword", "first_keyword", "duplicate_leads", "duplicate_credits"),
        ),
    ),
)  # fmt: skip
