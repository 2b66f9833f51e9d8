"""Edits: changes that a test makes behind the API's back.

Each is a method with keyword-only parameters, so that the control routes can offer it by name. They are the only
writers of the world besides POST /jobs.
"""

# No postponed annotations here: the parameters' types are read.

from threading import RLock
from typing import Annotated, Any, Literal

from msgspec import Meta

from lead_pipeline.sandbox.flowmaticx.job_plan import LONGEST_SECONDS, MOST_LEADS, Workflow
from lead_pipeline.sandbox.flowmaticx.lead_index import Entry, Single
from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS, VALID, is_billable, kind_of, status_of
from lead_pipeline.sandbox.flowmaticx.world import World

Outcome = Literal["COMPLETED", "FAILED", "TIMED_OUT"]
Fields = dict[str, Any]
NotNegative = Annotated[int, Meta(ge=0)]
Size = Annotated[int, Meta(ge=0, le=MOST_LEADS)]


class NoSuchRow(LookupError):
    """An edit names a row that is not there."""


class Edits:
    """Changes to the world; each is done whole between two requests."""

    def __init__(self, world: World, lock: RLock) -> None:
        self._world = world
        self._lock = lock

    def delete_leads(self, *, ids: list[int], silent: bool = False) -> int:
        """Delete leads; `silent` leaves foundLeads as it was. Charged credits stay charged."""
        with self._lock:
            for entry in [self._lead(lead_id) for lead_id in ids]:
                self.remove_lead(entry, silent=silent)
        return len(ids)

    def delete_jobs(self, *, ids: list[int], with_leads: bool = True) -> int:
        """Delete jobs; their leads go too, or stay and belong to no listed job."""
        with self._lock:
            for job_id in ids:
                self._must_be_listed(job_id)
                if with_leads:
                    for entry in self._world.leads.of_job(job_id, ALL_KINDS, self._now()):
                        self._world.leads.remove(entry)
                self._world.jobs.remove(job_id)
        return len(ids)

    def add_leads(
        self, *, job_id: int | None, count: NotNegative = 1, fields: Fields | None = None, silent: bool = False
    ) -> list[int]:
        """Add leads to a job, or to none; billable ones are charged. Give their ids."""
        with self._lock:
            if job_id is not None:
                self._must_be_listed(job_id)
            ids = [self.put_lead(None, Single(job_id, self._now(), VALID), silent=silent) for _ in range(count)]
            for lead_id in ids if fields else ():
                self.set_lead(id=lead_id, fields=fields or {})
        return ids

    def add_job(  # noqa: PLR0913 - the words of the edit
        self,
        *,
        leads: Size = 0,
        workflow_type: Workflow = "GOOGLE_MAPS",
        keyword: str = "bakery",
        location: str = "Lyon, France",
        status: Outcome = "COMPLETED",
        ai_enabled: bool = True,
        fields: Fields | None = None,
    ) -> int:
        """Add a finished job with leads; give its id."""
        with self._lock:
            world, now = self._world, self._now()
            job_id = world.jobs.new_id()
            plan = world.plan_job(
                job_id,
                now - LONGEST_SECONDS,
                keyword,
                location,
                requested=max(1, leads),
                workflow=workflow_type,
                ai=ai_enabled,
                found=leads,
                outcome=status,
            )
            world.add_job(plan)
            if fields:
                self.set_job(id=job_id, fields=fields)
        return job_id

    def set_lead(self, *, id: int, fields: Fields) -> None:  # noqa: A002 - the API's word
        """Set fields of a lead; filters see the new values."""
        _keep_id(fields)
        with self._lock:
            entry = self._lead(id)
            status = fields.get("emailStatus", status_of(entry.kind))
            billable = bool(fields.get("isBillable", is_billable(entry.kind)))
            self._world.leads.set_kind(entry, kind_of(status, billable=billable))
            self._world.lead_edits.setdefault(id, {}).update(fields)

    def set_job(self, *, id: int, fields: Fields) -> None:  # noqa: A002 - the API's word
        """Set fields of a job; they stay so, whatever the clock says."""
        _keep_id(fields)
        with self._lock:
            self._must_be_listed(id)
            self._world.edit_job_row(id, fields)

    def set_account(
        self,
        *,
        plan: str | None = None,
        credits_total: NotNegative | None = None,
        status: str | None = None,
        subscribed: bool | None = None,
        most_leads_per_job: NotNegative | None = None,
    ) -> None:
        """Change what the workspace has booked; what is not given stays."""
        given = {
            "plan": plan,
            "credits_total": credits_total,
            "status": status,
            "subscribed": subscribed,
            "most_leads_per_job": most_leads_per_job,
        }
        with self._lock:
            for name, value in given.items():
                if value is not None:
                    setattr(self._world.account, name, value)

    def put_lead(self, lead_id: int | None, single: Single, *, silent: bool) -> int:
        """Add one lead, at an id or at the head."""
        world = self._world
        added = world.leads.add(lead_id, single)
        if single.job_id is not None and not silent:
            world.found_edits[single.job_id] = world.found_edits.get(single.job_id, 0) + 1
            if is_billable(single.kind):
                plan = world.jobs.plan(single.job_id)
                world.credits.extra[plan] = world.credits.extra.get(plan, 0) + plan.credits_per_lead
        return added

    def remove_lead(self, entry: Entry, *, silent: bool) -> None:
        """Take one lead away."""
        self._world.leads.remove(entry)
        if entry.job_id is not None and not silent:
            self._world.found_edits[entry.job_id] = self._world.found_edits.get(entry.job_id, 0) - 1

    def _now(self) -> int:
        return self._world.now()

    def _lead(self, lead_id: int) -> Entry:
        try:
            return self._world.leads.locate(lead_id, self._now())
        except KeyError:
            raise NoSuchRow(f"there is no lead {lead_id} now: see the truth for those there are") from None

    def _must_be_listed(self, job_id: int) -> None:
        self._now()
        if not self._world.jobs.is_listed(job_id):
            raise NoSuchRow(f"there is no job {job_id} now: see the truth for those there are")


def _keep_id(fields: Fields) -> None:
    if "id" in fields:
        raise ValueError("a row's id is fixed: delete the row and add another")
