"""The workspace as it is: its jobs, its leads, its account, and the rows that show them now.

It is asked, and told by edits what changed. Paging and HTTP are above it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.flowmaticx import lead_text
from lead_pipeline.sandbox.flowmaticx.account import Account, Credits, cost_of, enough_credits
from lead_pipeline.sandbox.flowmaticx.arrivals import Arrivals
from lead_pipeline.sandbox.flowmaticx.history import lay_out
from lead_pipeline.sandbox.flowmaticx.job_book import FIRST_ID, STRIDE, JobBook
from lead_pipeline.sandbox.flowmaticx.job_plan import (
    COMPLETED,
    JobPlan,
    draw,
    found_of,
    outcome_of,
    seconds_of,
    workflow_of,
)
from lead_pipeline.sandbox.flowmaticx.lead_index import ALONE, Entry, LeadIndex
from lead_pipeline.sandbox.flowmaticx.lead_kinds import SHARED_EVERY, shared_first
from lead_pipeline.sandbox.flowmaticx.searches import drawn_searches, search_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.flowmaticx.shapes import Job
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.options import SandboxOptions

QUEUED_FOR_SECONDS = 2
INVENTED_FROM = 9_000_000_000_001


class World:
    """Everything the API could show."""

    def __init__(self, options: SandboxOptions, clock: Clock) -> None:
        self.seed = options.seed
        self.clock = clock
        self.lead_edits: dict[int, Row] = {}
        self.job_edits: dict[int, Row] = {}
        self.found_edits: dict[int, int] = {}
        """Leads that edits added to a job's counter, or took from it."""
        self._invented = INVENTED_FROM
        live = self._live_plans(options)
        found = sum(plan.found_at(clock.start) for plan in live)
        history = lay_out(options, clock.start, options.leads - found)
        searches = drawn_searches(options.seed)
        self._searched = {search_for(*searches[place]).key for place in set(history.searches)}
        self.jobs = JobBook(options.seed, history, self._plan_arrivals(options, live))
        self.leads = LeadIndex(options.seed, self.jobs)
        self.account = Account(enough_credits(options.leads, options.jobs_per_day))
        self.credits = Credits(options.seed, self.jobs, self.leads.charges, self.leads.arrivals_charges)
        for plan in live:
            self.add_job(replace(plan, job_id=self.jobs.new_id()))
        self.leads.slots.end_start()
        # A sandbox that was born long ago has much to take in: before it answers, not while someone waits.
        self.now()

    def now(self) -> int:
        """Give the time in whole seconds, with all that has come in by then: who reads the world asks this first."""
        now = self.clock.whole()
        self.jobs.show_arrivals(now)
        self.leads.catch_up(now)
        return now

    def _plan_arrivals(self, options: SandboxOptions, live: list[JobPlan]) -> Arrivals:
        """Number the jobs that will come after those of the start."""
        searched = self._searched | {search_for(plan.keyword, plan.location).key for plan in live}
        head = FIRST_ID + STRIDE * (options.final_jobs + len(live))
        return Arrivals(options.seed, self.clock.start, options.jobs_per_day, head, searched)

    def _live_plans(self, options: SandboxOptions) -> list[JobPlan]:
        """Plan the jobs that are open at the start: the younger third waits, the others run."""
        start, count = self.clock.start, options.live_jobs
        searches = drawn_searches(options.seed)
        waiting, running = [], []
        for place in range(count):
            drawn = draw(options.seed, "live", place)
            search, requested = searches[drawn % len(searches)], 40 + drawn % 9 * 20
            # The first goes well, so that leads can be seen to come.
            plan = self.plan_job(-1 - place, start, *search, requested=requested, outcome=None if place else COMPLETED)
            share = (count - place) / (count + 1)
            waiting.append(replace(plan, created=start - QUEUED_FOR_SECONDS))
            running.append(replace(plan, created=start - plan.queue_seconds - int(plan.run_seconds * share)))
        mixed = running[: count - count // 3] + waiting[count - count // 3 :]
        fits = sum(plan.found_at(start) for plan in mixed) <= options.leads
        return sorted(mixed if fits else waiting, key=lambda plan: plan.created)

    def plan_job(  # noqa: PLR0913 - a job has that many sides
        self,
        job_id: int,
        created: int,
        keyword: str,
        location: str,
        *,
        requested: int,
        workflow: str | None = None,
        ai: bool = True,
        risky: bool = False,
        found: int | None = None,
        outcome: str | None = None,
    ) -> JobPlan:
        """Work out what will become of a new job."""
        drawn = draw(self.seed, "job", job_id)
        outcome = outcome or outcome_of(drawn)
        found = found_of(outcome, requested, drawn >> 16) if found is None else found
        queue, run = seconds_of(outcome, found, drawn >> 24)
        workflow = workflow or workflow_of(drawn >> 8)
        return JobPlan(
            job_id, created, workflow, keyword, location, requested, found, ai, risky, outcome, queue, run, rerun=False
        )

    def add_job(self, plan: JobPlan) -> None:
        """Take a job in; when its search was made before, some of its leads are known ones."""
        key = search_for(plan.keyword, plan.location).key
        rerun = key in self._searched or self.jobs.arrivals.has_searched(key, self.clock.whole())
        plan = replace(plan, rerun=rerun)
        self._searched.add(key)
        self.jobs.add(plan)
        self.leads.slots.add(plan)

    def job_row(self, job_id: int, now: int) -> Row:
        """Show a job."""
        row = self.plan_row(self.jobs.plan(job_id), now)
        row.update(self.job_edits.get(job_id, {}))
        return row

    def plan_row(self, plan: JobPlan, now: int) -> Row:
        """Show what a plan has come to."""
        more = self.found_edits.get(plan.job_id, 0)
        is_final = now >= plan.finished
        job: Job = {
            "id": plan.job_id,
            "workflowType": plan.workflow,
            "keyword": plan.keyword,
            "location": plan.location,
            "requestedLeads": plan.requested,
            "foundLeads": plan.found_at(now) + more,
            "processedLeads": max(0, plan.processed_at(now) + more),
            "creditsUsed": cost_of(self.seed, plan) + self.credits.extra.get(plan, 0) if is_final else 0,
            "status": plan.status(now),
            "progress": plan.progress(now),
            "createdAt": stamp(plan.created),
            "startedAt": stamp(plan.started) if now >= plan.started else None,
            "finishedAt": stamp(plan.finished) if is_final else None,
        }
        return cast("Row", job)

    def lead_row(self, entry: Entry) -> Row:
        """Show a lead."""
        plan = self._orphans_plan(entry.lead_id) if entry.job_id is None else self.jobs.plan(entry.job_id)
        search = search_for(plan.keyword, plan.location)
        what = b"lead %d" % entry.lead_id
        if entry.place == ALONE:
            single = self.leads.singles.get(entry.lead_id)
            created = plan.created if single is None else single.created
        else:
            created = plan.appears(entry.place)
            if (entry.place - shared_first(plan.job_id)) % SHARED_EVERY == 0:
                what = search.key + b"shared %d" % (entry.place // SHARED_EVERY)
        business = lead_text.identity(self.seed, what)
        facts = lead_text.LeadFacts(entry.lead_id, entry.kind, created, business, search, plan.workflow, plan.ai)
        row = lead_text.render(facts)
        edits = self.lead_edits.get(entry.lead_id)
        if edits:
            row.update(edits)
        return row

    def _orphans_plan(self, lead_id: int) -> JobPlan:
        """Make up the job that a lead without one might have come from."""
        searches = drawn_searches(self.seed)
        search = searches[draw(self.seed, "orphan", lead_id) % len(searches)]
        return self.plan_job(lead_id, self.clock.start, *search, requested=1)

    def invent_id(self) -> int:
        """Give an id that was never used and never will be."""
        self._invented += 1
        return self._invented - 1

    def edit_job_row(self, job_id: int, fields: Mapping[str, object]) -> None:
        """Lay fields over a job's row."""
        self.job_edits.setdefault(job_id, {}).update(fields)
        self.jobs.unsettle(job_id)
