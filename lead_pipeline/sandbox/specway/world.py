"""The account: made-up tables of everything that can be read, the same for the same seed and start.

Nothing moves by itself; edits change it. What a request shows of a row is in reading.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.specway.making import MOST_SECONDS, Maker
from lead_pipeline.sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.options import SandboxOptions

HISTORY_SECONDS = 60 * 86_400
FEWEST = 3
EXECUTIONS_PER_WORKFLOW, SUBMISSIONS_PER_FORM, EXECUTIONS_PER_OTHER = 12, 60, 60


class World:
    """All tables by name."""

    def __init__(self, options: SandboxOptions, clock: Clock) -> None:
        self._clock = clock
        self._rng = random.Random(f"{options.seed} specway")
        size, start = options.size, clock.start - MOST_SECONDS
        before = start - HISTORY_SECONDS  # workflows and forms were there when executions and submissions came
        make = Maker(options.seed, clock)
        few = self._number(size, EXECUTIONS_PER_OTHER)

        workflows = self._rows(self._number(size, EXECUTIONS_PER_WORKFLOW), make.workflow, before)
        statuses = ["running", "running", "pending"]

        def execution(at: int) -> Row:
            # The newest wait or run; who waits has no time, and is listed first.
            drawn = self._rng.choices(("completed", "failed"), (85, 15))[0]
            return make.execution(at, self._rng.choice(workflows), statuses.pop() if statuses else drawn)

        forms = self._rows(self._number(size, SUBMISSIONS_PER_FORM), make.form, before)
        tables: dict[str, tuple[list[Row], Callable[[int], Row], str]] = {
            "workflows": (workflows, make.workflow, "created_at"),
            "executions": (
                self._rows(size, execution, start),
                lambda at: make.execution(at, self._any("workflows"), "running"),
                "started_at",
            ),
            "forms": (forms, make.form, "created_at"),
            "submissions": (
                self._rows(size, lambda at: make.submission(at, self._rng.choice(forms)), start),
                lambda at: make.submission(at, self._any("forms")),
                "created_at",
            ),
            "credentials": (self._rows(few, make.credential, start), make.credential, "created_at"),
            "integrations": (self._rows(few, make.integration, start), make.integration, "connected_at"),
            "webhooks": (self._rows(few, make.webhook, start), make.webhook, "created_at"),
        }
        self.tables = {name: self._table(name, *parts) for name, parts in tables.items()}

    def _table(self, name: str, rows: list[Row], make: Callable[[int], Row], dated: str) -> Table:
        return Table(name, rows, lambda: make(self._clock.whole()), dated=dated)

    def touch(self, row: Row) -> None:
        """Write into a row that it was changed now, if it tells that."""
        if "updated_at" in row:
            row["updated_at"] = stamp(self._clock.whole())

    def _number(self, size: int, per: int) -> int:
        return max(FEWEST, size // per) if size else 0

    def _rows(self, count: int, make: Callable[[int], Row], end: int) -> list[Row]:
        """Make rows at moments drawn from the history, newest first."""
        moments = sorted((int(end - self._rng.random() * HISTORY_SECONDS) for _ in range(count)), reverse=True)
        return [make(at) for at in moments]

    def _any(self, name: str) -> Row:
        return self._rng.choice(self.tables[name].rows())
