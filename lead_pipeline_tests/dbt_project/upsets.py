"""What can happen to an account: leads as people type them, rows deleted, added and changed, jobs of every kind.

Each is an edit of the sandbox, made before a sync reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

NOTHING: dict[str, Any] = {"domain": None, "website": None, "phone": None, "email": None, "emailStatus": None}
TYPED: tuple[dict[str, Any], ...] = (
    {"domain": "HTTPS://WWW.Shared-Firm.example:443/x?y", "website": None},
    {"domain": None, "website": "shared-firm.example."},
    {"domain": "facebook.com", "phone": "0033 4 72 00 00 01"},
    {"domain": "facebook.com", "phone": "+33 (0)4 72 00 00 01", "isBillable": True},
    {**NOTHING, "website": "n/a", "phone": "04 72 00 00 01", "country": "fr", "isBillable": True},
    {**NOTHING, "email": " Info@Firm.Example ", "emailStatus": "RISKY", "isBillable": True},
    {**NOTHING, "phone": "12", "email": "info@firm.example", "emailStatus": "INVALID", "isBillable": True},
    {**NOTHING, "email": "alone@firm.example", "emailStatus": "INVALID", "isBillable": True},
    {**NOTHING, "isBillable": True, "email": "no address", "emailStatus": "VALID"},
    {**NOTHING, "businessName": "Café É", "city": "Saint-Étienne"},
    {**NOTHING, "businessName": "CAFÉ  É!", "city": "saint etienne", "isBillable": True},
    {**NOTHING, "businessName": None, "isBillable": True},
    {"domain": "lone.example", "emailStatus": "INVALID", "phone": "+442079460001", "isBillable": True},
    {"domain": "other.example", "emailStatus": "RISKY", "isBillable": True, "decisionMakerRole": " "},
    {"icebreaker": "", "emailSubject": None, "emailBody": None, "aiInsight": " ", "rating": 4.0, "reviewsCount": 9},
    {"rating": 3.9, "reviewsCount": None, "decisionMakerName": "", "keyword": None, "category": None},
)


def type_in(rig: Rig) -> None:
    """Give the newest leads values as people type them."""
    newest = sorted(rig.truth("leads"), reverse=True)
    for lead_id, fields in zip(newest, TYPED, strict=False):
        rig.world.edit.set_lead(id=lead_id, fields=dict(fields))


def upset(rig: Rig) -> None:
    """Delete, add and change what an API can."""
    edit, leads = rig.world.edit, rig.truth("leads")
    of_jobs: dict[int, list[int]] = {}
    for key, lead in leads.items():
        of_jobs.setdefault(lead["job_id"], []).append(key)
    first, second, third, fourth, *_ = sorted(job for job, held in of_jobs.items() if len(held) > 5)
    charged = [key for key in of_jobs[third] if leads[key]["is_billable"]]
    edit.delete_leads(ids=charged[:3])
    edit.delete_leads(ids=[key for key in of_jobs[fourth] if leads[key]["is_billable"]])
    edit.delete_jobs(ids=[first])
    edit.delete_jobs(ids=[second], with_leads=False)
    edit.add_leads(job_id=None, count=3)
    edit.add_leads(job_id=third, count=2, fields={"domain": "shared-firm.example", "phone": "not known"})
    edit.add_job(leads=20, ai_enabled=False)
    edit.add_job(leads=20, fields={"creditsUsed": 41})
    edit.add_job(fields={"creditsUsed": 7, "requestedLeads": 0})
    edit.add_job(leads=3, status="FAILED", fields={"foundLeads": 90, "creditsUsed": 7, "startedAt": None})


def order(rig: Rig) -> None:
    """Leave a job open: while one is, no sync looks for leads that belong to none."""
    still_open = {"status": "RUNNING", "creditsUsed": 0, "progress": 50, "finishedAt": None}
    rig.world.edit.add_job(leads=12, fields=still_open)
