"""What became of an endpoint, of an account, of a sync; and the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from lead_pipeline.errors import Paused
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.http_client.client import Tally
from lead_pipeline.warehouse.batch import Counts

if TYPE_CHECKING:
    from lead_pipeline.errors import LeadPipelineError

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_UNPROVEN = 0, 1, 2, 3


class Status(StrEnum):
    """From best to worst."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass
class EndpointOutcome:
    """What one endpoint brought. `shortfall` says what is not proven, `left_out` why nothing was to be read."""

    endpoint: str
    counts: Counts = field(default_factory=Counts)
    tally: Tally = field(default_factory=Tally)
    pages: int = 0
    walks: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    left_alone: int = 0
    left_out: str = ""
    shortfall: list[str] = field(default_factory=list)
    errors: list[LeadPipelineError] = field(default_factory=list)
    paused_until: str | None = None

    @property
    def status(self) -> Status:
        """The worst of what happened."""
        if self.errors or self.walks[Verdict.FAILED]:
            return Status.FAILED
        if self.paused_until:
            return Status.PAUSED
        return Status.UNPROVEN if self.walks[Verdict.UNPROVEN] or self.shortfall else Status.PROVEN


@dataclass
class AccountOutcome:
    """What one account brought. `error` is what stopped it as a whole."""

    system: str
    account: str
    run_id: str
    endpoints: list[EndpointOutcome] = field(default_factory=list)
    error: LeadPipelineError | None = None
    interrupted: bool = False
    budget_left: int | None = None

    @property
    def exit_code(self) -> int:
        """0 everything read and proven, 1 something failed, 3 landed but not proven."""
        statuses = {endpoint.status for endpoint in self.endpoints}
        is_paused = isinstance(self.error, Paused)
        if self.interrupted or Status.FAILED in statuses or (self.error is not None and not is_paused):
            return EXIT_FAILED
        return EXIT_UNPROVEN if is_paused or statuses - {Status.PROVEN} else EXIT_OK
