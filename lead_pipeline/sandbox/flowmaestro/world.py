"""The workspace: made-up tables of everything that can be read, the same for the same seed and start.

Nothing moves by itself; edits change it. What a request shows of a row is in reading.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaestro.making import Maker
from lead_pipeline.sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.options import SandboxOptions

DAY, HOUR, MINUTES = 86_400, 3600, 120
HISTORY_SECONDS = 60 * DAY
FEWEST = 3
# One row of these for so many executions.
EXECUTIONS_PER = {"workflows": 25, "agents": 60, "threads": 10, "triggers": 20, "knowledge_bases": 60, "webhooks": 100}
OPEN_EXECUTIONS = 3
DELETED_WORKFLOWS = 1


class World:
    """All tables by name."""

    def __init__(self, options: SandboxOptions, clock: Clock) -> None:
        self._clock = clock
        self.make = make = Maker(options.seed, clock)
        self._rng = random.Random(f"{options.seed} flowmaestro")
        size, start = options.size, clock.start
        before = start - HISTORY_SECONDS  # what others hang on was there when they came
        numbers = {name: max(FEWEST, size // per) if size else 0 for name, per in EXECUTIONS_PER.items()}

        workflows = self._rows(numbers["workflows"] + (DELETED_WORKFLOWS if size else 0), make.workflow, before)
        # The newest is deleted: it is in no list, and what it executed still is.
        executions = self._executions(size, workflows)
        workflows = workflows[DELETED_WORKFLOWS:]
        agents = self._rows(numbers["agents"], make.agent, before)
        threads = self._rows(numbers["threads"], lambda at: make.thread(at, self._pick(agents)), start - HOUR)
        messages = [make.message(at, thread, turn) for thread in threads for at, turn in make.turns(thread)]
        triggers = self._rows(numbers["triggers"], lambda at: make.trigger(at, self._pick(workflows)), start)
        bases = self._rows(numbers["knowledge_bases"], make.knowledge_base, start)
        webhooks = self._rows(numbers["webhooks"], make.webhook, before)
        deliveries = self._rows(size // 2, lambda at: make.delivery(at, self._pick(webhooks)), start)

        now = self.now
        self.workflows = Table("workflows", workflows, lambda: make.workflow(now()))
        self.executions = Table(
            "executions", executions, lambda: make.execution(now(), self._any(self.workflows), "completed")
        )
        self.agents = Table("agents", agents, lambda: make.agent(now()))
        self.threads = Table("threads", threads, lambda: make.thread(now(), self._any(self.agents)))
        self.messages = Table("messages", messages, lambda: make.message(now(), self._any(self.threads), 0))
        self.triggers = Table("triggers", triggers, lambda: make.trigger(now(), self._any(self.workflows)))
        self.knowledge_bases = Table("knowledge_bases", bases, lambda: make.knowledge_base(now()))
        self.webhooks = Table("webhooks", webhooks, lambda: make.webhook(now()))
        self.deliveries = Table("deliveries", deliveries, lambda: make.delivery(now(), self._any(self.webhooks)))
        tables = (
            *(self.workflows, self.executions, self.agents, self.threads, self.messages, self.triggers),
            *(self.knowledge_bases, self.webhooks, self.deliveries),
        )
        self.tables = {table.name: table for table in tables}

    def now(self) -> float:
        """Give the time."""
        return self._clock.seconds()

    def touch(self, row: Row) -> None:
        """Write into a row that it was changed now, if it tells that."""
        if "updated_at" in row:
            row["updated_at"] = self.make.moment(self.now())

    def _rows(self, count: int, make: Callable[[float], Row], end: float) -> list[Row]:
        """Make rows at moments drawn from the history, newest first."""
        moments = sorted((end - self._rng.random() * HISTORY_SECONDS for _ in range(count)), reverse=True)
        return [make(at) for at in moments]

    def _executions(self, count: int, workflows: list[Row]) -> list[Row]:
        # A few workflows do most of the work, so that one has pages and another has one row.
        weights = [1 / (place + 1) for place in range(len(workflows))][::-1]
        statuses = ["pending", "running", "running"][:OPEN_EXECUTIONS]

        def execution(at: float) -> Row:
            (workflow,) = self._rng.choices(workflows, weights)
            drawn = self._rng.choices(("completed", "failed", "cancelled"), (85, 11, 4))[0]
            return self.make.execution(at, workflow, statuses.pop() if statuses else drawn)

        return self._rows(count, execution, self._clock.start - MINUTES)

    def _pick(self, rows: list[Row]) -> Row:
        return self._rng.choice(rows)

    def _any(self, table: Table) -> Row:
        return self._pick(table.rows())
