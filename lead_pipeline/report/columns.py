"""What each column of the answers is called on the page, how it is written, and which of docs/words.md explains it.

What a chart shows of them is in `sections`.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = frozenset({"count", "credits", "decimal", "share", "day", "instant", "text"})


@dataclass(frozen=True)
class Column:
    """One column: its heading, how its values are written, and its word."""

    label: str
    kind: str = "count"
    word: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.label}: a column is written as one of {sorted(KINDS)}, not {self.kind!r}")


COLUMNS = {
    "account": Column("Account", "text", "account"),
    "system": Column("System", "text", "system"),
    "endpoint": Column("Endpoint", "text", "endpoint"),
    "day": Column("Day", "day"),
    "workflow_type": Column("Workflow type", "text", "workflow type"),
    "keyword": Column("Keyword", "text"),
    "location": Column("Location", "text"),
    "half": Column("When", "text"),
    "job_id": Column("Job", "text"),
    "jobs": Column("Jobs"),
    "requested_leads": Column("Requested leads", word="requested"),
    "found_leads": Column("Found leads", word="found"),
    "returned_leads": Column("Returned leads", word="returned"),
    "billable_leads": Column("Charged leads", word="billable"),
    "valid_leads": Column("Valid leads", word="valid"),
    "reachable_leads": Column("Reachable leads", word="reachable"),
    "duplicate_leads": Column("Duplicates", word="duplicate"),
    "callable_leads": Column("Worth a call", word="worth a call"),
    "used_credits": Column("Used credits", "credits", "used credits"),
    "wasted_credits": Column("Wasted credits", "credits", "wasted credits"),
    "overpaid_credits": Column("Over the usual price", "credits", "over the usual price"),
    "credits_per_valid_lead": Column("Credits per valid lead", "decimal", "valid"),
    "wasted_share": Column("Wasted", "share", "wasted credits"),
    "would_have_bought": Column("Would have bought", "count"),
    "reason": Column("Reason", "text"),
    "credits": Column("Credits", "credits"),
    "step": Column("Step", "text"),
    "status": Column("Status", "text"),
    "leads": Column("Leads"),
    "share": Column("Share", "share"),
    "valid_share": Column("Valid", "share", "valid"),
    "first_workflow_type": Column("Bought first by", "text", "first of its business"),
    "first_keyword": Column("First keyword", "text", "first of its business"),
    "duplicate_credits": Column("Wasted credits", "credits", "wasted credits"),
    "score": Column("Score", "count", "score"),
    "score_reachability": Column("Score: reachability", "decimal", "score"),
    "score_completeness": Column("Score: completeness", "decimal", "score"),
    "score_verification": Column("Score: verification", "decimal", "score"),
    "score_uniqueness": Column("Score: uniqueness", "decimal", "score"),
    "score_business": Column("Score: business", "decimal", "score"),
    "points": Column("Score", "text", "score"),
    "remaining_credits": Column("Balance", "credits", "balance"),
    "low_credits": Column("Low", "credits", "band"),
    "likely_credits": Column("Likely", "credits", "forecast"),
    "high_credits": Column("High", "credits", "band"),
    "period_end_date": Column("Period ends", "day"),
    "balance_used_credits": Column("Used, by the balance", "credits", "balance"),
    "final_jobs_credits": Column("Cost of final jobs", "credits", "final"),
    "open_jobs": Column("Open jobs"),
    "remainder_credits": Column("Remainder", "credits", "remainder"),
    "explained_credits": Column("Open jobs may explain", "credits", "remainder"),
    "unexplained_credits": Column("Unexplained", "credits", "remainder"),
    "lead_id": Column("Lead", "text"),
    "business_name": Column("Business", "text"),
    "category": Column("Kind", "text"),
    "city": Column("City", "text"),
    "country": Column("Country", "text"),
    "website": Column("Website", "text"),
    "rating": Column("Rating (0–5)", "decimal"),
    "reviews_count": Column("Reviews"),
    "email_status": Column("E-mail is", "text", "valid"),
    "decision_maker": Column("Decision maker", "text", "decision maker"),
    "email": Column("E-mail", "text", "masked"),
    "phone": Column("Phone", "text", "masked"),
    "flow": Column("Flow", "text"),
    "received_leads": Column("Received"),
    "accepted_leads": Column("Accepted"),
    "rejected_leads": Column("Rejected"),
    "delivered_leads": Column("Delivered"),
    "failed_leads": Column("Not delivered"),
    "converted_leads": Column("Converted"),
    "outcome": Column("Outcome", "text"),
    "stage": Column("Stage", "text", "stage"),
    "stage_kind": Column("Kind", "text", "stage"),
    "bought_leads": Column("Bought leads", word="billable"),
    "crm_leads": Column("In FlowEstate"),
    "won_leads": Column("Won"),
    "credits_per_won_lead": Column("Credits per won lead", "decimal", "used credits"),
    "estimated_value": Column("Estimated value", "decimal"),
    "workflow": Column("Workflow", "text"),
    "runs": Column("Runs"),
    "completed_runs": Column("Succeeded"),
    "failed_runs": Column("Failed"),
    "success_share": Column("Success", "share"),
    "rows_held": Column("Rows held", word="row"),
    "rows_deleted": Column("Deleted at source", word="marked as deleted"),
    "rows_set_aside": Column("Set aside", word="set aside"),
    "lists_proven": Column("Lists proven", word="proof"),
    "lists_unproven": Column("Not proven", word="proof"),
    "walked_at": Column("Last read", "instant", "walk"),
    "oldest_proof_at": Column("Oldest proof", "instant", "proof"),
    "records": Column("Records", word="record"),
    "first_seen_at": Column("First seen", "instant"),
    "last_seen_at": Column("Last seen", "instant"),
    "ended_at": Column("Last sync ended", "instant"),
    "last_ok_at": Column("Last proven sync", "instant", "proof"),
    "kind": Column("What", "text", "drift"),
    "field": Column("Field", "text"),
    "requests": Column("Requests", word="budget"),
    "retries": Column("Tried again"),
    "rate_limited": Column("Told to slow down", word="budget"),
    "waited_seconds": Column("Seconds waited", "decimal", "budget"),
    "busiest_minute_requests": Column("In the busiest minute", word="budget"),
}
