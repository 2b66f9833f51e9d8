"""The office: its tables, filled from the journeys and kept up with the clock.

It is filled when first asked for, so that a sandbox nobody asks for FlowEstate starts no later. Edits change it.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.flowestate.catalogue import (
    dated,
    member_rows,
    moment,
    source_rows,
    stage_rows,
    subscription_rows,
)
from lead_pipeline.sandbox.flowestate.leads import (
    activity,
    agent_of,
    arrived,
    assign,
    corrected,
    doings,
    take_stage,
)
from lead_pipeline.sandbox.flowestate.projects import project_rows, unit_rows
from lead_pipeline.sandbox.journeys.agenda import Agenda
from lead_pipeline.sandbox.journeys.fates import Deal, Step
from lead_pipeline.sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.journeys import Journeys
    from lead_pipeline.sandbox.listing import Row


class Office:
    """Everything the API could show."""

    def __init__(self, seed: int, clock: Clock, journeys: Journeys) -> None:
        self._clock = clock
        self._agenda = Agenda(clock)
        self._numbers = count(1)
        start = clock.start
        self.projects = self._table("projects", project_rows(seed, start), self._new_project)
        self.units = self._table("units", unit_rows(seed, start), self._new_unit)
        self.members = self._table("members", member_rows(start), self._new_like(member_rows(start)[-1]))
        self.stages = self._table("pipeline_stages", stage_rows(start), self._new_like(stage_rows(start)[-1]))
        self.sources = Table("lead_sources", source_rows(), self._new_like(source_rows()[-1]), dated="name")
        self.subscriptions = Table(
            "webhook_subscriptions", subscription_rows(start), self._new_like(subscription_rows(start)[-1])
        )
        self.leads = self._table("leads", [], self._new_lead)
        self.activities = self._table("activities", [], self._new_activity)
        listed = (
            *(self.leads, self.activities, self.projects, self.units, self.members, self.stages, self.sources),
            self.subscriptions,
        )
        self.tables = {table.name: table for table in listed}
        for deal in journeys.deals():
            self._plan(deal)
        self.catch_up()

    def catch_up(self) -> None:
        """Let all happen that is due."""
        self._agenda.catch_up()

    def touch(self, row: Row) -> None:
        """Write into a row that it was changed, where rows tell that."""
        if "updatedAt" in row:
            row["updatedAt"] = self._now()

    def project(self, row: Row) -> Row:
        """Show a project with what follows from its units."""
        prices = [cast("int", unit["price"]) for unit in self.units.rows() if unit["projectId"] == row["id"]]
        derived = {
            "minPrice": min(prices, default=None),
            "maxPrice": max(prices, default=None),
            "unitCount": len(prices),
        }
        return {**row, **derived}

    def _now(self) -> str:
        return moment(self._clock.whole())

    @staticmethod
    def _table(name: str, rows: list[Row], make: Callable[[], Row]) -> Table:
        return Table(name, rows, make, dated="createdAt")

    def _plan(self, deal: Deal) -> None:
        add = self._agenda.add
        add(deal.steps[0].at, partial(self._arrive, deal))
        for step in deal.steps[1:]:
            add(step.at, partial(self._move, deal, step))
        for at, kind, content in doings(deal):
            add(at, partial(self._write_down, deal, at, kind, content))

    def _arrive(self, deal: Deal) -> None:
        self.leads.put(arrived(deal, self.projects.rows()))

    def _move(self, deal: Deal, step: Step) -> None:
        if not self.leads.has(deal.lead_id):
            return  # somebody has deleted it
        lead = self.leads.get(deal.lead_id)
        take_stage(lead, step)
        if step.what == "won":
            of_project = (unit["id"] for unit in self.units.rows() if unit["projectId"] == lead["projectId"])
            lead["unitId"] = next(of_project, None)

    def _write_down(self, deal: Deal, at: int, kind: str, content: str) -> None:
        if not self.leads.has(deal.lead_id):
            return  # somebody has deleted it
        lead, agent = self.leads.get(deal.lead_id), agent_of(deal)
        if kind == "assigned" and agent is not None:
            assign(lead, agent)
        if kind == "field_updated":
            lead.update(corrected(lead))
        # Notes and calls count as changes of the lead too.
        lead["updatedAt"] = moment(at)
        self.activities.put(activity(deal, at, kind, content))

    def _new_like(self, row: Row) -> Callable[[], Row]:
        def make() -> Row:
            made = {**row, "id": f"new_{next(self._numbers)}"}
            return {name: self._now() if name in {"createdAt", "updatedAt"} else made[name] for name in made}

        return make

    def _new_project(self) -> Row:
        return self._new_like(project_rows(0, 0)[0])()

    def _new_unit(self) -> Row:
        newest = self.projects.rows()[0]
        return {**self._new_like(unit_rows(0, 0)[0])(), "projectId": newest["id"]}

    def _new_lead(self) -> Row:
        number = next(self._numbers)
        fields = dict.fromkeys(
            (
                *("id", "firstName", "lastName", "email", "phone", "company", "jobTitle", "status", "source"),
                *("stageId", "stageName", "estimatedValue", "score", "temperature", "notes", "city", "state"),
                *("country", "projectId", "projectName", "unitId", "assignedToId", "assignedTo", "customFields"),
                "sourceMetadata",
            )
        )
        new: Row = {"id": f"lead_new{number}", "firstName": "New", "email": f"new{number}@post.example"}
        return dated({**fields, **new, "status": "new", "source": "website"}, self._clock.whole(), 0)

    def _new_activity(self) -> Row:
        lead = self.leads.rows()[0] if self.leads.rows() else self._new_lead()
        return {
            "id": f"act_new{next(self._numbers)}",
            "leadId": lead["id"],
            "type": "note",
            "direction": None,
            "content": "New note",
            "createdAt": self._now(),
            "userId": None,
        }
