"""The marts of leads and jobs, recomputed in plain Python from what the sandboxes told.

Rows are dicts with the mart's columns; when a row was seen is taken from the raw tables, which have tests of their own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lead_pipeline_tests.dbt_project import identity
from lead_pipeline_tests.dbt_project.numbers import divided, shared_out

if TYPE_CHECKING:
    from lead_pipeline_tests.dbt_project.accounts import Accounts, Key, Row

FINAL = {"COMPLETED", "FAILED", "TIMED_OUT"}
AI_TEXTS = ("icebreaker", "email_subject", "email_body", "ai_insight")


class Recomputed:
    """All of the accounts, once: leads held, their credits, leads by job, and the rows of the marts."""

    def __init__(self, known: Accounts) -> None:
        self.known = known
        self.seen = {
            table: {
                (row["account"], row["id"]): row
                for row in known.query(
                    "select account, id, _first_seen_at as first_seen_at, _changed_at as changed_at, "
                    f"_deleted_at as deleted_at from raw_flowmaticx.{table}"
                )
            }
            for table in ("jobs", "leads")
        }
        self.credits = self._credits()
        self.who = {key: identity.of_lead(lead, self._location(key)) for key, lead in known.leads.items()}
        self.first = self._firsts()
        self.leads = {key: self._lead(key) for key in known.leads if key not in known.gone_leads}
        self.of_job: dict[Key, list[Row]] = defaultdict(list)
        for (account, _), lead in self.leads.items():
            if lead["job_id"] is not None:
                self.of_job[account, lead["job_id"]].append(lead)
        self.jobs = {key: self._job(key) for key in known.jobs}

    def _credits(self) -> dict[Key, Decimal | None]:
        charged: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        parts: dict[Key, Decimal | None] = {}
        for (account, number), lead in self.known.leads.items():
            parts[account, number] = None if lead["is_billable"] else Decimal(0)
            if lead["is_billable"]:
                charged[account, lead["job_id"]].append(number)
        for (account, job_id), numbers in charged.items():
            job = None if job_id is None else self.known.jobs.get((account, job_id))
            if job is not None:
                for number, part in shared_out(job["credits_used"], numbers).items():
                    parts[account, number] = part
        return parts

    def _location(self, key: Key) -> str | None:
        job = self.known.jobs.get((key[0], self.known.leads[key]["job_id"]))
        return None if job is None else job["location"]

    def _firsts(self) -> dict[Key, int]:
        businesses: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key in self.known.leads:
            if key not in self.known.gone_leads:
                businesses[key[0], self.who[key]["business_key"] or f"lead {key[1]}"].append(key)
        firsts: dict[Key, int] = {}
        for keys in businesses.values():
            held = {key: self.known.leads[key] for key in keys}
            order = sorted(held, key=lambda key: (not held[key]["is_billable"], held[key]["created_at"], key[1]))
            firsts |= dict.fromkeys(keys, order[0][1])
        return firsts

    def _lead(self, key: Key) -> Row:
        lead, account = self.known.leads[key], key[0]
        job = self.known.jobs.get((account, lead["job_id"]), {})
        who = self.who[key]
        row: Row = {name: value for name, value in lead.items() if name != "id"} | who
        row |= {
            "account": account,
            "lead_id": key[1],
            "workflow_type": job.get("workflow_type"),
            "job_keyword": job.get("keyword"),
            "job_location": job.get("location"),
            "job_created_date": job["created_at"].date() if job else None,
            "told_domain": lead["domain"],
            "first_lead_id": self.first[key],
            "is_first_of_business": self.first[key] == key[1],
            "has_decision_maker": bool((lead["decision_maker_name"] or "").strip()),
            "has_ai_text": any((lead[name] or "").strip() for name in AI_TEXTS),
            "is_reachable": who["has_phone"] or (who["has_email"] and lead["email_status"] != "INVALID"),
            "used_credits": self.credits[key],
            "first_seen_at": self.seen["leads"][key]["first_seen_at"],
            "changed_at": self.seen["leads"][key]["changed_at"],
        }
        row["waste_reason"] = _waste(row)
        row |= _points(row)
        return row

    def _job(self, key: Key) -> Row:
        job, leads = self.known.jobs[key], self.of_job[key]
        created, started, finished = job["created_at"], job["started_at"], job["finished_at"]
        return {name: value for name, value in job.items() if name not in {"id", "progress", "credits_used"}} | {
            "account": key[0],
            "job_id": key[1],
            "progress_percent": job["progress"],
            "used_credits": job["credits_used"],
            "created_date": created.date(),
            "is_final": job["status"] in FINAL,
            "queue_seconds": int((started - created).total_seconds()) if started else None,
            "run_seconds": int((finished - started).total_seconds()) if started and finished else None,
            "returned_leads": len(leads),
            "billable_leads": sum(lead["is_billable"] for lead in leads),
            "valid_leads": sum(lead["email_status"] == "VALID" for lead in leads),
            "is_deleted": key in self.known.gone_jobs,
            **{name: self.seen["jobs"][key][name] for name in ("first_seen_at", "changed_at", "deleted_at")},
        }

    def lead_quality(self) -> list[Row]:
        """One row a day and search."""
        groups: dict[tuple[Any, ...], list[Key]] = defaultdict(list)
        by = ("account", "created_date", "workflow_type", "keyword", "location")
        for key, job in self.jobs.items():
            groups[tuple(job[name] for name in by)].append(key)
        rows = []
        for values, keys in groups.items():
            leads = [lead for key in keys for lead in self.of_job[key]]
            row: Row = dict(zip(by, values, strict=True)) | {"jobs": len(keys), "returned_leads": len(leads)}
            for name in ("requested_leads", "found_leads", "used_credits"):
                row[name] = sum(self.jobs[key][name] for key in keys)
            row["billable_leads"] = sum(lead["is_billable"] for lead in leads)
            for name, status in (("valid", "VALID"), ("risky", "RISKY"), ("invalid", "INVALID"), ("unknown", None)):
                row[f"{name}_leads"] = sum(lead["email_status"] == status for lead in leads)
                row[f"{name}_share"] = divided(row[f"{name}_leads"], len(leads))
            row["duplicate_leads"] = sum(not lead["is_first_of_business"] for lead in leads)
            left = [lead for lead in leads if lead["email_status"] == "VALID"]
            for step in ("is_reachable", "has_decision_maker", "is_first_of_business"):
                left = [lead for lead in left if lead[step]]
                row[f"{step.partition('_')[2]}_leads"] = len(left)
            row["duplicate_share"] = divided(row["duplicate_leads"], len(leads))
            for name in ("email", "phone", "decision_maker", "ai_text"):
                row[f"{name}_share"] = divided(sum(lead[f"has_{name}"] for lead in leads), len(leads))
            row["found_of_requested_share"] = divided(row["found_leads"], row["requested_leads"])
            row["cost_per_valid_lead"] = divided(row["used_credits"], row["valid_leads"])
            rows.append(row)
        return rows


def _waste(lead: Row) -> str | None:
    if not lead["is_billable"]:
        return None
    if not lead["is_first_of_business"]:
        return "duplicate"
    if not lead["is_reachable"]:
        return "unreachable"
    return "invalid_address" if lead["email_status"] == "INVALID" else None


def _points(lead: Row) -> Row:
    """The score and its parts, with the points that are shipped."""
    told = lead["has_email"] and lead["email_status"] != "INVALID"
    rating, reviews = lead["rating"] or 0, lead["reviews_count"] or 0
    role = bool((lead["decision_maker_role"] or "").strip())
    no_use = lead["phone_e164"] is None or lead["phone_kind"] in {"not given out", "premium rate"}
    verified = {"VALID": 1.0, "RISKY": 0.4, None: 0.2}.get(lead["email_status"], 0) if lead["has_email"] else 0
    place = bool((lead["city"] or "").strip()) + (lead["country_code"] is not None)
    points = {
        "reachability": 16 * lead["has_phone"] * (0.5 if no_use else 1)
        + 14 * told * (0.25 if lead["email_typo_of"] else 1),
        "completeness": lead["has_decision_maker"] * (9 + 3 * role) + 4 * (lead["domain"] is not None) + 2 * place,
        "verification": 25 * verified,
        "uniqueness": 10 * lead["is_first_of_business"],
        "business": 2.5 * ((rating >= 3) + (rating >= 4) + (reviews >= 1) + (reviews >= 10)) + 5 * lead["has_ai_text"],
    }
    whole = {f"score_{part}": math.floor(value + 0.5) for part, value in points.items()}
    return {"score": sum(whole.values()), **whole}
