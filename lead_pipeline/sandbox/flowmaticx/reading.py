"""What can be read: the list of jobs, the list of leads, and the balance.

The parameters of each are what its query may say. What is written is in posting.
"""

# No postponed annotations here: the parameters' types are read.

from lead_pipeline.sandbox.flowmaticx.edits import Edits
from lead_pipeline.sandbox.flowmaticx.job_plan import JobStatus
from lead_pipeline.sandbox.flowmaticx.lead_kinds import EmailStatus, kinds_wanted
from lead_pipeline.sandbox.flowmaticx.queries import DEFAULT_LIMIT, AnyId, Flag, Limit, Offset
from lead_pipeline.sandbox.flowmaticx.shelves import JobShelf, LeadShelf
from lead_pipeline.sandbox.flowmaticx.world import World
from lead_pipeline.sandbox.listing import Listing, Row
from lead_pipeline.sandbox.messages import Call


class Reading:
    """Answers the three GET requests."""

    def __init__(self, world: World, edit: Edits) -> None:
        self._world = world
        self._edit = edit

    def list_jobs(
        self, _: Call, *, limit: Limit = DEFAULT_LIMIT, offset: Offset = 0, status: JobStatus | None = None
    ) -> Listing:
        """List jobs, newest first."""
        return Listing("jobs", JobShelf(self._world, self._edit, status), limit, offset)

    def list_leads(
        self,
        _: Call,
        *,
        limit: Limit = DEFAULT_LIMIT,
        offset: Offset = 0,
        job_id: AnyId | None = None,
        billable_only: Flag = True,
        email_status: EmailStatus | None = None,
    ) -> Listing:
        """List leads, newest first: the billable ones, unless all are asked for."""
        wanted = kinds_wanted(billable_only=bool(billable_only), email_status=email_status)
        return Listing("leads", LeadShelf(self._world, self._edit, wanted, job_id), limit, offset)

    def show_credits(self, _: Call) -> Row:
        """Show the balance of the month."""
        return self._world.credits.as_data(self._world.account, self._world.now())
