"""What can be read, endpoint by endpoint; the parameters of each are what its query may say.

Who may read it, and the envelopes, are in system.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Callable
from typing import TypeAlias
from zlib import crc32

from lead_pipeline.sandbox.flowmaestro import shapes
from lead_pipeline.sandbox.flowmaestro.broken_counts import BrokenCounts
from lead_pipeline.sandbox.flowmaestro.events import stream
from lead_pipeline.sandbox.flowmaestro.world import World
from lead_pipeline.sandbox.listing import COUNT, Listing, Page, Paging, Row, Shelf
from lead_pipeline.sandbox.messages import Answer, Call, Refused
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.table import NoSuchRow, Table, TableShelf, showing

# Text too: a number that is none is passed over, not refused, so a typing error in a client goes unnoticed.
Number: TypeAlias = int | str

DEFAULT_SIZE = 20
LARGEST_SIZE = 100
HIDDEN_OF = 5
BOOLEAN = {"type": "boolean"}


class Reading:
    """Answers the GET requests."""

    def __init__(self, world: World, switches: Switches) -> None:
        self._world = world
        self._switches = switches
        page = dict.fromkeys(("page", "per_page", "total_count", "total_pages"), COUNT)
        self.paging = Paging({**page, "has_next": BOOLEAN, "has_prev": BOOLEAN}, self._words)

    def list_workflows(self, _: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List workflows; deleted ones are in no list."""
        shape = shapes.OldWorkflow if self._switches.is_on("old_workflows") else shapes.WorkflowItem
        return self._listing(self._all(self._world.workflows, showing(shape)), page, per_page)

    def show_workflow(self, call: Call) -> Row:
        """Show a workflow."""
        shape = shapes.OldWorkflow if self._switches.is_on("old_workflows") else shapes.Workflow
        return showing(shape)(self._row(self._world.workflows, "workflow", call))

    def list_executions(
        self,
        _: Call,
        *,
        page: Number = 1,
        per_page: Number = DEFAULT_SIZE,
        workflow_id: str | None = None,
        status: str | None = None,
    ) -> Listing:
        """List executions; there is no filter by time, and a status nobody knows is an empty list, not an error."""
        given = {"workflow_id": workflow_id, "status": status}
        wanted: Row = {name: value for name, value in given.items() if value is not None}
        shelf = TableShelf(self._world.executions, wanted, show=self._execution(shapes.ExecutionItem))
        # Counts go wrong as soon as the server filters what it has fetched; only by workflow alone it does not.
        if self._switches.is_on("broken_counts") and list(wanted) != ["workflow_id"]:
            number, size = whole(page, 1, None), whole(per_page, DEFAULT_SIZE, LARGEST_SIZE)
            broken = BrokenCounts(self._world.executions, shelf, workflow_id, status, number, size)
            return self._listing(broken, page, per_page)
        return self._listing(shelf, page, per_page)

    def show_execution(self, call: Call) -> Row:
        """Show an execution; one that failed is data, not an error."""
        return self._execution(shapes.Execution)(self._row(self._world.executions, "execution", call))

    def stream_events(self, call: Call) -> Answer:
        """Tell how an execution stands, as server-sent events."""
        return stream(self._row(self._world.executions, "execution", call))

    def list_agents(self, _: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List agents."""
        return self._listing(self._all(self._world.agents, showing(shapes.AgentItem)), page, per_page)

    def show_agent(self, call: Call) -> Row:
        """Show an agent, with its prompt."""
        return showing(shapes.Agent)(self._row(self._world.agents, "agent", call))

    def show_thread(self, call: Call) -> Row:
        """Show a thread; who does not know its id finds it nowhere."""
        return showing(shapes.Thread)(self._row(self._world.threads, "thread", call))

    def list_messages(self, call: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing | Row:
        """List the messages of a thread."""
        thread = self._row(self._world.threads, "thread", call)
        shelf = TableShelf(self._world.messages, {"thread_id": thread["id"]}, show=showing(shapes.Message))
        if self._switches.is_on("messages_unpaged"):
            return {"messages": shelf.rows(shelf.count(), 0)}
        return self._listing(shelf, page, per_page)

    def list_triggers(self, _: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List triggers."""
        shape = shapes.OldTrigger if self._switches.is_on("old_triggers") else shapes.Trigger
        return self._listing(self._all(self._world.triggers, showing(shape)), page, per_page)

    def list_knowledge_bases(self, _: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List knowledge bases."""
        return self._listing(self._all(self._world.knowledge_bases, showing(shapes.KnowledgeBaseItem)), page, per_page)

    def show_knowledge_base(self, call: Call) -> Row:
        """Show a knowledge base."""
        return showing(shapes.KnowledgeBase)(self._row(self._world.knowledge_bases, "knowledge_base", call))

    def list_webhooks(self, _: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List webhooks."""
        return self._listing(self._all(self._world.webhooks, showing(shapes.WebhookItem)), page, per_page)

    def show_webhook(self, call: Call) -> Row:
        """Show a webhook, with the headers it sends."""
        return showing(shapes.Webhook)(self._row(self._world.webhooks, "webhook", call))

    def list_deliveries(self, call: Call, *, page: Number = 1, per_page: Number = DEFAULT_SIZE) -> Listing:
        """List the deliveries of a webhook."""
        webhook = self._row(self._world.webhooks, "webhook", call)
        shelf = TableShelf(self._world.deliveries, {"webhook_id": webhook["id"]}, show=showing(shapes.Delivery))
        return self._listing(shelf, page, per_page)

    def _all(self, table: Table, show: Callable[[Row], Row]) -> TableShelf:
        return TableShelf(table, show=show)

    def _listing(self, shelf: Shelf, page: Number, per_page: Number) -> Listing:
        number, size = whole(page, 1, None), whole(per_page, DEFAULT_SIZE, LARGEST_SIZE)
        return Listing("data", shelf, size, (number - 1) * size, numbered=True)

    def _words(self, page: Page) -> Row:
        here = {"page": page.offset // page.limit + 1, "per_page": page.limit, "total_count": page.total}
        has_next = page.end < page.size
        if self._switches.is_on("has_more"):
            return {**here, "has_more": has_next}
        pages = -(-page.size // page.limit)
        return {**here, "total_pages": pages, "has_next": has_next, "has_prev": page.offset > 0}

    def _execution(self, shape: type) -> Callable[[Row], Row]:
        show = showing(shape)

        def shown(row: Row) -> Row:
            told = show(row)
            if not self._switches.is_on("execution_created_at"):
                del told["created_at"]
            error = told.get("error")
            if isinstance(error, dict) and self._switches.is_on("error_as_text"):
                told["error"] = error["message"]
            return told

        return shown

    def _row(self, table: Table, resource: str, call: Call) -> Row:
        key = call.places["id"]
        # Lists are per workspace, single rows per user: what another user made is listed, and not found.
        hidden = self._switches.is_on("others_hidden") and crc32(key.encode()) % HIDDEN_OF == 0
        try:
            if not hidden:
                return table.get(key)
        except NoSuchRow:
            pass
        name = resource.replace("_", " ")
        raise Refused(404, None, f"{name.capitalize()} not found", details={"resource": resource, "id": key})


def whole(given: Number, default: int, most: int | None) -> int:
    """Read a number as the server does: what is none, or too small, is the default, and what is too large the most."""
    number = given if isinstance(given, int) and given >= 1 else default
    return number if most is None else min(number, most)
