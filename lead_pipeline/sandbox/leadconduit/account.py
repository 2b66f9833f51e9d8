"""The account: its flows, its leads and their events, filled from the journeys and kept up with the clock.

It is filled when first asked for, so that a sandbox nobody asks for LeadConduit starts no later. Edits change it.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.journeys.agenda import Agenda
from lead_pipeline.sandbox.leadconduit.flows import PLANS, FlowPlan, flow_row
from lead_pipeline.sandbox.leadconduit.leads import arrived, event_of, take_step
from lead_pipeline.sandbox.table import Table

if TYPE_CHECKING:
    from datetime import date

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.journeys import Journeys
    from lead_pipeline.sandbox.journeys.fates import Step, Submission
    from lead_pipeline.sandbox.listing import Row


class Account:
    """Everything the API could show."""

    def __init__(self, clock: Clock, journeys: Journeys) -> None:
        self._clock = clock
        self._agenda = Agenda(clock)
        self._numbers = count(1)
        self.flows = Table("flows", [flow_row(plan, clock.start) for plan in PLANS], self._new_flow)
        self.leads = Table("leads", [], self._new_lead)
        self.events = Table("events", [], self._new_event, dated="timestamp")
        self.tables = {table.name: table for table in (self.flows, self.leads, self.events)}
        for submission in journeys.submissions():
            for step in submission.steps:
                self._agenda.add(step.at, partial(self._happen, submission, step))
        self.catch_up()

    def catch_up(self) -> None:
        """Let all happen that is due."""
        self._agenda.catch_up()

    def touch(self, row: Row) -> None:
        """Write into a row that it was changed; an event tells no such thing."""
        if "updated_at" in row:
            row["updated_at"] = stamp(self._clock.whole())

    def today(self) -> date:
        """Give the day, in UTC."""
        return self._clock.now().date()

    def leads_of(self, flow: Row) -> list[Row]:
        """Give the leads of a flow."""
        return [lead for lead in self.leads.rows() if lead["flow_id"] == flow["id"]]

    def events_of(self, lead: Row) -> list[Row]:
        """Give the events of a lead, oldest first."""
        events = [event for event in self.events.rows() if event["lead_id"] == lead["id"]][::-1]
        return sorted(events, key=lambda event: cast("str", event["timestamp"]))

    def _happen(self, submission: Submission, step: Step) -> None:
        if step.what == "received":
            self.leads.put(arrived(submission))
        elif not self.leads.has(submission.lead_id):
            return  # somebody has deleted it
        else:
            take_step(self.leads.get(submission.lead_id), submission.form, step)
        self.events.put(event_of(submission, step))

    def _new_flow(self) -> Row:
        number, first = next(self._numbers), PLANS[0]
        plan = FlowPlan(f"flow_new{number}", "New Flow", "active", "", 0, first.recipient, first.required, None)
        return flow_row(plan, self._clock.whole())

    def _new_lead(self) -> Row:
        number, now = next(self._numbers), stamp(self._clock.whole())
        return {
            "id": f"lead_new{number}",
            "flow_id": PLANS[0].id,
            "created_at": now,
            "updated_at": now,
            "status": "received",
            "quality_score": None,
            "source": None,
            "campaign": None,
            "lead_data": {"first_name": "New", "email": f"new{number}@post.example"},
            "enhancements": {},
            "quality_metrics": None,
        }

    def _new_event(self) -> Row:
        newest = self.leads.rows()[0] if self.leads.rows() else self._new_lead()
        return {
            "id": f"event_new{next(self._numbers)}",
            "flow_id": newest["flow_id"],
            "lead_id": newest["id"],
            "type": "received",
            "timestamp": stamp(self._clock.whole()),
            "outcome": "success",
            "recipient": None,
            "duration_ms": None,
            "response_code": None,
            "enhancements": None,
        }
