"""Credits: what is left and until when, what they went on, what they brought, and whether the books agree."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt

from lead_pipeline.report.panel import Cut, Figure, Panel, Section
from lead_pipeline.report.theme import BAD, Drawing, amount, days, named, rows, spans, tips

_NO_JOBS = (
    "No job falls in this choice. Widen the filters; with nothing chosen, run `lead-pipeline sync`, then `publish`."
)
_PRICE = {"credits_per_valid_lead": ("used_credits", "valid_leads")}
_SUMS = ("used_credits", "valid_leads", "returned_leads")


def _balance() -> Drawing:
    base = rows()
    band = base.mark_area(opacity=0.22).encode(
        days(), amount("low_credits", "credits left"), alt.Y2("high_credits:Q"), alt.Color("account:N"),
    )  # fmt: skip
    ahead = base.mark_line(strokeDash=[5, 4]).encode(
        days(), amount("likely_credits", "credits left"), alt.Color("account:N"),
        tooltip=tips("account", "day", "low_credits", "likely_credits", "high_credits"),
    )  # fmt: skip
    past = base.mark_line(point=alt.OverlayMarkDef(size=36)).encode(
        days(), amount("remaining_credits", "credits left"), alt.Color("account:N"),
        tooltip=tips("account", "day", "remaining_credits"),
    )  # fmt: skip
    return band + ahead + past


def _burn() -> Drawing:
    return rows().mark_bar(orient="vertical", binSpacing=1).encode(
        *spans(), amount("used_credits", "credits used"), alt.Color("workflow_type:N"),
        tooltip=tips("day", "workflow_type", "used_credits", "jobs"),
    )  # fmt: skip


def _price() -> Drawing:
    return rows().mark_line(point=alt.OverlayMarkDef(size=30)).encode(
        days(), amount("credits_per_valid_lead", "credits per valid lead"),
        tooltip=tips("day", "credits_per_valid_lead", "used_credits", "valid_leads"),
    )  # fmt: skip


def _moved(by: str) -> Callable[[], Drawing]:
    """Where a price was in the earlier half of the time, and where it is in the later one."""

    def chart() -> Drawing:
        x = alt.X(
            "credits_per_valid_lead:Q",
            title="credits per valid lead",
            scale=alt.Scale(zero=False),
            axis=alt.Axis(tickCount=5, format=",.2~f"),
        )
        base = rows().properties(height=alt.Step(26))
        way = base.mark_line(strokeWidth=2, opacity=0.5).encode(
            x, named(by), alt.Detail(f"{by}:N"), color=alt.value("#98a1af")
        )
        ends = base.mark_point(size=80, opacity=1).encode(
            x, named(by),
            alt.Shape("half:N", scale=alt.Scale(domain=["earlier", "later"], range=["circle", "diamond"])),
            alt.Fill("half:N", scale=alt.Scale(domain=["earlier", "later"], range=["#b9c1cd", "#2f73d9"])),
            alt.Stroke("half:N", scale=alt.Scale(domain=["earlier", "later"], range=["#7b8594", "#2f73d9"])),
            tooltip=tips(by, "half", "credits_per_valid_lead", "used_credits", "valid_leads"),
        )  # fmt: skip
        return way + ends

    return chart


def _wasted() -> Drawing:
    base = rows().properties(height=alt.Step(38)).encode(
        alt.X("credits:Q", title="credits", axis=alt.Axis(format=",.0f", tickCount=4)), named("reason"),
        tooltip=tips("reason", "credits", "would_have_bought"),
    )  # fmt: skip
    told = "format(datum.credits, ',.0f') + ' ≈ ' + format(datum.would_have_bought, ',.0f') + ' valid leads'"
    text = base.transform_calculate(told=told).mark_text(align="left", dx=6).encode(alt.Text("told:N"))
    room = base.transform_calculate(end="datum.credits * 1.7").mark_point(opacity=0).encode(alt.X("end:Q"))
    return base.mark_bar(color=BAD) + text + room  # the last is for what is written behind the longest bar


def _reconciled() -> Drawing:
    order = ["cost of final jobs", "open jobs may explain", "unexplained"]
    return rows().transform_calculate(
        period="datum.account + ', from ' + utcFormat(datum.day, '%d %b %Y')"
    ).properties(height=alt.Step(34)).mark_bar().encode(
        alt.X("credits:Q", title="credits", axis=alt.Axis(format=",.0f", tickCount=4)),
        alt.Y("period:N", title=None, sort="-x"),
        alt.Color("reason:N", sort=order, scale=alt.Scale(domain=order, range=["#2f73d9", "#e0a32e", BAD])),
        tooltip=tips("account", "day", "reason", "credits"),
    )  # fmt: skip


def _price_panel(by: str, title: str) -> Panel:
    return Panel(
        f"price-{by.replace('_', '-')}", title,
        "Credits for each [valid] lead in the earlier half of the time (circle) and in the later half (diamond). A "
        "diamond left of its circle got cheaper.",
        _NO_JOBS,
        Cut("facts", (by, "half"), _SUMS, _PRICE, top=((by, "used_credits", 12),), needs="credits_per_valid_lead",
            sort="-used_credits"),
        (by, "half", "credits_per_valid_lead", "used_credits", "valid_leads"),
        _moved(by),
    )  # fmt: skip


CREDITS = Section(
    "credits",
    "Credits",
    "What is left, how fast it goes, and what a valid lead costs.",
    figures=(
        Figure("left", "[Balance|balance]", "credits left", Cut("balances"), "remaining_credits", "credits"),
        Figure("until", "[Runs out|forecast]", "likely day", Cut("balances"), "runs_out_likely_date", "day"),
        Figure("used", "[Used|used credits]", "credits", Cut("facts", (), _SUMS), "used_credits", "credits"),
        Figure("price", "Price of a [valid] lead", "credits", Cut("facts", (), _SUMS, _PRICE),
               "credits_per_valid_lead", "decimal", "down"),
        Figure("wasted", "[Wasted|wasted credits]", "of used credits",
               Cut("facts", (), ("wasted_credits", "used_credits"),
                   {"wasted_share": ("wasted_credits", "used_credits")}),
               "wasted_share", "share", "down"),
    ),
    panels=(
        Panel(
            "balance", "Balance and forecast",
            "Credits left at the last reading of each day, and the [forecast] with its [band]: what is likely, at "
            "best and at worst.",
            "No balance was read in this time. Each sync reads it: run `lead-pipeline sync`, then `publish`.",
            Cut("balance_line", ("account", "day"), ("remaining_credits", "low_credits", "likely_credits",
                "high_credits"), sort="day"),
            ("account", "day", "remaining_credits", "low_credits", "likely_credits", "high_credits"),
            _balance, is_wide=True,
        ),
        Panel(
            "burn", "Burn",
            "[Used credits|used credits] of the jobs ordered then, by [workflow type].", _NO_JOBS,
            Cut("facts", ("bucket", "workflow_type"), ("used_credits", "jobs"), needs="used_credits", sort="day"),
            ("day", "workflow_type", "used_credits", "jobs"), _burn, is_wide=True,
        ),
        Panel(
            "price", "What a valid lead costs",
            "[Used credits|used credits] for each [valid] lead.", _NO_JOBS,
            Cut("facts", ("bucket",), _SUMS, _PRICE, needs="credits_per_valid_lead", sort="day"),
            ("day", "credits_per_valid_lead", "used_credits", "valid_leads"), _price,
        ),
        _price_panel("workflow_type", "Price by workflow type"),
        _price_panel("keyword", "Price by keyword"),
        _price_panel("location", "Price by location"),
        Panel(
            "wasted", "Wasted credits by reason",
            "[Wasted credits|wasted credits], and credits for [risky|valid] addresses; with the valid leads that they "
            "would have bought at the price of this choice.",
            _NO_JOBS,
            Cut(
                "facts", (), ("duplicate_credits", "unreachable_credits", "invalid_address_credits", "risky_credits",
                "used_credits", "valid_leads"),
                {"would_have_bought": ("credits", "valid_leads", "used_credits")},
                fold={"duplicate_credits": "Bought before", "unreachable_credits": "No way to reach anyone",
                      "invalid_address_credits": "Invalid address", "risky_credits": "Risky address"},
                folded=("reason", "credits"), needs="credits", sort="-credits",
            ),
            ("reason", "credits", "would_have_bought"), _wasted,
        ),
        Panel(
            "reconciliation", "Do the books agree?",
            "What the [balance] counts as used, by what explains it. The [remainder] is what jobs that have ended do "
            "not cover.",
            "No balance was read in this time, or nothing was used then. Each sync reads it: `lead-pipeline sync`.",
            Cut(
                "reconciliation", ("account", "day"), ("final_jobs_credits", "explained_credits",
                "unexplained_credits"),
                fold={"final_jobs_credits": "cost of final jobs", "explained_credits": "open jobs may explain",
                      "unexplained_credits": "unexplained"},
                folded=("reason", "credits"), needs="credits",
            ),
            ("account", "day", "reason", "credits"), _reconciled,
        ),
        Panel(
            "costly-jobs", "Jobs that cost most for least",
            "Credits a job took [over the usual price] of its valid leads: worst first.",
            "No job in this choice cost more than usual.",
            Cut("costly_jobs", sort="-overpaid_credits", most=12),
            ("job_id", "day", "workflow_type", "keyword", "location", "used_credits", "valid_leads",
             "credits_per_valid_lead", "overpaid_credits"),
            is_wide=True,
        ),
    ),
)  # fmt: skip
