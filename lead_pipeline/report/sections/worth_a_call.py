"""Worth a call: the leads with the highest score that nobody was handed yet. The list itself is the page's own."""

from __future__ import annotations

from lead_pipeline.report.panel import Cut, Figure, Section

# As they stand in the list, and in what is downloaded.
CALL_COLUMNS = (
    "score", "business_name", "category", "city", "country", "website", "decision_maker", "phone", "email",
    "email_status", "rating", "reviews_count", "workflow_type", "keyword", "location", "day", "account", "lead_id",
    "score_reachability", "score_completeness", "score_verification", "score_uniqueness", "score_business",
)  # fmt: skip

WORTH_A_CALL = Section(
    "calls",
    "Worth a call",
    "The best leads by [score] that can be [reached|reachable], are the [first of its business] and were not "
    "[handed out] yet.",
    figures=(
        Figure(
            "callable", "[Worth a call|worth a call]", "leads", Cut("facts", (), ("callable_leads",)), "callable_leads"
        ),
    ),
    part="calls",
)
